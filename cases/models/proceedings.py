"""Arbitration, court and enforcement as records of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.queries.of_case import OfCaseQuerySet
from core.audit import Audited
from labour_law.periods import EXTENDED


class ProceedingKind(models.TextChoices):
    ARBITRATION = "arbitration", _("Arbitration")
    FIRST_INSTANCE = "first_instance", _("First instance")
    SECOND_INSTANCE = "second_instance", _("Second instance")
    ENFORCEMENT = "enforcement", _("Enforcement")


class Procedure(models.TextChoices):
    """How a court of first instance hears the case (民事诉讼法 152, 164, 168)."""

    ORDINARY = "ordinary", _("Ordinary procedure")
    SUMMARY = "summary", _("Summary procedure")
    SMALL = "small", _("Small claims procedure")


DECIDING: dict[tuple[str, str], str] = {
    (ProceedingKind.ARBITRATION, ""): "arbitration_award",
    (ProceedingKind.FIRST_INSTANCE, Procedure.ORDINARY): "trial_ordinary",
    (ProceedingKind.FIRST_INSTANCE, Procedure.SUMMARY): "trial_summary",
    (ProceedingKind.FIRST_INSTANCE, Procedure.SMALL): "trial_small",
    (ProceedingKind.SECOND_INSTANCE, ""): "second_instance",
}
"""The limit to decide, by instance and procedure."""


def deciding(proceeding: "Proceeding") -> str:
    """The limit to decide a proceeding; "" where there is none, or where the procedure is not known."""
    first = proceeding.kind == ProceedingKind.FIRST_INSTANCE
    return DECIDING.get((proceeding.kind, proceeding.procedure if first else ""), "")


class Proceeding(Audited):
    """One instance before one body."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proceedings", verbose_name=_("Case"))
    kind = models.CharField(_("Instance"), max_length=20, choices=ProceedingKind)
    body = models.CharField(_("Before"), max_length=120, help_text=_("Arbitration commission or court."))
    docket = models.CharField(_("Docket number"), max_length=60, blank=True)
    filed_on = models.DateField(_("Filed on"))
    accepted_on = models.DateField(_("Taken up on"), null=True, blank=True)
    procedure = models.CharField(_("Procedure"), max_length=10, choices=Procedure, blank=True)
    heard_at = models.DateTimeField(_("Hearing"), null=True, blank=True)
    decided_on = models.DateField(_("Decided on"), null=True, blank=True)
    served_on = models.DateField(_("Served on"), null=True, blank=True)
    perform_by = models.DateField(
        _("To be performed by"),
        null=True,
        blank=True,
        help_text=_("Last day of the time to perform; the two years of enforcement count from it."),
    )
    is_final = models.BooleanField(_("Final award"), default=False, help_text=_("劳动争议调解仲裁法 47"))
    result = models.TextField(_("Result"), blank=True)

    objects = OfCaseQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s entered the proceedings: %(names)s"),
        "decided_on": _("%(who)s entered the decision of %(decided_on)s: %(names)s"),
        "heard_at": _("%(who)s entered the hearing of %(heard_at)s: %(names)s"),
    }

    class Meta:
        verbose_name = _("Proceeding")
        verbose_name_plural = _("Proceedings")
        ordering = ("filed_on", "pk")
        indexes = [
            models.Index(
                fields=["filed_on"],
                condition=models.Q(kind=ProceedingKind.ARBITRATION),
                name="proceeding_filed",
            ),
            models.Index(
                fields=["decided_on"], condition=models.Q(decided_on__isnull=False), name="proceeding_decided"
            ),
        ]

    @property
    def can_be_extended(self) -> bool:
        """Whether it is under way with a limit to decide that can be extended."""
        return bool(self.accepted_on and not self.decided_on and deciding(self) in EXTENDED)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.docket or self.body}"
