"""Several entries verified by one press: only those whose proof was opened, each by itself."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from core import clock
from core.audit import record
from core.models import AccessLog
from recoveries.actions.together import verify_together
from recoveries.models import Receipt
from recoveries.opened import opened_by
from tests.factories import office, staff
from tests.recoveries import scene
from tests.recoveries.scene import owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return office("朱泾镇总工会")


@pytest.fixture
def supervisor(here):
    return staff("supervisor", here)


@pytest.fixture
def claim(here):
    return owed(here)


def paid(claim, amount="100.00"):
    return scene.paid(claim, amount, days_ago=1)


def look_at(client, user, receipt):
    client.force_login(user)
    assert client.get(reverse("documents:shown", args=[receipt.proof_id])).status_code in (200, 409)


@pytest.fixture(autouse=True)
def whole_files(monkeypatch):
    """The files of these tests are what their rows say."""
    monkeypatch.setattr("documents.views.serve.read_checked", lambda row: b"%PDF-1.4 test")


def states(*receipts):
    return [Receipt.objects.get(pk=receipt.pk).state for receipt in receipts]


def send(client, receipts, query=""):
    ticks = [f"{receipt.pk}.{receipt.version}" for receipt in receipts]
    return client.post(reverse("recoveries:together") + query, {"entry": ticks})


def test_an_entry_is_opened_by_who_was_shown_its_proof_and_by_nobody_else(client, claim, supervisor, here):
    one, other = paid(claim, "1.00"), paid(claim, "2.00")
    look_at(client, supervisor, one)
    assert opened_by(supervisor, [one, other]) == {one.pk}
    assert opened_by(staff("supervisor", here), [one, other]) == set()


def test_what_changed_since_is_to_be_opened_again(client, claim, supervisor):
    with clock.at(clock.now() - dt.timedelta(hours=2)):
        receipt = paid(claim)
    with clock.at(clock.now() - dt.timedelta(hours=1)):
        look_at(client, supervisor, receipt)
    assert opened_by(supervisor, [receipt]) == {receipt.pk}
    record(receipt, actor=None)
    assert opened_by(supervisor, [receipt]) == set()


def test_those_opened_are_verified_together(client, claim, supervisor):
    receipts = [paid(claim, f"{n}.00") for n in (1, 2, 3)]
    for receipt in receipts:
        look_at(client, supervisor, receipt)
    answer = send(client, receipts[:2], "?sort=largest")
    assert (answer.status_code, answer["Location"]) == (302, "/money/?sort=largest")
    assert states(*receipts) == ["verified", "verified", "recorded"]


def test_what_is_refused_is_said_and_stops_no_other(client, claim, supervisor, here):
    opened, unopened, changed = (paid(claim, f"{n}.00") for n in (1, 2, 3))
    handled = owed(here, "沪工援〔2026〕朱泾0002号")
    mine = paid(handled, "4.00")
    handled.case.handler = supervisor
    record(handled.case, actor=None)
    for receipt in (opened, changed, mine):
        look_at(client, supervisor, receipt)
    stale = Receipt.objects.get(pk=changed.pk)
    record(changed, actor=None)
    look_at(client, supervisor, changed)
    answer = send(client, [opened, unopened, stale, mine])
    assert answer.status_code == 422
    assert states(opened, unopened, changed, mine) == ["verified", *["recorded"] * 3]
    assert {receipt.pk for receipt, _why in answer.context["refused"]} == {unopened.pk, changed.pk, mine.pk}
    assert "1" in str(next(iter(get_messages(answer.wsgi_request))))


def test_nothing_ticked_is_said_and_nothing_is_verified(client, claim, supervisor):
    receipt = paid(claim)
    client.force_login(supervisor)
    for ticks in ([], ["x"], ["1.1; drop"]):
        answer = client.post(reverse("recoveries:together"), {"entry": ticks})
        assert answer.status_code == 422
        assert answer.context["problem"]
    assert states(receipt) == ["recorded"]


def test_an_entry_of_another_office_is_not_found_and_a_clerk_is_refused(client, claim, supervisor):
    receipt = paid(claim)
    client.force_login(staff("supervisor", office("枫泾镇总工会")))
    assert send(client, [receipt]).status_code == 404
    assert AccessLog.objects.filter(kind="refused", case_id=receipt.case_id).exists()
    client.force_login(claim.case.handler)
    assert send(client, [receipt]).status_code == 403


def test_only_what_was_opened_and_is_ones_to_verify_can_be_ticked(client, claim, supervisor):
    opened, unopened = paid(claim, "1.00"), paid(claim, "2.00")
    look_at(client, supervisor, opened)
    text = client.get("/money/").content.decode()
    assert f'value="{opened.pk}.{opened.version}"' in text
    assert f'value="{unopened.pk}.{unopened.version}"' not in text


def test_the_action_itself_asks_whether_it_was_opened(claim, supervisor):
    receipt = paid(claim)
    outcome = verify_together([receipt], actor=supervisor, seen_versions={receipt.pk: receipt.version})
    assert (outcome.done, len(outcome.refused)) == ([], 1)
    assert states(receipt) == ["recorded"]
