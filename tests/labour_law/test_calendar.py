from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.calendar import (
    KNOWN_YEARS,
    Period,
    add_working_days,
    end_of_period,
    is_statutory_holiday,
    is_working_day,
    next_working_day,
    pays_triple,
)
from labour_law.errors import CalendarYearUnknown
from labour_law.tables import load

ROWS = load("holidays")["year"]


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
    assert {day for day in days_of(2026) if is_statutory_holiday(day)} == expected


def test_2026_working_weekends_of_the_notice() -> None:
    working = [day for day in days_of(2026) if day.weekday() >= 5 and is_working_day(day)]
    assert working == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]


def test_2026_has_365_less_104_weekend_days_less_19_weekday_holidays_plus_6_working_days() -> None:
    weekday_holidays = [d for d in days_of(2026) if d.weekday() < 5 and is_statutory_holiday(d)]
    assert len(weekday_holidays) == 19
    assert sum(map(is_working_day, days_of(2026))) == 365 - 104 - 19 + 6


@pytest.mark.parametrize("year", sorted({r["year"] for r in ROWS if "off" in r} & KNOWN_YEARS))
def test_own_table_agrees_with_the_library_where_both_know(year: int) -> None:
    row = next(r for r in ROWS if r["year"] == year)
    off = {first + timedelta(i) for first, last in row["off"] for i in range((last - first).days + 1)}
    assert off == {d for d in chinese_calendar.holidays if d.year == year}
    assert set(row["working"]) == {d for d in chinese_calendar.workdays if d.year == year}


def test_triple_days_2026_are_the_13_of_the_domain_sheet() -> None:
    assert {day for day in days_of(2026) if pays_triple(day)} == spans(
        2026,
        ((1, 1), (1, 1)),
        ((2, 16), (2, 19)),
        ((4, 5), (4, 5)),
        ((5, 1), (5, 2)),
        ((6, 19), (6, 19)),
        ((9, 25), (9, 25)),
        ((10, 1), (10, 3)),
    )


@pytest.mark.parametrize("year", sorted(KNOWN_YEARS))
def test_triple_days_are_10_to_2007_then_11_then_13_from_2025_and_never_working(year: int) -> None:
    triple = [day for day in days_of(year) if pays_triple(day)]
    assert len(triple) == (10 if year < 2008 else 11 if year < 2025 else 13)
    assert [day for day in triple if is_working_day(day)] == []


def test_table_years_rise_without_gap_and_each_row_names_its_source() -> None:
    years = [row["year"] for row in ROWS]
    assert years == list(range(years[0], years[0] + len(years)))
    assert all(row["source"] and row["confidence"] in ("verified", "memory") for row in ROWS)
    assert all(day.year == row["year"] for row in ROWS for day in row["triple"])


@pytest.mark.parametrize(
    "call",
    [is_working_day, is_statutory_holiday, pays_triple, next_working_day, lambda d: add_working_days(d, 1)],
)
def test_unknown_year_names_the_table(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CalendarYearUnknown) as caught:
        call(date(2099, 3, 2))
    assert caught.value.params == {"year": 2099}
    assert str(caught.value) == (
        "The holidays of 2099 are not known. Add the year to labour_law/data/holidays.toml."
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
    assert next_working_day(day) == rolled


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        (date(2026, 2, 13), 0, date(2026, 2, 13)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
    ],
)
def test_add_working_days(day: date, count: int, result: date) -> None:
    assert add_working_days(day, count) == result


def test_end_of_period_in_an_unknown_year_rolls_weekends_only_and_says_so() -> None:
    start = date(2098, 12, 1)
    assert end_of_period(start, date(2099, 5, 2)) == Period(start, date(2099, 5, 2), date(2099, 5, 4), True)
    assert end_of_period(start, date(2099, 5, 1)) == Period(start, date(2099, 5, 1), date(2099, 5, 1), True)


def test_end_of_period_inside_a_known_year_is_final() -> None:
    start = date(2026, 9, 1)
    assert end_of_period(start, date(2026, 10, 1)) == Period(start, date(2026, 10, 1), date(2026, 10, 8))


@pytest.mark.parametrize(
    ("on", "left"), [(date(2026, 10, 1), 7), (date(2026, 10, 8), 0), (date(2026, 10, 9), -1)]
)
def test_days_left_counts_to_the_rolled_day(on: date, left: int) -> None:
    assert end_of_period(date(2026, 9, 1), date(2026, 10, 1)).days_left(on) == left


@given(st.dates(date(2004, 1, 1), date(2026, 12, 20)), st.integers(1, 60))
@settings(max_examples=100)
def test_add_working_days_there_and_back(day: date, count: int) -> None:
    there = next_working_day(day)
    if (there + timedelta(120)).year in KNOWN_YEARS:
        assert add_working_days(add_working_days(there, count), -count) == there
