"""The year to claim in a case: several interruptions, pauses, and a day of its own for a claim."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.actions.claims import add_claim, edit_claim
from cases.actions.limitation import add_limitation_event, drop_limitation_event
from cases.actions.split import split_case
from cases.limitation import limitation_of
from cases.models import Case
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
    """Severance, known since 2025-03-10: without more the year ends on 2026-03-10."""
    case = CaseFactory(state="review", known_on=dt.date(2025, 3, 10))
    ClaimFactory(claimant=ClaimantFactory(case=case, employed_to=dt.date(2025, 3, 1)), kind="severance")
    return Case.objects.get(pk=case.pk)


def day(text):
    return dt.date.fromisoformat(text)


def enter(case, kind, on, until=None, actor=None, **data):
    data = {"proof": "微信聊天记录"} | data
    return add_limitation_event(
        case, actor=actor or case.handler, kind=kind, on=day(on), until=until and day(until), **data
    )


def last_day(case):
    return limitation_of(Case.objects.get(pk=case.pk)).last_day


def running(case):
    return case.deadlines.get(kind="limitation", state="open").due_on


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "2026-03-10"),
        ([("claim", "2025-06-30")], "2026-06-30"),
        ([("claim", "2025-06-30"), ("agreed", "2025-11-24")], "2026-11-24"),
        ([("agreed", "2025-11-24"), ("claim", "2025-06-30")], "2026-11-24"),  # in whatever order
        ([("relief", "2025-03-01")], "2026-03-10"),  # before the year began
        ([("pause", "2025-05-01", "2025-05-31")], "2026-04-09"),  # 30 days more
        ([("pause", "2025-05-01", "2025-05-31"), ("pause", "2025-05-21", "2025-06-10")], "2026-04-20"),
        ([("claim", "2025-06-30"), ("pause", "2025-09-01", "2025-09-11")], "2026-07-10"),
        ([("pause", "2025-05-01", "2025-05-31"), ("claim", "2025-06-30")], "2026-06-30"),
        ([("pause", "2025-05-01")], None),  # not over yet
    ],
)
def test_interruptions_and_pauses_of_a_case_are_all_counted(case, events, expected):
    """April 19, 2026 is a Sunday: the pauses of 40 days end on the 20th."""
    for event in events:
        enter(case, *event)
    assert last_day(case) == (expected and day(expected))


def test_the_deadline_follows_and_leaves_while_the_year_is_paused(case):
    enter(case, "claim", "2025-06-30")
    assert running(case) == day("2026-06-30")
    pause = enter(case, "pause", "2026-02-01")
    assert case.deadlines.get(kind="limitation").state == "waived"
    drop_limitation_event(pause, actor=case.handler, reason="登记有误")
    assert running(case) == day("2026-06-30")


def test_the_interruption_of_the_intake_counts_beside_those_entered_later(case):
    case.interrupted_on = day("2025-12-01")
    record(case, actor=None)
    enter(case, "agreed", "2025-06-30")
    assert last_day(case) == day("2026-12-01")


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"on": "2026-03-11"}, "on"),
        ({"until": "2025-07-01"}, "until"),
        ({"kind": "pause", "until": "2025-06-29"}, "until"),
        ({"proof": " "}, "proof"),
    ],
    ids=["not yet", "an interruption has no end", "ends before it starts", "nothing shows it"],
)
def test_what_cannot_be_is_refused_at_its_field(case, data, field):
    with pytest.raises(Problem) as refused:
        enter(case, **({"kind": "claim", "on": "2025-06-30"} | data))
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("state", ["settled", "arbitration", "closed"])
def test_once_settled_or_filed_nothing_is_entered(state):
    case = CaseFactory(state=state, number="1", accepted_on=TODAY)
    with pytest.raises(Problem):
        enter(case, "claim", "2025-06-30")


def test_who_may_and_that_one_is_struck_out_once_with_a_reason(case):
    for actor in (staff("auditor", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            enter(case, "claim", "2025-06-30", actor=actor)
    event = enter(case, "claim", "2025-06-30")
    with pytest.raises(Problem):
        drop_limitation_event(event, actor=case.handler, reason=" ")
    drop_limitation_event(event, actor=case.handler, reason="无证据")
    with pytest.raises(Changed):
        drop_limitation_event(event, actor=case.handler, reason="无证据")
    assert last_day(case) == day("2026-03-10")


def test_a_claim_known_on_another_day_has_a_year_of_its_own(case):
    (claimant,) = case.claimants.all()
    facts = {"kind": "annual_leave", "claimed": 1600, "reason": "补充请求"}
    claim = add_claim(case, actor=case.handler, claimant=claimant, known_on=day("2025-01-05"), **facts)
    assert running(case) == day("2026-01-05")
    edit_claim(claim, actor=case.handler, reason="更正", known_on=day("2025-08-01"))
    assert running(case) == day("2026-03-10")


def test_the_same_claim_known_on_another_day_is_still_the_same_claim(case):
    (claim,) = case.claims.all()
    with pytest.raises(Problem):
        add_claim(
            case,
            actor=case.handler,
            claimant=claim.claimant,
            kind=claim.kind,
            claimed=claim.claimed,
            reason="补充",
            known_on=day("2025-08-01"),
            period_from=claim.period_from,
            period_to=claim.period_to,
            basis=claim.basis,
        )


def test_a_case_that_is_split_takes_them_along():
    case = CaseFactory(state="mediation", number="2", accepted_on=TODAY, known_on=day("2025-03-10"))
    for _ in range(2):
        ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance", known_on=day("2025-04-01"))
    enter(case, "claim", "2025-06-30")
    drop_limitation_event(enter(case, "agreed", "2025-09-30"), actor=case.handler, reason="无证据")
    going = case.claimants.first()
    new = split_case(case, claimant_ids=[going.pk], actor=case.handler, reason="分案处理")
    assert list(new.limitation_events.values_list("kind", "on", "is_active")) == [
        ("claim", day("2025-06-30"), True)
    ]
    assert new.claims.get().known_on == day("2025-04-01")


def test_the_pages(client, case):
    client.force_login(case.handler)
    url = reverse("cases:add_limitation_event", args=[case.pk])
    assert client.get(url).status_code == 200
    data = {"kind": "pause", "on": "2025-05-01", "until": "2025-05-31", "proof": "住院记录"}
    refused = client.post(url, data | {"until": "2025-04-01"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["until"])
    assert "住院记录".encode() in refused.content
    assert client.post(url, data).status_code == 302
    shown = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    event = case.limitation_events.get()
    drop = reverse("cases:drop_limitation_event", args=[case.pk, event.pk])
    assert "住院记录" in shown
    assert drop in shown
    assert client.post(drop, {"reason": ""}).status_code == 422
    assert client.post(drop, {"reason": "登记有误", "seen_version": event.version}).status_code == 302
    assert drop not in client.get(reverse("cases:detail", args=[case.pk])).content.decode()
