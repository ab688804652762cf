"""Wages while the employer stands still (工资支付暂行规定 12)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.standstill import Standstill, standstill
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.errors import InvalidAmount, InvalidPeriod, LabourLawError
from labour_law.rates import Rate, Tables, packaged_tables

TABLES = packaged_tables()
D = Decimal
BASE: dict[str, Any] = {
    "region": "changzhou",
    "start": date(2026, 3, 1),
    "end": date(2026, 5, 31),
    "monthly_wage": D(6000),
}


def of(tables: Tables = TABLES, **facts: Any) -> Any:
    return standstill(Standstill(**BASE | facts), tables)


def amounts(found: Any) -> list[tuple[Decimal, str, Decimal, Decimal]]:
    return [(row.quantity, row.unit, row.factor, row.amount) for row in found.lines]


def test_the_first_pay_cycle_is_paid_in_full_then_the_living_allowance() -> None:
    """Jiangsu, class 1, minimum wage 2,660: 6,000 for March; April and May at 80 %: 2 × 2,660 × 0.8 = 4,256."""
    found = of()
    assert amounts(found) == [(D(1), "month", D(1), D("6000.00")), (D(2), "month", D("0.8"), D("4256.00"))]
    assert [row.article for row in found.lines] == ["工资支付暂行规定 12"] * 2
    assert found.lines[1].source == "苏人社规〔2025〕3号；江苏省工资支付条例 31"
    assert found.total == D("10256.00")


def test_a_cycle_that_begins_in_a_month_is_a_month_from_its_first_day() -> None:
    """March 10 to April 9 in full; then April 10 to 30: 15 working days; May whole.

    6,000 + 15 × 2,660 × 0.8 ÷ 21.75 + 2,660 × 0.8 = 6,000 + 1,467.59 + 2,128 = 9,595.59
    """
    found = of(start=date(2026, 3, 10))
    assert amounts(found) == [
        (D(1), "month", D(1), D("6000.00")),
        (D(15), "day", D("0.8"), D("1467.59")),
        (D(1), "month", D("0.8"), D("2128.00")),
    ]


def test_within_the_first_cycle_only_its_days_are_paid() -> None:
    """March 2 to 6: five working days. 5 × 6,000 ÷ 21.75 = 1,379.31"""
    assert amounts(of(start=date(2026, 3, 2), end=date(2026, 3, 6))) == [(D(5), "day", D(1), D("1379.31"))]


def test_shenzhen_pays_eighty_per_cent_from_the_first_day() -> None:
    """80 % of 6,000 = 4,800; then 2 × 2,520 × 0.8 = 4,032."""
    found = of(region="shenzhen")
    assert [row.amount for row in found.lines] == [D("4800.00"), D("4032.00")]


@pytest.mark.parametrize(
    ("region", "share"), [("440100", "0.8"), ("beijing", "0.7"), ("zhejiang_1", "0.8"), ("shandong_1", "0.7")]
)
def test_the_share_is_that_of_the_province(region: str, share: str) -> None:
    after = [row for row in of(region=region).lines if "allowance" in row.label.message]
    assert {row.factor for row in after} <= {D(share)}


def test_where_no_share_is_known_it_is_asked_for_and_counts_once_entered() -> None:
    """Tianjin: nobody knows a share; with 75 % of 2,510 (entered): 2 × 2,510 × 0.75 = 3,765."""
    found = of(region="tianjin")
    assert [ask.series for ask in found.asks] == ["minimum_wage_month", "standstill_after"]
    assert found.total == D("6000.00")
    days = {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 5, 31)}
    shared: dict[str, Any] = {"region": "tianjin", "source": "津人社", "confidence": "entered", **days}
    entered = [
        Rate(series="minimum_wage_month", value=D(2510), unit="yuan_month", **shared),
        Rate(series="standstill_after", value=D(75), unit="percent_minimum", **shared),
    ]
    found = of(Tables(TABLES.rates.plus(entered), TABLES.calendar), region="tianjin")
    assert (found.asks, found.total) == ((), D("9765.00"))


def test_in_shanghai_the_share_is_not_known_since_the_rules_were_replaced() -> None:
    assert not of(region="shanghai").asks
    late = of(region="shanghai", start=date(2026, 7, 1), end=date(2026, 9, 30))
    assert [(ask.series, ask.start) for ask in late.asks] == [("standstill_after", date(2026, 8, 1))]


def test_a_raise_in_the_cycle_counts_from_its_day() -> None:
    """March 2026 has 22 working days: 10 at 5,000 (to the 13th), 12 at 6,000; by 21.75, at most a month each.

    10 × 5,000 ÷ 21.75 = 2,298.85; 12 × 6,000 ÷ 21.75 = 3,310.34
    """
    raised = (EarlierWage(until=date(2026, 3, 13), monthly_wage=D(5000)),)
    found = of(end=date(2026, 3, 31), earlier_wages=raised)
    assert [row.amount for row in found.lines] == [D("2298.85"), D("3310.34")]


def test_what_was_paid_is_taken_off() -> None:
    assert of(paid=D(2000)).total == D("8256.00")


def test_that_the_minimum_wage_is_without_insurance_is_told() -> None:
    assert "without_insurance" in [note.code for note in of(region="beijing").notes]
    assert "without_insurance" not in [note.code for note in of().notes]


@pytest.mark.parametrize(
    ("facts", "kind", "field"),
    [
        ({"end": date(2026, 2, 1)}, InvalidPeriod, "end"),
        ({"left": date(2026, 4, 1)}, InvalidPeriod, "left"),
        ({"paid": D(-1)}, InvalidAmount, "paid"),
    ],
)
def test_what_cannot_be_is_told_at_its_fact(
    facts: dict[str, Any], kind: type[LabourLawError], field: str
) -> None:
    with pytest.raises(kind) as refused:
        of(**facts)
    assert refused.value.field == field
