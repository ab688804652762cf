"""Counting periods, and every statutory limit as data (``data/limits.toml``)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from types import MappingProxyType
from typing import Literal

from labour_law.calendar import Calendar, Period
from labour_law.errors import InvalidPeriod
from labour_law.tables import Confidence, load

_DAY = timedelta(days=1)


def days_after(start: date, count: int, calendar: Calendar) -> Period:
    """``count`` calendar days, the start day not counted (民法典 201-203, 民事诉讼法 85).

    Raises InvalidPeriod for a count below 1.

    >>> days_after(date(2026, 3, 10), 15, CALENDAR).last_day
    datetime.date(2026, 3, 25)
    """
    _require_positive(count)
    return calendar.end_of_period(start, shifted(start, count))


def working_days_after(start: date, count: int, calendar: Calendar) -> Period:
    """``count`` working days, the start day not counted; provisional when a year on the way is unknown.

    Raises InvalidPeriod for a count below 1.

    >>> working_days_after(date(2026, 9, 30), 3, CALENDAR).last_day
    datetime.date(2026, 10, 10)
    """
    _require_positive(count)
    day, provisional = start, False
    while count:
        day = shifted(day, 1)
        working, known = calendar.assume_working_day(day)
        provisional |= not known
        count -= working
    return Period(start, day, day, provisional)


def months_after(start: date, count: int, calendar: Calendar) -> Period:
    """``count`` months: the corresponding day, or the month's last day where there is none (民法典 202).

    Raises InvalidPeriod for a count below 1.

    >>> months_after(date(2025, 8, 31), 6, CALENDAR).nominal
    datetime.date(2026, 2, 28)
    """
    _require_positive(count)
    return calendar.end_of_period(start, corresponding_day(start, count))


def shifted(start: date, days: int) -> date:
    """So many days later, or before if negative. Raises InvalidPeriod beyond the years 1 to 9999.

    >>> shifted(date(2026, 2, 28), 1)
    datetime.date(2026, 3, 1)
    """
    try:
        return start + days * _DAY
    except OverflowError:
        raise InvalidPeriod("period_beyond_calendar") from None


def corresponding_day(start: date, months: int) -> date:
    """The day of the same number ``months`` later (or before, if negative), else the month's last (民法典 202).

    Counts only, without a roll to a working day. Raises InvalidPeriod beyond the years 1 to 9999.

    >>> corresponding_day(date(2025, 8, 31), 6), corresponding_day(date(2026, 3, 1), -1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 1))
    """
    year, month0 = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise InvalidPeriod("period_beyond_calendar")
    return date(year, month0 + 1, min(start.day, monthrange(year, month0 + 1)[1]))


def years_after(start: date, count: int, calendar: Calendar) -> Period:
    """``count`` years, by the same rule as months (民法典 202). Raises InvalidPeriod for a count below 1.

    >>> years_after(date(2024, 2, 29), 1, CALENDAR).nominal
    datetime.date(2025, 2, 28)
    """
    _require_positive(count)
    return months_after(start, count * 12, calendar)


_COUNTING = MappingProxyType(
    {"day": days_after, "working_day": working_days_after, "month": months_after, "year": years_after}
)


@dataclass(frozen=True, slots=True)
class Event:
    """What limits start from. ``ends``: the limits that are met when it has happened."""

    code: str
    zh: str
    en: str
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A statutory limit. ``event``: the code of what it starts from. ``critical``: the worker loses a right when it
    passes. ``lapses``: once it has passed nobody is late; it ends by itself. ``extends``: the code of the limit it takes
    the place of where that is extended.

    With ``before`` the length is counted back from the start event, without a roll.
    ``confidence`` is "verified" against the source or from "memory" of the article named.
    """

    code: str
    name_zh: str
    name_en: str
    length: int
    unit: Literal["day", "working_day", "month", "year"]
    event: str
    article: str
    consequence_zh: str
    consequence_en: str
    source: str
    confidence: Confidence
    critical: bool = False
    before: bool = False
    lapses: bool = False
    extends: str = ""
    note: str = ""

    @property
    def start(self) -> Event:
        """What it starts from. Raises KeyError where the data name an event there is none of.

        >>> LIMITS["reappraisal"].start.zh
        '收到劳动能力鉴定结论'
        """
        return EVENTS[self.event]

    def due(self, start: date, calendar: Calendar) -> Period:
        """The period of this limit for a start event on ``start``; the article is that of the limit.

        Raises InvalidPeriod beyond the years 1 to 9999.

        >>> LIMITS["mediation"].due(date(2026, 1, 30), CALENDAR).last_day
        datetime.date(2026, 2, 14)
        """
        if self.before:
            day = shifted(start, -self.length)
            return Period(start, day, day)
        return _COUNTING[self.unit](start, self.length, calendar)


_DATA = load("limits")

EVENTS = MappingProxyType(
    {row["code"]: Event(**row | {"ends": tuple(row.get("ends", ()))}) for row in _DATA["event"]}
)
LIMITS = MappingProxyType({row["code"]: Limit(**row) for row in _DATA["limit"]})
LAPSING = frozenset(code for code, limit in LIMITS.items() if limit.lapses)
"""Limits after whose last day nobody is late: a possibility is gone."""
EXTENDED = MappingProxyType({limit.extends: limit.code for limit in LIMITS.values() if limit.extends})
"""A limit → the one that takes its place where it is extended."""


def due(code: str, start: date, calendar: Calendar) -> Period:
    """When the limit ``code`` ends for a start event on ``start``. Raises KeyError for an unknown code,
    InvalidPeriod beyond the years 1 to 9999.

    >>> due("mediation", date(2026, 1, 30), CALENDAR).last_day
    datetime.date(2026, 2, 14)
    """
    return LIMITS[code].due(start, calendar)


def _require_positive(count: int) -> None:
    if count < 1:
        raise InvalidPeriod("period_length", length=count)
