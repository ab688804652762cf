from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.result import PAID_DAYS, Ask, Entitlement, Line
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.entitlements.wages import UnpaidWages, unpaid_wages
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidCount,
    InvalidPeriod,
    LabourLawError,
    UnknownRegion,
)
from labour_law.rates import Rate, Tables, packaged_tables
from tests.labour_law.splits import cut_at_a_first

TABLES = packaged_tables()
FEN = Decimal("0.01")


def facts(start: date, end: date, wage: str = "6500", **more: object) -> UnpaidWages:
    return UnpaidWages(
        **{"monthly_wage": Decimal(wage), "start": start, "end": end, "region": "shanghai"} | more
    )  # type: ignore[arg-type]


def owed(start: date, end: date, wage: str = "6500", **more: object) -> Entitlement:
    return unpaid_wages(facts(start, end, wage, **more), TABLES)


def shown(lines: tuple[Line, ...]) -> list[tuple[str, str, str, str]]:
    return [(str(row.label), str(row.quantity), row.unit, str(row.amount)) for row in lines]


def codes(answer: Entitlement) -> list[str]:
    """The notes, each of which can be read."""
    return [note.code for note in answer.notes if str(note.text)]


def test_6500_for_three_months_and_8_days_is_21890_80() -> None:
    """3 × 6,500 = 19,500; 6,500 ÷ 21.75 × 8 = 2,390.80 (August 3-7 and 10-12)."""
    answer = owed(date(2026, 5, 1), date(2026, 8, 12))
    assert shown(answer.lines) == [
        ("Wages owed", "3", "month", "19500.00"),
        ("Wages owed, part of a month", "8", "day", "2390.80"),
    ]
    assert (answer.total, answer.is_complete) == (Decimal("21890.80"), True)
    assert [(row.start, row.end) for row in answer.lines] == [
        (date(2026, 5, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), date(2026, 8, 12)),
    ]
    assert [row.article for row in answer.lines] == ["劳动合同法 30(1)"] * 2


@pytest.mark.parametrize(
    ("start", "end", "quantities"),
    [
        (date(2026, 8, 1), date(2026, 8, 31), ["1 month"]),  # the whole of one month
        (date(2024, 2, 1), date(2024, 2, 29), ["1 month"]),
        (date(2023, 2, 1), date(2023, 2, 28), ["1 month"]),
        (date(2024, 2, 1), date(2024, 2, 28), ["20 day"]),  # all but Feb 29: 17 working days, 3 holidays
        (date(2024, 2, 29), date(2024, 2, 29), ["1 day"]),
        (date(2026, 8, 12), date(2026, 8, 12), ["1 day"]),  # a Wednesday
        (date(2026, 8, 9), date(2026, 8, 9), ["0 day"]),  # a Sunday
        (date(2026, 2, 9), date(2026, 2, 13), ["5 day"]),
        (date(2026, 2, 9), date(2026, 2, 14), ["6 day"]),  # ends on a working Saturday
        (date(2026, 9, 28), date(2026, 9, 30), ["3 day"]),  # ends on the eve of a holiday
        (date(2026, 10, 1), date(2026, 10, 15), ["10 day"]),  # 8-10 and 12-15 worked, 1-3 paid holidays
        (date(2026, 10, 4), date(2026, 10, 7), ["0 day"]),  # off, but neither worked nor paid
        (date(2026, 4, 16), date(2026, 4, 30), ["11 day"]),
        (date(2026, 4, 16), date(2026, 6, 15), ["11 day", "1 month", "11 day"]),
        (date(2025, 12, 31), date(2026, 1, 1), ["1 day", "1 day"]),  # across the new year
        (date(2026, 7, 2), date(2026, 7, 31), ["21.75 day"]),  # 22 working days: a month, not more
    ],
)
def test_months_and_days(start: date, end: date, quantities: list[str]) -> None:
    assert [f"{row.quantity} {row.unit}" for row in owed(start, end).lines] == quantities


def test_a_part_of_a_month_is_never_more_than_the_month() -> None:
    answer = owed(date(2026, 7, 2), date(2026, 7, 31))
    assert (answer.total, codes(answer)[:1]) == (Decimal("6500.00"), ["cap_applied"])


def test_days_given_are_no_more_than_the_month_either() -> None:
    answer = owed(date(2026, 7, 2), date(2026, 7, 31), part_days=Decimal(26))
    assert (answer.total, codes(answer)[:1]) == (Decimal("6500.00"), ["cap_applied"])


def test_holidays_that_are_paid_are_named() -> None:
    note = owed(date(2026, 10, 1), date(2026, 10, 15)).notes[0]
    assert (note.code, note.article, note.kind) == ("holidays_paid", "劳动法 51", "info")
    assert note.text.params == {
        "start": date(2026, 10, 1),
        "end": date(2026, 10, 15),
        "working": 7,
        "holidays": 3,
    }


def test_days_given_stand_in_for_those_counted() -> None:
    """6,500 ÷ 21.75 × 10 = 2,988.51"""
    answer = owed(date(2026, 5, 1), date(2026, 8, 12), part_days=Decimal(10))
    assert [str(row.amount) for row in answer.lines] == ["19500.00", "2988.51"]


def test_days_given_need_no_holiday_table() -> None:
    part = date(2099, 3, 2), date(2099, 3, 6)
    assert owed(*part, part_days=Decimal(5)).total == Decimal("1494.25")
    with pytest.raises(CalendarYearUnknown):
        owed(*part)


def test_whole_months_need_no_holiday_table() -> None:
    assert owed(date(2099, 1, 1), date(2099, 2, 28)).total == Decimal("13000.00")


def test_a_wage_below_the_minimum_is_made_up_on_the_day_the_rate_changes() -> None:
    """June 2025: 2,690 − 2,600 = 90; July: 2,740 − 2,600 = 140; 5,200 + 230 = 5,430."""
    answer = owed(date(2025, 6, 1), date(2025, 7, 31), "2600")
    assert shown(answer.lines) == [
        ("Wages owed", "2", "month", "5200.00"),
        ("Shortfall to the minimum wage (2690 less 2600)", "1", "month", "90.00"),
        ("Shortfall to the minimum wage (2740 less 2600)", "1", "month", "140.00"),
    ]
    assert answer.total == Decimal("5430.00")
    assert "below_minimum_wage" in codes(answer)
    assert [[rate.value for rate in row.table_rates] for row in answer.lines] == [[], [2690], [2740]]


def test_the_shortfall_of_a_part_of_a_month_goes_by_the_same_days() -> None:
    """8 days of 2,600 are 956.32; 8 days of 2,740 − 2,600 = 140 are 51.49."""
    answer = owed(date(2026, 8, 1), date(2026, 8, 12), "2600")
    assert [str(row.amount) for row in answer.lines] == ["956.32", "51.49"]
    answer = owed(date(2026, 8, 1), date(2026, 8, 12), "2600", part_days=Decimal(8))
    assert [str(row.amount) for row in answer.lines] == ["956.32", "51.49"]


def test_a_wage_of_just_the_minimum_has_no_shortfall() -> None:
    assert len(owed(date(2026, 5, 1), date(2026, 5, 31), "2740").lines) == 1


def test_a_rate_that_changes_inside_a_month_divides_it_by_days() -> None:
    """May 2026: to the 15th 9 working days and 2 holidays, from the 16th 10 working days.

    100 ÷ 21.75 × 11 = 50.57; 300 ÷ 21.75 × 10 = 137.93.
    """
    rows = [
        Rate("minimum_wage_month", "elsewhere", start, Decimal(value), "yuan_month", "表", "entered", 0, end)
        for start, end, value in (
            (date(2026, 5, 1), date(2026, 5, 15), 2000),
            (date(2026, 5, 16), date(2026, 5, 31), 2200),
        )
    ]
    tables = Tables(TABLES.rates.plus(rows), TABLES.calendar)
    may = facts(date(2026, 5, 1), date(2026, 5, 31), "1900", region="elsewhere")
    assert [str(row.amount) for row in unpaid_wages(may, tables).lines] == ["1900.00", "50.57", "137.93"]


def test_what_was_paid_is_taken_off() -> None:
    answer = owed(date(2026, 5, 1), date(2026, 5, 31), paid=Decimal("1500.50"))
    assert shown(answer.lines)[1] == ("Less what was paid", "1", "item", "-1500.50")
    assert answer.total == Decimal("4999.50")


@pytest.mark.parametrize(
    ("paid", "has_note"), [("6499.99", False), ("6500", False), ("6500.01", True), ("9000", True)]
)
def test_more_paid_than_owed_is_zero_and_said(paid: str, has_note: bool) -> None:
    answer = owed(date(2026, 5, 1), date(2026, 5, 31), paid=Decimal(paid))
    assert answer.total == max(Decimal(6500) - Decimal(paid), Decimal(0))
    assert answer.lines[-1].amount == -min(Decimal(paid), Decimal(6500))
    assert ("paid_in_full" in codes(answer)) is has_note


@pytest.mark.parametrize(
    ("year", "more", "mark"),
    [(2020, {}, "memory"), (2021, {}, "verified"), (2020, {"part_days": Decimal(7)}, "verified")],
)
def test_a_part_of_a_month_is_as_sure_as_the_calendar_that_counts_it(
    year: int, more: dict[str, Decimal], mark: str
) -> None:
    assert owed(date(year, 5, 1), date(year, 5, 12), **more).lines[0].confidence == mark
    assert owed(date(year, 5, 1), date(year, 5, 31)).lines[0].confidence == "verified"


def test_a_minimum_wage_that_is_met_is_told_as_compared() -> None:
    answer = owed(date(2025, 6, 1), date(2025, 7, 31))
    assert [rate.value for rate in answer.compared] == [2690, 2740]


def test_an_unknown_minimum_wage_is_asked_for() -> None:
    answer = owed(date(2026, 5, 1), date(2026, 5, 31), region="elsewhere")
    assert answer.asks == (Ask("minimum_wage_month", "elsewhere", date(2026, 5, 1), date(2026, 5, 31)),)
    assert (answer.total, answer.is_complete) == (Decimal("6500.00"), False)
    assert "rate_unknown" in codes(answer)
    assert str(answer.notes[0].text) == (
        "The minimum wage of 2026-05-01 to 2026-05-31 is not known here: enter it. "
        "A shortfall to it is not in the sum."
    )


def test_notes_name_the_records_and_what_an_order_adds() -> None:
    assert codes(owed(date(2026, 5, 1), date(2026, 5, 31))) == ["evidence", "inspection"]


@pytest.mark.parametrize(
    ("left", "as_of", "code"),
    [
        (None, date(2030, 1, 1), None),  # still employed: the year does not run
        (date(2025, 11, 23), None, None),
        (date(2025, 11, 23), date(2026, 10, 23), None),
        (date(2025, 11, 23), date(2026, 10, 24), "limitation_soon"),  # 30 days left
        (date(2025, 11, 23), date(2026, 11, 23), "limitation_soon"),  # the last day
        (date(2025, 11, 23), date(2026, 11, 24), "limitation_run_out"),
    ],
)
def test_limitation_runs_from_the_end_of_employment(
    left: date | None, as_of: date | None, code: str | None
) -> None:
    answer = owed(date(2025, 9, 1), date(2025, 9, 30), left=left, as_of=as_of)
    assert [c for c in codes(answer) if c.startswith("limitation")] == ([code] if code else [])


@pytest.mark.parametrize(
    ("change", "error", "code", "field"),
    [
        ({"end": date(2026, 4, 30)}, InvalidPeriod, "period_order", "end"),
        ({"left": date(2026, 8, 11)}, InvalidPeriod, "period_order", "left"),
        ({"monthly_wage": Decimal(-1)}, InvalidAmount, "amount_negative", "monthly_wage"),
        ({"monthly_wage": Decimal(0)}, InvalidAmount, "amount_not_positive", "monthly_wage"),
        ({"monthly_wage": Decimal("NaN")}, InvalidAmount, "amount_not_finite", "monthly_wage"),
        ({"paid": Decimal("-0.01")}, InvalidAmount, "amount_negative", "paid"),
        ({"part_days": Decimal(-1)}, InvalidCount, "count_negative", "part_days"),
        ({"part_days": Decimal(13)}, InvalidCount, "count_too_large", "part_days"),
        (
            {"part_days": Decimal(5), "end": date(2026, 8, 31)},
            InvalidCount,
            "count_not_one_part",
            "part_days",
        ),
        (
            {"part_days": Decimal(5), "start": date(2026, 5, 2)},
            InvalidCount,
            "count_not_one_part",
            "part_days",
        ),
    ],
)
def test_bad_input(change: dict[str, object], error: type[LabourLawError], code: str, field: str) -> None:
    with pytest.raises(error) as caught:
        facts(**{"start": date(2026, 5, 1), "end": date(2026, 8, 12)} | change)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)


def test_errors_say_what_is_wrong() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        facts(date(2026, 5, 1), date(2026, 4, 30))
    assert caught.value.params == {"start": date(2026, 5, 1), "end": date(2026, 4, 30)}
    with pytest.raises(InvalidCount) as counted:
        facts(date(2026, 5, 1), date(2026, 8, 12), part_days=Decimal(13))
    assert counted.value.params == {"limit": 12}


def test_an_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        owed(date(2026, 5, 1), date(2026, 5, 31), region="atlantis")
    assert (caught.value.code, caught.value.field) == ("region_unknown", "region")


def test_a_float_is_no_money() -> None:
    with pytest.raises(InvalidAmount) as caught:
        owed(date(2026, 5, 1), date(2026, 5, 31), monthly_wage=6500.0)
    assert (caught.value.code, caught.value.field) == ("amount_not_finite", "monthly_wage")


DAYS = st.dates(date(2009, 1, 1), date(2026, 12, 31))
WAGES = st.decimals(min_value=1000, max_value=30000, places=2)
PAID = st.decimals(min_value=0, max_value=200000, places=2)
PERIODS = st.tuples(DAYS, st.integers(0, 800)).map(
    lambda pair: (pair[0], min(pair[0] + timedelta(pair[1]), date(2026, 12, 31)))
)


def total(period: tuple[date, date], wage: Decimal) -> Decimal:
    return unpaid_wages(
        UnpaidWages(monthly_wage=wage, start=period[0], end=period[1], region="shanghai"), TABLES
    ).total


@settings(max_examples=100)
@given(PERIODS, WAGES, PAID)
def test_lines_add_up_and_are_never_negative(period: tuple[date, date], wage: Decimal, paid: Decimal) -> None:
    answer = unpaid_wages(
        UnpaidWages(monthly_wage=wage, start=period[0], end=period[1], region="shanghai", paid=paid), TABLES
    )
    assert answer.total == sum(row.amount for row in answer.lines) >= 0
    assert all(row.amount >= 0 for row in answer.lines if row.unit != "item")
    assert answer.total == answer.total.quantize(FEN)


@settings(max_examples=100)
@given(PERIODS, WAGES, st.data())
def test_split_at_the_first_of_a_month_the_sum_is_the_same(
    period: tuple[date, date], wage: Decimal, data: st.DataObject
) -> None:
    parts = cut_at_a_first(period, data)
    assert sum(total(part, wage) for part in parts) == total(period, wage)


@settings(max_examples=100)
@given(PERIODS, WAGES, WAGES)
def test_a_higher_wage_is_never_owed_less(period: tuple[date, date], one: Decimal, other: Decimal) -> None:
    """But for the rounding of wage and shortfall in the two parts of months, one fen each."""
    assert total(period, max(one, other)) >= total(period, min(one, other)) - 2 * FEN


@settings(max_examples=100)
@given(PERIODS, WAGES, st.integers(0, 100))
def test_a_longer_period_is_never_owed_less(period: tuple[date, date], wage: Decimal, days: int) -> None:
    """A whole month is never less than a part of it, but for the rounding of wage and shortfall, one fen."""
    start, end = period
    longer = min(end + timedelta(days), date(2026, 12, 31))
    assert total((start, longer), wage) >= total(period, wage) - FEN


def until(day: date, wage: str) -> EarlierWage:
    return EarlierWage(until=day, monthly_wage=Decimal(wage))


def test_each_month_is_owed_at_the_wage_it_had() -> None:
    raised = (until(date(2026, 5, 31), "6000"),)
    answer = owed(date(2026, 5, 1), date(2026, 7, 31), earlier_wages=raised)
    assert [(row.quantity, row.rate, row.start) for row in answer.lines] == [
        (1, 6000, date(2026, 5, 1)),
        (2, 6500, date(2026, 6, 1)),
    ]
    assert answer.total == Decimal("19000.00")


def test_a_month_in_which_the_wage_was_raised_is_one_month() -> None:
    """May 2026 has 21 paid days: 11 to the 15th at 6,000, 10 after it at 7,000."""
    answer = owed(
        date(2026, 5, 1), date(2026, 5, 31), "7000", earlier_wages=(until(date(2026, 5, 15), "6000"),)
    )
    assert [(row.quantity, row.divisor, row.amount) for row in answer.lines] == [
        (11, 21, Decimal("3142.86")),
        (10, 21, Decimal("3333.33")),
    ]


def test_a_month_that_is_owed_in_part_stays_divided_by_the_paid_days_of_any_month() -> None:
    answer = owed(
        date(2026, 5, 6), date(2026, 5, 31), "7000", earlier_wages=(until(date(2026, 5, 15), "6000"),)
    )
    assert {row.divisor for row in answer.lines} == {PAID_DAYS}


def test_days_cannot_be_given_where_a_raise_makes_two_parts() -> None:
    with pytest.raises(InvalidCount) as refused:
        owed(
            date(2026, 5, 6),
            date(2026, 5, 31),
            part_days=Decimal(5),
            earlier_wages=(until(date(2026, 5, 15), "6000"),),
        )
    assert refused.value.code == "count_not_one_part"


def test_only_the_time_at_the_lower_wage_is_short_of_the_minimum() -> None:
    raised = (until(date(2026, 5, 31), "2500"),)
    answer = owed(date(2026, 5, 1), date(2026, 6, 30), "3000", earlier_wages=raised)
    assert [row.amount for row in answer.lines] == [Decimal("2500.00"), Decimal("240.00"), Decimal("3000.00")]


def test_a_raise_changes_nothing_where_it_was_the_same_wage() -> None:
    same = (until(date(2026, 5, 31), "6500"),)
    period = date(2026, 5, 1), date(2026, 8, 12)
    assert owed(*period, earlier_wages=same).total == owed(*period).total
