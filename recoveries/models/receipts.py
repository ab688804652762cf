"""A payment that came in for a case, line by line against its claims."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, Claim
from core import clock
from core.audit import Audited
from core.days import written_day
from core.money import ZERO, MoneyField
from documents.models import Attachment
from recoveries.queries import OfReceiptQuerySet, ReceiptQuerySet
from recoveries.workflow import WAITING_OR_VERIFIED, Fault, ReceiptState, ReceiptWorkflow


class Method(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    PAYROLL = "payroll", _("Through payroll")
    MOBILE = "mobile", _("Mobile payment")
    COURT = "court", _("Paid out by the court")
    IN_KIND = "in_kind", _("Social insurance paid up")
    """Of former years alone: it did not reach the worker, and is now an `InKind`."""
    OTHER = "other", pgettext_lazy("method", "Other")

    @classmethod
    def offered(cls) -> list[tuple[str, Any]]:
        """What a payment may be recorded as."""
        return [(value, label) for value, label in cls.choices if value != cls.IN_KIND]


class Receipt(ReceiptWorkflow, Audited):
    """One payment, in yuan: what goes to claims by its lines, and what goes to none by its extras, add up to it.

    A counter-entry has negative sums. `reference` is the number the bank gave the transfer, `account_end` the end of the
    number of the account it went into; the two name it, so that no two receipts that stand have the same.

    What counts, `recoveries.queries.counts_as_received` says. The day a sum counts for is that of `verified_at`, of a
    counter-entry its own.
    """

    may_change = ("state", "version")
    set_once = ("proof", "verified_by", "verified_at", "fault", "fault_words")

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipts", verbose_name=_("Case"))
    received_on = models.DateField(_("Received on"))
    amount = MoneyField(_("Amount"))
    method = models.CharField(_("Method"), max_length=16, choices=Method, default=Method.TRANSFER)
    payer = models.CharField(_("Payer"), max_length=120)
    note = models.TextField(_("Note"), blank=True)
    proof = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name=_("Proof")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="receipts_recorded",
        verbose_name=_("Recorded by"),
    )
    recorded_at = models.DateTimeField(_("Recorded at"), default=clock.now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts_verified",
        verbose_name=_("Reviewed by"),
    )
    verified_at = models.DateTimeField(_("Reviewed at"), null=True, blank=True)
    fault = models.CharField(_("Why sent back"), max_length=16, choices=Fault, null=True, blank=True)
    fault_words = models.TextField(_("What is wrong"), null=True, blank=True)
    mends = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mended_by",
        verbose_name=_("In place of"),
    )
    reference = models.CharField(_("Bank reference"), max_length=64, null=True, blank=True)
    account_end = models.CharField(_("Account credited, last 4 digits"), max_length=4, null=True, blank=True)
    statement_line = models.ForeignKey(
        "recoveries.StatementLine",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="receipts",
        verbose_name=_("Row of a bank statement"),
    )
    no_double = models.TextField(_("Why it is no double posting"), null=True, blank=True)
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="counter_entries",
        verbose_name=_("Reverses"),
    )
    ground = models.CharField(_("Why reversed"), max_length=16, choices=Fault, null=True, blank=True)
    """Of a counter-entry; those of before reversals were reviewed have none."""

    objects = ReceiptQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s recorded %(amount)s yuan received"),
    }

    class Meta:
        verbose_name = _("Receipt")
        verbose_name_plural = _("Receipts")
        ordering = ("-received_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses__isnull=True, amount__gt=0) | Q(reverses__isnull=False, amount__lt=0),
                name="receipt_positive_unless_counter_entry",
            ),
            models.CheckConstraint(
                condition=Q(state=ReceiptState.RECORDED, verified_by__isnull=True)
                | (~Q(state=ReceiptState.RECORDED) & Q(verified_by__isnull=False)),
                name="receipt_reviewed_has_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | ~Q(verified_by=F("recorded_by"))
                | Q(reverses__isnull=False, ground__isnull=True),
                name="receipt_reviewed_by_another",
            ),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(state__in=WAITING_OR_VERIFIED),
                name="receipt_reversed_once",
            ),
            models.CheckConstraint(
                condition=Q(ground__isnull=True) | Q(reverses__isnull=False),
                name="receipt_ground_of_counter_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReceiptState.RETURNED) | Q(fault__isnull=False),
                name="receipt_sent_back_says_why",
            ),
            models.CheckConstraint(
                condition=Q(mends__isnull=True) | Q(reverses__isnull=True),
                name="receipt_mends_no_counter_entry",
            ),
            models.UniqueConstraint(
                fields=["reference", "account_end"],
                condition=Q(
                    reference__isnull=False,
                    account_end__isnull=False,
                    reverses__isnull=True,
                    state__in=WAITING_OR_VERIFIED,
                ),
                name="receipt_once_by_reference",
            ),
            models.UniqueConstraint(
                fields=["statement_line"],
                condition=Q(statement_line__isnull=False, state__in=WAITING_OR_VERIFIED),
                name="receipt_once_by_statement_line",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_on"], name="receipt_queue"),
            models.Index(fields=["state", "recorded_at"], name="receipt_by_age"),
            models.Index(fields=["state", "amount"], name="receipt_by_sum"),
            models.Index(fields=["verified_at"], name="receipt_verified_at"),
            models.Index(fields=["case", "state"], name="receipt_case_state"),
            models.Index(
                fields=["reference"], condition=Q(reference__isnull=False), name="receipt_reference"
            ),
            models.Index(fields=["received_on", "amount"], name="receipt_day_and_sum"),
        ]

    def __str__(self) -> str:
        return f"{written_day(self.received_on)} {self.amount:,.2f}"

    @property
    def to_claims(self) -> Decimal:
        """What of it went to claims, in yuan; the rest is no recovered money."""
        return sum((line.amount for line in self.lines.all()), ZERO)

    @property
    def counter_entry(self) -> "Receipt | None":
        """What waits to reverse it or has reversed it; not what was sent back."""
        entries = self.counter_entries.all()
        return next((entry for entry in entries if entry.state in WAITING_OR_VERIFIED), None)

    @property
    def days_waiting(self) -> int:
        """Since it was recorded."""
        return (clock.today() - clock.local_day(self.recorded_at)).days

    @property
    def is_to_mend(self) -> bool:
        """Was it sent back, and stands nothing in its place?"""
        return self.state == ReceiptState.RETURNED and not self.reverses_id and not hasattr(self, "mended_by")


class ReceiptLine(Audited):
    """The part of a receipt that goes to one claim."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipt_lines", verbose_name=_("Case"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines", verbose_name=_("Receipt"))
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="receipt_lines", verbose_name=_("Claim"))
    amount = MoneyField(_("Amount"))

    objects = OfReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("Receipt line")
        verbose_name_plural = _("Receipt lines")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["receipt", "claim"], name="receipt_line_once_per_claim"),
            models.CheckConstraint(condition=~Q(amount=0), name="receipt_line_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.amount:,.2f}"
