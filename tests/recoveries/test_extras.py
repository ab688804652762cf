"""What is more than is due: interest, penalty, overpaid. It goes to no claim, and never counts as recovered."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import clock
from core.errors import Changed, Problem
from recoveries.actions.extras import settle_overpaid
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import Receipt, ReceiptExtra
from recoveries.reconcile import differences
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, office, staff
from tests.recoveries.reversing import reverse as taken_back
from tests.tampering import rewrite

pytestmark = pytest.mark.django_db
TO_GO_BACK = "三日内退回单位账户"


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


def pay(case, parts, extras, **kwargs):
    values = {"received_on": clock.today(), "method": "transfer", "payer": "某某公司", "no_double": "另一笔"}
    return record_receipt(
        case,
        actor=case.handler,
        parts={claim.pk: Decimal(amount) for claim, amount in parts.items()},
        extras={kind: Decimal(amount) for kind, amount in extras.items()},
        **(values | {"extra_note": TO_GO_BACK} | kwargs),
    )


def verified(receipt, supervisor):
    proven = attach_proof(receipt, actor=receipt.recorded_by, proof=AttachmentFactory(case=receipt.case))
    return take_receipt_step(proven, "verify", actor=supervisor)


def test_extras_are_part_of_the_payment_and_of_no_claim(case, claim, supervisor):
    receipt = verified(pay(case, {claim: "250"}, {"interest": "12.34", "overpaid": "0.66"}), supervisor)
    claim.refresh_from_db()
    assert (receipt.amount, claim.received, claim.verified) == (
        Decimal("263.00"),
        Decimal("250.00"),
        Decimal("250.00"),
    )
    assert list(differences()) == []


def test_a_payment_may_be_nothing_but_interest(case, claim):
    pay(case, {claim: "250"}, {})
    receipt = pay(case, {}, {"interest": "5.00"})
    assert (receipt.amount, receipt.lines.count()) == (Decimal("5.00"), 0)


@pytest.mark.parametrize(
    ("extras", "note", "field"),
    [
        ({"interest": "0"}, "", "extra_interest"),
        ({"penalty": "-1"}, "", "extra_penalty"),
        ({"penalty": "1.005"}, "", "extra_penalty"),
        ({"overpaid": "1"}, " ", "extra_note"),
    ],
)
def test_what_is_no_sum_and_an_overpayment_without_a_word_are_refused(case, claim, extras, note, field):
    with pytest.raises(Problem) as refused:
        pay(case, {claim: "1"}, extras, extra_note=note)
    assert list(refused.value.message_dict) == [field]
    assert not Receipt.objects.exists()


def test_a_reversal_takes_the_extras_back(case, claim, supervisor):
    receipt = verified(pay(case, {claim: "250"}, {"penalty": "9.99", "overpaid": "1"}), supervisor)
    counter = taken_back(receipt).counter_entries.get()
    back = {extra.kind: extra.amount for extra in counter.extras.all()}
    assert back == {"penalty": Decimal("-9.99"), "overpaid": Decimal("-1.00")}
    assert counter.amount == Decimal("-260.99")
    assert list(differences()) == []


def test_what_became_of_an_overpayment_is_said_once(case, claim):
    extra = pay(case, {claim: "250"}, {"overpaid": "1"}).extras.get()
    done = settle_overpaid(extra, actor=case.handler, settled_on=clock.today(), outcome="退回单位")
    assert (done.settled_on, done.outcome) == (clock.today(), "退回单位")
    with pytest.raises(Changed):
        settle_overpaid(extra, actor=case.handler, settled_on=clock.today(), outcome="抵作下月")


@pytest.mark.parametrize(
    ("days", "outcome", "field"), [(1, "退回", "settled_on"), (-1, "退回", "settled_on"), (0, " ", "outcome")]
)
def test_a_day_to_come_or_before_the_payment_and_no_word_are_refused(case, claim, days, outcome, field):
    extra = pay(case, {claim: "250"}, {"overpaid": "1"}).extras.get()
    with pytest.raises(Problem) as refused:
        settle_overpaid(
            extra,
            actor=case.handler,
            settled_on=clock.today() + dt.timedelta(days),
            outcome=outcome,
        )
    assert list(refused.value.message_dict) == [field]


def test_interest_is_not_given_back_and_strangers_settle_nothing(case, claim):
    receipt = pay(case, {claim: "250"}, {"interest": "1", "overpaid": "1"})
    interest, overpaid = receipt.extras.order_by("kind")
    with pytest.raises(Problem):
        settle_overpaid(interest, actor=case.handler, settled_on=clock.today(), outcome="退回")
    with pytest.raises(PermissionDenied):
        settle_overpaid(overpaid, actor=staff("clerk", office()), settled_on=clock.today(), outcome="退回")


@pytest.mark.parametrize("change", ["amount = 2", "kind = 'penalty'", "note = ''", "settled_on = NULL"])
def test_the_database_keeps_an_extra_as_it_is(case, claim, change):
    extra = pay(case, {claim: "250"}, {"overpaid": "1"}).extras.get()
    settle_overpaid(extra, actor=case.handler, settled_on=clock.today(), outcome="退回单位")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recoveries_receiptextra SET {change} WHERE id = %s", [extra.pk])


def test_reconcile_finds_an_extra_that_is_a_fen_off(case, claim):
    extra = pay(case, {claim: "250"}, {"interest": "1"}).extras.get()
    rewrite("recoveries_receiptextra", "UPDATE {table} SET amount = 1.01 WHERE id = %s", [extra.pk])
    assert str(next(differences())) == f"receipt {extra.receipt_id}: ledger 251.01, shown 251.00"


def test_reconcile_finds_a_reversal_that_does_not_take_an_extra_back(case, claim, supervisor):
    receipt = verified(pay(case, {claim: "250"}, {"interest": "1"}), supervisor)
    taken_back(receipt)
    counter = ReceiptExtra.objects.get(amount__lt=0)
    rewrite("recoveries_receiptextra", "UPDATE {table} SET kind = 'penalty' WHERE id = %s", [counter.pk])
    assert [found.where for found in differences()] == [
        f"{kind} of the counter-entry of receipt {receipt.pk}" for kind in ("interest", "penalty")
    ]


def test_reconcile_finds_an_extra_on_another_case(case, claim):
    extra = pay(case, {claim: "250"}, {"interest": "1"}).extras.get()
    rewrite(
        "recoveries_receiptextra",
        "UPDATE {table} SET case_id = %s WHERE id = %s",
        [CaseFactory().pk, extra.pk],
    )
    assert [found.where for found in differences()] == [
        f"interest of receipt {extra.receipt_id} on another case"
    ]


SUMS = st.integers(1, 9_999).map(lambda fen: Decimal(fen) / 100)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    payments=st.lists(
        st.tuples(
            SUMS,
            st.dictionaries(st.sampled_from(["interest", "penalty", "overpaid"]), SUMS, max_size=3),
            st.sampled_from(["recorded", "verified", "reversed", "rejected"]),
        ),
        max_size=4,
    )
)
def test_no_fen_is_made_or_lost_over_payments_and_what_becomes_of_them(case, claim, supervisor, payments):
    with transaction.atomic():
        counted = beyond = Decimal(0)
        for part, extras, end in payments:
            claim.refresh_from_db()
            part = min(part, claim.agreed - claim.received)
            if not part and not extras:
                continue
            receipt = pay(case, {claim: part} if part else {}, extras)
            assert receipt.amount == part + sum(extras.values())
            if end in ("verified", "reversed"):
                receipt = verified(receipt, supervisor)
            if end == "reversed":
                taken_back(receipt)
            if end == "rejected":
                take_receipt_step(receipt, "reject", actor=supervisor, reason="试")
            if end in ("recorded", "verified"):
                counted += part
                beyond += sum(extras.values())
            assert list(differences()) == []
        claim.refresh_from_db()
        assert claim.received == counted
        standing = ReceiptExtra.objects.exclude(receipt__state="rejected")
        assert sum((extra.amount for extra in standing), Decimal(0)) == beyond
        transaction.set_rollback(True)


# --- the pages ---


def payment(**fields):
    return {
        "received_on": clock.today().isoformat(),
        "amount": "260.00",
        "method": "transfer",
        "payer": "某某公司",
        **fields,
    }


def test_more_than_is_open_is_proposed_as_overpaid_and_nothing_is_written_yet(client, case, claim):
    client.force_login(case.handler)
    answer = client.post(reverse("recoveries:record", args=[case.pk]), payment(note="首期款"))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert (form[f"part_{claim.pk}"].value(), form["extra_overpaid"].value(), form["note"].value()) == (
        "250.00",
        "10.00",
        "首期款",
    )
    assert not Receipt.objects.exists()


def test_proposed_parts_leave_interest_alone_and_say_how_they_came_about(client, case, claim):
    client.force_login(case.handler)
    fields = payment(do="propose", extra_interest="4", payer="")
    answer = client.post(reverse("recoveries:record", args=[case.pk]), fields)
    form = answer.context["form"]
    assert (answer.status_code, form["extra_interest"].value(), form["extra_overpaid"].value()) == (
        200,
        "4",
        "6.00",
    )
    assert [sentence in answer.content.decode() for sentence in form.proposal.told] == [True, True]
    assert not Receipt.objects.exists()


def test_a_payment_with_interest_and_an_overpayment_is_recorded(client, case, claim):
    client.force_login(case.handler)
    fields = payment(
        extra_interest="4", extra_overpaid="6", extra_note=TO_GO_BACK, **{f"part_{claim.pk}": "250"}
    )
    assert client.post(reverse("recoveries:record", args=[case.pk]), fields).status_code == 302
    receipt = Receipt.objects.get()
    page = client.get(reverse("recoveries:detail", args=[receipt.pk]))
    assert reverse("recoveries:settle", args=[receipt.pk]) in page.content.decode()
    answer = client.post(
        reverse("recoveries:settle", args=[receipt.pk]),
        {"settled_on": clock.today().isoformat(), "outcome": "退回单位"},
    )
    assert (answer.status_code, receipt.extras.get(kind="overpaid").outcome) == (302, "退回单位")


def test_an_overpayment_without_a_word_is_told_at_its_field(client, case, claim):
    client.force_login(case.handler)
    fields = payment(extra_overpaid="10", **{f"part_{claim.pk}": "250"})
    answer = client.post(reverse("recoveries:record", args=[case.pk]), fields)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["extra_note"])


def test_the_form_costs_the_same_with_one_claim_and_with_thirty(client, case, claim):
    client.force_login(case.handler)
    counts = []
    for more in (0, 29):
        for _ in range(more):
            ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("10.00"))
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("recoveries:record", args=[case.pk]), payment(do="propose"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
