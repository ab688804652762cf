from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.wage_history import EarlierWage, mean_wage, require_earlier_wages, stretches
from labour_law.errors import InvalidAmount, InvalidPeriod

WAGE = Decimal(6000)


def until(year: int, month: int, day: int, wage: int = 5000) -> EarlierWage:
    return EarlierWage(until=date(year, month, day), monthly_wage=Decimal(wage))


@pytest.mark.parametrize(
    ("hired", "left", "earlier", "mean"),
    [
        pytest.param(date(2020, 3, 15), date(2026, 6, 30), [], "6000.00", id="one wage"),
        pytest.param(
            date(2020, 3, 15),
            date(2026, 6, 30),
            [until(2025, 12, 31)],
            "5500.00",
            id="raised half a year before",
        ),
        pytest.param(
            date(2020, 3, 15),
            date(2026, 6, 10),
            [until(2025, 12, 31)],
            "5416.67",
            id="the month begun is left out",
        ),
        pytest.param(
            date(2020, 3, 15),
            date(2026, 6, 30),
            [until(2025, 6, 30)],
            "6000.00",
            id="a raise before the year",
        ),
        pytest.param(
            date(2026, 1, 20),
            date(2026, 6, 30),
            [until(2026, 2, 28)],
            "5800.00",
            id="the whole months there are",
        ),
        pytest.param(
            date(2026, 5, 15), date(2026, 6, 20), [], "6000.00", id="no whole month: the days there are"
        ),
        pytest.param(
            date(2026, 6, 1), date(2026, 6, 30), [until(2026, 6, 15)], "5500.00", id="raised within the month"
        ),
        pytest.param(
            date(2026, 3, 2),
            date(2026, 3, 30),
            [until(2026, 3, 16)],
            "5482.76",
            id="14 of 29 days at the new wage",
        ),
        pytest.param(
            date(2024, 2, 1), date(2024, 2, 29), [], "6000.00", id="a leap February is a whole month"
        ),
    ],
)
def test_the_mean_is_of_the_twelve_whole_months_before_the_end(
    hired: date, left: date, earlier: list[EarlierWage], mean: str
) -> None:
    assert mean_wage(hired, left, WAGE, earlier) == Decimal(mean)


def test_earlier_wages_may_come_in_any_order() -> None:
    earlier = [until(2025, 12, 31, 5500), until(2025, 6, 30)]
    assert [
        (part.start, part.end, part.monthly_wage)
        for part in stretches(date(2025, 6, 1), date(2026, 1, 31), WAGE, earlier)
    ] == [
        (date(2025, 6, 1), date(2025, 6, 30), 5000),
        (date(2025, 7, 1), date(2025, 12, 31), 5500),
        (date(2026, 1, 1), date(2026, 1, 31), 6000),
    ]


def test_two_wages_until_the_same_day_and_wages_of_nothing_are_refused() -> None:
    with pytest.raises(InvalidPeriod) as refused:
        require_earlier_wages([until(2025, 6, 30), until(2025, 6, 30, 5500)])
    assert (refused.value.code, refused.value.field) == ("period_day_twice", "earlier_wages")
    with pytest.raises(InvalidAmount):
        until(2025, 6, 30, 0)


days = st.dates(date(2015, 1, 1), date(2026, 12, 31))
raises = st.lists(
    st.builds(EarlierWage, until=days, monthly_wage=st.decimals(Decimal(1000), Decimal(30000), places=2)),
    max_size=5,
    unique_by=lambda wage: wage.until,
)


@given(days, st.integers(0, 2000), raises)
def test_stretches_cover_each_day_once_with_the_wage_that_held(
    start: date, length: int, earlier: list[EarlierWage]
) -> None:
    end = start + timedelta(days=length)
    parts = stretches(start, end, WAGE, earlier)
    assert parts[0].start == start
    assert parts[-1].end == end
    assert all(a.end + timedelta(days=1) == b.start for a, b in pairwise(parts))
    for part in parts:
        holding = [wage for wage in earlier if wage.until >= part.start]
        first = min(holding, key=lambda wage: wage.until, default=None)
        assert part.monthly_wage == (first.monthly_wage if first else WAGE)


@given(days, st.integers(0, 2000), raises)
def test_a_mean_lies_between_the_lowest_and_the_highest_wage(
    hired: date, length: int, earlier: list[EarlierWage]
) -> None:
    wages = [WAGE, *(wage.monthly_wage for wage in earlier)]
    assert min(wages) <= mean_wage(hired, hired + timedelta(days=length), WAGE, earlier) <= max(wages)
