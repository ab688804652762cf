"""What becomes known of a proceeding, and the limits that follow."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.deadlines import open_deadline
from cases.actions.proceedings import extend_award, update_proceeding
from cases.actions.steps import take_step
from cases.models import Proceeding
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, office, staff

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def case():
    case = CaseFactory(state="arbitration")
    open_deadline(case, "arbitration_acceptance", actor=case.handler, starts_on=dt.date(2026, 3, 2))
    return case


@pytest.fixture
def proceeding(case):
    filed = Proceeding(case=case, kind="arbitration", body="金山区仲裁委", filed_on=dt.date(2026, 3, 2))
    return record(filed, actor=case.handler)


def update(proceeding, actor=None, **changes):
    data = {"body": proceeding.body, "docket": "", "accepted_on": None, "heard_at": None} | changes
    return update_proceeding(proceeding, actor=actor or proceeding.case.handler, **data)


def open_limits(case):
    return {d.kind: (d.starts_on, d.due_on) for d in case.deadlines.filter(state="open")}


def test_taken_up_starts_the_45_days_for_the_award(case, proceeding):
    update(proceeding, accepted_on=dt.date(2026, 3, 6), docket="金劳人仲(2026)办字第12号")
    assert open_limits(case) == {"arbitration_award": (dt.date(2026, 3, 6), dt.date(2026, 4, 20))}
    assert case.deadlines.get(kind="arbitration_acceptance").state == "met"


def test_a_corrected_day_counts_anew(case, proceeding):
    update(proceeding, accepted_on=dt.date(2026, 3, 6))
    update(Proceeding.objects.get(), accepted_on=dt.date(2026, 3, 9))
    assert open_limits(case)["arbitration_award"][0] == dt.date(2026, 3, 9)


def test_the_day_is_not_cleared_again(proceeding):
    update(proceeding, accepted_on=dt.date(2026, 3, 6))
    with pytest.raises(Problem) as refused:
        update(Proceeding.objects.get(), accepted_on=None)
    assert list(refused.value.message_dict) == ["accepted_on"]


def test_a_court_taking_it_up_starts_no_limit_for_an_award(case):
    suing = CaseFactory(state="litigation", handler=case.handler, office=case.office)
    suit = Proceeding(case=suing, kind="first_instance", body="金山区法院", filed_on=TODAY)
    update(record(suit, actor=None), accepted_on=TODAY)
    assert open_limits(suing) == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accepted_on", dt.date(2026, 3, 1)),
        ("accepted_on", dt.date(2026, 3, 11)),
        ("heard_at", timezone.make_aware(dt.datetime.combine(dt.date(2026, 3, 1), dt.time(9)))),
    ],
)
def test_days_out_of_order_are_refused_at_their_field(proceeding, field, value):
    with pytest.raises(Problem) as refused:
        update(proceeding, **{field: value})
    assert list(refused.value.message_dict) == [field]


def test_the_award_is_extended_once_by_15_days(case, proceeding):
    taken = update(proceeding, accepted_on=dt.date(2026, 3, 6))
    extend_award(taken, actor=case.handler, reason="案情复杂")
    assert open_limits(case)["arbitration_award"][1] == dt.date(2026, 5, 6)
    with pytest.raises(Problem):
        extend_award(taken, actor=case.handler, reason="再次延长")


def test_an_award_not_awaited_is_not_extended(case, proceeding):
    with pytest.raises(Changed):
        extend_award(proceeding, actor=case.handler, reason="案情复杂")


def test_others_change_nothing(case, proceeding):
    for actor in (staff("supervisor", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            update(proceeding, actor=actor)


def test_page_saves_and_shows_refusals(client, case, proceeding):
    client.force_login(case.handler)
    url = reverse("cases:proceeding", args=[proceeding.pk])
    assert client.get(url).status_code == 200
    data = {
        "body": "金山区仲裁委",
        "docket": "12号",
        "accepted_on": "2026-03-06",
        "heard_at": "2026-03-20T09:30",
    }
    assert client.post(url, data | {"accepted_on": "2026-03-01"}).status_code == 422
    assert client.post(url, data | {"heard_at": "0001-01-01T00:00"}).status_code == 422
    assert client.post(url, data).status_code == 302
    fresh = Proceeding.objects.get()
    assert (fresh.docket, timezone.localtime(fresh.heard_at).hour) == ("12号", 9)


def test_page_to_extend(client, case, proceeding):
    client.force_login(case.handler)
    update(proceeding, accepted_on=dt.date(2026, 3, 6))
    url = reverse("cases:extend_award", args=[proceeding.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "案情复杂"}).status_code == 302
    assert client.post(url, {"reason": "案情复杂"}).status_code == 422


@pytest.mark.parametrize("name", ["proceeding", "extend_award"])
def test_pages_are_closed_to_others(client, case, proceeding, name):
    url = reverse(f"cases:{name}", args=[proceeding.pk])
    assert client.get(url).status_code == 302
    client.force_login(staff("clerk", office()))
    assert client.get(url).status_code == 404
    client.force_login(staff("auditor", case.office))
    assert client.get(url).status_code == 403
    client.force_login(case.handler)
    assert client.delete(url).status_code == 405


def test_an_appeal_ends_the_limit_to_appeal_and_no_other_follows_the_second_instance():
    today = clock.today()
    case = CaseFactory(state="awarded", number="沪工援〔2026〕朱泾0002号")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case), agreed=Decimal("100.00"))
    filing = {"body": "上海市金山区人民法院", "filed_on": today}
    judgment = {
        "sums": {claim.pk: Decimal("100.00")},
        "decided_on": today,
        "served_on": today,
        "result": "支持",
    }
    case = take_step(case, "file_suit", actor=case.handler, **filing)
    case = take_step(case, "judge", actor=case.handler, **judgment)
    assert set(open_limits(case)) == {"appeal", "enforcement", "retrial"}
    case = take_step(case, "file_suit", actor=case.handler, **(filing | {"body": "上海市第一中级人民法院"}))
    assert open_limits(case) == {}
    case = take_step(case, "judge", actor=case.handler, **judgment)
    assert [p.kind for p in case.proceedings.all()] == ["first_instance", "second_instance"]
    assert set(open_limits(case)) == {"enforcement", "retrial"}


def test_a_claim_dismissed_altogether_leaves_nothing_to_enforce():
    today = clock.today()
    case = CaseFactory(state="assigned", number="沪工援〔2026〕朱泾0003号")
    claim = ClaimFactory(claimant=ClaimantFactory(case=case))
    case = take_step(case, "file_arbitration", actor=case.handler, body="仲裁委", filed_on=today)
    dismissed = {
        "sums": {claim.pk: Decimal("0.00")},
        "decided_on": today,
        "served_on": today,
        "result": "驳回",
    }
    case = take_step(case, "award", actor=case.handler, **dismissed)
    assert set(open_limits(case)) == {"suit_after_award"}
