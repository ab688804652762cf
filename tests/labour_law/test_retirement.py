"""The statutory age of retirement, by the tables annexed to the decision of 2024."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.retirement import SCALES, retirement_day


@pytest.mark.parametrize(
    ("born", "retires_as", "day"),
    [
        # men: 60 before 1965, a month later for every four months of births, 63 from September 1976
        (date(1964, 12, 31), "man", date(2024, 12, 31)),
        (date(1965, 1, 1), "man", date(2025, 2, 1)),
        (date(1965, 4, 30), "man", date(2025, 5, 30)),
        (date(1965, 5, 1), "man", date(2025, 7, 1)),
        (date(1970, 8, 15), "man", date(2032, 1, 15)),  # 61 years 5 months
        (date(1976, 8, 31), "man", date(2039, 7, 31)),  # 62 years 11 months
        (date(1976, 9, 1), "man", date(2039, 9, 1)),
        (date(1990, 1, 1), "man", date(2053, 1, 1)),
        # women at 55 before: 58 from September 1981
        (date(1969, 12, 1), "woman_55", date(2024, 12, 1)),
        (date(1970, 1, 1), "woman_55", date(2025, 2, 1)),
        (date(1981, 8, 1), "woman_55", date(2039, 7, 1)),
        (date(1981, 9, 1), "woman_55", date(2039, 9, 1)),
        # women at 50 before: a month for every two, 55 from November 1984
        (date(1974, 12, 31), "woman_50", date(2024, 12, 31)),
        (date(1975, 1, 31), "woman_50", date(2025, 2, 28)),
        (date(1975, 3, 1), "woman_50", date(2025, 5, 1)),
        (date(1984, 10, 1), "woman_50", date(2039, 9, 1)),
        (date(1984, 11, 1), "woman_50", date(2039, 11, 1)),
    ],
)
def test_the_day_the_age_is_reached(born: date, retires_as: str, day: date) -> None:
    assert retirement_day(born, retires_as) == day  # type: ignore[arg-type]


@given(st.dates(date(1950, 1, 1), date(2005, 1, 1)), st.integers(1, 400), st.sampled_from([*SCALES]))
def test_who_is_born_later_never_retires_earlier(born: date, days: int, retires_as: str) -> None:
    later = retirement_day(born + timedelta(days), retires_as)  # type: ignore[arg-type]
    assert retirement_day(born, retires_as) <= later  # type: ignore[arg-type]


def test_the_old_age_is_never_undercut() -> None:
    assert all(
        retirement_day(date(year, 6, 1), name) >= date(year + scale.age, 6, 1)  # type: ignore[arg-type]
        for name, scale in SCALES.items()
        for year in range(1950, 2000)
    )
