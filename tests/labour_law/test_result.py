"""What a line is made of, and how sure it is."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from labour_law.entitlements.result import Text, line
from labour_law.rates import Rate
from labour_law.tables import Confidence, least_sure

SURE = Rate("heat_month", "shanghai", date(2019, 6, 1), Decimal(300), "yuan_month", "one notice", "verified")
UNSURE = replace(SURE, source="another notice", confidence="memory")


@pytest.mark.parametrize(
    ("marks", "least"),
    [
        ((), "verified"),
        (("verified", "verified"), "verified"),
        (("verified", "entered"), "entered"),
        (("memory", "entered"), "memory"),
    ],
)
def test_what_rests_on_several_is_no_surer_than_the_least_sure(
    marks: tuple[Confidence, ...], least: Confidence
) -> None:
    assert least_sure(*marks) == least


@pytest.mark.parametrize(
    ("rates", "own", "source", "confidence"),
    [
        ((), "verified", "", "verified"),
        ((), "memory", "", "memory"),
        ((SURE,), "verified", "one notice", "verified"),
        ((SURE,), "memory", "one notice", "memory"),
        ((SURE, UNSURE), "verified", "one notice；another notice", "memory"),
        ((UNSURE, UNSURE), "verified", "another notice", "memory"),
    ],
)
def test_a_line_is_as_sure_as_the_least_sure_of_its_rates_and_of_its_rule(
    rates: tuple[Rate, ...], own: Confidence, source: str, confidence: Confidence
) -> None:
    row = line(Text("x"), 1, "month", Decimal(300), "", confidence=own, table_rates=rates)
    assert (row.source, row.confidence, row.table_rates) == (source, confidence, rates)
