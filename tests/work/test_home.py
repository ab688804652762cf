"""My work: what waits for each role, by the days left, and nothing of others."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Duty, Office, User
from cases.models import Case, Deadline, Proceeding
from cases.queries import narrowing
from core import clock
from core.audit import record
from core.models import log_access
from documents.models import Paper
from front_desk.models import IntakeDraft
from mediation.awaited import keep_awaited
from mediation.models import Agreement, Instalment
from recoveries.totals import keep_all_totals
from seals.models import Verification
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
    MediationRoundFactory,
    ReceiptFactory,
    UserFactory,
    VisitFactory,
    VisitQuestionFactory,
    WorkerFactory,
    firm_serving,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 18)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


@pytest.fixture
def window() -> Office:
    return office(parent=office("金山区总工会", is_window=False))


@pytest.fixture
def clerk(window: Office) -> User:
    return staff("clerk", window)


def get(user: User) -> Any:
    client = Client()
    client.force_login(user)
    response = client.get("/")
    assert response.status_code == 200
    return response


def work(user: User) -> dict[str, list[tuple[str, str]]]:
    """Group → (whose, where the action leads) of each line."""
    return {
        group.key: [(item.whose, item.action_url) for item in group.items]
        for group in get(user).context["groups"]
    }


def case(at: Office, worker: str, **kwargs: Any) -> Case:
    made = CaseFactory(office=at, **({"employer": None} | kwargs))
    ClaimantFactory(case=made, worker=WorkerFactory(name=worker))
    return made


def deadline(of: Case, kind: str, days: int, **kwargs: Any) -> Deadline:
    due = TODAY + dt.timedelta(days)
    return record(Deadline(case=of, kind=kind, starts_on=TODAY, due_on=due, **kwargs), actor=None)


def page(of: Case, at: str = "") -> str:
    return reverse("cases:detail", args=[of.pk]) + at


# --- the page ---


def test_anonymous_is_sent_to_sign_in() -> None:
    assert Client().get("/")["Location"] == "/account/login/?next=/"


def test_only_reading() -> None:
    client = Client()
    client.force_login(UserFactory())
    assert client.post("/").status_code == 405


def test_who_holds_no_role_is_told_so() -> None:
    assert get(UserFactory()).context["groups"] == []


# --- clerk ---


def test_deadlines_of_the_own_cases_by_days_left(window: Office, clerk: User) -> None:
    cases = {
        name: case(window, name, handler=clerk, state="mediation") for name in ("甲", "乙", "丙", "丁", "戊")
    }
    for name, days in (("甲", -2), ("乙", 0), ("丙", 7), ("丁", 8), ("戊", 31)):
        deadline(cases[name], "mediation", days)
    assert work(clerk) == {
        "late": [("甲", page(cases["甲"], "#next"))],
        "today": [("乙", page(cases["乙"], "#next"))],
        "week": [("丙", page(cases["丙"], "#next"))],
        "later": [("丁", page(cases["丁"], "#next"))],
    }


def test_settled_deadlines_and_those_of_others_are_no_work(window: Office, clerk: User) -> None:
    mine = case(window, "甲", handler=clerk, state="mediation")
    deadline(mine, "mediation", 1, state="met", settled_on=TODAY)
    deadline(case(window, "乙", state="mediation"), "mediation", 1)
    deadline(mine, "aid_decision", 1)
    assert work(clerk) == {}


def test_a_possibility_that_has_lapsed_is_no_work_and_never_late(window: Office, clerk: User) -> None:
    mine = case(window, "甲", handler=clerk, state="arbitration")
    supervisor = staff("supervisor", window)
    lapsing = deadline(mine, "hearing_postponement", 0)
    assert list(work(clerk)) == ["today"]
    lapsing.due_on = TODAY - dt.timedelta(18)
    record(lapsing, actor=None)
    assert (work(clerk), work(supervisor)) == ({}, {})
    tiles = [tile.value for user in (clerk, supervisor) for tile in get(user).context["tiles"] if tile.tone]
    assert tiles == []


def test_an_appointment_says_how_far_it_has_come(window: Office, clerk: User) -> None:
    fresh, asked, declined, expired = [
        case(window, name, handler=clerk, state="accepted", number=f"号{name}") for name in "甲乙丙丁"
    ]
    for days, one in enumerate((fresh, asked, declined, expired)):
        deadline(one, "aid_appointment", days + 1)
    AssignmentFactory(case=asked, expires_at=clock.now())
    AssignmentFactory(case=declined, state="declined", decline_code="workload")
    AssignmentFactory(case=expired, expires_at=clock.now() - dt.timedelta(microseconds=1))
    items = get(clerk).context["groups"][0].items
    assert [(item.whose, item.action_url) for item in items] == [
        ("甲", reverse("assignments:offer_case", args=[fresh.pk])),
        ("乙", page(asked, "#people")),
        ("丙", reverse("assignments:offer_case", args=[declined.pk])),
        ("丁", reverse("assignments:offer_case", args=[expired.pk])),
    ]
    assert len({item.what for item in items}) == 4


def test_one_offer_says_whose_time_it_is_and_has_one_clock_everywhere(window: Office, clerk: User) -> None:
    asked = case(window, "甲", handler=clerk, state="accepted", number="号甲")
    deadline(asked, "aid_appointment", 1)
    until = clock.now() + dt.timedelta(hours=44)
    offer = AssignmentFactory(case=asked, lawyer=LawyerFactory(name="王律"), expires_at=until)
    answer = "王律须于 3月20日 05:00 前答复指派"
    assert lines(clerk) == {"week": [(f"待指派律师：{answer}", "查看邀请")]}
    client = Client()
    client.force_login(offer.lawyer.user)
    for address in ("/", reverse("assignments:offers"), reverse("assignments:offer", args=[offer.pk])):
        text = client.get(address).content.decode()
        assert (answer in text, "还有 44 小时" in text) == (True, True)
        assert not re.findall(r"还有 \d+ 天", text)
    client.force_login(clerk)
    text = client.get(page(asked)).content.decode()
    assert "3月20日 05:00前，还有 44 小时" in text


def test_drafts_returned_cases_intakes_and_visits(window: Office, clerk: User) -> None:
    draft, returned = case(window, "甲", handler=clerk), case(window, "乙", handler=clerk)
    deadline(returned, "aid_supplement", 5)
    case(window, "丙")
    intake = IntakeDraft.objects.create(owner=clerk, title="丁")
    IntakeDraft.objects.create(owner=UserFactory(), title="戊")
    visit = VisitFactory(office=window, received_by=clerk)
    VisitQuestionFactory(visit=visit, outcome="follow_up")
    VisitQuestionFactory(visit=visit, outcome="follow_up")
    VisitQuestionFactory(visit=VisitFactory(office=window, received_by=clerk))
    VisitQuestionFactory(visit=VisitFactory(office=window), outcome="follow_up")
    assert work(clerk) == {
        "week": [("乙", page(returned))],
        "open": [
            ("甲", page(draft)),
            ("丁", reverse("front_desk:intake_draft", args=[intake.pk])),
            ("", reverse("front_desk:visit", args=[visit.pk])),
        ],
    }


def test_a_draft_that_lies_a_week_is_late(window: Office, clerk: User) -> None:
    lying, fresh = case(window, "甲", handler=clerk), case(window, "乙", handler=clerk)
    deadline(lying, "aid_decision", -1)
    deadline(fresh, "aid_decision", 3)
    assert work(clerk) == {"late": [("甲", page(lying))], "week": [("乙", page(fresh))]}


def test_a_limit_is_with_its_handler_and_with_who_watches_it(window: Office, clerk: User) -> None:
    colleague = staff("clerk", window)
    watched = case(window, "甲", handler=clerk, state="litigation")
    limit = deadline(watched, "own", 3, label="举证期限", watcher=colleague)
    deadline(case(window, "乙", handler=clerk, state="litigation"), "enforcement", 3)
    here = reverse("cases:finish_deadline", args=[watched.pk, limit.pk])
    assert work(colleague) == {"week": [("甲", here)]}
    assert ("甲", here) in work(clerk)["week"]
    assert len(work(clerk)["week"]) == 2


def test_rounds_to_come_and_to_be_recorded(window: Office, clerk: User) -> None:
    mine = case(window, "甲", handler=clerk, state="mediation")
    held = MediationRoundFactory(case=mine, scheduled_at=clock.now() - dt.timedelta(days=1))
    MediationRoundFactory(case=mine, number=2, scheduled_at=clock.now() + dt.timedelta(days=2))
    MediationRoundFactory(case=case(window, "乙"), scheduled_at=clock.now())
    assert work(clerk) == {
        "late": [("甲", reverse("mediation:round_step", args=[held.pk, "hold"]))],
        "week": [("甲", page(mine, "#mediation"))],
    }


def test_a_round_and_a_hearing_say_their_day_and_time_in_one(window: Office) -> None:
    lawyer = LawyerFactory()
    mine = taken(window, "甲", "arbitration", lawyer)
    at = clock.now() + dt.timedelta(days=2, hours=1)
    MediationRoundFactory(case=mine, scheduled_at=at)
    row = Proceeding(case=mine, kind="arbitration", body="金山区仲裁委", filed_on=TODAY, heard_at=at)
    record(row, actor=None)
    response = get(lawyer.user)
    (group,) = response.context["groups"]
    assert [item.what for item in group.items] == ["第1轮调解", "金山区仲裁委开庭"]
    assert response.content.decode().count("<small>3月20日 10:00</small>") == 2


def test_what_a_limit_cuts_off_is_counted_and_linked(window: Office, clerk: User) -> None:
    for number in range(15):
        deadline(case(window, f"职工{number}", handler=clerk, state="mediation"), "mediation", 1)
    response = get(clerk)
    (group,) = response.context["groups"]
    assert len(group.items) == 12
    assert [(more.count, more.url) for more in group.more] == [(3, "/cases/?handler=me")]
    assert "12+" in response.content.decode()
    assert "另有 3 项未在此列出" in response.content.decode()


# --- reviewer, supervisor ---


def test_a_reviewer_decides_on_cases_under_review(window: Office) -> None:
    waiting = case(window, "甲", state="review")
    deadline(waiting, "aid_decision", 3)
    deadline(case(office("钟楼区总工会"), "乙", state="review"), "aid_decision", 1)
    assert work(staff("reviewer", window)) == {"week": [("甲", page(waiting))]}
    assert work(staff("auditor", window)) == {}


def test_a_supervisor_verifies_approves_and_sees_what_is_late(window: Office) -> None:
    supervisor = staff("supervisor", window)
    paid, closing, late = [case(window, name, state="closing") for name in "甲乙丙"]
    receipt = ReceiptFactory(case=paid)
    ReceiptFactory(case=paid, recorded_by=supervisor)
    ReceiptFactory(case=case(office("钟楼区总工会"), "丁"))
    deadline(late, "mediation", -1)
    deadline(late, "limitation", 1)
    found = work(supervisor)
    ((whose, url),) = found["late"]
    assert (url, late.handler.name in whose) == (page(late, "#deadlines"), True)
    assert found["open"][0] == ("甲", reverse("recoveries:detail", args=[receipt.pk]))
    assert sorted(found["open"][1:]) == sorted(
        [("甲", page(paid)), ("乙", page(closing)), ("丙", page(late))]
    )


def test_a_supervisor_is_not_asked_to_approve_the_own_closing(window: Office) -> None:
    supervisor = staff("supervisor", window)
    case(window, "甲", state="closing", handler=supervisor)
    case(window, "乙", state="closing", closing_requested_by=supervisor)
    assert work(supervisor) == {}


# --- lawyers ---


def test_a_lawyer_answers_offers_and_keeps_the_calendar_of_the_own_cases(window: Office) -> None:
    firm = firm_serving(window)
    lawyer, colleague = LawyerFactory(firm=firm), LawyerFactory(firm=firm)
    mine, theirs = case(window, "甲", state="arbitration"), case(window, "乙", state="arbitration")
    AssignmentFactory(case=mine, lawyer=lawyer, state="accepted")
    AssignmentFactory(case=theirs, lawyer=colleague, state="accepted")
    for one in (mine, theirs):
        deadline(one, "arbitration_award", 2)
    hearing, _theirs = [
        record(
            Proceeding(case=one, kind="arbitration", body="仲裁委", filed_on=TODAY, heard_at=clock.now()),
            actor=None,
        )
        for one in (mine, theirs)
    ]
    offer = AssignmentFactory(case=case(window, "丙"), lawyer=lawyer)
    AssignmentFactory(
        case=case(window, "丁"), lawyer=lawyer, expires_at=clock.now() - dt.timedelta(minutes=1)
    )
    other = AssignmentFactory(case=case(window, "戊"), lawyer=colleague)
    assert work(lawyer.user) == {
        "today": [("甲", reverse("cases:proceeding", args=[hearing.pk]))],
        "week": [
            ("丙", reverse("assignments:offer", args=[offer.pk])),
            ("甲", reverse("cases:step", args=[mine.pk, "award"])),
        ],
    }
    coordinator = LawyerFactory(firm=firm, is_coordinator=True)
    assert [url for _, url in work(coordinator.user)["week"]] == [
        reverse("assignments:offer", args=[offer.pk]), reverse("assignments:offer", args=[other.pk]),
    ]  # fmt: skip


def taken(at: Office, name: str, state: str, lawyer: Any, **kwargs: Any) -> Case:
    made = case(at, name, state=state, **kwargs)
    AssignmentFactory(case=made, lawyer=lawyer, state="accepted", is_lead=True)
    return made


@pytest.mark.parametrize("state", ["accepted", "assigned"])
def test_a_case_just_taken_is_on_the_home_of_its_lawyer(window: Office, state: str) -> None:
    lawyer = LawyerFactory()
    mine = taken(window, "甲", state, lawyer, number="沪工援〔2026〕测0007号")
    taken(window, "乙", state, LawyerFactory())
    assert work(lawyer.user) == {"open": [("甲", reverse("cases:step", args=[mine.pk, "start-mediation"]))]}
    (item,) = get(lawyer.user).context["groups"][0].items
    assert (item.action, item.number) == ("开始调解", "沪工援〔2026〕测0007号")


def test_a_coordinator_sees_what_colleagues_are_late_with(window: Office) -> None:
    firm = firm_serving(window)
    coordinator = LawyerFactory(firm=firm, is_coordinator=True)
    late = taken(window, "甲", "mediation", LawyerFactory(firm=firm))
    deadline(late, "mediation", -1)
    deadline(taken(window, "乙", "mediation", LawyerFactory()), "mediation", -1)
    ((whose, url),) = work(coordinator.user)["late"]
    assert (whose.startswith("甲"), url) == (True, page(late, "#deadlines"))


# --- money ---


def settled(at: Office, name: str, *due: tuple[int, str], received: str = "0.00", **kwargs: Any) -> Case:
    """Agreed over these payments: days from today, yuan."""
    made = CaseFactory(office=at, employer=None, state="settled", **kwargs)
    agreed = sum(Decimal(amount) for _days, amount in due)
    claimant = ClaimantFactory(case=made, worker=WorkerFactory(name=name))
    ClaimFactory(claimant=claimant, claimed=agreed, agreed=agreed, received=Decimal(received))
    agreement = record(Agreement(case=made, signed_on=TODAY), actor=None)
    for days, amount in due:
        on = TODAY + dt.timedelta(days)
        row = Instalment(case=made, agreement=agreement, claimant=claimant, due_on=on, amount=Decimal(amount))
        record(row, actor=None)
    keep_awaited(made)
    return made


def lines(user: User) -> dict[str, list[tuple[str, str]]]:
    return {group.key: [(i.what, i.action) for i in group.items] for group in get(user).context["groups"]}


def test_a_payment_due_tomorrow_and_one_overdue_are_lines_of_clerk_and_lawyer(
    window: Office, clerk: User
) -> None:
    lawyer = LawyerFactory()
    mine = settled(window, "甲", (-27, "24000.00"), (1, "24000.00"), handler=clerk)
    settled(window, "乙", (1, "1.00"))
    AssignmentFactory(case=mine, lawyer=lawyer, state="accepted", is_lead=True)
    pay = reverse("recoveries:record", args=[mine.pk])
    for user in (clerk, lawyer.user):
        assert work(user) == {"late": [("甲", pay)], "week": [("甲", pay)]}


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("0.00", {"late": "应到账 10.00 元，尚未到账", "week": "应到账 20.00 元"}),
        ("4.00", {"late": "应到账 10.00 元，已到账 4.00 元", "week": "应到账 20.00 元"}),
        ("10.00", {"week": "应到账 20.00 元"}),
        ("25.00", {"week": "应到账 20.00 元，已到账 15.00 元"}),
    ],
)
def test_what_came_in_is_no_longer_waited_for(
    window: Office, clerk: User, received: str, expected: dict[str, str]
) -> None:
    settled(window, "甲", (-1, "10.00"), (7, "20.00"), (31, "30.00"), received=received, handler=clerk)
    assert lines(clerk) == {key: [(what, "登记到账")] for key, what in expected.items()}


@pytest.mark.parametrize(
    ("received", "late"),
    [
        ("0.00", ["应到账 10.00 元，尚未到账", "应到账 20.00 元，尚未到账"]),
        ("9.99", ["应到账 10.00 元，已到账 9.99 元", "应到账 20.00 元，尚未到账"]),
        ("10.00", ["应到账 20.00 元，尚未到账"]),
        ("29.99", ["应到账 20.00 元，已到账 19.99 元"]),
        ("30.00", []),
    ],
)
def test_a_supervisor_and_a_coordinator_see_what_did_not_come_in(
    window: Office, received: str, late: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = firm_serving(window)
    due = settled(window, "甲", (-27, "10.00"), (-1, "20.00"), (0, "30.00"), received=received)
    AssignmentFactory(case=due, lawyer=LawyerFactory(firm=firm), state="accepted", is_lead=True)
    settled(office("钟楼区总工会"), "乙", (-27, "10.00"))
    for user in (staff("supervisor", window), LawyerFactory(firm=firm, is_coordinator=True).user):
        assert [what for what, _action in lines(user).get("late", [])] == late
        client = Client()
        client.force_login(user)
        for few in (1000, 0):  # by key, by row
            monkeypatch.setattr(narrowing, "FEW", few)
            found = client.get("/cases/", {"unpaid": "on"}).context["page"].items
            assert found == ([due] if late else [])


def test_what_one_worker_got_in_advance_hides_nothing_of_another(window: Office) -> None:
    made = settled(window, "甲", (-1, "10.00"), (5, "90.00"), received="100.00")
    other = ClaimantFactory(case=made, worker=WorkerFactory(name="乙"))
    ClaimFactory(claimant=other, claimed=Decimal("5.00"), agreed=Decimal("5.00"))
    row = Instalment(case=made, agreement=made.agreements.get(), claimant=other, amount=Decimal("5.00"))
    row.due_on = TODAY - dt.timedelta(days=1)
    record(row, actor=None)
    keep_awaited(made)
    assert lines(staff("supervisor", window))["late"] == [("应到账 15.00 元，已到账 10.00 元", "查看付款")]


def test_when_all_came_in_the_report_is_next_and_then_the_closing(window: Office, clerk: User) -> None:
    made = settled(window, "甲", (-1, "10.00"), received="10.00", handler=clerk)
    assert work(clerk) == {"open": [("甲", reverse("cases:closing_report", args=[made.pk]))]}
    made.closing_method, made.closing_summary = "mediated", "已付清。"
    record(made, actor=None)
    assert work(clerk) == {"open": [("甲", reverse("cases:step", args=[made.pk, "request-closing"]))]}
    ReceiptFactory(case=made, amount=Decimal("10.00"))
    assert work(clerk) == {}


# --- the act that meets a limit ---


@pytest.mark.parametrize(
    ("state", "kind", "action"),
    [
        ("mediation", "mediation", "调解"),
        ("mediation", "limitation", "申请仲裁"),
        ("settled", "judicial_confirmation", "登记办理情况"),
        ("arbitration", "arbitration_award", "登记裁决"),
        ("awarded", "suit_after_award", "提起诉讼"),
        ("awarded", "enforcement", "申请强制执行"),
        ("litigation", "appeal", "登记办理情况"),
        ("closed", "archive", "出具结案报告"),
    ],
)
def test_a_line_names_the_act_that_meets_the_limit(
    window: Office, clerk: User, state: str, kind: str, action: str
) -> None:
    made = case(window, "甲", state=state, handler=clerk, number="沪工援〔2026〕测0008号")
    deadline(made, kind, 1)
    (item,) = get(clerk).context["groups"][0].items
    assert item.action == action
    client = Client()
    client.force_login(clerk)
    assert client.get(item.action_url).status_code == 200


def test_a_case_is_archived_once_its_report_is_issued(window: Office, clerk: User) -> None:
    made = case(window, "甲", state="closed", handler=clerk, number="沪工援〔2026〕测0008号")
    deadline(made, "archive", 1)
    issued = {"state": "issued", "issued_at": clock.now(), "file": "x.pdf", "sha256": "0" * 64}
    paper = Paper(kind="closing_report", case=made, subject="x", edition=1, issued_by=clerk, **issued)
    record(paper, actor=None)
    assert work(clerk) == {"week": [("甲", reverse("cases:step", args=[made.pk, "archive"]))]}


def test_a_browser_finds_the_sign_of_the_house_by_its_old_name() -> None:
    response = Client().get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/mark.svg")


# --- auditor, administrator ---


def test_an_auditor_reads_the_latest_changes_and_accesses(window: Office) -> None:
    mine, outside = case(window, "甲"), case(office("钟楼区总工会"), "乙")
    here, there = staff("clerk", window), staff("clerk", outside.office)
    log_access(here, "export", "案件")
    log_access(there, "export", "别处")
    log_access(there, "unmask", "证件号码", case_id=mine.pk)
    log_access(here, "unmask", "别处的证件号码", case_id=outside.pk)
    response = get(staff("auditor", window))
    assert [change.id for change in response.context["changes"]] == [mine.pk]
    assert [access.subject for access in response.context["accesses"]] == ["证件号码", "案件"]


def test_what_one_person_took_again_and_again_is_one_line_that_leads_to_the_record(window: Office) -> None:
    mine = case(window, "甲")
    clerk = staff("clerk", window)
    for _ in range(3):
        log_access(clerk, "download", "回单.pdf", case_id=mine.pk)
    log_access(clerk, "download", "工资条.pdf", case_id=mine.pk)
    log_access(staff("supervisor", window), "download", "回单.pdf", case_id=mine.pk)
    response = get(staff("auditor", window))
    assert [(entry.subject, entry.times) for entry in response.context["accesses"]] == [
        ("回单.pdf", 1),
        ("工资条.pdf", 1),
        ("回单.pdf", 3),
    ]
    assert reverse("cases:timeline", args=[mine.pk]) in response.content.decode()
    assert "3 次" in response.content.decode()


def test_who_only_audits_comes_to_an_overview(window: Office) -> None:
    assert "审计概览" in get(staff("auditor", window)).content.decode()
    assert "审计概览" not in get(staff("clerk", window)).content.decode()


@pytest.mark.parametrize(
    ("runs", "said"),
    [
        ([], None),
        ([(False, 0)], None),
        ([(False, 3)], "3项发现"),
        ([(True, 12), (False, 0)], "12项发现"),
        ([(True, 12), (True, 0)], None),
    ],
)
def test_an_auditor_is_told_when_the_record_was_not_found_as_written(
    window: Office, runs: list[tuple[bool, int]], said: str | None
) -> None:
    auditor = staff("auditor", window)
    for is_full, found in runs:
        Verification.objects.create(run_by=auditor, is_full=is_full, through=1, found=found)
    page = get(auditor).content.decode()
    assert ("项发现" in page, said is None or said in page) == (said is not None, True)
    assert "项发现" not in get(staff("supervisor", window)).content.decode()


def test_an_administrator_sees_open_invitations_and_windows_without_duty(window: Office) -> None:
    administrator = staff("administrator", window)
    invited = staff("clerk", window)
    invited.set_unusable_password()
    invited.save()
    stranger = staff("clerk", office("钟楼区总工会"))
    stranger.set_unusable_password()
    stranger.save()
    assert work(administrator) == {
        "today": [(window.name, reverse("accounts:roster_day", args=[window.pk, TODAY]))],
        "week": [
            (window.name, reverse("accounts:roster_day", args=[window.pk, TODAY + dt.timedelta(days=1)]))
        ],
        "open": [(invited.name, reverse("accounts:person", args=[invited.pk]))],
    }
    record(Duty(office=window, on=TODAY, kind="aid_worker", user=administrator), actor=None)
    assert "today" not in work(administrator)
    with clock.at(dt.date(2026, 3, 22)):
        assert "today" not in work(administrator)


# --- figures ---


def test_each_figure_is_the_length_of_the_list_it_leads_to(window: Office, clerk: User) -> None:
    for number, state in enumerate(("mediation", "settled", "draft", "closed", "review")):
        made = case(window, f"职工{number}", handler=clerk, state=state, number=f"号{number}")
        deadline(made, "limitation", -1)
    case(window, "别人", state="mediation", number="号9")
    VisitFactory(office=window)
    VisitFactory(office=window, visited_on=TODAY - dt.timedelta(days=1))
    client = Client()
    client.force_login(clerk)
    tiles = client.get("/").context["tiles"]
    assert [tile.figure for tile in tiles] == ["1", "3", "5", "1"]
    for tile in tiles:
        context = client.get(tile.url).context
        assert str(len(context["page"].items)) == tile.figure


def test_a_draft_completed_once_is_a_draft_again_whatever_other_limit_runs(
    window: Office, clerk: User
) -> None:
    made = case(window, "周建国", handler=clerk, state="draft")
    deadline(made, "aid_supplement", -3, state="met", settled_on=TODAY)
    deadline(made, "limitation", 400)
    assert [whose for lines in work(clerk).values() for whose, _url in lines if "周建国" in whose]


def test_what_was_verified_on_the_cases_of_this_year_is_told_after_the_page(window: Office) -> None:
    for opened, sum_ in ((TODAY, "1200.50"), (dt.date(2025, 12, 31), "7.00")):
        made = case(window, f"职工{opened}", opened_on=opened)
        ClaimFactory(claimant=made.claimants.get(), received=Decimal(sum_), verified=Decimal(sum_))
    ClaimFactory(received=Decimal("9.00"), verified=Decimal("9.00"))
    keep_all_totals()
    client = Client()
    client.force_login(staff("supervisor", window))
    tile = next(tile for tile in client.get("/").context["tiles"] if tile.later)
    assert client.get(tile.later).text == "1,200.50"
    client.force_login(staff("clerk", window))
    assert client.get(tile.later).status_code == 403


def test_a_lawyers_overdue_cases_are_those_in_hand(window: Office) -> None:
    """The case file of a closed case is handed in by the office, not by the lawyer."""
    lawyer = LawyerFactory()
    for name, state in (("甲", "mediation"), ("乙", "closed")):
        made = case(window, name, state=state)
        AssignmentFactory(case=made, lawyer=lawyer, state="accepted")
        deadline(made, "mediation", -1)
    tile = get(lawyer.user).context["tiles"][2]
    client = Client()
    client.force_login(lawyer.user)
    assert (tile.figure, len(client.get(tile.url).context["page"].items)) == ("1", 1)


def test_one_section_at_a_time_is_the_current_one(window: Office) -> None:
    client = Client()
    client.force_login(staff("administrator", window))
    nav = client.get(reverse("accounts:roster")).context["nav"]
    assert [item["url"] for item in nav if item["current"]] == [reverse("accounts:roster")]


# --- cost ---


def _fill(window: Office, clerk: User, lawyer: Any, number: int) -> None:
    made = case(window, f"职工{number}", handler=clerk, state="mediation", number=f"号{number}")
    deadline(made, "mediation", number - 15)
    deadline(made, "aid_appointment", number - 15)
    MediationRoundFactory(case=made, scheduled_at=clock.now())
    AssignmentFactory(case=made, lawyer=lawyer, state="accepted", is_lead=True)
    AssignmentFactory(case=case(window, f"工{number}", handler=clerk), lawyer=lawyer)
    due = settled(window, f"款{number}", (-1, "5.00"), (1, "10.00"), handler=clerk, number=f"款{number}")
    AssignmentFactory(case=due, lawyer=lawyer, state="accepted", is_lead=True)
    IntakeDraft.objects.create(owner=clerk, title="草稿")
    VisitQuestionFactory(visit=VisitFactory(office=window, received_by=clerk), outcome="follow_up")
    ReceiptFactory(case=made)
    waiting = case(window, f"申{number}", state="review")
    deadline(waiting, "aid_decision", 1)
    case(window, f"结{number}", state="closing", number=f"结{number}")
    record(
        Proceeding(case=made, kind="arbitration", body="仲裁委", filed_on=TODAY, heard_at=clock.now()),
        actor=None,
    )
    log_access(clerk, "export", "案件")


def test_thirty_of_each_cost_the_queries_of_one(window: Office, clerk: User) -> None:
    lawyer = LawyerFactory()
    users = [
        clerk,
        lawyer.user,
        LawyerFactory(firm=lawyer.firm, is_coordinator=True).user,
        *(staff(role, window) for role in ("reviewer", "supervisor", "auditor", "administrator")),
    ]

    def queries(user: User) -> int:
        client = Client()
        client.force_login(user)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    _fill(window, clerk, lawyer, 0)
    one = [queries(user) for user in users]
    for number in range(1, 30):
        _fill(window, clerk, lawyer, number)
    assert [queries(user) for user in users] == one
