"""Wages from an unlawful end to the day work goes on (劳动合同法 48; 法释〔2025〕12号 18)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.entitlements.continued_wages import ContinuedWages, continued_wages
from labour_law.errors import CalendarYearUnknown, InvalidPeriod
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal


def of(left: date, until: date, **facts: Any) -> Any:
    return continued_wages(ContinuedWages(left=left, until=until, monthly_wage=D(6500), **facts), TABLES)


def test_whole_months_and_the_days_of_the_last_one() -> None:
    """June and July 2026, and August 1 to 12: 8 working days.

    2 × 6,500 + 8 × 6,500 ÷ 21.75 = 13,000 + 2,390.80 = 15,390.80
    """
    found = of(date(2026, 5, 31), date(2026, 8, 12))
    assert [(row.quantity, row.unit, row.amount) for row in found.lines] == [
        (D(2), "month", D("13000.00")),
        (D(8), "day", D("2390.80")),
    ]
    assert {row.article for row in found.lines} == {"法释〔2025〕12号 18"}


def test_that_it_takes_the_place_of_damages_is_a_warning() -> None:
    [note] = [
        one for one in of(date(2026, 5, 31), date(2026, 6, 30)).notes if one.code == "instead_of_damages"
    ]
    assert (note.kind, note.article) == ("warning", "劳动合同法 48; 法释〔2025〕12号 16")


@pytest.mark.parametrize(("left", "is_told"), [(date(2025, 8, 31), True), (date(2025, 9, 1), False)])
def test_an_end_before_the_rule_was_in_force_is_told(left: date, is_told: bool) -> None:
    assert ("before_2025_09" in [note.code for note in of(left, date(2025, 12, 31)).notes]) == is_told


def test_there_has_to_be_a_day_after_the_end() -> None:
    with pytest.raises(InvalidPeriod) as refused:
        of(date(2026, 5, 31), date(2026, 5, 31))
    assert refused.value.field == "until"


def test_part_of_a_month_needs_the_holidays_of_its_year() -> None:
    with pytest.raises(CalendarYearUnknown):
        of(date(2026, 12, 31), date(2027, 1, 10))
