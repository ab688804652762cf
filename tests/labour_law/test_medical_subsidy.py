"""The medical subsidy at an end over an illness, and what it rests on."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.medical_subsidy import MedicalSubsidy, basis_of, medical_subsidy
from labour_law.errors import InvalidChoice, InvalidCount, LabourLawError
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal
BASE: dict[str, Any] = {
    "left": date(2026, 6, 30),
    "cause": "no_fault_illness",
    "monthly_wage": D("8123.45"),
    "region": "shanghai",
}


def facts(**changed: Any) -> MedicalSubsidy:
    return MedicalSubsidy(**BASE | changed)


def codes(**changed: Any) -> list[str]:
    return [note.code for note in medical_subsidy(facts(**changed), TABLES).notes]


def test_six_months_of_the_mean_wage_are_the_least() -> None:
    """6 × 8,123.45 = 48,740.70"""
    assert medical_subsidy(facts(), TABLES).total == D("48740.70")


def test_more_is_claimed_for_a_grave_illness() -> None:
    """Nine months, half as much again: 9 × 8,123.45 = 73,111.05"""
    assert medical_subsidy(facts(months=D(9)), TABLES).total == D("73111.05")


@pytest.mark.parametrize(
    ("changed", "article", "confidence"),
    [
        ({}, "上海市劳动合同条例 44", "two_sources"),
        ({"region": "310116"}, "上海市劳动合同条例 44", "two_sources"),
        ({"region": "beijing"}, "劳部发〔1995〕309号 35", "two_sources"),
        ({"cause": "expiry"}, "劳部发〔1996〕354号 22; 劳办发〔1997〕18号 2", "two_sources"),
        ({"left": date(2017, 11, 23)}, "劳部发〔1994〕481号 6", "two_sources"),
        ({"left": date(2017, 11, 24), "region": "changzhou"}, "劳部发〔1995〕309号 35", "two_sources"),
    ],
)
def test_what_gives_it_depends_on_end_day_and_place(
    changed: dict[str, Any], article: str, confidence: str
) -> None:
    basis = basis_of(facts(**changed), TABLES)
    assert (basis.article, basis.confidence) == (article, confidence)
    [row] = medical_subsidy(facts(**changed), TABLES).lines
    assert (row.article, row.confidence) == (article, confidence)


@pytest.mark.parametrize(
    ("changed", "is_told"), [({}, True), ({"cause": "expiry"}, True), ({"left": date(2017, 11, 23)}, False)]
)
def test_that_it_is_not_settled_is_told_since_the_rule_was_repealed(
    changed: dict[str, Any], is_told: bool
) -> None:
    assert ("medical_subsidy_unsettled" in codes(**changed)) == is_told


def test_less_than_six_months_is_told() -> None:
    assert "below_least" in codes(months=D(3))
    assert "below_least" not in codes()


@pytest.mark.parametrize(
    ("changed", "kind", "field"),
    [
        ({"cause": "redundancy"}, InvalidChoice, "cause"),
        ({"months": D(25)}, InvalidCount, "months"),
    ],
)
def test_what_cannot_be_is_told_at_its_fact(
    changed: dict[str, Any], kind: type[LabourLawError], field: str
) -> None:
    with pytest.raises(kind) as refused:
        facts(**changed)
    assert refused.value.field == field
