"""Visits a user may see, how lists find them, and how they are counted."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from accounts.models import Office, User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from cases.queries.narrowing import Condition, narrowed
from cases.queries.scope import case_scope
from cases.queries.search import VISITS, search_for
from core.audit import AuditedQuerySet
from core.lookups import among
from core.prepared import Prepared, given, summed


@dataclass(frozen=True)
class VisitCounts:
    """件, 人次 and 人: questions, heads of all visits, and different persons named. Never added up."""

    questions: int
    heads: int
    persons: int


class VisitQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> QuerySet:
        """Staff see the visits to their offices (with `by_row` tested row by row); a lawyer sees the visit a case of
        theirs came from."""
        if offices := office_ids(user):
            return self.filter(among("office_id", offices) if by_row else Q(office__in=offices))
        return self.filter(pk__in=_cases_seen(user).values("visit"))

    def for_list(self) -> QuerySet:
        """With what one line of a list shows."""
        return self.select_related("office", "received_by", "employer").prefetch_related(
            "questions", "cases", Prefetch("attendances", objects_of("VisitWorker").select_related("worker"))
        )

    def for_lines(self) -> QuerySet:
        """With what one line of a page shows of the visit itself; `come_with` gives the rest to those of a page."""
        return self.select_related("received_by", "employer").only(
            "visited_on",
            "visited_at",
            "head_count",
            "channel",
            "received_by__name",
            "received_by__username",
            "employer__name",
            "employer__known_by",
        )

    def counts(self, kind: str = "") -> VisitCounts:
        """件, 人次 and 人 of these visits; 件 of one kind only where a kind is given."""
        visits = self.order_by().values("pk")
        ((heads,),), ((persons,),) = summed(self, heads=Sum("head_count")), _persons(visits)
        questions = _questions(visits)
        return VisitCounts(
            questions=(questions.filter(kind=kind) if kind else questions).count(),
            heads=heads or 0,
            persons=persons,
        )


_valid = Q(is_active=True)
_person = Coalesce("worker__id_hash", Cast("worker", CharField()))
"""Two offices may each keep a record of one person: the ID number tells."""


def _questions(visits: Any) -> QuerySet:
    return objects_of("VisitQuestion").filter(_valid, visit__in=visits)


def _persons(visits: Any) -> QuerySet:
    attended = objects_of("VisitWorker").filter(_valid, visit__in=visits)
    return summed(attended, persons=Count(_person, distinct=True))


QUESTIONS = Prepared(
    lambda ids: (
        objects_of("VisitQuestion").filter(visit__in=ids).only("visit", "is_active", "kind", "question")
    )
)
CASES = Prepared(lambda ids: objects_of("Case").filter(visit__in=ids).only("visit", "number", "state"))
ATTENDANCES = Prepared(
    lambda ids: (
        objects_of("VisitWorker")
        .filter(visit__in=ids)
        .select_related("worker")
        .only("visit", "is_active", "worker__name")
    )
)
PERSONS = Prepared(lambda ids: _persons(ids))


def come_with(visits: list[Any]) -> list[Any]:
    """These visits with the questions, who attended, and the cases that came of them."""
    ids = [visit.pk for visit in visits]
    given(visits, "questions", QUESTIONS(ids=ids), "visit")
    given(visits, "attendances", ATTENDANCES(ids=ids), "visit")
    given(visits, "cases", CASES(ids=ids), "visit")
    return visits


def counts_of(visits: list[Any], kind: str = "") -> VisitCounts:
    """As `counts`, of visits at hand that `come_with` gave all that came of them."""
    asked = [question for visit in visits for question in visit.active_questions]
    return VisitCounts(
        questions=sum(not kind or question.kind == kind for question in asked),
        heads=sum(visit.head_count for visit in visits),
        persons=PERSONS(ids=[visit.pk for visit in visits])[0][0] if visits else 0,
    )


def _cases_seen(user: User, *, by_row: bool = False) -> QuerySet:
    """The cases of this user that came from a visit."""
    return objects_of("Case").filter(case_scope(user, by_row=by_row), visit__isnull=False)


@dataclass(frozen=True)
class VisitWanted:
    """What the user asked for. Empty means any; the dates are inclusive."""

    q: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    office: Any = None
    channel: str = ""
    kind: str = ""
    received_by: Any = None


def visits_listed(user: User, wanted: VisitWanted) -> QuerySet:
    """The visits this user may see that meet the filter, newest first; see `cases.queries.narrowing`."""
    visits = objects_of("Visit")
    conditions = list(_conditions(user, wanted))
    offices = office_ids(user)
    if not offices:
        return _listed_for_lawyer(user, visits.filter(_plain(wanted)), conditions)
    seen = [wanted.office.pk] if wanted.office else offices
    by_row = among("office_id", seen)
    conditions.append(Condition(by_row, [_ids(visits.filter(office__in=seen))]))
    found, few = narrowed(visits.filter(_plain(wanted)), conditions)
    return found.filter(by_row if few or len(seen) > 1 else Q(office=seen[0]))


def _listed_for_lawyer(user: User, visits: QuerySet, conditions: list[Condition]) -> QuerySet:
    """The visits their cases came from are few, unless it is a large firm: then what meets the filter among them may be.
    Whose a visit is tells sooner than anything else."""
    own = Condition(Q(), [_cases_seen(user).values_list("visit", flat=True)])
    theirs = Q(Exists(_cases_seen(user, by_row=True).filter(visit=OuterRef("pk"))))
    among_own = visits.visible_to(user).filter(*(condition.test for condition in conditions))  # type: ignore[attr-defined]
    asked = conditions or visits.query.where
    tested = [Condition(Q(), [_ids(among_own)], by_tests=True)] if asked else []
    return narrowed(visits.filter(theirs), [*conditions, own, *tested])[0]


def _plain(wanted: VisitWanted) -> Q:
    """What the row of the visit itself tells, read row by row."""
    plain = Q()
    if wanted.since:
        plain &= Q(visited_on__gte=wanted.since)
    if wanted.until:
        plain &= Q(visited_on__lte=wanted.until)
    if wanted.channel:
        plain &= Q(channel=wanted.channel)
    if wanted.received_by:
        plain &= Q(received_by=wanted.received_by)
    return plain


def _conditions(user: User, wanted: VisitWanted) -> Iterator[Condition]:
    """What narrows the list, the most selective first."""
    visits = objects_of("Visit")
    if wanted.q:
        search = search_for(wanted.q, user, VISITS)
        yield Condition(search.matches, search.sources)
    if wanted.received_by:
        yield Condition(Q(), [_ids(visits.filter(received_by=wanted.received_by))])
    if wanted.channel:
        yield Condition(Q(), [_ids(visits.filter(channel=wanted.channel))])
    if wanted.kind:
        asked = objects_of("VisitQuestion").filter(_valid, kind=wanted.kind)
        yield Condition(
            Q(Exists(asked.filter(visit=OuterRef("pk")))), [asked.values_list("visit", flat=True)]
        )


def _ids(visits: QuerySet) -> QuerySet:
    return visits.values_list("pk", flat=True)


def windows_of(user: User) -> QuerySet[Office]:
    """The aid windows where the user registers visits and opens cases."""
    return Office.objects.filter(pk__in=office_ids(user, ("clerk",)), is_window=True)
