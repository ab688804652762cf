from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, HotHours, heat_allowance
from labour_law.entitlements.result import Ask, Entitlement
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidChoice,
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


def with_rates(*rows: Rate) -> Tables:
    return Tables(TABLES.rates.plus(rows), TABLES.calendar)


def test_all_years_elsewhere_are_asked_for_once_and_paid_once_entered() -> None:
    answer = years(2024, 2025, region="elsewhere")
    (ask,) = answer.asks
    assert (ask.series, ask.start, ask.end) == ("heat_month", date(2024, 6, 1), date(2025, 9, 30))
    entered = Rate(ask.series, ask.region, ask.start, D(180), "yuan_month", "通知", "entered", 0, ask.end)
    again = heat_allowance(
        facts(date(2024, 1, 1), date(2025, 12, 31), region="elsewhere"), with_rates(entered)
    )
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


def test_no_more_hot_days_than_the_season_has() -> None:
    with pytest.raises(InvalidCount) as caught:
        years(2010, 2010, hot_days=hot((2010, 123)))
    assert (caught.value.code, caught.value.field) == ("count_too_large", "hot_days")
    assert caught.value.params == {"limit": 122}


@pytest.mark.parametrize(("days", "code"), [(-1, "count_negative"), (367, "count_too_large")])
def test_hot_days_of_a_year(days: int, code: str) -> None:
    with pytest.raises(InvalidCount) as caught:
        HotDays(year=2010, days=days)
    assert (caught.value.code, caught.value.field) == (code, "days")


def test_an_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        years(2020, 2020, region="atlantis")
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


# --- rules of other provinces: data alone tells them apart ---

YEAR = date(2024, 1, 1), date(2024, 12, 31)


def confirmed(region: str) -> Tables:
    """The tables after somebody confirmed what is offered for the region."""
    (offer,) = TABLES.rates.offers("heat_month", region, YEAR[0])
    return with_rates(*(replace(row, confidence="entered") for row in offer))


def in_2024(region: str, tables: Tables = TABLES, **more: object) -> Entitlement:
    return heat_allowance(facts(*YEAR, region=region, **more), tables)


@pytest.mark.parametrize(
    ("region", "more", "lines"),
    [
        ("zhejiang", {"place": "outdoors"}, [("4 month", "1200.00")]),
        ("zhejiang", {"place": "indoors"}, [("4 month", "800.00")]),
        ("3301", {"place": "indoors"}, [("4 month", "800.00")]),
        ("beijing", {"place": "outdoors"}, [("3 month", "540.00")]),  # June to August
        ("110105", {"place": "indoors"}, [("3 month", "360.00")]),
        ("shandong", {"place": "indoors"}, [("4 month", "560.00")]),
        ("shanxi", {}, [("3 month", "720.00")]),
        ("guangxi", {}, [("5 month", "500.00")]),  # 100 to 200, June to October
        ("hubei", {"hot_days": hot((2024, 50))}, [("50 day", "600.00")]),
        ("hainan", {"hot_days": hot((2024, 214))}, [("214 day", "2140.00")]),  # April to October
        ("gansu", {"place": "outdoors", "hot_days": hot((2024, 10))}, [("10 day", "120.00")]),
        ("ningxia", {"place": "indoors", "hot_days": hot((2024, 10))}, [("10 day", "80.00")]),
        ("guizhou", {}, [("4 month", "672.00")]),
        ("guizhou", {"hot_days": hot((2024, 30))}, [("30 day", "240.00")]),  # by the day where days are given
    ],
)
def test_the_rule_of_a_province(region: str, more: dict[str, Any], lines: list[tuple[str, str]]) -> None:
    answer = in_2024(region, **more)
    assert [line[1:] for line in shown(answer)] == lines
    assert {row.confidence for row in answer.lines} == {"two_sources"}
    assert answer.is_complete


@pytest.mark.parametrize(
    ("region", "more", "lines"),
    [
        ("jiangxi", {"place": "outdoors"}, [("4 month", "1200.00")]),
        ("jiangxi", {"place": "indoors", "hot_days": hot((2024, 12))}, [("12 day", "240.00")]),
        (
            "jiangxi",
            {"place": "indoors", "hot_hours": (HotHours(year=2024, hours=D("12.5")),)},
            [("12.5 hour", "37.50")],
        ),
        (
            "fujian",
            {"hot_days": hot((2024, 8))},
            [("8 day", "96.00"), ("4 month", "1040.00")],
        ),  # May, then by month
        (
            "chongqing",
            {
                "hot_days": (
                    HotDays(year=2024, days=20, degrees=38),
                    HotDays(year=2024, days=9, degrees=40),
                    HotDays(year=2024, days=3, degrees=43),
                )
            },
            [("20 day", "100.00"), ("9 day", "90.00"), ("3 day", "30.00")],
        ),
        (
            "hebei",
            {"place": "outdoors", "hot_hours": (HotHours(year=2024, hours=D(300)),)},
            [("300 hour", "450.00")],
        ),
        ("hunan", {}, [("3 month", "450.00")]),
        ("guangdong", {}, [("5 month", "1500.00")]),
    ],
)
def test_an_unconfirmed_rule_is_offered_and_used_once_confirmed(
    region: str, more: dict[str, Any], lines: list[tuple[str, str]]
) -> None:
    before = in_2024(region, **more)
    assert (before.total, len(before.asks)) == (D("0.00"), 1)
    answer = in_2024(region, confirmed(region), **more)
    assert [line[1:] for line in shown(answer)] == lines
    assert {row.confidence for row in answer.lines} == {"entered"}


def test_twelve_percent_of_the_average_daily_wage_in_tianjin() -> None:
    """9,000 ÷ 21.75 × 12 % × 40 days = 1,986.21; the average wage of the year before is asked for."""
    days = hot((2024, 40))
    (ask,) = in_2024("tianjin", hot_days=days).asks
    assert (ask.series, ask.start, ask.end) == ("average_wage", date(2023, 1, 1), date(2023, 12, 31))
    average = Rate(ask.series, "tianjin", ask.start, D(9000), "yuan_month", "统计局", "entered", 0, ask.end)
    answer = in_2024("tianjin", with_rates(average), hot_days=days)
    assert (answer.total, answer.lines[0].source) == (
        D("1986.21"),
        "两处公开转载一致（2018、2020年）；统计局",
    )


@pytest.mark.parametrize("region", ["zhejiang", "beijing", "330106", "gansu"])
def test_where_there_are_two_rates_the_place_is_needed(region: str) -> None:
    with pytest.raises(InvalidChoice) as caught:
        in_2024(region)
    assert (caught.value.code, caught.value.field) == ("choice_place", "place")


def test_steps_without_a_temperature_are_reckoned_by_the_lowest_with_a_warning() -> None:
    answer = in_2024("chongqing", confirmed("chongqing"), hot_days=hot((2024, 10)))
    assert (answer.total, codes(answer)[0]) == (D("50.00"), "degrees_missing")


def test_below_the_first_step_nothing_is_owed() -> None:
    days = (HotDays(year=2024, days=10, degrees=36),)
    answer = in_2024("chongqing", confirmed("chongqing"), hot_days=days)
    assert (answer.total, codes(answer)[0]) == (D("0.00"), "not_hot_enough")


def test_what_a_rule_leaves_open_is_said() -> None:
    assert "range" in codes(in_2024("guangxi"))
    assert "season_open" in codes(in_2024("inner_mongolia"))
    assert "season_open" not in codes(in_2024("inner_mongolia", first_month=6, last_month=8))
    assert "hot_days_missing" in codes(in_2024("hubei"))
    assert "hot_hours_missing" in codes(in_2024("hebei", confirmed("hebei"), place="indoors"))


def test_a_rule_the_tables_do_not_have_is_asked_for() -> None:
    for region in ("heilongjiang", "qinghai", "tibet", "elsewhere"):
        (ask,) = in_2024(region).asks
        assert (ask.start, ask.end) == (date(2024, 6, 1), date(2024, 9, 30))
        assert TABLES.rates.offers(ask.series, region, ask.start) == ()


def test_the_same_year_may_come_with_several_temperatures_but_not_twice_with_one() -> None:
    twice = (HotDays(year=2024, days=1, degrees=38),) * 2
    with pytest.raises(InvalidCount) as caught:
        facts(*YEAR, hot_days=twice)
    assert caught.value.code == "count_year_twice"
