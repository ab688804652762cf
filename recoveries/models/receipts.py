"""A payment that came in for a case, line by line against its claims."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, Claim
from core import clock
from core.audit import Audited
from core.days import written_day
from core.money import MoneyField
from documents.models import Attachment
from recoveries.queries import ReceiptLineQuerySet, ReceiptQuerySet
from recoveries.workflow import ReceiptState, ReceiptWorkflow


class Method(models.TextChoices):
    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    PAYROLL = "payroll", _("Through payroll")
    MOBILE = "mobile", _("Mobile payment")
    COURT = "court", _("Paid out by the court")
    IN_KIND = "in_kind", _("Social insurance paid up")
    OTHER = "other", pgettext_lazy("method", "Other")


COUNTED_AS_RECEIVED = (ReceiptState.RECORDED, ReceiptState.VERIFIED, ReceiptState.REVERSED)
COUNTED_AS_VERIFIED = (ReceiptState.VERIFIED, ReceiptState.REVERSED)


class Receipt(ReceiptWorkflow, Audited):
    """One payment, in yuan, split over claims by its lines. A counter-entry has negative sums.

    A reversed receipt still counts; its counter-entry (state verified) takes it back to nought.
    """

    may_change = ("state", "version")
    set_once = ("proof", "verified_by", "verified_at")

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
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name=_("Reverses")
    )

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
                | Q(reverses__isnull=False),
                name="receipt_reviewed_by_another",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_on"], name="receipt_queue"),
            models.Index(fields=["case", "state"], name="receipt_case_state"),
            models.Index(
                fields=["verified_at"], condition=Q(verified_at__isnull=False), name="receipt_verified_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{written_day(self.received_on)} {self.amount:,.2f}"


class ReceiptLine(Audited):
    """The part of a receipt that goes to one claim."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipt_lines", verbose_name=_("Case"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="lines", verbose_name=_("Receipt"))
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="receipt_lines", verbose_name=_("Claim"))
    amount = MoneyField(_("Amount"))

    objects = ReceiptLineQuerySet.as_manager()

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
