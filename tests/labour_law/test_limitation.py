from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labour_law.calendar import packaged_calendar
from labour_law.errors import InvalidChoice, InvalidPeriod
from labour_law.limitation import STEPS, Interruption, Limitation, Suspension, limitation
from labour_law.periods import years_after

CALENDAR = packaged_calendar()
limitation_of = partial(limitation, calendar=CALENDAR)


def codes(answer: Limitation) -> list[str]:
    return [step.code for step in answer.steps]


def test_one_year_from_knowing() -> None:
    answer = limitation_of(known_on=date(2025, 3, 10))
    assert (answer.last_day, codes(answer)) == (date(2026, 3, 10), ["starts_known", "ends"])


def test_last_day_on_a_holiday_rolls_2025_10_01_to_2026_10_08() -> None:
    answer = limitation_of(known_on=date(2025, 10, 1))
    assert (answer.last_day, codes(answer)) == (date(2026, 10, 8), ["starts_known", "ends_rolled"])


def test_last_day_on_a_working_saturday_stands() -> None:
    assert limitation_of(known_on=date(2025, 2, 14)).last_day == date(2026, 2, 14)


def test_known_on_feb_29_ends_on_feb_28() -> None:
    assert limitation_of(known_on=date(2024, 2, 29)).last_day == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("on", "left"), [(date(2026, 3, 9), 1), (date(2026, 3, 10), 0), (date(2026, 3, 11), -1)]
)
def test_days_left(on: date, left: int) -> None:
    assert limitation_of(known_on=date(2025, 3, 10)).days_left(on) == left


def test_wages_while_employed_do_not_run() -> None:
    answer = limitation_of(known_on=date(2020, 1, 1), is_wages=True)
    assert (answer.last_day, answer.days_left(date(2026, 11, 23)), answer.provisional) == (None, None, False)
    assert codes(answer) == ["wages_employed"]


def test_wages_run_from_the_end_of_employment() -> None:
    answer = limitation_of(known_on=date(2020, 1, 1), employment_ended_on=date(2025, 6, 30), is_wages=True)
    assert (answer.last_day, codes(answer)) == (date(2026, 6, 30), ["starts_employment_ended", "ends"])


def test_wages_due_after_the_end_of_employment_run_from_knowing() -> None:
    answer = limitation_of(known_on=date(2025, 8, 3), employment_ended_on=date(2025, 6, 30), is_wages=True)
    assert (answer.last_day, codes(answer)) == (date(2026, 8, 3), ["starts_known", "ends"])


def test_other_claims_ignore_the_end_of_employment() -> None:
    answer = limitation_of(known_on=date(2025, 3, 10), employment_ended_on=date(2025, 6, 30))
    assert answer.last_day == date(2026, 3, 10)


@pytest.mark.parametrize("kind", ["claim", "relief", "agreed"])
def test_interruption_restarts_the_year(kind: str) -> None:
    answer = limitation_of(known_on=date(2025, 3, 10), events=[Interruption(date(2025, 9, 7), kind)])  # type: ignore[arg-type]
    assert (answer.last_day, codes(answer)) == (
        date(2026, 9, 7),
        ["starts_known", f"interrupted_{kind}", "ends"],
    )


@pytest.mark.parametrize(
    ("day", "last_day", "code"),
    [
        (date(2025, 3, 10), date(2026, 3, 10), "too_early"),
        (date(2026, 3, 10), date(2027, 3, 10), "interrupted_claim"),  # the last day still counts
        (date(2026, 3, 11), date(2026, 3, 10), "too_late"),
    ],
)
def test_interruption_at_the_edges(day: date, last_day: date, code: str) -> None:
    answer = limitation_of(known_on=date(2025, 3, 10), events=[Interruption(day, "claim")])
    assert answer.last_day == last_day
    assert codes(answer)[1] == code


def test_interruptions_chain_in_date_order() -> None:
    events = [Interruption(date(2026, 9, 1), "relief"), Interruption(date(2025, 12, 1), "claim")]
    answer = limitation_of(known_on=date(2025, 3, 10), events=events)
    assert codes(answer)[1:3] == ["interrupted_claim", "interrupted_relief"]
    assert answer.steps[-1].params["nominal"] == date(2027, 9, 1)


def test_suspension_of_30_days_adds_30_2026_03_10_becomes_2026_04_09() -> None:
    answer = limitation_of(
        known_on=date(2025, 3, 10), events=[Suspension(date(2025, 6, 1), date(2025, 7, 1))]
    )
    assert (answer.last_day, codes(answer)) == (date(2026, 4, 9), ["starts_known", "suspended", "ends"])
    assert answer.steps[1].params["days"] == 30


def test_overlapping_suspensions_count_once_june_1_to_july_11_is_40_days() -> None:
    events = [
        Suspension(date(2025, 6, 1), date(2025, 7, 1)),
        Suspension(date(2025, 6, 21), date(2025, 7, 11)),
    ]
    answer = limitation_of(known_on=date(2025, 3, 10), events=events)
    assert answer.steps[1].params["days"] == 40
    assert answer.steps[-1].params["nominal"] == date(2026, 4, 19)


def test_suspension_before_the_start_counts_only_from_the_start_10_days() -> None:
    answer = limitation_of(
        known_on=date(2025, 3, 10), events=[Suspension(date(2025, 3, 1), date(2025, 3, 20))]
    )
    assert (answer.steps[1].params["days"], answer.last_day) == (10, date(2026, 3, 20))


def test_suspension_after_the_end_changes_nothing() -> None:
    answer = limitation_of(
        known_on=date(2025, 3, 10), events=[Suspension(date(2026, 3, 11), date(2026, 5, 1))]
    )
    assert (answer.last_day, codes(answer)) == (date(2026, 3, 10), ["starts_known", "ends"])


def test_suspension_from_2026_10_05_to_10_20_keeps_the_3_rolled_days_to_10_08() -> None:
    answer = limitation_of(
        known_on=date(2025, 10, 1), events=[Suspension(date(2026, 10, 5), date(2026, 10, 20))]
    )
    assert answer.last_day == date(2026, 10, 23)


def test_suspension_without_end_has_no_last_day_yet() -> None:
    answer = limitation_of(known_on=date(2025, 3, 10), events=[Suspension(date(2025, 6, 1))])
    assert (answer.last_day, codes(answer)) == (None, ["starts_known", "suspended_open"])


def test_interruption_inside_a_suspension_runs_anew_when_the_pause_ends() -> None:
    events: list[Suspension | Interruption] = [
        Suspension(date(2025, 6, 1), date(2025, 7, 1)),
        Interruption(date(2025, 6, 21), "relief"),
    ]
    answer = limitation_of(known_on=date(2025, 3, 10), events=events)
    assert answer.last_day == date(2026, 7, 1)  # 2026-06-21 + 10 days


def test_suspension_that_ends_before_it_starts() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        limitation_of(known_on=date(2025, 3, 10), events=[Suspension(date(2025, 7, 1), date(2025, 6, 1))])
    assert caught.value.code == "period_order"


def test_an_interruption_of_no_kind_there_is() -> None:
    with pytest.raises(InvalidChoice):
        Interruption(date(2026, 1, 1), "hope")  # type: ignore[arg-type]


def test_a_pause_to_the_end_of_all_calendars() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        limitation(
            known_on=date(2026, 1, 1), calendar=CALENDAR, events=[Suspension(date(2026, 2, 1), date.max)]
        )
    assert caught.value.code == "period_beyond_calendar"


def test_a_last_day_in_a_year_without_holidays_is_provisional() -> None:
    answer = limitation_of(known_on=date(2098, 3, 10))
    assert (answer.provisional, codes(answer)[-1]) == (True, "provisional")


def test_every_step_reads_as_a_sentence_with_its_article() -> None:
    answer = limitation_of(known_on=date(2025, 3, 10), events=[Interruption(date(2025, 9, 7), "agreed")])
    law = "劳动争议调解仲裁法"
    assert [str(step) for step in answer.steps] == [
        f"One year runs from 2025-03-10, when the worker knew or should have known. ({law} 27(1))",
        f"Interrupted on 2025-09-07, when the employer agreed to pay: the year runs anew. ({law} 27(2))",
        "The last day is 2026-09-07. (民法典 202)",
    ]
    assert all(message and article for message, article in STEPS.values())


@given(st.dates(date(2005, 1, 1), date(2024, 12, 1)), st.integers(1, 365))
@settings(max_examples=100)
def test_an_interruption_in_time_gives_a_full_year_from_it(known_on: date, days: int) -> None:
    day = known_on + timedelta(days=days)
    answer = limitation_of(known_on=known_on, events=[Interruption(day, "claim")])
    assert answer.period == years_after(day, 1, CALENDAR)


@given(st.dates(date(2005, 1, 1), date(2024, 12, 1)), st.integers(0, 300), st.integers(0, 100))
@settings(max_examples=100)
def test_a_pause_adds_exactly_its_length(known_on: date, offset: int, length: int) -> None:
    pause = Suspension(known_on + timedelta(offset), known_on + timedelta(offset + length))
    answer = limitation_of(known_on=known_on, events=[pause])
    plain = limitation_of(known_on=known_on)
    assert answer.period is not None
    assert plain.period is not None
    assert answer.period.nominal - plain.period.nominal == timedelta(length)
