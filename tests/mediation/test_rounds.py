"""Mediation rounds."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from core import clock
from core.errors import Changed, Problem
from mediation.actions.rounds import correct_round, schedule_round, take_round_step
from mediation.models import MediationRound
from tests.factories import CaseFactory, MediationRoundFactory, office, staff

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def case():
    return CaseFactory(state="mediation", mediation_started_on=TODAY)


def at(day, hour=14):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def schedule(case, day=TODAY, actor=None):
    return schedule_round(
        case, scheduled_at=at(day), place="调解室", mediator=case.handler, actor=actor or case.handler
    )


SAID = {
    "outcome": "adjourned",
    "attendees": "周建国、单位人事经理",
    "minutes": "单位同意支付一半",
    "worker_offer": Decimal("245000.00"),
    "employer_offer": Decimal("228000.00"),
    "law_unclear": True,
}


def test_rounds_count_from_one_and_keep_their_number(case):
    first = schedule(case)
    take_round_step(first, "cancel", actor=case.handler, reason="单位负责人出差")
    assert [first.number, schedule(case).number] == [1, 2]


def test_a_held_round_keeps_both_offers_and_the_gap(case):
    held = take_round_step(schedule(case), "hold", actor=case.handler, **SAID)
    assert (held.state, held.outcome, held.gap) == ("held", "adjourned", Decimal("17000.00"))
    assert {name: getattr(held, name) for name in SAID} == SAID
    assert held.history.first().history_user == case.handler


def test_no_gap_where_a_side_names_no_sum(case):
    held = take_round_step(schedule(case), "hold", actor=case.handler, **SAID | {"employer_offer": None})
    assert held.gap is None


def test_an_employer_never_offers_more_than_is_asked(case):
    with pytest.raises(Problem) as refused:
        take_round_step(
            schedule(case), "hold", actor=case.handler, **SAID | {"employer_offer": Decimal("245000.01")}
        )
    assert list(refused.value.message_dict) == ["employer_offer"]


def test_a_round_is_not_held_before_its_day(case):
    planned = schedule(case, TODAY + dt.timedelta(days=1))
    with pytest.raises(Problem):
        take_round_step(planned, "hold", actor=case.handler, **SAID)


def test_rounds_are_scheduled_in_mediation_only_and_not_before_it_started(case):
    with pytest.raises(Problem):
        schedule(CaseFactory(state="assigned", handler=case.handler, office=case.office))
    with pytest.raises(Problem) as refused:
        schedule(case, TODAY - dt.timedelta(days=1))
    assert list(refused.value.message_dict) == ["scheduled_at"]


def test_others_neither_schedule_nor_hold(case):
    planned = schedule(case)
    for actor in (staff("reviewer", case.office), staff("supervisor", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            schedule(case, actor=actor)
        with pytest.raises(PermissionDenied):
            take_round_step(planned, "hold", actor=actor, **SAID)
        with pytest.raises(PermissionDenied):
            correct_round(planned, actor=actor, reason="更正", **SAID)


def test_a_round_is_held_once(case):
    planned = schedule(case)
    take_round_step(planned, "hold", actor=case.handler, **SAID)
    with pytest.raises(Changed):
        take_round_step(planned, "hold", actor=case.handler, **SAID)


def test_a_correction_needs_a_reason_and_keeps_the_former_text(case):
    held = take_round_step(schedule(case), "hold", actor=case.handler, **SAID)
    corrected = SAID | {"minutes": "单位同意支付九成"}
    with pytest.raises(Problem) as refused:
        correct_round(held, actor=case.handler, reason=" ", **corrected)
    assert list(refused.value.message_dict) == ["reason"]
    correct_round(held, actor=case.handler, reason="听错", **corrected)
    fresh = MediationRound.objects.get(pk=held.pk)
    assert fresh.minutes == "单位同意支付九成"
    assert "单位同意支付一半" in fresh.history.values_list("minutes", flat=True)


def test_a_round_not_held_and_a_case_that_ended_are_not_corrected(case):
    ended = CaseFactory(state="closed", handler=case.handler, office=case.office)
    held = MediationRoundFactory(case=ended, state="held", outcome="failed")
    for round_ in (schedule(case), held):
        with pytest.raises(Changed):
            correct_round(round_, actor=case.handler, reason="更正", **SAID)
