"""READ FIRST. The life of a request for a worker's record: asked, then shared, refused, or taken back."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import ConcurrentTransitionMixin, FSMField

from accounts.models import User
from core import clock
from core.fsm import step
from front_desk.permissions import can_answer_request, can_withdraw_request


class RequestState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("request", "Waits for an answer")
    ALLOWED = "allowed", pgettext_lazy("request", "Shared")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Taken back")


R = RequestState


class RequestWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=R.choices, default=R.ASKED, protected=True, db_index=False
    )

    STATE_TONES = {R.ASKED: "warn", R.ALLOWED: "ok", R.REFUSED: "late", R.WITHDRAWN: "off"}
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    @step(
        "state",
        R.ASKED,
        R.ALLOWED,
        label=_("Share the record"),
        told=_("%(who)s shared the record with the office that asked"),
        permission=can_answer_request,
        tone="primary",
        rank=10,
    )
    def allow(self, by: User, answer: str) -> None:
        self._answered(by, answer)

    @step(
        "state",
        R.ASKED,
        R.REFUSED,
        label=pgettext_lazy("request", "Refuse"),
        told=_("%(who)s refused to share the record"),
        permission=can_answer_request,
        tone="danger",
        rank=20,
    )
    def refuse(self, by: User, answer: str) -> None:
        self._answered(by, answer)

    @step(
        "state",
        R.ASKED,
        R.WITHDRAWN,
        label=pgettext_lazy("request", "Take back"),
        told=_("%(who)s took back the request for the record"),
        permission=can_withdraw_request,
        rank=60,
    )
    def withdraw(self, by: User, answer: str) -> None:
        self._answered(by, answer)

    def _answered(self, by: User, answer: str) -> None:
        self.answered_by, self.answered_at, self.answer = by, clock.now(), answer
