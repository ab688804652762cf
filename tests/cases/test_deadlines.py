"""Limits on the case page: shown with their basis, settled or moved with a reason, never removed without one."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.actions.deadlines import open_deadline, refresh_limits
from cases.actions.steps import take_step
from cases.models import Case, Deadline
from core import clock
from core.audit import record
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    LawyerFactory,
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
def case(db):
    return CaseFactory(state="mediation", number="沪工援〔2026〕测0001号", accepted_on=TODAY)


@pytest.fixture
def deadline(case):
    return open_deadline(case, "mediation", actor=case.handler)


def url(name, deadline):
    return reverse(f"cases:{name}_deadline", args=[deadline.case_id, deadline.pk])


def post(user, name, deadline, **data):
    client = Client()
    client.force_login(user)
    return client.post(url(name, deadline), {"seen_version": deadline.version, **data})


def get(user, address):
    client = Client()
    client.force_login(user)
    return client.get(address)


def fresh(deadline):
    return Deadline.objects.get(pk=deadline.pk)


def test_the_case_page_shows_basis_and_consequence(case, deadline):
    page = get(case.handler, reverse("cases:detail", args=[case.pk]))

    ((shown, limit),) = page.context["deadlines"]["running"]
    assert shown == deadline
    assert limit.article == "《劳动争议调解仲裁法》第14条"
    assert limit.consequence.encode() in page.content


@pytest.mark.parametrize(("kind", "marked"), [("mediation", False), ("archive", True)])
def test_a_limit_never_checked_against_its_source_is_marked(case, kind, marked):
    open_deadline(case, kind, actor=case.handler)

    page = get(case.handler, reverse("cases:detail", args=[case.pk]))

    assert ("未核对原文".encode() in page.content) is marked


def test_a_provisional_day_is_flagged(case):
    open_deadline(case, "archive", actor=case.handler, starts_on=dt.date(2030, 1, 10))

    page = get(case.handler, reverse("cases:detail", args=[case.pk]))

    assert "暂定".encode() in page.content


def test_a_limit_is_met_with_a_reason(case, deadline):
    answer = post(case.handler, "finish", deadline, met="yes", reason="双方当日达成协议")

    row = fresh(deadline)
    assert answer.url == reverse("cases:detail", args=[case.pk]) + "#deadlines"
    assert (row.state, row.settled_on, row.note) == ("met", TODAY, "双方当日达成协议")
    assert (row.history.first().history_user, row.history.first().history_change_reason) == (
        case.handler,
        "双方当日达成协议",
    )


def test_a_limit_that_no_longer_applies_is_waived(case, deadline):
    post(case.handler, "finish", deadline, met="no", reason="改走仲裁")

    assert fresh(deadline).state == "waived"


@pytest.mark.parametrize(("name", "data"), [("finish", {"met": "yes"}), ("move", {"due_on": "2026-12-20"})])
def test_without_a_reason_nothing_changes(case, deadline, name, data):
    answer = post(case.handler, name, deadline, **data, reason=" ")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reason"]
    assert fresh(deadline).version == deadline.version


def test_a_limit_is_moved(case, deadline):
    post(case.handler, "move", deadline, due_on="2026-12-23", reason="双方同意延期")

    assert (fresh(deadline).due_on, fresh(deadline).state) == (dt.date(2026, 12, 23), "open")


def test_a_limit_is_not_moved_before_its_start(case, deadline):
    answer = post(case.handler, "move", deadline, due_on="2026-11-22", reason="双方同意")

    assert list(answer.context["form"].errors) == ["due_on"]


@pytest.mark.parametrize(("name", "data"), [("finish", {"met": "yes"}), ("move", {"due_on": "2026-12-23"})])
def test_the_second_of_two_is_told_and_keeps_the_text(case, deadline, name, data):
    post(case.handler, "move", deadline, due_on="2026-12-20", reason="先到")

    answer = post(case.handler, name, deadline, **data, reason="后到的人写的理由")

    assert answer.status_code == 422
    assert "后到的人写的理由".encode() in answer.content
    assert fresh(deadline).due_on == dt.date(2026, 12, 20)


@pytest.mark.parametrize("name", ["finish", "move"])
def test_who_may(case, deadline, name):
    lawyer = LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    other = CaseFactory()

    assert get(case.handler, url(name, deadline)).status_code == 200
    assert get(lawyer.user, url(name, deadline)).status_code == 200
    assert get(staff("auditor", case.office), url(name, deadline)).status_code == 403
    assert get(staff("clerk", office()), url(name, deadline)).status_code == 404
    assert Client().get(url(name, deadline)).url.startswith(reverse("account_login"))
    assert (
        get(case.handler, reverse(f"cases:{name}_deadline", args=[other.pk, deadline.pk])).status_code == 404
    )


# --- the limitation ---


def claimed(case, kind="severance", **values):
    ClaimFactory(claimant=ClaimantFactory(case=case, **values), kind=kind)
    return Case.objects.get(pk=case.pk)


def test_the_limitation_is_shown_with_its_reasoning(db):
    case = claimed(CaseFactory(known_on=dt.date(2026, 3, 10)), employed_to=dt.date(2026, 3, 1))

    page = get(case.handler, reverse("cases:detail", args=[case.pk]))

    found = page.context["limitation"]
    assert found["last_day"] == dt.date(2027, 3, 10)
    assert found["steps"][0][1] == "《劳动争议调解仲裁法》第27条第1款"
    assert "2026年3月10日" in found["steps"][0][0]


def test_an_expired_limitation_does_not_stop_the_page(db):
    case = claimed(CaseFactory(known_on=dt.date(2020, 3, 10)))

    assert get(case.handler, reverse("cases:detail", args=[case.pk])).status_code == 200


def test_the_limitation_follows_the_facts(db):
    case = claimed(
        CaseFactory(state="review", known_on=dt.date(2026, 3, 10)), employed_to=dt.date(2026, 3, 1)
    )
    refresh_limits(case, actor=case.handler)
    case.interrupted_on = dt.date(2026, 10, 12)
    record(case, actor=case.handler)
    refresh_limits(case, actor=case.handler)

    assert case.deadlines.get(kind="limitation", state="open").due_on == dt.date(2027, 10, 12)


@pytest.mark.parametrize("state", ["settled", "arbitration", "litigation", "awarded", "closed"])
def test_the_limitation_runs_no_more_once_settled_or_filed(db, state):
    case = claimed(CaseFactory(state=state, number="1", accepted_on=TODAY, known_on=dt.date(2026, 3, 10)))

    refresh_limits(case, actor=case.handler)

    assert not case.deadlines.exists()


@override("en")
def test_a_limitation_that_no_fact_supports_any_more_is_waived_and_not_met(db):
    case = claimed(CaseFactory(state="review", known_on=dt.date(2026, 3, 10)))
    refresh_limits(case, actor=case.handler)
    case.known_on = None
    record(case, actor=case.handler)
    refresh_limits(case, actor=case.handler)

    limitation = case.deadlines.get(kind="limitation")
    assert (limitation.state, limitation.history.first().history_change_reason) == (
        "waived",
        "案情已变更。",
    )


@override("en")
def test_a_step_that_ends_a_limit_leaves_its_reason_there(deadline):
    case, handler = deadline.case, deadline.case.handler
    take_step(case, "withdraw", actor=handler, reason="单位已付清", ground="own_request")

    ended = Deadline.objects.get(pk=deadline.pk)
    assert (ended.state, ended.note) == ("waived", "撤回申请")
    assert ended.history.first().history_change_reason == "单位已付清"


@override("en")
def test_a_step_taken_without_a_reason_is_itself_the_reason(db):
    case = ready_case()
    take_step(case, "submit", actor=case.handler)
    take_step(case, "accept", actor=staff("reviewer", case.office))

    decided = case.deadlines.get(kind="aid_decision")
    assert (decided.state, decided.history.first().history_change_reason) == ("met", "给予援助")


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics, of which a test has none"
)
@pytest.mark.parametrize("kinds", [{"kind": "limitation"}, {"kind__in": ["aid_decision", "mediation"]}])
def test_the_running_limits_of_one_case_are_found_by_the_case(kinds):
    """Not by all that run anywhere, of which there are as many as open cases."""
    plan = Deadline.objects.filter(case=1, state="open", **kinds).explain()
    assert "deadline_of_case (case_id=? AND state=?)" in plan
