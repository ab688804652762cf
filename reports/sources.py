"""The rows figures are counted from, each bounded by a span of days through an index.

All figures of one source are counted in one statement (`reports.figures`), and the rows behind a figure are the very
rows it was counted from.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from cases.models import (
    Case,
    Claim,
    Claimant,
    Deadline,
    Proceeding,
    ProceedingKind,
    Visit,
    VisitQuestion,
    VisitWorker,
)
from cases.workflow import IN_HAND, CaseState
from core import clock
from core.lookups import among, moments
from mediation.models import AwaitedPayment
from recoveries.models import OldCase, ReceiptLine
from recoveries.queries import counts_as_verified
from reports.scope import NARROWED_BY, Scope, cases_within, of_age

STANDING = (*IN_HAND, CaseState.CLOSING)
"""Accepted and not ended."""
OF_TODAY = frozenset({"state", "age"})
COURTS = (ProceedingKind.FIRST_INSTANCE, ProceedingKind.SECOND_INSTANCE)


@dataclass(frozen=True)
class Source:
    """Rows of one model.

    `office` leads to the office, `case` to the case ("" where the row is one, None where there is none), `worker` to
    the worker the row is about; `day` is the day or moment the rows of a span are found by, "" where they are those of
    today; `order` is that of their list.
    """

    key: str
    find: Callable[[dt.date, dt.date], QuerySet]
    office: str
    case: str | None
    order: tuple[str, ...]
    shown: tuple[str, ...] = ()
    worker: str = ""
    day: str = ""
    heeds: frozenset[str] = NARROWED_BY - OF_TODAY

    def rows(self, scope: Scope) -> QuerySet:
        """Those of the scope."""
        return self._within(self.find(scope.since, scope.until), scope)

    def _within(self, rows: QuerySet, scope: Scope) -> QuerySet:
        held = among(f"{self.office}_id", scope.offices)
        if self.case is None:
            if scope.narrowing.channel:
                held &= Q(**{f"{self.office.removesuffix('office')}channel": scope.narrowing.channel})
        else:
            held &= cases_within(scope.narrowing, self.case, self.worker)
        if scope.narrowing.age:
            held &= of_age(scope.narrowing.age, clock.today())
        return rows.filter(held)

    def told_of(self, scope: Scope) -> bool:
        """Does a row say what the scope narrows by? A visit knows no firm."""
        return scope.narrowing.set_ones <= self.heeds


def _days(field: str, since: dt.date, until: dt.date) -> Q:
    return Q(**{f"{field}__gte": since, f"{field}__lte": until})


def _visits(model: Any, prefix: str) -> Callable[[dt.date, dt.date], QuerySet]:
    def found(since: dt.date, until: dt.date) -> QuerySet:
        valid = Q(is_active=True) if prefix else Q()
        return model.objects.filter(valid, _days(f"{prefix}visited_on", since, until))

    return found


def _cases(field: str) -> Callable[[dt.date, dt.date], QuerySet]:
    def found(since: dt.date, until: dt.date) -> QuerySet:
        return Case.objects.filter(_days(field, since, until), accepted_on__isnull=False)

    return found


def _not_ended_by(day: dt.date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gt=day)


def _carried_over(since: dt.date, until: dt.date) -> QuerySet:
    return Case.objects.filter(_not_ended_by(since - dt.timedelta(days=1)), accepted_on__lt=since)


def _pending(since: dt.date, until: dt.date) -> QuerySet:
    return Case.objects.filter(_not_ended_by(until), accepted_on__lte=until)


def _at_commission(since: dt.date, until: dt.date) -> QuerySet:
    filed = Proceeding.objects.filter(_days("filed_on", since, until), kind=ProceedingKind.ARBITRATION)
    return Case.objects.filter(pk__in=filed.values("case"), accepted_on__isnull=False)


def _decided(since: dt.date, until: dt.date) -> QuerySet:
    return Proceeding.objects.filter(
        _days("decided_on", since, until), among("kind", (ProceedingKind.ARBITRATION, *COURTS))
    )


def _judged(since: dt.date, until: dt.date) -> QuerySet:
    decided = _decided(since, until).values("case")
    return Claimant.objects.filter(case__in=decided, outcome__in=("awarded", "dismissed"))


def _aided(since: dt.date, until: dt.date) -> QuerySet:
    return Claimant.objects.filter(_days("case__accepted_on", since, until)).exclude(outcome="split")


def _claims(since: dt.date, until: dt.date) -> QuerySet:
    return Claim.objects.filter(_days("case__accepted_on", since, until))


def _verified(since: dt.date, until: dt.date) -> QuerySet:
    return ReceiptLine.objects.filter(
        moments("receipt__verified_at", since, until), counts_as_verified("receipt__")
    )


def _late(since: dt.date, until: dt.date) -> QuerySet:
    late = Deadline.objects.overdue(clock.today()).values("case")
    return Case.objects.filter(pk__in=late, state__in=STANDING)


def _unpaid(since: dt.date, until: dt.date) -> QuerySet:
    return Case.objects.filter(pk__in=AwaitedPayment.objects.late().values("case"))


def _old(day: str, find: Callable[[dt.date, dt.date], QuerySet]) -> Source:
    """Rows of old ledgers: of a case nobody works on, so only office and days narrow them."""
    order, shown = (f"-{day}", "-id"), ("ledger__office",)
    return Source(f"old_{day}", find, "ledger__office", None, order, shown, day=day, heeds=frozenset())


ONE_CASE = ("office", "employer")
OF_CASE = ("case__office", "case__employer")

VISITS = Source(
    "visits", _visits(Visit, ""), "office", None, ("-visited_on", "-id"), ("office", "employer"),
    day="visited_on", heeds=frozenset({"channel"}),
)  # fmt: skip
QUESTIONS = Source(
    "questions", _visits(VisitQuestion, "visit__"), "visit__office", None, ("-visit__visited_on", "-id"),
    ("visit__office",), day="visit__visited_on", heeds=frozenset({"channel"}),
)  # fmt: skip
NAMED = Source(
    "named", _visits(VisitWorker, "visit__"), "visit__office", None, ("-visit__visited_on", "-id"),
    ("visit__office", "worker"), worker="worker", day="visit__visited_on", heeds=frozenset({"channel"}),
)  # fmt: skip
ACCEPTED = Source(
    "accepted", _cases("accepted_on"), "office", "", ("-accepted_on", "-id"), ONE_CASE, day="accepted_on"
)
ENDED = Source("ended", _cases("ended_on"), "office", "", ("-ended_on", "-id"), ONE_CASE, day="ended_on")
RESOLVED = Source(
    "resolved", _cases("resolved_on"), "office", "", ("-resolved_on", "-id"), ONE_CASE, day="resolved_on"
)
MEDIATED = Source(
    "mediated", _cases("mediation_started_on"), "office", "", ("-mediation_started_on", "-id"), ONE_CASE,
    day="mediation_started_on",
)  # fmt: skip
CARRIED = Source("carried", _carried_over, "office", "", ("-accepted_on", "-id"), ONE_CASE)
PENDING = Source("pending", _pending, "office", "", ("-accepted_on", "-id"), ONE_CASE)
HELD = Source(
    "held", lambda since, until: Case.objects.filter(state__in=STANDING), "office", "",
    ("-opened_on", "-id"), ONE_CASE, heeds=NARROWED_BY,
)  # fmt: skip
LATE = Source("late", _late, "office", "", ("-opened_on", "-id"), ONE_CASE)
UNPAID = Source("unpaid", _unpaid, "office", "", ("-opened_on", "-id"), ONE_CASE)
AT_COMMISSION = Source("at_commission", _at_commission, "office", "", ("-opened_on", "-id"), ONE_CASE)
DECIDED = Source(
    "decided", _decided, "case__office", "case__", ("-decided_on", "-id"), OF_CASE, day="decided_on"
)
JUDGED = Source(
    "judged", _judged, "case__office", "case__", ("-case__opened_on", "-id"), (*OF_CASE, "worker"),
    worker="worker",
)  # fmt: skip
AIDED = Source(
    "aided", _aided, "case__office", "case__", ("-case__accepted_on", "-id"), (*OF_CASE, "worker"),
    worker="worker", day="case__accepted_on",
)  # fmt: skip
OLD_ACCEPTED = _old("accepted_on", OldCase.objects.counting().accepted_in)
OLD_CLOSED = _old("closed_on", OldCase.objects.counting().concluded_in)
OLD_RECEIVED = _old("received_on", OldCase.objects.counting().received_in)
CLAIMS = Source(
    "claims", _claims, "case__office", "case__", ("-case__accepted_on", "-id"),
    (*OF_CASE, "claimant__worker"), worker="claimant__worker", day="case__accepted_on",
)  # fmt: skip
VERIFIED = Source(
    "verified", _verified, "case__office", "case__", ("-receipt__verified_at", "-id"),
    (*OF_CASE, "claim__claimant__worker", "receipt"), worker="claim__claimant__worker",
    day="receipt__verified_at",
)  # fmt: skip
