from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.minimum_wage import MinimumWage, minimum_wage
from labour_law.entitlements.result import Ask, Entitlement
from labour_law.errors import InvalidAmount, InvalidHours, InvalidPeriod, LabourLawError, UnknownRegion
from labour_law.rates import Rate, Tables, packaged_tables
from tests.labour_law.splits import cut_at_a_first

TABLES = packaged_tables()
MAY_2026 = date(2026, 5, 1), date(2026, 5, 31)


def facts(start: date, end: date, wage: str | None = "2500", **more: object) -> MinimumWage:
    monthly = None if wage is None else Decimal(wage)
    return MinimumWage(
        **{"region": "shanghai", "start": start, "end": end, "monthly_wage": monthly} | more  # type: ignore[arg-type]
    )


def short(start: date, end: date, wage: str | None = "2500", **more: object) -> Entitlement:
    return minimum_wage(facts(start, end, wage, **more), TABLES)


def codes(answer: Entitlement) -> list[str]:
    """The notes, each of which can be read."""
    return [note.code for note in answer.notes if str(note.text)]


def test_2500_in_shanghai_in_may_2026_is_240_short() -> None:
    """2,740 − 2,500 = 240"""
    answer = short(*MAY_2026)
    (row,) = answer.lines
    assert str(row.label) == "Shortfall to the minimum wage (2740 less 2500)"
    assert (str(row.amount), row.article, row.confidence) == ("240.00", "劳动合同法 85(2)", "verified")


def test_what_does_not_count_is_taken_off_first() -> None:
    """2,740 − (2,900 − 400) = 240"""
    assert short(*MAY_2026, "2900", excluded=Decimal(400)).total == Decimal("240.00")


@pytest.mark.parametrize(
    ("wage", "total", "met"),
    [("2739.99", "0.01", False), ("2740", "0.00", True), ("2740.01", "0.00", True), ("0", "2740.00", False)],
)
def test_at_the_minimum_nothing_is_owed_and_it_is_said(wage: str, total: str, met: bool) -> None:
    answer = short(*MAY_2026, wage)
    assert (str(answer.total), "minimum_met" in codes(answer)) == (total, met)


@pytest.mark.parametrize(
    ("start", "end", "amounts"),
    [
        (date(2025, 6, 30), date(2025, 6, 30), ["8.74"]),  # the last day of 2,690: 190 ÷ 21.75
        (date(2025, 7, 1), date(2025, 7, 1), ["11.03"]),  # the first of 2,740: 240 ÷ 21.75
        (date(2025, 6, 1), date(2025, 7, 31), ["190.00", "240.00"]),
        (date(2025, 5, 1), date(2025, 8, 31), ["380.00", "480.00"]),
        (date(2026, 8, 1), date(2026, 8, 12), ["88.28"]),  # 240 ÷ 21.75 × 8
        (date(2026, 2, 9), date(2026, 2, 14), ["66.21"]),  # to a working Saturday: × 6
        (date(2026, 9, 28), date(2026, 9, 30), ["33.10"]),  # to the eve of a holiday: × 3
        (date(2026, 10, 1), date(2026, 10, 15), ["110.34"]),  # across one: × 10, three of them paid holidays
        (date(2024, 2, 29), date(2024, 2, 29), ["8.74"]),
        (date(2026, 8, 9), date(2026, 8, 9), ["0.00"]),  # a Sunday
    ],
)
def test_months_days_and_rates(start: date, end: date, amounts: list[str]) -> None:
    assert [str(row.amount) for row in short(start, end).lines] == amounts


def test_only_the_months_below_the_minimum_have_a_line() -> None:
    (row,) = short(date(2025, 6, 1), date(2025, 7, 31), "2700").lines
    assert (row.start, row.end, str(row.amount)) == (date(2025, 7, 1), date(2025, 7, 31), "40.00")


def test_a_region_whose_class_is_listed_later_asks_for_the_time_before() -> None:
    """Of Heyuan the list begins with March 2025, class 4: 1,750 − 1,700 = 50."""
    answer = short(date(2025, 2, 1), date(2025, 3, 31), "1700", region="441602")
    assert answer.asks == (Ask("minimum_wage_month", "441602", date(2025, 2, 1), date(2025, 2, 28)),)
    assert [str(row.amount) for row in answer.lines] == ["50.00"]
    assert codes(answer) == ["rate_unknown", "excluded"]


def test_with_the_rate_entered_nothing_is_missing() -> None:
    """1,720 − 1,700 = 20, and 50."""
    february = date(2025, 2, 1), date(2025, 2, 28)
    row = Rate(
        "minimum_wage_month",
        "441602",
        february[0],
        Decimal(1720),
        "yuan_month",
        "通知",
        "entered",
        0,
        february[1],
    )
    tables = Tables(TABLES.rates.plus([row]), TABLES.calendar)
    answer = minimum_wage(facts(february[0], date(2025, 3, 31), "1700", region="441602"), tables)
    assert ([str(row.amount) for row in answer.lines], answer.is_complete) == (["20.00", "50.00"], True)
    assert [row.confidence for row in answer.lines] == ["entered", "two_sources"]


def by_the_hour(start: date, end: date, wage: str, hours: str, **more: object) -> Entitlement:
    return short(start, end, None, hourly_wage=Decimal(wage), hours=Decimal(hours), **more)


def test_by_the_hour() -> None:
    """60.5 h × (25 − 22) = 181.50"""
    (row,) = by_the_hour(*MAY_2026, "22", "60.5").lines
    assert (str(row.amount), row.unit, row.article) == ("181.50", "hour", "劳动合同法 72(1)")


def test_by_the_hour_at_the_minimum() -> None:
    answer = by_the_hour(*MAY_2026, "25", "60")
    assert (answer.total, codes(answer)) == (Decimal("0.00"), ["minimum_met"])
    assert [rate.value for rate in answer.compared] == [25]


def test_hours_cannot_be_divided_between_two_rates() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        by_the_hour(date(2025, 6, 30), date(2025, 7, 1), "20", "10")
    assert (caught.value.code, caught.value.field) == ("period_rate_changes", "end")
    assert caught.value.params == {"day": date(2025, 7, 1)}


def test_hours_cannot_be_divided_between_a_known_and_an_unknown_rate() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        by_the_hour(date(2025, 12, 31), date(2026, 1, 1), "20", "10", region="changzhou")
    assert caught.value.params == {"day": date(2026, 1, 1)}


@pytest.mark.parametrize(
    ("region", "total"), [("changzhou", "50.00"), ("jiangsu_2", "30.00"), ("jiangsu_3", "10.00")]
)
def test_the_hour_in_jiangsu_in_2026(region: str, total: str) -> None:
    """25, 23 and 21 yuan less 20, for 10 hours."""
    assert str(by_the_hour(*MAY_2026, "20", "10", region=region).total) == total


def test_an_unknown_rate_by_the_hour_is_asked_for() -> None:
    answer = by_the_hour(*MAY_2026, "20", "10", region="elsewhere")
    assert answer.asks == (Ask("minimum_wage_hour", "elsewhere", *MAY_2026),)
    assert (answer.total, codes(answer)) == (Decimal("0.00"), ["rate_unknown"])


@pytest.mark.parametrize(
    ("as_of", "code"), [(date(2026, 11, 1), "limitation_soon"), (date(2027, 6, 1), "limitation_run_out")]
)
def test_limitation_runs_from_the_end_of_employment(as_of: date, code: str) -> None:
    answer = short(date(2025, 6, 1), date(2025, 6, 30), left=date(2025, 11, 20), as_of=as_of)
    assert codes(answer)[-1] == code


@pytest.mark.parametrize(
    ("change", "error", "code", "field"),
    [
        ({"end": date(2026, 4, 30)}, InvalidPeriod, "period_order", "end"),
        ({"left": date(2026, 5, 30)}, InvalidPeriod, "period_order", "left"),
        ({"monthly_wage": Decimal(-1)}, InvalidAmount, "amount_negative", "monthly_wage"),
        ({"excluded": Decimal(-1)}, InvalidAmount, "amount_negative", "excluded"),
        ({"excluded": Decimal("2500.01")}, InvalidAmount, "amount_too_large", "excluded"),
        ({"hourly_wage": Decimal(20)}, InvalidAmount, "amount_month_or_hour", "monthly_wage"),
        ({"hours": Decimal(20)}, InvalidAmount, "amount_month_or_hour", "monthly_wage"),
        ({"monthly_wage": None}, InvalidAmount, "amount_month_or_hour", "monthly_wage"),
        (
            {"monthly_wage": None, "hourly_wage": Decimal(20)},
            InvalidAmount,
            "amount_month_or_hour",
            "monthly_wage",
        ),
        (
            {"monthly_wage": None, "hourly_wage": Decimal(-1), "hours": Decimal(8)},
            InvalidAmount,
            "amount_negative",
            "hourly_wage",
        ),
        (
            {"monthly_wage": None, "hourly_wage": Decimal(20), "hours": Decimal(-8)},
            InvalidHours,
            "hours_negative",
            "hours",
        ),
        (
            {"monthly_wage": None, "hourly_wage": Decimal(9), "hours": Decimal(8), "excluded": Decimal(1)},
            InvalidAmount,
            "amount_month_or_hour",
            "excluded",
        ),
    ],
)
def test_bad_input(change: dict[str, object], error: type[LabourLawError], code: str, field: str) -> None:
    with pytest.raises(error) as caught:
        facts(**{"start": MAY_2026[0], "end": MAY_2026[1]} | change)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)


def test_an_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        short(*MAY_2026, region="atlantis")
    assert (caught.value.code, caught.value.field) == ("region_unknown", "region")


WAGES = st.decimals(min_value=0, max_value=4000, places=2)
PERIODS = st.tuples(st.dates(date(2009, 1, 1), date(2026, 12, 31)), st.integers(0, 800)).map(
    lambda pair: (pair[0], min(pair[0] + timedelta(pair[1]), date(2026, 12, 31)))
)


def total(period: tuple[date, date], wage: Decimal) -> Decimal:
    return short(*period, monthly_wage=wage).total


@settings(max_examples=100)
@given(PERIODS, WAGES)
def test_lines_add_up_and_are_never_negative(period: tuple[date, date], wage: Decimal) -> None:
    answer = short(*period, monthly_wage=wage)
    assert answer.total == sum((row.amount for row in answer.lines), Decimal(0))
    assert all(row.amount >= 0 for row in answer.lines)


@settings(max_examples=100)
@given(PERIODS, WAGES, st.data())
def test_split_at_the_first_of_a_month_the_sum_is_the_same(
    period: tuple[date, date], wage: Decimal, data: st.DataObject
) -> None:
    parts = cut_at_a_first(period, data)
    assert sum(total(part, wage) for part in parts) == total(period, wage)


@settings(max_examples=100)
@given(PERIODS, WAGES, WAGES)
def test_a_higher_wage_is_never_shorter_of_the_minimum(
    period: tuple[date, date], one: Decimal, other: Decimal
) -> None:
    assert total(period, max(one, other)) <= total(period, min(one, other))


@settings(max_examples=100)
@given(PERIODS, WAGES, st.integers(0, 100))
def test_a_longer_period_is_never_owed_less(period: tuple[date, date], wage: Decimal, days: int) -> None:
    longer = min(period[1] + timedelta(days), date(2026, 12, 31))
    assert total((period[0], longer), wage) >= total(period, wage)


@pytest.mark.parametrize(
    ("start", "over_age", "told"),
    [
        (date(2026, 7, 1), True, ["info"]),
        (date(2026, 6, 1), True, ["warning"]),
        (date(2026, 7, 1), False, []),
    ],
    ids=["past retirement age", "in part before the rules", "anybody else"],
)
def test_that_it_holds_past_retirement_age_is_said_of_those_alone(
    start: date, over_age: bool, told: list[str]
) -> None:
    facts = MinimumWage(
        region="shanghai", start=start, end=date(2026, 7, 31), monthly_wage=Decimal(2000), over_age=over_age
    )
    assert [note.kind for note in minimum_wage(facts, TABLES).notes if note.code == "over_age"] == told


# --- minimum wages without the worker's own insurance ---


@pytest.mark.parametrize(
    ("region", "own", "amount"),
    [
        pytest.param("shanghai", 0, None, id="nothing known to take off"),
        pytest.param("shanghai", 290, "30.00", id="2,740 less (3,000 less 290)"),
        pytest.param("shanghai", 260, None, id="2,740 are left"),
        pytest.param("changzhou", 900, None, id="with it: 3,000 count in full against 2,660"),
    ],
)
def test_own_insurance_counts_where_the_minimum_wage_is_without_it(
    region: str, own: int, amount: str | None
) -> None:
    june = date(2026, 6, 1), date(2026, 6, 30)
    found = minimum_wage(facts(*june, "3000", region=region, own_insurance=Decimal(own)), TABLES)
    assert [str(row.amount) for row in found.lines] == ([amount] if amount else [])
    kinds = [note.kind for note in found.notes if note.code == "without_insurance"]
    assert kinds == ([] if region == "changzhou" else ["info" if own else "warning"])


def test_a_wage_far_above_the_minimum_says_nothing_of_insurance() -> None:
    found = minimum_wage(facts(*MAY_2026, "4110"), TABLES)
    assert "without_insurance" not in [note.code for note in found.notes]


def test_own_insurance_is_no_more_than_the_wage_and_not_of_an_hourly_one() -> None:
    shared: dict[str, Any] = {"region": "shanghai", "start": date(2026, 6, 1), "end": date(2026, 6, 30)}
    with pytest.raises(InvalidAmount) as refused:
        MinimumWage(**shared, monthly_wage=Decimal(2000), own_insurance=Decimal(2001))
    assert refused.value.field == "own_insurance"
    with pytest.raises(InvalidAmount) as refused:
        MinimumWage(**shared, hourly_wage=Decimal(20), hours=Decimal(8), own_insurance=Decimal(1))
    assert refused.value.field == "own_insurance"
