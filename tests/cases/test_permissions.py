"""Role × action: who may take which step, from the state it leaves, and who sees the case at all."""

import datetime as dt

import pytest

from accounts.models import Membership, User
from cases import permissions
from cases.models import Case
from cases.queries.scope import case_scope
from core import clock
from core.audit import record
from core.fsm import may_take, transitions_of
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    LawyerFactory,
    UserFactory,
    office,
    staff,
)

WORK = {"clerk", "handling supervisor", "clerk above", "lawyer"}
HANDLE = WORK - {"lawyer"}
SUPERVISE = {"supervisor", "handling supervisor"}
CLERKS = HANDLE | {"clerk elsewhere"}

STEPS = {
    "submit": HANDLE,
    "discard": HANDLE,
    "accept": {"reviewer"},
    "accept_urgently": {"reviewer"},
    "decline": {"reviewer"},
    "return_for_completion": {"reviewer"},
    "reconsider": {"reviewer"},
    "assign": WORK | {"coordinator"},
    "start_mediation": WORK,
    "settle": WORK,
    "fail_mediation": WORK,
    "file_arbitration": WORK,
    "award": WORK,
    "file_suit": WORK,
    "judge": WORK,
    "enforce": WORK,
    "request_closing": WORK,
    "approve_closing": {"supervisor"},
    "return_closing": SUPERVISE,
    "archive": HANDLE,
    "reopen": SUPERVISE,
    "withdraw": HANDLE | {"reviewer"},
    "terminate": {"reviewer"},
    "transfer": {"reviewer"},
}
VERBS = {
    "can_handle": HANDLE,
    "can_decide": {"reviewer"},
    "can_supervise": SUPERVISE,
    "can_handle_or_decide": HANDLE | {"reviewer"},
    "can_reassign": HANDLE | SUPERVISE,
    "can_note": WORK | SUPERVISE | {"reviewer"},
    "can_unmask": WORK | SUPERVISE | {"reviewer"},
    "can_approve_closing": {"supervisor"},
    "clerk_or_lawyer": WORK,
    "is_case_lawyer": {"lawyer"},
}
SEES = WORK | SUPERVISE | {"reviewer", "auditor", "former lawyer", "coordinator"}


@pytest.fixture
def cast(db):
    """The case and everybody, by role. The handling supervisor is at the window as well."""
    district = office("金山区总工会")
    town = office("朱泾镇总工会", parent=district)
    handler = staff("supervisor", town)
    record(Membership(user=handler, office=town, role="clerk", valid_from=dt.date(2020, 1, 1)), actor=None)
    case = CaseFactory(office=town, handler=handler, state="closing", closing_from="settled")
    lawyer = LawyerFactory()
    asked, former = LawyerFactory(), LawyerFactory()
    AssignmentFactory(case=case, lawyer=lawyer, state="accepted")
    AssignmentFactory(case=case, lawyer=asked, state="offered")
    AssignmentFactory(case=case, lawyer=former, state="completed")
    people = {
        "clerk": staff("clerk", town),
        "clerk above": staff("clerk", district),
        "clerk elsewhere": staff("clerk", office("枫泾镇总工会", parent=district)),
        "reviewer": staff("reviewer", town),
        "supervisor": staff("supervisor", town),
        "handling supervisor": handler,
        "auditor": staff("auditor", town),
        "administrator": staff("administrator", town),
        "lawyer": lawyer.user,
        "asked lawyer": asked.user,
        "former lawyer": former.user,
        "coordinator": LawyerFactory(firm=lawyer.firm, is_coordinator=True).user,
        "coordinator asked": LawyerFactory(firm=asked.firm, is_coordinator=True).user,
        "other lawyer": LawyerFactory().user,
        "nobody": UserFactory(),
    }
    return case, {role: User.objects.get(pk=user.pk) for role, user in people.items()}


def test_each_step_is_for_its_roles(cast):
    case, people = cast
    found = {}
    for name, meta in transitions_of(Case).items():
        source = next(iter(meta.transitions))
        standing = Case(pk=case.pk, office=case.office, handler_id=case.handler_id, state=source)
        found[name] = {role for role, user in people.items() if may_take(standing, name, user)}

    assert found == STEPS


def test_each_verb_is_for_its_roles(cast):
    case, people = cast

    found = {
        verb: {role for role, user in people.items() if getattr(permissions, verb)(case, user)}
        for verb in VERBS
    }

    assert found == VERBS


def test_a_party_is_edited_by_clerks_and_by_a_lawyer_who_acts_in_its_case(cast):
    case, people = cast
    claimant, stranger = ClaimantFactory(case=case), ClaimantFactory()

    def editors(party):
        return {role for role, user in people.items() if permissions.can_edit_party(party, user)}

    assert editors(stranger.worker) == editors(None) == CLERKS
    assert editors(claimant.worker) == editors(case.employer) == CLERKS | {"lawyer"}


def test_who_sees_the_case(cast):
    case, people = cast

    seen = {
        role for role, user in people.items() if Case.objects.visible_to(user).filter(pk=case.pk).exists()
    }

    assert seen == SEES


def test_a_supervisor_who_asked_for_closing_does_not_approve_it(cast):
    case, people = cast
    case.closing_requested_by = people["supervisor"]

    assert not permissions.can_approve_closing(case, people["supervisor"])


def test_a_role_that_has_ended_counts_no_more(cast):
    case, people = cast
    membership = people["clerk"].memberships.get()
    membership.valid_to = dt.date(2026, 11, 22)
    record(membership, actor=None)

    with clock.at(dt.date(2026, 11, 22)):
        assert permissions.can_handle(case, User.objects.get(pk=people["clerk"].pk))
    with clock.at(dt.date(2026, 11, 23)):
        assert not permissions.can_handle(case, User.objects.get(pk=people["clerk"].pk))


@pytest.mark.django_db
@pytest.mark.parametrize("by_row", [False, True], ids=["by a list of keys", "row by row"])
def test_the_scope_is_the_same_however_the_database_tests_it(by_row):
    district = office("金山区总工会")
    town = office("朱泾镇总工会", parent=district)
    cases = {
        "district": CaseFactory(office=district),
        "town": CaseFactory(office=town),
        "elsewhere": CaseFactory(),
    }
    lawyer, other = LawyerFactory(), LawyerFactory()
    coordinator = LawyerFactory(firm=lawyer.firm, is_coordinator=True)
    AssignmentFactory(case=cases["town"], lawyer=lawyer, state="accepted")
    AssignmentFactory(case=cases["district"], lawyer=lawyer, state="offered")
    AssignmentFactory(case=cases["elsewhere"], lawyer=lawyer, state="replaced")
    AssignmentFactory(case=cases["district"], lawyer=other, state="completed")

    def seen(user):
        found = Case.objects.filter(case_scope(User.objects.get(pk=user.pk), by_row=by_row))
        return {name for name, case in cases.items() if case in found}

    assert seen(staff("auditor", district)) == {"district", "town"}
    assert seen(staff("clerk", town)) == {"town"}
    assert seen(staff("administrator", district)) == set()
    assert seen(UserFactory()) == set()
    assert seen(lawyer.user) == seen(coordinator.user) == {"town"}
    assert seen(other.user) == {"district"}
