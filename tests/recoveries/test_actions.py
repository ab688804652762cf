"""Money on the ledger: recorded by one, verified by another, reversed by a counter-entry, never edited."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.actions.deadlines import open_deadline
from cases.actions.steps import take_step
from cases.workflow import CaseState
from core import clock
from core.audit import record
from core.errors import Blocked, Changed, Problem
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import Receipt
from recoveries.reconcile import differences
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, staff
from tests.recoveries.reversing import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")


@pytest.fixture
def claim(case):
    return ClaimFactory(
        claimant=ClaimantFactory(case=case), claimed=Decimal("300.00"), agreed=Decimal("250.00")
    )


@pytest.fixture
def supervisor(case):
    return staff("supervisor", case.office)


def pay(case, parts, **kwargs):
    values = {"received_on": clock.today(), "method": "transfer", "payer": "某某公司", "actor": case.handler}
    return record_receipt(
        case, parts={claim.pk: Decimal(amount) for claim, amount in parts.items()}, **(values | kwargs)
    )


def sums(claim):
    fresh = type(claim).objects.get(pk=claim.pk)
    return fresh.received, fresh.verified


def with_proof(receipt):
    return attach_proof(receipt, actor=receipt.recorded_by, proof=AttachmentFactory(case=receipt.case))


def test_recorded_payment_counts_as_received_but_not_as_verified(case, claim):
    receipt = pay(case, {claim: "100.00"})
    assert (receipt.state, receipt.amount) == ("recorded", Decimal("100.00"))
    assert sums(claim) == (Decimal("100.00"), Decimal("0.00"))


def test_verified_payment_counts_as_both_and_says_who_and_why(case, claim, supervisor):
    receipt = take_receipt_step(
        with_proof(pay(case, {claim: "100.00"})), "verify", actor=supervisor, reason="回单相符"
    )
    assert sums(claim) == (Decimal("100.00"), Decimal("100.00"))
    last = receipt.history.order_by("-history_id").first()
    assert (last.history_user, last.history_change_reason, last.state) == (supervisor, "回单相符", "verified")
    assert claim.history.order_by("-history_id").first().history_user == supervisor


def test_rejected_payment_counts_as_nothing(case, claim, supervisor):
    take_receipt_step(pay(case, {claim: "100.00"}), "reject", actor=supervisor, reason="回单不符")
    assert sums(claim) == (Decimal("0.00"), Decimal("0.00"))


def test_payment_without_proof_cannot_be_verified(case, claim, supervisor):
    receipt = pay(case, {claim: "100.00"})
    with pytest.raises(Blocked):
        take_receipt_step(receipt, "verify", actor=supervisor)
    assert sums(claim) == (Decimal("100.00"), Decimal("0.00"))


def test_nobody_verifies_what_he_recorded(case, claim, supervisor):
    record(type(supervisor.memberships.get())(user=supervisor, office=case.office, role="clerk"), actor=None)
    both = type(supervisor).objects.get(pk=supervisor.pk)
    receipt = with_proof(pay(case, {claim: "100.00"}, actor=both))
    with pytest.raises(PermissionDenied):
        take_receipt_step(receipt, "verify", actor=both)


def test_clerk_cannot_verify(case, claim):
    receipt = with_proof(pay(case, {claim: "100.00"}))
    with pytest.raises(PermissionDenied):
        take_receipt_step(receipt, "verify", actor=staff("clerk", case.office))


def test_the_same_receipt_is_verified_once(case, claim, supervisor):
    receipt = with_proof(pay(case, {claim: "100.00"}))
    take_receipt_step(receipt, "verify", actor=supervisor)
    with pytest.raises(Changed):
        take_receipt_step(receipt, "verify", actor=staff("supervisor", case.office))


def test_payment_up_to_the_agreed_sum_is_taken_and_one_fen_more_is_not(case, claim):
    pay(case, {claim: "249.99"})
    with pytest.raises(Problem) as refused:
        pay(case, {claim: "0.02"})
    assert list(refused.value.message_dict) == [f"part_{claim.pk}"]
    pay(case, {claim: "0.01"})
    assert sums(claim)[0] == Decimal("250.00")


def test_before_an_agreement_the_claimed_sum_is_the_limit(case):
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("300.00"))
    with pytest.raises(Problem):
        pay(case, {claim: "300.01"})
    pay(case, {claim: "300.00"})
    assert sums(claim)[0] == Decimal("300.00")


@pytest.mark.parametrize("amount", ["0.00", "-5.00", "1.001"])
def test_sum_that_is_no_payment_is_refused(case, claim, amount):
    with pytest.raises(Problem):
        pay(case, {claim: amount})
    assert not Receipt.objects.exists()


def test_payment_of_tomorrow_is_refused_at_its_field(case, claim):
    with pytest.raises(Problem) as refused:
        pay(case, {claim: "1.00"}, received_on=clock.today() + dt.timedelta(days=1))
    assert list(refused.value.message_dict) == ["received_on"]


def test_claim_of_another_case_is_refused_and_nothing_is_written(case, claim):
    stranger = ClaimFactory(agreed=Decimal("50.00"))
    with pytest.raises(Problem):
        pay(case, {claim: "1.00", stranger: "1.00"})
    assert not Receipt.objects.exists()


TAKES_MONEY = {
    "accepted",
    "assigned",
    "mediation",
    "settled",
    "arbitration",
    "awarded",
    "litigation",
    "enforcement",
}


@pytest.mark.parametrize("state", CaseState.values)
def test_money_is_recorded_on_a_case_in_hand_and_on_no_other(state):
    case = CaseFactory(state=state, number="沪工援〔2026〕朱泾0009号")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), agreed=Decimal("10.00"))
    if state in TAKES_MONEY:
        pay(case, {claim: "1.00"})
    else:
        with pytest.raises(Problem) as refused:
            pay(case, {claim: "1.00"})
        assert refused.value.messages == ["只有已受理且未结束的案件可以登记到账。"]
    assert Receipt.objects.count() == (state in TAKES_MONEY)
    assert sums(claim)[0] == Decimal("1.00" if state in TAKES_MONEY else "0.00")


def test_a_proof_belongs_to_the_case_of_its_receipt(case, claim):
    with pytest.raises(Problem) as refused:
        pay(case, {claim: "1.00"}, proof=AttachmentFactory(case=CaseFactory(office=case.office)))
    assert list(refused.value.message_dict) == ["proof"]
    assert not Receipt.objects.exists()

    own = AttachmentFactory(case=case)
    assert pay(case, {claim: "1.00"}, proof=own).proof == own


def test_a_proof_added_later_belongs_to_the_case_too(case, claim):
    receipt = pay(case, {claim: "1.00"})
    with pytest.raises(Problem) as refused:
        attach_proof(
            receipt, actor=case.handler, proof=AttachmentFactory(case=CaseFactory(office=case.office))
        )
    assert list(refused.value.message_dict) == ["proof"]
    assert Receipt.objects.get().proof is None

    own = AttachmentFactory(case=case)
    assert attach_proof(receipt, actor=case.handler, proof=own).proof == own


def test_a_proof_is_taken_after_the_case_ended(case, claim):
    receipt = pay(case, {claim: "1.00"})
    take_step(
        case, "terminate", actor=staff("reviewer", case.office), reason="自行委托律师", ground="own_lawyer"
    )
    assert with_proof(receipt).proof is not None


def test_a_proof_waits_for_its_case_as_the_steps_of_a_receipt_do(case, claim):
    receipt, proof = pay(case, {claim: "1.00"}), AttachmentFactory(case=case)
    with CaptureQueriesContext(connection) as asked:
        attach_proof(receipt, actor=case.handler, proof=proof)
    tables = [re.search(r'FROM "(\w+)"', query["sql"]) for query in asked]
    read = [found[1] for found in tables if found]
    assert read.index("cases_case") < read.index("recoveries_receipt")


def test_outsider_records_nothing(case, claim):
    with pytest.raises(PermissionDenied):
        pay(case, {claim: "1.00"}, actor=staff("clerk", CaseFactory().office))


def test_database_itself_refuses_more_verified_than_received(case, claim):
    table = claim._meta.db_table
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET verified = 5 WHERE id = %s", [claim.pk])


def test_ledger_agrees_after_every_kind_of_entry(case, claim, supervisor):
    pay(case, {claim: "10.00"})
    take_receipt_step(pay(case, {claim: "20.00"}), "reject", actor=supervisor, reason="重复")
    verified = take_receipt_step(with_proof(pay(case, {claim: "30.00"})), "verify", actor=supervisor)
    reverse(verified)
    take_receipt_step(with_proof(pay(case, {claim: "40.00"})), "verify", actor=supervisor)
    assert sums(claim) == (Decimal("50.00"), Decimal("40.00"))
    assert list(differences()) == []


def enforcement(case):
    return list(case.deadlines.filter(kind="enforcement").order_by("pk").values_list("state", flat=True))


def awarded(case, claim):
    for name, data in (
        ("file_arbitration", {"body": "仲裁委", "filed_on": clock.today()}),
        (
            "award",
            {
                "sums": {claim.pk: Decimal("250.00")},
                "decided_on": clock.today(),
                "served_on": clock.today(),
                "result": "支持",
            },
        ),
    ):
        case = take_step(case, name, actor=case.handler, **data)
    return case


def test_the_limit_to_enforce_an_award_ends_with_the_last_fen_and_runs_on_when_it_is_reversed(
    supervisor, case
):
    case = CaseFactory(office=case.office, state="assigned", number="沪工援〔2026〕朱泾0005号")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("300.00"))
    case = awarded(case, claim)
    counted = case.deadlines.get(kind="enforcement").version
    pay(case, {claim: "249.99"})
    assert enforcement(case) == ["open"]
    assert case.deadlines.get(kind="enforcement").version == counted
    last = take_receipt_step(with_proof(pay(case, {claim: "0.01"})), "verify", actor=supervisor)
    assert enforcement(case) == ["met"]
    reverse(last)
    assert enforcement(case) == ["met", "open"]


def test_the_limit_to_enforce_a_settlement_runs_on_too_when_the_last_payment_is_reversed(
    supervisor, case, claim
):
    open_deadline(case, "enforcement", actor=case.handler)
    last = take_receipt_step(with_proof(pay(case, {claim: "250.00"})), "verify", actor=supervisor)
    assert (case.state, enforcement(case)) == ("settled", ["met"])
    reverse(last)
    assert enforcement(case) == ["met", "open"]


def test_the_limits_to_secure_payment_end_once_every_upheld_claim_is_paid(case, claim):
    second = ClaimFactory(claimant=claim.claimant, kind="severance", agreed=Decimal("50.00"))
    ClaimFactory(claimant=claim.claimant, kind="overtime", is_active=False)
    kinds = ("judicial_confirmation", "arbitration_review", "enforcement")
    for kind in kinds:
        open_deadline(case, kind, actor=case.handler)

    pay(case, {claim: "250.00"})
    assert set(case.deadlines.values_list("kind", "state")) == {(kind, "open") for kind in kinds}

    pay(case, {second: "50.00"})
    assert set(case.deadlines.values_list("kind", "state")) == {(kind, "met") for kind in kinds}
