"""Pay for days of illness (劳部发〔1995〕309号 59), and the rule of Shanghai."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.sick_pay import SickPay, sick_pay, sick_rules
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.errors import InvalidPeriod
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal
BASE: dict[str, Any] = {
    "region": "shanghai",
    "hired": date(2023, 3, 1),
    "start": date(2026, 4, 1),
    "end": date(2026, 5, 31),
    "monthly_wage": D(8000),
}


def of(**facts: Any) -> Any:
    return sick_pay(SickPay(**BASE | facts), TABLES)


def amounts(found: Any) -> list[tuple[Decimal, str, Decimal, Decimal, Decimal]]:
    return [(row.quantity, row.unit, row.rate, row.factor, row.amount) for row in found.lines]


def codes(found: Any) -> list[str]:
    return [note.code for note in found.notes]


def test_elsewhere_the_least_is_eighty_per_cent_of_the_minimum_wage() -> None:
    """Changzhou, minimum wage 2,660: 2 × 2,660 × 0.8 = 4,256."""
    found = of(region="changzhou")
    assert amounts(found) == [(D(2), "month", D(2660), D("0.8"), D("4256.00"))]
    assert found.lines[0].article == "劳部发〔1995〕309号 59"
    assert "contract_may_give_more" in codes(found)


@pytest.mark.parametrize(
    ("hired", "share"),
    [
        (date(2025, 1, 1), "0.6"),
        (date(2024, 4, 2), "0.6"),
        (date(2024, 4, 1), "0.7"),
        (date(2022, 4, 1), "0.8"),
        (date(2020, 4, 1), "0.9"),
        (date(2018, 4, 1), "1"),
    ],
)
def test_in_shanghai_the_share_grows_with_the_years_of_service(hired: date, share: str) -> None:
    """Of April 2026 alone, at 8,000."""
    found = of(hired=hired, end=date(2026, 4, 1))
    assert [row.factor for row in found.lines] == [D(share)]


@pytest.mark.parametrize(("years", "share"), [(0, 40), (1, 50), (2, 50), (3, 60), (30, 60)])
def test_beyond_six_months_it_is_less(years: int, share: int) -> None:
    assert sick_rules()["shanghai"].share(years, is_long=True) == share


def test_the_seventh_month_is_paid_by_the_lower_share() -> None:
    """Three full years: six months at 70 % of 8,000 = 33,600, the seventh at 60 % = 4,800."""
    found = of(start=date(2026, 1, 1), end=date(2026, 7, 31), hired=date(2022, 12, 1))
    assert amounts(found) == [
        (D(6), "month", D(8000), D("0.7"), D("33600.00")),
        (D(1), "month", D(8000), D("0.6"), D("4800.00")),
    ]


def test_a_step_within_a_month_parts_it_by_its_paid_days() -> None:
    """Two years are full on April 15, 2026. April has 22 paid days: 9 working days and the holiday of the 5th
    before, 12 working days after; the parts make up the month.

    10 × 8,000 × 0.6 ÷ 22 = 2,181.82; 12 × 8,000 × 0.7 ÷ 22 = 3,054.55
    """
    found = of(hired=date(2024, 4, 15), end=date(2026, 4, 30))
    assert [(row.end, row.quantity, row.divisor, row.factor, row.amount) for row in found.lines] == [
        (date(2026, 4, 14), D(10), D(22), D("0.6"), D("2181.82")),
        (date(2026, 4, 30), D(12), D(22), D("0.7"), D("3054.55")),
    ]


def test_a_share_below_the_least_is_raised_to_it() -> None:
    """60 % of 3,000 is 1,800, less than 80 % of 2,740: 2 × 2,740 × 0.8 = 4,384."""
    found = of(hired=date(2025, 3, 1), monthly_wage=D(3000))
    assert amounts(found) == [(D(2), "month", D(2740), D("0.8"), D("4384.00"))]
    assert "without_insurance" in codes(found)


def test_what_was_paid_is_taken_off() -> None:
    """2 × 8,000 × 0.7 = 11,200, less 5,000."""
    assert of(paid=D(5000)).total == D("6200.00")


def test_another_wage_counts_up_to_its_day() -> None:
    """April at 7,000, May at 8,000, both × 0.7: 4,900 + 5,600."""
    earlier = (EarlierWage(until=date(2026, 4, 30), monthly_wage=D(7000)),)
    assert [row.amount for row in of(earlier_wages=earlier).lines] == [D("4900.00"), D("5600.00")]


def test_sick_pay_above_the_average_wage_is_told() -> None:
    assert "above_average" in codes(of(monthly_wage=D(30000)))
    assert "above_average" not in codes(of())


def test_an_unknown_minimum_wage_is_asked_for() -> None:
    found = of(region="tianjin")
    assert ([ask.series for ask in found.asks], found.total) == (["minimum_wage_month"], 0)


def test_nobody_is_ill_before_the_first_day() -> None:
    with pytest.raises(InvalidPeriod) as refused:
        of(start=date(2023, 2, 1))
    assert refused.value.field == "start"


def test_in_shanghai_two_sources_say_the_steps_and_a_note_names_the_least_of_the_house() -> None:
    found = of()
    assert [row.confidence for row in found.lines] == ["two_sources"]
    assert "enterprise_average" in codes(found)
    assert "enterprise_average" not in codes(of(region="changzhou"))
