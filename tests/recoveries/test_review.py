"""Review: what is sent back and mended, and what is reversed, each by two people."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cases.actions.steps import take_step
from core import clock
from core.audit import record
from core.errors import Blocked, Changed, Problem
from core.fsm import may_take, steps_for
from recoveries.actions.mending import mend
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import Receipt
from recoveries.permissions import can_verify
from recoveries.reconcile import differences
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    staff,
)
from tests.recoveries.reversing import ask_reversal, reverse

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


def paid(claim, amount="100.00", **kwargs):
    case = claim.case
    values = {"received_on": clock.today(), "method": "transfer", "payer": "某某公司", "actor": case.handler}
    values |= {"proof": AttachmentFactory(case=case)} | kwargs
    return record_receipt(case, parts={claim.pk: Decimal(amount)}, **values)


def verified(claim, supervisor, amount="100.00"):
    return take_receipt_step(paid(claim, amount), "verify", actor=supervisor)


def sums(claim):
    fresh = type(claim).objects.get(pk=claim.pk)
    return str(fresh.received), str(fresh.verified)


def again(receipt):
    return Receipt.objects.get(pk=receipt.pk)


# --- sent back ---


def test_what_is_sent_back_counts_as_nothing_and_says_why(claim, supervisor):
    receipt = take_receipt_step(paid(claim), "send_back", actor=supervisor, fault="sum", reason="回单为90元")
    assert (receipt.state, receipt.fault, receipt.fault_words) == ("returned", "sum", "回单为90元")
    assert sums(claim) == ("0.00", "0.00")
    assert list(differences()) == []


@pytest.mark.parametrize(
    ("fault", "words", "field"), [("", "x", "fault"), ("weather", "x", "fault"), ("other", " ", "reason")]
)
def test_why_it_is_sent_back_is_said_by_its_code_or_in_words(claim, supervisor, fault, words, field):
    receipt = paid(claim)
    with pytest.raises(Problem) as refused:
        take_receipt_step(receipt, "send_back", actor=supervisor, fault=fault, reason=words)
    assert list(refused.value.message_dict) == [field]
    assert again(receipt).state == "recorded"


def test_what_was_sent_back_waits_for_who_recorded_it_until_it_is_mended(case, claim, supervisor):
    receipt = take_receipt_step(paid(claim), "send_back", actor=supervisor, fault="sum")
    assert list(Receipt.objects.sent_back_to(case.handler)) == [receipt]
    assert not Receipt.objects.sent_back_to(supervisor).exists()

    mended = mend(
        receipt,
        actor=case.handler,
        received_on=receipt.received_on,
        parts={claim.pk: Decimal("90.00")},
        method="transfer",
        payer="某某公司",
        proof=receipt.proof,
    )

    assert (mended.mends, mended.state, mended.amount) == (receipt, "recorded", Decimal("90.00"))
    assert (again(receipt).state, again(receipt).amount) == ("returned", Decimal("100.00"))
    assert not Receipt.objects.sent_back_to(case.handler).exists()
    assert sums(claim) == ("90.00", "0.00")
    take_receipt_step(mended, "verify", actor=supervisor)
    assert sums(claim) == ("90.00", "90.00")
    assert list(differences()) == []


def test_it_is_mended_once_and_not_after_it_was_struck_out(case, claim, supervisor):
    def anew(receipt):
        return mend(
            receipt,
            actor=case.handler,
            received_on=receipt.received_on,
            parts={claim.pk: Decimal("10.00")},
            method="cash",
            payer="某某公司",
        )

    first, second = (
        take_receipt_step(paid(claim, "10.00"), "send_back", actor=supervisor, fault="double")
        for _ in range(2)
    )
    anew(first)
    with pytest.raises(Changed):
        anew(first)
    with pytest.raises(Blocked):
        take_receipt_step(again(first), "strike_out", actor=case.handler, reason="重复")
    struck = take_receipt_step(second, "strike_out", actor=case.handler, reason="重复")
    assert struck.state == "rejected"
    with pytest.raises(Changed):
        anew(second)
    assert list(differences()) == []


def test_a_case_is_not_closed_while_something_sent_back_is_to_be_mended(case, claim, supervisor):
    case.closing_method, case.closing_summary = "mediated", "双方已履行。"
    case = record(case, actor=case.handler)
    receipt = take_receipt_step(paid(claim), "send_back", actor=supervisor, fault="sum")
    with pytest.raises(Blocked):
        take_step(case, "request_closing", actor=case.handler)
    take_receipt_step(receipt, "strike_out", actor=case.handler, reason="未到账")
    assert take_step(case, "request_closing", actor=case.handler).state == "closing"


# --- reversed ---


def test_a_verified_sum_stands_until_another_verifies_its_counter_entry(claim, supervisor):
    receipt = verified(claim, supervisor)
    with clock.at(clock.today() + dt.timedelta(days=40)):
        counter = ask_reversal(receipt)
        assert (counter.state, counter.amount, counter.ground) == (
            "recorded",
            Decimal("-100.00"),
            "paid_back",
        )
        assert [line.amount for line in counter.lines.all()] == [Decimal("-100.00")]
        assert (again(receipt).state, sums(claim)) == ("verified", ("100.00", "100.00"))
        assert list(differences()) == []

    with clock.at(clock.today() + dt.timedelta(days=70)):
        counter = take_receipt_step(counter, "verify", actor=supervisor)
        assert clock.local_day(counter.verified_at) == clock.today()
    assert (again(receipt).state, sums(claim)) == ("reversed", ("0.00", "0.00"))
    assert again(receipt).verified_at < counter.verified_at
    assert list(differences()) == []


def test_nobody_verifies_the_reversal_he_asked_for(claim, supervisor):
    receipt = verified(claim, supervisor)
    take_receipt_step(receipt, "ask_reversal", actor=supervisor, fault="double", reason="重复")
    counter = receipt.counter_entries.get()
    with pytest.raises(PermissionDenied):
        take_receipt_step(counter, "verify", actor=supervisor)
    counter.__dict__["state"] = "verified"
    counter.verified_by, counter.verified_at = supervisor, clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        record(counter, actor=supervisor)


def test_a_counter_entry_sent_back_leaves_the_receipt_and_it_may_be_asked_for_again(claim, supervisor):
    receipt = verified(claim, supervisor)
    counter = ask_reversal(receipt)
    sent_back = take_receipt_step(counter, "send_back", actor=supervisor, fault="other", reason="款项在账")
    assert (sent_back.state, again(receipt).state) == ("returned", "verified")
    assert list(Receipt.objects.sent_back_to(sent_back.recorded_by)) == [sent_back]
    assert reverse(again(receipt)).state == "reversed"
    assert [c.state for c in receipt.counter_entries.order_by("pk")] == ["returned", "verified"]
    assert sums(claim) == ("0.00", "0.00")
    assert list(differences()) == []


def test_one_reversal_waits_at_a_time(case, claim, supervisor):
    receipt = verified(claim, supervisor)
    counter = ask_reversal(receipt)
    with pytest.raises(Blocked):
        ask_reversal(again(receipt))
    second = Receipt(case=case, received_on=clock.today(), amount=Decimal("-100.00"), payer="某某公司")
    second.reverses, second.ground, second.recorded_by = receipt, "double", case.handler
    with pytest.raises(IntegrityError), transaction.atomic():
        record(second, actor=case.handler)
    take_receipt_step(counter, "verify", actor=supervisor)
    with pytest.raises(Changed):
        ask_reversal(again(receipt))


def test_a_counter_entry_is_neither_rejected_nor_reversed(case, claim, supervisor):
    counter = ask_reversal(verified(claim, supervisor))
    with pytest.raises(Blocked):
        take_receipt_step(counter, "reject", actor=supervisor, reason="不")
    counter = take_receipt_step(counter, "verify", actor=supervisor)
    with pytest.raises(Blocked):
        take_receipt_step(counter, "ask_reversal", actor=case.handler, fault="other", reason="再冲")


def test_nothing_is_reversed_but_by_its_counter_entry(claim, supervisor):
    receipt = verified(claim, supervisor)
    ask_reversal(receipt)
    assert "reverse" not in [step.name for step in steps_for(again(receipt), supervisor)]
    with pytest.raises(PermissionDenied):
        take_receipt_step(again(receipt), "reverse", actor=supervisor)


def test_a_case_is_not_closed_while_a_reversal_waits(case, claim, supervisor):
    case.closing_method, case.closing_summary = "mediated", "双方已履行。"
    case = record(case, actor=case.handler)
    receipt = verified(claim, supervisor)
    case = take_step(case, "request_closing", actor=case.handler)
    counter = ask_reversal(receipt)
    with pytest.raises(Blocked):
        take_step(case, "approve_closing", actor=supervisor)
    take_receipt_step(counter, "send_back", actor=supervisor, fault="other", reason="款项在账")
    assert take_step(case, "approve_closing", actor=supervisor).state == "closed"


def test_no_reversal_is_asked_for_once_the_case_is_closed(case, claim, supervisor):
    receipt = verified(claim, supervisor)
    case.__dict__["state"] = "closed"
    record(case, actor=None)
    with pytest.raises(Blocked):
        ask_reversal(again(receipt))


# --- who reviews ---


def entry_of(claim, by):
    return paid(claim, "1.00", actor=by)


PARTS = [
    "none",
    "recorder",
    "handler",
    "mediator",
    "mediator of a cancelled round",
    "lawyer",
    "recorder of the first",
]


@pytest.mark.parametrize("part", PARTS)
def test_who_has_a_part_in_the_case_reviews_none_of_its_money(case, claim, part):
    user = staff("supervisor", case.office)
    membership = user.memberships.get()
    recorder = case.handler
    if part == "handler":
        recorder = staff("clerk", case.office)
        case.handler = user
        record(case, actor=None)
    if part in ("recorder", "recorder of the first"):
        record(type(membership)(user=user, office=case.office, role="clerk"), actor=None)
        user = type(user).objects.get(pk=user.pk)
        recorder = user
    if part.startswith("mediator"):
        MediationRoundFactory(
            case=case, mediator=user, state="cancelled" if "cancelled" in part else "scheduled"
        )
    if part == "lawyer":
        AssignmentFactory(case=case, lawyer=LawyerFactory(user=user), state="accepted")
        user = type(user).objects.get(pk=user.pk)
    receipt = entry_of(type(claim).objects.get(pk=claim.pk), recorder)
    if part == "recorder of the first":
        take_receipt_step(receipt, "send_back", actor=staff("supervisor", case.office), fault="sum")
        receipt = mend(
            receipt,
            actor=staff("clerk", case.office),
            received_on=receipt.received_on,
            parts={claim.pk: Decimal("2.00")},
            method="cash",
            payer="某某公司",
        )
    allowed = part in ("none", "mediator of a cancelled round")
    receipt = again(receipt)
    assert can_verify(receipt, user) is allowed
    assert may_take(receipt, "send_back", user) is allowed
    assert (receipt in Receipt.objects.to_verify().not_own(user)) is allowed


def test_who_recorded_a_payment_does_not_verify_its_reversal(case, claim, supervisor):
    record(type(supervisor.memberships.get())(user=supervisor, office=case.office, role="clerk"), actor=None)
    both = type(supervisor).objects.get(pk=supervisor.pk)
    receipt = take_receipt_step(paid(claim, actor=both), "verify", actor=staff("supervisor", case.office))
    counter = ask_reversal(receipt)
    assert not can_verify(counter, both)
    assert counter not in Receipt.objects.to_verify().not_own(both)


def test_proofs_of_a_mended_entry_stay_with_both(case, claim, supervisor):
    receipt = take_receipt_step(paid(claim), "send_back", actor=supervisor, fault="unreadable")
    better = AttachmentFactory(case=case)
    mended = mend(
        receipt,
        actor=case.handler,
        received_on=receipt.received_on,
        parts={claim.pk: receipt.amount},
        method="transfer",
        payer="某某公司",
        proof=better,
    )
    assert (mended.proof, again(receipt).proof) == (better, receipt.proof)
    with pytest.raises(Changed):
        attach_proof(receipt, actor=case.handler, proof=better)
