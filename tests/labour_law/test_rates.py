from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby, pairwise

import pytest

from labour_law.codes import Code, codes
from labour_law.entitlements.result import Ask, asks_of
from labour_law.errors import InvalidTable, UnknownRegion
from labour_law.rates import SERIES, Rate, Rates, packaged_rates, packaged_tables
from labour_law.tables import Confidence

RATES = packaged_tables().rates
ROWS = packaged_rates()
CONFIDENCE = ("verified", "two_sources", "memory", "unconfirmed")
YEARLY = {"average_wage"}
"""Series with a row for each year."""


def rate(
    valid_from: date, value: int = 1, *, valid_to: date | None = None, region: str = "elsewhere"
) -> Rate:
    return Rate(
        "heat_month", region, valid_from, Decimal(value), "yuan_month", "表", "memory", valid_to=valid_to
    )


def placed(
    number: str,
    valid_from: date,
    parent: str,
    confidence: Confidence = "verified",
    valid_to: date | None = None,
) -> Code:
    return Code(number, number, number, valid_from, "通知", confidence, parent, valid_to)


def table(*rows: Rate) -> Rates:
    return Rates(rows, codes("region"))


def test_each_row_names_its_source_and_how_sure_it_is() -> None:
    assert [r for r in ROWS if not r.source or r.confidence not in CONFIDENCE] == []
    assert {r.series for r in ROWS} == set(SERIES)
    assert {r.region for r in ROWS} <= {region.code for region in codes("region")}


def test_rows_of_a_series_neither_overlap_nor_leave_a_gap() -> None:
    """A row ends where the next begins; only the last of a series may end by itself."""
    for _key, group in groupby(RATES.rows, lambda r: r.key):
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
        ("minimum_wage_month", "jintan", date(2018, 8, 1), None),  # its class is only offered
        ("minimum_wage_month", "liyang", date(2021, 8, 1), None),
        ("minimum_wage_hour", "changzhou", date(2025, 12, 31), 24),
        ("minimum_wage_hour", "changzhou", date(2026, 1, 1), 25),
        ("minimum_wage_hour", "jiangsu_2", date(2026, 1, 1), 23),
        ("minimum_wage_month", "jiangsu_2", date(2026, 1, 1), 2430),
        ("minimum_wage_hour", "jiangsu_3", date(2026, 1, 1), 21),
        ("minimum_wage_month", "jiangsu_3", date(2026, 1, 1), 2180),
        ("minimum_wage_month", "jiangsu_3", date(2025, 12, 31), None),
        ("minimum_wage_month", "beijing", date(2025, 8, 31), None),
        ("minimum_wage_month", "beijing", date(2025, 9, 1), 2540),
        ("minimum_wage_month", "110105", date(2025, 9, 1), 2540),
        ("minimum_wage_month", "440305", date(2025, 3, 1), 2520),  # Nanshan lies in Shenzhen
        ("minimum_wage_month", "440105", date(2025, 2, 28), None),  # which class, no row says yet
        ("minimum_wage_month", "440105", date(2025, 3, 1), 2500),  # a district of Guangzhou, all of class 1
        ("minimum_wage_month", "441900", date(2025, 3, 1), 2080),  # Dongguan
        ("minimum_wage_month", "420102", date(2025, 12, 1), 2400),
        ("minimum_wage_month", "360681", date(2025, 12, 1), 2090),  # Guixi, a county-level city
        ("minimum_wage_month", "500229", date(2026, 1, 1), 2200),
        ("minimum_wage_month", "tianjin", date(2026, 1, 1), None),  # one source alone
        ("minimum_wage_month", "320404", date(2026, 1, 1), 2660),  # a district of Changzhou
        ("minimum_wage_month", "320481", date(2021, 8, 1), None),  # Liyang
        ("minimum_wage_month", "320500", date(2026, 1, 1), None),  # the class of Suzhou is from memory
        ("minimum_wage_month", "321300", date(2026, 1, 1), None),  # that of Suqian nobody has
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


@pytest.mark.parametrize(
    ("region", "series", "is_excluded"),
    [
        ("shanghai", "minimum_wage_month", True),
        ("beijing", "minimum_wage_month", True),
        ("110105", "minimum_wage_month", True),
        ("beijing", "minimum_wage_hour", False),
        ("shanghai", "minimum_wage_hour", False),
        ("jiangsu_1", "minimum_wage_month", False),
    ],
)
def test_the_minimum_wages_of_shanghai_and_beijing_are_without_the_workers_own_insurance(  # type: ignore[no-untyped-def]
    region: str, series, is_excluded: bool
) -> None:
    found = RATES.find(series, region, date(2026, 3, 1))
    assert found is not None
    assert found.excludes_insurance is is_excluded


@pytest.mark.parametrize(
    ("series", "region", "day", "value"),
    [
        ("sick_floor", "330782", date(2026, 1, 1), 80),
        ("standstill_cycle", "beijing", date(2026, 1, 1), 100),
        ("standstill_cycle", "440305", date(2026, 1, 1), 80),  # Shenzhen has a rule of its own
        ("standstill_after", "440105", date(2026, 1, 1), 80),
        ("standstill_after", "beijing", date(2026, 1, 1), 70),
        ("standstill_after", "shanghai", date(2026, 7, 31), 100),
        ("standstill_after", "shanghai", date(2026, 8, 1), None),  # the rules were replaced
        ("standstill_after", "tianjin", date(2026, 1, 1), None),
    ],
)
def test_shares_for_time_without_work(series, region: str, day: date, value: int | None) -> None:  # type: ignore[no-untyped-def]
    found = RATES.find(series, region, day)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    "region", ["beijing", "guangdong", "jiangsu", "shandong", "shanghai", "shenzhen", "zhejiang"]
)
def test_two_sources_say_the_share_after_the_first_cycle(region: str) -> None:
    found = RATES.find("standstill_after", region, date(2026, 3, 1))
    assert found is not None
    assert found.confidence == "two_sources"


def test_find_by_grade() -> None:
    found = RATES.find("injury_disability", "shanghai", date(2026, 1, 1), 10)
    assert (found and found.value) == 7


@pytest.mark.parametrize("region", ["atlantis", "", "SHANGHAI", "999999"])
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
    rows = [
        placed("320382", date(2010, 1, 1), "jiangsu_2"),
        placed("320382", date(2018, 8, 1), "jiangsu_1"),
    ]
    slices = Rates(ROWS, [*codes("region"), *rows]).slices(
        "minimum_wage_month", "320382", date(2018, 7, 1), date(2018, 8, 31)
    )
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


# --- the tree of places, and what is offered ---


def offered(region: str, day: date, series: str = "minimum_wage_month") -> list[tuple[str, int]]:
    offers = RATES.offers(series, region, day)  # type: ignore[arg-type]
    return [(rate.region, int(rate.value)) for (rate,) in offers]


@pytest.mark.parametrize(
    ("region", "around"),
    [
        ("330782", ["330782", "3307", "33", "zhejiang", "national"]),  # its class is only offered
        ("330702", ["330702", "330700", "3307", "33", "zhejiang_2", "zhejiang", "national"]),
        ("320404", ["320404", "320400", "changzhou", "jiangsu_1", "jiangsu", "national"]),
        ("500229", ["500229", "5002", "50", "chongqing_2", "chongqing", "national"]),
        ("441900", ["441900", "4419", "44", "guangdong_2", "guangdong", "national"]),
        ("321302", ["321302", "321300", "3213", "32", "jiangsu", "national"]),
        ("jintan", ["jintan", "jiangsu", "national"]),
        ("710000", []),
    ],
)
def test_a_place_lies_in_the_places_around_it(region: str, around: list[str]) -> None:
    if not around:
        with pytest.raises(UnknownRegion):
            list(RATES.lineage(region, date(2026, 1, 1)))
        return
    assert list(RATES.lineage(region, date(2026, 1, 1))) == around


def test_a_place_takes_its_class_from_a_row_by_date() -> None:
    """A row of its own comes before that of all of the city, from its first day on."""
    rows = [placed("3213", date(2020, 1, 1), "jiangsu_2"), placed("321322", date(2026, 2, 1), "jiangsu_1")]
    rates = Rates(ROWS, [*codes("region"), *rows])
    found = [
        rates.find("minimum_wage_month", region, day)
        for region, day in (
            ("321322", date(2026, 1, 31)),
            ("321322", date(2026, 2, 1)),
            ("321323", date(2026, 2, 1)),
            ("321302", date(2026, 2, 1)),
        )
    ]
    assert [rate and rate.value for rate in found] == [2430, 2660, 2430, 2430]


def test_a_rate_of_the_city_holds_in_a_district_whose_class_has_a_row() -> None:
    """The class comes in beside the places around it, not in their stead: an average wage is of a city."""
    average = Rate(
        "average_wage", "420100", date(2025, 1, 1), Decimal(9000), "yuan_month", "公报", "verified"
    )
    found = Rates([*ROWS, average], codes("region")).find("average_wage", "420102", date(2025, 6, 1))
    assert found == average


@pytest.mark.parametrize("confidence", ["memory", "unconfirmed"])
def test_a_class_that_memory_or_one_source_says_is_offered_first_and_never_taken(
    confidence: Confidence,
) -> None:
    day = date(2026, 2, 1)
    rows = [placed("321322", date(2026, 1, 1), "jiangsu_3", confidence)]
    rates = Rates(ROWS, [*codes("region"), *rows])
    assert rates.find("minimum_wage_month", "321322", day) is None
    assert [rate.region for (rate,) in rates.offers("minimum_wage_month", "321322", day)] == [
        "jiangsu_3",
        "jiangsu_1",
        "jiangsu_2",
    ]
    assert rates.class_of("321322", day) == rows[0]
    assert rates.class_of("321323", day) is None


def test_an_unsure_class_of_a_place_keeps_the_sure_one_of_its_city_away() -> None:
    day = date(2026, 2, 1)
    rows = [
        placed("3213", date(2026, 1, 1), "jiangsu_2"),
        placed("321322", date(2026, 1, 1), "jiangsu_3", "memory"),
    ]
    rates = Rates(ROWS, [*codes("region"), *rows])
    assert rates.find("minimum_wage_month", "321322", day) is None
    (first, *_others) = rates.offers("minimum_wage_month", "321322", day)
    assert [rate.region for rate in first] == ["jiangsu_3"]


def test_where_the_class_is_sure_no_other_is_offered() -> None:
    """What class 2 had in 2025 is in no table; that of class 1 is no answer for it."""
    rows = [placed("3213", date(2020, 1, 1), "jiangsu_2")]
    rates = Rates(ROWS, [*codes("region"), *rows])
    assert rates.offers("minimum_wage_month", "321302", date(2025, 3, 1)) == ()


@pytest.mark.parametrize(("classed", "expected"), [("verified", "verified"), ("two_sources", "two_sources")])
def test_a_rate_is_no_surer_than_the_class_that_leads_to_it(
    classed: Confidence, expected: Confidence
) -> None:
    rates = Rates(ROWS, [*codes("region"), placed("3213", date(2026, 1, 1), "jiangsu_1", classed)])
    found = rates.find("minimum_wage_month", "321302", date(2026, 2, 1))
    assert (found and found.value, found and found.confidence) == (2660, expected)


def test_jintan_was_of_class_2_when_the_rates_rose_in_2018() -> None:
    """From 1,720 to 1,830, where the districts of Changzhou went from 1,890 to 2,020."""
    found = [RATES.class_of("jintan", day) for day in (date(2018, 8, 1), date(2021, 7, 31), date(2021, 8, 1))]
    assert [row and row.parent for row in found] == ["jiangsu_2", "jiangsu_2", "jiangsu_1"]


def test_where_the_class_is_not_known_each_class_is_offered() -> None:
    day = date(2026, 3, 1)
    assert offered("330281", day) == [("zhejiang_1", 2660), ("zhejiang_2", 2430), ("zhejiang_3", 2180)]
    assert offered("330782", day) == [("zhejiang_2", 2430), ("zhejiang_1", 2660), ("zhejiang_3", 2180)]
    assert offered("henan", day) == [("henan_1", 2350), ("henan_2", 2150), ("henan_3", 2000)]
    assert offered("320500", day) == [("jiangsu_1", 2660), ("jiangsu_2", 2430), ("jiangsu_3", 2180)]
    assert offered("320500", date(2025, 3, 1)) == [("jiangsu_1", 2490)]


def test_an_unconfirmed_rate_is_offered_and_not_found() -> None:
    day = date(2026, 3, 1)
    assert offered("tianjin", day) == offered("120101", day) == [("tianjin", 2510)]
    assert offered("tianjin", date(2025, 12, 31)) == []
    assert RATES.find("minimum_wage_hour", "tibet", day) is None


def test_every_province_has_minimum_wages_in_force_or_offered() -> None:
    day = date(2026, 3, 1)
    provinces = [region.code for region in codes("region") if region.parent == "national"]
    assert len(provinces) == 31 + 1  # and "elsewhere"
    for series in ("minimum_wage_month", "minimum_wage_hour"):
        silent = [
            one for one in provinces if not RATES.find(series, one, day) and not offered(one, day, series)
        ]
        assert silent == ["elsewhere"]


def test_an_ask_is_cut_where_what_is_offered_changes() -> None:
    slices = RATES.slices("minimum_wage_month", "tianjin", date(2025, 6, 1), date(2026, 3, 31))
    assert [(part.start, part.rate) for part in slices] == [
        (date(2025, 6, 1), None),
        (date(2026, 1, 1), None),
    ]


def test_an_unconfirmed_row_does_not_stand_in_the_way_of_one_that_was_checked() -> None:
    checked = replace(rate(date(2026, 5, 1), 2600, region="tianjin"), series="minimum_wage_month")
    rates = Rates([*ROWS, checked], codes("region"))
    found = rates.find("minimum_wage_month", "tianjin", date(2026, 5, 1))
    assert found == checked
