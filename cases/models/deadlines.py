"""The limits the law sets, as they run in a case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.choices import deadline_kinds
from cases.models.case import Case
from cases.queries.deadlines import DeadlineQuerySet
from core import clock
from core.audit import Audited


class DeadlineState(models.TextChoices):
    OPEN = "open", pgettext_lazy("deadline", "Open")
    MET = "met", _("Met")
    WAIVED = "waived", _("No longer applies")


class Deadline(Audited):
    """A limit that runs: opened and settled by the workflow, never removed without a reason."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines", verbose_name=_("Case"))
    kind = models.CharField(_("Limit"), max_length=40, choices=deadline_kinds)
    starts_on = models.DateField(_("Counts from"))
    due_on = models.DateField(_("Last day"))
    provisional = models.BooleanField(
        _("Provisional"), default=False, help_text=_("The holiday table of that year is not published yet.")
    )
    critical = models.BooleanField(_("Critical"), default=False)
    state = models.CharField(_("State"), max_length=8, choices=DeadlineState, default=DeadlineState.OPEN)
    settled_on = models.DateField(_("Settled on"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    objects = DeadlineQuerySet.as_manager()

    STATE_TONES = {DeadlineState.MET: "ok", DeadlineState.WAIVED: "off"}

    class Meta:
        verbose_name = _("Deadline")
        verbose_name_plural = _("Deadlines")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state=DeadlineState.OPEN), name="deadline_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=DeadlineState.OPEN, settled_on__isnull=True)
                | (~Q(state=DeadlineState.OPEN) & Q(settled_on__isnull=False)),
                name="deadline_settled_has_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="deadline_open_due")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def days_left(self) -> int:
        """Days until the last day; negative when late."""
        return (self.due_on - clock.today()).days
