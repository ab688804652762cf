"""Payment order, judicial confirmation and review: applied for, taken up, served, ended; with the limits of each."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions.deadlines import open_deadline, settle_deadlines
from cases.models import Case, DeadlineState
from cases.permissions import clerk_or_lawyer
from cases.workflow import PERFORMANCE
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from labour_law.periods import due
from law_tables import current
from mediation.default_path import LIMITS, PAYMENT_ORDER, REVIEW, way_of
from performance.models import Remedy, RemedyKind, RemedyOutcome

APPLIED = Reason(gettext_lazy("The application was made."))
WENT_ON = Reason(gettext_lazy("The application went on."))
ENDED = Reason(gettext_lazy("The application ended."))

WHEN_APPLIED = {PAYMENT_ORDER: "payment_order_acceptance", REVIEW: "arbitration_review_acceptance"}
"""The limit of the court or commission to take it up, by what was applied for."""

WHEN_ACCEPTED = {
    RemedyKind.PAYMENT_ORDER: "payment_order_issue",
    RemedyKind.CONFIRMATION: "judicial_confirmation_decision",
    RemedyKind.REVIEW: "arbitration_review_decision",
}
"""The limit to decide."""

OBJECTION = "payment_order_objection"


@transaction.atomic
def apply_for(
    case: Case,
    *,
    kind: str,
    body: str,
    applied_on: dt.date,
    docket: str = "",
    actor: User,
    reason: str = "",
) -> Remedy:
    """An application was made: the limit to make it is met, and that of the court or commission to take it up runs.

    Refused where the law does not open it as the case stands on the day of the application.
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    lock(case)
    case = Case.objects.whole(pk=case.pk)
    if case.state not in PERFORMANCE:
        raise Changed(_("Nothing is to be performed in this case now."))
    if applied_on > clock.today():
        raise Problem({"applied_on": _("This day has not come yet.")})
    agreement = next((a for a in case.agreements.all() if a.in_force), None)
    if agreement and agreement.signed_on and applied_on < agreement.signed_on:
        raise Problem({"applied_on": _("The agreement was not signed yet on this day.")})
    with clock.at(applied_on):
        way = way_of(case, kind)
    if not way.is_open:
        raise Problem(way.why_not)
    remedy = Remedy(case=case, kind=kind, body=body.strip(), docket=docket.strip(), applied_on=applied_on)
    record(remedy, actor=actor, reason=reason)
    if limit := LIMITS.get(kind):
        settle_deadlines(case, (limit,), actor=actor, note=APPLIED(), reason=reason)
    if limit := WHEN_APPLIED.get(kind):
        open_deadline(case, limit, actor=actor, starts_on=applied_on)
    return remedy


@transaction.atomic
def go_on_with(
    remedy: Remedy,
    *,
    docket: str,
    accepted_on: dt.date | None,
    served_on: dt.date | None = None,
    decided_on: dt.date | None = None,
    outcome: str = "",
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
) -> Remedy:
    """Write down what became known: taken up, the order served on the debtor, what came of it.

    Each day ends the limit before and starts the next: 15 days to issue an order and 15 for the debtor to object
    (民事诉讼法 227), 30 to confirm (187), 5 to review (办案规则 76). An order can be enforced once the days to object are over.
    """
    if not clerk_or_lawyer(remedy.case, actor):
        raise PermissionDenied
    case = lock(remedy.case)
    fresh = lock(remedy, version=seen_version)
    if fresh.outcome or case.is_ended:
        raise Changed
    _check_days(fresh, accepted_on, served_on, decided_on)
    if bool(outcome) != bool(decided_on):
        field = "outcome" if decided_on else "decided_on"
        raise Problem({field: _("What came of it and its day go together.")})
    if fresh.kind == RemedyKind.PAYMENT_ORDER and outcome == RemedyOutcome.GRANTED:
        _check_objection(served_on, decided_on)
    taken_up, served = accepted_on != fresh.accepted_on, served_on != fresh.served_on
    fresh.docket, fresh.accepted_on, fresh.served_on = docket.strip(), accepted_on, served_on
    fresh.decided_on, fresh.outcome = decided_on, outcome
    record(fresh, actor=actor, reason=reason)
    if taken_up and accepted_on:
        first = tuple(filter(None, [WHEN_APPLIED.get(fresh.kind)]))
        settle_deadlines(case, first, actor=actor, note=WENT_ON(), reason=reason)
        open_deadline(case, WHEN_ACCEPTED[RemedyKind(fresh.kind)], actor=actor, starts_on=accepted_on)
    if served and served_on:
        settle_deadlines(case, _of(fresh.kind), actor=actor, note=WENT_ON(), reason=reason)
        open_deadline(case, OBJECTION, actor=actor, starts_on=served_on)
    if outcome:
        settle_deadlines(case, (*_of(fresh.kind), OBJECTION), actor=actor, note=ENDED(), reason=reason)
        _enforceable_since(case, fresh, actor)
    return fresh


def _of(kind: str) -> tuple[str, ...]:
    """The limits of the court or commission on this way."""
    return tuple(filter(None, [WHEN_APPLIED.get(kind), WHEN_ACCEPTED[RemedyKind(kind)]]))


def _check_days(
    remedy: Remedy, accepted_on: dt.date | None, served_on: dt.date | None, decided_on: dt.date | None
) -> None:
    before = remedy.applied_on
    named = (("accepted_on", accepted_on), ("served_on", served_on), ("decided_on", decided_on))
    for name, day in named:
        if day is None:
            continue
        if day > clock.today():
            raise Problem({name: _("This day has not come yet.")})
        if day < before:
            raise Problem({name: _("It lies before what came earlier.")})
        before = day
    if served_on and remedy.kind != RemedyKind.PAYMENT_ORDER:
        raise Problem({"served_on": _("Only a payment order is served on the debtor.")})
    for name, day, former in (
        ("accepted_on", accepted_on, remedy.accepted_on),
        ("served_on", served_on, remedy.served_on),
    ):
        if former and day is None:
            raise Problem({name: _("A limit counts from this day; correct it, but do not clear it.")})


def _check_objection(served_on: dt.date | None, decided_on: dt.date | None) -> None:
    if served_on is None:
        raise Problem({"served_on": _("Enter when the debtor received the order.")})
    last_day = due(OBJECTION, served_on, current.calendar()).last_day
    if decided_on and decided_on <= last_day:
        raise Problem({"decided_on": _("The debtor can object until %(day)s.") % {"day": last_day}})


def _enforceable_since(case: Case, remedy: Remedy, actor: User) -> None:
    """The two years to enforce run; where a settlement started them, they count from its last instalment."""
    running = case.deadlines.filter(kind="enforcement", state=DeadlineState.OPEN)
    if remedy.outcome == RemedyOutcome.GRANTED and not running.exists():
        open_deadline(case, "enforcement", actor=actor, starts_on=remedy.decided_on)
