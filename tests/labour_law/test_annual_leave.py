from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.annual_leave import AnnualLeave, LeaveYear, annual_leave
from labour_law.entitlements.result import PAID_DAYS, Entitlement, Line
from labour_law.errors import InvalidAmount, InvalidCount, InvalidPeriod
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
WAGE = Decimal(8700)
"""400 a day."""

wages = st.decimals(Decimal(1), Decimal(50000), places=2)
days = st.dates(date(1990, 1, 1), date(2020, 12, 31))
taken = st.integers(0, 40).map(lambda halves: Decimal(halves) / 2)


def work_out(first_worked: date, *years: int | LeaveYear, **facts: object) -> Entitlement:
    rows = tuple(row if isinstance(row, LeaveYear) else LeaveYear(year=row) for row in years)
    given = {"hired": first_worked, "monthly_wage": WAGE, "years": rows, **facts}
    return annual_leave(AnnualLeave(first_worked=first_worked, **given), TABLES)


def only_line(first_worked: date, year: int | LeaveYear, **facts: object) -> Line:
    [line] = work_out(first_worked, year, **facts).lines
    return line


def codes(result: Entitlement) -> list[str]:
    return [note.code for note in result.notes]


def test_twelve_years_left_on_june_30_with_2_days_taken_is_1600() -> None:
    """181 ÷ 365 × 10 = 4 days, less 2; 8,700 ÷ 21.75 = 400; 2 × 400 × 200 %."""
    result = work_out(
        date(2014, 7, 1),
        LeaveYear(year=2026, taken=Decimal(2)),
        hired=date(2018, 3, 1),
        left=date(2026, 6, 30),
    )
    [line] = result.lines
    assert result.total == Decimal("1600.00")
    assert (line.quantity, line.unit, line.rate, line.divisor, line.factor) == (2, "day", WAGE, PAID_DAYS, 2)
    assert line.label.params == {"year": 2026, "entitled": 4, "taken": 2}
    assert (line.start, line.end) == (date(2026, 1, 1), date(2026, 6, 30))
    assert (line.article, line.confidence) == ("企业职工带薪年休假实施办法 12", "verified")
    assert codes(result) == ["evidence", "own_request", "exclusions"]


@pytest.mark.parametrize(
    ("first_worked", "days_a_year"),
    [
        (date(2024, 1, 1), 5),
        (date(2016, 1, 2), 5),
        (date(2016, 1, 1), 10),
        (date(2006, 1, 2), 10),
        (date(2006, 1, 1), 15),
        (date(1980, 1, 1), 15),
    ],
    ids=[
        "two years",
        "a day short of ten years",
        "exactly ten years",
        "a day short of twenty",
        "exactly twenty years",
        "45 years",
    ],
)
def test_the_years_of_work_at_the_end_of_the_year_decide(first_worked: date, days_a_year: int) -> None:
    line = only_line(first_worked, 2025)
    assert (line.quantity, line.article) == (days_a_year, "企业职工带薪年休假实施办法 10(1)")


def test_years_with_earlier_employers_count() -> None:
    assert only_line(date(2005, 1, 1), 2025, hired=date(2024, 6, 1)).quantity == 15


def test_years_of_work_are_counted_to_the_last_day_of_employment() -> None:
    """Ten years are full on 2026-06-30: 181 ÷ 365 × 10 = 4; a day earlier 180 ÷ 365 × 5 = 2."""
    assert only_line(date(2016, 7, 1), 2026, left=date(2026, 6, 30)).quantity == 4
    assert only_line(date(2016, 7, 1), 2026, left=date(2026, 6, 29)).quantity == 2


def test_the_first_full_year_of_work_gives_nothing() -> None:
    result = work_out(date(2024, 1, 1), 2024)
    assert (result.total, result.lines[0].quantity, codes(result)) == (0, 0, ["first_year"])


def test_leave_begins_when_the_first_year_of_work_is_full() -> None:
    """From 2025-07-01: 184 ÷ 365 × 5 = 2.5, full days 2."""
    line = only_line(date(2024, 7, 1), 2025)
    assert (line.quantity, line.confidence) == (2, "memory")


def test_who_began_on_february_29_has_a_full_year_with_february_28() -> None:
    """From 2025-03-01: 306 ÷ 365 × 5 = 4.2."""
    assert only_line(date(2024, 2, 29), 2025).quantity == 4
    assert codes(work_out(date(2024, 2, 29), 2025, left=date(2025, 2, 27))) == ["first_year"]


def test_who_is_hired_in_the_year_gets_a_share_of_it() -> None:
    """From July 1: 184 ÷ 365 × 10 = 5.04."""
    line = only_line(date(2010, 1, 1), 2025, hired=date(2025, 7, 1))
    assert (line.quantity, line.article) == (5, "企业职工带薪年休假实施办法 5")
    assert (line.start, line.end) == (date(2025, 7, 1), date(2025, 12, 31))


def test_a_leap_year_gives_no_day_more() -> None:
    """366 ÷ 365 × 15 = 15.04; hired on January 2 the 365 days left are a full share."""
    assert only_line(date(1990, 1, 1), 2024).quantity == 15
    assert only_line(date(1990, 1, 1), 2024, hired=date(2024, 1, 2)).quantity == 15
    assert only_line(date(1990, 1, 1), 2025, hired=date(2025, 1, 2)).quantity == 14


def test_who_leaves_on_the_last_day_of_the_year_has_all_of_it() -> None:
    assert only_line(date(2000, 1, 1), 2025, left=date(2025, 12, 31)).quantity == 15
    assert only_line(date(2000, 1, 1), 2025, left=date(2025, 12, 30)).quantity == 14


def test_who_leaves_on_the_day_of_hiring_has_none() -> None:
    day = date(2025, 5, 6)
    assert work_out(date(2000, 1, 1), 2025, hired=day, left=day).total == 0


@pytest.mark.parametrize(
    ("taken", "owed"),
    [(Decimal(0), 5), (Decimal("2.5"), Decimal("2.5")), (Decimal(5), 0), (Decimal(6), 0)],
)
def test_days_taken_come_off_and_more_than_that_is_not_claimed_back(taken: Decimal, owed: Decimal) -> None:
    row = LeaveYear(year=2025, taken=taken)
    result = work_out(date(2020, 1, 1), row)
    assert (result.lines[0].quantity, result.total) == (owed, owed * 800)


@pytest.mark.parametrize(("paid_share", "total"), [(1, 4000), (Decimal("0.5"), 5000), (0, 6000)])
def test_what_was_not_paid_for_the_day_itself_is_added(paid_share: Decimal, total: int) -> None:
    """5 days × 400 × 200 %, 250 % or 300 %."""
    assert work_out(date(2020, 1, 1), 2025, paid_share=Decimal(paid_share)).total == total


def test_years_stand_in_order_each_with_its_own_line() -> None:
    result = work_out(date(2015, 1, 1), 2025, LeaveYear(year=2023, taken=Decimal(1)), 2024)
    assert [line.label.params["year"] for line in result.lines] == [2023, 2024, 2025]
    assert [line.amount for line in result.lines] == [3200, 8000, 8000]
    assert result.total == 19200


def test_a_year_that_is_not_over_gives_nothing_while_employed() -> None:
    assert codes(work_out(date(2015, 1, 1), 2026, as_of=date(2026, 12, 31))) == ["year_not_over"]
    assert work_out(date(2015, 1, 1), 2026, as_of=date(2027, 1, 1)).total == 8000
    assert work_out(date(2015, 1, 1), 2026, as_of=date(2026, 12, 31), left=date(2026, 12, 30)).total == 7200


@pytest.mark.parametrize("year", [2008, 2017, 2024])
def test_a_year_outside_the_employment_is_told(year: int) -> None:
    result = work_out(date(2010, 1, 1), year, hired=date(2018, 1, 1), left=date(2023, 12, 31))
    assert (result.total, result.lines, codes(result)) == (0, (), ["not_employed"])


def test_without_the_day_of_the_claim_a_year_is_taken_as_over_and_said_so() -> None:
    assert codes(work_out(date(2015, 1, 1), 2026))[0] == "years_over"
    for day in ({"left": date(2026, 12, 31)}, {"as_of": date(2027, 1, 1)}):
        assert "years_over" not in codes(work_out(date(2015, 1, 1), 2026, **day))


def test_a_year_before_the_regulation_of_2008_gives_nothing() -> None:
    result = work_out(date(1990, 1, 1), 2007, hired=date(2000, 1, 1), left=date(2008, 6, 30))
    assert (result.total, result.lines, codes(result)) == (0, (), ["not_in_force"])
    assert work_out(date(1990, 1, 1), 2008, hired=date(2000, 1, 1), left=date(2008, 12, 31)).total == 10 * 800


def test_each_year_runs_out_by_itself_counted_from_its_end() -> None:
    result = work_out(date(2015, 1, 1), 2023, 2024, as_of=date(2025, 12, 31))
    told = [(note.code, note.text.params["year"], note.text.params["last_day"]) for note in result.notes[:2]]
    assert told == [
        ("limitation_run_out", 2023, date(2024, 12, 31)),
        ("limitation_soon", 2024, date(2025, 12, 31)),
    ]
    assert result.total == 8000 + 4000, "ten years are full at the end of 2024"
    assert str(result.notes[0].text).startswith("Leave of 2023")


def test_limitation_of_the_last_year_runs_from_leaving() -> None:
    result = work_out(date(2015, 1, 1), 2025, left=date(2025, 6, 30), as_of=date(2026, 7, 1))
    assert result.notes[0].text.params["last_day"] == date(2026, 6, 30)


def test_a_year_without_a_claim_says_nothing_of_limitation() -> None:
    row = LeaveYear(year=2020, taken=Decimal(5))
    assert codes(work_out(date(2015, 1, 1), row, as_of=date(2026, 1, 1))) == []


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("hired", {"hired": date(2019, 12, 31)}),
        ("left", {"left": date(2019, 12, 31)}),
        ("as_of", {"as_of": date(2019, 12, 31)}),
    ],
)
def test_days_out_of_order_are_refused(field: str, facts: dict[str, date]) -> None:
    with pytest.raises(InvalidPeriod) as error:
        work_out(date(2020, 1, 1), 2025, **facts)
    assert (error.value.code, error.value.field) == ("period_order", field)
    assert error.value.params == {"start": date(2020, 1, 1), "end": date(2019, 12, 31)}


def test_a_negative_wage_is_refused() -> None:
    with pytest.raises(InvalidAmount) as error:
        work_out(date(2020, 1, 1), 2025, monthly_wage=Decimal(-1))
    assert (error.value.code, error.value.field) == ("amount_negative", "monthly_wage")


@pytest.mark.parametrize(
    ("share", "code", "params"),
    [(Decimal("-0.1"), "count_negative", {}), (Decimal("1.1"), "count_too_large", {"limit": 1})],
)
def test_the_paid_share_lies_between_nothing_and_all(share: Decimal, code: str, params: dict) -> None:
    with pytest.raises(InvalidCount) as error:
        work_out(date(2020, 1, 1), 2025, paid_share=share)
    assert (error.value.code, error.value.field, error.value.params) == (code, "paid_share", params)


@pytest.mark.parametrize(
    ("facts", "code", "field", "params"),
    [
        ({"year": 2025, "taken": Decimal(-1)}, "count_negative", "taken", {}),
        ({"year": -1}, "count_negative", "year", {}),
        ({"year": 20255}, "count_too_large", "year", {"limit": 2100}),
    ],
)
def test_a_row_that_cannot_be_is_refused(facts: dict, code: str, field: str, params: dict) -> None:
    with pytest.raises(InvalidCount) as error:
        LeaveYear(**facts)
    assert (error.value.code, error.value.field, error.value.params) == (code, field, params)


def test_a_year_twice_is_refused() -> None:
    with pytest.raises(InvalidCount) as error:
        work_out(date(2020, 1, 1), 2025, 2024, 2025)
    assert (error.value.code, error.value.field) == ("count_year_twice", "years")
    assert error.value.params == {"year": 2025}


@given(days, taken, wages, wages)
def test_a_higher_wage_is_never_worth_less(first: date, taken: Decimal, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    row = LeaveYear(year=2021, taken=taken)
    assert work_out(first, row, monthly_wage=low).total <= work_out(first, row, monthly_wage=high).total


@given(days, days, taken)
def test_a_longer_working_life_is_never_worth_less(one: date, other: date, taken: Decimal) -> None:
    early, late = sorted((one, other))
    row = LeaveYear(year=2021, taken=taken)
    assert work_out(early, row, hired=late).total >= work_out(late, row).total


@given(days, st.integers(0, 364), st.integers(0, 364))
def test_a_later_last_day_is_never_worth_less(first: date, one: int, other: int) -> None:
    sooner, later = (date(2021, 1, 1) + timedelta(n) for n in sorted((one, other)))
    assert work_out(first, 2021, left=sooner).total <= work_out(first, 2021, left=later).total


@given(days, st.sets(st.integers(2021, 2026), min_size=1), taken)
def test_years_add_up(first: date, years: set[int], taken: Decimal) -> None:
    rows = [LeaveYear(year=year, taken=taken) for year in years]
    assert work_out(first, *rows).total == sum(work_out(first, row).total for row in rows)
