"""Working days, statutory holidays and the end of a period, read from a table of years.

The notice of the State Council for a year comes out in the November before it; until then the year is
unknown, and a day in it is never taken for an ordinary one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import groupby

import chinese_calendar  # type: ignore[import-untyped]

from labour_law.errors import CalendarYearUnknown
from labour_law.tables import Confidence, least_sure, load

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year of the holiday table.

    ``off``: days off by the notice. ``working``: weekends made working days (调休). ``triple``: days whose work is paid
    at 300 %. Where ``announced`` is false only ``triple`` is known.
    """

    year: int
    off: frozenset[date]
    working: frozenset[date]
    triple: frozenset[date]
    source: str
    confidence: Confidence
    announced: bool = True


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
        """Days from ``on`` to the last day: 0 on the last day itself, negative when it has passed (民法典 201-203).

        Raises nothing.

        >>> Period(date(2026, 1, 30), date(2026, 2, 14), date(2026, 2, 14)).days_left(date(2026, 2, 10))
        4
        """
        return (self.last_day - on).days


class Calendar:
    """The days of the years in a holiday table."""

    def __init__(self, years: Iterable[HolidayYear]) -> None:
        rows = tuple(years)
        self._off = frozenset[date]().union(*(row.off for row in rows))
        self._working = frozenset[date]().union(*(row.working for row in rows))
        self._triple = {row.year: row.triple for row in rows if row.triple}
        self._confidence = {row.year: row.confidence for row in rows}
        self.known_years = frozenset(row.year for row in rows if row.announced)

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on ``day``; a weekend made a working day (调休) is one.

        Source: the yearly notice of the State Council. Raises CalendarYearUnknown.

        >>> calendar = packaged_calendar()
        >>> calendar.is_working_day(date(2026, 2, 14)), calendar.is_working_day(date(2026, 2, 16))
        (True, False)
        """
        self._require_known(day)
        return day in self._working or (day.weekday() < 5 and day not in self._off)

    def is_statutory_holiday(self, day: date) -> bool:
        """Whether ``day`` lies in a holiday announced by the State Council, days off in lieu included.

        An ordinary weekend does not. Raises CalendarYearUnknown.

        >>> calendar = packaged_calendar()
        >>> calendar.is_statutory_holiday(date(2026, 10, 7)), calendar.is_statutory_holiday(date(2026, 10, 11))
        (True, False)
        """
        self._require_known(day)
        return day in self._off

    def pays_triple(self, day: date) -> bool:
        """Whether work on ``day`` is paid at 300 % (劳动法 44(3); 全国年节及纪念日放假办法 2).

        Raises CalendarYearUnknown.

        >>> calendar = packaged_calendar()
        >>> calendar.pays_triple(date(2026, 10, 3)), calendar.pays_triple(date(2026, 10, 4))
        (True, False)
        """
        if day.year not in self._triple:
            raise CalendarYearUnknown("calendar_year_unknown", year=day.year)
        return day in self._triple[day.year]

    def next_working_day(self, day: date) -> date:
        """``day`` itself if it is a working day, else the first one after it (民法典 203).

        Raises CalendarYearUnknown.

        >>> packaged_calendar().next_working_day(date(2026, 10, 1))
        datetime.date(2026, 10, 8)
        """
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_days(self, first: date, last: date) -> int:
        """How many working days lie in ``first`` to ``last``, both counted; 0 where ``last`` comes first.

        Raises CalendarYearUnknown.

        >>> packaged_calendar().working_days(date(2026, 8, 1), date(2026, 8, 12))
        8
        """
        return sum(self.is_working_day(first + i * _DAY) for i in range((last - first).days + 1))

    def confidence(self, first: date, last: date) -> Confidence:
        """How sure what is counted from ``first`` to ``last`` is: as the least sure of the years they lie in.

        Source: the marks of the holiday table. Raises CalendarYearUnknown.

        >>> calendar = packaged_calendar()
        >>> calendar.confidence(date(2020, 12, 1), date(2021, 1, 31)), calendar.confidence(date(2021, 1, 1), date(2021, 1, 31))
        ('memory', 'verified')
        """
        years = range(first.year, last.year + 1)
        for year in years:
            if year not in self._confidence:
                raise CalendarYearUnknown("calendar_year_unknown", year=year)
        return least_sure(*(self._confidence[year] for year in years))

    def end_of_period(self, start: date, nominal: date) -> Period:
        """Roll the last day of a period to the next working day (民法典 203, 民事诉讼法 85).

        Never raises for an unknown year: the result is then ``provisional``.

        >>> calendar = packaged_calendar()
        >>> calendar.end_of_period(date(2026, 1, 30), date(2026, 2, 14)).last_day
        datetime.date(2026, 2, 14)
        >>> calendar.end_of_period(date(2098, 12, 1), date(2099, 1, 2)).provisional
        True
        """
        last_day, provisional = nominal, False
        while True:
            working, known = self.assume_working_day(last_day)
            provisional |= not known
            if working:
                return Period(start, nominal, last_day, provisional)
            last_day += _DAY

    def assume_working_day(self, day: date) -> tuple[bool, bool]:
        """Whether ``day`` is a working day, and whether that is known or only Monday to Friday assumed.

        Source: the yearly notice of the State Council. Raises nothing.

        >>> calendar = packaged_calendar()
        >>> calendar.assume_working_day(date(2026, 10, 1)), calendar.assume_working_day(date(2099, 10, 1))
        ((False, True), (True, False))
        """
        if day.year in self.known_years:
            return self.is_working_day(day), True
        return day.weekday() < 5, False

    def _require_known(self, day: date) -> None:
        if day.year not in self.known_years:
            raise CalendarYearUnknown("calendar_year_unknown", year=day.year)


def packaged_years() -> list[HolidayYear]:
    """The years that come with the program: ``data/holidays.toml``, and the chinesecalendar package where
    the file has no notice of its own. Raises nothing.

    >>> [row.announced for row in packaged_years() if row.year == 2026]
    [True]
    """
    library = {year: frozenset(days) for year, days in groupby(sorted(chinese_calendar.holidays), _year)}
    working = {year: frozenset(days) for year, days in groupby(sorted(chinese_calendar.workdays), _year)}
    years = []
    for row in load("holidays")["year"]:
        year = row["year"]
        own = "off" in row
        years.append(
            HolidayYear(
                year=year,
                off=_spans(row["off"]) if own else library.get(year, frozenset()),
                working=frozenset(row["working"]) if own else working.get(year, frozenset()),
                triple=frozenset(row["triple"]),
                source=row["source"],
                confidence=row["confidence"],
                announced=own or year in library,
            )
        )
    return years


@cache
def packaged_calendar() -> Calendar:
    """The calendar of the years that come with the program; the application has its own, from its database.

    Raises nothing.

    >>> 2026 in packaged_calendar().known_years
    True
    """
    return Calendar(packaged_years())


def _year(day: date) -> int:
    return day.year


def _spans(spans: Iterable[tuple[date, date]]) -> frozenset[date]:
    return frozenset(first + i * _DAY for first, last in spans for i in range((last - first).days + 1))
