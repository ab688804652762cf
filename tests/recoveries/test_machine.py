"""The case workflow under random use: whatever anybody tries in whatever order, some things always hold.

Every rule is an attempt by some user; it succeeds, or it is refused and then has changed nothing at all.
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assignments.actions import offer, take_assignment_step
from assignments.models import Assignment
from cases.actions.deadlines import finish_deadline
from cases.actions.steps import take_step
from cases.models import Case, Claim, Deadline
from cases.workflow import ENDED, CaseState
from core import clock
from core.audit import record
from core.errors import Problem
from core.fsm import steps_for, transitions_of
from mediation.actions.agreements import record_agreement
from mediation.actions.rounds import schedule_round, take_round_step
from recoveries.actions.mending import mend
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.actions.second_looks import answer, set_share
from recoveries.as_of import Period, booked, later_changes, verified_sum
from recoveries.models import Receipt, SecondLook, VerifiedTotal
from recoveries.reconcile import differences
from recoveries.split import still_open
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    UserFactory,
    clear_check,
    firm_serving,
    office,
    staff,
)
from tests.recoveries.reversing import reverse

STEPS = sorted(transitions_of(Case))
DAY = dt.date(2026, 3, 10)
GROUNDS = {
    "decline": "out_of_scope",
    "terminate": "own_request",
    "transfer": "other",
    "withdraw": "own_request",
}


def total_of(sums):
    return sum(sums, Decimal(0))


def to_mend(case):
    return [receipt.pk for receipt in case.receipts.all() if receipt.is_to_mend]


class CaseMachine(RuleBasedStateMachine):
    """One case of two claimants, everybody who has to do with it, and one who has not."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.clock = clock.at(DAY)
        self.clock.__enter__()
        at = office()
        self.users = {role: staff(role, at) for role in ("clerk", "reviewer", "supervisor", "auditor")}
        self.users["second supervisor"] = staff("supervisor", at)
        set_share(at, actor=UserFactory(is_superuser=True), percent=50, reason="试")
        self.users["outsider"] = staff("clerk", office())
        self.lawyer = LawyerFactory(firm=firm_serving(at))
        self.users["lawyer"] = self.lawyer.user
        self.pk = CaseFactory(office=at, handler=self.users["clerk"], known_on=DAY - dt.timedelta(days=30)).pk
        for claimed in ("21890.80", "0.05"):
            ClaimFactory(claimant=ClaimantFactory(case=self.case), claimed=Decimal(claimed))
        clear_check(self.case)
        self.number = None
        self.reported = []
        self.looked_at = None

    @property
    def case(self):
        return Case.objects.get(pk=self.pk)

    def teardown(self):
        self.clock.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def user(self, name):
        return type(self.users[name]).objects.get(pk=self.users[name].pk)

    def trace(self):
        """How much is on record: the newest row of every history, and the state."""
        models = (Case, Claim, Deadline, Assignment, Receipt, SecondLook)
        newest = [
            m.history.order_by("-history_id").values_list("history_id", flat=True).first() for m in models
        ]
        return self.case.state, newest

    def attempt(self, action):
        before = self.trace()
        try:
            action()
        except (Problem, PermissionDenied):
            assert self.trace() == before

    @initialize(stage=st.sampled_from([5, 4, 3, 2, 1, 0]))
    def begin_at(self, stage):
        """Somewhere on the main road, reached by its own steps."""
        road = [
            ("submit", "clerk"),
            ("accept", "reviewer"),
            ("start_mediation", "clerk"),
            None,
            ("settle", "clerk"),
        ]
        for stop in road[:stage]:
            if stop:
                take_step(self.case, stop[0], actor=self.user(stop[1]))
            else:
                self.agree("100.10")

    # --- what people try ---

    @rule(
        name=st.sampled_from(STEPS),
        who=st.sampled_from(["clerk", "reviewer", "supervisor", "auditor", "outsider", "lawyer"]),
    )
    def any_step(self, name, who):
        self.take(name, who)

    @rule(who=st.sampled_from(["clerk", "reviewer", "supervisor", "lawyer"]), pick=st.integers(0, 9))
    def step_forward(self, who, pick):
        offered = [s for s in steps_for(self.case, self.user(who)) if s.is_open and s.tone != "danger"]
        if offered:
            self.take(offered[pick % len(offered)].name, who)

    def take(self, name, who):
        case = self.case
        data = {"ground": GROUNDS[name]} if name in GROUNDS else {}
        if name == "transfer":
            data["transferred_to"] = "市总法援中心"
        if name == "accept_urgently":
            data["urgent_ground"] = "时效将届满"
        if name == "return_for_completion":
            data["due_on"] = DAY + dt.timedelta(days=7)
        if name in ("file_arbitration", "file_suit", "enforce"):
            data |= {"body": "金山区劳动人事争议仲裁委员会", "filed_on": DAY}
        if name in ("award", "judge"):
            sums = {claim.pk: claim.claimed for claim in case.claims.filter(is_active=True)}
            data |= {"sums": sums, "decided_on": DAY, "served_on": DAY, "result": "支持"}
        known = case.history.count()
        self.attempt(lambda: take_step(case, name, actor=self.user(who), reason="试", **data))
        if self.case.state != case.state:
            assert who not in ("auditor", "outsider")
            assert self.case.history.count() > known

    @rule(who=st.sampled_from(["clerk", "auditor", "outsider"]))
    def offer_to_the_lawyer(self, who):
        self.attempt(
            lambda: offer(
                self.case,
                firm=self.lawyer.firm,
                lawyer=self.lawyer,
                expires_at=clock.now() + dt.timedelta(days=2),
                actor=self.user(who),
            )
        )

    @rule(
        name=st.sampled_from(["declare_no_conflict", "accept", "decline", "withdraw", "replace"]),
        who=st.sampled_from(["lawyer", "clerk", "outsider"]),
    )
    def answer(self, name, who):
        assignment = Assignment.objects.filter(case=self.pk).order_by("-pk").first()
        if assignment:
            data = {"code": "workload"} if name == "decline" else {}
            self.attempt(
                lambda: take_assignment_step(assignment, name, actor=self.user(who), reason="试", **data)
            )

    @precondition(lambda self: self.case.state == CaseState.MEDIATION)
    @rule()
    def mediate(self):
        clerk = self.user("clerk")
        round_ = schedule_round(
            self.case, scheduled_at=clock.now(), place="调解室", mediator=clerk, actor=clerk
        )
        take_round_step(round_, "hold", actor=clerk, outcome="adjourned", attendees="双方", minutes="续议")

    @precondition(lambda self: self.case.state in ("mediation", "arbitration", "litigation"))
    @rule(share=st.sampled_from(["0.00", "0.05", "100.10"]))
    def settle_on(self, share):
        self.agree(share)

    def agree(self, share):
        case = self.case
        claims = list(case.claims.filter(is_active=True))
        terms = {claim.pk: min(Decimal(share), claim.claimed) for claim in claims}
        dates = [(claim.claimant_id, DAY, terms[claim.pk]) for claim in claims if terms[claim.pk]]
        self.attempt(
            lambda: record_agreement(
                case, terms=terms, instalments=dates, signed_on=DAY, actor=self.user("clerk")
            )
        )

    @rule(
        who=st.sampled_from(["clerk", "lawyer", "auditor"]),
        fen=st.sampled_from([5, 1, 10_010, 3_000_000, 0, -5]),
        first=st.booleans(),
    )
    def pay(self, who, fen, first):
        claims = list(Claim.objects.filter(case=self.pk))
        parts = {claim.pk: Decimal(fen) / 100 for claim in (claims[:1] if first else claims)}
        self.attempt(
            lambda: record_receipt(
                self.case,
                parts=parts,
                received_on=DAY,
                method="cash",
                payer="公司",
                no_double="分笔支付",
                actor=self.user(who),
            )
        )

    @rule(
        name=st.sampled_from(
            ["verify", "verify", "send_back", "reject", "ask_reversal", "strike_out", "reverse"]
        ),
        who=st.sampled_from(["supervisor", "supervisor", "second supervisor", "clerk", "auditor"]),
        proof=st.sampled_from([True, True, False]),
        newest=st.booleans(),
    )
    def review_money(self, name, who, proof, newest):
        receipt = Receipt.objects.filter(case=self.pk).order_by("-pk" if newest else "pk").first()
        if receipt is None:
            return
        if proof and receipt.state == "recorded" and not receipt.proof_id:
            receipt = attach_proof(receipt, actor=self.user("clerk"), proof=AttachmentFactory(case=self.case))
        self.step_of(receipt, name, who)

    def step_of(self, receipt, name, who):
        data = {"fault": "sum"} if name in ("send_back", "ask_reversal") else {}
        receipt = Receipt.objects.get(pk=receipt.pk)
        self.attempt(lambda: take_receipt_step(receipt, name, actor=self.user(who), reason="试", **data))

    @rule(
        who=st.sampled_from(["clerk", "supervisor", "second supervisor"]),
        end=st.sampled_from(["verify", "send_back", "reject", ""]),
        ender=st.sampled_from(["supervisor", "second supervisor"]),
    )
    def take_back(self, who, end, ender):
        """The reversal of something verified is asked for, and maybe decided on."""
        receipt = Receipt.objects.filter(case=self.pk, state="verified", reverses=None).first()
        if receipt is None:
            return
        self.step_of(receipt, "ask_reversal", who)
        waiting = receipt.counter_entries.filter(state="recorded").first()
        if waiting and end:
            self.step_of(waiting, end, ender)

    @rule(who=st.sampled_from(["clerk", "lawyer", "auditor"]), fen=st.sampled_from([1, 5, 10_010]))
    def mend(self, who, fen):
        receipt = Receipt.objects.filter(case=self.pk, state="returned").order_by("pk").first()
        if receipt is None:
            return
        claim = Claim.objects.filter(case=self.pk).first()
        self.attempt(
            lambda: mend(
                receipt,
                actor=self.user(who),
                received_on=DAY,
                parts={claim.pk: Decimal(fen) / 100},
                method="cash",
                payer="公司",
                proof=receipt.proof,
            )
        )

    @rule(
        who=st.sampled_from(["supervisor", "second supervisor", "clerk", "auditor"]),
        result=st.sampled_from(["in_order", "fault"]),
    )
    def look_again(self, who, result):
        look = SecondLook.objects.filter(case=self.pk, result=None).first()
        if look:
            fault = {"fault": "sum", "words": "不符"} if result == "fault" else {}
            self.attempt(lambda: answer(look, actor=self.user(who), result=result, **fault))

    @rule(days=st.integers(1, 20))
    def time_passes(self, days):
        """What is reported of the days gone by stays as it was first reported."""
        today = clock.today()
        self.reported.append((Period(DAY, today), self.verified(Period(DAY, today), today)))
        self.clock.__exit__(None, None, None)
        self.clock = clock.at(today + dt.timedelta(days=days))
        self.clock.__enter__()

    def verified(self, period, day):
        return verified_sum(Q(case=self.pk), period, day)

    @precondition(lambda self: self.case.takes_money)
    @rule(fen=st.integers(1, 5), end=st.sampled_from(["reverse", "verify", "reject", "send_back"]))
    def pay_and_review(self, fen, end):
        """A payment that fits, and what becomes of it."""
        claim = Claim.objects.filter(case=self.pk, is_active=True).order_by("-claimed").first()
        if still_open(claim) < Decimal(fen) / 100:
            return
        receipt = record_receipt(
            self.case,
            parts={claim.pk: Decimal(fen) / 100},
            received_on=DAY,
            method="transfer",
            payer="公司",
            no_double="分笔支付",
            proof=AttachmentFactory(case=self.case),
            actor=self.user("clerk"),
        )
        name = "verify" if end == "reverse" else end
        data = {"fault": "sum"} if end == "send_back" else {}
        receipt = take_receipt_step(receipt, name, actor=self.user("supervisor"), reason="试", **data)
        if end == "reverse":
            receipt = reverse(receipt)
        ends = {"reverse": "reversed", "verify": "verified", "reject": "rejected", "send_back": "returned"}
        assert receipt.state == ends[end]

    @rule()
    def write_the_closing_report(self):
        case = self.case
        if case.state in ("settled", "awarded", "enforcement"):
            case.closing_method, case.closing_summary = "mediated", "双方已履行。"
            record(case, actor=self.users["clerk"])

    @rule()
    def finish_critical_deadlines(self):
        for deadline in Deadline.objects.filter(case=self.pk, state="open", critical=True):
            self.attempt(
                lambda d=deadline: finish_deadline(d, actor=self.user("clerk"), reason="已办", met=True)
            )

    # --- what always holds ---

    @invariant()
    def everything_holds(self):
        """After what was refused nothing is on record that has not been looked at."""
        on_record = self.trace()
        if on_record != self.looked_at:
            self.ledger_columns_and_totals_agree()
            self.claims_claimants_case_office_and_period_add_up()
            self.what_was_reported_stays()
            self.nobody_reviews_his_own()
            self.sums_stay_in_order()
            self.number_is_given_with_acceptance_and_kept()
            self.an_ended_case_has_nothing_open()
            self.no_deadline_ends_without_a_reason_on_record()
            self.history_ends_with_what_stands()
            self.looked_at = on_record

    def ledger_columns_and_totals_agree(self):
        assert list(differences()) == []

    def claims_claimants_case_office_and_period_add_up(self):
        case = self.case
        claims = total_of(claim.verified for claim in case.claims.all())
        claimants = total_of(
            claim.verified for claimant in case.claimants.all() for claim in claimant.claims.all()
        )
        office = total_of(
            VerifiedTotal.objects.filter(office=case.office_id).values_list("amount", flat=True)
        )
        so_far = Period(DAY, clock.today())
        here = Q(case__office__path__startswith=case.office.path)
        known = [self.verified(so_far, clock.today()), verified_sum(here, so_far, clock.today())]
        by_day = verified_sum(here, so_far, clock.today(), by="received_on")
        assert {claims, claimants, office, *known, by_day, booked(here, so_far)} == {claims}

    def what_was_reported_stays(self):
        for period, first in self.reported:
            assert self.verified(period, period.until) == first
            later = total_of(receipt.to_claims for receipt in later_changes(Q(case=self.pk), period))
            assert self.verified(period, clock.today()) == first + later

    def nobody_reviews_his_own(self):
        for receipt in Receipt.objects.filter(case=self.pk).exclude(verified_by=None):
            assert receipt.verified_by_id != receipt.recorded_by_id
            assert receipt.verified_by_id not in (self.users["clerk"].pk, self.users["lawyer"].pk)
        for look in SecondLook.objects.filter(case=self.pk).select_related("receipt"):
            assert look.checked_by_id != look.receipt.verified_by_id

    def sums_stay_in_order(self):
        for claim in Claim.objects.filter(case=self.pk):
            limit = claim.claimed if claim.agreed is None else claim.agreed
            assert Decimal(0) <= claim.verified <= claim.received <= limit

    def number_is_given_with_acceptance_and_kept(self):
        case = self.case
        if case.accepted_on:
            assert case.number
        if self.number:
            assert case.number == self.number
        self.number = case.number

    def an_ended_case_has_nothing_open(self):
        case = self.case
        if case.state in ENDED:
            assert not case.assignments.filter(state__in=("offered", "accepted")).exists()
            assert set(case.deadlines.filter(state="open").values_list("kind", flat=True)) <= {"archive"}
            open_ones = case.receipts.filter(Q(state="recorded") | Q(pk__in=to_mend(case)))
            assert not open_ones.exists() or case.state in (
                "withdrawn",
                "terminated",
                "transferred",
            )

    def no_deadline_ends_without_a_reason_on_record(self):
        for deadline in Deadline.objects.filter(case=self.pk).exclude(state="open"):
            assert deadline.note
            assert deadline.history.first().history_change_reason

    def history_ends_with_what_stands(self):
        case = self.case
        last = case.history.order_by("-history_id").first()
        assert (last.state, last.version) == (case.state, case.version)


@pytest.mark.django_db
def test_case_and_ledger_hold_whatever_is_tried(pytestconfig):
    run_state_machine_as_test(
        CaseMachine,
        settings=settings(
            max_examples=10 if pytestconfig.getoption("quick") else 30,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
