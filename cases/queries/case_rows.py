"""What one line of a list of cases says beside the case itself, from two grouped queries a page."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, Q
from django.db.models.lookups import Exact

from cases.queries.by_name import objects_of
from core import clock
from core.lookups import Unindexed
from core.money import ZERO, FenSum, in_yuan
from labour_law.periods import LAPSING


@dataclass(frozen=True)
class Figures:
    """Yuan, as `cases.sums` counts them: a dropped claim is not claimed, money that came in counts always."""

    claimed: Decimal = ZERO
    agreed: Decimal = ZERO
    received: Decimal = ZERO
    verified: Decimal = ZERO

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.claimed + other.claimed,
            self.agreed + other.agreed,
            self.received + other.received,
            self.verified + other.verified,
        )


@dataclass(frozen=True)
class CaseRow:
    """A case with its sums and the last day of the open deadline that comes next."""

    case: Any
    figures: Figures
    next_due: dt.date | None


def case_rows(cases: Iterable[Any]) -> list[CaseRow]:
    """The lines of these cases, in the same order."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    sums, due = figures_of(ids), next_due_of(ids)
    return [CaseRow(case, sums.get(case.pk, Figures()), due.get(case.pk)) for case in cases]


def figures_of(ids: Sequence[int]) -> dict[int, Figures]:
    """The sums of these cases, by the key of the case; of one without claims there are none."""
    upheld = Q(is_active=True)
    rows = (
        objects_of("Claim")
        .filter(case__in=ids)
        .order_by()
        .values_list("case")
        .annotate(
            claimed=FenSum("claimed", filter=upheld),
            agreed=FenSum("agreed", filter=upheld),
            received=FenSum("received"),
            verified=FenSum("verified"),
        )
    )
    return {case: Figures(*map(in_yuan, sums)) for case, *sums in rows}


def next_due_of(ids: Sequence[int]) -> dict[int, dt.date]:
    """The last day of the open deadline that comes next, by the key of the case; one that lapsed by itself is over."""
    return dict(
        objects_of("Deadline")
        .filter(Exact(Unindexed(F("state")), "open"), case__in=ids)
        .exclude(kind__in=LAPSING, due_on__lt=clock.today())
        .order_by()
        .values_list("case")
        .annotate(Min("due_on"))
    )


def summed(figures: Iterable[Figures]) -> Figures:
    """These figures added up."""
    return sum(figures, Figures())
