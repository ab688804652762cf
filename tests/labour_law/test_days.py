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
        "2024。3。5",
        "2024\\3\\5",
        "2024—03—05",
        "2024－3－5",
        "2024·3·5",
        "2024_03_05",
        "2024.03.05.",
        "2024年3月5日。",
        "2024年3月5日上午",
        "2024-3-5 下午3点半",
        "2024年3月5日晚上8时20分",
        "自2024年3月5日起",
        "从2024.3.5开始",
        "2024/3/5起",
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
        ("Mar-24", [(2024, 3, 1), (2024, 3, 31), (2025, 3, 24)]),
        ("sep-99", [(1999, 9, 1), (1999, 9, 30)]),
        ("March 2024", [(2024, 3, 1), (2024, 3, 31)]),
        ("3/5", [(2026, 3, 5)]),
        ("12.5", [(2025, 12, 5), (2012, 5, 1), (2012, 5, 31)]),
        ("24.03", [(2024, 3, 1), (2024, 3, 31)]),
        ("98/11", [(1998, 11, 1), (1998, 11, 30)]),
        ("10月", [(2025, 10, 1), (2025, 10, 31)]),
        ("三月份", [(2026, 3, 1), (2026, 3, 31)]),
        ("十月底", [(2025, 10, 31)]),
        ("5号", [(2026, 3, 5)]),
        ("20日", [(2026, 2, 20)]),
        ("今天", [(2026, 3, 10)]),
        ("昨天", [(2026, 3, 9)]),
        ("大前天", [(2026, 3, 7)]),
        ("去年3月", [(2025, 3, 1), (2025, 3, 31)]),
        ("前年12月5日", [(2024, 12, 5)]),
        ("去年底", [(2025, 12, 31)]),
        ("今年的2月", [(2026, 2, 1), (2026, 2, 28)]),
        ("上个月5号", [(2026, 2, 5)]),
        ("2024年3月上旬", [(2024, 3, 1), (2024, 3, 10)]),
        ("2024.2下旬", [(2024, 2, 21), (2024, 2, 29)]),
        ("2024年3月中", [(2024, 3, 15)]),
        ("2024年下半年", [(2024, 7, 1), (2024, 12, 31)]),
        ("自2024年3月起", [(2024, 3, 1), (2024, 3, 31)]),
        ("2024年3月5日之前", [(2024, 3, 5)]),
        ("2024.3-5", [(2024, 3, 5)]),
        ("民国113年3月5日", [(2024, 3, 5)]),
        ("民國一百一十三年三月五日", [(2024, 3, 5)]),
        ("民国99.12.1", [(2010, 12, 1)]),
        ("113/3/5", [(2024, 3, 5)]),
    ],
)
def test_likely(text: str, days: list[tuple[int, int, int]]) -> None:
    reading = read_day(text, today=TODAY)
    assert (list(reading.values), reading.is_certain) == (days, False)


def test_of_a_month_the_last_day_comes_first_where_something_ends() -> None:
    assert read_day("2024年3月", today=TODAY, end=True).values == ((2024, 3, 31), (2024, 3, 1))
    assert read_day("3月上旬", today=TODAY, end=True).values == ((2026, 3, 10), (2026, 3, 1))


def test_in_january_the_month_before_is_of_the_year_before() -> None:
    assert read_day("上月底", today=dt.date(2026, 1, 10)).values == ((2025, 12, 31),)
    assert read_day("20号", today=dt.date(2026, 1, 10)).values == ((2025, 12, 20),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "至今",
        "202413",
        "十",
        "2024年3月5日至6月1日",
        "1234567890",
        "13月",
        "2024年春节",
        "1-3月",
    ],
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
