"""What is being typed at the window and is on record nowhere yet, and what the window asks of other offices."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.models import Visit, Worker
from core import clock
from core.audit import Audited
from core.crypto import EncryptedTextField
from front_desk.queries import RecordRequestQuerySet, WorkerJoinQuerySet
from front_desk.workflow import RequestState, RequestWorkflow


class IntakeDraft(models.Model):
    """What a clerk has typed into the intake page so far, kept encrypted until it is saved or thrown away.

    Working paper, not a record: it may hold anything half-typed, so it has no history and is removed in the end.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="intake_drafts")
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="intake_drafts")
    data = EncryptedTextField(default="")
    title = EncryptedTextField(blank=True)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("-saved_at",)

    def __str__(self) -> str:
        return self.title


class RecordRequest(RequestWorkflow, Audited):
    """An office that keeps a worker apart asks another one, which knows the person, to share its record.

    Until that is allowed neither sees what the other keeps; then the two records become one (`worker`).
    """

    may_change = ("state", "version", "answer")
    set_once = ("answered_by", "answered_at")

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="requests", verbose_name=_("Record asked for")
    )
    apart = models.ForeignKey(
        Worker, models.PROTECT, related_name="requests_made", verbose_name=_("Record kept apart")
    )
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="record_requests_made", verbose_name=_("Asking office")
    )
    known_at = models.ForeignKey(
        Office, models.PROTECT, related_name="record_requests", verbose_name=_("Known at")
    )
    reason = models.TextField(_("Reason"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("Asked by")
    )
    asked_at = models.DateTimeField(_("Asked on"), default=clock.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Answered by"),
    )
    answered_at = models.DateTimeField(_("Answered on"), null=True, blank=True)
    answer = models.TextField(_("Answer"), blank=True)

    objects = RecordRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Request for a record")
        verbose_name_plural = _("Requests for records")
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "office"],
                condition=Q(state=RequestState.ASKED),
                name="record_asked_for_once",
                violation_error_message=_("This record was asked for already."),
            ),
            models.CheckConstraint(condition=~Q(worker=F("apart")), name="record_request_for_another_record"),
            models.CheckConstraint(
                condition=Q(answered_by=None)
                | ~Q(answered_by=F("asked_by"))
                | Q(state=RequestState.WITHDRAWN),
                name="record_request_not_answered_by_who_asked",
            ),
        ]
        indexes = [
            models.Index(fields=["known_at", "state", "-asked_at"], name="record_request_known_at"),
            models.Index(fields=["office", "state", "-asked_at"], name="record_request_office"),
        ]

    def __str__(self) -> str:
        return f"{self.office} → {self.known_at}"


class WorkerJoin(Audited):
    """Two records of one person made one: what stood at `joined` stands at `kept`, until it is taken back.

    `moved` names the rows that were moved (ids of `claimants` and `attendances`) and struck out (`struck`), `filled`
    the fields of `kept` that were empty and came from the other record.
    """

    may_change = ("version",)
    set_once = ("undone_at",)

    kept = models.ForeignKey(Worker, models.PROTECT, related_name="joins", verbose_name=_("Record kept"))
    joined = models.ForeignKey(
        Worker, models.PROTECT, related_name="joined_to", verbose_name=_("Joined with it")
    )
    reason = models.TextField(_("Reason"))
    moved = models.JSONField(default=dict, editable=False)
    filled = models.JSONField(default=list, editable=False)
    joined_at = models.DateTimeField(_("Records joined on"), default=clock.now)
    undone_at = models.DateTimeField(_("Taken back on"), null=True, blank=True)

    objects = WorkerJoinQuerySet.as_manager()

    class Meta:
        verbose_name = _("Joining of two records")
        verbose_name_plural = _("Joinings of records")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["joined"], condition=Q(undone_at=None), name="worker_joined_to_one_record"
            ),
            models.CheckConstraint(condition=~Q(kept=F("joined")), name="worker_not_joined_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.joined} → {self.kept}"
