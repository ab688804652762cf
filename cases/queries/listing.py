"""The list of cases, newest first: the filters of a user, answered as `cases.queries.narrowing` says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import Exact, LessThan

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.by_name import objects_of
from cases.queries.narrowing import Condition, narrowed
from cases.queries.scope import case_scope
from cases.queries.search import search_for
from core.lookups import Unindexed, among
from labour_law.periods import LAPSING
from lawyers.permissions import lawyer_of

ORDER = ("-opened_on", "-id")


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


def cases_listed(user: User, wanted: CaseFilter) -> QuerySet:
    """The cases this user may see that meet the filter, to be read in the order `ORDER`."""
    cases = objects_of("Case")
    plain = _plain(wanted)
    conditions = list(_conditions(user, wanted, plain))
    if lawyer_of(user):
        return _listed_for_lawyer(user, cases.filter(plain), conditions, searches=bool(wanted.q))
    found, few = narrowed(cases.filter(plain), conditions)
    has_index = not few and len(office_ids(user)) == 1
    return found.visible_to(user, by_row=not has_index)  # type: ignore[attr-defined]


def _listed_for_lawyer(
    user: User, cases: QuerySet, conditions: list[Condition], *, searches: bool
) -> QuerySet:
    """The own cases are few, unless it is a large firm: then what meets the filter among them may be. Whose a case is
    tells sooner than anything else."""
    own = cases.visible_to(user)  # type: ignore[attr-defined]
    among_own = own.filter(*(condition.test for condition in conditions))
    first = int(searches)
    conditions = [
        *conditions[:first],
        Condition(Q(), [_ids(own)]),
        *conditions[first:],
        *([Condition(Q(), [_ids(among_own)], by_tests=True)] if conditions else []),
    ]
    return narrowed(cases.visible_to(user, by_row=True), conditions)[0]  # type: ignore[attr-defined]


def _plain(wanted: CaseFilter) -> Q:
    """What the row of the case itself tells, read row by row."""
    plain = Q()
    if wanted.offices:
        plain &= among("office_id", wanted.offices)
    if wanted.states:
        plain &= among("state", wanted.states)
    if wanted.handler:
        plain &= Q(handler=wanted.handler)
    if wanted.cause:
        plain &= Q(cause=wanted.cause)
    if wanted.opened_from:
        plain &= Q(opened_on__gte=wanted.opened_from)
    if wanted.opened_to:
        plain &= Q(opened_on__lte=wanted.opened_to)
    return plain


def _conditions(user: User, wanted: CaseFilter, plain: Q) -> Iterator[Condition]:
    """What narrows the list, the most selective first. Those of the case's own row are in `plain` as well."""
    cases = objects_of("Case")
    if wanted.q:
        search = search_for(wanted.q, user)
        yield Condition(search.matches, search.sources)
    for name in ("firm", "lawyer"):
        if who := getattr(wanted, name):
            assignments = cases.model._meta.get_field("assignments").related_model.objects
            acting = assignments.acting().filter(**{name: who})
            theirs = cases.filter(plain, pk__in=acting.values("case"))
            yield Condition(Q(Exists(acting.filter(case=OuterRef("pk")))), [_ids(theirs)])
    if wanted.overdue_on:
        late = objects_of("Deadline").overdue(wanted.overdue_on)
        there = late.filter(case_scope(user, "case__", by_row=not lawyer_of(user)))
        yield Condition(Q(Exists(_late_here(wanted.overdue_on))), [there.values_list("case", flat=True)])
    if wanted.unpaid:
        late = cases.model._meta.get_field("awaited_payments").related_model.objects.late()
        there = late.filter(case_scope(user, "case__") if lawyer_of(user) else Q(office__in=office_ids(user)))
        yield Condition(Q(Exists(late.filter(case=OuterRef("pk")))), [there.values_list("case", flat=True)])
    if wanted.handler:
        yield Condition(Q(), [_ids(cases.filter(handler=wanted.handler))])
    if wanted.cause:
        yield Condition(Q(), [_ids(cases.filter(cause=wanted.cause))])
    if offices := wanted.offices or office_ids(user):
        there = cases.filter(office__in=offices)
        if wanted.states:
            yield Condition(Q(), [_ids(there.filter(state__in=wanted.states))])
        elif wanted.offices or len(offices) > 1:
            yield Condition(Q(), [_ids(there)])
    claimants = objects_of("Claimant").filter(case=OuterRef("pk"))
    if wanted.worker_type:
        of_type = objects_of("Claimant").filter(worker__worker_type=wanted.worker_type)
        here = Q(Exists(of_type.filter(case=OuterRef("pk"))))
        yield Condition(here, [of_type.values_list("case", flat=True)])
    if wanted.group:
        active = claimants.exclude(outcome__in=claimants.model.LEFT).order_by().values("case")
        yield Condition(Q(Exists(active.annotate(people=Count("pk")).filter(people__gt=1))))


def _ids(cases: QuerySet) -> QuerySet:
    return cases.values_list("pk", flat=True)


def _late_here(on: dt.date) -> QuerySet:
    """The overdue deadlines of the case at hand, found by the case."""
    here = objects_of("Deadline").filter(case=OuterRef("pk"))
    late = here.filter(Exact(Unindexed(F("state")), "open"), LessThan(Unindexed(F("due_on")), on))
    return late.exclude(kind__in=LAPSING)
