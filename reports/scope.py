"""What a figure is asked of: an office with all below it, a span of days, and what narrows the cases."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import Exact, GreaterThan, LessThanOrEqual

from assignments.models import Assignment
from cases.models import Claimant
from core.lookups import among

AGES: dict[str, tuple[int, int | None]] = {
    "30": (0, 30),
    "90": (31, 90),
    "180": (91, 180),
    "more": (181, None),
}
"""So many days since the case was accepted, both ends included."""


@dataclass(frozen=True)
class Narrowing:
    """What the cases are narrowed by beside office and days. Empty means any."""

    firm: int | None = None
    alliance: int | None = None
    worker_type: str = ""
    cause: str = ""
    channel: str = ""
    parties: str = ""
    """"group" for more than one claimant, "single" for one."""
    state: str = ""
    age: str = ""
    """One of `AGES`. State and age are of today, so only cases in hand heed them."""

    @property
    def set_ones(self) -> frozenset[str]:
        """The names of what narrows."""
        return frozenset(name for name, value in asdict(self).items() if value)


@dataclass(frozen=True)
class Scope:
    """`node` with all offices below it (`own`: itself alone), from `since` until `until`, both included.

    `offices` are the keys of these offices: those of them that the reader supervises or audits.
    """

    node: Any
    offices: tuple[int, ...]
    since: dt.date
    until: dt.date
    own: bool = False
    narrowing: Narrowing = Narrowing()

    def over(self, since: dt.date, until: dt.date) -> "Scope":
        """The same of other days."""
        return replace(self, since=since, until=until)

    def narrowed(self, **changes: Any) -> "Scope":
        """The same of fewer cases."""
        return replace(self, narrowing=replace(self.narrowing, **changes))

    def params(self, **changes: Any) -> Mapping[str, Any]:
        """As the address of a page says it."""
        said = {
            "office": self.node.pk,
            "since": self.since,
            "until": self.until,
            "own": "on" if self.own else "",
            **asdict(self.narrowing),
            **changes,
        }
        return {name: value for name, value in said.items() if value not in ("", None)}

    def query(self, **changes: Any) -> str:
        """`params` as a query string."""
        return urlencode(self.params(**changes))


NARROWED_BY = frozenset(field.name for field in fields(Narrowing))


def leading_firm(case: str) -> Subquery:
    """The firm whose lawyer acts in the case, the lead first: one for each case, so that firms add up."""
    acting = Assignment.objects.acting().filter(case=OuterRef(f"{case}pk"))
    return Subquery(acting.order_by("-is_lead", "pk").values("firm")[:1])


def people_of(case: str) -> Coalesce:
    """How many claimants take part in the case."""
    there = Claimant.objects.exclude(outcome__in=Claimant.LEFT).filter(case=OuterRef(f"{case}pk"))
    counted = there.order_by().values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def at_least(case: str, people: int) -> Q:
    """Do so many claimants take part?"""
    return Q(GreaterThan(people_of(case), people - 1))


def of_alliance(alliance: int) -> QuerySet:
    """The cases offered to a firm while it was a member, in which its lawyer acts."""
    day = TruncDate("offered_at")
    member = Q(firm__alliances__alliance=alliance, firm__alliances__joined_on__lte=day) & (
        Q(firm__alliances__left_on=None) | Q(firm__alliances__left_on__gte=day)
    )
    return Assignment.objects.acting().filter(member).values("case")


def cases_within(narrowing: Narrowing, case: str, worker: str = "") -> Q:
    """A condition for rows that lead to a case by the prefix `case`, and to a worker of their own by `worker`; read row by
    row, since the days of the span find fewer of them."""
    held = Q()
    if narrowing.firm:
        theirs = Assignment.objects.acting().filter(firm=narrowing.firm).values("case")
        held &= Q(**{f"{case}pk__in": theirs}) & Q(Exact(leading_firm(case), narrowing.firm))
    if narrowing.alliance:
        held &= Q(**{f"{case}pk__in": of_alliance(narrowing.alliance)})
    if narrowing.worker_type and worker:
        held &= among(f"{worker}__worker_type", [narrowing.worker_type])
    elif narrowing.worker_type:
        of_type = Claimant.objects.exclude(outcome__in=Claimant.LEFT).filter(
            case=OuterRef(f"{case}pk"), worker__worker_type=narrowing.worker_type
        )
        held &= Q(Exists(of_type))
    for name in ("cause", "channel", "state"):
        if value := getattr(narrowing, name):
            held &= among(f"{case}{name}", [value])
    if narrowing.parties == "group":
        held &= at_least(case, 2)
    elif narrowing.parties == "single":
        held &= Q(LessThanOrEqual(people_of(case), 1))
    return held


def of_age(age: str, today: dt.date) -> Q:
    """Cases accepted so many days before today (`AGES`)."""
    youngest, oldest = AGES[age]
    held = Q(accepted_on__lte=today - dt.timedelta(days=youngest))
    return held if oldest is None else held & Q(accepted_on__gte=today - dt.timedelta(days=oldest))
