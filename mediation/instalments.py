"""Payment plans: the instalments of a sum always add up to it, to the fen."""

import datetime as dt
from decimal import Decimal

from core.money import FEN, ZERO
from labour_law.periods import corresponding_day

MOST = 60
"""The most instalments a plan has: five years of months."""


def equal_parts(total: Decimal, count: int) -> list[Decimal]:
    """`total` (yuan) in `count` equal parts, what rounding leaves over in the last; none is below one fen.

    A total of fewer fen than parts gives one fen each until it is used up.

    >>> equal_parts(Decimal("100.00"), 3)
    [Decimal('33.33'), Decimal('33.33'), Decimal('33.34')]
    """
    if total <= ZERO or count < 1:
        return []
    fen = int(total / FEN)
    count = min(count, fen)
    part = FEN * (fen // count)
    return [part] * (count - 1) + [total - part * (count - 1)]


def plan(
    totals: dict[int, Decimal], first_due_on: dt.date, count: int = 1
) -> list[tuple[int, dt.date, Decimal]]:
    """Claimant id, day and yuan of each instalment: equal parts, a month apart, the same days for everybody."""
    days = [first_due_on, *(corresponding_day(first_due_on, n) for n in range(1, count))]
    return [
        (claimant, day, part)
        for claimant, total in totals.items()
        for day, part in zip(days, equal_parts(total, count), strict=False)
    ]
