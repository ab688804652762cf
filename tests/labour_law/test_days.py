"""Days as people and spreadsheets write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.days import read_day
from labour_law.readings import Reading

TODAY = dt.date(2026, 3, 10)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5 0:00",
        "2024-03-05 00:00:00",
        "2024-03-05T08:30:00",
        "2024年3月5日 14时30分",
        "2024年3月5日（星期二）",
        "2024年3月5号",
        "2024. 3. 5",
        "２０２４年３月５日",
        "20240305",
        "二〇二四年三月五日",
        "二零二四年三月五日",
        "5 March 2024",
        "Mar 5, 2024",
        "\u200e2024/3/5",
    ],
)
def test_certain(text: str) -> None:
    reading = read_day(text, today=TODAY)
    assert (reading.values, reading.is_certain) == (((2024, 3, 5),), True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("45356", [(2024, 3, 5)]),
        ("45356.5", [(2024, 3, 5)]),
        ("24.3.5", [(2024, 3, 5)]),
        ("5-Mar-24", [(2024, 3, 5)]),
        ("99/3/5", [(1999, 3, 5)]),
        ("2024年3月", [(2024, 3, 1), (2024, 3, 31)]),
        ("2024.2", [(2024, 2, 1), (2024, 2, 29)]),
        ("202403", [(2024, 3, 1), (2024, 3, 31)]),
        ("2024年三月底", [(2024, 3, 31)]),
        ("2024年", [(2024, 1, 1), (2024, 12, 31)]),
        ("约2024年3月5日", [(2024, 3, 5)]),
        ("3/5/2024", [(2024, 3, 5), (2024, 5, 3)]),
        ("25/12/2024", [(2024, 12, 25)]),
        ("3月5日", [(2026, 3, 5)]),
        ("12月5日", [(2025, 12, 5)]),
    ],
)
def test_likely(text: str, days: list[tuple[int, int, int]]) -> None:
    reading = read_day(text, today=TODAY)
    assert (list(reading.values), reading.is_certain) == (days, False)


def test_of_a_month_the_last_day_comes_first_where_something_ends() -> None:
    assert read_day("2024年3月", today=TODAY, end=True).values == ((2024, 3, 31), (2024, 3, 1))


@pytest.mark.parametrize(
    "text", ["", "yesterday", "至今", "202413", "十", "2024年3月5日至6月1日", "1234567890"]
)
def test_nothing(text: str) -> None:
    assert read_day(text, today=TODAY).values == ()


@given(st.dates(dt.date(1954, 10, 4), dt.date(2099, 12, 31)))
def test_the_number_of_a_spreadsheet_counts_days(day: dt.date) -> None:
    number = (day - dt.date(1899, 12, 30)).days
    assert read_day(str(number), today=TODAY).values == ((day.year, day.month, day.day),)


@pytest.mark.parametrize("text", ["2024 3 5", "2024、3、5", "2024，3，5", "2024 03 05日", "2024、 3、 5"])
def test_parted_by_spaces_and_commas_it_is_certain(text: str) -> None:
    assert read_day(text, today=TODAY) == Reading(((2024, 3, 5),), is_certain=True)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("98年3月", ((1998, 3, 1), (1998, 3, 31))),
        ("98年3月底", ((1998, 3, 31),)),
        ("05年12月份", ((2005, 12, 1), (2005, 12, 31))),
        ("98年", ((1998, 1, 1), (1998, 12, 31))),
        ("98年13月", ()),
    ],
)
def test_a_month_of_a_short_year_is_likely(text: str, days: tuple[tuple[int, int, int], ...]) -> None:
    assert read_day(text, today=TODAY) == Reading(days)
