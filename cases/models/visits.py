"""Who came to the window, with which questions, and what came of each."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Office
from cases.choices import channels
from cases.models.parties import Employer, Worker
from cases.queries.visits import VisitQuerySet
from core import clock
from core.audit import Audited
from core.days import written_day
from law_tables.choices import name_of


class QuestionKind(models.TextChoices):
    ADVICE = "advice", _("Advice")
    COMPLAINT = "complaint", _("Complaint")
    MEDIATION = "mediation", _("Mediation")
    DRAFTING = "drafting", _("Drafting of papers")


class QuestionOutcome(models.TextChoices):
    ANSWERED = "answered", _("Answered on the spot")
    REFERRED = "referred", _("Referred")
    DRAFTED = "drafted", _("Papers drafted")
    CASE = "case", _("Case opened")
    FOLLOW_UP = "follow_up", _("To be followed up")
    OTHER = "other", pgettext_lazy("outcome", "Other")


class Visit(Audited):
    """One visit. 件 counts its questions, 人次 counts `head_count`; it may end without a case."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="visits", verbose_name=_("Window"))
    channel = models.CharField(_("Channel"), max_length=32, choices=channels, default="window")
    visited_on = models.DateField(_("Date"), default=clock.today)
    visited_at = models.TimeField(_("Time"), null=True, blank=True)
    head_count = models.PositiveSmallIntegerField(
        _("Number of people"), default=1, help_text=_("Everybody who came, named or not (人次).")
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name=_("Employer")
    )
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="visits_received",
        verbose_name=_("Received by"),
    )
    on_duty = models.CharField(_("On duty"), max_length=300, blank=True)
    note = models.TextField(_("Note"), blank=True)

    objects = VisitQuerySet.as_manager()

    TOLD = {
        "added": _("%(who)s wrote down the visit"),
    }

    class Meta:
        verbose_name = _("Visit")
        verbose_name_plural = _("Visits")
        constraints = [models.CheckConstraint(condition=Q(head_count__gte=1), name="visit_has_somebody")]
        indexes = [
            models.Index(fields=["office", "-visited_on", "-id"], name="visit_office_day"),
            models.Index(fields=["-visited_on", "-id"], name="visit_day"),
            models.Index(fields=["channel", "-visited_on", "-id"], name="visit_channel_day"),
            models.Index(fields=["received_by", "-visited_on", "-id"], name="visit_received_day"),
        ]

    def __str__(self) -> str:
        return f"{written_day(self.visited_on)} {self.office}"

    @property
    def channel_name(self) -> str:
        """As `get_channel_display()`, for many in a page."""
        return name_of("channel", self.channel)

    @property
    def active_attendances(self) -> list["VisitWorker"]:
        return [attendance for attendance in self.attendances.all() if attendance.is_active]

    @property
    def active_questions(self) -> list["VisitQuestion"]:
        return [question for question in self.questions.all() if question.is_active]


class VisitWorker(Audited):
    """A worker named at a visit; not valid once a correction struck the name out."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="attendances", verbose_name=_("Visit"))
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="attendances", verbose_name=_("Worker"))
    is_active = models.BooleanField(_("Valid"), default=True)

    class Meta:
        verbose_name = _("Worker at a visit")
        verbose_name_plural = _("Workers at visits")
        constraints = [models.UniqueConstraint(fields=["visit", "worker"], name="visit_names_worker_once")]

    def __str__(self) -> str:
        return str(self.worker)


class VisitQuestion(Audited):
    """One question of a visit, with its answer and what came of it; not valid once struck out."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="questions", verbose_name=_("Visit"))
    kind = models.CharField(_("Kind"), max_length=16, choices=QuestionKind, default=QuestionKind.ADVICE)
    question = models.TextField(_("Question"))
    answer = models.TextField(_("Answer"), blank=True)
    outcome = models.CharField(
        _("Outcome"), max_length=16, choices=QuestionOutcome, default=QuestionOutcome.ANSWERED
    )
    referred_to = models.CharField(_("Referred to"), max_length=80, blank=True)
    is_active = models.BooleanField(_("Valid"), default=True)

    class Meta:
        verbose_name = _("Question")
        verbose_name_plural = _("Questions")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["kind", "visit"], name="question_kind_visit"),
            models.Index(
                fields=["visit"],
                condition=Q(outcome=QuestionOutcome.FOLLOW_UP, is_active=True),
                name="question_to_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:40]
