"""`manage.py reconcile`: silent when all agrees, loud over one fen."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.actions.in_hand import keep_all_in_hand
from cases.models import InHandTotal
from core import clock
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import ReceiptLine, VerifiedTotal, WaitingTotal
from recoveries.reconcile import differences
from recoveries.totals import add_verified, add_waiting, keep_all_totals
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    UserFactory,
    staff,
)
from tests.recoveries.reversing import reverse
from tests.tampering import rewrite

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim():
    case = CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")
    claim = ClaimFactory(
        claimant=ClaimantFactory(case=case), claimed=Decimal("300.00"), agreed=Decimal("250.00")
    )
    record_receipt(
        case,
        actor=case.handler,
        received_on=clock.today(),
        parts={claim.pk: Decimal("100.00")},
        method="cash",
        payer="某某公司",
    )
    return claim


def test_reconcile_says_the_totals_when_all_agrees(claim):
    out = StringIO()
    call_command("reconcile", stdout=out)
    assert out.getvalue() == "Ledger, claims and totals agree: received 100.00, verified 0.00 yuan.\n"


def test_reconcile_fails_when_a_claim_is_changed_behind_its_back(claim):
    rewrite("cases_claim", "UPDATE {table} SET received = received + 0.01 WHERE id = %s", [claim.pk])
    err = StringIO()
    with pytest.raises(CommandError):
        call_command("reconcile", stderr=err)
    assert f"claim {claim.pk} received: ledger 100.00, shown 100.01" in err.getvalue()


def test_reconcile_fails_when_a_ledger_line_is_changed_behind_its_back(claim):
    line = ReceiptLine.objects.get()
    rewrite("recoveries_receiptline", "UPDATE {table} SET amount = amount - 0.01 WHERE id = %s", [line.pk])
    found = [str(difference) for difference in differences()]
    assert f"receipt {line.receipt_id}: ledger 99.99, shown 100.00" in found
    assert f"claim {claim.pk} received: ledger 99.99, shown 100.00" in found


def test_reconcile_finds_a_reversed_receipt_without_counter_entry(claim):
    line = ReceiptLine.objects.get()
    somebody_else = UserFactory()
    rewrite(
        "recoveries_receipt",
        "UPDATE {table} SET state = 'reversed', verified_by_id = %s WHERE id = %s",
        [somebody_else.pk, line.receipt_id],
    )
    assert [d.where for d in differences()] == [
        f"claim {claim.pk} verified",
        f"counter-entry of receipt {line.receipt_id}",
        f"to verify on cases of office {claim.case.office_id}",
        "total verified of claims",
    ]


def taken_back(claim):
    """Verified and reversed; the receipt."""
    case = claim.case
    receipt = attach_proof(case.receipts.get(), actor=case.handler, proof=AttachmentFactory(case=case))
    take_receipt_step(receipt, "verify", actor=staff("supervisor", case.office))
    return reverse(receipt)


def test_reconcile_finds_a_verified_counter_entry_whose_receipt_stands(claim):
    receipt = taken_back(claim)
    rewrite("recoveries_receipt", "UPDATE {table} SET state = 'verified' WHERE id = %s", [receipt.pk])
    assert f"counter-entry of receipt {receipt.pk}: ledger 0.00, shown 100.00" in map(str, differences())


def test_reconcile_finds_a_counter_entry_that_takes_back_another_claim(claim):
    receipt = taken_back(claim)
    other = ClaimFactory(claimant=claim.claimant, kind="severance", agreed=Decimal("250.00"))
    counter = receipt.counter_entries.get()
    rewrite(
        "recoveries_receiptline",
        "UPDATE {table} SET claim_id = %s WHERE receipt_id = %s",
        [other.pk, counter.pk],
    )
    found = [str(difference) for difference in differences()]
    assert f"counter-entry {counter.pk} of claim {claim.pk}: ledger 100.00, shown 0.00" in found
    assert f"counter-entry {counter.pk} of claim {other.pk}: ledger 0.00, shown 100.00" in found


def test_reconcile_finds_what_was_sent_back_and_still_counts(claim):
    receipt = claim.case.receipts.get()
    rewrite(
        "recoveries_receipt",
        "UPDATE {table} SET state = 'returned', fault = 'sum', verified_by_id = %s WHERE id = %s",
        [UserFactory().pk, receipt.pk],
    )
    assert f"claim {claim.pk} received: ledger 0.00, shown 100.00" in map(str, differences())


def test_reconcile_finds_a_year_whose_total_is_off_by_a_fen(claim):
    office, year = claim.case.office_id, claim.case.opened_on.year
    add_verified(claim.case, Decimal("0.01"))
    assert [str(found) for found in differences()] == [
        f"verified on cases office {office} opened in {year}: ledger 0.00, shown 0.01"
    ]
    keep_all_totals()
    assert list(differences()) == []


def test_the_total_of_the_year_follows_what_is_verified_and_reversed(claim):
    case, supervisor = claim.case, staff("supervisor", claim.case.office)
    receipt = attach_proof(case.receipts.get(), actor=case.handler, proof=AttachmentFactory(case=case))
    sums = []
    for act in (lambda: take_receipt_step(receipt, "verify", actor=supervisor), lambda: reverse(receipt)):
        act()
        sums.append(VerifiedTotal.objects.get(office=case.office, year=case.opened_on.year).amount)
    assert sums == [Decimal("100.00"), Decimal("0.00")]
    assert list(differences()) == []


def test_what_waits_to_be_verified_follows_the_receipts(claim):
    case, supervisor = claim.case, staff("supervisor", claim.case.office)
    waiting = [WaitingTotal.objects.get(office=case.office).amount]
    receipt = attach_proof(case.receipts.get(), actor=case.handler, proof=AttachmentFactory(case=case))
    for act in (lambda: take_receipt_step(receipt, "verify", actor=supervisor), lambda: reverse(receipt)):
        act()
        waiting.append(WaitingTotal.objects.get(office=case.office).amount)
    assert waiting == [Decimal("100.00"), Decimal("0.00"), Decimal("0.00")]
    assert list(differences()) == []


def test_reconcile_finds_offices_whose_totals_are_off(claim):
    office = claim.case.office_id
    add_waiting(claim.case, Decimal("0.01"))
    InHandTotal.objects.update(number=3)
    assert [str(found) for found in differences()] == [
        f"to verify on cases of office {office}: ledger 100.00, shown 100.01",
        f"cases in hand of office {office}: 1 there, 3 kept",
    ]
    keep_all_totals()
    keep_all_in_hand()
    assert list(differences()) == []
