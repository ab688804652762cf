"""What the case page says is next: what is waited for, from whom, until when, and one act that answers it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cases.addresses import case_url
from cases.models import Case, Deadline
from core import clock
from core.audit import record
from mediation.models import Agreement, AgreementTerm, Instalment
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    office,
    ready_case,
    staff,
)

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def town(db):
    return office()


def accepted(town, state="accepted", **kwargs):
    case = CaseFactory(office=town, state=state, number="沪工援〔2026〕测0001号", accepted_on=TODAY, **kwargs)
    ClaimFactory(claimant=ClaimantFactory(case=case, outcome="settled"), claimed=Decimal("48000.00"))
    return case


def shown(user, case):
    client = Client()
    client.force_login(user)
    return client.get(reverse("cases:detail", args=[case.pk])).context["action"]


def limit(case, kind, due_on, **kwargs):
    return record(Deadline(case=case, kind=kind, starts_on=TODAY, due_on=due_on, **kwargs), actor=None)


def hours(count):
    return clock.now() + dt.timedelta(hours=count)


# --- a lawyer ---


def test_without_a_lawyer_the_offer_is_next_within_the_days_to_appoint(town):
    case = accepted(town)
    limit(case, "aid_appointment", dt.date(2026, 11, 26))
    action = shown(case.handler, case)
    assert (action["title"], action["primary"]["label"]) == ("邀请律师承办", "邀请律师承办")
    assert action["note"] == "11月26日前，还有 3 天"


def test_an_offer_that_is_out_waits_for_its_answer(town):
    case = accepted(town)
    AssignmentFactory(case=case, lawyer=LawyerFactory(name="王律"), expires_at=hours(24))
    see = {"label": "查看邀请", "url": case_url(case.pk, "people"), "enabled": True, "at_once": False}
    for user, primary in ((case.handler, see), (staff("auditor", town), None)):
        action = shown(user, case)
        assert action["title"] == "等待王律答复指派"
        assert action["note"].startswith("11月24日 ")
        assert action["primary"] == primary


@pytest.mark.parametrize(
    "kwargs", [{"state": "declined", "decline_code": "workload"}, {"state": "withdrawn"}]
)
def test_an_offer_that_came_to_nothing_is_made_again(town, kwargs):
    case = accepted(town)
    AssignmentFactory(case=case, **kwargs)
    assert shown(case.handler, case)["primary"]["url"] == reverse("assignments:offer_case", args=[case.pk])


def test_an_offer_whose_time_has_run_out_is_made_again(town):
    case = accepted(town)
    AssignmentFactory(case=case, expires_at=hours(-1))
    assert shown(case.handler, case)["primary"]["url"] == reverse("assignments:offer_case", args=[case.pk])


# --- a round ---


def test_a_round_that_is_set_is_waited_for(town):
    case = accepted(town, "mediation")
    planned = MediationRoundFactory(case=case, scheduled_at=hours(48), number=2, mediator=case.handler)
    action = shown(case.handler, case)
    assert action["title"] == f"等待第 2 次调解，调解员{case.handler.name}"
    assert action["note"].startswith("11月25日 ")
    assert action["primary"] is None
    with clock.at(dt.date(2026, 11, 25)):
        hold = reverse("mediation:round_step", args=[planned.pk, "hold"])
        assert shown(case.handler, case)["primary"]["url"] == hold


# --- the money ---


def settled(town, *instalments, received="0.00"):
    case = accepted(town, "settled", employer=EmployerFactory(name="上海某某机械有限公司"))
    claim = case.claims.get()
    claim.agreed, claim.received = claim.claimed, Decimal(received)
    record(claim, actor=None)
    agreement = record(Agreement(case=case, signed_on=TODAY), actor=None)
    record(AgreementTerm(case=case, agreement=agreement, claim=claim, amount=claim.agreed), actor=None)
    for due_on, amount in instalments:
        part = Instalment(case=case, agreement=agreement, claimant=claim.claimant, due_on=due_on)
        part.amount = Decimal(amount)
        record(part, actor=None)
    return case


IN_TWO = ((dt.date(2026, 10, 27), "24000.00"), (dt.date(2026, 12, 1), "24000.00"))


@pytest.mark.parametrize(
    ("received", "title", "note"),
    [
        ("0.00", "24,000.00", "10月27日前，逾期 27 天 · 未到账 48,000.00 元（应收 48,000.00 元）"),
        ("10000.00", "14,000.00", "10月27日前，逾期 27 天 · 未到账 38,000.00 元（应收 48,000.00 元）"),
        ("24000.00", "24,000.00", "12月1日前，还有 8 天 · 未到账 24,000.00 元（应收 48,000.00 元）"),
        ("47999.99", "0.01", "12月1日前，还有 8 天 · 未到账 0.01 元（应收 48,000.00 元）"),
    ],
)
def test_a_settled_case_says_what_is_outstanding_and_the_next_instalment(town, received, title, note):
    case = settled(town, *IN_TWO, received=received)
    action = shown(case.handler, case)
    assert action["title"] == f"等待上海某某机械有限公司付款 {title} 元"
    assert action["note"] == note
    assert action["primary"]["url"] == reverse("recoveries:record", args=[case.pk])
    assert shown(staff("auditor", town), case)["title"] == action["title"]
    assert shown(staff("auditor", town), case)["primary"] is None


def test_all_of_it_there_the_report_is_next_then_the_supervisor_then_the_closing(town):
    case = settled(town, *IN_TWO, received="48000.00")
    ReceiptFactory(case=case, amount=Decimal("48000.00"))
    report = reverse("cases:closing_report", args=[case.pk])
    action = shown(case.handler, case)
    assert [(item["label"], item["url"]) for item in action["work"]] == [(action["title"], report)]

    case.closing_method, case.closing_summary = "mediated", "款项全部到账。"
    record(case, actor=None)
    assert shown(case.handler, case)["title"] == "等待主管核定 48,000.00 元"


def test_all_of_it_verified_the_closing_is_next(town):
    case = settled(town, *IN_TWO, received="48000.00")
    case.closing_method, case.closing_summary = "mediated", "款项全部到账。"
    record(case, actor=None)
    action = shown(case.handler, case)
    assert action["primary"]["url"] == reverse("cases:step", args=[case.pk, "request-closing"])
    assert (action["title"], action["primary"]["enabled"]) == (str(action["primary"]["label"]), True)


def test_an_award_without_a_schedule_waits_for_all_of_it(town):
    case = accepted(town, "awarded")
    claim = case.claims.get()
    claim.agreed = Decimal("100.00")
    record(claim, actor=None)
    assert shown(case.handler, case)["note"] == "未到账 100.00 元（应收 100.00 元）"


# --- the end ---


def test_a_critical_deadline_in_the_way_of_the_closing_is_settled_first(town):
    case = accepted(town, "awarded", closing_method="award", closing_summary="已执行。")
    running = limit(case, "appeal", dt.date(2026, 12, 8), critical=True)
    action = shown(case.handler, case)
    assert [item["url"] for item in action["work"]] == [
        reverse("cases:finish_deadline", args=[case.pk, running.pk])
    ]
    assert action["title"] == action["work"][0]["label"]


def test_a_closed_case_waits_for_its_report_as_a_paper(town):
    case = accepted(town, "closed", closing_from="settled", closing_method="mediated", ended_on=TODAY)
    action = shown(case.handler, case)
    assert action["work"][0]["url"] == reverse("documents:issue", args=[case.pk, "closing_report"])
    assert action["work"][0]["post"]
    assert action["title"] == action["work"][0]["label"]


# --- the first press ---


@pytest.mark.parametrize(
    ("state", "role", "step", "then"),
    [("review", "reviewer", "accept", "accepted"), ("assigned", "clerk", "start-mediation", "mediation")],
)
def test_a_step_that_asks_nothing_is_taken_by_the_first_press(town, state, role, step, then):
    case = ready_case(town, state=state, number="沪工援〔2026〕测0001号", accepted_on=TODAY)
    user = staff(role, town)
    action = shown(user, case)
    assert action["primary"]["at_once"]
    assert action["effects"]
    client = Client()
    client.force_login(user)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    url = reverse("cases:step", args=[case.pk, step])
    assert f'<form id="take-step" method="post" action="{url}">' in page
    assert f'name="seen_version" value="{case.version}"' in page
    answer = client.post(url, {"seen_version": case.version, "reason": "同意。"})
    case = Case.objects.get()
    assert (answer.status_code, case.state) == (302, then)
    assert case.history.first().history_change_reason == "同意。"


def test_a_step_with_a_form_of_its_own_keeps_its_page(town):
    case = accepted(town, "arbitration")
    action = shown(case.handler, case)
    assert (action["primary"]["enabled"], action["primary"]["at_once"]) == (True, False)
