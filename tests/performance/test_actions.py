"""What is promised beside money, interest on delay, and the ways on default: what the actions write and refuse."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cases.actions.steps import take_step
from cases.models import Case
from core import clock
from core.audit import record
from core.errors import Blocked, Changed, Problem
from documents.actions import void_attachment
from mediation.default_path import title_of
from performance.actions.interest import enter_interest, strike_interest
from performance.actions.remedies import apply_for, go_on_with
from performance.actions.undertakings import add_undertakings, strike_out, tick_off
from performance.delays import late_by
from performance.models import InterestOnDelay, Remedy, Undertaking
from recoveries.actions.receipts import take_receipt_step
from tests.factories import AttachmentFactory, staff
from tests.performance.scenes import (
    APRIL,
    JUNE,
    MAY,
    SIGNED,
    TODAY,
    D,
    awarded,
    claims,
    pay,
    settled,
    whole,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


# --- beside money ---


def promise(case: Case, kind: str = "leaving_certificate", **kwargs: Any) -> Undertaking:
    kwargs = {"due_on": MAY, "claimants": case.claimants.all(), "actor": case.handler} | kwargs
    return add_undertakings(case, kind=kind, **kwargs)[0]


def test_it_is_ticked_off_with_day_and_proof():
    case = settled()
    row = promise(case)
    assert (row.is_open, row.days_late) == (True, 3)
    proof = AttachmentFactory(case=case, content_type="application/pdf")
    done = tick_off(row, done_on=TODAY, proof=proof, actor=case.handler)
    assert (done.is_open, done.days_late, done.proof) == (False, 0, proof)
    with pytest.raises(Changed):
        tick_off(row, done_on=TODAY, proof=proof, actor=case.handler)
    with pytest.raises(Changed):
        strike_out(row, actor=case.handler, reason="放弃")


def test_its_proof_stays():
    case = settled()
    proof = AttachmentFactory(case=case, content_type="application/pdf")
    tick_off(promise(case), done_on=TODAY, proof=proof, actor=case.handler)
    with pytest.raises(Problem):
        void_attachment(proof, actor=case.handler, reason="放错")


@pytest.mark.parametrize("content_type", ["application/zip", "text/plain"])
def test_the_proof_is_a_picture_or_a_pdf(content_type):
    case = settled()
    proof = AttachmentFactory(case=case, content_type=content_type)
    with pytest.raises(Problem) as refused:
        tick_off(promise(case), done_on=TODAY, proof=proof, actor=case.handler)
    assert list(refused.value.message_dict) == ["proof"]


def test_the_proof_is_of_the_case_and_the_day_has_come():
    case = settled()
    row = promise(case)
    with pytest.raises(Problem) as refused:
        tick_off(row, done_on=TODAY, proof=AttachmentFactory(), actor=case.handler)
    assert list(refused.value.message_dict) == ["proof"]
    proof = AttachmentFactory(case=case)
    with pytest.raises(Problem) as refused:
        tick_off(row, done_on=JUNE, proof=proof, actor=case.handler)
    assert list(refused.value.message_dict) == ["done_on"]


def test_the_database_keeps_day_and_proof_together():
    row = promise(settled())
    row.done_on = TODAY
    with pytest.raises(IntegrityError), transaction.atomic():
        record(row, actor=None)


def test_it_is_struck_out_with_a_reason_only():
    case = settled()
    row = promise(case)
    with pytest.raises(Problem) as refused:
        strike_out(row, actor=case.handler, reason=" ")
    assert list(refused.value.message_dict) == ["reason"]
    struck = strike_out(row, actor=case.handler, reason="职工已另行就业")
    assert struck.struck_out
    assert struck.history.first().history_change_reason == "职工已另行就业"


def test_what_is_of_no_named_kind_is_said_in_words():
    case = settled()
    with pytest.raises(Problem) as refused:
        promise(case, "other")
    assert list(refused.value.message_dict) == ["text"]
    assert promise(case, "other", text="返还工具箱").what == "返还工具箱"
    with pytest.raises(Problem) as refused:
        promise(case, claimants=settled().claimants.all())
    assert list(refused.value.message_dict) == ["claimants"]


def test_the_case_does_not_close_over_it():
    case = settled()
    row = promise(case, "reinstatement")
    case = Case.objects.get(pk=case.pk)
    case.closing_method, case.closing_summary = "mediated", "已办结"
    record(case, actor=case.handler)
    for deadline in case.deadlines.all():
        deadline.state, deadline.settled_on = "met", TODAY
        record(deadline, actor=None)
    with pytest.raises(Blocked) as blocked:
        take_step(case, "request_closing", actor=case.handler)
    assert {guard.at for guard in blocked.value.guards} == {"#performance"}
    strike_out(row, actor=case.handler, reason="放弃复工")
    assert take_step(case, "request_closing", actor=case.handler).state == "closing"


def test_it_never_counts_as_money():
    case = settled()
    before = [(c.agreed, c.received, c.verified) for c in claims(case)]
    proof = AttachmentFactory(case=case, content_type="image/png")
    tick_off(promise(case, "social_insurance"), done_on=TODAY, proof=proof, actor=case.handler)
    assert [(c.agreed, c.received, c.verified) for c in claims(case)] == before


# --- interest on delay ---


def lines(case: Case, until: dt.date = TODAY) -> list[tuple[Any, ...]]:
    return [
        (late.claim.kind, row.start, row.end, row.rate, row.amount)
        for late in late_by(whole(case), until)
        for row in late.interest.lines
    ]


def test_interest_runs_from_the_period_through_what_came_in():
    """1 April to 4 May: 20 days over 3,000, then 13 over 1,000; 33 over 6,000."""
    case = awarded()
    pay(case, dt.date(2026, 4, 21), wages="2000")
    day = dt.timedelta(1)
    assert lines(case) == [
        ("wages", APRIL + day, dt.date(2026, 4, 21), D("3000.00"), D("10.50")),
        ("wages", dt.date(2026, 4, 22), TODAY, D("1000.00"), D("2.28")),
        ("severance", APRIL + day, TODAY, D("6000.00"), D("34.65")),
    ]


def test_what_did_not_come_in_after_all_lessens_nothing():
    case = awarded()
    receipt = pay(case, dt.date(2026, 4, 21), wages="2000")
    take_receipt_step(receipt, "reject", actor=staff("supervisor", case.office), reason="未到账")
    assert [row[3:] for row in lines(case)] == [
        (D("3000.00"), D("17.33")),
        (D("6000.00"), D("34.65")),
    ]


def test_none_is_owed_under_an_agreement_that_cannot_be_enforced():
    assert lines(settled()) == []


def test_of_a_confirmed_agreement_it_runs_from_the_confirmation():
    case = settled()
    remedy = apply(case, "confirmation", on=APRIL)
    go_on_with(
        remedy,
        docket="",
        accepted_on=APRIL,
        decided_on=dt.date(2026, 4, 24),
        outcome="granted",
        actor=case.handler,
    )
    assert lines(case) == [
        ("wages", dt.date(2026, 4, 25), TODAY, D("3000.00"), D("5.25")),
    ]


def enter(case: Case, place: int = 0, **kwargs: Any) -> InterestOnDelay:
    late = late_by(whole(case), TODAY)[place]
    return enter_interest(case, late=late, until=TODAY, actor=case.handler, **kwargs)


def test_it_is_kept_with_its_working_and_no_claim_changes():
    case = awarded()
    before = [(c.agreed, c.received) for c in claims(case)]
    interest = enter(case, 1)
    assert (interest.amount, interest.reason) == (D("34.65"), "")
    assert interest.frozen["total"] == "34.65"
    assert interest.frozen["lines"][0]["factor"] == "0.000175"
    assert interest.frozen["inputs"][0]["value"]["zh"] == "2026年4月1日前应付 6,000.00 元；已到账：无"
    assert [(c.agreed, c.received) for c in claims(case)] == before


def test_entered_anew_the_former_one_is_struck_out():
    case = awarded()
    former = enter(case)
    latter = enter(case, by_hand=D("20.00"), reason="（2026）沪0116执1号")
    assert (latter.frozen, latter.reason) == (None, "（2026）沪0116执1号")
    former.refresh_from_db()
    assert (former.struck_out, latter.struck_out) == (True, False)
    enter(case, 1)
    assert InterestOnDelay.objects.filter(struck_out=False).count() == 2


def test_another_sum_than_worked_out_needs_a_reason():
    with pytest.raises(Problem) as refused:
        enter(awarded(), by_hand=D("20.00"))
    assert list(refused.value.message_dict) == ["reason"]


def test_interest_is_struck_out_once_with_a_reason():
    case = awarded()
    interest = enter(case)
    with pytest.raises(Problem):
        strike_interest(interest, actor=case.handler, reason="")
    strike_interest(interest, actor=case.handler, reason="法院未支持")
    with pytest.raises(Changed):
        strike_interest(interest, actor=case.handler, reason="再次")


# --- applications on default ---


def apply(case: Case, kind: str, on: dt.date = TODAY) -> Remedy:
    return apply_for(case, kind=kind, body="金山区人民法院", applied_on=on, actor=case.handler)


def running(case: Case) -> dict[str, dt.date]:
    kinds = {d.kind: d.due_on for d in case.deadlines.filter(state="open")}
    kinds.pop("enforcement", None)
    return kinds


def test_the_limits_of_a_payment_order_follow_each_other():
    case = settled()
    remedy = apply(case, "payment_order")
    assert running(case)["payment_order_acceptance"] == dt.date(2026, 5, 9)
    with clock.at(dt.date(2026, 5, 8)):
        go_on_with(remedy, docket="督1号", accepted_on=dt.date(2026, 5, 8), actor=case.handler)
    assert "payment_order_acceptance" not in running(case)
    assert running(case)["payment_order_issue"] == dt.date(2026, 5, 25)
    said: dict[str, Any] = {"docket": "督1号", "accepted_on": dt.date(2026, 5, 8), "actor": case.handler}
    with clock.at(dt.date(2026, 5, 20)):
        go_on_with(remedy, **said, served_on=dt.date(2026, 5, 20))
        assert "payment_order_issue" not in running(case)
        assert running(case)["payment_order_objection"] == dt.date(2026, 6, 4)
        with pytest.raises(Problem) as refused:
            go_on_with(
                remedy,
                **said,
                served_on=dt.date(2026, 5, 20),
                decided_on=dt.date(2026, 5, 20),
                outcome="granted",
            )
        assert list(refused.value.message_dict) == ["decided_on"]
        assert title_of(whole(case)) is None
    with clock.at(dt.date(2026, 6, 5)):
        go_on_with(
            remedy,
            **said,
            served_on=dt.date(2026, 5, 20),
            decided_on=dt.date(2026, 6, 5),
            outcome="granted",
        )
        title = title_of(whole(case))
        assert (title.name, title.docket, title.effective_on) == ("支付令", "督1号", dt.date(2026, 6, 5))
    assert "payment_order_objection" not in running(case)


def test_an_application_meets_its_own_limit():
    case = settled()
    assert {"judicial_confirmation", "arbitration_review"} <= set(running(case))
    apply(case, "review", on=dt.date(2026, 3, 20))
    assert case.deadlines.get(kind="arbitration_review").state == "met"
    assert running(case)["arbitration_review_acceptance"] == dt.date(2026, 3, 25)
    assert "judicial_confirmation" in running(case)


def test_what_the_law_does_not_open_is_refused_with_the_reason():
    case = settled()
    with pytest.raises(Problem) as refused:
        apply(case, "review")
    assert "2026年3月25日" in refused.value.messages[0]
    with pytest.raises(Problem):
        apply(awarded(), "payment_order")
    assert not Remedy.objects.exists()


def test_one_way_is_not_gone_twice_at_once():
    case = settled()
    remedy = apply(case, "payment_order")
    with pytest.raises(Problem):
        apply(case, "payment_order")
    go_on_with(remedy, docket="", accepted_on=None, decided_on=TODAY, outcome="withdrawn", actor=case.handler)
    assert apply(case, "payment_order").is_pending
    with pytest.raises(Changed):
        go_on_with(remedy, docket="", accepted_on=TODAY, actor=case.handler)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"accepted_on": APRIL}, "accepted_on"),
        ({"accepted_on": JUNE}, "accepted_on"),
        ({"accepted_on": TODAY, "outcome": "refused"}, "decided_on"),
        ({"accepted_on": TODAY, "decided_on": TODAY}, "outcome"),
        ({"accepted_on": TODAY, "decided_on": TODAY, "outcome": "granted"}, "served_on"),
    ],
)
def test_days_that_do_not_follow_each_other(said, field):
    case = settled()
    remedy = apply(case, "payment_order")
    with pytest.raises(Problem) as refused:
        go_on_with(remedy, docket="", actor=case.handler, **said)
    assert list(refused.value.message_dict) == [field]


# --- who ---


def test_who_only_sees_the_case_does_none_of_it():
    case = settled()
    row, auditor = promise(case), staff("auditor", case.office)
    proof = AttachmentFactory(case=case)
    paid_late = awarded()
    late = late_by(whole(paid_late), TODAY)[0]
    stranger = staff("auditor", paid_late.office)
    for act in (
        lambda: promise(case, actor=auditor),
        lambda: tick_off(row, done_on=TODAY, proof=proof, actor=auditor),
        lambda: strike_out(row, actor=auditor, reason="x"),
        lambda: enter_interest(paid_late, late=late, until=TODAY, actor=stranger),
        lambda: apply_for(case, kind="payment_order", body="x", applied_on=TODAY, actor=auditor),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_signed_is_the_day_the_agreement_takes_effect():
    case = settled()
    with pytest.raises(Problem) as refused:
        apply(case, "confirmation", on=SIGNED - dt.timedelta(1))
    assert list(refused.value.message_dict) == ["applied_on"]
