from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.entitlements.overtime import Overtime, WorkedDay, overtime
from labour_law.entitlements.result import Ask, Entitlement
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidCount,
    InvalidHours,
    InvalidPeriod,
    LabourLawError,
    UnknownRegion,
)
from labour_law.rates import Rate, Tables, packaged_tables

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
    ("day", "wage", "base"),
    [
        (date(2025, 6, 30), "2690", 2690),
        (date(2025, 6, 30), "2689.99", 2690),
        (date(2025, 7, 1), "2690", 2740),  # the day the minimum changes
        (date(2025, 7, 1), "2740", 2740),
    ],
)
def test_a_base_below_the_minimum_wage_of_the_day_is_raised_to_it(day: date, wage: str, base: int) -> None:
    answer = owed(wage, days=worked((day, "1")))
    (row,) = answer.lines
    raised = D(wage) < base
    assert row.rate == base
    assert [rate.value for rate in row.table_rates] == ([base] if raised else [])
    assert [rate.value for rate in answer.compared] == [base]
    assert ("below_minimum_wage" in codes(answer)) is raised


def test_days_on_both_sides_of_a_change_are_lines_of_their_own() -> None:
    """2,600: June 2,690 ÷ 174 × 2 × 1.5 = 46.38, July 2,740 ÷ 174 × 3 × 1.5 = 70.86; at 2,700 only July is raised."""
    days = worked((date(2025, 7, 1), "3"), (date(2025, 6, 30), "2"))
    assert shown(owed("2600", days=days)) == [
        ("Overtime on working days", "2", "46.38"),
        ("Overtime on working days", "3", "70.86"),
    ]
    assert [row.rate for row in owed("2700", days=days).lines] == [2700, 2740]
    assert shown(owed("5220", days=days)) == [("Overtime on working days", "5", "225.00")]


@pytest.mark.parametrize(
    ("more", "base"),
    [
        ({"left": date(2025, 6, 30), "as_of": date(2025, 9, 1)}, 2690),
        ({"left": date(2025, 9, 1), "as_of": date(2025, 6, 30)}, 2690),
        ({"as_of": date(2025, 6, 30)}, 2690),
        ({"as_of": date(2025, 9, 1)}, 2740),
        ({"days": worked((date(2025, 6, 30), "1"))}, 2690),
        ({}, 2740),  # no day at all: the newest there is
    ],
)
def test_sums_of_hours_go_by_the_last_day_known(more: dict[str, object], base: int) -> None:
    """3,500 × 0.70 = 2,450"""
    answer = owed("3500", weekday_hours=D(1), base_share=D("0.70"), **more)
    assert {row.rate for row in answer.lines} == {base}
    note = answer.notes[0]
    assert (note.code, note.kind, note.article) == ("below_minimum_wage", "warning", "劳动法 48(2)")
    assert note.text.params == {"base": D("2450.00")}


def test_time_off_in_lieu_is_taken_off_the_oldest_days_first() -> None:
    """8 + 8 hours on two Sundays, 10 off: 6 hours at the 2,740 of July are left; 2,740 ÷ 174 × 6 × 2 = 188.97."""
    days = worked((date(2025, 7, 6), "8"), (date(2025, 6, 29), "8"))
    answer = owed("2600", days=days, days_in_lieu_hours=D(10))
    assert shown(answer) == [("Overtime on rest days, less 10 hours off in lieu", "6", "188.97")]


def test_a_base_that_is_not_raised_is_used_and_said() -> None:
    answer = owed("2600", days=worked((date(2025, 7, 1), "1")), raise_to_minimum=False)
    assert (answer.lines[0].rate, answer.lines[0].table_rates) == (2600, ())
    assert codes(answer)[0] == "base_below_minimum"
    assert answer.notes[0].text.params["minimum"] == 2740
    assert [rate.value for rate in answer.compared] == [2740]


def test_an_unknown_minimum_wage_is_asked_for_and_the_base_stands_until_then() -> None:
    days = worked((date(2025, 7, 1), "1"), (date(2025, 9, 1), "1"))
    answer = owed("100", days=days, region="elsewhere")
    assert answer.asks == (Ask("minimum_wage_month", "elsewhere", date(2025, 7, 1), date(2025, 9, 1)),)
    assert (answer.lines[0].rate, codes(answer)[0]) == (100, "rate_unknown")


def test_what_is_unknown_is_asked_for_on_either_side_of_what_is_known() -> None:
    """Known in the region from 2020 to 2021 only."""
    known = Rate(
        "minimum_wage_month", "elsewhere", date(2020, 1, 1), D(2000), "yuan_month", "x", "verified",
        valid_to=date(2021, 12, 31),
    )  # fmt: skip
    tables = Tables(TABLES.rates.plus([known]), TABLES.calendar)
    days = worked((date(2019, 12, 30), "1"), (date(2021, 6, 1), "1"), (date(2022, 3, 1), "1"))
    around = worked((date(2019, 12, 30), "1"), (date(2022, 3, 1), "1"))
    for given_days in (days, around):
        asks = overtime(facts("100", days=given_days, region="elsewhere"), tables).asks
        assert [(ask.start, ask.end) for ask in asks] == [
            (date(2019, 12, 30), date(2019, 12, 30)),
            (date(2022, 3, 1), date(2022, 3, 1)),
        ]


def test_hours_without_any_day_cannot_be_compared_where_no_rate_is_known() -> None:
    answer = owed("100", weekday_hours=D(1), region="elsewhere")
    assert (codes(answer), answer.asks) == (["day_missing", "evidence", "approved_hours"], ())
    asked = owed("100", weekday_hours=D(1), region="elsewhere", as_of=date(2026, 11, 23))
    assert asked.asks == (Ask("minimum_wage_month", "elsewhere", date(2026, 11, 23), date(2026, 11, 23)),)


@pytest.mark.parametrize(("day", "mark"), [(date(2020, 10, 4), "memory"), (date(2026, 10, 4), "verified")])
def test_the_kind_of_a_day_is_as_sure_as_the_calendar(day: date, mark: str) -> None:
    assert [row.confidence for row in owed(days=worked((day, "1"))).lines] == [mark]


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
        owed(region="atlantis", weekday_hours=D(1))
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


@pytest.mark.parametrize(
    ("as_of", "region", "told"),
    [
        (date(2026, 7, 31), "shanghai", False),
        (date(2026, 8, 1), "shanghai", True),
        (date(2026, 8, 1), "changzhou", False),
    ],
)
def test_that_the_rules_of_shanghai_were_replaced_is_said_where_a_share_rests_on_them(
    as_of: date, region: str, told: bool
) -> None:
    facts = Overtime(
        monthly_wage=Decimal(9000),
        region=region,
        weekday_hours=Decimal(2),
        base_share=Decimal("0.7"),
        as_of=as_of,
    )
    assert ("rules_replaced" in [note.code for note in overtime(facts, TABLES).notes]) is told


def test_hours_as_a_sum_go_by_the_minimum_wage_of_the_last_day_they_were_worked() -> None:
    """Shanghai: 2,690 until June 30, 2025; the employment lasts longer."""
    time = {"start": date(2025, 5, 1), "end": date(2025, 6, 30), "left": date(2026, 6, 30)}
    facts = Overtime(monthly_wage=Decimal(2000), region="shanghai", rest_day_hours=Decimal(8), **time)  # type: ignore[arg-type]
    [line] = overtime(facts, TABLES).lines
    assert (line.rate, line.start, line.end) == (2690, date(2025, 5, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"start": date(2025, 6, 1), "end": date(2025, 5, 1)}, "end"),
        ({"end": date(2025, 6, 1), "left": date(2025, 5, 1)}, "left"),
    ],
)
def test_the_time_of_the_hours_is_in_order_and_within_the_employment(
    facts: dict[str, date], field: str
) -> None:
    with pytest.raises(InvalidPeriod) as refused:
        Overtime(monthly_wage=Decimal(5220), region="shanghai", **facts)  # type: ignore[arg-type]
    assert refused.value.field == field
