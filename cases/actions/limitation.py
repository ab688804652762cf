"""Interruptions and pauses of the year to claim (劳动争议调解仲裁法 27): entered with what shows them, struck out again."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.changes import claims_changed
from cases.limitation import BEFORE_FILING
from cases.models import Case, LimitationEvent, LimitationEventKind
from cases.permissions import clerk_or_lawyer
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem


@transaction.atomic
def add_limitation_event(
    case: Case,
    *,
    actor: User,
    kind: str,
    on: dt.date,
    until: dt.date | None = None,
    proof: str,
    reason: str = "",
) -> LimitationEvent:
    """Enter what interrupts or pauses the year, and count it anew. `until` is for a pause, whose obstacle is gone."""
    case = _before_filing(case, actor)
    if on > clock.today():
        raise Problem({"on": _("This day has not come yet.")})
    if until and kind != LimitationEventKind.PAUSE:
        raise Problem({"until": _("Only a pause has an end: an interruption is one day.")})
    if until and until < on:
        raise Problem({"until": _("The period cannot end before it starts.")})
    if not proof.strip():
        raise Problem({"proof": _("Say what shows it: a message, a receipt, the paper of an authority.")})
    event = LimitationEvent(case=case, kind=kind, on=on, until=until, proof=proof.strip())
    record(event, actor=actor, reason=reason)
    claims_changed(case, actor=actor)
    return event


@transaction.atomic
def drop_limitation_event(
    event: LimitationEvent, *, actor: User, reason: str, seen_version: int | None = None
) -> LimitationEvent:
    """Strike one out that did not happen, or cannot be shown; it stays on record and counts no more."""
    case = _before_filing(event.case, actor)
    fresh = lock(event, version=seen_version)
    if not fresh.is_active:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why it counts no more.")})
    fresh.is_active = False
    record(fresh, actor=actor, reason=reason)
    claims_changed(case, actor=actor)
    return fresh


def _before_filing(case: Case, actor: User) -> Case:
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case)
    if case.state not in BEFORE_FILING:
        raise Problem(_("The year to claim does not run any more."))
    return case
