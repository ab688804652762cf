from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.double_wages import DoubleWages, double_wages
from labour_law.entitlements.result import PAID_DAYS, Entitlement
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.errors import CalendarYearUnknown, InvalidAmount, InvalidPeriod
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
DAY = Decimal("275.86")
"""6,000 ÷ 21.75."""

wages = st.decimals(Decimal(1), Decimal(50000), places=2)
hirings = st.dates(date(2015, 1, 1), date(2024, 12, 31))
offsets = st.integers(0, 500)


def work_out(hired: date, **facts: object) -> Entitlement:
    return double_wages(DoubleWages(**{"monthly_wage": Decimal(6000), "hired": hired, **facts}), TABLES)


def codes(result: Entitlement) -> list[str]:
    return [note.code for note in result.notes]


def test_eleven_months_of_6000_without_any_contract_are_66000() -> None:
    result = work_out(date(2025, 3, 1))
    [line] = result.lines
    assert result.total == Decimal("66000.00")
    assert (line.quantity, line.start, line.end) == (11, date(2025, 4, 1), date(2026, 2, 28))
    assert (line.unit, line.rate, line.article) == ("month", 6000, "劳动合同法 82(1)")
    assert codes(result) == [
        "counted_to_the_end",
        "evidence",
        "defences",
        "extended_term",
        "open_ended_contract",
    ]
    assert str(result.notes[-1].text).startswith("From 2026-03-01")


def test_two_months_and_ten_working_days_are_12000_and_2758_62() -> None:
    """June 1 to 16, 2025: 10 working days, June 2 is a holiday; 6,000 ÷ 21.75 × 10."""
    result = work_out(date(2025, 3, 1), signed_on=date(2025, 6, 17))
    months, days = result.lines
    assert (months.amount, months.end) == (Decimal("12000.00"), date(2025, 5, 31))
    assert (days.quantity, days.divisor, days.amount) == (10, PAID_DAYS, Decimal("2758.62"))
    assert (days.start, days.end, days.article) == (date(2025, 6, 1), date(2025, 6, 16), "法释〔2025〕12号 6")
    assert result.total == Decimal("14758.62")


def test_a_saturday_worked_in_lieu_counts_and_the_national_holiday_does_not() -> None:
    """October 1 to 11, 2025: the 9th, the 10th and Saturday the 11th."""
    result = work_out(date(2025, 8, 1), signed_on=date(2025, 10, 12))
    assert result.lines[-1].quantity == 3


@pytest.mark.parametrize(("year", "mark"), [(2020, "memory"), (2025, "verified")])
def test_working_days_are_as_sure_as_the_calendar_that_counts_them(year: int, mark: str) -> None:
    months, days = work_out(date(year, 3, 1), signed_on=date(year, 6, 17)).lines
    assert (months.confidence, days.confidence) == ("verified", mark)


@pytest.mark.parametrize(
    "signed_on",
    [date(2025, 2, 1), date(2025, 3, 1), date(2025, 3, 31), date(2025, 4, 1)],
    ids=["before hiring", "on the day of hiring", "within the month", "when the month is full"],
)
def test_a_contract_within_one_month_leaves_nothing(signed_on: date) -> None:
    result = work_out(date(2025, 3, 1), signed_on=signed_on)
    assert (result.total, result.lines, codes(result)) == (0, (), ["first_month"])
    assert result.notes[0].text.params == {"day": date(2025, 4, 1)}


def test_a_contract_one_day_after_the_full_month_leaves_one_day() -> None:
    assert work_out(date(2025, 3, 1), signed_on=date(2025, 4, 2)).total == DAY


@pytest.mark.parametrize(
    ("left", "total"),
    [
        (date(2025, 3, 1), Decimal(0)),
        (date(2025, 3, 31), Decimal(0)),
        (date(2025, 4, 1), DAY),
        (date(2025, 4, 30), Decimal(6000)),
        (date(2026, 2, 27), 60000 + 15 * Decimal(6000) / PAID_DAYS),
        (date(2026, 2, 28), Decimal(66000)),
        (date(2026, 3, 1), Decimal(66000)),
        (date(2030, 3, 1), Decimal(66000)),
    ],
    ids=[
        "left on the day of hiring",
        "exactly one month",
        "a month and a day",
        "exactly two months",
        "a day less than a year: February has 15 working days until the 27th",
        "exactly a year",
        "a year and a day",
        "years",
    ],
)
def test_the_last_day_of_employment_is_counted(left: date, total: Decimal) -> None:
    assert work_out(date(2025, 3, 1), left=left).total == round(total, 2)


@pytest.mark.parametrize("signed_on", [date(2026, 3, 1), date(2026, 3, 2), date(2028, 1, 1)])
def test_a_contract_after_a_year_takes_nothing_away(signed_on: date) -> None:
    assert work_out(date(2025, 3, 1), signed_on=signed_on).total == 66000


@pytest.mark.parametrize(
    ("hired", "start", "end"),
    [
        (date(2025, 1, 31), date(2025, 3, 1), date(2026, 1, 30)),
        (date(2025, 1, 28), date(2025, 2, 28), date(2026, 1, 27)),
        (date(2024, 1, 30), date(2024, 3, 1), date(2025, 1, 29)),
        (date(2024, 1, 29), date(2024, 2, 29), date(2025, 1, 28)),
        (date(2024, 2, 29), date(2024, 3, 29), date(2025, 2, 28)),
        (date(2023, 3, 1), date(2023, 4, 1), date(2024, 2, 29)),
    ],
)
def test_a_year_is_eleven_months_from_whatever_day(hired: date, start: date, end: date) -> None:
    """Where a month has no day of that number, it is full with its last day (民法典 202)."""
    [line] = work_out(hired).lines
    assert (line.quantity, line.start, line.end) == (11, start, end)


def test_months_from_january_31_are_full_with_the_month() -> None:
    """March 1 to 30, then March 31 to April 30."""
    assert work_out(date(2025, 1, 31), left=date(2025, 3, 30)).total == 6000
    assert work_out(date(2025, 1, 31), left=date(2025, 4, 30)).total == 12000


def test_part_of_a_month_is_never_worth_more_than_the_month() -> None:
    """July 1 to 30, 2024 has 22 working days, paid as 21.75."""
    result = work_out(date(2024, 6, 1), left=date(2024, 7, 30))
    [line] = result.lines
    assert (line.quantity, line.amount) == (PAID_DAYS, 6000)
    assert codes(result) == ["cap_applied", "part_month", "evidence", "defences", "extended_term"]


def test_it_is_counted_up_to_the_day_of_the_claim() -> None:
    assert work_out(date(2026, 3, 1), as_of=date(2026, 6, 30)).total == 18000
    assert work_out(date(2026, 3, 1), as_of=date(2026, 3, 1)).total == 0


def test_without_any_day_of_an_end_all_of_it_is_counted_and_said_so() -> None:
    """Hired a month and a half ago: 66,000 would be claimed for months that have not come."""
    assert "counted_to_the_end" in codes(work_out(date(2026, 10, 1)))
    for day in ("signed_on", "left", "as_of"):
        assert "counted_to_the_end" not in codes(work_out(date(2026, 10, 1), **{day: date(2026, 11, 20)}))


def test_the_whole_claim_runs_out_a_year_after_the_time_without_contract() -> None:
    """It ended on 2025-02-28; 2026-02-28 is a Saturday worked in lieu."""
    soon = work_out(date(2024, 3, 1), as_of=date(2026, 2, 28))
    late = work_out(date(2024, 3, 1), as_of=date(2026, 3, 1))
    assert [note.text.params for note in soon.notes if note.code == "limitation_soon"] == [
        {"last_day": date(2026, 2, 28), "days": 0}
    ]
    assert "limitation_run_out" in codes(late)
    assert (soon.total, late.total) == (66000, 66000)


IN_TIME = "limitation_open"
"""The code of a line of what can still be claimed."""


def still_in_time(result: Entitlement) -> list[tuple[date, Decimal, Decimal]]:
    """First day, months or working days, and yuan of each line that is still in time."""
    return [
        (p["start"], p.get("months") or p["days"], p["amount"])
        for p in (note.text.params for note in result.notes if note.code == IN_TIME)
    ]


@pytest.mark.parametrize(
    ("as_of", "barred", "in_time"),
    [
        (date(2025, 4, 1), None, []),
        # April 2 to 30, 2024: 21 working days, then ten months
        (
            date(2025, 4, 2),
            "206.90",
            [(date(2024, 4, 2), 21, "5793.10"), (date(2024, 5, 1), 10, "60000.00")],
        ),
        (date(2025, 7, 1), "18000.00", [(date(2024, 7, 1), 8, "48000.00")]),
        # July 15 to 31: 13 working days
        (
            date(2025, 7, 15),
            "20413.79",
            [(date(2024, 7, 15), 13, "3586.21"), (date(2024, 8, 1), 7, "42000.00")],
        ),
        # February 20 to 28, 2025: 7 working days and nothing after
        (date(2026, 2, 20), "64068.97", [(date(2025, 2, 20), 7, "1931.03")]),
        (date(2026, 6, 1), "66000.00", []),
    ],
    ids=["nothing", "one day", "April to June", "in mid-month", "only days are left", "everything"],
)
def test_day_by_day_what_is_in_time_has_lines_of_its_own_and_the_barred_part_is_the_rest(
    as_of: date, barred: str | None, in_time: list[tuple[date, int, str]]
) -> None:
    result = work_out(date(2024, 3, 1), as_of=as_of, limitation_method="daily")
    told = [note.text.params["amount"] for note in result.notes if note.code == "limitation_run_out"]
    assert told == ([] if barred is None else [Decimal(barred)])
    assert still_in_time(result) == [(day, count, Decimal(amount)) for day, count, amount in in_time]
    assert result.total == 66000


@given(hirings, offsets, st.sampled_from(["paid_days", "days_of_month"]))
def test_day_by_day_the_barred_part_and_what_is_in_time_are_the_sum(
    hired: date, days: int, part_month: str
) -> None:
    as_of = hired + timedelta(days)
    result = work_out(hired, as_of=as_of, limitation_method="daily", part_month=part_month)
    barred = [Decimal(str(n.text.params["amount"])) for n in result.notes if n.code == "limitation_run_out"]
    if barred:
        assert barred[0] + sum(amount for *_, amount in still_in_time(result)) == result.total


# A part of a month


@pytest.mark.parametrize(
    ("signed_on", "part_month", "quantity", "divisor", "amount"),
    [
        # June 1 to 16, 2025: 10 of the 20 working days of June
        (date(2025, 6, 17), "paid_days", 10, "21.75", "2758.62"),
        (date(2025, 6, 17), "days_of_month", 10, "20", "3000.00"),
        # October 1 to 11: 3 of the 18 of October, with the Saturday worked in lieu
        (date(2025, 10, 12), "days_of_month", 3, "18", "1000.00"),
        # July 1 to 30: 22 of 23
        (date(2025, 7, 31), "days_of_month", 22, "23", "5739.13"),
        (date(2025, 7, 31), "paid_days", "21.75", "21.75", "6000.00"),
    ],
)
def test_what_a_part_of_a_month_is_divided_by_is_chosen_and_told(
    signed_on: date, part_month: str, quantity: object, divisor: str, amount: str
) -> None:
    result = work_out(date(2025, 3, 1), signed_on=signed_on, part_month=part_month)
    days = result.lines[-1]
    assert (days.quantity, days.divisor, days.amount) == (
        Decimal(str(quantity)),
        Decimal(divisor),
        Decimal(amount),
    )
    assert "part_month" in codes(result)


def test_whole_months_say_nothing_of_a_divisor() -> None:
    assert "part_month" not in codes(work_out(date(2025, 3, 1), left=date(2025, 6, 30)))


def test_a_month_that_straddles_two_is_divided_by_its_own_working_days() -> None:
    """Hired on the 15th: May 15 to June 14, 2025 has 21 working days, May 15 to 30 twelve of them."""
    result = work_out(date(2025, 3, 15), left=date(2025, 5, 30), part_month="days_of_month")
    assert [(row.quantity, row.divisor) for row in result.lines] == [(1, 1), (12, 21)]


# A contract without a fixed term, due and refused (劳动合同法 82(2))


def refused(due: date, **facts: object) -> Entitlement:
    return work_out(date(2010, 3, 1), open_ended_due=due, **facts)


@pytest.mark.parametrize(
    ("due", "end", "owed"),
    [
        (date(2025, 1, 1), {"left": date(2025, 1, 31)}, "6000.00"),  # no month of grace
        (date(2025, 1, 1), {"left": date(2025, 11, 30)}, "66000.00"),
        (date(2025, 1, 1), {"left": date(2025, 12, 31)}, "72000.00"),  # no cap of eleven months
        (date(2023, 1, 1), {"as_of": date(2025, 12, 31)}, "216000.00"),  # nor of a year
        (date(2025, 1, 1), {"signed_on": date(2026, 7, 1)}, "108000.00"),
        (date(2025, 1, 1), {"signed_on": date(2025, 7, 1), "left": date(2026, 1, 31)}, "36000.00"),
        (date(2025, 3, 1), {"signed_on": date(2025, 6, 17)}, "20758.62"),  # 3 months, 10 working days
        (date(2025, 3, 1), {"signed_on": date(2025, 3, 1)}, "0.00"),
        (date(2025, 3, 1), {"signed_on": date(2025, 3, 4)}, "275.86"),  # March 1 and 2 are a weekend
    ],
)
def test_refused_it_counts_from_the_day_it_was_due_and_has_no_cap(
    due: date, end: dict[str, date], owed: str
) -> None:
    assert refused(due, **end).total == Decimal(owed)


def test_refused_the_line_names_its_paragraph_and_the_notes_speak_of_what_to_show() -> None:
    result = refused(date(2025, 1, 1), left=date(2026, 6, 30))
    [line] = result.lines
    assert (line.quantity, line.start, line.end) == (18, date(2025, 1, 1), date(2026, 6, 30))
    assert line.article == "劳动合同法 82(2)"
    assert codes(result) == ["open_ended_due", "defences"]


def test_refused_the_year_to_claim_is_counted_like_that_of_the_first_year() -> None:
    late = refused(date(2023, 1, 1), left=date(2024, 12, 31), as_of=date(2026, 1, 15))
    assert "limitation_run_out" in codes(late)
    daily = refused(date(2024, 1, 1), as_of=date(2025, 12, 31), limitation_method="daily")
    told = [note.text.params["amount"] for note in daily.notes if note.code == "limitation_run_out"]
    assert (daily.total, still_in_time(daily)[0][0]) == (144000, date(2024, 12, 31))
    assert Decimal(str(told[0])) + sum(amount for *_, amount in still_in_time(daily)) == 144000


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({}, "period_end_missing", "as_of"),
        ({"left": date(2026, 1, 1), "due": date(2010, 2, 28)}, "period_order", "open_ended_due"),
    ],
    ids=["no day up to which", "due before the work began"],
)
def test_refused_needs_an_end_and_a_day_within_the_employment(
    days: dict[str, date], code: str, field: str
) -> None:
    with pytest.raises(InvalidPeriod) as error:
        refused(**({"due": date(2025, 1, 1)} | days))
    assert (error.value.code, error.value.field) == (code, field)


def test_due_before_the_law_it_cannot_be() -> None:
    with pytest.raises(InvalidPeriod):
        work_out(date(2001, 1, 1), open_ended_due=date(2007, 6, 1), left=date(2009, 1, 1))


def test_judgment_2023_jing_0105_min_chu_8452_seven_months_of_9000_are_63000() -> None:
    """2021-04-14 to 2021-11-13 as published; the day of hiring is chosen to lead there."""
    result = work_out(date(2021, 3, 14), left=date(2021, 11, 13), monthly_wage=Decimal(9000))
    [line] = result.lines
    assert (result.total, line.start, line.end) == (63000, date(2021, 4, 14), date(2021, 11, 13))


def test_without_a_day_of_the_claim_nothing_is_said_of_limitation() -> None:
    for method in ("whole", "daily"):
        assert "limitation_run_out" not in codes(work_out(date(2015, 3, 1), limitation_method=method))


def test_who_was_hired_before_the_law_of_2008_counts_from_its_first_day() -> None:
    """Eleven months from February to December 2008; nothing for who left before."""
    result = work_out(date(2006, 5, 20), as_of=date(2009, 1, 1))
    [line] = result.lines
    assert (result.total, line.start, line.end) == (66000, date(2008, 2, 1), date(2008, 12, 31))
    assert codes(result) == ["before_2008", "evidence", "defences", "extended_term", "open_ended_contract"]
    assert work_out(date(2006, 5, 20), left=date(2007, 12, 31)).total == 0
    assert "before_2008" not in codes(work_out(date(2008, 1, 1)))


def test_full_months_need_no_holiday_table_but_the_rest_does() -> None:
    assert work_out(date(2097, 1, 1)).total == 66000
    with pytest.raises(CalendarYearUnknown) as error:
        work_out(date(2097, 1, 1), left=date(2097, 2, 10))
    assert (error.value.code, error.value.params) == ("calendar_year_unknown", {"year": 2097})


@pytest.mark.parametrize(
    ("wage", "code"),
    [
        (Decimal(0), "amount_not_positive"),
        (Decimal("-0.01"), "amount_negative"),
        (Decimal("NaN"), "amount_not_finite"),
    ],
)
def test_a_wage_must_be_above_zero(wage: Decimal, code: str) -> None:
    with pytest.raises(InvalidAmount) as error:
        DoubleWages(monthly_wage=wage, hired=date(2025, 3, 1))
    assert (error.value.code, error.value.field, error.value.params) == (code, "monthly_wage", {})


@pytest.mark.parametrize("field", ["left", "as_of"])
def test_a_day_before_hiring_is_refused(field: str) -> None:
    with pytest.raises(InvalidPeriod) as error:
        DoubleWages(monthly_wage=Decimal(6000), hired=date(2025, 3, 1), **{field: date(2025, 2, 28)})
    assert (error.value.code, error.value.field) == ("period_order", field)
    assert error.value.params == {"start": date(2025, 3, 1), "end": date(2025, 2, 28)}


@given(hirings, offsets, wages)
def test_lines_add_up_and_never_exceed_eleven_months(hired: date, days: int, wage: Decimal) -> None:
    result = work_out(hired, left=hired + timedelta(days), monthly_wage=wage)
    assert result.total == sum((line.amount for line in result.lines), Decimal(0))
    assert 0 <= result.total <= 11 * wage


@given(hirings, offsets, offsets, wages)
def test_a_longer_time_is_never_worth_less(hired: date, days: int, more: int, wage: Decimal) -> None:
    shorter = work_out(hired, left=hired + timedelta(days), monthly_wage=wage)
    longer = work_out(hired, left=hired + timedelta(days + more), monthly_wage=wage)
    assert shorter.total <= longer.total


@given(hirings, offsets, wages, wages)
def test_a_higher_wage_is_never_worth_less(hired: date, days: int, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    left = hired + timedelta(days)
    assert (
        work_out(hired, left=left, monthly_wage=low).total
        <= work_out(hired, left=left, monthly_wage=high).total
    )


@given(hirings, offsets)
def test_to_sign_the_day_after_is_to_leave_on_the_day(hired: date, days: int) -> None:
    left = hired + timedelta(days)
    assert work_out(hired, left=left).total == work_out(hired, signed_on=left + timedelta(1)).total


@given(hirings, offsets)
def test_the_barred_part_never_exceeds_the_sum(hired: date, days: int) -> None:
    result = work_out(hired, as_of=hired + timedelta(days), limitation_method="daily")
    barred = [str(n.text.params["amount"]) for n in result.notes if n.code == "limitation_run_out"]
    assert all(0 < Decimal(amount) <= result.total for amount in barred)


@pytest.mark.parametrize("method", ["whole", "daily"])
def test_that_the_way_limitation_is_counted_is_from_memory_is_said_with_it(method: str) -> None:
    late = work_out(date(2020, 3, 1), as_of=date(2026, 1, 1), limitation_method=method)
    assert [code for code in codes(late) if code.startswith("limitation")] == [
        "limitation_run_out",
        "limitation_method",
    ]
    in_time = work_out(date(2025, 3, 1), as_of=date(2025, 9, 1), limitation_method=method)
    assert [code for code in codes(in_time) if code.startswith("limitation")] == []


def test_each_month_counts_at_the_wage_it_had_and_the_one_of_the_raise_by_its_working_days() -> None:
    """Months from the 15th on. June 15 to July 14, 2025, has 21 working days: 11 to the end of June, 10 after it."""
    raised = (EarlierWage(until=date(2025, 6, 30), monthly_wage=Decimal(5000)),)
    result = work_out(date(2025, 1, 15), earlier_wages=raised)
    assert [(line.quantity, line.unit, line.rate, line.divisor, line.amount) for line in result.lines] == [
        (4, "month", 5000, 1, Decimal("20000.00")),
        (11, "day", 5000, 21, Decimal("2619.05")),
        (10, "day", 6000, 21, Decimal("2857.14")),
        (6, "month", 6000, 1, Decimal("36000.00")),
    ]
    assert result.total == Decimal("61476.19")


def test_a_raise_on_the_first_day_of_a_month_divides_none() -> None:
    raised = (EarlierWage(until=date(2025, 6, 30), monthly_wage=Decimal(5000)),)
    result = work_out(date(2025, 3, 1), earlier_wages=raised)
    assert [(line.quantity, line.rate) for line in result.lines] == [(3, 5000), (8, 6000)]


@given(hirings, offsets, wages)
def test_a_raise_to_the_same_wage_changes_nothing(hired: date, offset: int, wage: Decimal) -> None:
    """But for the rounding of the two parts of one month, a fen."""
    same = (EarlierWage(until=hired + timedelta(days=offset), monthly_wage=wage),)
    plain = double_wages(DoubleWages(monthly_wage=wage, hired=hired), TABLES)
    raised = double_wages(DoubleWages(monthly_wage=wage, hired=hired, earlier_wages=same), TABLES)
    assert abs(raised.total - plain.total) <= Decimal("0.01")
