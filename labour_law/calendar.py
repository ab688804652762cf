"""Working days, statutory holidays and the end of a period.

A year is known when the chinesecalendar package or ``data/holidays.toml`` has its notice of the State
Council. The notice for a year comes out in the November before it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

import chinese_calendar  # type: ignore[import-untyped]

from labour_law.errors import CalendarYearUnknown
from labour_law.tables import load

_DAY = timedelta(days=1)


def _days(first: date, last: date) -> list[date]:
    return [first + i * _DAY for i in range((last - first).days + 1)]


_ROWS = load("holidays")["year"]
_OFF = frozenset(chinese_calendar.holidays) | frozenset(
    chain.from_iterable(_days(*span) for row in _ROWS for span in row.get("off", ()))
)
_WORKING = frozenset(chinese_calendar.workdays) | frozenset(
    chain.from_iterable(row.get("working", ()) for row in _ROWS)
)
_TRIPLE = {row["year"]: frozenset(row["triple"]) for row in _ROWS}
KNOWN_YEARS = frozenset(day.year for day in chinese_calendar.holidays) | frozenset(
    row["year"] for row in _ROWS if "off" in row
)


@dataclass(frozen=True, slots=True)
class Period:
    """A period counted from ``start``, a day that is itself not counted.

    ``nominal`` is the last day as counted, ``last_day`` the same after the roll to a working day.
    ``provisional`` says that a year on the way has no holiday table yet, so that only Saturdays and Sundays
    were counted as days off: check again when the table is out, and act by ``nominal`` to be safe.
    """

    start: date
    nominal: date
    last_day: date
    provisional: bool = False

    def days_left(self, on: date) -> int:
        """Days from ``on`` to the last day: 0 on the last day itself, negative when it has passed."""
        return (self.last_day - on).days


def is_working_day(day: date) -> bool:
    """Whether offices work on ``day``; a weekend made a working day (调休) is one.

    Source: the yearly notice of the State Council. Raises CalendarYearUnknown.

    >>> is_working_day(date(2026, 2, 14)), is_working_day(date(2026, 2, 16))
    (True, False)
    """
    _require_known(day)
    return day in _WORKING or (day.weekday() < 5 and day not in _OFF)


def is_statutory_holiday(day: date) -> bool:
    """Whether ``day`` lies in a holiday announced by the State Council, days off in lieu included.

    An ordinary weekend does not. Raises CalendarYearUnknown.

    >>> is_statutory_holiday(date(2026, 10, 7)), is_statutory_holiday(date(2026, 10, 11))
    (True, False)
    """
    _require_known(day)
    return day in _OFF


def pays_triple(day: date) -> bool:
    """Whether work on ``day`` is paid at 300 % (劳动法 44(3); 全国年节及纪念日放假办法 2).

    Raises CalendarYearUnknown.

    >>> pays_triple(date(2026, 10, 3)), pays_triple(date(2026, 10, 4))
    (True, False)
    """
    if day.year not in _TRIPLE:
        raise CalendarYearUnknown("calendar_year_unknown", year=day.year)
    return day in _TRIPLE[day.year]


def next_working_day(day: date) -> date:
    """``day`` itself if it is a working day, else the first one after it. Raises CalendarYearUnknown.

    >>> next_working_day(date(2026, 10, 1))
    datetime.date(2026, 10, 8)
    """
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, before it if ``count`` is negative; ``day`` for 0.

    Raises CalendarYearUnknown.

    >>> add_working_days(date(2026, 9, 30), 1)
    datetime.date(2026, 10, 8)
    """
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def end_of_period(start: date, nominal: date) -> Period:
    """Roll the last day of a period to the next working day (民法典 203, 民事诉讼法 85).

    Never raises for an unknown year: the result is then ``provisional``.

    >>> end_of_period(date(2026, 1, 30), date(2026, 2, 14)).last_day
    datetime.date(2026, 2, 14)
    >>> end_of_period(date(2098, 12, 1), date(2099, 1, 2)).provisional
    True
    """
    last_day, provisional = nominal, False
    while True:
        working, known = assume_working_day(last_day)
        provisional |= not known
        if working:
            return Period(start, nominal, last_day, provisional)
        last_day += _DAY


def assume_working_day(day: date) -> tuple[bool, bool]:
    """Whether ``day`` is a working day, and whether that is known or only Monday to Friday assumed.

    >>> assume_working_day(date(2026, 10, 1)), assume_working_day(date(2099, 10, 1))
    ((False, True), (True, False))
    """
    if day.year in KNOWN_YEARS:
        return is_working_day(day), True
    return day.weekday() < 5, False


def _require_known(day: date) -> None:
    if day.year not in KNOWN_YEARS:
        raise CalendarYearUnknown("calendar_year_unknown", year=day.year)
