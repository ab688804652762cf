"""Deadlines: opened and settled by the workflow, moved or waived by people with a reason."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.choices import BY_FACTS, OWN, SUPPLEMENT
from cases.limitation import BEFORE_FILING, first_to_run_out, limitation_of
from cases.models import Case, Claim, Deadline, DeadlineState
from cases.permissions import clerk_or_lawyer
from cases.started_by_facts import STARTS, Start
from cases.workflow import CaseState
from core import clock
from core.audit import Reason, lock, record, record_new
from core.errors import Changed, Problem
from core.fsm import label_of
from labour_law.calendar import Calendar
from labour_law.periods import EVENTS, LAPSING, LIMITS, due
from law_tables import current
from law_tables.actions import when_holidays_change
from law_tables.wording import bilingual

LAPSED = Reason(gettext_lazy("The last day has passed."))
FACTS_CHANGED = Reason(gettext_lazy("The facts changed."))
HOLIDAYS_KNOWN = Reason(gettext_lazy("The holidays of the year are known now."))
DECLINED = Reason(label_of(Case, "decline"), everywhere=False)
BEGAN = {code: Reason(bilingual(event.zh, event.en)) for code, event in EVENTS.items()}
"""What another limit starts from, which ends this one."""

AHEAD = frozenset({"hearing", "performance_due"})
"""Events whose day is known before it comes."""


def open_deadline(
    case: Case,
    kind: str,
    *,
    actor: User,
    starts_on: dt.date | None = None,
    due_on: dt.date | None = None,
    provisional: bool = False,
) -> Deadline:
    """Start a limit of `LIMITS` from a day (today if none is given), or one of our own with its last day.

    A limit of that kind still open is counted anew from the new day.
    """
    running = case.deadlines.filter(kind=kind, state=DeadlineState.OPEN).first()
    deadline = running or Deadline(case=case, kind=kind)
    _run(deadline, starts_on or clock.today(), due_on=due_on, provisional=provisional)
    return record(deadline, actor=actor)


def deadlines_of_step(
    case: Case,
    *,
    settles: tuple[str, ...],
    starts: dict[str, dt.date],
    note: str,
    reason: str,
    with_facts: bool,
    actor: User,
) -> None:
    """What a step does to the limits of its case: it ends some (see `settle_deadlines`), and starts others of `LIMITS`, each
    from its day; those still open are counted anew. `with_facts` does `refresh_limits` too."""
    calendar, on_record = current.calendar(), list(case.deadlines.all())
    ended = [d for d in on_record if d.state == DeadlineState.OPEN and (d.kind in settles or "*" in settles)]
    _settle(ended, settles, actor=actor, note=note, reason=reason)
    began = [
        _run(_running(on_record, kind) or Deadline(case=case, kind=kind), starts_on, calendar=calendar)
        for kind, starts_on in starts.items()
    ]
    if with_facts:
        began += _of_facts(case, on_record, calendar, actor)
    _record_all(began, actor=actor)


def _run(
    deadline: Deadline,
    starts_on: dt.date,
    *,
    due_on: dt.date | None = None,
    provisional: bool = False,
    calendar: Calendar | None = None,
) -> Deadline:
    """Let a limit run from a day to the last day given, else to the one that `LIMITS` says."""
    if due_on is None:
        period = due(deadline.kind, starts_on, calendar or current.calendar())
        due_on, provisional = period.last_day, period.provisional
    deadline.starts_on, deadline.due_on, deadline.provisional = starts_on, due_on, provisional
    deadline.critical = deadline.kind == SUPPLEMENT or LIMITS[deadline.kind].critical
    return deadline


def _record_all(deadlines: Iterable[Deadline], *, actor: User) -> None:
    """Those that begin in two statements, those counted anew one by one."""
    begun = []
    for deadline in deadlines:
        if deadline.pk:
            record(deadline, actor=actor)
        else:
            begun.append(deadline)
    record_new(begun, actor=actor)


@transaction.atomic
def add_deadline(
    case: Case,
    *,
    actor: User,
    kind: str,
    day: dt.date,
    source: str,
    label: str = "",
    watcher: User | None = None,
    reason: str = "",
) -> Deadline:
    """Enter by hand a limit of `LIMITS` with the day it starts from, or a date of one's own with its last day.

    What the start event ends is met with it (a payment order that was accepted: the days to accept it). `source` says
    where the day is from; `watcher` sees the limit in their work beside the handler, and has to see the case. Raises
    `Problem` and `PermissionDenied`.
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case)
    if case.is_ended and case.state != CaseState.CLOSED:
        raise Problem(_("The case has ended."))
    if not source.strip():
        raise Problem({"source": _("Say where this day is from: the paper and its number, or who told it.")})
    if watcher and not Case.objects.visible_to(watcher).filter(pk=case.pk).exists():
        raise Problem({"watcher": _("%(name)s does not see this case.") % {"name": watcher}})
    deadline = _of_own(case, label, day) if kind == OWN else _by_hand(case, kind, day, actor, reason)
    deadline.source, deadline.watcher = source.strip(), watcher
    return record(deadline, actor=actor, reason=reason)


def _of_own(case: Case, label: str, day: dt.date) -> Deadline:
    if not label.strip():
        raise Problem({"label": _("Say what is due on this day.")})
    if day < clock.today():
        raise Problem({"day": _("This day has passed.")})
    return Deadline(
        case=case, kind=OWN, label=label.strip(), starts_on=clock.today(), due_on=day, critical=True
    )


def _by_hand(case: Case, kind: str, day: dt.date, actor: User, reason: str) -> Deadline:
    if kind not in LIMITS or kind in BY_FACTS or LIMITS[kind].extends:
        raise Problem({"kind": _("This limit is not entered by hand.")})
    limit = LIMITS[kind]
    if day > clock.today() and limit.event not in AHEAD:
        raise Problem({"day": _("This day has not come yet.")})
    if running := case.deadlines.filter(kind=kind, state=DeadlineState.OPEN).first():
        if not running.has_lapsed:
            raise Problem({"kind": _("This limit runs already: move it or settle it.")})
        _lapse(running, actor)
    settle_deadlines(case, limit.start.ends, actor=actor, note=BEGAN[limit.event](), reason=reason)
    period = due(kind, day, current.calendar())
    return Deadline(
        case=case,
        kind=kind,
        starts_on=day,
        due_on=period.last_day,
        provisional=period.provisional,
        critical=limit.critical,
    )


@transaction.atomic
def lapse_deadlines(*, actor: User) -> int:
    """End the limits whose last day has passed and after which nobody is late; how many there were."""
    gone = Deadline.objects.lapsed(clock.today()).select_for_update()
    for deadline in gone:
        _lapse(deadline, actor)
    return len(gone)


def _lapse(deadline: Deadline, actor: User) -> None:
    _end(deadline, DeadlineState.WAIVED, LAPSED(), actor=actor, reason=LAPSED())


def resume_deadlines(case: Case, *, ended_on: dt.date | None, actor: User, reason: str) -> None:
    """Let the limits run on that ended with the case on that day, where their last day is still to come."""
    ended = case.deadlines.filter(
        state=DeadlineState.WAIVED, settled_on=ended_on, due_on__gte=clock.today()
    ).order_by("pk")
    runs_on = {deadline.pk if deadline.kind == OWN else deadline.kind: deadline for deadline in ended}
    running = set(case.deadlines.running().values_list("kind", flat=True)) - {OWN}
    for deadline in (deadline for key, deadline in runs_on.items() if key not in running):
        deadline.state, deadline.settled_on, deadline.note = DeadlineState.OPEN, None, ""
        record(deadline, actor=actor, reason=reason)


def _end(deadline: Deadline, state: str, note: str, *, actor: User, reason: str) -> None:
    deadline.state = state
    deadline.settled_on = clock.today()
    deadline.note = note
    record(deadline, actor=actor, reason=reason)


def settle_deadlines(
    case: Case,
    kinds: tuple[str, ...],
    *,
    actor: User,
    note: str,
    reason: str = "",
    state: str = DeadlineState.MET,
) -> None:
    """End the open limits of these kinds today; `("*",)` means all of them, as no longer applying. A possibility of the
    other side (`LAPSING`) is not met, it no longer applies.

    `note` stands at the limit and says what ended it (the step, or the fact that changed); it is the reason on
    record too where no other is given.
    """
    running = case.deadlines.filter(state=DeadlineState.OPEN)
    if "*" not in kinds:
        running = running.filter(kind__in=kinds)
    _settle(running, kinds, actor=actor, note=note, reason=reason, state=state)


def _settle(
    running: Iterable[Deadline],
    kinds: tuple[str, ...],
    *,
    actor: User,
    note: str,
    reason: str,
    state: str = DeadlineState.MET,
) -> None:
    if "*" in kinds:
        state = DeadlineState.WAIVED
    for deadline in running:
        ended = DeadlineState.WAIVED if deadline.kind in LAPSING else state
        _end(deadline, ended, note, actor=actor, reason=reason or note)


@transaction.atomic
def finish_deadline(
    deadline: Deadline, *, actor: User, reason: str, met: bool, seen_version: int | None = None
) -> Deadline:
    """Mark one limit as met, or as no longer applying; either way somebody says why."""
    fresh = _locked(deadline, actor, seen_version)
    if not reason.strip():
        raise Problem({"reason": _("Say why: a deadline is never removed without a reason on record.")})
    ended = DeadlineState.MET if met else DeadlineState.WAIVED
    _end(fresh, ended, reason[:200], actor=actor, reason=reason)
    return fresh


@transaction.atomic
def move_deadline(
    deadline: Deadline, *, actor: User, reason: str, due_on: dt.date, seen_version: int | None = None
) -> Deadline:
    """Give a running limit another last day (both sides extend the mediation; the commission extends the award)."""
    fresh = _locked(deadline, actor, seen_version)
    if not reason.strip():
        raise Problem({"reason": _("Say why the last day changes.")})
    if due_on < fresh.starts_on:
        raise Problem({"due_on": _("The last day lies before the day the limit counts from.")})
    fresh.due_on, fresh.provisional = due_on, False
    return record(fresh, actor=actor, reason=reason)


def _locked(deadline: Deadline, actor: User, seen_version: int | None) -> Deadline:
    """The deadline, locked, when it still runs and the actor works on its case."""
    if not clerk_or_lawyer(deadline.case, actor):
        raise PermissionDenied
    fresh = lock(deadline, version=seen_version)
    if fresh.state != DeadlineState.OPEN:
        raise Changed
    return fresh


@when_holidays_change
@transaction.atomic
def recount_deadlines(*, actor: User, reason: str, former: Calendar | None = None) -> int:
    """Count running limits anew by the holidays known now; how many moved or became firm.

    Those still provisional are; with `former`, the calendar before a change, also those that end where it put them. A
    last day somebody set stays.
    """
    calendar = current.calendar()
    running = Deadline.objects.running().filter(kind__in=LIMITS)
    if former is None:
        running = running.filter(provisional=True)
    counted = 0
    for deadline in running.select_related("case").prefetch_related(
        "case__claims__claimant", "case__limitation_events"
    ):
        stored = (deadline.starts_on, deadline.due_on, deadline.provisional)
        expected = _count(deadline, former) if former else None
        anew = _count(deadline, calendar)
        if anew in (None, stored) or not (deadline.provisional or stored == expected):
            continue
        fresh = lock(deadline)
        fresh.starts_on, fresh.due_on, fresh.provisional = anew
        record(fresh, actor=actor, reason=reason)
        counted += 1
    return counted


def _count(deadline: Deadline, calendar: Calendar) -> tuple[dt.date, dt.date, bool] | None:
    """First day, last day and whether that is provisional, as the calendar has it; None where it runs no more."""
    if deadline.kind != "limitation":
        period = due(deadline.kind, deadline.starts_on, calendar)
        return deadline.starts_on, period.last_day, period.provisional
    answer = limitation_of(deadline.case, calendar)
    if deadline.case.state not in BEFORE_FILING or answer is None or answer.last_day is None:
        return None
    return answer.runs_from, answer.last_day, answer.answer.provisional


def decision_starts_on(case: Case) -> dt.date:
    """The day the seven days to decide on aid count from: the receipt of the application (法律援助法 43), or today where it
    was returned and is complete now."""
    completed = case.deadlines.filter(kind=SUPPLEMENT).exists()
    return clock.today() if completed else case.received_on


def refresh_decision(case: Case, *, actor: User) -> None:
    """Count the days to decide on aid anew, where they run, when the receipt of the application is corrected."""
    returned = case.deadlines.filter(kind=SUPPLEMENT).exists()
    if not returned and case.deadlines.filter(kind="aid_decision", state=DeadlineState.OPEN).exists():
        open_deadline(case, "aid_decision", actor=actor, starts_on=case.received_on)


def refresh_limits(case: Case, *, actor: User) -> None:
    """Bring the limits that facts start in line with the claims on record: that to apply for arbitration, and those of
    `STARTS`."""
    on_record = list(case.deadlines.filter(kind__in=("limitation", *STARTS)))
    _record_all(_of_facts(case, on_record, current.calendar(), actor), actor=actor)


def _of_facts(case: Case, on_record: list[Deadline], calendar: Calendar, actor: User) -> list[Deadline]:
    """The limits that facts start anew, to be recorded; those that run no more are ended."""
    claims = list(case.claims.select_related("claimant"))
    upheld = [claim for claim in claims if claim.is_active and claim.claimant.is_active]
    limitation = _limitation(case, claims, _running(on_record, "limitation"), calendar, actor)
    started = (
        _started(case, kind, starts_of(case, upheld), on_record, calendar, actor)
        for kind, starts_of in STARTS.items()
    )
    return [found for found in (limitation, *started) if found]


def _running(on_record: Iterable[Deadline], kind: str) -> Deadline | None:
    return next((d for d in on_record if d.kind == kind and d.state == DeadlineState.OPEN), None)


def _started(
    case: Case,
    kind: str,
    starts: Iterable[Start],
    on_record: list[Deadline],
    calendar: Calendar,
    actor: User,
) -> Deadline | None:
    """The limit, where it is to run from another day than it does: the first on record from which it was not met yet.
    With none it runs no more. One that somebody entered with its source stays."""
    running = _running(on_record, kind)
    if running and running.source:
        return None
    may_run_again = (FACTS_CHANGED(), DECLINED())
    over = {
        deadline.starts_on
        for deadline in on_record
        if deadline.kind == kind
        and deadline.state != DeadlineState.OPEN
        and deadline.note not in may_run_again
    }
    first = running and running.starts_on
    days = [
        start.day
        for start in starts
        if start.day not in over
        and (
            start.day == first or start.even_late or due(kind, start.day, calendar).last_day >= clock.today()
        )
    ]
    if days and min(days) != first:
        return _run(running or Deadline(case=case, kind=kind), min(days), calendar=calendar)
    if running and not days:
        _no_longer(running, actor)
    return None


def _no_longer(deadline: Deadline, actor: User) -> None:
    note = FACTS_CHANGED()
    _end(deadline, DeadlineState.WAIVED, note, actor=actor, reason=note)


def _limitation(
    case: Case, claims: Iterable[Claim], running: Deadline | None, calendar: Calendar, actor: User
) -> Deadline | None:
    """The limitation deadline, where the facts of the case give it another last day; without facts there is none to
    show.

    Once the parties settled or the request was filed, it runs no more and is left as it is.
    """
    if case.state not in BEFORE_FILING:
        return None
    answer = first_to_run_out(case, claims, calendar)
    if answer is None or answer.last_day is None:
        if running:
            _no_longer(running, actor)
        return None
    provisional = answer.answer.provisional
    if running and (running.due_on, running.provisional) == (answer.last_day, provisional):
        return None
    return _run(
        running or Deadline(case=case, kind="limitation"),
        answer.runs_from,
        due_on=answer.last_day,
        provisional=provisional,
    )
