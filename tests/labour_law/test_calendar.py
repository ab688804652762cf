from dataclasses import replace
from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.calendar import Calendar, HolidayYear, Period, packaged_calendar, packaged_years
from labour_law.errors import CalendarYearUnknown
from labour_law.tables import load

ROWS = load("holidays")["year"]
CALENDAR = packaged_calendar()


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(i) for i in range((date(year + 1, 1, 1) - first).days)]


def spans(year: int, *spans: tuple[tuple[int, int], tuple[int, int]]) -> set[date]:
    return {
        first + timedelta(i)
        for (m1, d1), (m2, d2) in spans
        for first, last in [(date(year, m1, d1), date(year, m2, d2))]
        for i in range((last - first).days + 1)
    }


def test_2026_holidays_of_the_notice() -> None:
    expected = spans(
        2026,
        ((1, 1), (1, 3)),
        ((2, 15), (2, 23)),
        ((4, 4), (4, 6)),
        ((5, 1), (5, 5)),
        ((6, 19), (6, 21)),
        ((9, 25), (9, 27)),
        ((10, 1), (10, 7)),
    )
    assert {day for day in days_of(2026) if CALENDAR.is_statutory_holiday(day)} == expected


def test_2026_working_weekends_of_the_notice() -> None:
    working = [day for day in days_of(2026) if day.weekday() >= 5 and CALENDAR.is_working_day(day)]
    assert working == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]


def test_2026_has_365_less_104_weekend_days_less_19_weekday_holidays_plus_6_working_days() -> None:
    weekday_holidays = [d for d in days_of(2026) if d.weekday() < 5 and CALENDAR.is_statutory_holiday(d)]
    assert len(weekday_holidays) == 19
    assert sum(map(CALENDAR.is_working_day, days_of(2026))) == 365 - 104 - 19 + 6


@pytest.mark.parametrize("year", sorted({r["year"] for r in ROWS if "off" in r} & CALENDAR.known_years))
def test_own_table_agrees_with_the_library_where_both_know(year: int) -> None:
    row = next(r for r in ROWS if r["year"] == year)
    off = {first + timedelta(i) for first, last in row["off"] for i in range((last - first).days + 1)}
    assert off == {d for d in chinese_calendar.holidays if d.year == year}
    missing = {date(2005, 12, 31)}  # made a working day by the notice for 2006
    assert set(row["working"]) - missing == {d for d in chinese_calendar.workdays if d.year == year}


def test_triple_days_2026_are_the_13_of_the_domain_sheet() -> None:
    assert {day for day in days_of(2026) if CALENDAR.pays_triple(day)} == spans(
        2026,
        ((1, 1), (1, 1)),
        ((2, 16), (2, 19)),
        ((4, 5), (4, 5)),
        ((5, 1), (5, 2)),
        ((6, 19), (6, 19)),
        ((9, 25), (9, 25)),
        ((10, 1), (10, 3)),
    )


@pytest.mark.parametrize("year", sorted(CALENDAR.known_years))
def test_triple_days_are_10_to_2007_then_11_then_13_from_2025_and_never_working(year: int) -> None:
    triple = [day for day in days_of(year) if CALENDAR.pays_triple(day)]
    assert len(triple) == (10 if year < 2008 else 11 if year < 2025 else 13)
    assert [day for day in triple if CALENDAR.is_working_day(day)] == []


def test_table_years_rise_without_gap_and_each_row_names_its_source() -> None:
    years = [row["year"] for row in ROWS]
    assert years == list(range(years[0], years[0] + len(years)))
    assert all(row["source"] and row["confidence"] in ("verified", "memory") for row in ROWS)
    assert all(day.year == row["year"] for row in ROWS for day in row["triple"])


@pytest.mark.parametrize(
    "call",
    [
        CALENDAR.is_working_day,
        CALENDAR.is_statutory_holiday,
        CALENDAR.pays_triple,
        CALENDAR.next_working_day,
        lambda day: CALENDAR.working_days(day, day),
    ],
)
def test_unknown_year_names_the_table(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CalendarYearUnknown) as caught:
        call(date(2099, 3, 2))
    assert caught.value.params == {"year": 2099}
    assert str(caught.value) == (
        "The holidays of 2099 are not in the holiday table: add the year there first."
    )


@pytest.mark.parametrize(
    ("day", "rolled"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 2, 14), date(2026, 2, 14)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 9, 30), date(2026, 9, 30)),
    ],
)
def test_next_working_day(day: date, rolled: date) -> None:
    assert CALENDAR.next_working_day(day) == rolled


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 2, 13), date(2026, 2, 13), 1),
        (date(2026, 2, 13), date(2026, 2, 24), 3),  # 13 Fri, 14 a working Saturday, 15-23 off, 24
        (date(2026, 9, 30), date(2026, 10, 7), 1),  # the eve of a long holiday
        (date(2026, 10, 1), date(2026, 10, 7), 0),
        (date(2026, 11, 23), date(2026, 11, 22), 0),
    ],
)
def test_working_days(first: date, last: date, count: int) -> None:
    assert CALENDAR.working_days(first, last) == count


def test_end_of_period_in_an_unknown_year_rolls_weekends_only_and_says_so() -> None:
    start = date(2098, 12, 1)
    assert CALENDAR.end_of_period(start, date(2099, 5, 2)) == Period(
        start, date(2099, 5, 2), date(2099, 5, 4), True
    )
    assert CALENDAR.end_of_period(start, date(2099, 5, 1)) == Period(
        start, date(2099, 5, 1), date(2099, 5, 1), True
    )


def test_end_of_period_inside_a_known_year_is_final() -> None:
    start = date(2026, 9, 1)
    assert CALENDAR.end_of_period(start, date(2026, 10, 1)) == Period(
        start, date(2026, 10, 1), date(2026, 10, 8)
    )


@pytest.mark.parametrize(
    ("on", "left"), [(date(2026, 10, 1), 7), (date(2026, 10, 8), 0), (date(2026, 10, 9), -1)]
)
def test_days_left_counts_to_the_rolled_day(on: date, left: int) -> None:
    assert CALENDAR.end_of_period(date(2026, 9, 1), date(2026, 10, 1)).days_left(on) == left


@given(st.dates(date(2004, 1, 1), date(2026, 10, 1)), st.integers(0, 40), st.integers(0, 40))
def test_working_days_of_two_parts_are_those_of_the_whole(day: date, first: int, second: int) -> None:
    middle, last = day + timedelta(first), day + timedelta(first + 1 + second)
    parts = CALENDAR.working_days(day, middle) + CALENDAR.working_days(middle + timedelta(1), last)
    assert CALENDAR.working_days(day, last) == parts


def test_a_year_of_which_only_the_triple_days_are_known_is_unknown() -> None:
    row = next(row for row in packaged_years() if row.year == 2026)
    calendar = Calendar([replace(row, announced=False, off=frozenset(), working=frozenset())])
    assert calendar.pays_triple(date(2026, 10, 1)) is True
    with pytest.raises(CalendarYearUnknown):
        calendar.is_working_day(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("first", "last", "mark"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "verified"),
        (date(2020, 12, 31), date(2020, 12, 31), "memory"),
        (date(2019, 12, 31), date(2021, 1, 1), "memory"),
        (date(2021, 1, 1), date(2021, 1, 1), "verified"),
    ],
)
def test_a_count_is_as_sure_as_the_least_sure_of_its_years(first: date, last: date, mark: str) -> None:
    assert CALENDAR.confidence(first, last) == mark


def test_how_sure_a_year_without_a_table_is_nobody_can_say() -> None:
    with pytest.raises(CalendarYearUnknown):
        CALENDAR.confidence(date(2026, 12, 31), date(2099, 1, 1))


def other_library(year: int) -> tuple[set[date], set[date]]:
    """(days off, working weekends) by the independent package `holidays`."""
    table = holidays.China(years=year)
    off = {day for day in days_of(year) if day in table and day.weekday() < 5}
    return off, {day for day in days_of(year) if day.weekday() >= 5 and table.is_working_day(day)}


@pytest.mark.parametrize("year", sorted(CALENDAR.known_years))
def test_the_table_agrees_with_an_independent_library(year: int) -> None:
    off, working = other_library(year)
    assert {d for d in days_of(year) if d.weekday() < 5 and not CALENDAR.is_working_day(d)} == off
    assert {d for d in days_of(year) if d.weekday() >= 5 and CALENDAR.is_working_day(d)} == working


@pytest.mark.parametrize("row", packaged_years(), ids=lambda row: str(row.year))
def test_the_triple_days_of_a_verified_year_are_those_of_an_independent_library(row: HolidayYear) -> None:
    """Without the days off in lieu. In 2009 and 2020 Mid-Autumn fell on October 1 and 3, 2015 had a day of its own."""
    table = holidays.China(years=row.year, observed=False, language="en_US")
    statutory = {day for day, name in table.items() if "day off" not in name.lower()}
    if row.confidence == "verified":
        assert statutory == row.triple
    else:
        assert row.year in (2009, 2015, 2020)
