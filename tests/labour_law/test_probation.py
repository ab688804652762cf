"""Damages for a probation longer than the law allows (劳动合同法 19, 83)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.probation import LAWFUL_MONTHS, Probation, probation
from labour_law.errors import InvalidAmount, InvalidChoice, InvalidPeriod, LabourLawError
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal
BASE: dict[str, Any] = {
    "term": "under_3_years",
    "start": date(2025, 3, 1),
    "end": date(2025, 8, 31),
    "monthly_wage": D(6000),
}


def of(**facts: Any) -> Any:
    return probation(Probation(**BASE | facts), TABLES)


@pytest.mark.parametrize(
    ("term", "months", "total"),
    [
        ("under_3_months", 0, 36000),  # 6 × 6,000
        ("task", 0, 36000),
        ("again", 0, 36000),
        ("under_1_year", 1, 30000),  # 5 × 6,000
        ("under_3_years", 2, 24000),  # 4 × 6,000
        ("longer", 6, 0),
    ],
)
def test_of_six_months_served_what_is_beyond_the_lawful_ones_is_paid_again(
    term: str, months: int, total: int
) -> None:
    assert LAWFUL_MONTHS[term] == months
    assert of(term=term).total == total


def test_the_case_published_by_a_county_government() -> None:
    """A contract of one year with three months of probation (jianghai.gov.cn, post_2586118): one month at the wage after it.

    1 × 5,000 = 5,000
    """
    served = of(term="under_3_years", start=date(2024, 3, 18), end=date(2024, 6, 17), monthly_wage=D(5000))
    assert served.total == 5000
    assert [(row.start, row.end, row.quantity, row.article) for row in served.lines] == [
        (date(2024, 5, 18), date(2024, 6, 17), 1, "劳动合同法 83")
    ]


def test_days_beyond_full_months_are_paid_days_of_a_month() -> None:
    """Beyond: 2025-05-01 to 06-10, a month, and of June 1 to 10 six working days: 3 to 6, 9 and 10.

    6,000 + 6 × 6,000 ÷ 21.75 = 6,000 + 1,655.17 = 7,655.17
    """
    served = of(end=date(2025, 6, 10))
    assert [(row.quantity, row.unit, row.amount) for row in served.lines] == [
        (D(1), "month", D("6000.00")),
        (D(6), "day", D("1655.17")),
    ]
    assert served.total == D("7655.17")
    assert "part_month" in [note.code for note in served.notes]


@pytest.mark.parametrize(("end", "is_owed"), [(date(2025, 4, 30), False), (date(2025, 5, 1), True)])
def test_the_last_lawful_day_is_the_last_of_the_second_month(end: date, is_owed: bool) -> None:
    assert bool(of(end=end).lines) == is_owed


def test_a_month_without_such_a_day_is_full_with_its_last() -> None:
    """From January 31 a month goes to the last of February."""
    served = Probation(**BASE | {"term": "under_1_year", "start": date(2025, 1, 31)})
    assert served.lawful_until == date(2025, 2, 28)


def test_before_2008_nothing_is_owed() -> None:
    """Of 2007-03-01 to 2008-01-31 only January 2008: 6,000."""
    assert of(start=date(2007, 3, 1), end=date(2007, 12, 31)).total == 0
    assert of(start=date(2007, 3, 1), end=date(2008, 1, 31)).total == 6000


def test_the_year_to_claim_runs_from_the_end_of_the_probation() -> None:
    late = of(as_of=date(2026, 9, 2))
    assert [note.code for note in late.notes if note.code.startswith("limitation")] == ["limitation_run_out"]
    assert not [note for note in of().notes if note.code.startswith("limitation")]


@pytest.mark.parametrize(
    ("facts", "kind", "field"),
    [
        ({"term": "yearly"}, InvalidChoice, "term"),
        ({"end": date(2025, 2, 1)}, InvalidPeriod, "end"),
        ({"monthly_wage": D(0)}, InvalidAmount, "monthly_wage"),
    ],
)
def test_what_cannot_be_is_told_at_its_fact(
    facts: dict[str, Any], kind: type[LabourLawError], field: str
) -> None:
    with pytest.raises(kind) as refused:
        of(**facts)
    assert refused.value.field == field
