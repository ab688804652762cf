"""The full state × transition matrix of a case, and each guard open and closed."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from cases.models import Case, Claimant, ConflictCheck, Deadline
from cases.workflow import PERFORMANCE, CaseState
from core.audit import record
from core.fsm import steps_for, transitions_of
from core.workflow_diagram import draw
from documents.models import Paper
from mediation.models import Agreement, AgreementTerm, Instalment
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    MediationRoundFactory,
    ReceiptFactory,
    UserFactory,
    clear_check,
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
    "accept_urgently": ["has_claimant", "has_employer"],
    "assign": ["has_lawyer"],
    "settle": ["has_agreement", "has_only_settling_claimants", "has_agreed_sums", "has_payment_schedule"],
    "fail_mediation": ["has_held_round"],
    "award": ["has_awarded_sums"],
    "judge": ["has_awarded_sums"],
    "request_closing": ["has_no_unverified_receipt", "has_no_critical_deadline", "has_closing_report"],
    "approve_closing": ["has_no_unverified_receipt", "has_no_critical_deadline", "has_closing_report"],
    "archive": ["has_closing_paper"],
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_has_its_guards(step):
    for transition in transitions_of(Case)[step].transitions.values():
        assert [guard.test.__name__ for guard in transition.conditions] == GUARDS.get(step, [])


def test_every_guard_names_the_place_that_mends_it():
    for meta in transitions_of(Case).values():
        for transition in meta.transitions.values():
            assert all(guard.at.startswith("#") for guard in transition.conditions)


# --- each guard, closed and open ---


def holds(name, case):
    guards = {
        guard.test.__name__: guard
        for meta in transitions_of(Case).values()
        for transition in meta.transitions.values()
        for guard in transition.conditions
    }
    return guards[name](Case.objects.get(pk=case.pk))


@pytest.fixture
def case(db):
    return CaseFactory()


def test_has_claimant(case):
    assert not holds("has_claimant", case)
    claimant = ClaimantFactory(case=case, outcome="withdrawn")
    assert not holds("has_claimant", case)
    claimant.outcome = "open"
    record(claimant, actor=None)
    assert holds("has_claimant", case)


def test_has_employer(db):
    assert not holds("has_employer", CaseFactory(employer=None))
    assert holds("has_employer", CaseFactory())


def test_has_claims_needs_one_for_every_claimant(case):
    assert not holds("has_claims", case)
    ClaimFactory(claimant=ClaimantFactory(case=case))
    assert holds("has_claims", case)
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), is_active=False)
    assert not holds("has_claims", case)
    claim.is_active = True
    record(claim, actor=None)
    assert holds("has_claims", case)


def test_has_conflict_check_fails_when_missing_out_of_date_or_unexplained(case):
    assert not holds("has_conflict_check", case)
    clear_check(case)
    assert holds("has_conflict_check", case)
    ClaimantFactory(case=case)
    assert not holds("has_conflict_check", case)
    key = Case.objects.get(pk=case.pk).parties_key()
    check = record(ConflictCheck(case=case, parties_key=key, hits=[{"rule": "same_employer"}]), actor=None)
    assert not holds("has_conflict_check", case)
    check.explained = "双方无利害关系"
    record(check, actor=None)
    assert holds("has_conflict_check", case)


def test_has_consent_needs_every_active_claimants(case):
    ClaimantFactory(case=case)
    assert holds("has_consent", case)
    claimant = ClaimantFactory(case=case, consent_on=None)
    assert not holds("has_consent", case)
    claimant.outcome = "split"
    record(claimant, actor=None)
    assert holds("has_consent", case)


def test_has_lawyer_needs_an_accepted_assignment(case):
    AssignmentFactory(case=case, state="offered")
    assert not holds("has_lawyer", case)
    AssignmentFactory(case=case, state="accepted")
    assert holds("has_lawyer", case)


def test_has_held_round(case):
    MediationRoundFactory(case=case)
    assert not holds("has_held_round", case)
    MediationRoundFactory(case=case, number=2, state="held", outcome="failed")
    assert holds("has_held_round", case)


def agreed(case, *sums, signed_on=dt.date(2026, 11, 20)):
    """A claimant who settles for these sums, with the agreement and its schedule."""
    claimant = ClaimantFactory(case=case, outcome="settled")
    agreement = record(Agreement(case=case, signed_on=signed_on), actor=None)
    for amount in sums:
        claim = ClaimFactory(claimant=claimant, agreed=amount)
        record(AgreementTerm(case=case, agreement=agreement, claim=claim, amount=amount), actor=None)
    due = Instalment(
        case=case, agreement=agreement, claimant=claimant, due_on=dt.date(2026, 12, 1), amount=sum(sums)
    )
    return agreement, record(due, actor=None)


def test_has_agreement_needs_a_signature(case):
    agreement, _due = agreed(case, Decimal("100.00"), signed_on=None)
    assert not holds("has_agreement", case)
    agreement.signed_on = dt.date(2026, 11, 20)
    record(agreement, actor=None)
    assert holds("has_agreement", case)


def test_has_only_settling_claimants(case):
    ClaimantFactory(case=case, outcome="settled")
    assert holds("has_only_settling_claimants", case)
    ClaimantFactory(case=case)
    assert not holds("has_only_settling_claimants", case)


def test_has_agreed_sums(case):
    agreed(case, Decimal("100.00"), Decimal("0.00"))
    assert holds("has_agreed_sums", case)
    ClaimFactory(claimant=Claimant.objects.get(case=case))
    assert not holds("has_agreed_sums", case)


def test_has_payment_schedule_adds_up_to_the_fen(case):
    assert not holds("has_payment_schedule", case)
    _agreement, due = agreed(case, Decimal("100.00"), Decimal("50.01"))
    assert holds("has_payment_schedule", case)
    due.amount = Decimal("150.00")
    record(due, actor=None)
    assert not holds("has_payment_schedule", case)


def test_has_awarded_sums_takes_nought_as_a_sum(case):
    assert not holds("has_awarded_sums", case)
    claim = ClaimFactory(claimant=ClaimantFactory(case=case))
    assert not holds("has_awarded_sums", case)
    claim.agreed = Decimal("0.00")
    record(claim, actor=None)
    assert holds("has_awarded_sums", case)


def test_has_no_unverified_receipt(case):
    assert holds("has_no_unverified_receipt", case)
    receipt = ReceiptFactory(case=case)
    assert not holds("has_no_unverified_receipt", case)
    assert ReceiptFactory(case=CaseFactory(), state="verified", verified_by=UserFactory()).pk != receipt.pk
    ReceiptFactory(case=(other := CaseFactory()), state="rejected", verified_by=UserFactory())
    assert holds("has_no_unverified_receipt", other)


def test_has_no_critical_deadline(case):
    values = {"case": case, "starts_on": dt.date(2026, 11, 1), "due_on": dt.date(2026, 11, 16)}
    record(Deadline(kind="archive", critical=False, **values), actor=None)
    assert holds("has_no_critical_deadline", case)
    deadline = record(Deadline(kind="suit_after_award", critical=True, **values), actor=None)
    assert not holds("has_no_critical_deadline", case)
    deadline.state, deadline.settled_on = "met", dt.date(2026, 11, 10)
    record(deadline, actor=None)
    assert holds("has_no_critical_deadline", case)


def test_has_closing_report_needs_method_and_summary(db):
    assert not holds("has_closing_report", CaseFactory(closing_method="mediated", closing_summary=" "))
    assert not holds("has_closing_report", CaseFactory(closing_summary="已调解"))
    assert holds("has_closing_report", CaseFactory(closing_method="mediated", closing_summary="已调解"))


def test_has_closing_paper_needs_an_issued_one(case):
    def paper(edition, **values):
        row = Paper(
            case=case,
            kind="closing_report",
            subject=f"case {case.pk}",
            edition=edition,
            template_version="1",
            **values,
        )
        return record(row, actor=None)

    issuer = UserFactory()
    paper(1, issued_by=issuer)
    assert not holds("has_closing_paper", case)
    paper(
        2,
        state="issued",
        issued_by=issuer,
        sha256="0" * 64,
        issued_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC),
    )
    assert holds("has_closing_paper", case)


def test_a_guard_the_form_supplies_does_not_close_the_step(db):
    case = CaseFactory(state="arbitration")
    ClaimFactory(claimant=ClaimantFactory(case=case))
    clerk = case.handler

    steps = {step.name: step for step in steps_for(case, clerk)}

    assert steps["award"].is_open
    assert steps["award"].checks == []
    assert not steps["settle"].is_open


def test_the_diagram_in_docs_is_drawn_from_the_code(capsys):
    call_command("workflow_diagram")

    assert capsys.readouterr().out == (Path(settings.BASE_DIR) / "docs/workflow.svg").read_text(), (
        "docs/workflow.svg is stale: manage.py workflow_diagram > docs/workflow.svg"
    )


def test_the_diagram_names_every_state_in_both_languages():
    drawn = draw(Case)

    assert all(f">{words}<" in drawn for words in ("调解中", "In mediation", "已归档", "Archived"))
