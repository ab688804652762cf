"""Money under random use, from the payment to the signed report: whatever anybody tries, the sums are one sum.

Every rule is an attempt by somebody; it succeeds, or it is refused and then no sum has changed.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from cases.models import Case, Claim
from core import clock
from core.audit import record
from core.errors import Problem
from core.money import ZERO
from mediation.awaited import keep_awaited
from mediation.models import Agreement, Instalment
from mediation.payments import payments_of
from recoveries.actions.extras import settle_overpaid
from recoveries.actions.in_kind import record_in_kind
from recoveries.actions.mending import mend
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.actions.second_looks import answer, set_share
from recoveries.actions.statements import reopen_line, skip_line
from recoveries.as_of import Period, booked, verified_sum
from recoveries.models import Receipt, ReceiptExtra, ReceiptLine, SecondLook, StatementLine, VerifiedTotal
from recoveries.proposal import propose
from recoveries.reconcile import differences
from reports.actions.period import sign_report
from reports.dashboard import cell, tiles
from reports.figures import figures, in_spans
from reports.measures import MEASURES
from reports.models import PeriodReport
from reports.tables import fingerprint, table_of
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    StatementFactory,
    StatementLineFactory,
    UserFactory,
    clear_check,
    staff,
)
from tests.reports.scene import desk, scope_of

BEGINS = dt.date(2026, 1, 5)
RECOVERED = MEASURES["recovered"]
FEN = st.sampled_from([1, 5, 3_334, 10_000, 25_005, 100_000])
WHO = st.sampled_from(["clerk", "supervisor", "second supervisor", "auditor"])


def in_all(amounts):
    return sum(amounts, ZERO)


def state_of_ledger():
    """All sums and states there are: what a refused attempt leaves as it was."""
    return (
        list(Receipt.objects.order_by("pk").values_list("pk", "state", "amount", "version")),
        list(Claim.objects.order_by("pk").values_list("pk", "received", "verified")),
        list(ReceiptExtra.objects.order_by("pk").values_list("pk", "amount", "settled_on")),
        list(StatementLine.objects.order_by("pk").values_list("pk", "skipped_because")),
        list(SecondLook.objects.order_by("pk").values_list("pk", "result")),
        list(PeriodReport.objects.order_by("pk").values_list("pk", "sha256")),
    )


class LedgerMachine(RuleBasedStateMachine):
    """Two towns below a district, a case in each: one of two claimants with three claims, one of a single claim."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = clock.at(BEGINS)
        self.clock.__enter__()
        self.desk = desk()
        self.users = {
            "clerk": self.desk.clerk,
            "supervisor": self.desk.supervisor,
            "second supervisor": staff("supervisor", self.desk.district),
            "auditor": staff("auditor", self.desk.district),
        }
        for town in self.desk.towns:
            set_share(town, actor=UserFactory(is_superuser=True), percent=50, reason="试")
        self.cases = [
            self.agreed(self.desk.towns[0], [("300.00", "100.01"), ("50.00",)]),
            self.agreed(self.desk.towns[1], [("1200.00",)]),
        ]
        self.statements = [
            StatementFactory(office=town, recorded_by=self.desk.clerk) for town in self.desk.towns
        ]
        self.signed = {}
        self.next_since = BEGINS
        self.looked_at = None

    def agreed(self, town, claimed):
        """A settled case whose claimants are to get all they claim, half of it in a month."""
        case = CaseFactory(
            office=town, handler=self.desk.clerk, state="settled", accepted_on=BEGINS, number=f"号{town.pk}"
        )
        agreement = record(Agreement(case=case, signed_on=BEGINS), actor=self.desk.clerk)
        for sums in claimed:
            claimant = ClaimantFactory(case=case)
            due = in_all(Decimal(amount) for amount in sums)
            for amount in sums:
                ClaimFactory(claimant=claimant, claimed=Decimal(amount), agreed=Decimal(amount))
            for days, part in ((0, due / 2), (30, due / 2)):
                row = Instalment(
                    case=case,
                    agreement=agreement,
                    claimant=claimant,
                    due_on=BEGINS + dt.timedelta(days=days),
                    amount=part.quantize(Decimal("0.01")) if days else due - part.quantize(Decimal("0.01")),
                )
                record(row, actor=self.desk.clerk)
        clear_check(case)
        keep_awaited(case)
        return case.pk

    def teardown(self):
        self.clock.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def user(self, name):
        return type(self.users[name]).objects.get(pk=self.users[name].pk)

    def case(self, second):
        return Case.objects.get(pk=self.cases[second])

    def attempt(self, action):
        before = state_of_ledger()
        try:
            return action()
        except (Problem, PermissionDenied):
            assert state_of_ledger() == before
            return None

    # --- what people try ---

    @rule(
        second=st.booleans(),
        fen=FEN,
        who=st.sampled_from(["clerk", "clerk", "supervisor"]),
        by_the_proposal=st.booleans(),
        beside=st.dictionaries(st.sampled_from(["interest", "penalty"]), FEN, max_size=2),
    )
    def pay(self, second, fen, who, by_the_proposal, beside):
        case = self.case(second)
        amount = Decimal(fen) / 100
        extras = {kind: Decimal(sum_) / 100 for kind, sum_ in beside.items()}
        if by_the_proposal:
            parts, extras = self.proposed(case, amount, extras)
        else:
            parts = {case.claims.order_by("pk").last().pk: amount}
        self.record(case, who, parts, extras)

    def proposed(self, case, amount, extras):
        found = propose(amount, list(case.claims.order_by("pk")), payments_of(case))
        assert in_all(found.parts.values()) + found.surplus == amount
        return found.parts, extras | ({"overpaid": found.surplus} if found.surplus else {})

    def record(self, case, who, parts, extras, **more):
        values = {"received_on": clock.today(), "payer": "某公司", "no_double": "分笔支付"} | more
        return self.attempt(
            lambda: record_receipt(
                case,
                actor=self.user(who),
                parts=parts,
                extras=extras,
                extra_note="退回" if extras else "",
                method="transfer",
                proof=AttachmentFactory(case=case),
                **values,
            )
        )

    @rule(second=st.booleans(), fen=FEN)
    def a_row_of_a_statement(self, second, fen):
        StatementLineFactory(statement=self.statements[second], amount=Decimal(fen) / 100)

    @rule(
        what=st.sampled_from(["post", "post", "skip", "reopen"]),
        who=st.sampled_from(["clerk", "clerk", "auditor"]),
        newest=st.booleans(),
    )
    def confirm_a_row(self, what, who, newest):
        line = StatementLine.objects.order_by("-pk" if newest else "pk").first()
        if line is None:
            return
        if what == "skip":
            self.attempt(lambda: skip_line(line, actor=self.user(who), reason="会费"))
        elif what == "reopen":
            self.attempt(lambda: reopen_line(line, actor=self.user(who)))
        else:
            case = self.case(line.office == self.desk.towns[1])
            parts, extras = self.proposed(case, line.amount, {})
            self.record(case, who, parts, extras, received_on=line.came_on, statement_line=line)

    @rule(
        name=st.sampled_from(
            ["verify", "verify", "verify", "send_back", "reject", "ask_reversal", "strike_out"]
        ),
        who=WHO,
        pick=st.integers(0, 5),
    )
    def review(self, name, who, pick):
        receipts = list(Receipt.objects.order_by("-pk")[: pick + 1])
        if receipts:
            data = {"fault": "sum"} if name in ("send_back", "ask_reversal") else {}
            self.attempt(
                lambda: take_receipt_step(receipts[-1], name, actor=self.user(who), reason="试", **data)
            )

    @rule(who=WHO)
    def decide_on_a_reversal(self, who):
        waiting = Receipt.objects.filter(state="recorded", reverses__isnull=False).first()
        if waiting:
            self.attempt(lambda: take_receipt_step(waiting, "verify", actor=self.user(who), reason="已退回"))

    @rule(fen=FEN)
    def mend_what_was_sent_back(self, fen):
        receipt = next((r for r in Receipt.objects.filter(state="returned") if r.is_to_mend), None)
        if receipt:
            parts, extras = self.proposed(receipt.case, Decimal(fen) / 100, {})
            self.attempt(
                lambda: mend(
                    receipt,
                    actor=self.user("clerk"),
                    received_on=receipt.received_on,
                    parts=parts,
                    extras=extras,
                    extra_note="退回" if extras else "",
                    method="transfer",
                    payer="某公司",
                    proof=receipt.proof,
                    no_double="分笔支付",
                )
            )

    @rule(who=WHO, in_order=st.booleans())
    def look_again(self, who, in_order):
        look = SecondLook.objects.filter(result=None).first()
        if look:
            said = (
                {"result": "in_order"} if in_order else {"result": "fault", "fault": "sum", "words": "不符"}
            )
            self.attempt(lambda: answer(look, actor=self.user(who), **said))

    @rule(who=st.sampled_from(["clerk", "auditor"]))
    def give_back_what_was_overpaid(self, who):
        extra = ReceiptExtra.objects.filter(kind="overpaid", settled_on=None).first()
        if extra:
            self.attempt(
                lambda: settle_overpaid(
                    extra, actor=self.user(who), settled_on=clock.today(), outcome="退回单位"
                )
            )

    @rule(second=st.booleans(), fen=FEN)
    def something_in_kind(self, second, fen):
        before = state_of_ledger()
        record_in_kind(
            self.case(second),
            actor=self.user("clerk"),
            kind="insurance",
            done_on=clock.today(),
            value=Decimal(fen) / 100,
        )
        assert state_of_ledger() == before

    @rule(days=st.integers(1, 40))
    def time_passes(self, days):
        today = clock.today()
        self.clock.__exit__(None, None, None)
        self.clock = clock.at(today + dt.timedelta(days=days))
        self.clock.__enter__()

    @rule(who=WHO)
    def sign(self, who):
        """The report of the days since the last one, up to yesterday."""
        since, until = self.next_since, clock.today() - dt.timedelta(days=1)
        if until < since:
            return
        table = table_of(scope_of(self.desk, since, until))
        report = self.attempt(
            lambda: sign_report(
                self.desk.district,
                actor=self.user(who),
                shape=None,
                since=since,
                until=until,
                narrative=f"至{until}",
                version=0,
                table=table,
                seen=fingerprint(table, ""),
            )
        )
        if report:
            self.signed[report.pk] = PeriodReport.objects.filter(pk=report.pk).values().get()
            self.next_since = until + dt.timedelta(days=1)

    # --- what always holds ---

    @invariant()
    def everything_holds(self):
        """After what was refused nothing is there that has not been looked at."""
        there = (clock.today(), state_of_ledger())
        if there != self.looked_at:
            self.ledger_claims_and_totals_agree()
            self.no_fen_is_made_or_lost()
            self.every_road_leads_to_the_same_sum()
            self.what_nobody_verified_does_not_count()
            self.a_signed_report_never_changes()
            self.looked_at = there

    def ledger_claims_and_totals_agree(self):
        assert list(differences()) == []

    def no_fen_is_made_or_lost(self):
        counted = Receipt.objects.filter(state__in=("recorded", "verified"), reverses=None)
        parts = in_all(ReceiptLine.objects.filter(receipt__in=counted).values_list("amount", flat=True))
        beyond = in_all(ReceiptExtra.objects.filter(receipt__in=counted).values_list("amount", flat=True))
        assert in_all(counted.values_list("amount", flat=True)) == parts + beyond
        assert in_all(Claim.objects.values_list("received", flat=True)) == parts
        for claim in Claim.objects.all():
            assert ZERO <= claim.verified <= claim.received <= (claim.agreed or ZERO)

    def every_road_leads_to_the_same_sum(self):
        claims = in_all(Claim.objects.values_list("verified", flat=True))
        cases = [self.case(second) for second in (False, True)]
        claimants = in_all(
            claim.verified for case in cases for who in case.claimants.all() for claim in who.claims.all()
        )
        offices = in_all(VerifiedTotal.objects.values_list("amount", flat=True))
        so_far = Period(BEGINS, clock.today())
        everywhere = Q(case__in=self.cases)
        ledger = {booked(everywhere, so_far), verified_sum(everywhere, so_far, clock.today())}
        scope = scope_of(self.desk, BEGINS, clock.today())
        report = figures([RECOVERED], scope)["recovered"]
        table = table_of(scope)
        column = [one["key"] for one in table["columns"]].index("recovered")
        rows = in_all(Decimal(row["values"][column]) for row in table["rows"])
        months = in_spans(
            RECOVERED, scope, [(BEGINS, BEGINS), (BEGINS + dt.timedelta(days=1), clock.today())]
        )
        shown = {
            tile.cell.text
            for _promise, told in tiles(scope)
            for tile in told
            if tile.measure.key == "recovered"
        }
        found = {
            claimants,
            offices,
            *ledger,
            report,
            Decimal(table["total"][column]),
            rows,
            in_all(months[None]),
        }
        assert found == {claims}
        assert shown == {cell(RECOVERED, claims, scope).text}

    def what_nobody_verified_does_not_count(self):
        for claim in Claim.objects.prefetch_related("receipt_lines__receipt"):
            verified = in_all(
                line.amount
                for line in claim.receipt_lines.all()
                if line.receipt.verified_by_id and line.receipt.state in ("verified", "reversed")
            )
            assert claim.verified == verified

    def a_signed_report_never_changes(self):
        for pk, was in self.signed.items():
            assert PeriodReport.objects.filter(pk=pk).values().get() == was
            assert fingerprint(was["table"], was["narrative"]) == was["sha256"]
            column = [one["key"] for one in was["table"]["columns"]].index("recovered")
            again = figures([RECOVERED], scope_of(self.desk, was["since"], was["until"]))["recovered"]
            assert Decimal(was["table"]["total"][column]) == again


@pytest.mark.django_db
def test_money_is_the_same_on_every_road_whatever_is_tried(pytestconfig):
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=4 if pytestconfig.getoption("quick") else 20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
