"""READ FIRST. The life of a receipt: recorded, then verified or rejected by a supervisor; reversed, never edited."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from accounts.models import User
from cases.workflow import CaseState, is_check_current
from core import clock
from core.fsm import guard, step
from recoveries.permissions import can_verify


class ReceiptState(models.TextChoices):
    RECORDED = "recorded", _("To be verified")
    VERIFIED = "verified", pgettext_lazy("receipt", "Verified")
    REJECTED = "rejected", _("Rejected")
    REVERSED = "reversed", _("Reversed")


R = ReceiptState


@guard(_("A proof is attached"), _("No proof is attached."), at="#proof")
def has_proof(receipt: Any) -> bool:
    """A file of the case, such as the bank slip."""
    return receipt.proof_id is not None


@guard(_("It is not itself a counter-entry"), _("A counter-entry cannot be reversed."))
def is_no_counter_entry(receipt: Any) -> bool:
    """What reverses another is final."""
    return receipt.reverses_id is None


@guard(
    _("Conflict check is up to date"),
    _("A party changed since the conflict check: check again on the page of the case."),
)
def has_current_check(receipt: Any) -> bool:
    """The parties are those the newest check of the case looked at."""
    return is_check_current(receipt.case)


@guard(
    _("The case is still in hand"),
    _("The case is closed; reopen it before its money is changed."),
)
def is_case_open(receipt: Any) -> bool:
    """Money of an ended case changes only after it is reopened."""
    return receipt.case.takes_money or receipt.case.state == CaseState.CLOSING


class ReceiptWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=R.choices, default=R.RECORDED, protected=True, db_index=False
    )

    STATE_TONES = {R.RECORDED: "warn", R.VERIFIED: "ok", R.REJECTED: "late", R.REVERSED: "off"}
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    @step(
        "state",
        R.RECORDED,
        R.VERIFIED,
        label=_("Verify"),
        told=_("%(who)s verified %(amount)s yuan received"),
        permission=can_verify,
        guards=[has_proof, has_current_check],
        tone="primary",
        rank=10,
    )
    def verify(self, verified_by: User) -> None:
        self.verified_by = verified_by
        self.verified_at = clock.now()

    @step(
        "state",
        R.RECORDED,
        R.REJECTED,
        label=_("Reject"),
        told=_("%(who)s rejected the receipt of %(amount)s yuan"),
        permission=can_verify,
        tone="danger",
        rank=50,
    )
    def reject(self, verified_by: User) -> None:
        self.verified_by = verified_by
        self.verified_at = clock.now()

    @step(
        "state",
        R.VERIFIED,
        R.REVERSED,
        label=_("Reverse"),
        told=_("%(who)s reversed the receipt of %(amount)s yuan"),
        permission=can_verify,
        guards=[is_no_counter_entry, is_case_open],
        tone="danger",
        rank=60,
    )
    def reverse(self) -> None:
        """The counter-entry that goes with it is written by `recoveries.actions.receipts.take_receipt_step`."""
