from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.result import Ask, Entitlement
from labour_law.entitlements.work_injury import WorkInjury, work_injury
from labour_law.errors import InvalidAmount, InvalidCount, InvalidGrade, InvalidPeriod, UnknownRegion
from labour_law.rates import Rate, Tables, packaged_tables

TABLES = packaged_tables()
FEN = Decimal("0.01")
INJURED = date(2025, 5, 6)
FLOOR, CEILING = Decimal("7460.40"), Decimal(37302)
"""60 % and 300 % of 12,434, Shanghai's average wage of 2024."""
LEAVING_MONTHS = {5: 18, 6: 15, 7: 12, 8: 9, 9: 6, 10: 3}
JIANGSU = {
    5: (200000, 95000),
    6: (160000, 85000),
    7: (120000, 45000),
    8: (80000, 35000),
    9: (50000, 25000),
    10: (30000, 15000),
}

wages = st.decimals(Decimal(1), Decimal(80000), places=2)
grades = st.integers(1, 10)


def work_out(grade: int = 10, *, tables: Tables = TABLES, **facts: object) -> Entitlement:
    given = {"monthly_wage": Decimal(9000), "region": "shanghai", "injured_on": INJURED, **facts}
    return work_injury(WorkInjury(grade=grade, **given), tables)


def codes(result: Entitlement) -> list[str]:
    return [note.code for note in result.notes]


def amounts(result: Entitlement) -> list[Decimal]:
    return [line.amount for line in result.lines]


def average(year: int, value: int) -> Rate:
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Rate(
        "average_wage", "changzhou", first, Decimal(value), "yuan_month", "录入", "entered", valid_to=last
    )


@pytest.mark.parametrize(
    ("grade", "months", "article"),
    [
        (1, 27, "工伤保险条例 35(1)"),
        (2, 25, "工伤保险条例 35(1)"),
        (3, 23, "工伤保险条例 35(1)"),
        (4, 21, "工伤保险条例 35(1)"),
        (5, 18, "工伤保险条例 36(1)"),
        (6, 16, "工伤保险条例 36(1)"),
        (7, 13, "工伤保险条例 37(1)"),
        (8, 11, "工伤保险条例 37(1)"),
        (9, 9, "工伤保险条例 37(1)"),
        (10, 7, "工伤保险条例 37(1)"),
    ],
)
def test_the_disability_grant_is_months_of_the_own_wage(grade: int, months: int, article: str) -> None:
    [line] = work_out(grade).lines
    assert (line.quantity, line.unit, line.rate, line.amount) == (months, "month", 9000, months * 9000)
    assert (line.article, line.confidence) == (article, "verified")


@pytest.mark.parametrize(
    ("wage", "base", "capped"),
    [
        (FLOOR - FEN, FLOOR, True),
        (FLOOR, FLOOR, False),
        (FLOOR + FEN, FLOOR + FEN, False),
        (CEILING - FEN, CEILING - FEN, False),
        (CEILING, CEILING, False),
        (CEILING + FEN, CEILING, True),
    ],
)
def test_the_own_wage_lies_between_60_and_300_percent_of_the_average(
    wage: Decimal, base: Decimal, capped: bool
) -> None:
    result = work_out(10, monthly_wage=wage)
    assert result.total == 7 * base
    assert ("cap_applied" in codes(result)) == capped


def test_a_bound_names_both_sources_and_the_average() -> None:
    result = work_out(10, monthly_wage=Decimal(3000))
    [line] = result.lines
    assert line.source == (
        "工伤保险条例 35-37（2010年修订）；"
        "上海市统计局、上海市人力资源和社会保障局公布的全市职工（城镇单位就业人员）平均工资"
    )
    assert result.notes[0].text.params == {"average": 12434, "base": FLOOR}
    assert str(result.notes[0].text).startswith("The wage is below 60 % of the average wage (12434 yuan)")


def test_a_bound_by_an_average_from_memory_is_from_memory() -> None:
    """60 % of 9,580, Shanghai 2019, = 5,748."""
    [line] = work_out(10, monthly_wage=Decimal(3000), injured_on=date(2020, 5, 6)).lines
    assert (line.rate, line.confidence) == (5748, "memory")


def used(result: Entitlement) -> list[tuple[str, str]]:
    """The rates each line is made of, and those it was only compared with."""
    return [
        *((rate.series, "applied") for row in result.lines for rate in row.table_rates),
        *((rate.series, "compared") for rate in result.compared),
    ]


def test_both_the_months_of_the_grade_and_the_average_wage_are_named() -> None:
    """Own wage inside the bounds: the average only decides that. On leaving both make the line."""
    assert used(work_out(10)) == [("injury_disability", "applied"), ("average_wage", "compared")]
    bounded = work_out(10, monthly_wage=Decimal(3000))
    assert used(bounded)[:2] == [("injury_disability", "applied"), ("average_wage", "applied")]
    leaving = work_out(10, left=date(2026, 6, 30))
    assert used(leaving)[1:5] == [
        ("injury_medical", "applied"),
        ("average_wage", "applied"),
        ("injury_employment", "applied"),
        ("average_wage", "applied"),
    ]


@pytest.mark.parametrize(
    ("injured_on", "base"),
    [(date(2025, 12, 31), FLOOR), (date(2026, 1, 1), Decimal("7546.20"))],
    ids=["average of 2024", "average of 2025"],
)
def test_the_average_is_that_of_the_year_before_the_injury(injured_on: date, base: Decimal) -> None:
    assert work_out(10, monthly_wage=Decimal(1), injured_on=injured_on).total == 7 * base


def test_while_the_average_is_not_published_the_latest_stands_in() -> None:
    result = work_out(10, injured_on=date(2027, 1, 10))
    assert (result.total, result.is_complete) == (63000, True)
    assert codes(result)[0] == "average_unpublished"
    assert result.notes[0].text.params == {"year": "2026", "used": "2025"}


def test_an_unknown_average_is_asked_for_and_nothing_guessed() -> None:
    result = work_out(10, region="changzhou")
    assert (result.total, result.lines, codes(result)[0]) == (0, (), "rate_unknown")
    assert result.asks == (Ask("average_wage", "changzhou", date(2024, 1, 1), date(2024, 12, 31)),)
    tables = Tables(TABLES.rates.plus([average(2024, 10000)]), TABLES.calendar)
    assert work_out(10, region="changzhou", tables=tables).total == 63000
    assert work_out(10, region="changzhou", tables=tables, monthly_wage=Decimal(1)).total == 42000


def test_before_the_regulation_of_2011_the_months_are_asked_for() -> None:
    day = date(2010, 12, 31)
    result = work_out(9, injured_on=day)
    assert result.asks == (
        Ask("average_wage", "shanghai", date(2009, 1, 1), date(2009, 12, 31)),
        Ask("injury_disability", "shanghai", day, day, 9),
    )


def test_paid_leave_is_months_of_the_wage_without_bounds_less_what_was_paid() -> None:
    """7 × 37,302 = 261,114; 3.5 × 40,000 − 100,000 = 40,000."""
    result = work_out(
        10, monthly_wage=Decimal(40000), leave_months=Decimal("3.5"), leave_paid=Decimal(100000)
    )
    assert amounts(result) == [261114, 140000, -100000]
    assert {line.article for line in result.lines[1:]} == {"工伤保险条例 33(1)"}


def test_wages_during_leave_may_be_above_the_insured_wage() -> None:
    assert "actual_wage" in codes(work_out(10, leave_months=Decimal(1)))


def test_the_wage_before_the_injury_goes_on_during_leave_3_by_11000_is_33000() -> None:
    """The grant still goes by the insured wage: 7 × 9,000 = 63,000."""
    result = work_out(10, leave_months=Decimal(3), leave_wage=Decimal(11000))
    assert [line.amount for line in result.lines] == [Decimal("63000.00"), Decimal("33000.00")]
    assert "actual_wage" not in codes(result)
    assert "actual_wage" not in codes(work_out(10))


def test_who_pays_stands_in_the_social_insurance_law() -> None:
    """工伤保险条例 38 and 39 are about relapse and death; 社会保险法 38 and 39 divide between fund and employer."""
    [note] = [note for note in work_out(10).notes if note.code == "who_pays"]
    assert note.article == "社会保险法 38, 39; 工伤保险条例 62(2)"


def test_wages_overpaid_during_leave_do_not_lessen_the_grant() -> None:
    """7 × 9,000; 1 × 9,000 − 9,000, not − 20,000."""
    assert work_out(10, leave_months=Decimal(1), leave_paid=Decimal(20000)).total == 63000
    assert work_out(10, leave_paid=Decimal(20000)).total == 63000
    assert "paid_in_full" in codes(work_out(10, leave_months=Decimal(1), leave_paid=Decimal(20000)))
    assert "paid_in_full" not in codes(work_out(10, leave_months=Decimal(1), leave_paid=Decimal(9000)))


@pytest.mark.parametrize(
    ("months", "said"), [(Decimal(12), False), (Decimal("12.5"), True), (Decimal(24), True)]
)
def test_more_than_twelve_months_of_leave_need_consent(months: Decimal, said: bool) -> None:
    result = work_out(10, leave_months=months)
    assert ("long_leave" in codes(result)) == said
    assert result.total == 63000 + months * 9000


@pytest.mark.parametrize("grade", LEAVING_MONTHS)
def test_leaving_in_shanghai_gives_months_of_the_average_of_the_year_before(grade: int) -> None:
    """12,577: Shanghai 2025."""
    result = work_out(grade, left=date(2026, 6, 30))
    subsidy = LEAVING_MONTHS[grade] * 12577
    assert amounts(result)[1:] == [subsidy, subsidy]
    assert {(line.article, line.confidence) for line in result.lines[1:]} == {
        ("工伤保险条例 36(2)" if grade <= 6 else "工伤保险条例 37(2)", "memory")
    }
    assert ("own_request" in codes(result)) == (grade <= 6)


@pytest.mark.parametrize("grade", JIANGSU)
@pytest.mark.parametrize("region", ["jiangsu", "changzhou", "liyang"])
def test_leaving_in_jiangsu_gives_fixed_sums(grade: int, region: str) -> None:
    lines = work_out(grade, region=region, left=date(2026, 6, 30)).lines
    assert tuple(line.amount for line in lines) == JIANGSU[grade]
    assert {(line.quantity, line.unit) for line in lines} == {(1, "item")}


def test_the_day_the_sums_of_jiangsu_change() -> None:
    facts = {"region": "jiangsu", "injured_on": date(2015, 1, 5)}
    before = work_out(10, **facts, left=date(2015, 5, 31))
    assert [ask.series for ask in before.asks] == ["average_wage", "injury_medical", "injury_employment"]
    assert amounts(work_out(10, **facts, left=date(2015, 6, 1))) == [30000, 15000]


def test_elsewhere_the_sums_of_leaving_are_asked_for() -> None:
    left = date(2026, 6, 30)
    result = work_out(7, region="elsewhere", left=left)
    assert result.asks[1:] == (
        Ask("injury_medical", "elsewhere", left, left, 7),
        Ask("injury_employment", "elsewhere", left, left, 7),
    )
    assert codes(result).count("rate_unknown") == 2, "the same words are said once"


def test_without_leaving_the_two_subsidies_wait() -> None:
    assert "not_left" in codes(work_out(5))


def test_grades_1_to_4_keep_the_employment() -> None:
    result = work_out(4, left=date(2026, 6, 30))
    assert (result.total, len(result.lines)) == (21 * 9000, 1)
    assert "employment_kept" in codes(result)
    assert "employment_kept" not in codes(work_out(4))


@pytest.mark.parametrize(
    ("grade", "share"), [(1, 90), (2, 85), (3, 80), (4, 75), (5, 70), (6, 60), (7, None)]
)
def test_the_monthly_allowance_is_told(grade: int, share: int | None) -> None:
    told = [n.text.params["share"] for n in work_out(grade).notes if n.code == "monthly_allowance"]
    assert told == ([share] if share else [])


def test_the_days_to_apply_for_recognition_are_told() -> None:
    """2026-01-30 + 30 days is Sunday, March 1; + 1 year is Saturday, with the holidays of 2027 still unknown."""
    [note] = [n for n in work_out(10, injured_on=date(2026, 1, 30)).notes if n.code == "recognition"]
    assert note.text.params == {"employer": date(2026, 3, 2), "worker": date(2027, 2, 1)}


def test_limitation_of_the_subsidies_runs_from_leaving() -> None:
    left = date(2025, 6, 30)
    assert "limitation_soon" in codes(work_out(10, left=left, as_of=date(2026, 6, 30)))
    late = work_out(10, left=left, as_of=date(2026, 7, 1))
    assert "limitation_run_out" in codes(late)
    assert late.total == work_out(10, left=left).total


def test_a_stand_in_average_for_injury_and_leaving_is_said_once() -> None:
    result = work_out(10, injured_on=date(2027, 1, 10), left=date(2027, 3, 31))
    assert codes(result).count("average_unpublished") == 1


@pytest.mark.parametrize("grade", [-1, 0, 11])
def test_a_grade_outside_1_to_10_is_refused(grade: int) -> None:
    with pytest.raises(InvalidGrade) as error:
        work_out(grade)
    assert (error.value.code, error.value.field) == ("grade_range", "grade")
    assert error.value.params == {"grade": grade}


@pytest.mark.parametrize("field", ["left", "as_of"])
def test_a_day_before_the_injury_is_refused(field: str) -> None:
    with pytest.raises(InvalidPeriod) as error:
        work_out(10, **{field: date(2025, 5, 5)})
    assert (error.value.code, error.value.field) == ("period_order", field)
    assert error.value.params == {"start": INJURED, "end": date(2025, 5, 5)}


@pytest.mark.parametrize(
    ("months", "code", "params"),
    [
        (Decimal("-0.5"), "count_negative", {}),
        (Decimal("24.5"), "count_too_large", {"limit": 24}),
    ],
)
def test_leave_of_less_than_nothing_or_over_24_months_is_refused(
    months: Decimal, code: str, params: dict
) -> None:
    with pytest.raises(InvalidCount) as error:
        work_out(10, leave_months=months)
    assert (error.value.code, error.value.field, error.value.params) == (code, "leave_months", params)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("monthly_wage", Decimal(-1), "amount_negative"),
        ("monthly_wage", Decimal(0), "amount_not_positive"),
        ("leave_paid", -FEN, "amount_negative"),
        ("leave_wage", Decimal(0), "amount_not_positive"),
    ],
)
def test_a_sum_that_cannot_be_is_refused(field: str, value: Decimal, code: str) -> None:
    with pytest.raises(InvalidAmount) as error:
        work_out(10, **{field: value})
    assert (error.value.code, error.value.field, error.value.params) == (code, field, {})


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(UnknownRegion) as error:
        work_out(10, region="atlantis")
    assert (error.value.code, error.value.field) == ("region_unknown", "region")
    assert error.value.params == {"region": "atlantis"}


@given(grades, wages, wages, st.booleans())
def test_a_higher_wage_is_never_worth_less(grade: int, one: Decimal, other: Decimal, gone: bool) -> None:
    low, high = sorted((one, other))
    left = date(2026, 6, 30) if gone else None
    lower = work_out(grade, monthly_wage=low, left=left)
    assert lower.total <= work_out(grade, monthly_wage=high, left=left).total


@given(st.integers(1, 9), wages, st.integers(0, 48))
def test_a_graver_injury_is_never_worth_less(grade: int, wage: Decimal, halves: int) -> None:
    facts = {"monthly_wage": wage, "leave_months": Decimal(halves) / 2}
    assert work_out(grade, **facts).total >= work_out(grade + 1, **facts).total


@given(grades, wages, st.integers(0, 48), st.decimals(Decimal(0), Decimal(10**6), places=2))
def test_lines_add_up_and_are_never_below_zero(grade: int, wage: Decimal, halves: int, paid: Decimal) -> None:
    result = work_out(
        grade, monthly_wage=wage, leave_months=Decimal(halves) / 2, leave_paid=paid, left=date(2026, 6, 30)
    )
    assert result.total == sum(amounts(result)) >= 0


# Near retirement: a man born on 1966-05-10 reaches the age on 2026-10-10 (60 years and 5 months).


@pytest.mark.parametrize(
    ("left", "code"),
    [
        (date(2021, 10, 10), None),  # five years before: nothing to say
        (date(2021, 10, 11), "near_retirement"),
        (date(2026, 10, 9), "near_retirement"),
        (date(2026, 10, 10), "retirement_reached"),
    ],
)
def test_how_near_retirement_is_is_told_by_the_day_of_birth(left: date, code: str | None) -> None:
    facts = WorkInjury(
        grade=10,
        monthly_wage=Decimal(9000),
        region="shanghai",
        injured_on=date(2020, 5, 6),
        left=left,
        born=date(1966, 5, 10),
        retires_as="man",
    )
    answer = work_injury(facts, TABLES)
    found = [note for note in answer.notes if note.code in ("near_retirement", "retirement_reached")]
    assert [note.code for note in found] == ([code] if code else [])
    assert all("2026-10-10" in str(note.text) and note.kind == "warning" for note in found)


@pytest.mark.parametrize(("injured_on", "told"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_the_scheme_for_platform_workers_is_named_from_the_day_it_holds(injured_on: date, told: bool) -> None:
    facts = WorkInjury(grade=10, monthly_wage=Decimal(9000), region="shanghai", injured_on=injured_on)
    assert ("platform_scheme" in [note.code for note in work_injury(facts, TABLES).notes]) is told
