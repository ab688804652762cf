"""What an employer did instead of paying: it reached no worker as money, and never counts as recovered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.models import Case, Claimant
from core import clock
from core.audit import Audited
from core.days import written_day
from core.money import MoneyField
from documents.models import Attachment
from recoveries.queries import OfReceiptQuerySet


class InKindSort(models.TextChoices):
    REINSTATED = "reinstated", _("Back to work")
    INSURANCE = "insurance", _("Social insurance paid up to the fund")
    GOODS = "goods", _("Goods instead of money")
    OTHER = "other", pgettext_lazy("in kind", "Other")


class InKind(Audited):
    """Something done for one claimant, or for all of the case: with its value in yuan where that is known.

    Struck out where it was a mistake; the reason stands in the history.
    """

    may_change = ("version",)
    set_once = ("struck_out",)

    case = models.ForeignKey(Case, models.PROTECT, related_name="in_kind", verbose_name=_("Case"))
    claimant = models.ForeignKey(
        Claimant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="in_kind",
        verbose_name=_("Claimant"),
    )
    kind = models.CharField(_("Kind"), max_length=16, choices=InKindSort)
    done_on = models.DateField(_("Done on"))
    value = MoneyField(_("Value, if known"), null=True, blank=True)
    text = models.TextField(_("What was performed"), blank=True)
    proof = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="in_kind", verbose_name=_("Proof")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Recorded by")
    )
    recorded_at = models.DateTimeField(_("Recorded at"), default=clock.now)
    struck_out = models.BooleanField(_("Struck out"), default=False)

    objects = OfReceiptQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s recorded what was done instead of paying: %(kind)s"),
        "struck_out": _("%(who)s struck out what was done instead of paying: %(kind)s"),
    }

    class Meta:
        verbose_name = _("Performance in kind")
        verbose_name_plural = _("Performance in kind")
        ordering = ("done_on", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(value=None) | Q(value__gt=0), name="in_kind_value_positive"),
            models.CheckConstraint(
                condition=~Q(kind__in=(InKindSort.GOODS, InKindSort.OTHER)) | ~Q(text=""),
                name="in_kind_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {written_day(self.done_on)}"
