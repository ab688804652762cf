"""READ FIRST. The life of a receipt: recorded, then verified, sent back or rejected by a supervisor; never edited.

What was sent back is mended by another receipt that names it. What was verified is reversed by a counter-entry, a
receipt of negative sums that is asked for, waits and is verified like any other; until then the sum stands.

And that of an old ledger: taken in row by row, then confirmed as a whole by a supervisor, and reversed as a whole by two.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from accounts.models import User
from cases.workflow import CaseState, is_check_current
from core import clock
from core.fsm import guard, step
from recoveries.permissions import (
    can_ask_reversal,
    can_confirm_old_ledger,
    can_mend,
    can_reverse_old_ledger,
    can_take_back_old_ledger,
    can_verify,
    is_taken_back,
    is_taken_in,
)


class ReceiptState(models.TextChoices):
    RECORDED = "recorded", _("To be verified")
    VERIFIED = "verified", pgettext_lazy("receipt", "Verified")
    RETURNED = "returned", _("Sent back")
    REJECTED = "rejected", _("Rejected")
    REVERSED = "reversed", _("Reversed")


R = ReceiptState


class Fault(models.TextChoices):
    """What is wrong with an entry: why it is sent back, reversed, or did not stand a second look."""

    UNREADABLE = "unreadable", _("The proof cannot be read")
    SUM = "sum", _("The sum differs from the proof")
    CLAIM = "claim", _("Wrong claim")
    PAYER = "payer", _("Unclear who paid")
    DOUBLE = "double", _("Entered twice")
    PAID_BACK = "paid_back", _("The money went back")
    OTHER = "other", pgettext_lazy("fault", "Something else")


WAITING_OR_VERIFIED = (R.RECORDED, R.VERIFIED)


@guard(_("A proof is attached"), _("No proof is attached."), at="#proof")
def has_proof(receipt: Any) -> bool:
    """A file of the case, such as the bank slip."""
    return receipt.proof_id is not None


@guard(_("It is not itself a counter-entry"), _("A counter-entry is verified or sent back, nothing else."))
def is_no_counter_entry(receipt: Any) -> bool:
    """What reverses another is final."""
    return receipt.reverses_id is None


@guard(_("No reversal of it waits"), _("Its reversal waits to be verified already."), at="#reversal")
def has_no_reversal(receipt: Any) -> bool:
    """No counter-entry waits or was verified."""
    return receipt.counter_entry is None


@guard(_("It is not mended yet"), _("Another receipt stands in its place already."), at="#mending")
def is_not_mended(receipt: Any) -> bool:
    """No receipt was recorded in its place."""
    return not hasattr(receipt, "mended_by")


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

    STATE_TONES = {
        R.RECORDED: "warn",
        R.VERIFIED: "ok",
        R.RETURNED: "late",
        R.REJECTED: "late",
        R.REVERSED: "off",
    }
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
        R.RETURNED,
        label=_("Send back"),
        told=_("%(who)s sent back the receipt of %(amount)s yuan"),
        permission=can_verify,
        rank=20,
    )
    def send_back(self, verified_by: User, fault: str, words: str) -> None:
        """To whoever recorded it; a counter-entry that is sent back leaves the receipt as it is."""
        self.verified_by = verified_by
        self.verified_at = clock.now()
        self.fault = fault
        self.fault_words = words

    @step(
        "state",
        R.RECORDED,
        R.REJECTED,
        label=_("Reject"),
        told=_("%(who)s rejected the receipt of %(amount)s yuan"),
        permission=can_verify,
        guards=[is_no_counter_entry],
        tone="danger",
        rank=50,
    )
    def reject(self, verified_by: User) -> None:
        self.verified_by = verified_by
        self.verified_at = clock.now()

    @step(
        "state",
        R.RETURNED,
        R.REJECTED,
        label=_("Strike out"),
        told=_("%(who)s struck out the receipt of %(amount)s yuan that was sent back"),
        permission=can_mend,
        guards=[is_not_mended],
        tone="danger",
        rank=50,
    )
    def strike_out(self) -> None:
        """Nothing came in, or what is reversed stands after all: there is nothing to mend."""

    @step(
        "state",
        R.VERIFIED,
        R.VERIFIED,
        label=_("Ask for its reversal"),
        told=_("%(who)s asked for the reversal of %(amount)s yuan received"),
        permission=can_ask_reversal,
        guards=[is_no_counter_entry, is_case_open, has_no_reversal],
        tone="danger",
        rank=60,
    )
    def ask_reversal(self) -> None:
        """The counter-entry that waits is written by `recoveries.actions.receipts.take_receipt_step`."""

    @step(
        "state",
        R.VERIFIED,
        R.REVERSED,
        label=_("Reverse"),
        told=_("%(who)s reversed the receipt of %(amount)s yuan"),
        permission=is_taken_back,
        rank=60,
    )
    def reverse(self) -> None:
        """Follows by itself when the counter-entry is verified, and no other way."""


class OldLedgerState(models.TextChoices):
    TAKING_IN = "taking_in", pgettext_lazy("old ledger", "Being taken in")
    WAITING = "waiting", pgettext_lazy("old ledger", "To be confirmed")
    CONFIRMED = "confirmed", pgettext_lazy("old ledger", "Confirmed, counts")
    REVERSAL_ASKED = "reversal_asked", pgettext_lazy("old ledger", "Counts, reversal asked for")
    REVERSED = "reversed", pgettext_lazy("old ledger", "Reversed")
    WITHDRAWN = "withdrawn", pgettext_lazy("old ledger", "Withdrawn")


L = OldLedgerState


class OldLedgerWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=L.choices, default=L.TAKING_IN, protected=True, db_index=False
    )

    STATE_TONES = {L.TAKING_IN: "warn", L.WAITING: "warn", L.CONFIRMED: "ok", L.REVERSAL_ASKED: "warn"} | {
        L.REVERSED: "off",
        L.WITHDRAWN: "off",
    }
    """How the pill of a state looks."""

    class Meta:
        abstract = True

    @step(
        "state",
        L.TAKING_IN,
        L.WAITING,
        label=_("All rows are taken in"),
        told=_("All rows of the old ledger were taken in"),
        permission=is_taken_in,
        rank=10,
    )
    def finish(self) -> None:
        """Follows by itself with the last row, and no other way."""

    @step(
        "state",
        L.WAITING,
        L.CONFIRMED,
        label=_("Confirm the old ledger"),
        told=_("%(who)s confirmed the old ledger"),
        permission=can_confirm_old_ledger,
        tone="primary",
        rank=20,
    )
    def confirm(self, by: User) -> None:
        self.confirmed_by, self.confirmed_at = by, clock.now()

    @step(
        "state",
        (L.TAKING_IN, L.WAITING),
        L.WITHDRAWN,
        label=_("Withdraw the old ledger"),
        told=_("%(who)s withdrew the old ledger"),
        permission=can_take_back_old_ledger,
        tone="danger",
        rank=50,
    )
    def withdraw(self, by: User) -> None:
        """Before it counted; its rows stay on record."""

    @step(
        "state",
        L.CONFIRMED,
        L.REVERSAL_ASKED,
        label=_("Ask for the reversal of the old ledger"),
        told=_("%(who)s asked for the reversal of the old ledger"),
        permission=can_take_back_old_ledger,
        tone="danger",
        rank=60,
    )
    def propose_reversal(self, by: User) -> None:
        self.reversal_asked_by, self.reversal_asked_at = by, clock.now()

    @step(
        "state",
        L.REVERSAL_ASKED,
        L.REVERSED,
        label=_("Reverse the old ledger"),
        told=_("%(who)s reversed the old ledger"),
        permission=can_reverse_old_ledger,
        tone="danger",
        rank=20,
    )
    def reverse(self, by: User) -> None:
        self.reversed_by, self.reversed_at = by, clock.now()

    @step(
        "state",
        L.REVERSAL_ASKED,
        L.CONFIRMED,
        label=_("Keep the old ledger"),
        told=_("%(who)s kept the old ledger"),
        permission=can_take_back_old_ledger,
        rank=30,
    )
    def keep(self, by: User) -> None:
        """It is not to be reversed after all."""
        self.reversal_asked_by = self.reversal_asked_at = None
