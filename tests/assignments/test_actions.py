"""Offers: who is asked, who answers, and what follows for the case."""

import datetime as dt
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from assignments.actions import expire_if_due, offer, take_assignment_step
from assignments.models import Assignment
from cases.actions.conflicts import check_conflicts
from cases.actions.deadlines import open_deadline
from cases.actions.parties import save_employer, save_worker
from cases.models import Case, CoRespondent
from core import clock
from core.audit import record
from core.errors import Blocked, Changed, Problem
from lawyers.models import FirmClient
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    FirmFactory,
    LawyerFactory,
    UserFactory,
    clear_check,
    firm_serving,
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
def town():
    return office()


@pytest.fixture
def case(town):
    case = CaseFactory(
        office=town,
        state="accepted",
        number="沪工援〔2026〕朱泾0001号",
        accepted_on=TODAY,
        submitted_on=TODAY,
    )
    ClaimFactory(claimant=ClaimantFactory(case=case))
    clear_check(case)
    open_deadline(case, "aid_appointment", actor=case.handler)
    return case


@pytest.fixture
def firm(town):
    return firm_serving(town)


@pytest.fixture
def lawyer(firm):
    return LawyerFactory(firm=firm)


@pytest.fixture
def coordinator(firm):
    return LawyerFactory(firm=firm, is_coordinator=True)


def tomorrow():
    return clock.now() + dt.timedelta(days=1)


def make_offer(case, firm, lawyer=None, **kwargs):
    return offer(case, firm=firm, lawyer=lawyer, expires_at=tomorrow(), actor=case.handler, **kwargs)


def declare(assignment, user):
    return take_assignment_step(assignment, "declare_no_conflict", actor=user)


def accept(assignment, user, **data):
    declare(assignment, user)
    return take_assignment_step(assignment, "accept", actor=user, **data)


def states(case):
    return list(case.assignments.order_by("pk").values_list("state", flat=True))


# --- making an offer ---


def test_offer_names_the_lawyer_and_keeps_the_conflict_check_current(case, firm, lawyer):
    made = make_offer(case, firm, lawyer, is_lead=True, message="请于明日前答复")
    assert (made.state, made.lawyer, made.is_lead, made.offered_by) == ("offered", lawyer, True, case.handler)
    case = Case.objects.get(pk=case.pk)
    assert case.conflict_checks.first().parties_key == case.parties_key()
    assert made.history.get().history_user == case.handler


def test_offer_is_made_by_a_clerk_of_the_office_only(case, firm, lawyer, town):
    for actor in (staff("reviewer", town), staff("clerk", office()), lawyer.user):
        with pytest.raises(PermissionDenied):
            offer(case, firm=firm, lawyer=lawyer, expires_at=tomorrow(), actor=actor)


@pytest.mark.parametrize("state", ["draft", "review", "closing", "closed", "withdrawn"])
def test_a_case_not_in_hand_is_not_offered(case, firm, lawyer, state):
    other = CaseFactory(office=case.office, state=state, handler=case.handler)
    with pytest.raises(Problem):
        make_offer(other, firm, lawyer)


def test_offer_to_somebody_unfit_is_refused_at_its_field(case, firm, lawyer):
    stranger = LawyerFactory(firm=FirmFactory())
    away = LawyerFactory(firm=firm, is_active=False)
    silent = LawyerFactory(firm=firm, user=None, name="不上网的律师")
    for field, asked in (
        ("firm", {"firm": stranger.firm, "lawyer": stranger}),
        ("lawyer", {"firm": firm, "lawyer": stranger}),
        ("lawyer", {"firm": firm, "lawyer": away}),
        ("lawyer", {"firm": firm, "lawyer": silent}),
        ("lawyer", {"firm": firm}),
    ):
        with pytest.raises(Problem) as refused:
            offer(case, expires_at=tomorrow(), actor=case.handler, **asked)
        assert list(refused.value.message_dict) == [field]
    assert not case.assignments.exists()


def test_nobody_is_asked_twice(case, firm, lawyer, coordinator):
    make_offer(case, firm, lawyer)
    make_offer(case, firm)
    for again in (lawyer, None):
        with pytest.raises(Problem) as refused:
            make_offer(case, firm, again)
        assert list(refused.value.message_dict) == ["lawyer"]


def test_a_second_lead_is_refused(case, firm, lawyer):
    make_offer(case, firm, lawyer, is_lead=True)
    with pytest.raises(Problem) as refused:
        make_offer(case, firm, LawyerFactory(firm=firm), is_lead=True)
    assert list(refused.value.message_dict) == ["is_lead"]


def test_an_offer_that_ends_in_the_past_is_refused(case, firm, lawyer):
    with pytest.raises(Problem) as refused:
        offer(case, firm=firm, lawyer=lawyer, expires_at=clock.now(), actor=case.handler)
    assert list(refused.value.message_dict) == ["expires_at"]
    offer(case, firm=firm, lawyer=lawyer, expires_at=clock.now() + INSTANT, actor=case.handler)


def test_a_firm_that_acts_for_the_employer_is_asked_only_with_a_reason(case, firm, lawyer):
    record(FirmClient(firm=firm, employer_name=case.employer.name), actor=None)
    with pytest.raises(Problem) as refused:
        make_offer(case, firm, lawyer)
    assert list(refused.value.message_dict) == ["reason"]
    made = make_offer(case, firm, lawyer, reason="顾问合同已终止,双方书面同意")
    assert made.history.get().history_change_reason == "顾问合同已终止,双方书面同意"


# --- answering ---


def test_details_first_after_declaring_no_conflict(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    with pytest.raises(Blocked):
        take_assignment_step(made, "accept", actor=lawyer.user)
    declared = declare(made, lawyer.user)
    assert declared.conflict_declared_by == lawyer.user
    assert declared.conflict_declared_at == clock.now()
    assert declared.state == "offered"


def test_first_acceptance_assigns_the_case_and_makes_a_lead(case, firm, lawyer):
    accepted = accept(make_offer(case, firm, lawyer), lawyer.user)
    case.refresh_from_db(fields=["version"])
    fresh = Case.objects.get(pk=case.pk)
    assert (accepted.state, accepted.is_lead, accepted.answered_at) == ("accepted", True, clock.now())
    assert fresh.state == "assigned"
    assert fresh.deadlines.get(kind="aid_appointment").state == "met"
    assert fresh.history.first().history_user == lawyer.user


def test_coordinator_chooses_who_takes_it(case, firm, lawyer, coordinator):
    accepted = accept(make_offer(case, firm), coordinator.user, lawyer=lawyer)
    assert accepted.lawyer == lawyer
    assert Case.objects.get(pk=case.pk).state == "assigned"
    assert list(Case.objects.visible_to(lawyer.user)) == [case]


def test_a_lawyer_cannot_pass_the_offer_to_a_colleague(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    declare(made, lawyer.user)
    with pytest.raises(PermissionDenied):
        take_assignment_step(made, "accept", actor=lawyer.user, lawyer=LawyerFactory(firm=firm))
    assert Case.objects.get(pk=case.pk).state == "accepted"


def test_coordinator_cannot_name_a_lawyer_of_another_firm_or_one_who_acts_already(
    case, firm, lawyer, coordinator
):
    accept(make_offer(case, firm, lawyer), lawyer.user)
    made = make_offer(case, firm)
    declare(made, coordinator.user)
    for wrong in (LawyerFactory(), lawyer):
        with pytest.raises(Problem) as refused:
            take_assignment_step(made, "accept", actor=coordinator.user, lawyer=wrong)
        assert list(refused.value.message_dict) == ["lawyer"]


def test_only_who_was_asked_answers(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    for user in (LawyerFactory(firm=firm).user, LawyerFactory().user, case.handler, UserFactory()):
        for step, data in (("declare_no_conflict", {}), ("accept", {}), ("decline", {"code": "workload"})):
            with pytest.raises(PermissionDenied):
                take_assignment_step(made, step, actor=user, **data)
    assert states(case) == ["offered"]


def test_several_lawyers_act_under_one_lead(case, firm, lawyer):
    second = LawyerFactory(firm=firm)
    make_offer(case, firm, lawyer, is_lead=True)
    helper = accept(make_offer(case, firm, second), second.user)
    assert not helper.is_lead
    lead = accept(case.assignments.get(lawyer=lawyer), lawyer.user)
    assert lead.is_lead
    assert case.assignments.filter(state="accepted").count() == 2


def test_when_the_lead_declines_the_first_who_acts_leads(case, firm, lawyer):
    second = LawyerFactory(firm=firm)
    asked = make_offer(case, firm, lawyer, is_lead=True)
    helper = accept(make_offer(case, firm, second), second.user)
    take_assignment_step(asked, "decline", actor=lawyer.user, code="workload")
    helper.refresh_from_db(fields=["is_lead"])
    assert helper.is_lead


def test_declining_keeps_code_and_note(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    declined = take_assignment_step(
        made, "decline", actor=lawyer.user, code="conflict", reason="任该单位顾问"
    )
    assert (declined.state, declined.decline_code) == ("declined", "conflict")
    assert declined.history.first().history_change_reason == "任该单位顾问"
    case = Case.objects.get(pk=case.pk)
    assert case.conflict_checks.first().parties_key == case.parties_key()


def test_another_reason_is_put_into_words(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    with pytest.raises(Problem) as refused:
        take_assignment_step(made, "decline", actor=lawyer.user, code="other")
    assert list(refused.value.message_dict) == ["reason"]


def test_the_second_answer_is_told(case, firm, lawyer, coordinator):
    made = make_offer(case, firm, lawyer)
    declare(made, lawyer.user)
    seen = Assignment.objects.get(pk=made.pk).version
    take_assignment_step(made, "accept", actor=coordinator.user, lawyer=lawyer, seen_version=seen)
    with pytest.raises(Changed):
        take_assignment_step(made, "decline", actor=lawyer.user, code="workload", seen_version=seen)
    assert states(case) == ["accepted"]


def test_a_case_that_has_ended_takes_no_lawyer(case, firm, lawyer):
    closing = CaseFactory(office=case.office, state="closing", handler=case.handler)
    made = AssignmentFactory(case=closing, lawyer=lawyer, conflict_declared_at=clock.now())
    with pytest.raises(Changed):
        take_assignment_step(made, "accept", actor=lawyer.user)


def test_acceptance_in_mediation_leaves_the_case_there(case, firm, lawyer):
    mediating = CaseFactory(office=case.office, state="mediation", handler=case.handler)
    ClaimantFactory(case=mediating)
    open_deadline(mediating, "aid_appointment", actor=case.handler)
    accept(make_offer(mediating, firm, lawyer), lawyer.user)
    assert Case.objects.get(pk=mediating.pk).state == "mediation"
    assert mediating.deadlines.get().state == "met"


# --- time runs out ---

INSTANT = dt.timedelta(microseconds=1)
NEAR_THE_END = pytest.mark.parametrize(
    ("off", "in_time"),
    [
        (dt.timedelta(seconds=-1), True),
        (-INSTANT, True),
        (dt.timedelta(0), True),
        (INSTANT, False),
        (dt.timedelta(seconds=1), False),
    ],
    ids=["a second before", "an instant before", "at the very moment", "an instant after", "a second after"],
)


@NEAR_THE_END
def test_an_offer_may_be_answered_up_to_the_very_moment(case, firm, lawyer, off, in_time):
    made = make_offer(case, firm, lawyer)
    with clock.at(made.expires_at + off):
        assert Assignment.objects.answerable().exists() is in_time
        if in_time:
            assert accept(made, lawyer.user).state == "accepted"
        else:
            with pytest.raises(Changed):
                declare(made, lawyer.user)
    assert states(case) == ["accepted" if in_time else "expired"]


@NEAR_THE_END
def test_an_offer_expires_once_its_moment_has_passed(case, firm, lawyer, off, in_time):
    made = make_offer(case, firm, lawyer)
    with clock.at(made.expires_at + off):
        assert expire_if_due(made) is not in_time
    assert states(case) == ["offered" if in_time else "expired"]


@NEAR_THE_END
def test_the_command_leaves_an_offer_until_its_moment_has_passed(case, firm, lawyer, off, in_time):
    made = make_offer(case, firm, lawyer)
    out = StringIO()
    with clock.at(made.expires_at + off):
        call_command("expire_offers", stdout=out)
    assert out.getvalue() == ("0 offers expired.\n" if in_time else "1 offer expired.\n")
    assert states(case) == ["offered" if in_time else "expired"]


def test_an_offer_answered_in_time_waits_no_more_and_does_not_expire_later(case, firm, lawyer):
    as_read_before = make_offer(case, firm, lawyer)
    accept(as_read_before, lawyer.user)
    assert not Assignment.objects.answerable().exists()
    with clock.at(as_read_before.expires_at + INSTANT):
        assert not expire_if_due(as_read_before)
    assert states(case) == ["accepted"]


def test_an_offer_that_somebody_let_expire_meanwhile_has_expired(case, firm, lawyer):
    as_read_before = make_offer(case, firm, lawyer)
    with clock.at(as_read_before.expires_at + INSTANT):
        assert expire_if_due(Assignment.objects.get())
        assert expire_if_due(as_read_before)
    assert as_read_before.history.count() == 2


def test_an_answer_after_the_time_lets_the_offer_expire(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    with clock.at(TODAY + dt.timedelta(days=2)):
        with pytest.raises(Changed):
            declare(made, lawyer.user)
        made.refresh_from_db(fields=["ended_at", "version"])
        assert states(case) == ["expired"]
        assert made.ended_at == clock.now()
    assert made.history.first().history_user.username == "system"


def test_the_command_lets_offers_expire_that_are_due(case, firm, lawyer):
    make_offer(case, firm, lawyer)
    offer(
        case,
        firm=firm,
        lawyer=LawyerFactory(firm=firm),
        expires_at=tomorrow() + dt.timedelta(days=9),
        actor=case.handler,
    )
    with clock.at(TODAY + dt.timedelta(days=2)):
        for expected in ("1 offer expired.\n", "0 offers expired.\n"):
            out = StringIO()
            call_command("expire_offers", stdout=out)
            assert out.getvalue() == expected
    assert states(case) == ["expired", "offered"]


def test_the_next_offer_lets_those_expire_that_nobody_answered(case, firm, lawyer):
    make_offer(case, firm, lawyer, is_lead=True)
    with clock.at(TODAY + dt.timedelta(days=9)):
        again = make_offer(case, firm, lawyer, is_lead=True)
        assert (again.state, again.is_lead) == ("offered", True)
        assert states(case) == ["expired", "offered"]


# --- withdrawn and replaced ---


def test_withdrawing_an_offer_needs_a_reason_and_a_clerk(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    with pytest.raises(Problem):
        take_assignment_step(made, "withdraw", actor=case.handler)
    with pytest.raises(PermissionDenied):
        take_assignment_step(made, "withdraw", actor=lawyer.user, reason="不办了")
    taken = take_assignment_step(made, "withdraw", actor=case.handler, reason="已另行委派")
    assert (taken.state, taken.ended_at) == ("withdrawn", clock.now())


def test_replacing_the_only_lawyer_starts_the_limit_to_appoint_anew(case, firm, lawyer):
    accepted = accept(make_offer(case, firm, lawyer), lawyer.user)
    with clock.at(TODAY + dt.timedelta(days=5)):
        replaced = take_assignment_step(accepted, "replace", actor=case.handler, reason="律师出国")
    assert (replaced.state, replaced.is_lead) == ("replaced", False)
    assert Case.objects.get(pk=case.pk).state == "assigned"
    deadline = case.deadlines.get(kind="aid_appointment", state="open")
    assert (deadline.starts_on, deadline.due_on) == (dt.date(2026, 3, 15), dt.date(2026, 3, 18))
    assert not Case.objects.visible_to(lawyer.user).exists()


def test_replacing_offers_the_case_on_with_the_lead(case, firm, lawyer):
    other = LawyerFactory(firm=firm_serving(case.office))
    accepted = accept(make_offer(case, firm, lawyer, is_lead=True), lawyer.user)
    take_assignment_step(
        accepted,
        "replace",
        actor=case.handler,
        reason="律师出国",
        firm=other.firm,
        lawyer=other,
        expires_at=tomorrow(),
        message="请接手",
    )
    following = case.assignments.get(state="offered")
    assert (following.lawyer, following.is_lead, following.message) == (other, True, "请接手")


def test_replacing_one_of_two_gives_the_lead_to_the_other(case, firm, lawyer):
    second = LawyerFactory(firm=firm)
    lead = accept(make_offer(case, firm, lawyer), lawyer.user)
    helper = accept(make_offer(case, firm, second), second.user)
    take_assignment_step(lead, "replace", actor=case.handler, reason="律师出国")
    helper.refresh_from_db(fields=["is_lead"])
    assert helper.is_lead
    assert not case.deadlines.filter(kind="aid_appointment", state="open").exists()


@pytest.mark.parametrize("added", ["claimant", "co-respondent", "renamed"])
def test_no_conflict_is_declared_again_after_the_parties_changed(case, firm, lawyer, added):
    made = make_offer(case, firm, lawyer)
    declare(made, lawyer.user)
    if added == "claimant":
        ClaimantFactory(case=case)
    elif added == "co-respondent":
        record(CoRespondent(case=case, employer=EmployerFactory()), actor=None)
    else:
        save_employer(case.employer, actor=case.handler, name="换了名字的公司")
    check_conflicts(case, actor=case.handler)
    with pytest.raises(Blocked, match="声明"):
        take_assignment_step(made, "accept", actor=lawyer.user)
    declare(made, lawyer.user)
    assert take_assignment_step(made, "accept", actor=lawyer.user).state == "accepted"


def test_another_telephone_or_another_firm_asked_is_no_reason_to_declare_again(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    declare(made, lawyer.user)
    worker = case.claimants.get().worker
    save_worker(worker, actor=case.handler, office=case.office, phone="13900000099")
    other = LawyerFactory(firm=firm_serving(case.office))
    make_offer(case, other.firm, other)
    assert take_assignment_step(made, "accept", actor=lawyer.user).state == "accepted"


def outdate_check(case):
    """A party changed past the actions that check again."""
    worker = case.claimants.get().worker
    worker.phone = "13900000098"
    record(worker, actor=None)


def test_an_outdated_check_stops_acceptance(case, firm, lawyer):
    made = make_offer(case, firm, lawyer)
    declare(made, lawyer.user)
    outdate_check(case)
    with pytest.raises(Blocked, match="重新核查"):
        take_assignment_step(made, "accept", actor=lawyer.user)
    check_conflicts(case, actor=case.handler)
    assert take_assignment_step(made, "accept", actor=lawyer.user).state == "accepted"


def test_an_outdated_check_stops_the_offer_that_follows_a_replaced_lawyer(case, firm, lawyer):
    accepted = accept(make_offer(case, firm, lawyer), lawyer.user)
    other = LawyerFactory(firm=firm_serving(case.office))
    following = {"firm": other.firm, "lawyer": other, "expires_at": tomorrow()}
    outdate_check(case)
    with pytest.raises(Problem) as refused:
        take_assignment_step(accepted, "replace", actor=case.handler, reason="律师出国", **following)
    assert list(refused.value.message_dict) == ["next"]
    assert states(case) == ["accepted"]
    check_conflicts(case, actor=case.handler)
    take_assignment_step(accepted, "replace", actor=case.handler, reason="律师出国", **following)
    assert states(case) == ["replaced", "offered"]


def test_replacing_by_an_unfit_lawyer_changes_nothing(case, firm, lawyer):
    accepted = accept(make_offer(case, firm, lawyer), lawyer.user)
    client_firm = firm_serving(case.office)
    record(FirmClient(firm=client_firm, employer_name=case.employer.name), actor=None)
    for asked in (LawyerFactory(), LawyerFactory(firm=client_firm)):
        with pytest.raises(Problem) as refused:
            take_assignment_step(
                accepted,
                "replace",
                actor=case.handler,
                reason="律师出国",
                firm=asked.firm,
                lawyer=asked,
                expires_at=tomorrow(),
            )
        assert list(refused.value.message_dict) == ["next"]
    assert states(case) == ["accepted"]
