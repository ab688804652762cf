"""Calendar months and parts of them, paid by the month."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from labour_law.errors import InvalidPeriod

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` to ``end``, both counted: ``months`` whole calendar months, or a part of one (0)."""

    start: date
    end: date
    months: int


def spans(start: date, end: date) -> list[Span]:
    """``start`` to ``end``, both counted, as a part of a month, whole months, and a part of a month.

    Whatever is not there is left out. Raises InvalidPeriod where the end comes first.

    >>> [(span.start.isoformat(), span.months) for span in spans(date(2026, 5, 1), date(2026, 8, 12))]
    [('2026-05-01', 3), ('2026-08-01', 0)]
    """
    if end < start:
        raise InvalidPeriod("period_order", field="end", start=start, end=end)
    found: list[Span] = []
    for first, last in _by_month(start, end):
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        if whole and found and found[-1].months:
            found[-1] = Span(found[-1].start, last, found[-1].months + 1)
        else:
            found.append(Span(first, last, int(whole)))
    return found


def _by_month(start: date, end: date) -> Iterator[tuple[date, date]]:
    while start <= end:
        last = start.replace(day=monthrange(start.year, start.month)[1])
        yield start, min(last, end)
        start = last + _DAY
