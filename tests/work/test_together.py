"""Equal lines of "my work" are ticked and done together: each case by its own step, and what one lacks stops no other."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Office, User
from cases.models import Case, Deadline
from core import clock
from core.audit import record
from core.once import FIELD, new_token
from documents.models import Paper
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    LawyerFactory,
    WorkerFactory,
    office,
    staff,
)
from work.items import goes_together

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 18)
ARCHIVE = "/together/archive/"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


@pytest.fixture
def window() -> Office:
    return office()


@pytest.fixture
def clerk(window: Office) -> User:
    return staff("clerk", window)


def case(at: Office, name: str, **kwargs: Any) -> Case:
    made = CaseFactory(office=at, employer=None, number=f"号{name}", **kwargs)
    ClaimantFactory(case=made, worker=WorkerFactory(name=name))
    return made


def reported(made: Case) -> None:
    issued = {"state": "issued", "issued_at": clock.now(), "file": "x.pdf", "sha256": "0" * 64}
    subject = f"case {made.pk}"
    paper = Paper(
        kind="closing_report", case=made, subject=subject, edition=1, issued_by=made.handler, **issued
    )
    record(paper, actor=None)


def closed(at: Office, name: str, handler: User, days: int = -1) -> Case:
    """Closed, its report issued, its file to be handed in."""
    made = case(at, name, handler=handler, state="closed")
    due = TODAY + dt.timedelta(days)
    record(Deadline(case=made, kind="archive", starts_on=TODAY, due_on=due), actor=None)
    reported(made)
    return made


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ticks(user: User) -> dict[str, list[str]]:
    """Step → whose lines can be ticked, over all groups."""
    found: dict[str, list[str]] = {}
    for group in sign_in(user).get("/").context["groups"]:
        for item, batch in group.lines:
            if batch:
                found.setdefault(batch.step, []).append(item.whose)
    return found


def tick(*cases: Case) -> list[str]:
    return [f"{made.pk}.{made.version}" for made in cases]


def states(*cases: Case) -> list[str]:
    return [Case.objects.get(pk=made.pk).state for made in cases]


# --- what is offered ---


def test_equal_lines_of_a_group_are_ticked_and_a_single_one_is_not(window: Office, clerk: User) -> None:
    for name in "甲乙":
        closed(window, name, clerk)
    closed(window, "丙", clerk, days=3)
    assert ticks(clerk) == {"archive": ["甲", "乙"]}


def test_what_waits_for_its_report_is_not_offered(window: Office, clerk: User) -> None:
    for name in "甲乙":
        closed(window, name, clerk)
    waiting = case(window, "丙", handler=clerk, state="closed")
    record(Deadline(case=waiting, kind="archive", starts_on=TODAY, due_on=TODAY), actor=None)
    assert ticks(clerk) == {"archive": ["甲", "乙"]}


def test_a_lawyer_begins_several_cases_at_once(window: Office) -> None:
    lawyer = LawyerFactory()
    taken = [case(window, name, state="assigned") for name in "甲乙"]
    for made in taken:
        AssignmentFactory(case=made, lawyer=lawyer, state="accepted", is_lead=True)
    assert ticks(lawyer.user) == {"start_mediation": ["甲", "乙"]}
    answer = sign_in(lawyer.user).post("/together/start-mediation/", {"case": tick(*taken)})
    assert (answer.status_code, states(*taken)) == (302, ["mediation", "mediation"])
    assert [Deadline.objects.filter(case=made, kind="mediation").count() for made in taken] == [1, 1]


def test_steps_that_ask_something_end_a_case_or_decide_it_are_taken_one_by_one() -> None:
    steps = (
        "decline", "terminate", "file_arbitration", "award", "withdraw", "reopen",
        "accept", "approve_closing", "return_for_completion", "verify", "",
    )  # fmt: skip
    assert [step for step in steps if goes_together(step)] == []


# --- what one press does ---


def test_all_that_are_ticked_are_taken_and_the_others_are_not(window: Office, clerk: User) -> None:
    first, second, other = (closed(window, name, clerk) for name in "甲乙丙")
    client = sign_in(clerk)
    answer = client.post(ARCHIVE, {"case": tick(first, second), "reason": "一并归档"}, follow=True)
    assert states(first, second, other) == ["archived", "archived", "closed"]
    assert "已归档 2 件案件。" in answer.content.decode()
    for made in (first, second):
        entry = made.history.first()
        assert (entry.history_user, entry.history_change_reason) == (clerk, "一并归档")


def test_what_cannot_be_done_is_said_with_its_reason_and_stops_no_other(window: Office, clerk: User) -> None:
    good, changed = (closed(window, name, clerk) for name in "甲乙")
    blocked = case(window, "丙", handler=clerk, state="closed")
    ticked = tick(good, changed, blocked)
    record(changed, actor=clerk, reason="另行修改")
    answer = sign_in(clerk).post(ARCHIVE, {"case": ticked, "reason": "一并归档"})
    assert answer.status_code == 422
    assert states(good, changed, blocked) == ["archived", "closed", "closed"]
    refused = dict(answer.context["refused"])
    assert refused.keys() == {changed, blocked}
    assert "其间已有他人修改" in refused[changed]
    assert refused[blocked] == "结案报告尚未出具。"
    text = answer.content.decode()
    assert "已归档 1 件案件。" in text
    assert (blocked.history.count(), changed.history.count()) == (1, 2)


def test_what_was_typed_and_ticked_stays_on_the_page(window: Office, clerk: User) -> None:
    first, second, third = (closed(window, name, clerk) for name in "甲乙丙")
    ticked = tick(first, second)
    for made in (first, second):
        record(made, actor=clerk, reason="另行修改")
    text = sign_in(clerk).post(ARCHIVE, {"case": ticked, "reason": "年底归档"}).content.decode()
    assert 'value="年底归档"' in text
    for made, is_ticked in ((first, True), (second, True), (third, False)):
        box = f'value="{made.pk}.{Case.objects.get(pk=made.pk).version}" form="late-archive"'
        assert f"{box} checked" in text if is_ticked else f"{box}>" in text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "请至少勾选一件案件。"),
        ({"case": ["x"]}, "x"),
        ({"case": ["1.1"], "reason": "长" * 1001}, "1000"),
    ],
)
def test_bad_input_is_told_and_nothing_is_done(
    window: Office, clerk: User, sent: dict[str, Any], said: str
) -> None:
    made = closed(window, "甲", clerk)
    answer = sign_in(clerk).post(ARCHIVE, sent)
    assert (answer.status_code, states(made)) == (422, ["closed"])
    assert any(said in problem for problem in answer.context["problems"])


def test_sent_again_it_leads_on_and_does_nothing_twice(window: Office, clerk: User) -> None:
    cases = [closed(window, name, clerk) for name in "甲乙"]
    data = {"case": tick(*cases), FIELD: new_token(clerk, ARCHIVE)}
    client = sign_in(clerk)
    assert [client.post(ARCHIVE, data)["Location"] for _ in range(2)] == ["/", "/"]
    assert [made.history.count() for made in cases] == [2, 2]


def test_whoever_reloads_the_page_of_an_answer_is_back_at_work(clerk: User) -> None:
    assert sign_in(clerk).get(ARCHIVE)["Location"] == "/"


def test_what_was_ticked_when_the_session_ended_is_back(window: Office, clerk: User) -> None:
    cases = [closed(window, name, clerk) for name in "甲乙"]
    client = sign_in(clerk)
    client.get("/")
    del client.cookies["sessionid"]
    client.post(ARCHIVE, {"case": tick(cases[0]), "reason": "年底归档"}, HTTP_REFERER="http://testserver/")
    client.force_login(clerk)
    text = client.get("/").content.decode()
    assert (text.count(" checked"), 'value="年底归档"' in text, states(*cases)) == (1, True, ["closed"] * 2)


# --- who may ---


def test_of_another_office_is_not_found_and_nothing_is_done(window: Office, clerk: User) -> None:
    mine = closed(window, "甲", clerk)
    foreign = closed(office("钟楼区总工会"), "乙", clerk)
    answer = sign_in(clerk).post(ARCHIVE, {"case": tick(mine, foreign)})
    assert (answer.status_code, states(mine, foreign)) == (404, ["closed", "closed"])


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor"])
def test_who_may_not_take_the_step_is_refused(window: Office, clerk: User, role: str) -> None:
    made = closed(window, "甲", clerk)
    assert sign_in(staff(role, window)).post(ARCHIVE, {"case": tick(made)}).status_code == 403
    assert states(made) == ["closed"]


@pytest.mark.parametrize("step", ["approve-closing", "decline", "no-such-step"])
def test_other_steps_have_no_such_address(window: Office, clerk: User, step: str) -> None:
    made = closed(window, "甲", clerk)
    url = reverse("work:together", args=[step])
    assert sign_in(clerk).post(url, {"case": tick(made)}).status_code == 404


def test_thirty_that_can_be_ticked_cost_the_queries_of_two(window: Office, clerk: User) -> None:
    def queries() -> int:
        client = sign_in(clerk)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        return len(captured)

    for number in range(2):
        closed(window, f"甲{number}", clerk)
    two = queries()
    for number in range(2, 30):
        closed(window, f"甲{number}", clerk)
    assert queries() == two
