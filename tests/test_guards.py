"""Each guard of each workflow, in scenes that differ in one fact: with one value it holds, with the other not.

A new guard gets its scenes in `SCENES`; the first test names those that have none.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import models
from django_fsm import FSMField

from assignments.models import Assignment
from assignments.workflow import has_declared_no_conflict, is_case_checked, is_in_time
from cases.models import Case, ConflictCheck, Deadline
from cases.workflow import (
    has_agreed_sums,
    has_agreement,
    has_awarded_sums,
    has_claimant,
    has_claims,
    has_closing_paper,
    has_closing_report,
    has_conflict_check,
    has_consent,
    has_employer,
    has_held_round,
    has_lawyer,
    has_no_critical_deadline,
    has_no_known_conflict,
    has_no_open_undertaking,
    has_no_unverified_receipt,
    has_only_settling_claimants,
    has_payment_schedule,
)
from core import clock
from core.audit import record
from core.fsm import Guard, transitions_of
from documents.models import Paper
from documents.workflow import has_file
from mediation.models import Agreement, AgreementTerm, Instalment
from performance.models import Undertaking
from recoveries.models import Receipt
from recoveries.workflow import (
    has_current_check,
    has_no_reversal,
    has_proof,
    is_case_open,
    is_no_counter_entry,
    is_not_mended,
)
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    UserFactory,
)

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
HUNDRED = Decimal("100.00")


class Scene(NamedTuple):
    """`build(holds)` makes an object for which the guard holds, `build(fails)` one for which it does not."""

    build: Callable[[Any], models.Model]
    holds: Any
    fails: Any


# --- the parties, their claims and consent ---


def one_claimant(outcome: str) -> Case:
    return ClaimantFactory(outcome=outcome).case


def employed_by(employer: Callable[[], Any]) -> Case:
    return CaseFactory(employer=employer())


def claimants_with_claims(count: int) -> Case:
    case = CaseFactory()
    for _ in range(count):
        ClaimFactory(claimant=ClaimantFactory(case=case))
    return case


def second_claim_upheld(is_active: bool) -> Case:
    case = claimants_with_claims(1)
    ClaimFactory(claimant=ClaimantFactory(case=case), is_active=is_active)
    return case


def second_without_claim(outcome: str) -> Case:
    case = claimants_with_claims(1)
    ClaimantFactory(case=case, outcome=outcome)
    return case


def second_claimant(fact: dict[str, Any]) -> Case:
    """The first has signed, the second takes part and has not, unless the fact says otherwise."""
    case = ClaimantFactory().case
    ClaimantFactory(case=case, **{"outcome": "open", "consent_on": None, **fact})
    return case


def checked(checks: list[dict[str, Any]], case: Case | None = None) -> Case:
    """With these checks, oldest first; each found nothing and looked at the parties as they are, unless it says so."""
    case = case or ClaimantFactory().case
    key = Case.objects.get(pk=case.pk).parties_key()
    for values in checks:
        record(ConflictCheck(**{"case": case, "parties_key": key, "hits": [], **values}), actor=None)
    return case


HIT = [{"rule": "duplicate"}]
CERTAIN = [{"rule": "handler_is_party", "severity": "hit"}]
LIKELY = [{"rule": "handler_is_party", "severity": "likely"}]
CLEAR: dict[str, Any] = {}


# --- lawyers and rounds ---


def with_lawyer(state: str) -> Case:
    return AssignmentFactory(state=state).case


def second_round(state: str) -> Case:
    case = MediationRoundFactory(state="cancelled").case
    MediationRoundFactory(case=case, number=2, state=state, outcome="failed")
    return case


def round_before_the_split(state: str) -> Case:
    return CaseFactory(parent=MediationRoundFactory(state=state, outcome="failed").case)


# --- agreements and sums ---


def agreed(
    signed_on: dt.date | None = TODAY,
    in_force: bool = True,
    agreed: Decimal | None = HUNDRED,
    paid: Decimal = HUNDRED,
    outcome: str = "settled",
    second_claim: bool | None = None,
) -> Case:
    """One claimant who settles for 100 yuan, paid once; `second_claim`: a claim besides without a sum, upheld or dropped."""
    claimant = ClaimantFactory(outcome=outcome)
    case = claimant.case
    claim = ClaimFactory(claimant=claimant, agreed=agreed)
    if second_claim is not None:
        ClaimFactory(claimant=claimant, kind="overtime", is_active=second_claim)
    settled = record(Agreement(case=case, signed_on=signed_on), actor=None)
    record(AgreementTerm(case=case, agreement=settled, claim=claim, amount=HUNDRED), actor=None)
    due = {"case": case, "agreement": settled, "claimant": claimant, "due_on": TODAY, "amount": paid}
    record(Instalment(**due), actor=None)
    if not in_force:
        settled.in_force = False
        settled = record(settled, actor=None)
        settled.replaced_by = record(Agreement(case=case, signed_on=signed_on), actor=None)
        record(settled, actor=None)
    return case


def agreed_with(fact: dict[str, Any]) -> Case:
    return agreed(**fact)


def agreed_beside(outcome: str) -> Case:
    """One settles for a sum; another, whose claim has none, is said to come out like this."""
    case = agreed()
    ClaimFactory(claimant=ClaimantFactory(case=case, outcome=outcome))
    return case


def awarded(fact: dict[str, Any]) -> Case:
    """One claim with an awarded sum, another without."""
    claimant = ClaimantFactory()
    ClaimFactory(claimant=claimant, agreed=HUNDRED)
    ClaimFactory(claimant=claimant, kind="overtime", **fact)
    return claimant.case


def only_claim_upheld(is_active: bool) -> Case:
    return ClaimFactory(agreed=HUNDRED, is_active=is_active).case


# --- the end ---


def one_receipt(state: str) -> Case:
    return ReceiptFactory(state=state, verified_by=UserFactory() if state != "recorded" else None).case


def one_deadline(fact: dict[str, Any]) -> Case:
    case = CaseFactory()
    values = {"kind": "suit_after_award", "critical": True, "starts_on": TODAY, "due_on": TODAY}
    record(Deadline(**{"case": case, "settled_on": TODAY, **values, **fact}), actor=None)
    return case


def reported(fact: dict[str, str]) -> Case:
    return CaseFactory(**{"closing_method": "mediated", "closing_summary": "已调解", **fact})


def paper(fact: dict[str, Any]) -> Paper:
    case = CaseFactory()
    values = {
        "case": case,
        "kind": "closing_report",
        "subject": f"case {case.pk}",
        "edition": 1,
        "template_version": "1",
        "state": "issued",
        "issued_by": UserFactory(),
        "issued_at": NOW,
        "file": "papers/1.pdf",
        "sha256": "0" * 64,
    }
    return record(Paper(**{**values, **fact}), actor=None)


def case_with_paper(fact: dict[str, Any]) -> Case:
    return paper(fact).case


def one_undertaking(fact: dict[str, Any]) -> Case:
    claimant = ClaimantFactory()
    proof = AttachmentFactory(case=claimant.case) if "done_on" in fact else None
    row = Undertaking(
        case=claimant.case, claimant=claimant, kind="leaving_certificate", due_on=TODAY, proof=proof, **fact
    )
    return record(row, actor=None).case


# --- offers, receipts ---


def offer(fact: dict[str, Any]) -> Assignment:
    return AssignmentFactory(**fact)


def declared_before(outcome: str) -> Assignment:
    """No conflict was declared, then somebody else became a claimant who stays or leaves."""
    declared = AssignmentFactory(conflict_declared_at=NOW)
    ClaimantFactory(case=declared.case, outcome=outcome)
    return declared


def offer_of_checked(checks: list[dict[str, Any]]) -> Assignment:
    made = AssignmentFactory()
    checked(checks, made.case)
    return made


def receipt(proof: Callable[[Case], Any]) -> Receipt:
    case = CaseFactory()
    return ReceiptFactory(case=case, proof=proof(case))


def entry(is_counter: bool) -> Receipt:
    first = ReceiptFactory(state="verified", verified_by=UserFactory())
    if not is_counter:
        return first
    return ReceiptFactory(
        case=first.case, amount=-first.amount, reverses=first, state="verified", verified_by=UserFactory()
    )


def counter_of(state: str) -> Receipt:
    """A verified receipt with a counter-entry in this state."""
    first = entry(False)
    reviewed = {} if state == "recorded" else {"verified_by": UserFactory(), "fault": "other"}
    ReceiptFactory(
        case=first.case, amount=-first.amount, reverses=first, ground="other", state=state, **reviewed
    )
    return first


def sent_back(is_mended: bool) -> Receipt:
    first = ReceiptFactory(state="returned", verified_by=UserFactory(), fault="sum")
    if is_mended:
        ReceiptFactory(case=first.case, mends=first)
    return first


def case_sent_back(is_mended: bool) -> Case:
    """One receipt was sent back; what stands in its place, if anything, is verified."""
    first = ReceiptFactory(state="returned", verified_by=UserFactory(), fault="sum")
    if is_mended:
        ReceiptFactory(case=first.case, mends=first, state="verified", verified_by=UserFactory())
    return first.case


def receipt_of_case(state: str) -> Receipt:
    return ReceiptFactory(case=CaseFactory(state=state, number="沪工援〔2026〕朱泾0001号"))


def receipt_of_checked(checks: list[dict[str, Any]]) -> Receipt:
    return ReceiptFactory(case=Case.objects.get(pk=checked(checks).pk))


SCENES: dict[Guard, list[Scene]] = {
    has_claimant: [Scene(one_claimant, "open", "withdrawn"), Scene(one_claimant, "settled", "split")],
    has_employer: [Scene(employed_by, EmployerFactory, lambda: None)],
    has_claims: [
        Scene(claimants_with_claims, 1, 0),
        Scene(second_claim_upheld, True, False),
        Scene(second_without_claim, "withdrawn", "open"),
    ],
    has_conflict_check: [
        Scene(checked, [CLEAR], []),
        Scene(checked, [CLEAR], [{"parties_key": "as they were"}]),
        Scene(checked, [CLEAR], [{"hits": HIT}]),
        Scene(checked, [{"hits": HIT, "explained": "双方无利害关系"}], [{"hits": HIT, "explained": " "}]),
        Scene(checked, [{"hits": HIT}, CLEAR], [{"hits": HIT}, {"hits": HIT}]),
        Scene(checked, [CLEAR, CLEAR], [CLEAR, {"hits": HIT}]),
    ],
    has_no_known_conflict: [
        Scene(checked, [], [{"hits": CERTAIN}]),
        Scene(checked, [{"hits": LIKELY}], [{"hits": [*LIKELY, *CERTAIN]}]),
        Scene(checked, [{"parties_key": "as they were"}], [{"parties_key": "as they were", "hits": CERTAIN}]),
        Scene(checked, [{"hits": CERTAIN, "explained": "已换人经办"}], [{"hits": CERTAIN, "explained": " "}]),
        Scene(checked, [{"hits": CERTAIN}, CLEAR], [CLEAR, {"hits": CERTAIN}]),
    ],
    has_consent: [
        Scene(second_claimant, {"consent_on": TODAY}, {"consent_on": None}),
        Scene(second_claimant, {"outcome": "split"}, {"outcome": "open"}),
    ],
    has_lawyer: [
        Scene(with_lawyer, "accepted", "offered"),
        Scene(with_lawyer, "accepted", "replaced"),
        Scene(with_lawyer, "accepted", "completed"),
    ],
    has_held_round: [
        Scene(second_round, "held", "scheduled"),
        Scene(round_before_the_split, "held", "scheduled"),
    ],
    has_agreement: [
        Scene(agreed_with, {"signed_on": TODAY}, {"signed_on": None}),
        Scene(agreed_with, {"in_force": True}, {"in_force": False}),
        Scene(agreed_with, {"agreed": HUNDRED}, {"agreed": Decimal("100.01")}),
        Scene(agreed_with, {"outcome": "settled"}, {"outcome": "withdrawn"}),
        Scene(agreed_with, {"outcome": "settled"}, {"outcome": "open"}),
        Scene(agreed_with, {"second_claim": False}, {"second_claim": True}),
    ],
    has_only_settling_claimants: [
        Scene(one_claimant, "settled", "open"),
        Scene(one_claimant, "withdrawn", "awarded"),
    ],
    has_agreed_sums: [
        Scene(agreed_with, {"agreed": Decimal("0.00")}, {"agreed": None}),
        Scene(agreed_with, {"outcome": "settled"}, {"outcome": "open"}),
        Scene(agreed_with, {"second_claim": False}, {"second_claim": True}),
        Scene(agreed_beside, "open", "settled"),
        Scene(lambda build: build(), agreed, lambda: one_claimant("settled")),
    ],
    has_payment_schedule: [
        Scene(agreed_with, {"paid": HUNDRED}, {"paid": Decimal("99.99")}),
        Scene(agreed_with, {"in_force": True}, {"in_force": False}),
        Scene(lambda build: build(), agreed, CaseFactory),
    ],
    has_awarded_sums: [
        Scene(awarded, {"agreed": Decimal("0.00")}, {"agreed": None}),
        Scene(awarded, {"is_active": False}, {"is_active": True}),
        Scene(only_claim_upheld, True, False),
    ],
    has_no_unverified_receipt: [
        Scene(one_receipt, "verified", "recorded"),
        Scene(one_receipt, "rejected", "recorded"),
        Scene(case_sent_back, True, False),
        Scene(lambda state: counter_of(state).case, "returned", "recorded"),
    ],
    has_no_open_undertaking: [
        Scene(one_undertaking, {"struck_out": True}, {}),
        Scene(one_undertaking, {"done_on": TODAY}, {}),
    ],
    has_no_critical_deadline: [
        Scene(one_deadline, {"state": "met"}, {"state": "open", "settled_on": None}),
        Scene(
            one_deadline,
            {"state": "open", "settled_on": None, "critical": False},
            {"state": "open", "settled_on": None},
        ),
        Scene(
            one_deadline,
            {
                "state": "open",
                "settled_on": None,
                "due_on": dt.date(2020, 1, 1),
                "kind": "hearing_postponement",
            },
            {"state": "open", "settled_on": None, "due_on": dt.date(2020, 1, 1)},
        ),
    ],
    has_closing_report: [
        Scene(reported, {"closing_method": "mediated"}, {"closing_method": ""}),
        Scene(reported, {"closing_summary": "已调解"}, {"closing_summary": " "}),
    ],
    has_closing_paper: [
        Scene(case_with_paper, {"state": "issued"}, {"state": "draft"}),
        Scene(case_with_paper, {"state": "signed"}, {"state": "void"}),
        Scene(case_with_paper, {"kind": "closing_report"}, {"kind": "acceptance_notice"}),
    ],
    is_in_time: [
        Scene(offer, {"expires_at": NOW}, {"expires_at": NOW - dt.timedelta(microseconds=1)}),
    ],
    has_declared_no_conflict: [
        Scene(offer, {"conflict_declared_at": NOW}, {"conflict_declared_at": None}),
        Scene(offer, {"conflict_declared_at": NOW}, {"conflict_declared_at": NOW, "declared_key": "others"}),
        Scene(declared_before, "withdrawn", "open"),
    ],
    has_proof: [Scene(receipt, lambda case: AttachmentFactory(case=case), lambda case: None)],
    is_case_checked: [
        Scene(offer_of_checked, [CLEAR], [{"parties_key": "as they were"}]),
        Scene(offer_of_checked, [], [CLEAR, {"parties_key": "as they were"}]),
    ],
    has_current_check: [
        Scene(receipt_of_checked, [CLEAR], [{"parties_key": "as they were"}]),
        Scene(receipt_of_checked, [], [CLEAR, {"parties_key": "as they were"}]),
    ],
    is_no_counter_entry: [Scene(entry, False, True)],
    has_no_reversal: [
        Scene(counter_of, "returned", "recorded"),
        Scene(counter_of, "rejected", "verified"),
    ],
    is_not_mended: [Scene(sent_back, False, True)],
    is_case_open: [
        Scene(receipt_of_case, "settled", "closed"),
        Scene(receipt_of_case, "closing", "archived"),
        Scene(receipt_of_case, "accepted", "withdrawn"),
    ],
    has_file: [
        Scene(paper, {"state": "draft"}, {"state": "draft", "file": ""}),
        Scene(paper, {"state": "draft"}, {"state": "draft", "sha256": ""}),
    ],
}


def guards_of(model: type[models.Model]) -> list[Guard]:
    return [
        guard
        for meta in transitions_of(model).values()
        for transition in meta.transitions.values()
        for guard in transition.conditions
    ]


def named(guard: Guard) -> str:
    return f"{guard.test.__module__}.{guard.test.__name__}"


WORKFLOWS = [
    model
    for model in apps.get_models()
    if any(isinstance(field, FSMField) for field in model._meta.concrete_fields)
    and not hasattr(model, "history_date")
]
CASES = [
    pytest.param(guard, scene.build, fact, expected, id=f"{named(guard)}-{number}-{word}")
    for guard, scenes in SCENES.items()
    for number, scene in enumerate(scenes, 1)
    for fact, expected, word in ((scene.holds, True, "holds"), (scene.fails, False, "fails"))
]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(NOW):
        yield


def test_every_guard_of_every_workflow_has_its_scenes() -> None:
    found = {named(guard) for model in WORKFLOWS for guard in guards_of(model)}

    assert {model.__name__ for model in WORKFLOWS} >= {
        "Case",
        "Assignment",
        "MediationRound",
        "Receipt",
        "Paper",
    }
    assert found - {named(guard) for guard, scenes in SCENES.items() if scenes} == set(), "without scenes"
    assert {named(guard) for guard in SCENES} - found == set(), "no guard of any step"


@pytest.mark.django_db
@pytest.mark.parametrize(("guard", "build", "fact", "expected"), CASES)
def test_the_fact_decides(
    guard: Guard, build: Callable[[Any], models.Model], fact: Any, expected: bool
) -> None:
    built = build(fact)

    assert guard(type(built)._default_manager.get(pk=built.pk)) is expected


# --- the third answer ---


NOTHING_ENTERED: dict[Guard, Callable[[], Case]] = {
    has_conflict_check: CaseFactory,
    has_consent: lambda: ClaimantFactory(consent_on=None).case,
    has_agreement: lambda: one_claimant("open"),
    has_only_settling_claimants: lambda: one_claimant("open"),
    has_agreed_sums: lambda: one_claimant("open"),
    has_payment_schedule: lambda: one_claimant("open"),
    has_no_unverified_receipt: CaseFactory,
}


def mark(guard: Guard, case: Case) -> str:
    return guard.check(Case.objects.get(pk=case.pk)).mark


def test_each_guard_that_knows_of_nothing_entered_has_its_scene() -> None:
    known = {guard for model in WORKFLOWS for guard in guards_of(model) if guard.nothing_entered}
    assert known == set(NOTHING_ENTERED)


@pytest.mark.django_db
@pytest.mark.parametrize("guard", NOTHING_ENTERED, ids=named)
def test_nothing_entered_is_neither_done_nor_refused(guard: Guard) -> None:
    check = guard.check(NOTHING_ENTERED[guard]())
    assert (check.mark, check.text) == ("u", guard.not_yet)


@pytest.mark.django_db
def test_once_something_is_entered_it_is_done_or_not() -> None:
    assert mark(has_only_settling_claimants, agreed(outcome="open")) == "n"
    assert mark(has_only_settling_claimants, one_claimant("awarded")) == "n"
    assert mark(has_only_settling_claimants, agreed()) == "y"
    assert mark(has_agreement, agreed(signed_on=None)) == "n"
    assert mark(has_consent, second_claimant({})) == "n"
    assert mark(has_no_unverified_receipt, one_receipt("recorded")) == "n"
    assert mark(has_no_unverified_receipt, one_receipt("verified")) == "y"
    assert mark(has_conflict_check, checked([{"hits": HIT}])) == "n"
