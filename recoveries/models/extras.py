"""What of a payment goes to no claim: interest, penalty, and what was paid too much."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core.audit import Audited
from core.money import MoneyField
from recoveries.models.receipts import Receipt
from recoveries.queries import OfReceiptQuerySet


class ExtraKind(models.TextChoices):
    INTEREST = "interest", _("Interest on delay")
    PENALTY = "penalty", _("Penalty for delay")
    OVERPAID = "overpaid", _("Overpaid")


class ReceiptExtra(Audited):
    """The part of a receipt that goes to no claim, and so counts neither as received nor as verified.

    In a counter-entry its sum is negative.
    What became of what was overpaid is entered once, when it is known.
    """

    may_change = ("version",)
    set_once = ("settled_on", "outcome")

    case = models.ForeignKey(Case, models.PROTECT, related_name="receipt_extras", verbose_name=_("Case"))
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="extras", verbose_name=_("Receipt"))
    kind = models.CharField(_("Kind"), max_length=16, choices=ExtraKind)
    amount = MoneyField(_("Amount"))
    note = models.TextField(_("Note"), blank=True)
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    outcome = models.TextField(_("What became of it"), null=True, blank=True)

    objects = OfReceiptQuerySet.as_manager()

    TOLD = {"outcome": _("%(who)s recorded what became of %(amount)s yuan overpaid")}

    class Meta:
        verbose_name = _("Part of a receipt beyond the claims")
        verbose_name_plural = _("Parts of a receipt beyond the claims")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["receipt", "kind"], name="receipt_extra_once_per_kind"),
            models.CheckConstraint(condition=~Q(amount=0), name="receipt_extra_not_zero"),
            models.CheckConstraint(
                condition=~Q(kind=ExtraKind.OVERPAID) | ~Q(note=""), name="receipt_overpaid_has_note"
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None, outcome=None)
                | (
                    Q(kind=ExtraKind.OVERPAID, settled_on__isnull=False, outcome__isnull=False)
                    & ~Q(outcome="")
                ),
                name="receipt_extra_settled_is_overpaid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount:,.2f}"
