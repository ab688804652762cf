"""Two processes at once, on PostgreSQL: one wins, the other is told, and the ledger holds."""

import datetime as dt
import multiprocessing
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connections

from accounts.actions import place_office
from accounts.models import Office
from assignments.actions import take_assignment_step
from assignments.models import Assignment
from cases.actions.steps import take_step
from cases.models import Case, Claim
from core import clock
from core.errors import Problem
from core.pasted_sheet import Sent
from recoveries.actions.mending import mend
from recoveries.actions.old_ledgers import plain, take_old_ledger_step, take_over, take_rows
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.actions.statements import Origin
from recoveries.models import OldCase, OldLedger, OldLedgerRows, Receipt
from recoveries.old_ledger_table import read_old_ledger
from recoveries.reconcile import differences
from tests.factories import (
    AssignmentFactory,
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    OldCaseFactory,
    OldLedgerFactory,
    StatementLineFactory,
    UserFactory,
    firm_serving,
    frozen_working,
    office,
    ready_case,
    staff,
)
from workings.actions import Worked, work_out_claim, work_out_group, work_out_new_claim
from workings.models import Working

pytestmark = [pytest.mark.pg, pytest.mark.django_db(transaction=True)]
fork = multiprocessing.get_context("fork")


def _contestant(attempt, start, results):
    connections.close_all()
    start.wait(timeout=30)
    try:
        attempt()
        results.put("done")
    except (Problem, PermissionDenied) as refusal:
        results.put(type(refusal).__name__)
    finally:
        connections.close_all()


def race(*attempts) -> list[str]:
    """Run each attempt in a process of its own, all released at once; how each ended, sorted."""
    connections.close_all()
    start, results = fork.Barrier(len(attempts)), fork.Queue()
    processes = [fork.Process(target=_contestant, args=(attempt, start, results)) for attempt in attempts]
    for process in processes:
        process.start()
    ends = sorted(results.get(timeout=60) for _ in processes)
    for process in processes:
        process.join(timeout=30)
    return ends


def paid_case(agreed="100.00"):
    case = CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal(agreed), agreed=Decimal(agreed))
    return case, claim


def payment(case, claim, amount):
    return lambda: record_receipt(
        Case.objects.get(pk=case.pk),
        parts={claim.pk: Decimal(amount)},
        received_on=clock.today(),
        method="cash",
        payer="公司",
        actor=case.handler,
    )


def test_two_coordinators_answer_one_offer_and_one_of_them_wins():
    at = office()
    firm = firm_serving(at)
    first, second = (LawyerFactory(firm=firm, is_coordinator=True) for _ in range(2))
    case = CaseFactory(office=at, state="accepted", number="沪工援〔2026〕朱泾0001号")
    offered = AssignmentFactory(
        case=case,
        firm=firm,
        lawyer=None,
        conflict_declared_at=clock.now(),
        conflict_declared_by=first.user,
        expires_at=clock.now() + dt.timedelta(days=1),
    )

    def accept(lawyer):
        return lambda: take_assignment_step(
            Assignment.objects.get(pk=offered.pk), "accept", actor=lawyer.user, lawyer=lawyer
        )

    assert race(accept(first), accept(second)) == ["Changed", "done"]
    assert Assignment.objects.get().state == "accepted"
    assert Case.objects.get().state == "assigned"


def test_two_payments_at_once_do_not_go_beyond_the_agreed_sum():
    case, claim = paid_case("100.00")
    ends = race(*[payment(case, claim, "60.00")] * 2)
    assert ends == ["Problem", "done"]
    assert Claim.objects.get().received == Decimal("60.00")
    assert list(differences()) == []


def old_ledger(at, clerk, sha256="a" * 64):
    text = "案号,受理日期,结案日期,到账金额\n" + "".join(f"旧{n},2023-1-1,2023-2-1,5\n" for n in range(9))
    return lambda: take_over(
        at,
        actor=clerk,
        origin=Origin("台账.csv", sha256),
        source="窗口台账",
        rows=read_old_ledger(Sent(text)).rows,
    )


@pytest.mark.parametrize("other", ["a" * 64, "b" * 64])
def test_an_old_ledger_taken_in_twice_at_once_is_taken_in_once(other):
    at = office()
    clerk = staff("clerk", at)
    assert race(old_ledger(at, clerk), old_ledger(at, clerk, other)) == ["Problem", "done"]
    assert (OldLedger.objects.get().state, OldCase.objects.count()) == ("waiting", 9)
    assert list(differences()) == []


def test_two_who_go_on_with_an_old_ledger_at_once_take_in_each_row_once():
    at = office()
    ledger = OldLedgerFactory(office=at, state="taking_in", number_of_rows=9, people=9, received=45)
    rows = read_old_ledger(
        Sent("案号,受理日期,结案日期,到账金额\n" + "".join(f"旧{n},2023-1-1,2023-2-1,5\n" for n in range(9)))
    ).rows
    OldLedgerRows.objects.create(ledger=ledger, rows=[plain(row) for row in rows])
    assert race(*[lambda: take_rows.func(ledger.pk)] * 2) == ["done", "done"]
    assert (OldLedger.objects.get().state, OldCase.objects.count()) == ("waiting", 9)
    assert list(differences()) == []


def test_an_old_ledger_reversed_by_two_at_once_is_reversed_once():
    at = office()
    ledger = OldLedgerFactory(
        office=at,
        state="reversal_asked",
        confirmed_by=UserFactory(),
        confirmed_at=clock.now(),
        reversal_asked_by=UserFactory(),
        reversal_asked_at=clock.now(),
    )
    OldCaseFactory(ledger=ledger)
    people = [staff("supervisor", at) for _ in range(2)]
    ends = race(
        *(lambda by=by: take_old_ledger_step(ledger, "reverse", actor=by, reason="重复") for by in people)
    )
    assert ends == ["Changed", "done"]
    assert OldLedger.history.filter(state="reversed").count() == 1
    assert not OldCase.objects.counting().exists()


def test_one_row_of_a_statement_posted_to_two_cases_at_once_is_posted_once():
    case, claim = paid_case("100.00")
    other = CaseFactory(state="settled", office=case.office, handler=case.handler, number="另一件")
    owed = ClaimFactory(claimant=ClaimantFactory(case=other), claimed=Decimal("60.00"))
    line = StatementLineFactory(statement__office=case.office, amount=Decimal("60.00"))
    ends = race(
        *(
            lambda at=at, to=to: record_receipt(
                Case.objects.get(pk=at.pk),
                parts={to.pk: line.amount},
                received_on=line.came_on,
                method="transfer",
                payer=line.payer,
                statement_line=line,
                actor=case.handler,
            )
            for at, to in ((case, claim), (other, owed))
        )
    )
    assert ends == ["Changed", "done"]
    assert Receipt.objects.get().amount == Decimal("60.00")
    assert list(differences()) == []


def test_one_transfer_recorded_on_two_cases_at_once_is_on_the_ledger_once():
    case, claim = paid_case("100.00")
    other = CaseFactory(state="settled", office=case.office, handler=case.handler, number="另一件")
    owed = ClaimFactory(claimant=ClaimantFactory(case=other), claimed=Decimal("60.00"))

    def transfer(at, to):
        try:
            record_receipt(
                Case.objects.get(pk=at.pk),
                parts={to.pk: Decimal("60.00")},
                received_on=clock.today(),
                method="transfer",
                payer="公司",
                reference="2026-1",
                account_end="8888",
                no_double="另一笔",
                actor=case.handler,
            )
        except IntegrityError as error:  # where both looked before either wrote
            raise Problem("on the ledger") from error

    ends = race(lambda: transfer(case, claim), lambda: transfer(other, owed))
    assert ends == ["Problem", "done"]
    assert Receipt.objects.count() == 1
    assert list(differences()) == []


def test_one_receipt_verified_and_rejected_at_once_ends_one_way():
    case, claim = paid_case()
    receipt = payment(case, claim, "60.00")()
    receipt = attach_proof(receipt, actor=receipt.recorded_by, proof=AttachmentFactory(case=case))
    supervisors = [staff("supervisor", case.office) for _ in range(2)]

    def review(name, user):
        return lambda: take_receipt_step(Receipt.objects.get(pk=receipt.pk), name, actor=user, reason="核对")

    ends = race(review("verify", supervisors[0]), review("reject", supervisors[1]))
    assert ends == ["Changed", "done"]
    state = Receipt.objects.get().state
    verified = Decimal("60.00") if state == "verified" else Decimal("0.00")
    assert Claim.objects.get().verified == verified
    assert list(differences()) == []


def test_one_receipt_sent_back_is_mended_once_and_one_reversal_waits():
    case, claim = paid_case()
    receipt = payment(case, claim, "60.00")()
    supervisors = [staff("supervisor", case.office) for _ in range(2)]
    take_receipt_step(receipt, "send_back", actor=supervisors[0], fault="sum")

    def anew():
        return mend(
            Receipt.objects.get(pk=receipt.pk),
            actor=case.handler,
            received_on=clock.today(),
            parts={claim.pk: Decimal("50.00")},
            method="cash",
            payer="公司",
            proof=AttachmentFactory(case=case),
        )

    assert race(anew, anew) == ["Changed", "done"]
    mended = Receipt.objects.get(mends=receipt)
    take_receipt_step(mended, "verify", actor=supervisors[0])

    def ask(user):
        return lambda: take_receipt_step(
            Receipt.objects.get(pk=mended.pk), "ask_reversal", actor=user, fault="double", reason="重复"
        )

    assert race(*map(ask, supervisors)) == ["Blocked", "done"]
    counter = mended.counter_entries.get()
    others = [user for user in supervisors if user.pk != counter.recorded_by_id]

    def decide(name, **data):
        user = others[0]
        return lambda: take_receipt_step(Receipt.objects.get(pk=counter.pk), name, actor=user, **data)

    assert race(decide("verify"), decide("send_back", fault="sum")) == ["Changed", "done"]
    assert Receipt.objects.get(pk=mended.pk).state in ("verified", "reversed")
    assert list(differences()) == []


def test_four_cases_accepted_at_once_get_four_numbers_without_a_gap():
    at = office()
    reviewer = staff("reviewer", at)
    cases = [ready_case(at) for _ in range(4)]
    for case in cases:
        take_step(case, "submit", actor=case.handler)

    def accept(case):
        return lambda: take_step(Case.objects.get(pk=case.pk), "accept", actor=reviewer)

    assert race(*map(accept, cases)) == ["done"] * 4
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert [number[-5:-1] for number in numbers] == ["0001", "0002", "0003", "0004"]


def test_one_case_accepted_and_declined_at_once_ends_one_way():
    case = ready_case()
    reviewers = [staff("reviewer", case.office) for _ in range(2)]
    take_step(case, "submit", actor=case.handler)

    def decide(name, user, **data):
        return lambda: take_step(Case.objects.get(pk=case.pk), name, actor=user, reason="定", **data)

    ends = race(decide("accept", reviewers[0]), decide("decline", reviewers[1], ground="out_of_scope"))
    assert ends == ["Changed", "done"]
    assert Case.objects.get().state in ("accepted", "declined")


def test_a_sum_worked_out_twice_at_once_is_claimed_once():
    claimant = ClaimantFactory()
    claim = ClaimFactory(claimant=claimant, kind="severance")
    case, actor = claimant.case, claimant.case.handler

    def one():
        work_out_claim(claim, actor=actor, frozen=frozen_working(), reason="x", seen_version=claim.version)

    def group():
        row = Worked(claimant, frozen_working(), claim.version)
        work_out_group(case, actor=actor, kind="severance", rows=[(1, row)], reason="x")

    def new():
        frozen = frozen_working(calculator="damages")
        work_out_new_claim(case, actor=actor, claimant=claimant, kind="damages", frozen=frozen, reason="x")

    assert race(one, group) == ["Changed", "done"]
    assert race(new, new) == ["Problem", "done"]
    assert (claimant.claims.count(), Working.objects.count()) == (2, 2)


def test_two_offices_moved_below_each_other_at_once_and_one_of_them_is():
    top = office("上海市总工会", is_window=False)
    one, other = (office(name, Office.objects.get(pk=top.pk)) for name in ("朱泾镇总工会", "枫泾镇总工会"))
    boss = UserFactory(is_superuser=True)

    def below(moved, parent):
        return lambda: place_office(
            Office.objects.get(pk=moved.pk),
            parent=Office.objects.get(pk=parent.pk),
            actor=boss,
            reason="合并",
        )

    assert race(below(one, other), below(other, one)) == ["Problem", "done"]
    assert not any(Office.objects.find_problems())


def test_two_unions_that_say_at_once_that_they_lie_in_one_region_and_one_of_them_does():
    def lies_there(name):
        at = office(name, is_window=False)
        at.region = "shanghai"
        administrator = staff("administrator", at)
        return lambda: place_office(at, parent=None, actor=administrator, reason="更正")

    assert race(lies_there("上海市总工会"), lies_there("沪上总工会")) == ["PermissionDenied", "done"]
    assert Office.objects.filter(region="shanghai").count() == 1
