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
from mediation.permissions import mediators
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    LawyerFactory,
    MediationRoundFactory,
    office,
    staff,
)

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


def schedule(case, day=TODAY, actor=None, mediator=None):
    return schedule_round(
        case,
        scheduled_at=at(day),
        place="调解室",
        mediator=mediator or case.handler,
        actor=actor or case.handler,
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


# --- the mediator ---


def lawyer_on(case, state="accepted", lawyer=None):
    return AssignmentFactory(case=case, lawyer=lawyer or LawyerFactory(), state=state).lawyer


@pytest.mark.parametrize("state", ["accepted", "completed", "replaced"])
def test_who_acts_or_acted_for_a_party_is_refused_as_mediator(case, state):
    lawyer = lawyer_on(case, state)
    with pytest.raises(Problem) as refused:
        schedule(case, mediator=lawyer.user)
    assert list(refused.value.message_dict) == ["mediator"]
    assert lawyer.user not in mediators(case, case.handler)


def test_neither_does_a_colleague_of_the_firm_mediate(case):
    colleague = LawyerFactory(firm=lawyer_on(case).firm)
    with pytest.raises(Problem):
        schedule(case, mediator=colleague.user)
    assert colleague.user not in mediators(case, colleague.user)


@pytest.mark.parametrize("state", ["offered", "declined", "expired", "withdrawn"])
def test_who_was_only_asked_may_mediate(case, state):
    kwargs = {"decline_code": "workload"} if state == "declined" else {}
    lawyer = AssignmentFactory(case=case, state=state, **kwargs).lawyer
    assert schedule(case, mediator=lawyer.user).mediator == lawyer.user


def test_a_round_is_not_held_by_a_mediator_whose_firm_took_the_case_meanwhile(case):
    lawyer = LawyerFactory()
    planned = schedule(case, mediator=lawyer.user)
    lawyer_on(case, lawyer=lawyer)
    with pytest.raises(Problem) as refused:
        take_round_step(planned, "hold", actor=case.handler, **SAID)
    assert list(refused.value.message_dict) == ["mediator"]


def test_clerks_of_the_office_and_above_mediate(case):
    above = office("金山区总工会")
    other = CaseFactory(state="mediation", office=office("亭林镇总工会", above))
    clerk_above = staff("clerk", above)
    staff("reviewer", other.office)
    assert set(mediators(other, other.handler)) == {other.handler, clerk_above}
