"""The limits the law sets, as they run in a case."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.choices import OWN, deadline_kinds
from cases.models.case import Case
from cases.queries.deadlines import DeadlineQuerySet
from core import clock
from core.audit import Audited, as_read
from labour_law.periods import LAPSING

KINDS = dict(deadline_kinds())
"""Kind → label; `get_kind_display()` makes it anew each time it is asked."""


def name_of_deadline(kind: str, label: str) -> str:
    """What is due: the limit, or what somebody called it."""
    return label or str(KINDS[kind])


class DeadlineState(models.TextChoices):
    OPEN = "open", pgettext_lazy("deadline", "Open")
    MET = "met", _("Met")
    WAIVED = "waived", _("No longer applies")


class Deadline(Audited):
    """A limit that runs: opened and settled by the workflow or by hand, never removed without a reason.

    One of the kind `OWN` is a date somebody else set; it has its name in `label`. `source` says where a day entered by
    hand is from, `watcher` who watches it beside the handler.
    """

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
    label = models.CharField(_("What is due"), max_length=120, blank=True)
    source = models.CharField(_("Where the day is from"), max_length=200, blank=True)
    watcher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deadlines_watched",
        verbose_name=_("Watched by"),
    )

    objects = DeadlineQuerySet.as_manager()

    STATE_TONES = {DeadlineState.MET: "ok", DeadlineState.WAIVED: "off"}

    TOLD = {
        "added": _("%(who)s had the limit run: %(names)s"),
        "state": _("%(who)s marked the limit %(names)s as %(state)s"),
    }
    FOLLOWS = frozenset({"added", "state", "settled_on", "starts_on", "due_on", "provisional", "note"})
    BY_PROGRAM = ("note",)

    class Meta:
        verbose_name = _("Deadline")
        verbose_name_plural = _("Deadlines")
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state=DeadlineState.OPEN) & ~Q(kind=OWN),
                name="deadline_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=DeadlineState.OPEN, settled_on__isnull=True)
                | (~Q(state=DeadlineState.OPEN) & Q(settled_on__isnull=False)),
                name="deadline_settled_has_day",
            ),
            models.CheckConstraint(
                condition=Q(kind=OWN) & ~Q(label="") | ~Q(kind=OWN) & Q(label=""),
                name="deadline_own_has_label",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="deadline_open_due"),
            models.Index(fields=["case", "state", "due_on"], name="deadline_of_case"),
            models.Index(fields=["watcher"], condition=Q(watcher__isnull=False), name="deadline_watched"),
        ]

    @property
    def note_read(self) -> str:
        """The note as the page says it (`core.audit.as_read`)."""
        return as_read(self.note)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What is due: the limit, or what somebody called it."""
        return name_of_deadline(self.kind, self.label)

    @property
    def has_lapsed(self) -> bool:
        """The last day of a possibility has passed; the nightly run ends it."""
        return self.state == DeadlineState.OPEN and self.kind in LAPSING and self.days_left < 0

    @property
    def is_running(self) -> bool:
        return self.state == DeadlineState.OPEN and not self.has_lapsed

    @property
    def days_left(self) -> int:
        """Days until the last day; negative when late."""
        return (self.due_on - clock.today()).days
