"""The list of cases, newest first: the filters of a user, answered in a time that does not grow with the table.

One of two ways is taken. When some condition holds for few cases (a lawyer's own, a rare name), those are
fetched by its index and put in order. When every condition holds for many, the table is read in the order of
the list until the page is full, which then is soon.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact, In, LessThan

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from cases.queries.search import search_for
from core.lookups import Unindexed
from labour_law.periods import LAPSING
from lawyers.permissions import lawyer_of

ORDER = ("-opened_on", "-id")
FEW = 1_000


@dataclass(frozen=True)
class CaseFilter:
    """What the user asked for. Empty means any; the dates are inclusive."""

    q: str = ""
    states: list[str] = field(default_factory=list)
    offices: list[int] = field(default_factory=list)
    handler: Any = None
    firm: Any = None
    lawyer: Any = None
    cause: str = ""
    worker_type: str = ""
    opened_from: dt.date | None = None
    opened_to: dt.date | None = None
    overdue_on: dt.date | None = None
    unpaid: bool = False
    group: bool = False


@dataclass(frozen=True)
class _Condition:
    """`sources` give the ids of the cases it holds for, from an index; `test` says it of a row at hand."""

    test: Q
    sources: list[QuerySet] = field(default_factory=list)


def cases_listed(user: User, wanted: CaseFilter) -> QuerySet:
    """The cases this user may see that meet the filter, to be read in the order `ORDER`."""
    cases = objects_of("Case")
    plain = _plain(wanted)
    conditions = list(_conditions(user, wanted, plain))
    if lawyer_of(user):
        own = cases.visible_to(user).filter(plain)
        narrowed = own.filter(*(c.test for c in conditions))
        conditions = [_Condition(Q(), [_ids(own)]), *conditions, _Condition(Q(), [_ids(narrowed)])]
    for condition in conditions:
        if (ids := _few(condition.sources)) is not None:
            others = [c.test for c in conditions if c is not condition]
            return cases.visible_to(user, by_row=True).filter(plain, *others, pk__in=ids)
    has_index = not lawyer_of(user) and len(office_ids(user)) == 1
    return cases.visible_to(user, by_row=not has_index).filter(plain, *(c.test for c in conditions))


def _few(sources: list[QuerySet]) -> set[int] | None:
    """All the ids these sources give, when they are few; None when they are many or there is no source."""
    ids: list[int] = []
    for source in sources:
        ids += source.order_by()[: FEW + 1]
        if len(ids) > FEW:
            return None
    return set(ids) if sources else None


def _plain(wanted: CaseFilter) -> Q:
    """What the row of the case itself tells, read row by row."""
    plain = Q()
    if wanted.offices:
        plain &= Q(In(Unindexed(F("office_id")), wanted.offices))
    if wanted.states:
        plain &= Q(In(Unindexed(F("state")), wanted.states))
    if wanted.handler:
        plain &= Q(handler=wanted.handler)
    if wanted.cause:
        plain &= Q(cause=wanted.cause)
    if wanted.opened_from:
        plain &= Q(opened_on__gte=wanted.opened_from)
    if wanted.opened_to:
        plain &= Q(opened_on__lte=wanted.opened_to)
    return plain


def _conditions(user: User, wanted: CaseFilter, plain: Q) -> Iterator[_Condition]:
    """What narrows the list, the most selective first. Those of the case's own row are in `plain` as well."""
    cases = objects_of("Case")
    if wanted.q:
        search = search_for(wanted.q, user)
        yield _Condition(search.matches, search.sources)
    for name in ("firm", "lawyer"):
        if who := getattr(wanted, name):
            assignments = cases.model._meta.get_field("assignments").related_model.objects
            acting = assignments.acting().filter(**{name: who})
            theirs = cases.filter(plain, pk__in=acting.values("case"))
            yield _Condition(Q(Exists(acting.filter(case=OuterRef("pk")))), [_ids(theirs)])
    if wanted.overdue_on:
        late = objects_of("Deadline").overdue(wanted.overdue_on).values_list("case", flat=True)
        yield _Condition(Q(Exists(_late_here(wanted.overdue_on))), [late])
    if wanted.unpaid:
        late = cases.model._meta.get_field("instalments").related_model.objects.late()
        here = Q(Exists(late.filter(case=OuterRef("pk"))))
        yield _Condition(here, [late.values_list("case", flat=True)])
    if wanted.handler:
        yield _Condition(Q(), [_ids(cases.filter(handler=wanted.handler))])
    if wanted.cause:
        yield _Condition(Q(), [_ids(cases.filter(cause=wanted.cause))])
    if offices := wanted.offices or office_ids(user):
        there = cases.filter(office__in=offices)
        if wanted.states:
            yield _Condition(Q(), [_ids(there.filter(state__in=wanted.states))])
        elif len(offices) > 1:
            yield _Condition(Q(), [_ids(there)])
    claimants = objects_of("Claimant").filter(case=OuterRef("pk"))
    if wanted.worker_type:
        yield _Condition(Q(Exists(claimants.filter(worker__worker_type=wanted.worker_type))))
    if wanted.group:
        active = claimants.exclude(outcome__in=claimants.model.LEFT).order_by().values("case")
        yield _Condition(Q(Exists(active.annotate(people=Count("pk")).filter(people__gt=1))))


def _ids(cases: QuerySet) -> QuerySet:
    return cases.values_list("pk", flat=True)


def _late_here(on: dt.date) -> QuerySet:
    """The overdue deadlines of the case at hand, found by the case."""
    here = objects_of("Deadline").filter(case=OuterRef("pk"))
    late = here.filter(Exact(Unindexed(F("state")), "open"), LessThan(Unindexed(F("due_on")), on))
    return late.exclude(kind__in=LAPSING)
