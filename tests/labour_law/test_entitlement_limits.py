from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.calendar import packaged_calendar
from labour_law.entitlements.limits import (
    less_paid,
    limitation_notes,
    rate_unknown_notes,
    single_rate,
)
from labour_law.entitlements.months import month_lines, paid_days, part_notes, spans
from labour_law.entitlements.result import Ask, Text, line
from labour_law.errors import CalendarYearUnknown, InvalidPeriod
from labour_law.rates import Slice, packaged_tables

CALENDAR = packaged_calendar()
TABLES = packaged_tables()
D = Decimal


def notes(known_on: date, as_of: date | None, **more: object) -> list[tuple[str, str]]:
    found = limitation_notes(known_on, as_of, CALENDAR, **more)  # type: ignore[arg-type]
    return [(note.code, note.kind) for note in found]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, []),
        (date(2025, 3, 10), []),
        (date(2026, 2, 7), []),  # 31 days left
        (date(2026, 2, 8), [("limitation_soon", "info")]),  # 30
        (date(2026, 3, 10), [("limitation_soon", "info")]),  # the last day
        (date(2026, 3, 11), [("limitation_run_out", "warning")]),
    ],
)
def test_one_year_from_knowing(as_of: date | None, expected: list[tuple[str, str]]) -> None:
    assert notes(date(2025, 3, 10), as_of) == expected


@pytest.mark.parametrize(
    ("known_on", "last_day"),
    [
        (date(2025, 10, 1), date(2026, 10, 8)),  # ends in a long holiday
        (date(2025, 2, 14), date(2026, 2, 14)),  # ends on a working Saturday
        (date(2025, 9, 30), date(2026, 9, 30)),  # ends on the eve of a holiday
        (date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_the_last_day_is_named(known_on: date, last_day: date) -> None:
    (note,) = limitation_notes(known_on, last_day, CALENDAR)
    assert (note.code, note.text.params) == ("limitation_soon", {"last_day": last_day, "days": 0})
    (late,) = limitation_notes(known_on, date(2026, 12, 31), CALENDAR)
    assert (late.code, late.text.params["last_day"]) == ("limitation_run_out", last_day)


def test_wages_do_not_run_out_while_employed() -> None:
    assert notes(date(2015, 1, 1), date(2026, 11, 23), is_wages=True) == []


def test_wages_run_out_a_year_after_the_end_of_employment() -> None:
    ended = {"employment_ended_on": date(2025, 11, 20), "is_wages": True}
    assert notes(date(2015, 1, 1), date(2026, 11, 20), **ended) == [("limitation_soon", "info")]
    assert notes(date(2015, 1, 1), date(2026, 11, 21), **ended) == [("limitation_run_out", "warning")]
    (note,) = limitation_notes(date(2015, 1, 1), date(2026, 11, 20), CALENDAR, **ended)  # type: ignore[arg-type]
    assert note.article == "劳动争议调解仲裁法 27(4)"


def test_other_claims_run_from_knowing_whenever_employment_ends() -> None:
    ended = {"employment_ended_on": date(2026, 10, 1)}
    assert notes(date(2025, 3, 10), date(2026, 3, 11), **ended) == [("limitation_run_out", "warning")]


def test_a_year_without_a_holiday_table_is_said() -> None:
    assert notes(date(2098, 3, 10), date(2099, 3, 1)) == [
        ("limitation_soon", "info"),
        ("provisional_calendar", "info"),
    ]
    (_, note) = limitation_notes(date(2098, 3, 10), date(2099, 3, 1), CALENDAR)
    assert note.text.params == {"nominal": date(2099, 3, 10)}


@settings(max_examples=100)
@given(st.dates(date(2010, 1, 1), date(2025, 12, 31)), st.integers(0, 800))
def test_the_later_the_claim_the_less_time_is_left(known_on: date, days: int) -> None:
    def rank(day: date) -> int:
        found = notes(known_on, day)
        return [[], [("limitation_soon", "info")], [("limitation_run_out", "warning")]].index(found)

    first = known_on.toordinal() + days
    assert rank(date.fromordinal(first)) <= rank(date.fromordinal(first + 1))


def test_each_missing_rate_is_named() -> None:
    asks = [Ask("heat_month", "elsewhere", date(year, 6, 1), date(year, 9, 30)) for year in (2024, 2025)]
    assert [(note.code, note.text.params) for note in rate_unknown_notes(asks)] == [
        ("rate_unknown", {"series": ask.series, "days": ask.days}) for ask in asks
    ]


def test_single_rate() -> None:
    def found(series: str, start: date, end: date) -> object:
        rate = single_rate(TABLES.rates.slices(series, "shanghai", start, end))  # type: ignore[arg-type]
        return rate and rate.value

    assert found("minimum_wage_hour", date(2025, 7, 1), date(2026, 6, 30)) == 25
    assert found("minimum_wage_hour", date(2000, 7, 1), date(2001, 6, 30)) is None
    assert found("heat_month", date(2016, 5, 31), date(2016, 6, 1)) == 200  # another notice, the same rate
    with pytest.raises(InvalidPeriod) as caught:
        found("minimum_wage_hour", date(2025, 6, 30), date(2025, 7, 1))
    assert (caught.value.code, caught.value.field) == ("period_rate_changes", "end")
    assert caught.value.params == {"day": date(2025, 7, 1)}
    with pytest.raises(InvalidPeriod):
        found("heat_day", date(2011, 5, 31), date(2011, 6, 1))


def test_an_unknown_rate_may_not_follow_a_known_one() -> None:
    known = TABLES.rates.slices("heat_day", "shanghai", date(2011, 5, 31), date(2011, 5, 31))
    with pytest.raises(InvalidPeriod):
        single_rate([Slice(date(2011, 5, 30), date(2011, 5, 30), None), *known])


@pytest.mark.parametrize(
    ("paid", "total", "lines", "codes"),
    [
        ("0", "100.00", 1, []),
        ("99.99", "0.01", 2, []),
        ("100", "0.00", 2, []),
        ("100.01", "0.00", 2, ["paid_in_full"]),
    ],
)
def test_less_paid(paid: str, total: str, lines: int, codes: list[str]) -> None:
    answer = less_paid(
        [line(Text("Wages"), 1, "month", D(100), "劳动合同法 30(1)")], D(paid), "劳动合同法 30(1)"
    )
    assert (str(answer.total), len(answer.lines)) == (total, lines)
    assert [note.code for note in answer.notes] == codes


def test_6000_paid_on_5000_takes_off_5000_so_that_the_lines_add_up() -> None:
    answer = less_paid(
        [line(Text("Wages"), 1, "month", D(5000), "劳动合同法 30(1)")], D(6000), "劳动合同法 30(1)"
    )
    assert [row.amount for row in answer.lines] == [D(5000), D(-5000)]
    assert str(answer.notes[0].text) == "More was paid than is owed (6000 yuan): 5000.00 yuan is taken off."


def test_what_was_paid_on_nothing_owed_is_no_line() -> None:
    answer = less_paid([], D(6000), "劳动合同法 30(1)")
    assert (answer.lines, answer.total) == ((), D(0))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 5, 1), date(2026, 5, 1), [0]),
        (date(2026, 5, 1), date(2026, 5, 31), [1]),
        (date(2024, 2, 1), date(2024, 2, 28), [0]),
        (date(2024, 2, 1), date(2024, 2, 29), [1]),
        (date(2025, 12, 1), date(2026, 1, 31), [2]),
        (date(2026, 4, 30), date(2026, 6, 1), [0, 1, 0]),
        (date(2026, 4, 30), date(2026, 5, 1), [0, 0]),
    ],
)
def test_spans(start: date, end: date, months: list[int]) -> None:
    assert [span.months for span in spans(start, end)] == months


def test_spans_of_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        spans(date(2026, 5, 2), date(2026, 5, 1))
    assert (caught.value.code, caught.value.field) == ("period_order", "end")


@settings(max_examples=100)
@given(st.dates(date(2009, 1, 1), date(2026, 12, 31)), st.integers(0, 1000))
def test_spans_follow_each_other_without_a_gap(start: date, days: int) -> None:
    end = date.fromordinal(start.toordinal() + days)
    found = spans(start, end)
    covered = [day for span in found for day in range(span.start.toordinal(), span.end.toordinal() + 1)]
    assert covered == list(range(start.toordinal(), end.toordinal() + 1))


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_paid_days_of_a_year_are_261_and_a_twelfth_of_them_21_75(year: int) -> None:
    """365 − 104 = 261: 248 working days and 13 holidays."""
    assert paid_days(date(year, 1, 1), date(year, 12, 31), CALENDAR) == (248, 13)


def test_a_part_of_a_month_needs_a_holiday_table() -> None:
    part = date(2099, 3, 2), date(2099, 3, 6)
    with pytest.raises(CalendarYearUnknown):
        part_notes(*part, CALENDAR)
    labels = Text("Wages"), Text("Wages, part of a month")
    (row,) = month_lines(labels, *part, D(4350), "劳动合同法 30(1)", CALENDAR, part_days=D(5))
    assert (str(row.amount), row.source) == ("1000.00", "人社部发〔2025〕2号")
