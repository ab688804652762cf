"""Arbitration, court and enforcement as records of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.queries.of_case import OfCaseQuerySet
from core.audit import Audited


class ProceedingKind(models.TextChoices):
    ARBITRATION = "arbitration", _("Arbitration")
    FIRST_INSTANCE = "first_instance", _("First instance")
    SECOND_INSTANCE = "second_instance", _("Second instance")
    ENFORCEMENT = "enforcement", _("Enforcement")


class Proceeding(Audited):
    """One instance before one body."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proceedings", verbose_name=_("Case"))
    kind = models.CharField(_("Instance"), max_length=20, choices=ProceedingKind)
    body = models.CharField(_("Before"), max_length=120, help_text=_("Arbitration commission or court."))
    docket = models.CharField(_("Docket number"), max_length=60, blank=True)
    filed_on = models.DateField(_("Filed on"))
    accepted_on = models.DateField(_("Taken up on"), null=True, blank=True)
    heard_at = models.DateTimeField(_("Hearing"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    served_on = models.DateField(_("Served on"), null=True, blank=True)
    is_final = models.BooleanField(_("Final award"), default=False, help_text=_("劳动争议调解仲裁法 47"))
    result = models.TextField(_("Result"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Proceeding")
        verbose_name_plural = _("Proceedings")
        ordering = ("filed_on", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.docket or self.body}"
