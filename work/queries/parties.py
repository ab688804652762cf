"""A line about a case: whose it is, for all lines of the page at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.models import Assignment
from cases.addresses import case_url
from cases.models import Case, Claimant, Employer
from cases.models.case import claimants_in_short
from cases.queries.narrowing import FEW
from core import clock
from core.addresses import address
from core.fsm import label_of, may_take
from core.prepared import Prepared, given
from work.items import COUNTED, SHOWN, Item, Together, goes_together

LINES = Prepared(
    lambda ids: Case.objects.filter(pk__in=ids).values_list(
        "pk", "number", "employer__name", "employer__known_by", "handler__name", "handler__username"
    )
)
CLAIMANTS = Prepared(
    lambda ids: (
        Claimant.objects.filter(case__in=ids)
        .exclude(outcome__in=Claimant.LEFT)
        .order_by()
        .values_list("case_id", "is_representative", "pk", "worker__name")
    )
)
CASES = Prepared(
    lambda ids: (
        Case.objects.filter(pk__in=ids)
        .select_related("office")
        .only("version", "state", "handler", "closing_method", "closing_requested_by", "office__path")
    )
)
ASSIGNMENTS = Prepared(lambda ids: Assignment.objects.filter(case__in=ids).select_related("lawyer", "firm"))


@dataclass(frozen=True)
class CaseLine:
    """What names a case in a line: its number, whose it is, and who handles it."""

    pk: int
    number: str
    whose: str
    """周建国等8人 · 上海某某公司; the number where nobody is named yet."""
    handler: str

    @property
    def with_handler(self) -> str:
        """For who looks after several handlers."""
        return _("%(parties)s (handler: %(name)s)") % {"parties": self.whose, "name": self.handler}


def first(rows: QuerySet) -> QuerySet:
    """As many rows as are shown and counted."""
    return rows[: SHOWN + COUNTED + 1]


def lines_by_id(ids: Collection[int]) -> dict[int, CaseLine]:
    """What names these cases, in two queries."""
    if not ids:
        return {}
    people = defaultdict(list)
    for case, represents, pk, name in CLAIMANTS(ids=ids):
        people[case].append((not represents, pk, name))
    lines = {}
    for pk, number, employer, known_by, name, username in LINES(ids=ids):
        if known_by:
            employer = str(Employer(name=employer, known_by=known_by))
        whose = " · ".join(filter(None, [claimants_in_short(people[pk]), employer])) or str(
            Case(pk=pk, number=number)
        )
        lines[pk] = CaseLine(pk, number or "", whose, str(User(name=name, username=username)))
    return lines


def cases_by_id(ids: Collection[int]) -> dict[int, Any]:
    """These cases as it takes to say which steps somebody may take, with their assignments, in two queries."""
    if not ids:
        return {}
    cases = {case.pk: case for case in CASES(ids=ids)}
    given(cases.values(), "assignments", ASSIGNMENTS(ids=ids), "case")
    return cases


def first_of(ids: list[int]) -> list[CaseLine]:
    """What names those of these cases that are shown."""
    lines = lines_by_id(ids[:SHOWN])
    return [lines[pk] for pk in ids[:SHOWN]]


class First:
    """The first rows in an order, `most` or as many as are counted, of those one of `watched` finds by an index.

    `by_row` says the same of a row at hand: for whom many wait, they are read in the order itself.
    """

    def __init__(
        self,
        rows: Callable[..., QuerySet],
        watched: Sequence[Callable[..., Q]],
        by_row: Callable[..., Q],
        *order: str,
        most: int = SHOWN + COUNTED + 1,
    ) -> None:
        def keys(one: Callable[..., Q]) -> Callable[..., QuerySet]:
            return lambda **of: (
                rows(**of).filter(one(**of)).order_by().values_list("pk", flat=True)[: FEW + 1]
            )

        self.keys = [Prepared(keys(one)) for one in watched]
        self.few = Prepared(lambda ids, **of: rows(**of).filter(pk__in=ids).order_by(*order)[:most])
        self.many = Prepared(lambda **of: rows(**of).filter(by_row(**of)).order_by(*order)[:most])

    def __call__(self, **of: Any) -> list[Any]:
        found: set[int] = set()
        for keys in self.keys:
            found.update(keys(**of))
            if len(found) > FEW:
                return self.many(**of)
        return self.few(ids=sorted(found), **of) if found else []


def case_item(
    line: CaseLine,
    what: str,
    action: str,
    action_url: str,
    due_on: dt.date | None = None,
    *,
    url: str = "",
    about: str = "",
    at: dt.datetime | None = None,
    together: Together | None = None,
    together_url: str = "",
) -> Item:
    """A line about a case: whose it is, its number, and the one act; `about` says more than whose, `at` when it is."""
    return Item(
        what,
        url or case_url(line.pk),
        action,
        action_url,
        about or line.whose,
        clock.local_day(at) if at else due_on,
        line.number,
        at=at,
        together=together,
        together_url=together_url,
    )


def step_item(
    line: CaseLine, case: Any, what: str, step: str, user: User, due_on: dt.date | None = None
) -> Item:
    """A line whose act is a step of the case, which is one of `cases_by_id`."""
    may_tick = goes_together(step) and may_take(case, step, user)
    together = Together(step, case.pk, case.version) if may_tick else None
    return case_item(
        line, what, str(label_of(Case, step)), step_url(case.pk, step), due_on, together=together
    )


def step_url(pk: int, step: str) -> str:
    """The page of a step of the case."""
    return address("cases:step", pk, step.replace("_", "-"))
