"""The days on which money is awaited: kept with every step and receipt, and found again from what is on record."""

import datetime as dt
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from cases.actions.steps import take_step
from cases.models import Case, Proceeding
from core import clock
from core.audit import record
from mediation.actions.agreements import record_agreement
from mediation.awaited import keep_all_awaited, keep_awaited
from mediation.models import Agreement, AwaitedPayment, AwardSchedule, Instalment
from mediation.payments import payments_of
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import Receipt
from recoveries.reconcile import WrongDay, differences
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    clear_check,
    office,
    staff,
)
from tests.recoveries.reversing import reverse

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 23)
write_awaited = import_module("mediation.migrations.0002_awaited_payment").write_awaited


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


def kept(case: Case) -> list[int]:
    """The days kept of a case, from today."""
    rows = AwaitedPayment.objects.filter(case=case, office=case.office).order_by("due_on")
    return [(row.due_on - TODAY).days for row in rows]


@pytest.fixture
def clerk() -> User:
    return staff("clerk", office())


@pytest.fixture
def settled(clerk: User) -> Case:
    """10.00 today and 20.00 in a week were agreed on."""
    at = clerk.memberships.get().office
    case = CaseFactory(office=at, handler=clerk, state="mediation", mediation_started_on=TODAY)
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("30.00"))
    clear_check(case)
    parts = [
        (claim.claimant_id, TODAY, Decimal("10.00")),
        (claim.claimant_id, TODAY + dt.timedelta(7), Decimal("20.00")),
    ]
    record_agreement(
        case, terms={claim.pk: Decimal("30.00")}, instalments=parts, actor=clerk, signed_on=TODAY
    )
    assert kept(case) == []
    return take_step(case, "settle", actor=clerk)


def pay(case: Case, clerk: User, amount: str) -> Receipt:
    parts = {case.claims.get().pk: Decimal(amount)}
    receipt = record_receipt(case, actor=clerk, received_on=TODAY, parts=parts, method="cash", payer="某公司")
    return attach_proof(receipt, actor=clerk, proof=AttachmentFactory(case=case))


def test_days_come_with_the_settlement_and_go_with_the_money(settled: Case, clerk: User) -> None:
    assert kept(settled) == [0, 7]
    pay(settled, clerk, "9.99")
    assert kept(settled) == [0, 7]
    pay(settled, clerk, "0.01")
    assert kept(settled) == [7]
    pay(settled, clerk, "20.00")
    assert kept(settled) == []
    assert list(differences()) == []


@pytest.mark.parametrize("steps", [("reject",), ("send_back",), ("verify", "reverse")])
def test_days_come_back_with_money_that_does_not_count(
    settled: Case, clerk: User, steps: tuple[str, ...]
) -> None:
    receipt = pay(settled, clerk, "30.00")
    assert kept(settled) == []
    supervisor = staff("supervisor", settled.office)
    for step in steps:
        if step == "reverse":
            reverse(receipt)
        else:
            data = {"fault": "sum"} if step == "send_back" else {}
            receipt = take_receipt_step(receipt, step, actor=supervisor, reason="未到账", **data)
    assert kept(settled) == [0, 7]


def test_nothing_is_awaited_once_the_case_has_ended(settled: Case, clerk: User) -> None:
    take_step(settled, "withdraw", actor=clerk, reason="申请撤回", ground="own_request")
    assert kept(settled) == []
    assert list(differences()) == []


def test_reconciling_tells_a_day_that_is_missing_and_one_too_many(settled: Case) -> None:
    AwaitedPayment.objects.filter(due_on=TODAY).update(due_on=TODAY + dt.timedelta(1))
    assert [str(difference) for difference in differences()] == [
        f"case {settled.pk}: money of 2026-11-23 is awaited, and not kept so",
        f"case {settled.pk}: money of 2026-11-24 is kept as awaited, and is not",
    ]
    keep_all_awaited()
    assert list(differences()) == []


DAYS, FEN = st.integers(-3, 3), st.sampled_from((1, 5, 1000))
CASES = st.tuples(
    st.sampled_from(("settled", "enforcement", "closing", "closed")),
    st.lists(st.tuples(st.lists(st.tuples(DAYS, FEN), max_size=3), st.integers(0, 2010)), max_size=3),
)


def told(state: str, claimants: list[tuple[list[tuple[int, int]], int]]) -> Case:
    """A case in this state: of each claimant the instalments, by days from today and fen, and what came in."""
    case = CaseFactory(state=state)
    agreement = record(Agreement(case=case, signed_on=TODAY), actor=None)
    for parts, received in claimants:
        claimant = ClaimantFactory(case=case)
        agreed = sum(fen for _days, fen in parts)
        came = Decimal(min(received, agreed)) / 100
        ClaimFactory(claimant=claimant, claimed=Decimal("99.00"), agreed=Decimal(agreed) / 100, received=came)
        for days, fen in parts:
            row = Instalment(case=case, agreement=agreement, claimant=claimant, amount=Decimal(fen) / 100)
            row.due_on = TODAY + dt.timedelta(days)
            record(row, actor=None)
    return case


def awarded(state: str, claims: list[tuple[list[tuple[int, int]], int]]) -> Case:
    """The same of one claimant by an award, claim by claim."""
    case = CaseFactory(state=state)
    decided = Proceeding(case=case, kind="arbitration", body="仲裁委", filed_on=TODAY, decided_on=TODAY)
    record(decided, actor=None)
    award = record(AwardSchedule(case=case, proceeding=decided), actor=None)
    claimant = ClaimantFactory(case=case)
    for parts, received in claims:
        agreed = sum(fen for _days, fen in parts)
        came = Decimal(min(received, agreed)) / 100
        claim = ClaimFactory(
            claimant=claimant, claimed=Decimal("99.00"), agreed=Decimal(agreed) / 100, received=came
        )
        for days, fen in parts:
            row = Instalment(case=case, award=award, claimant=claimant, claim=claim)
            row.amount, row.due_on = Decimal(fen) / 100, TODAY + dt.timedelta(days)
            record(row, actor=None)
    return case


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(CASES, min_size=1, max_size=3))
def test_of_awards_they_are_what_payments_say_claim_by_claim(cases: Any) -> None:
    made = [awarded(*one) for one in cases]
    for case in made:
        keep_awaited(case)
        due = case.state in ("settled", "enforcement")
        is_open = {part.due_on for part in payments_of(case) if part.open} if due else set()
        assert kept(case) == sorted((on - TODAY).days for on in is_open)
    assert not [row for row in differences() if isinstance(row, WrongDay)]


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(CASES, min_size=1, max_size=3))
def test_they_are_what_payments_say_one_by_one(cases: Any) -> None:
    made = [told(*one) for one in cases]
    for case in made:
        keep_awaited(case)
    for case in made:
        due = case.state in ("settled", "enforcement")
        is_open = {part.due_on for part in payments_of(case) if part.open} if due else set()
        assert kept(case) == sorted((on - TODAY).days for on in is_open)
    by_step = set(AwaitedPayment.objects.values_list("case", "office", "due_on"))
    AwaitedPayment.objects.all().delete()
    write_awaited(apps, None)
    assert set(AwaitedPayment.objects.values_list("case", "office", "due_on")) == by_step
