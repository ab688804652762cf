"""READ FIRST. The life of an offer to a lawyer: names first, details after "no conflict"."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMField

from accounts.models import User
from assignments.permissions import can_answer, can_manage, is_by_workflow
from assignments.states import AssignmentState
from cases.workflow import is_check_current
from core import clock
from core.fsm import guard, step

A = AssignmentState


@guard(_("The offer is still open"), _("The time to answer has run out."))
def is_in_time(assignment: Any) -> bool:
    """The time to answer ends with the very moment of `expires_at`."""
    return clock.now() <= assignment.expires_at


@guard(
    _("No conflict was declared"),
    _("Declare first that there is no conflict of interest with the parties as they are now."),
    at="#conflict",
)
def has_declared_no_conflict(assignment: Any) -> bool:
    """It was declared on this very offer, of the parties as they are named now."""
    declared = assignment.conflict_declared_at is not None
    return declared and assignment.declared_key == assignment.case.names_key()


@guard(
    _("Conflict check is up to date"),
    _("A party changed since the conflict check. The office has to check again first; ask it to."),
)
def is_case_checked(assignment: Any) -> bool:
    """The parties are those the newest check of the case looked at."""
    return is_check_current(assignment.case)


class AssignmentWorkflow(ConcurrentTransitionMixin, models.Model):
    state = FSMField(
        _("State"), max_length=16, choices=A.choices, default=A.OFFERED, protected=True, db_index=False
    )

    STATE_TONES = {
        A.OFFERED: "warn",
        A.DECLINED: "off",
        A.EXPIRED: "off",
        A.WITHDRAWN: "off",
        A.COMPLETED: "off",
        A.REPLACED: "off",
    }
    """How the pill of a state looks; in the plain tone where it is not named."""

    class Meta:
        abstract = True

    @step(
        "state",
        A.OFFERED,
        A.OFFERED,
        label=_("Declare no conflict"),
        told=_("%(who)s declared no conflict of interest"),
        permission=can_answer,
        guards=[is_in_time],
        rank=5,
    )
    def declare_no_conflict(self, declared_by: User, declared_key: str) -> None:
        self.conflict_declared_at = clock.now()
        self.conflict_declared_by = declared_by
        self.declared_key = declared_key

    @step(
        "state",
        A.OFFERED,
        A.ACCEPTED,
        label=_("Accept the case"),
        told=_("%(who)s accepted the offer of the case to %(names)s"),
        permission=can_answer,
        guards=[is_in_time, has_declared_no_conflict, is_case_checked],
        tone="primary",
        rank=10,
    )
    def accept(self, lawyer: Any) -> None:
        self.lawyer = lawyer
        self.answered_at = clock.now()

    @step(
        "state",
        A.OFFERED,
        A.DECLINED,
        label=_("Decline the offer"),
        told=_("%(who)s declined the offer of the case to %(names)s"),
        permission=can_answer,
        tone="danger",
        rank=60,
    )
    def decline(self, code: str) -> None:
        self.decline_code = code
        self.answered_at = clock.now()

    @step(
        "state",
        A.OFFERED,
        A.EXPIRED,
        label=_("Let the offer expire"),
        told=_("%(who)s let the offer to %(names)s expire"),
        permission=is_by_workflow,
        rank=90,
    )
    def expire(self) -> None:
        self.ended_at = clock.now()

    @step(
        "state",
        A.OFFERED,
        A.WITHDRAWN,
        label=_("Withdraw the offer"),
        told=_("%(who)s withdrew the offer to %(names)s"),
        permission=can_manage,
        tone="danger",
        rank=70,
    )
    def withdraw(self) -> None:
        self.ended_at = clock.now()

    @step(
        "state",
        A.ACCEPTED,
        A.COMPLETED,
        label=_("Complete the assignment"),
        told=_("%(who)s completed the assignment of %(names)s"),
        permission=is_by_workflow,
        rank=90,
    )
    def complete(self) -> None:
        self.ended_at = clock.now()

    @step(
        "state",
        A.ACCEPTED,
        A.REPLACED,
        label=_("Replace the lawyer"),
        told=_("%(who)s ended the assignment of %(names)s to replace the lawyer"),
        permission=can_manage,
        tone="danger",
        rank=70,
    )
    def replace(self) -> None:
        self.ended_at = clock.now()
        self.is_lead = False
