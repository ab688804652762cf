"""The full state × transition matrix of a case. What each guard asks for is in `tests/test_guards.py`."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cases.choices import SUPPLEMENT
from cases.models import Case
from cases.workflow import PERFORMANCE, CaseState
from core.fsm import steps_for, transitions_of
from core.workflow_diagram import draw
from labour_law.periods import LIMITS
from tests.factories import (
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
)

BACK = "back"
"""To the state the case was closed from."""

ENDINGS = {"withdraw": "withdrawn", "terminate": "terminated", "transfer": "transferred"}
MATRIX = {
    "draft": {"submit": "review", "discard": "withdrawn"},
    "review": {
        "accept": "accepted",
        "accept_urgently": "accepted",
        "decline": "declined",
        "return_for_completion": "draft",
        **ENDINGS,
    },
    "declined": {"reconsider": "review"},
    "accepted": {"assign": "assigned", "start_mediation": "mediation", **ENDINGS},
    "assigned": {"start_mediation": "mediation", "file_arbitration": "arbitration", **ENDINGS},
    "mediation": {
        "settle": "settled",
        "fail_mediation": "assigned",
        "file_arbitration": "arbitration",
        **ENDINGS,
    },
    "settled": {
        "request_closing": "closing",
        "file_arbitration": "arbitration",
        "enforce": "enforcement",
        **ENDINGS,
    },
    "arbitration": {"award": "awarded", "settle": "settled", "file_suit": "litigation", **ENDINGS},
    "awarded": {
        "request_closing": "closing",
        "file_suit": "litigation",
        "enforce": "enforcement",
        **ENDINGS,
    },
    "litigation": {"judge": "awarded", "settle": "settled", **ENDINGS},
    "enforcement": {"request_closing": "closing", **ENDINGS},
    "closing": {"approve_closing": "closed", "return_closing": BACK},
    "closed": {"archive": "archived", "reopen": BACK},
    "archived": {},
    "withdrawn": {},
    "terminated": {},
    "transferred": {},
}
STEPS = sorted({step for row in MATRIX.values() for step in row})


def test_the_matrix_names_every_state_and_every_step():
    assert set(MATRIX) == set(CaseState.values)
    assert set(STEPS) == set(transitions_of(Case))


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", CaseState.values)
def test_a_step_leads_where_the_matrix_says_and_from_nowhere_else(state, step):
    meta = transitions_of(Case)[step]
    expected = MATRIX[state].get(step)

    if expected is None:
        assert not meta.has_transition(state)
    elif expected is BACK:
        assert meta.get_transition(state).target.allowed_states == PERFORMANCE
    else:
        assert meta.get_transition(state).target == expected


@pytest.mark.parametrize("origin", PERFORMANCE)
@pytest.mark.parametrize(("state", "step"), [("closing", "return_closing"), ("closed", "reopen")])
def test_a_case_goes_back_to_the_state_it_was_closed_from(state, step, origin):
    case = Case(state=state, closing_from=origin)

    getattr(case, step)()

    assert case.state == origin


GUARDS = {
    "submit": ["has_claimant", "has_employer", "has_claims", "has_conflict_check", "has_consent"],
    "accept": ["has_claimant", "has_employer", "has_conflict_check"],
    "accept_urgently": ["has_claimant", "has_employer", "has_no_known_conflict"],
    "assign": ["has_lawyer"],
    "settle": ["has_agreement", "has_only_settling_claimants", "has_agreed_sums", "has_payment_schedule"],
    "fail_mediation": ["has_held_round"],
    "award": ["has_awarded_sums"],
    "judge": ["has_awarded_sums"],
    "request_closing": [
        "has_no_unverified_receipt",
        "has_no_open_undertaking",
        "has_no_critical_deadline",
        "has_closing_report",
    ],
    "approve_closing": [
        "has_no_unverified_receipt",
        "has_no_open_undertaking",
        "has_no_critical_deadline",
        "has_closing_report",
    ],
    "archive": ["has_closing_paper"],
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_its_guards(step):
    for transition in transitions_of(Case)[step].transitions.values():
        assert [guard.test.__name__ for guard in transition.conditions] == GUARDS.get(step, [])


OPENS = {
    "submit": {"aid_decision"},
    "reconsider": {"aid_decision"},
    "accept": {"aid_appointment"},
    "accept_urgently": {"aid_appointment"},
    "start_mediation": {"mediation"},
    "settle": {"enforcement"},
    "file_arbitration": {"arbitration_acceptance"},
    "award": {"suit_after_award", "set_aside", "enforcement"},
    "judge": {"appeal", "enforcement", "retrial"},
    "approve_closing": {"archive"},
}
OUT_OF_COURT = {"judicial_confirmation", "arbitration_review", "enforcement"}
"""Opened where the parties settle in mediation; a paper of the commission or the court needs no confirmation."""

CONFIRMING = {
    *("judicial_confirmation", "judicial_confirmation_decision"),
    *("arbitration_review", "arbitration_review_acceptance", "arbitration_review_decision"),
    *("payment_order_acceptance", "payment_order_issue", "payment_order_objection"),
}
BEFORE_AWARD = {
    *("arbitration_acceptance", "arbitration_copy", "arbitration_defence", "arbitration_panel_notice"),
    *("hearing_notice", "hearing_postponement", "arbitration_award", "suit_after_refusal"),
}
AFTER_AWARD = {
    *("suit_after_award", "set_aside", "set_aside_after_suit", "set_aside_after_refusal"),
    *("suit_after_set_aside", "suit_after_unenforceable", "appeal", "appeal_ruling"),
    *("enforcement", "enforcement_after_preservation"),
}
BEFORE_JUDGMENT = {"trial_ordinary", "trial_summary", "trial_small", "second_instance"}
SETTLES = {
    "submit": {"aid_supplement"},
    "return_for_completion": {"aid_decision"},
    "accept": {"aid_decision"},
    "accept_urgently": {"aid_decision"},
    "decline": {"aid_decision", "limitation", "labour_inspection", "injury_report_worker"},
    "assign": {"aid_appointment"},
    "start_mediation": {"aid_appointment"},
    "fail_mediation": {"mediation"},
    "settle": {"mediation", "limitation", "labour_inspection", *BEFORE_AWARD, *AFTER_AWARD, *BEFORE_JUDGMENT},
    "file_arbitration": {"mediation", "limitation", "labour_inspection", "enforcement", *CONFIRMING},
    "award": BEFORE_AWARD,
    "file_suit": {*BEFORE_AWARD, *AFTER_AWARD, "retrial"},
    "judge": BEFORE_JUDGMENT,
    "enforce": {*CONFIRMING, *AFTER_AWARD},
    "approve_closing": {"*"},
    "discard": {"*"},
    "archive": {"archive"},
    "reopen": {"archive"},
    **{step: {"*"} for step in ENDINGS},
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_starts_and_ends_its_deadlines(step):
    for state, transition in transitions_of(Case)[step].transitions.items():
        opens, settles = OPENS.get(step, set()), SETTLES.get(step, set())
        if (step, state) == ("settle", "mediation"):
            opens, settles = (
                OUT_OF_COURT,
                {"mediation", "limitation", "labour_inspection", "suit_after_award"},
            )
        assert set(transition.custom["opens"]) == opens
        assert set(transition.custom["settles"]) == settles


def test_a_step_names_deadlines_that_exist_and_each_that_one_starts_another_ends():
    opened, settled = set().union(*OPENS.values()), set().union(*SETTLES.values())

    assert opened | settled - {"*"} <= {*LIMITS, SUPPLEMENT}
    assert opened <= settled


def test_every_guard_names_the_place_that_mends_it():
    for meta in transitions_of(Case).values():
        for transition in meta.transitions.values():
            assert all(guard.at.startswith("#") for guard in transition.conditions)


def test_a_guard_the_form_supplies_does_not_close_the_step(db):
    case = CaseFactory(state="arbitration")
    ClaimFactory(claimant=ClaimantFactory(case=case))
    clerk = case.handler

    steps = {step.name: step for step in steps_for(case, clerk)}

    assert steps["award"].is_open
    assert steps["award"].checks == ()
    assert not steps["settle"].is_open


def test_the_diagram_in_docs_is_drawn_from_the_code(capsys):
    call_command("workflow_diagram")

    assert capsys.readouterr().out == (Path(settings.BASE_DIR) / "docs/workflow.svg").read_text(), (
        "docs/workflow.svg is stale: manage.py workflow_diagram > docs/workflow.svg"
    )


def test_the_diagram_names_every_state_in_both_languages():
    drawn = draw(Case)

    assert all(f">{words}<" in drawn for words in ("调解中", "In mediation", "已归档", "Archived"))
