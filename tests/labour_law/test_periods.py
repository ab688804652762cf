from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.calendar import Period, packaged_calendar
from labour_law.errors import InvalidPeriod
from labour_law.periods import (
    EVENTS,
    EXTENDED,
    LIMITS,
    corresponding_day,
    days_after,
    due,
    months_after,
    shifted,
    working_days_after,
    years_after,
)

CALENDAR = packaged_calendar()


@pytest.mark.parametrize(
    ("start", "count", "nominal", "last_day"),
    [
        # the two examples of the domain sheet
        (date(2026, 3, 10), 15, date(2026, 3, 25), date(2026, 3, 25)),
        (date(2026, 1, 30), 15, date(2026, 2, 14), date(2026, 2, 14)),  # a working Saturday stands
        (date(2026, 1, 31), 15, date(2026, 2, 15), date(2026, 2, 24)),  # first day of Spring Festival
        (date(2026, 9, 15), 15, date(2026, 9, 30), date(2026, 9, 30)),  # eve of a holiday
        (date(2026, 9, 25), 15, date(2026, 10, 10), date(2026, 10, 10)),  # across a long holiday
        (date(2026, 9, 16), 15, date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 11, 20), 1, date(2026, 11, 21), date(2026, 11, 23)),  # an ordinary Saturday
    ],
)
def test_days_after(start: date, count: int, nominal: date, last_day: date) -> None:
    assert days_after(start, count, CALENDAR) == Period(start, nominal, last_day)


@pytest.mark.parametrize(
    ("start", "count", "last_day"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
    ],
)
def test_working_days_after(start: date, count: int, last_day: date) -> None:
    assert working_days_after(start, count, CALENDAR) == Period(start, last_day, last_day)


def test_working_days_into_an_unknown_year_are_provisional() -> None:
    assert working_days_after(date(2099, 1, 1), 1, CALENDAR) == Period(
        date(2099, 1, 1), date(2099, 1, 2), date(2099, 1, 2), True
    )


@pytest.mark.parametrize(
    ("start", "count", "nominal"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 11, 15), 3, date(2026, 2, 15)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_months_end_on_the_corresponding_day_or_month_end(start: date, count: int, nominal: date) -> None:
    assert months_after(start, count, CALENDAR).nominal == nominal


def test_months_roll_out_of_the_spring_festival() -> None:
    assert months_after(date(2025, 11, 15), 3, CALENDAR).last_day == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("start", "count", "nominal"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2025, 2, 28), 3, date(2028, 2, 28)),
    ],
)
def test_years_from_feb_29(start: date, count: int, nominal: date) -> None:
    assert years_after(start, count, CALENDAR).nominal == nominal


@pytest.mark.parametrize("count", [0, -1])
def test_a_period_is_at_least_one_long(count: int) -> None:
    for count_from in (days_after, working_days_after, months_after, years_after):
        with pytest.raises(InvalidPeriod) as caught:
            count_from(date(2026, 11, 23), count, CALENDAR)
        assert caught.value.params == {"length": count}


@pytest.mark.parametrize("count", [1, 10**12])
def test_a_period_beyond_the_calendar(count: int) -> None:
    for count_from in (days_after, working_days_after, months_after, years_after):
        with pytest.raises(InvalidPeriod) as caught:
            count_from(date.max, count, CALENDAR)
        assert caught.value.code == "period_beyond_calendar"


def test_no_day_before_the_first() -> None:
    for count_from in (shifted, corresponding_day):
        with pytest.raises(InvalidPeriod) as caught:
            count_from(date.min, -1)
        assert caught.value.code == "period_beyond_calendar"
    with pytest.raises(InvalidPeriod):
        due("hearing_notice", date.min, CALENDAR)


@pytest.mark.parametrize(
    ("code", "length", "unit", "critical"),
    [
        ("aid_decision", 7, "day", False),
        ("aid_appointment", 3, "day", False),
        ("mediation", 15, "day", False),
        ("judicial_confirmation", 30, "day", True),
        ("arbitration_review", 15, "day", True),
        ("arbitration_acceptance", 5, "day", False),
        ("arbitration_award", 45, "day", False),
        ("arbitration_award_extended", 60, "day", False),
        ("suit_after_award", 15, "day", True),
        ("set_aside", 30, "day", False),
        ("appeal", 15, "day", True),
        ("enforcement", 2, "year", True),
        ("limitation", 1, "year", True),
        ("archive", 30, "day", False),
    ],
)
def test_limits_the_workflow_needs(code: str, length: int, unit: str, critical: bool) -> None:
    limit = LIMITS[code]
    assert (limit.length, limit.unit, limit.critical) == (length, unit, critical)


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_limit_is_complete_and_can_be_counted(limit) -> None:  # type: ignore[no-untyped-def]
    texts = (
        "name_zh",
        "name_en",
        "article",
        "consequence_zh",
        "consequence_en",
        "source",
    )
    assert [name for name in texts if not getattr(limit, name)] == []
    assert limit.start.zh
    assert limit.start.en
    assert limit.confidence in ("verified", "memory")
    assert not limit.before or limit.unit == "day"
    start = date(2024, 5, 6)
    assert (limit.due(start, CALENDAR).last_day > start) is not limit.before


@pytest.mark.parametrize(
    ("code", "start", "last_day"),
    [
        ("aid_decision", date(2026, 9, 24), date(2026, 10, 8)),  # 10-01 is a holiday
        ("arbitration_award", date(2026, 8, 21), date(2026, 10, 8)),  # 08-21 + 45 = 10-05
        ("hearing_postponement", date(2026, 11, 23), date(2026, 11, 20)),  # counted back from the hearing
        ("enforcement", date(2024, 5, 20), date(2026, 5, 20)),
        ("trial_summary", date(2026, 6, 30), date(2026, 9, 30)),
    ],
)
def test_due(code: str, start: date, last_day: date) -> None:
    assert due(code, start, CALENDAR).last_day == last_day


def test_every_event_starts_a_limit_and_what_it_ends_is_one() -> None:
    assert {limit.event for limit in LIMITS.values()} == set(EVENTS)
    assert {code for event in EVENTS.values() for code in event.ends} <= set(LIMITS)


def test_a_limit_that_extends_another_is_longer_and_starts_where_that_does() -> None:
    assert set(EXTENDED) == {"arbitration_award", "trial_ordinary", "trial_summary", "trial_small"}
    for code, longer in EXTENDED.items():
        one, other = LIMITS[code], LIMITS[longer]
        assert (one.event, one.unit) == (other.event, other.unit)
        assert one.length < other.length


@pytest.mark.parametrize(
    ("code", "start", "last_day", "article"),
    [
        ("reappraisal", date(2026, 11, 2), date(2026, 11, 17), "工伤保险条例 26"),
        ("appeal_ruling", date(2026, 11, 2), date(2026, 11, 12), "民事诉讼法 171(2)"),
        ("appeal", date(2026, 11, 2), date(2026, 11, 17), "民事诉讼法 171(1)"),
        ("retrial", date(2026, 1, 5), date(2026, 7, 6), "民事诉讼法 216"),  # July 5 is a Sunday
        ("injury_review", date(2026, 6, 1), date(2026, 7, 31), "行政复议法 20"),
        ("injury_suit", date(2026, 1, 31), date(2026, 7, 31), "行政诉讼法 46"),
        ("set_aside_after_suit", date(2026, 11, 2), date(2026, 12, 2), "法释〔2020〕26号 21"),
        ("suit_after_unenforceable", date(2026, 11, 2), date(2026, 12, 2), "法释〔2020〕26号 24"),
        ("enforcement_after_preservation", date(2026, 6, 30), date(2026, 9, 30), "法释〔2020〕26号 49(2)"),
    ],
)
def test_limits_by_their_article(code: str, start: date, last_day: date, article: str) -> None:
    assert (due(code, start, CALENDAR).last_day, LIMITS[code].article) == (last_day, article)


def test_suit_in_december_2098_that_ends_in_2099_is_provisional() -> None:
    assert due("suit_after_award", date(2098, 12, 20), CALENDAR).provisional is True


def test_the_court_has_five_days_for_a_payment_order_by_article_226() -> None:
    """Article 225 is the application, 226 the answer in five days, 227 the order in fifteen."""
    row = LIMITS["payment_order_acceptance"]
    assert (row.length, row.article) == (5, "民事诉讼法 226")


def test_unknown_limit_code() -> None:
    with pytest.raises(KeyError):
        due("no_such_limit", date(2026, 11, 23), CALENDAR)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(1, 400))
@settings(max_examples=150)
def test_last_day_is_never_before_nominal_and_nominal_grows_with_the_length(start: date, count: int) -> None:
    for count_from in (days_after, months_after):
        period = count_from(start, count, CALENDAR)
        assert start < period.nominal <= period.last_day
        assert period.nominal < count_from(start, count + 1, CALENDAR).nominal
