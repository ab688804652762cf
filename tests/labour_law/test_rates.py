from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

import pytest

from labour_law.codes import Code, codes
from labour_law.entitlements.result import Ask, asks_of
from labour_law.errors import InvalidTable, UnknownRegion
from labour_law.rates import SERIES, Rate, Rates, packaged_rates, packaged_tables

RATES = packaged_tables().rates
ROWS = packaged_rates()
YEARLY = {"average_wage"}
"""Series with a row for each year."""


def rate(
    valid_from: date, value: int = 1, *, valid_to: date | None = None, region: str = "elsewhere"
) -> Rate:
    return Rate(
        "heat_month", region, valid_from, Decimal(value), "yuan_month", "表", "memory", valid_to=valid_to
    )


def table(*rows: Rate) -> Rates:
    return Rates(rows, codes("region"))


def test_each_row_names_its_source_and_how_sure_it_is() -> None:
    assert [r for r in ROWS if not r.source or r.confidence not in ("verified", "memory")] == []
    assert {r.series for r in ROWS} == set(SERIES)
    assert {r.region for r in ROWS} <= {region.code for region in codes("region")}


def test_rows_of_a_series_neither_overlap_nor_leave_a_gap() -> None:
    """A row ends where the next begins; only the last of a series may end by itself."""
    for _key, group in groupby(RATES.rows, lambda r: (r.series, r.region, r.grade)):
        for row, following in pairwise(group):
            assert row.valid_from < following.valid_from
            assert row.valid_to is None or row.valid_to + timedelta(1) == following.valid_from


def test_yearly_rows_are_whole_years_without_a_gap() -> None:
    for row in (r for r in ROWS if r.series in YEARLY):
        assert (row.valid_from, row.valid_to) == (
            date(row.valid_from.year, 1, 1),
            date(row.valid_from.year, 12, 31),
        )


def test_grades_of_injury_benefits_are_complete() -> None:
    for series, grades in (
        ("injury_disability", range(1, 11)),
        ("injury_medical", range(5, 11)),
        ("injury_employment", range(5, 11)),
    ):
        for region in {r.region for r in ROWS if r.series == series}:
            rows = [r for r in ROWS if (r.series, r.region) == (series, region)]
            assert [r.grade for r in rows] == list(grades)
            assert [r.value for r in rows] == sorted((r.value for r in rows), reverse=True)


@pytest.mark.parametrize(
    ("series", "region", "day", "value"),
    [
        ("minimum_wage_month", "shanghai", date(2025, 6, 30), 2690),
        ("minimum_wage_month", "shanghai", date(2025, 7, 1), 2740),  # the day it changes
        ("minimum_wage_month", "shanghai", date(2026, 11, 23), 2740),
        ("minimum_wage_month", "changzhou", date(2026, 1, 1), 2660),
        ("minimum_wage_month", "shanghai", date(2008, 3, 31), None),
        ("minimum_wage_month", "jintan", date(2018, 7, 31), None),  # class 2 then
        ("minimum_wage_month", "jintan", date(2018, 8, 1), 2020),
        ("minimum_wage_month", "liyang", date(2021, 8, 1), 2280),
        ("minimum_wage_hour", "changzhou", date(2025, 12, 31), 24),
        ("minimum_wage_hour", "changzhou", date(2026, 1, 1), 25),
        ("minimum_wage_hour", "jiangsu_2", date(2026, 1, 1), 23),
        ("minimum_wage_month", "jiangsu_2", date(2026, 1, 1), 2430),
        ("minimum_wage_hour", "jiangsu_3", date(2026, 1, 1), 21),
        ("minimum_wage_month", "jiangsu_3", date(2026, 1, 1), 2180),
        ("minimum_wage_month", "jiangsu_3", date(2025, 12, 31), None),
        ("minimum_wage_hour", "elsewhere", date(2026, 1, 1), None),
        ("heat_month", "jintan", date(2018, 7, 31), 300),  # the province's, whatever the class
        ("heat_month", "shanghai", date(2019, 5, 31), 200),
        ("heat_month", "shanghai", date(2019, 6, 1), 300),
        ("heat_month", "shanghai", date(2028, 12, 31), 300),
        ("heat_month", "shanghai", date(2029, 1, 1), None),  # the rule ends
        ("heat_day", "shanghai", date(2006, 12, 31), None),
        ("average_wage", "shanghai", date(2025, 7, 1), 12577),
        ("average_wage", "shanghai", date(2026, 1, 1), None),  # not published yet
        ("average_wage", "changzhou", date(2025, 1, 1), None),
        ("average_wage", "elsewhere", date(2025, 1, 1), None),
    ],
)
def test_find(series, region: str, day: date, value: int | None) -> None:  # type: ignore[no-untyped-def]
    found = RATES.find(series, region, day)
    assert (found and found.value) == (value if value is None else Decimal(value))


def test_find_by_grade() -> None:
    found = RATES.find("injury_disability", "shanghai", date(2026, 1, 1), 10)
    assert (found and found.value) == 7


@pytest.mark.parametrize("region", ["beijing", "", "SHANGHAI"])
def test_an_unknown_region_is_an_error(region: str) -> None:
    with pytest.raises(UnknownRegion) as caught:
        RATES.find("heat_month", region, date(2026, 1, 1))
    assert (caught.value.field, caught.value.params) == ("region", {"region": region})


def test_slices_are_cut_where_the_rate_changes_and_nowhere_else() -> None:
    slices = RATES.slices("minimum_wage_month", "shanghai", date(2023, 6, 15), date(2025, 7, 1))
    assert [(s.start, s.end, s.rate and s.rate.value) for s in slices] == [
        (date(2023, 6, 15), date(2023, 6, 30), 2590),
        (date(2023, 7, 1), date(2025, 6, 30), 2690),
        (date(2025, 7, 1), date(2025, 7, 1), 2740),
    ]


def test_slices_where_the_region_changes_its_class() -> None:
    slices = RATES.slices("minimum_wage_month", "jintan", date(2018, 7, 1), date(2018, 8, 31))
    assert [(s.start, s.end, s.rate and s.rate.value) for s in slices] == [
        (date(2018, 7, 1), date(2018, 7, 31), None),
        (date(2018, 8, 1), date(2018, 8, 31), 2020),
    ]


def test_what_no_row_says_is_asked_for_and_what_is_entered_holds_for_those_days() -> None:
    series, region, start, end = "heat_month", "shanghai", date(2010, 6, 1), date(2011, 9, 30)
    asks = asks_of(RATES.slices(series, region, start, end), series, region)
    assert asks == [Ask(series, region, date(2010, 6, 1), date(2011, 5, 31))]
    entered = Rate(
        series, region, asks[0].start, Decimal(180), "yuan_month", "手工填写", "entered", valid_to=asks[0].end
    )
    slices = RATES.plus([entered]).slices(series, region, start, end)
    assert [(s.end, s.rate and s.rate.value) for s in slices] == [
        (date(2011, 5, 31), 180),
        (date(2011, 9, 30), 200),
    ]


def test_latest_is_the_newest_begun_though_it_ended() -> None:
    found = RATES.latest("average_wage", "shanghai", date(2026, 6, 30))
    assert (found and found.valid_from) == date(2025, 1, 1)
    assert RATES.latest("average_wage", "changzhou", date(2026, 6, 30)) is None


def test_two_rows_of_one_day_contradict_each_other() -> None:
    with pytest.raises(InvalidTable):
        table(rate(date(2020, 1, 1), 1), rate(date(2020, 1, 1), 2))


def test_a_row_that_ends_after_the_next_begins_contradicts_it() -> None:
    with pytest.raises(InvalidTable) as caught:
        table(rate(date(2020, 1, 1), valid_to=date(2020, 6, 1)), rate(date(2020, 6, 1)))
    assert caught.value.code == "table_overlap"


@pytest.mark.parametrize("circle", [("a", "a"), ("a", "b", "a"), ("a", "b", "c", "b")])
def test_a_region_that_lies_in_itself(circle: tuple[str, ...]) -> None:
    """Looking for the rate of such a place would never end."""
    regions = [
        Code(code, code, code, date(1995, 1, 1), "test", "memory", parent=parent)
        for code, parent in pairwise(circle)
    ]
    with pytest.raises(InvalidTable) as caught:
        Rates([], regions)
    assert caught.value.code == "table_circle"


def test_a_row_that_ends_before_it_begins() -> None:
    with pytest.raises(InvalidTable) as caught:
        table(rate(date(2020, 1, 2), valid_to=date(2020, 1, 1)))
    assert caught.value.code == "table_order"


def test_a_rate_cannot_be_entered_where_the_table_has_one() -> None:
    entered = Rate(
        "heat_month", "elsewhere", date(2021, 1, 1), Decimal(5), "yuan_month", "手工填写", "entered"
    )
    with pytest.raises(InvalidTable):
        table(rate(date(2020, 1, 1))).plus([entered])
