"""What becomes known of a proceeding after it was filed: docket, the day it was taken up, the hearing."""

import datetime as dt
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.deadlines import move_deadline, open_deadline, settle_deadlines
from cases.models import Case, DeadlineState, Proceeding, ProceedingKind
from cases.models.proceedings import DECIDING, deciding
from cases.permissions import clerk_or_lawyer
from cases.workflow import CaseState
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from labour_law.periods import EXTENDED, due
from law_tables import current

TAKEN_UP = Reason(gettext_lazy("It was taken up."))
Follows = Callable[[Proceeding, User, str], None]

WHEN_PERIOD_CHANGES: list[Follows] = []


def when_period_changes(follows: Follows) -> Follows:
    """Have a function of an app above run once another last day to perform was entered, in the same transaction."""
    WHEN_PERIOD_CHANGES.append(follows)
    return follows


HEARING_MOVED = Reason(gettext_lazy("The day of the hearing changed."))


@transaction.atomic
def update_proceeding(
    proceeding: Proceeding,
    *,
    body: str,
    docket: str,
    accepted_on: dt.date | None,
    heard_at: dt.datetime | None,
    procedure: str = "",
    perform_by: dt.date | None = None,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
) -> Proceeding:
    """Write down docket, procedure, hearing, the day it was taken up, and by when what was decided is to be performed.

    The day it is taken up ends the limit to accept it and starts the one to decide it: 45 days for an award
    (劳动争议调解仲裁法 29, 43), in court by the procedure (民事诉讼法 152, 164, 168, 183). A hearing of the commission starts
    the three days to have it postponed (劳动争议调解仲裁法 35), the last day to perform the two years to enforce it
    (民事诉讼法 250).
    """
    case, fresh = _open(proceeding, actor, seen_version)
    if accepted_on and accepted_on > clock.today():
        raise Problem({"accepted_on": _("This day has not come yet.")})
    if accepted_on and accepted_on < fresh.filed_on:
        raise Problem({"accepted_on": _("It cannot be taken up before it was filed.")})
    if heard_at and timezone.localtime(heard_at).date() < (accepted_on or fresh.filed_on):
        raise Problem({"heard_at": _("The hearing cannot come before it was taken up.")})
    if perform_by and fresh.decided_on is None:
        raise Problem({"perform_by": _("Nothing has been decided yet.")})
    if perform_by and fresh.decided_on and perform_by < fresh.decided_on:
        raise Problem({"perform_by": _("It cannot be due before it was decided.")})
    taken_up = accepted_on != fresh.accepted_on
    if taken_up and accepted_on is None:
        raise Problem({"accepted_on": _("A limit counts from this day; correct it, but do not clear it.")})
    taken_up |= procedure != fresh.procedure
    heard, to_perform = heard_at != fresh.heard_at, perform_by != fresh.perform_by
    fresh.body, fresh.docket, fresh.procedure = body.strip(), docket.strip(), procedure
    fresh.accepted_on, fresh.heard_at, fresh.perform_by = accepted_on, heard_at, perform_by
    record(fresh, actor=actor, reason=reason)
    if taken_up and accepted_on and _awaits_decision(case, fresh):
        _start_deciding(case, fresh, accepted_on, actor, reason)
    if heard and _awaits_decision(case, fresh) and fresh.kind == ProceedingKind.ARBITRATION:
        _start_postponing(case, heard_at, actor, reason)
    if to_perform and perform_by and case.deadlines.filter(kind="enforcement", state="open").exists():
        open_deadline(case, "enforcement", actor=actor, starts_on=perform_by)
    if to_perform:
        for follows in WHEN_PERIOD_CHANGES:
            follows(fresh, actor, reason)
    return fresh


def _start_deciding(
    case: Case, proceeding: Proceeding, accepted_on: dt.date, actor: User, reason: str
) -> None:
    settled = {"arbitration_acceptance", "suit_after_refusal", *DECIDING.values()} - {deciding(proceeding)}
    settle_deadlines(case, tuple(sorted(settled)), actor=actor, note=TAKEN_UP(), reason=reason)
    if kind := deciding(proceeding):
        open_deadline(case, kind, actor=actor, starts_on=accepted_on)


def _start_postponing(case: Case, heard_at: dt.datetime | None, actor: User, reason: str) -> None:
    """Three days before the hearing; one that is too near, or was called off, leaves nothing to ask for."""
    day = timezone.localtime(heard_at).date() if heard_at else None
    if day and due("hearing_postponement", day, current.calendar()).last_day >= clock.today():
        open_deadline(case, "hearing_postponement", actor=actor, starts_on=day)
    else:
        settle_deadlines(case, ("hearing_postponement",), actor=actor, note=HEARING_MOVED(), reason=reason)


@transaction.atomic
def extend_award(
    proceeding: Proceeding, *, actor: User, reason: str, seen_version: int | None = None
) -> Proceeding:
    """The limit to decide is extended: an award to 60 days from the day it was taken up (劳动争议调解仲裁法 43), a judgment of
    first instance by its procedure (民事诉讼法 152, 164, 168)."""
    case, fresh = _open(proceeding, actor, seen_version)
    kind = deciding(fresh)
    deadline = case.deadlines.filter(kind=kind, state=DeadlineState.OPEN).first()
    if deadline is None or fresh.accepted_on is None or not _awaits_decision(case, fresh):
        raise Changed(_("The limit for the award does not run."))
    if kind not in EXTENDED:
        raise Problem(_("This limit is not extended."))
    last_day = due(EXTENDED[kind], fresh.accepted_on, current.calendar()).last_day
    if deadline.due_on >= last_day:
        raise Problem(_("The award was extended already."))
    move_deadline(deadline, actor=actor, reason=reason, due_on=last_day)
    return fresh


def _open(proceeding: Proceeding, actor: User, seen_version: int | None) -> tuple[Case, Proceeding]:
    if not clerk_or_lawyer(proceeding.case, actor):
        raise PermissionDenied
    case = lock(proceeding.case)
    if case.is_ended:
        raise Changed(_("The case has ended."))
    return case, lock(proceeding, version=seen_version)


def _awaits_decision(case: Case, proceeding: Proceeding) -> bool:
    before = {ProceedingKind.ARBITRATION: CaseState.ARBITRATION}.get(
        ProceedingKind(proceeding.kind), CaseState.LITIGATION
    )
    return case.state == before and proceeding.decided_on is None
