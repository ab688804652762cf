"""How the sum of a claim was worked out, frozen as it was that day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from calculators.catalogue import CALCULATORS
from cases.models.case import Case
from cases.models.claims import Claim
from cases.queries.of_case import OfCaseQuerySet
from core import clock
from core.audit import Audited
from core.money import MoneyField, not_negative


class Working(Audited):
    """One working of one claim. Never changed and never removed: working out anew makes another.

    `frozen` is what `calculators.working` gives: inputs, lines with article and source, notes, the rates used, total.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="workings", verbose_name=_("Case"))
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="workings", verbose_name=_("Claim"))
    calculator = models.CharField(_("Calculation"), max_length=32)
    frozen = models.JSONField(_("Working"))
    total = MoneyField(_("Sum worked out"), validators=[not_negative])
    worked_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Worked out by")
    )
    worked_out_at = models.DateTimeField(_("Worked out at"), default=clock.now)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s worked out %(names)s"),
    }

    class Meta:
        verbose_name = _("Working")
        verbose_name_plural = _("Workings")
        ordering = ("-pk",)
        constraints = [models.CheckConstraint(condition=Q(total__gte=0), name="working_total_not_negative")]

    def __str__(self) -> str:
        return f"{self.claim.claimant} · {self.label} {self.total:,}"

    @property
    def label(self) -> str:
        """The name of the calculation."""
        return str(CALCULATORS[self.calculator].label)
