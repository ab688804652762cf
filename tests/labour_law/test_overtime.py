from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.overtime import Overtime, WorkedDay, overtime
from labour_law.entitlements.result import Entitlement
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidCount,
    InvalidHours,
    InvalidPeriod,
    LabourLawError,
    UnknownRegion,
)
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
D = Decimal


def facts(wage: str = "5220", **more: object) -> Overtime:
    return Overtime(**{"monthly_wage": D(wage), "region": "shanghai"} | more)  # type: ignore[arg-type]


def owed(wage: str = "5220", **more: object) -> Entitlement:
    return overtime(facts(wage, **more), TABLES)


def worked(*days: tuple[date, str]) -> tuple[WorkedDay, ...]:
    return tuple(WorkedDay(day=day, hours=D(hours)) for day, hours in days)


def shown(answer: Entitlement) -> list[tuple[str, str, str]]:
    return [(str(row.label), str(row.quantity), str(row.amount)) for row in answer.lines]


def codes(answer: Entitlement) -> list[str]:
    """The notes, each of which can be read."""
    return [note.code for note in answer.notes if str(note.text)]


def test_5220_is_30_an_hour_and_20_16_and_8_hours_are_2580() -> None:
    """5,220 ÷ 174 = 30; 20 × 30 × 1.5 = 900; 16 × 30 × 2 = 960; 8 × 30 × 3 = 720."""
    answer = owed(weekday_hours=D(20), rest_day_hours=D(16), holiday_hours=D(8))
    assert shown(answer) == [
        ("Overtime on working days", "20", "900.00"),
        ("Overtime on rest days", "16", "960.00"),
        ("Overtime on public holidays", "8", "720.00"),
    ]
    assert answer.total == D("2580.00")
    assert [row.article for row in answer.lines] == ["劳动法 44(1)", "劳动法 44(2)", "劳动法 44(3)"]
    assert codes(answer) == ["evidence", "approved_hours"]


@pytest.mark.parametrize(
    ("day", "factor"),
    [
        (date(2026, 9, 30), "1.5"),  # the eve of a holiday
        (date(2026, 10, 1), "3"),
        (date(2026, 10, 3), "3"),  # a Saturday that is a statutory holiday
        (date(2026, 10, 4), "2"),  # off by the notice, but no statutory holiday
        (date(2026, 10, 7), "2"),
        (date(2026, 10, 8), "1.5"),
        (date(2026, 10, 10), "1.5"),  # a Saturday made a working day
        (date(2026, 10, 11), "2"),  # an ordinary Sunday
        (date(2026, 2, 14), "1.5"),
        (date(2024, 2, 29), "1.5"),
        (date(2024, 5, 2), "2"),  # a statutory holiday only since 2025
        (date(2025, 5, 2), "3"),
    ],
)
def test_the_calendar_tells_the_kind_of_a_day(day: date, factor: str) -> None:
    (row,) = owed(days=worked((day, "2"))).lines
    assert (row.factor, row.amount) == (D(factor), 2 * 30 * D(factor))


def test_days_and_sums_add_up() -> None:
    """2 + 3 = 5 h × 30 × 1.5 = 225; 8 h × 30 × 2 = 480."""
    answer = owed(weekday_hours=D(2), days=worked((date(2026, 10, 9), "3"), (date(2026, 10, 11), "8")))
    assert shown(answer) == [
        ("Overtime on working days", "5", "225.00"),
        ("Overtime on rest days", "8", "480.00"),
    ]


def test_days_give_the_period_of_a_line_where_no_sum_is_mixed_in() -> None:
    """A Sunday, a Friday and a Saturday in October 2026; how old hours without a day are nobody knows."""
    days = worked((date(2026, 10, 11), "8"), (date(2026, 10, 9), "2"), (date(2026, 10, 17), "8"))
    rows = owed(days=days).lines
    assert [(row.start, row.end) for row in rows] == [
        (date(2026, 10, 9), date(2026, 10, 9)),
        (date(2026, 10, 11), date(2026, 10, 17)),
    ]
    rows = owed(days=days, rest_day_hours=D(4)).lines
    assert [row.start for row in rows] == [date(2026, 10, 9), None]


def test_time_off_in_lieu_takes_hours_off_those_at_200_percent() -> None:
    """(16 − 8) × 30 × 2 = 480; holidays stay at 300 %."""
    answer = owed(rest_day_hours=D(16), holiday_hours=D(8), days_in_lieu_hours=D(8))
    assert shown(answer) == [
        ("Overtime on rest days, less 8 hours off in lieu", "8", "480.00"),
        ("Overtime on public holidays", "8", "720.00"),
    ]


def test_all_rest_days_off_in_lieu_leave_nothing() -> None:
    assert shown(owed(rest_day_hours=D(8), days_in_lieu_hours=D(8))) == []


def test_more_time_off_in_lieu_than_work_on_rest_days() -> None:
    with pytest.raises(InvalidHours) as caught:
        owed(rest_day_hours=D(4), days=worked((date(2026, 10, 11), "4")), days_in_lieu_hours=D("8.5"))
    assert (caught.value.code, caught.value.field) == ("hours_in_lieu", "days_in_lieu_hours")
    assert caught.value.params == {"hours": D(8)}


def test_shanghai_takes_70_percent_where_nothing_is_agreed() -> None:
    """7,000 × 0.70 = 4,900; 4,900 ÷ 174 × 20 × 1.5 = 844.83."""
    answer = owed("7000", weekday_hours=D(20), base_share=D("0.70"))
    (row,) = answer.lines
    assert (row.rate, row.amount, row.confidence) == (D(4900), D("844.83"), "memory")
    assert str(answer.notes[0].text).startswith("The base is 70 % of the wage of 7000 yuan: 4900.00 yuan.")
    assert answer.notes[0].article == "上海市企业工资支付办法 9"
    assert "base_share" not in codes(owed("7000", weekday_hours=D(20)))


def test_what_was_paid_is_taken_off() -> None:
    answer = owed(weekday_hours=D(20), paid=D(300))
    assert (answer.total, shown(answer)[1]) == (D("600.00"), ("Less what was paid", "1", "-300.00"))


def test_more_paid_than_owed_is_zero_and_said() -> None:
    answer = owed(weekday_hours=D(20), paid=D("900.01"))
    assert (answer.total, "paid_in_full" in codes(answer)) == (D("0.00"), True)


@pytest.mark.parametrize(("hours", "over"), [("3", False), ("3.5", True)])
def test_more_than_three_hours_a_day_are_paid_and_said(hours: str, over: bool) -> None:
    answer = owed(days=worked((date(2026, 10, 9), hours)))
    assert (answer.total, "over_daily_limit" in codes(answer)) == (D(hours) * 45, over)


def test_a_full_day_on_a_rest_day_is_not_over_the_daily_limit() -> None:
    assert "over_daily_limit" not in codes(owed(days=worked((date(2026, 10, 11), "8"))))


@pytest.mark.parametrize(("last", "over"), [("3", False), ("3.5", True)])
def test_more_than_36_hours_a_month_are_paid_and_said(last: str, over: bool) -> None:
    """11 working days of 3 hours are 33; the hours of the month before do not count."""
    days = [date(2026, 11, 2) + timedelta(i) for i in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14)]
    listed = [(day, "3") for day in days[:10]]
    answer = owed(
        days=worked((date(2026, 10, 30), "3"), *listed, (days[10], "3"), (date(2026, 11, 17), last))
    )
    assert ("over_monthly_limit" in codes(answer)) is over


@pytest.mark.parametrize(
    ("day", "wage", "minimum"),
    [
        (date(2025, 6, 30), "2690", None),
        (date(2025, 6, 30), "2689.99", D(2690)),
        (date(2025, 7, 1), "2690", D(2740)),  # the day the minimum changes
        (date(2025, 7, 1), "2740", None),
    ],
)
def test_a_base_below_the_minimum_wage_is_said_and_still_used(
    day: date, wage: str, minimum: Decimal | None
) -> None:
    answer = owed(wage, days=worked((day, "1")))
    notes = [note for note in answer.notes if note.code == "below_minimum_wage"]
    assert [note.text.params["minimum"] for note in notes] == ([minimum] if minimum else [])
    assert answer.lines[0].rate == D(wage)


@pytest.mark.parametrize(
    ("more", "minimum"),
    [
        ({"left": date(2025, 6, 30), "as_of": date(2025, 9, 1)}, 2690),
        ({"as_of": date(2025, 6, 30)}, 2690),
        ({"as_of": date(2025, 9, 1)}, 2740),
    ],
)
def test_sums_of_hours_are_compared_with_the_minimum_at_the_end_or_at_the_claim(
    more: dict[str, object], minimum: int
) -> None:
    """3,500 × 0.70 = 2,450"""
    note = owed("3500", weekday_hours=D(1), base_share=D("0.70"), **more).notes[0]
    assert (note.code, note.kind, note.article) == ("below_minimum_wage", "warning", "劳动法 48(2)")
    assert (note.text.params["base"], note.text.params["minimum"]) == (D("2450.00"), minimum)


def test_without_a_minimum_wage_nothing_is_compared() -> None:
    assert codes(owed("100", weekday_hours=D(1), region="elsewhere")) == ["evidence", "approved_hours"]


@pytest.mark.parametrize(
    ("left", "as_of", "code"),
    [
        (None, date(2026, 11, 23), None),  # still employed: the year does not run
        (date(2025, 11, 23), date(2026, 10, 23), None),
        (date(2025, 11, 23), date(2026, 10, 24), "limitation_soon"),
        (date(2025, 11, 23), date(2026, 11, 24), "limitation_run_out"),
    ],
)
def test_limitation_runs_from_the_end_of_employment(left: date | None, as_of: date, code: str | None) -> None:
    answer = owed(weekday_hours=D(1), left=left, as_of=as_of)
    assert [c for c in codes(answer) if c.startswith("limitation")] == ([code] if code else [])


FRIDAY = date(2026, 10, 9)


@pytest.mark.parametrize(
    ("change", "error", "code", "field"),
    [
        ({"monthly_wage": D(-1)}, InvalidAmount, "amount_negative", "monthly_wage"),
        ({"monthly_wage": D(0)}, InvalidAmount, "amount_not_positive", "monthly_wage"),
        ({"paid": D(-1)}, InvalidAmount, "amount_negative", "paid"),
        ({"weekday_hours": D(-1)}, InvalidHours, "hours_negative", "weekday_hours"),
        ({"rest_day_hours": D(-1)}, InvalidHours, "hours_negative", "rest_day_hours"),
        ({"holiday_hours": D(-1)}, InvalidHours, "hours_negative", "holiday_hours"),
        ({"days_in_lieu_hours": D(-1)}, InvalidHours, "hours_negative", "days_in_lieu_hours"),
        ({"base_share": D("-0.1")}, InvalidCount, "count_negative", "base_share"),
        ({"base_share": D(70)}, InvalidCount, "count_too_large", "base_share"),
        ({"days": worked((FRIDAY, "2"), (FRIDAY, "1"))}, InvalidHours, "hours_day_twice", "days"),
        (
            {"days": worked((FRIDAY, "2")), "left": date(2026, 10, 8)},
            InvalidPeriod,
            "period_order",
            "left",
        ),
    ],
)
def test_bad_input(change: dict[str, object], error: type[LabourLawError], code: str, field: str) -> None:
    with pytest.raises(error) as caught:
        facts(**change)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == (code, field)


def test_a_day_has_24_hours() -> None:
    assert WorkedDay(day=FRIDAY, hours=D(24)).hours == 24
    with pytest.raises(InvalidHours) as caught:
        WorkedDay(day=FRIDAY, hours=D(25))
    assert (caught.value.code, caught.value.field) == ("hours_of_a_day", "hours")
    assert caught.value.params == {"hours": D(25)}


def test_hours_of_a_day_are_not_negative() -> None:
    with pytest.raises(InvalidHours) as caught:
        WorkedDay(day=FRIDAY, hours=D(-1))
    assert (caught.value.code, caught.value.field) == ("hours_negative", "hours")


def test_an_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        owed(region="beijing", weekday_hours=D(1))
    assert caught.value.field == "region"


def test_a_day_in_a_year_without_a_holiday_table() -> None:
    with pytest.raises(CalendarYearUnknown):
        owed(days=worked((date(2099, 3, 2), "2")))


WAGES = st.decimals(min_value=1, max_value=50000, places=2)
HOURS = st.decimals(min_value=0, max_value=500, places=1)
KINDS = ("weekday_hours", "rest_day_hours", "holiday_hours")


@settings(max_examples=100)
@given(WAGES, HOURS, HOURS, HOURS, st.decimals(min_value=0, max_value=20000, places=2))
def test_lines_add_up_and_the_total_is_never_negative(
    wage: Decimal, weekday: Decimal, rest: Decimal, holiday: Decimal, paid: Decimal
) -> None:
    answer = owed(
        monthly_wage=wage, weekday_hours=weekday, rest_day_hours=rest, holiday_hours=holiday, paid=paid
    )
    assert answer.total == sum(row.amount for row in answer.lines) >= 0


@settings(max_examples=100)
@given(WAGES, WAGES, HOURS, HOURS, st.sampled_from(KINDS))
def test_more_wage_or_more_hours_are_never_owed_less(
    one: Decimal, other: Decimal, few: Decimal, many: Decimal, kind: str
) -> None:
    less = owed(monthly_wage=min(one, other), **{kind: min(few, many)}).total
    assert owed(monthly_wage=max(one, other), **{kind: min(few, many)}).total >= less
    assert owed(monthly_wage=min(one, other), **{kind: max(few, many)}).total >= less


@settings(max_examples=100)
@given(
    st.dictionaries(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(0, 24).map(D), max_size=40)
)
def test_days_are_worth_what_their_hours_are_worth_by_kind(days: dict[date, Decimal]) -> None:
    """At 5,220 an hour is 30.00, so that nothing is lost in rounding."""
    by_day = sum((owed(days=worked((day, str(hours)))).total for day, hours in days.items()), D(0))
    assert owed(days=worked(*((day, str(hours)) for day, hours in days.items()))).total == by_day
