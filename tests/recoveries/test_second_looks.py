"""A second look at some of what was verified: drawn by no choice of anybody's, answered by yet another person."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from recoveries.actions.receipts import take_receipt_step
from recoveries.actions.second_looks import answer, set_share
from recoveries.models import Receipt, SecondLook
from recoveries.reconcile import differences
from recoveries.sampling import is_drawn, share_of
from tests.factories import office, staff
from tests.recoveries.reversing import ask_reversal
from tests.recoveries.scene import owed, verified

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return office("朱泾镇总工会", office("金山区总工会", is_window=False))


@pytest.fixture
def everything(monkeypatch):
    monkeypatch.setattr("recoveries.sampling.USUAL", 100)


@pytest.fixture
def another(here):
    return staff("supervisor", here)


def drawn(here, number="沪工援〔2026〕朱泾0001号"):
    return verified(owed(here, number)).second_look


# --- drawn ---


def test_the_share_drawn_is_about_the_one_that_is_set():
    day = dt.date(2026, 11, 30)
    for percent in (0, 5, 40, 100):
        hits = sum(is_drawn(day, 3, receipt, percent) for receipt in range(4_000))
        assert abs(hits - 40 * percent) <= 4_000 * 0.02


def test_what_is_drawn_follows_from_day_office_and_entry_and_from_nothing_else():
    day = dt.date(2026, 11, 30)

    def draws(day, office):
        return [is_drawn(day, office, receipt, 50) for receipt in range(64)]

    assert draws(day, 3) == draws(day, 3)
    assert len({tuple(draws(*one)) for one in ((day, 3), (day, 4), (day + dt.timedelta(1), 3))}) == 3


def test_an_entry_is_drawn_when_it_is_verified_and_not_before(here, everything):
    look = drawn(here)
    assert (look.case, look.result) == (look.receipt.case, None)
    assert look.history.get().history_user == User.objects.system()


def test_a_counter_entry_may_be_drawn_too(here, everything, another):
    counter = ask_reversal(verified(owed(here)))
    take_receipt_step(counter, "verify", actor=another)
    assert SecondLook.objects.filter(receipt=counter).exists()


def test_an_office_without_a_share_of_its_own_has_that_of_the_nearest_above(here, monkeypatch):
    monkeypatch.setattr("recoveries.sampling.USUAL", 5)
    above = type(here).objects.get_parent(here)
    administrator = staff("administrator", above)
    assert share_of(here) == 5
    set_share(above, actor=administrator, percent=20, reason="年度方案")
    assert (share_of(above), share_of(here)) == (20, 20)
    set_share(here, actor=administrator, percent=0, reason="试点")
    assert (share_of(above), share_of(here)) == (20, 0)
    set_share(here, actor=administrator, percent=7, reason="试点结束")
    assert share_of(here) == 7


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_share_lies_between_0_and_100(here, percent):
    with pytest.raises(Problem) as refused:
        set_share(here, actor=staff("administrator", here), percent=percent, reason="x")
    assert list(refused.value.message_dict) == ["percent"]


def test_only_an_administrator_of_the_office_sets_its_share(here):
    for user in (staff("supervisor", here), staff("administrator", office("枫泾镇总工会"))):
        with pytest.raises(PermissionDenied):
            set_share(here, actor=user, percent=10, reason="x")


# --- answered ---


def test_in_order_is_put_on_record_once(here, everything, another):
    look = drawn(here)
    assert answer(look, actor=another, result="in_order")
    look = SecondLook.objects.get()
    assert (look.result, look.checked_by, look.fault) == ("in_order", another, None)
    with pytest.raises(Changed):
        answer(look, actor=staff("supervisor", here), result="fault", fault="sum", words="x")


def test_a_fault_asks_for_the_reversal_which_yet_another_person_verifies(here, everything, another):
    look = drawn(here)
    assert answer(look, actor=another, result="fault", fault="sum", words="回单为90元")
    counter = look.receipt.counter_entries.get()
    assert (counter.state, counter.ground, counter.recorded_by) == ("recorded", "sum", another)
    assert Receipt.objects.get(pk=look.receipt_id).state == "verified"
    with pytest.raises(PermissionDenied):
        take_receipt_step(counter, "verify", actor=another)
    take_receipt_step(counter, "verify", actor=look.receipt.verified_by)
    assert Receipt.objects.get(pk=look.receipt_id).state == "reversed"
    assert list(differences()) == []


def test_a_fault_of_an_ended_case_is_on_record_without_a_reversal(here, everything, another):
    look = drawn(here)
    case = look.case
    case.__dict__["state"] = "closed"
    record(case, actor=None)
    assert not answer(look, actor=another, result="fault", fault="other", words="回单重复")
    assert SecondLook.objects.get().result == "fault"
    assert not look.receipt.counter_entries.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"result": "maybe"}, "result"),
        ({"result": "fault", "words": "x"}, "fault"),
        ({"result": "fault", "fault": "sum", "words": " "}, "words"),
    ],
)
def test_what_is_wrong_is_said_by_its_code_and_in_words(here, everything, another, data, field):
    look = drawn(here)
    with pytest.raises(Problem) as refused:
        answer(look, actor=another, **data)
    assert list(refused.value.message_dict) == [field]
    assert SecondLook.objects.get().result is None


def test_neither_who_verified_nor_who_has_a_part_looks_again(here, everything, another):
    look = drawn(here)
    clerk = look.case.handler
    record(type(another.memberships.get())(user=clerk, office=here, role="supervisor"), actor=None)
    for user in (look.receipt.verified_by, type(clerk).objects.get(pk=clerk.pk)):
        with pytest.raises(PermissionDenied):
            answer(look, actor=user, result="in_order")
        assert look not in SecondLook.objects.to_answer(user)
    assert look in SecondLook.objects.to_answer(another)


# --- pages ---


def page(look):
    return reverse("recoveries:second_look", args=[look.pk])


def test_the_list_shows_what_waits_then_what_it_showed_with_figures(client, here, everything, another):
    first, second, third = (drawn(here, f"沪工援〔2026〕朱泾000{n}号") for n in (1, 2, 3))
    answer(second, actor=another, result="in_order")
    answer(third, actor=another, result="fault", fault="sum", words="x")
    client.force_login(another)
    url = reverse("recoveries:second_looks")
    shown = [client.get(f"{url}?result={r}").context["page"].items for r in ("", "in_order", "fault", "?")]
    assert shown == [[first], [second], [third], [first]]
    assert client.get(url).context["figures"] == {"drawn": 3, "answered": 2, "faults": 1}


def test_a_supervisor_answers_beside_the_proof_and_a_fault_needs_words(client, here, everything, another):
    look = drawn(here)
    client.force_login(another)
    data = {"seen_version": look.version, "result": "fault", "fault": "sum"}
    refused = client.post(page(look), data)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["words"])
    assert client.post(page(look), data | {"words": "回单为90元"}).status_code == 302
    assert SecondLook.objects.get().words == "回单为90元"
    assert "回单为90元" in client.get(page(look)).content.decode()


def test_who_only_reads_or_verified_it_answers_nothing(client, here, everything):
    look = drawn(here)
    for user in (staff("auditor", here), look.receipt.verified_by):
        client.force_login(user)
        assert client.get(page(look)).status_code == 200
        assert client.post(page(look), {"result": "in_order"}).status_code == 403


def test_outsiders_and_clerks_see_no_second_looks(client, here, everything):
    look = drawn(here)
    client.force_login(staff("supervisor", office("枫泾镇总工会")))
    assert client.get(page(look)).status_code == 404
    client.force_login(look.case.handler)
    assert client.get(page(look)).status_code == 403
    assert client.get(reverse("recoveries:second_looks")).status_code == 403


def test_the_list_costs_the_same_with_1_and_30(client, here, everything, another):
    client.force_login(another)
    counts = []
    claim = owed(here)
    for more in (1, 19):
        for _ in range(more):
            verified(claim, "1.00")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("recoveries:second_looks")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_administrator_sets_the_share_on_a_page(client, here):
    administrator = staff("administrator", here)
    client.force_login(administrator)
    url = reverse("recoveries:second_look_share", args=[here.pk])
    assert client.post(url, {"percent": "101", "reason": "x"}).status_code == 422
    assert client.post(url, {"percent": "15", "reason": "年度方案"}).status_code == 302
    assert share_of(here) == 15
    client.force_login(staff("administrator", office("枫泾镇总工会")))
    assert client.get(url).status_code == 404


def test_my_work_has_what_waits_for_a_second_look(client, here, everything, another):
    look = drawn(here)
    client.force_login(another)
    assert page(look) in client.get("/").content.decode()
    client.force_login(look.receipt.verified_by)
    assert page(look) not in client.get("/").content.decode()
    assert clock.local_day(look.drawn_at) == clock.today()
