from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, heat_allowance
from labour_law.entitlements.result import Ask, Entitlement
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidCount,
    InvalidPeriod,
    LabourLawError,
    UnknownRegion,
)
from labour_law.rates import Rate, Tables, packaged_tables
from tests.labour_law.splits import cut_at_a_first

TABLES = packaged_tables()
D = Decimal


def facts(start: date, end: date, **more: object) -> HeatAllowance:
    return HeatAllowance(**{"region": "shanghai", "start": start, "end": end} | more)  # type: ignore[arg-type]


def owed(start: date, end: date, **more: object) -> Entitlement:
    return heat_allowance(facts(start, end, **more), TABLES)


def years(first: int, last: int, **more: object) -> Entitlement:
    return owed(date(first, 1, 1), date(last, 12, 31), **more)


def hot(*pairs: tuple[int, int]) -> tuple[HotDays, ...]:
    return tuple(HotDays(year=year, days=days) for year, days in pairs)


def shown(answer: Entitlement) -> list[tuple[str, str, str]]:
    return [(str(row.label), f"{row.quantity} {row.unit}", str(row.amount)) for row in answer.lines]


def codes(answer: Entitlement) -> list[str]:
    """The notes, each of which can be read."""
    return [note.code for note in answer.notes if str(note.text)]


def test_2018_to_2020_in_shanghai_is_3200() -> None:
    """4 × 200 = 800 in 2018; 4 × 300 = 1,200 in 2019, when 300 began on June 1, and in 2020."""
    answer = years(2018, 2020)
    assert shown(answer) == [
        ("Heat allowance 2018", "4 month", "800.00"),
        ("Heat allowance 2019", "4 month", "1200.00"),
        ("Heat allowance 2020", "4 month", "1200.00"),
    ]
    assert answer.total == D("3200.00")
    assert [row.source for row in answer.lines] == ["沪人社综发〔2016〕23号", *["沪人社规〔2019〕19号"] * 2]
    assert [row.article for row in answer.lines] == ["防暑降温措施管理办法 17"] * 3
    assert codes(answer) == ["evidence"]


def test_a_rate_whose_first_day_is_from_memory_is_from_memory() -> None:
    assert [row.confidence for row in years(2011, 2019).lines] == ["memory"] * 8 + ["verified"]


def test_changzhou_takes_the_rate_of_jiangsu() -> None:
    """2017: 4 × 200; 2018, from June 1: 4 × 300."""
    answer = years(2017, 2018, region="changzhou")
    assert [(str(row.amount), row.confidence) for row in answer.lines] == [
        ("800.00", "memory"),
        ("1200.00", "verified"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [
        (date(2026, 6, 1), date(2026, 9, 30), ["4 month"]),
        (date(2026, 5, 31), date(2026, 10, 1), ["4 month"]),  # what lies outside the season is not paid
        (date(2026, 5, 1), date(2026, 5, 31), []),
        (date(2026, 10, 1), date(2027, 5, 31), []),
        (date(2026, 6, 1), date(2026, 6, 30), ["1 month"]),
        (date(2026, 7, 10), date(2026, 7, 10), ["1 day"]),
        (date(2026, 6, 16), date(2026, 9, 15), ["11 day", "2 month", "11 day"]),  # June 19 is a holiday
        (date(2026, 9, 1), date(2026, 9, 20), ["15 day"]),  # ends on a working Sunday
        (date(2026, 9, 21), date(2026, 9, 24), ["4 day"]),  # ends on the eve of a holiday
        (date(2026, 9, 21), date(2026, 9, 28), ["6 day"]),  # across it: 25 is paid, 26 and 27 are not
        (date(2026, 7, 2), date(2026, 7, 31), ["21.75 day"]),  # 22 working days: a month, not more
        (date(2025, 9, 30), date(2026, 6, 1), ["1 day", "1 day"]),
    ],
)
def test_only_june_to_september_counts(start: date, end: date, lines: list[str]) -> None:
    assert [line[1] for line in shown(owed(start, end))] == lines


def test_a_part_of_a_month_goes_by_days_from_memory() -> None:
    """300 ÷ 21.75 × 11 = 151.72"""
    row = owed(date(2026, 6, 16), date(2026, 6, 30)).lines[0]
    assert (str(row.label), str(row.amount)) == ("Heat allowance 2026, part of a month", "151.72")
    assert (row.confidence, row.source) == ("memory", "沪人社规〔2019〕19号")


def test_the_day_the_rate_changes() -> None:
    """May 31, 2019 is out of season, June 2019 is paid at 300, September 2018 at 200."""
    answer = owed(date(2018, 9, 1), date(2019, 6, 30))
    assert [str(row.amount) for row in answer.lines] == ["200.00", "300.00"]


def test_shanghai_before_2011_06_goes_by_the_day() -> None:
    """2010: 20 × 10 = 200; 2011: 4 × 200 = 800."""
    answer = years(2010, 2011, hot_days=hot((2010, 20)))
    assert shown(answer) == [
        ("Heat allowance 2010, by the day", "20 day", "200.00"),
        ("Heat allowance 2011", "4 month", "800.00"),
    ]
    assert [row.article for row in answer.lines] == ["沪劳保综发〔2007〕30号", "沪人社综发〔2011〕43号"]
    assert (answer.is_complete, codes(answer)) == (True, ["evidence"])


def test_a_year_by_the_day_without_its_hot_days_is_left_out_with_a_warning() -> None:
    answer = years(2009, 2010, hot_days=hot((2010, 20)))
    assert (answer.total, answer.is_complete) == (D("200.00"), True)
    (note,) = [note for note in answer.notes if note.code == "hot_days_missing"]
    assert (note.kind, note.text.params) == ("warning", {"year": "2009"})


def test_no_hot_day_in_a_year_is_an_answer() -> None:
    answer = years(2010, 2010, hot_days=hot((2010, 0)))
    assert (answer.total, codes(answer)) == (D("0.00"), ["evidence"])


def test_a_rate_no_table_has_is_asked_for() -> None:
    answer = owed(date(2006, 7, 1), date(2006, 12, 31))
    assert answer.asks == (Ask("heat_month", "shanghai", date(2006, 7, 1), date(2006, 9, 30)),)
    assert (answer.total, codes(answer)) == (D("0.00"), ["rate_unknown", "evidence"])


def test_each_year_elsewhere_is_asked_for_by_itself_and_paid_once_entered() -> None:
    answer = years(2024, 2025, region="elsewhere")
    assert [(ask.start, ask.end) for ask in answer.asks] == [
        (date(2024, 6, 1), date(2024, 9, 30)),
        (date(2025, 6, 1), date(2025, 9, 30)),
    ]
    entered = [
        Rate(ask.series, ask.region, ask.start, D(180), "yuan_month", "通知", "entered", 0, ask.end)
        for ask in answer.asks
    ]
    tables = Tables(TABLES.rates.plus(entered), TABLES.calendar)
    again = heat_allowance(facts(date(2024, 1, 1), date(2025, 12, 31), region="elsewhere"), tables)
    assert (again.total, again.is_complete) == (D("1440.00"), True)


def test_what_was_paid_is_taken_off() -> None:
    answer = years(2020, 2020, paid=D(300))
    assert (answer.total, shown(answer)[1]) == (
        D("900.00"),
        ("Less what was paid", "1 item", "-300.00"),
    )


@pytest.mark.parametrize(
    ("left", "as_of", "code"),
    [
        (None, date(2030, 1, 1), None),
        (date(2025, 11, 23), date(2026, 10, 23), None),
        (date(2025, 11, 23), date(2026, 11, 23), "limitation_soon"),
        (date(2025, 11, 23), date(2026, 11, 24), "limitation_run_out"),
    ],
)
def test_limitation_runs_from_the_end_of_employment(left: date | None, as_of: date, code: str | None) -> None:
    answer = owed(date(2025, 6, 1), date(2025, 9, 30), left=left, as_of=as_of)
    assert [c for c in codes(answer) if c.startswith("limitation")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("change", "error", "code", "field", "params"),
    [
        ({"end": date(2009, 12, 31)}, InvalidPeriod, "period_order", "end", None),
        ({"left": date(2010, 12, 30)}, InvalidPeriod, "period_order", "left", None),
        ({"paid": D(-1)}, InvalidAmount, "amount_negative", "paid", {}),
        (
            {"hot_days": hot((2010, 1), (2010, 2))},
            InvalidCount,
            "count_year_twice",
            "hot_days",
            {"year": 2010},
        ),
        ({"hot_days": hot((2010, 123))}, InvalidCount, "count_too_large", "hot_days", {"limit": 122}),
        ({"hot_days": hot((2011, 1))}, InvalidCount, "count_too_large", "hot_days", {"limit": 0}),
    ],
)
def test_bad_input(
    change: dict[str, object],
    error: type[LabourLawError],
    code: str,
    field: str,
    params: dict[str, object] | None,
) -> None:
    with pytest.raises(error) as caught:
        facts(**{"start": date(2010, 1, 1), "end": date(2010, 12, 31)} | change)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)
    assert params is None or caught.value.params == params


@pytest.mark.parametrize(("days", "code"), [(-1, "count_negative"), (367, "count_too_large")])
def test_hot_days_of_a_year(days: int, code: str) -> None:
    with pytest.raises(InvalidCount) as caught:
        HotDays(year=2010, days=days)
    assert (caught.value.code, caught.value.field) == (code, "days")


def test_an_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        years(2020, 2020, region="beijing")
    assert (caught.value.code, caught.value.field) == ("region_unknown", "region")


def test_a_rate_by_the_day_that_changes_in_a_summer_cannot_be_shared_out() -> None:
    rows = [
        Rate("heat_day", "elsewhere", start, D(value), "yuan_day", "通知", "entered", 0, end)
        for start, end, value in (
            (date(2020, 6, 1), date(2020, 7, 31), 10),
            (date(2020, 8, 1), date(2020, 9, 30), 12),
        )
    ]
    tables = Tables(TABLES.rates.plus(rows), TABLES.calendar)
    summer = facts(date(2020, 6, 1), date(2020, 9, 30), region="elsewhere", hot_days=hot((2020, 30)))
    with pytest.raises(InvalidPeriod) as caught:
        heat_allowance(summer, tables)
    assert (caught.value.code, caught.value.params) == ("period_rate_changes", {"day": date(2020, 8, 1)})


def test_a_part_of_a_month_in_a_year_without_a_holiday_table() -> None:
    with pytest.raises(CalendarYearUnknown):
        owed(date(2028, 7, 2), date(2028, 7, 31))
    assert years(2028, 2028).total == D("1200.00")


def test_another_season_is_counted_from_its_first_month_to_its_last() -> None:
    """May to October, Shanghai 2026: 6 × 300."""
    year = date(2026, 1, 1), date(2026, 12, 31)
    (row,) = owed(*year, first_month=5, last_month=10).lines
    assert (row.amount, row.start, row.end) == (D("1800.00"), date(2026, 5, 1), date(2026, 10, 31))
    assert owed(*year, first_month=1, last_month=12).total == D("3600.00")
    assert owed(*year, first_month=2, last_month=2).lines[0].end == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("change", "error", "code", "field", "params"),
    [
        ({"first_month": 0}, InvalidCount, "count_not_a_month", "first_month", {"month": 0}),
        ({"last_month": 13}, InvalidCount, "count_not_a_month", "last_month", {"month": 13}),
        ({"last_month": D("9.5")}, InvalidCount, "count_not_whole", "last_month", {}),
        ({"last_month": 5}, InvalidPeriod, "period_months_order", "last_month", {"start": 6, "end": 5}),
    ],
)
def test_a_season_that_cannot_be(
    change: dict[str, Any], error: type[LabourLawError], code: str, field: str, params: dict[str, int]
) -> None:
    with pytest.raises(error) as caught:
        facts(date(2026, 1, 1), date(2026, 12, 31), **change)
    assert (caught.value.code, caught.value.field, caught.value.params) == (code, field, params)


PERIODS = st.tuples(st.dates(date(2011, 1, 1), date(2026, 12, 31)), st.integers(0, 1500)).map(
    lambda pair: (pair[0], min(pair[0] + timedelta(pair[1]), date(2026, 12, 31)))
)
REGIONS = st.sampled_from(["shanghai", "changzhou", "liyang"])


@settings(max_examples=100)
@given(PERIODS, REGIONS, st.decimals(min_value=0, max_value=5000, places=2))
def test_lines_add_up_and_the_total_is_never_negative(
    period: tuple[date, date], region: str, paid: Decimal
) -> None:
    answer = owed(*period, region=region, paid=paid)
    assert answer.total == sum(row.amount for row in answer.lines) >= 0
    assert all(row.amount >= 0 for row in answer.lines if row.unit != "item")


@settings(max_examples=100)
@given(PERIODS, REGIONS, st.data())
def test_split_at_the_first_of_a_month_the_sum_is_the_same(
    period: tuple[date, date], region: str, data: st.DataObject
) -> None:
    parts = cut_at_a_first(period, data)
    assert sum(owed(*part, region=region).total for part in parts) == owed(*period, region=region).total


@settings(max_examples=100)
@given(PERIODS, REGIONS, st.integers(0, 200))
def test_a_longer_period_is_never_owed_less(period: tuple[date, date], region: str, days: int) -> None:
    longer = min(period[1] + timedelta(days), date(2026, 12, 31))
    assert owed(period[0], longer, region=region).total >= owed(*period, region=region).total
