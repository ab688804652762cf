"""What somebody did to the database behind the program's back: `reconcile` finds each of it and names the row."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest

from cases.models import Claim
from core import clock
from core.audit import record
from mediation.awaited import keep_awaited
from mediation.models import Agreement, Instalment
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import ReceiptExtra
from recoveries.reconcile import differences
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    StatementLineFactory,
    UserFactory,
    clear_check,
    staff,
)
from tests.recoveries.reversing import ask_reversal, reverse
from tests.tampering import rewrite

pytestmark = pytest.mark.django_db

CLAIM, RECEIPT, LINE = "cases_claim", "recoveries_receipt", "recoveries_receiptline"
EXTRA, ROW, AWAITED = "recoveries_receiptextra", "recoveries_statementline", "mediation_awaitedpayment"


@pytest.fixture
def book():
    """A case with a payment in each state: verified and of a bank statement, waiting, rejected, reversed."""
    at = CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")
    claimant = ClaimantFactory(case=at)
    wages, severance = (
        ClaimFactory(claimant=claimant, kind=kind, claimed=Decimal(900), agreed=Decimal(900))
        for kind in ("unpaid_wages", "severance")
    )
    agreement = record(Agreement(case=at, signed_on=clock.today()), actor=at.handler)
    due_on = clock.today() + dt.timedelta(days=30)
    record(
        Instalment(case=at, agreement=agreement, claimant=claimant, due_on=due_on, amount=Decimal(1800)),
        actor=at.handler,
    )
    keep_awaited(at)
    clear_check(at)
    row = StatementLineFactory(statement__office=at.office, amount=Decimal("103.00"), reference="R1")
    supervisor = staff("supervisor", at.office)

    def paid(amount, step="", extras=None, **more):
        receipt = record_receipt(
            at,
            actor=at.handler,
            received_on=clock.today(),
            parts={wages.pk: Decimal(amount)},
            extras=extras or {},
            method="transfer",
            payer="某公司",
            proof=AttachmentFactory(case=at),
            no_double="另一笔",
            **more,
        )
        return take_receipt_step(receipt, step, actor=supervisor, reason="试") if step else receipt

    return SimpleNamespace(
        case=at,
        claimant=claimant,
        wages=wages,
        severance=severance,
        row=row,
        due_on=due_on,
        verified=paid("100.00", "verify", {"interest": Decimal("3.00")}, statement_line=row),
        waiting=paid("20.00"),
        rejected=paid("7.00", "reject"),
        reversed=reverse(paid("50.00", "verify", {"penalty": Decimal("2.00")})),
        somebody=UserFactory(),
        other=ClaimFactory(claimed=Decimal(900), agreed=Decimal(900)),
    )


def line_of(receipt):
    return receipt.lines.get().pk


def counter_of(receipt):
    return receipt.counter_entries.get()


PLANTED = {
    "a fen more received of a claim": lambda b: (
        CLAIM, "SET received = received + 0.01 WHERE id = %s", [b.wages.pk], f"claim {b.wages.pk} received",
    ),
    "a fen more verified of a claim": lambda b: (
        CLAIM, "SET verified = verified + 0.01 WHERE id = %s", [b.wages.pk], f"claim {b.wages.pk} verified",
    ),
    "a claim nobody paid that shows money": lambda b: (
        CLAIM, "SET received = 5 WHERE id = %s", [b.severance.pk], f"claim {b.severance.pk} received",
    ),
    "a line a fen short": lambda b: (
        LINE, "SET amount = amount - 0.01 WHERE id = %s", [line_of(b.verified)], f"receipt {b.verified.pk}:",
    ),
    "a receipt a fen higher": lambda b: (
        RECEIPT, "SET amount = amount + 0.01 WHERE id = %s", [b.waiting.pk], f"receipt {b.waiting.pk}:",
    ),
    "a line that went to another claim": lambda b: (
        LINE, "SET claim_id = %s WHERE id = %s", [b.severance.pk, line_of(b.verified)], f"claim {b.severance.pk} verified",
    ),
    "a line that went to a claim of another case": lambda b: (
        LINE, "SET claim_id = %s WHERE id = %s", [b.other.pk, line_of(b.verified)],
        f"line {line_of(b.verified)} of receipt {b.verified.pk} on another case",
    ),
    "a line that stands on another case": lambda b: (
        LINE, "SET case_id = %s WHERE id = %s", [b.other.case_id, line_of(b.waiting)],
        f"line {line_of(b.waiting)} of receipt {b.waiting.pk} on another case",
    ),
    "a receipt that stands on another case": lambda b: (
        RECEIPT, "SET case_id = %s WHERE id = %s", [b.other.case_id, b.waiting.pk],
        f"line {line_of(b.waiting)} of receipt {b.waiting.pk} on another case",
    ),
    "an unverified payment that counts as verified": lambda b: (
        RECEIPT, "SET state = 'verified', verified_by_id = %s WHERE id = %s", [b.somebody.pk, b.waiting.pk],
        f"claim {b.wages.pk} verified",
    ),
    "a rejected payment that counts as verified": lambda b: (
        RECEIPT, "SET state = 'verified' WHERE id = %s", [b.rejected.pk], f"claim {b.wages.pk} received",
    ),
    "a reversed payment that counts again": lambda b: (
        RECEIPT, "SET state = 'verified' WHERE id = %s", [b.reversed.pk], f"counter-entry of receipt {b.reversed.pk}",
    ),
    "a payment reversed without a counter-entry": lambda b: (
        RECEIPT, "SET state = 'reversed' WHERE id = %s", [b.verified.pk], f"counter-entry of receipt {b.verified.pk}",
    ),
    "a counter-entry that takes back less": lambda b: (
        LINE, "SET amount = -49.99 WHERE id = %s", [line_of(counter_of(b.reversed))],
        f"counter-entry {counter_of(b.reversed).pk} of claim {b.wages.pk}",
    ),
    "a counter-entry of another claim": lambda b: (
        LINE, "SET claim_id = %s WHERE id = %s", [b.severance.pk, line_of(counter_of(b.reversed))],
        f"counter-entry {counter_of(b.reversed).pk} of claim {b.severance.pk}",
    ),
    "interest a fen higher": lambda b: (
        EXTRA, "SET amount = 3.01 WHERE id = %s", [b.verified.extras.get().pk], f"receipt {b.verified.pk}:",
    ),
    "a penalty taken back as interest": lambda b: (
        EXTRA, "SET kind = 'interest' WHERE id = %s", [ReceiptExtra.objects.get(amount__lt=0).pk],
        f"penalty of the counter-entry of receipt {b.reversed.pk}",
    ),
    "interest on another case": lambda b: (
        EXTRA, "SET case_id = %s WHERE id = %s", [b.other.case_id, b.verified.extras.get().pk],
        f"interest of receipt {b.verified.pk} on another case",
    ),
    "a row of a statement with another sum": lambda b: (
        ROW, "SET amount = 103.01 WHERE id = %s", [b.row.pk], f"receipt {b.verified.pk} by its statement",
    ),
    "a posted row that is skipped": lambda b: (
        ROW, "SET skipped_because = '会费' WHERE id = %s", [b.row.pk], f"receipt {b.verified.pk} of a row that was skipped",
    ),
    "a fen more verified in a year": lambda b: (
        "recoveries_verifiedtotal", "SET amount = amount + 0.01 WHERE office_id = %s", [b.case.office_id],
        f"verified on cases office {b.case.office_id} opened in {b.case.opened_on.year}",
    ),
    "a fen less waiting at an office": lambda b: (
        "recoveries_waitingtotal", "SET amount = amount - 0.01 WHERE office_id = %s", [b.case.office_id],
        f"to verify on cases of office {b.case.office_id}",
    ),
    "a case more in hand": lambda b: (
        "cases_inhandtotal", "SET number = number + 1 WHERE office_id = %s", [b.case.office_id],
        f"cases in hand of office {b.case.office_id}",
    ),
    "money awaited on another day": lambda b: (
        AWAITED, "SET due_on = %s WHERE case_id = %s", [b.due_on + dt.timedelta(1), b.case.pk],
        f"case {b.case.pk}: money of {b.due_on} is awaited, and not kept so",
    ),
}  # fmt: skip


def test_the_book_as_the_program_wrote_it_agrees(book):
    assert list(differences()) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_what_is_planted_is_found_and_named(book, planted):
    table, change, params, named = PLANTED[planted](book)
    rewrite(table, f"UPDATE {{table}} {change}", params)
    assert [found for found in map(str, differences()) if found.startswith(named)]


@pytest.mark.parametrize(
    ("lost", "named"),
    [
        (lambda b: (LINE, line_of(b.verified)), lambda b: f"receipt {b.verified.pk}:"),
        (lambda b: (EXTRA, b.verified.extras.get().pk), lambda b: f"receipt {b.verified.pk}:"),
        (
            lambda b: (LINE, line_of(counter_of(b.reversed))),
            lambda b: f"counter-entry {counter_of(b.reversed).pk} of claim {b.wages.pk}",
        ),
    ],
)
def test_a_row_that_is_gone_is_missed(book, lost, named):
    (table, key), named = lost(book), named(book)
    rewrite(table, "DELETE FROM {table} WHERE id = %s", [key])
    assert [found for found in map(str, differences()) if found.startswith(named)]


def test_a_payment_entered_twice_behind_the_program_is_found(book):
    rewrite(
        LINE,
        "INSERT INTO {table} (case_id, receipt_id, claim_id, amount, version) "
        "SELECT case_id, receipt_id, %s, amount, version FROM {table} WHERE id = %s",
        [book.severance.pk, line_of(book.verified)],
    )
    assert f"receipt {book.verified.pk}: ledger 203.00, shown 103.00" in map(str, differences())


def test_a_reversal_that_waits_is_no_fault(book):
    ask_reversal(book.verified)
    assert list(differences()) == []
    assert Claim.objects.get(pk=book.wages.pk).verified == Decimal("100.00")
