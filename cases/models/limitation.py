"""What interrupts or pauses the year to claim, as far as the case knows (劳动争议调解仲裁法 27(2), (3))."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.queries.of_case import OfCaseQuerySet
from core.audit import Audited
from core.days import written_day


class LimitationEventKind(models.TextChoices):
    CLAIM = "claim", _("The worker claimed from the employer")
    RELIEF = "relief", _("The worker turned to an authority")
    AGREED = "agreed", _("The employer agreed to pay")
    PAUSE = "pause", _("Paused: the worker was kept from claiming")


class LimitationEvent(Audited):
    """An interruption on a day, or a pause from a day until the obstacle was gone (open while it is not)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="limitation_events", verbose_name=_("Case"))
    kind = models.CharField(_("What happened"), max_length=8, choices=LimitationEventKind)
    on = models.DateField(_("On"))
    until = models.DateField(_("Until"), null=True, blank=True)
    proof = models.CharField(_("Shown by"), max_length=200)
    is_active = models.BooleanField(_("Counts"), default=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Interruption or pause")
        verbose_name_plural = _("Interruptions and pauses")
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(kind="pause", until__gte=F("on")),
                name="limitation_event_until_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {written_day(self.on)}"
