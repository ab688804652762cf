"""Limits that a fact on record starts: the year to report a work injury, two years for the labour inspection."""

import datetime as dt
from decimal import Decimal

import pytest

from cases.actions.claims import add_claim, drop_claim, edit_claim
from cases.actions.deadlines import add_deadline, finish_deadline
from cases.actions.steps import take_step
from cases.models import Case
from core import clock
from tests.factories import (
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    frozen_working,
    office,
    ready_case,
    staff,
)
from workings.actions import work_out_claim

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)
REASON = "补充事实"


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def day(text):
    """A day of 2026: 03-10."""
    return dt.date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


def accepted(state="accepted", employed_to=None, **claim):
    """The claim of an accepted case."""
    case = CaseFactory(state=state, number=f"沪工援〔2026〕测{Case.objects.count():04d}号")
    return ClaimFactory(claimant=ClaimantFactory(case=case, employed_to=employed_to), **claim)


def work_out_injury(claim, **given):
    """Save a working with the day of the accident, and with the grade where one is given."""
    inputs = [
        {"name": name, "label": {"zh": name, "en": name}, "value": {"zh": raw, "en": raw}, "raw": raw}
        for name, raw in given.items()
    ]
    frozen = frozen_working("9000.00", calculator="work_injury") | {"inputs": inputs}
    return work_out_claim(claim, actor=claim.case.handler, frozen=frozen, reason=REASON)


def limits(case, kind):
    return [(d.starts_on, d.due_on, d.state) for d in case.deadlines.filter(kind=kind).order_by("pk")]


def injuries(claim):
    return limits(claim.case, "injury_report_worker")


def inspections(case):
    return limits(case, "labour_inspection")


# --- the year to report a work injury (工伤保险条例 17) ---


@pytest.fixture
def injury():
    return accepted(kind="work_injury")


def test_the_day_of_the_accident_starts_the_year_and_it_is_critical(injury):
    work_out_injury(injury, injured_on="2025-12-01")

    assert injuries(injury) == [(day("2025-12-01"), day("12-01"), "open")]
    assert injury.case.deadlines.get(kind="injury_report_worker").critical


def test_saved_again_it_is_the_same_one_and_a_corrected_day_moves_it_with_history(injury):
    work_out_injury(injury, injured_on="2025-12-01")
    work_out_injury(injury, injured_on="2025-12-01")
    assert injuries(injury) == [(day("2025-12-01"), day("12-01"), "open")]

    work_out_injury(injury, injured_on="2025-12-02")

    assert injuries(injury) == [(day("2025-12-02"), day("12-02"), "open")]
    past = injury.case.deadlines.get(kind="injury_report_worker").history.values_list("starts_on", flat=True)
    assert sorted(past) == [day("2025-12-01"), day("2025-12-02")]


def test_once_the_application_was_accepted_it_does_not_run_again(injury):
    work_out_injury(injury, injured_on="2025-12-01")
    add_deadline(
        injury.case,
        actor=injury.case.handler,
        kind="injury_decision",
        day=day("03-09"),
        source="受理决定书",
        reason=REASON,
    )
    work_out_injury(injury, injured_on="2025-12-01")

    assert injuries(injury) == [(day("2025-12-01"), day("12-01"), "met")]


def test_one_entered_by_hand_with_its_source_stays(injury):
    kind = "injury_report_worker"
    add_deadline(injury.case, actor=injury.case.handler, kind=kind, day=day("01-05"), source="诊断证明")
    work_out_injury(injury, injured_on="2025-12-01")

    assert injuries(injury) == [(day("01-05"), day("2027-01-05"), "open")]


@pytest.mark.parametrize(
    ("given", "runs"),
    [
        ({"injured_on": "2024-03-01"}, True),
        ({"injured_on": "2024-03-01", "grade": "9"}, False),
        ({"injured_on": "2026-03-02", "grade": "9"}, True),
        ({}, False),
    ],
    ids=["late, no grade", "recognised long ago", "a grade is expected", "no day"],
)
def test_a_missed_year_is_shown_unless_a_grade_says_that_it_was_kept(injury, given, runs):
    work_out_injury(injury, **given)

    assert bool(injuries(injury)) is runs


def test_a_claim_that_is_dropped_takes_its_limit_along_and_claimed_again_it_runs_again(injury):
    work_out_injury(injury, injured_on="2025-12-01")
    injury.refresh_from_db()
    drop_claim(injury, actor=injury.case.handler, reason=REASON)
    assert injuries(injury) == [(day("2025-12-01"), day("12-01"), "waived")]

    again = ClaimFactory(claimant=injury.claimant, kind="work_injury")
    work_out_injury(again, injured_on="2025-12-01")

    assert [state for *_days, state in injuries(injury)] == ["waived", "open"]


def test_of_several_accidents_the_first_that_is_not_reported_counts(injury):
    other = ClaimFactory(claimant=ClaimantFactory(case=injury.case), kind="work_injury")
    work_out_injury(injury, injured_on="2026-02-02")
    work_out_injury(other, injured_on="2026-01-05")
    assert injuries(injury) == [(day("01-05"), day("2027-01-05"), "open")]

    running = injury.case.deadlines.get(kind="injury_report_worker")
    finish_deadline(running, actor=injury.case.handler, reason="已受理工伤认定申请", met=True)
    work_out_injury(injury, injured_on="2026-02-02")

    assert injuries(injury) == [
        (day("01-05"), day("2027-01-05"), "met"),
        (day("02-02"), day("2027-02-02"), "open"),
    ]


# --- two years for the labour inspection (劳动保障监察条例 20) ---


def add_wages(case, **facts):
    claimant = case.claimants.first()
    return add_claim(
        case,
        actor=case.handler,
        claimant=claimant,
        kind="wages",
        claimed=Decimal("900.00"),
        reason=REASON,
        **facts,
    )


@pytest.mark.parametrize(
    ("period_to", "employed_to", "starts_on"),
    [
        ("01-31", "02-27", "01-31"),
        (None, "02-27", "02-27"),
        (None, None, None),
        ("2024-01-31", "02-27", None),
    ],
    ids=["last day claimed for", "end of the employment", "no day", "over already"],
)
def test_wages_held_back_start_two_years(period_to, employed_to, starts_on):
    case = accepted(employed_to=employed_to and day(employed_to), kind="severance").case
    add_wages(case, period_to=period_to and day(period_to))

    assert [start for start, *_rest in inspections(case)] == ([day(starts_on)] if starts_on else [])


def test_other_claims_start_none():
    claim = accepted(kind="severance")
    edit_claim(claim, actor=claim.case.handler, reason=REASON, period_to=day("01-31"))

    assert inspections(claim.case) == []


def test_a_corrected_day_moves_it():
    case = accepted(kind="severance").case
    claim = add_wages(case, period_to=day("01-30"))
    edit_claim(claim, actor=case.handler, reason=REASON, period_to=day("02-27"))

    assert inspections(case) == [(day("02-27"), day("2028-02-28"), "open")]


def test_it_begins_with_the_submission_ends_with_a_refusal_and_runs_again_when_that_is_reconsidered():
    here = office()
    case = ready_case(at=here)
    (claim,) = case.claims.all()
    edit_claim(claim, actor=case.handler, kind="wages", period_to=day("01-30"))
    reviewer = staff("reviewer", here)
    assert inspections(case) == []

    case = take_step(case, "submit", actor=case.handler)
    assert inspections(case) == [(day("01-30"), day("2028-01-31"), "open")]

    case = take_step(case, "decline", actor=reviewer, reason="不符合条件", ground="not_labour")
    assert [state for *_days, state in inspections(case)] == ["met"]

    case = take_step(case, "reconsider", actor=reviewer, reason="异议成立")
    assert [state for *_days, state in inspections(case)] == ["met", "open"]


def test_once_filed_for_arbitration_it_runs_no_more():
    case = accepted(state="assigned", kind="severance").case
    add_wages(case, period_to=day("01-30"))
    filing = {"body": "金山区", "filed_on": TODAY, "docket": ""}
    case = take_step(Case.objects.get(pk=case.pk), "file_arbitration", actor=case.handler, **filing)
    add_wages(case, period_to=day("02-27"))

    assert [state for *_days, state in inspections(case)] == ["met"]
