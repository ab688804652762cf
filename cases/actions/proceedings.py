"""What becomes known of a proceeding after it was filed: docket, the day it was taken up, the hearing."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.deadlines import move_deadline, open_deadline, settle_deadlines
from cases.models import Case, DeadlineState, Proceeding, ProceedingKind
from cases.permissions import clerk_or_lawyer
from cases.workflow import CaseState
from core import clock
from core.audit import automatic, lock, record
from core.errors import Changed, Problem
from labour_law.periods import due
from law_tables import current


@transaction.atomic
def update_proceeding(
    proceeding: Proceeding,
    *,
    body: str,
    docket: str,
    accepted_on: dt.date | None,
    heard_at: dt.datetime | None,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
) -> Proceeding:
    """Write down docket, hearing and the day it was taken up.

    The day arbitration takes it up ends the limit to accept it and starts the 45 days for the award
    (劳动争议调解仲裁法 29, 43).
    """
    case, fresh = _open(proceeding, actor, seen_version)
    if accepted_on and accepted_on > clock.today():
        raise Problem({"accepted_on": _("This day has not come yet.")})
    if accepted_on and accepted_on < fresh.filed_on:
        raise Problem({"accepted_on": _("It cannot be taken up before it was filed.")})
    if heard_at and timezone.localtime(heard_at).date() < (accepted_on or fresh.filed_on):
        raise Problem({"heard_at": _("The hearing cannot come before it was taken up.")})
    moved = accepted_on != fresh.accepted_on
    if moved and accepted_on is None:
        raise Problem({"accepted_on": _("A limit counts from this day; correct it, but do not clear it.")})
    fresh.body, fresh.docket = body.strip(), docket.strip()
    fresh.accepted_on, fresh.heard_at = accepted_on, heard_at
    record(fresh, actor=actor, reason=reason)
    if moved and _awaits_award(case, fresh):
        note = automatic(gettext_lazy("The commission took the case up."))
        settle_deadlines(case, ("arbitration_acceptance",), actor=actor, note=note, reason=reason)
        open_deadline(case, "arbitration_award", actor=actor, starts_on=accepted_on)
    return fresh


@transaction.atomic
def extend_award(
    proceeding: Proceeding, *, actor: User, reason: str, seen_version: int | None = None
) -> Proceeding:
    """The commission extends a complex case by 15 days: 60 days from the day it was taken up (劳动争议调解仲裁法 43)."""
    case, fresh = _open(proceeding, actor, seen_version)
    deadline = case.deadlines.filter(kind="arbitration_award", state=DeadlineState.OPEN).first()
    if deadline is None or fresh.accepted_on is None or not _awaits_award(case, fresh):
        raise Changed(_("The limit for the award does not run."))
    last_day = due("arbitration_award_extended", fresh.accepted_on, current.calendar()).last_day
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


def _awaits_award(case: Case, proceeding: Proceeding) -> bool:
    return (
        case.state == CaseState.ARBITRATION
        and proceeding.kind == ProceedingKind.ARBITRATION
        and proceeding.decided_on is None
    )
