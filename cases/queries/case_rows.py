"""What one line of a list of cases says beside the case itself, from two grouped queries a page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Min, Q
from django.db.models.lookups import Exact

from cases.queries.by_name import objects_of
from core import clock
from core.lookups import Unindexed
from core.money import FEN, ZERO, total
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
    upheld = Q(is_active=True)
    sums = {
        case: Figures(*(value.quantize(FEN) for value in values))
        for case, *values in objects_of("Claim")
        .filter(case__in=ids)
        .order_by()
        .values_list("case")
        .annotate(
            claimed=total("claimed", filter=upheld),
            agreed=total("agreed", filter=upheld),
            received=total("received"),
            verified=total("verified"),
        )
    }
    due = dict(
        objects_of("Deadline")
        .filter(Exact(Unindexed(F("state")), "open"), case__in=ids)
        .exclude(kind__in=LAPSING, due_on__lt=clock.today())
        .order_by()
        .values_list("case")
        .annotate(Min("due_on"))
    )
    return [CaseRow(case, sums.get(case.pk, Figures()), due.get(case.pk)) for case in cases]


def summed(rows: Iterable[CaseRow]) -> Figures:
    """The figures of these rows added up."""
    return sum((row.figures for row in rows), Figures())
