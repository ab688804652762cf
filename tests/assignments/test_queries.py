"""Which firms, lawyers and offers a user sees, and what the sets of states hold."""

import pytest

from accounts.models import User
from assignments.models import Assignment
from assignments.states import AssignmentState
from lawyers.models import Firm, Lawyer
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    FirmFactory,
    LawyerFactory,
    UserFactory,
    firm_serving,
    office,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return office("金山区总工会", is_window=False)


@pytest.fixture
def town(district):
    return office("朱泾镇总工会", parent=district)


@pytest.fixture
def firms(district, town):
    """A firm that serves the district, one that serves the town, one elsewhere, one that serves nobody."""
    return {
        "district": firm_serving(district),
        "town": firm_serving(town),
        "elsewhere": firm_serving(office("钟楼区总工会")),
        "nobody": FirmFactory(),
    }


def seen(user, firms):
    visible = set(Firm.objects.visible_to(User.objects.get(pk=user.pk)))
    return {name for name, firm in firms.items() if firm in visible}


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "auditor"])
def test_staff_see_the_firms_that_serve_their_office_or_one_above_or_below(firms, district, town, role):
    assert seen(staff(role, town), firms) == {"district", "town"}
    assert seen(staff(role, district), firms) == {"district", "town"}


def test_a_firm_that_serves_a_sibling_only_is_not_seen(firms, district):
    sibling = office("亭林镇总工会", parent=district)
    assert seen(staff("clerk", sibling), firms) == {"district"}


def test_administrators_see_all_firms(firms, town):
    assert seen(staff("administrator", town), firms) == {"district", "town", "elsewhere", "nobody"}


def test_lawyers_see_their_own_firm(firms):
    assert seen(LawyerFactory(firm=firms["town"]).user, firms) == {"town"}


def test_a_user_without_a_role_sees_none(firms):
    assert seen(UserFactory(), firms) == set()


def test_lawyers_are_seen_with_their_firm(firms, town):
    ours, theirs = LawyerFactory(firm=firms["town"], user=None), LawyerFactory(firm=firms["elsewhere"])
    clerk = staff("clerk", town)
    assert list(Lawyer.objects.visible_to(clerk)) == [ours]
    assert list(Lawyer.objects.visible_to(theirs.user)) == [theirs]


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "auditor"])
def test_staff_see_the_offers_of_cases_of_their_offices(district, town, role):
    made = AssignmentFactory(case=CaseFactory(office=town))
    AssignmentFactory()
    assert list(Assignment.objects.visible_to(staff(role, town))) == [made]
    assert list(Assignment.objects.visible_to(staff(role, district))) == [made]


def test_a_lawyer_sees_the_own_offers_and_a_coordinator_those_of_the_firm():
    firm = FirmFactory()
    mine, colleagues = (AssignmentFactory(lawyer=LawyerFactory(firm=firm)) for _ in range(2))
    of_the_firm = AssignmentFactory(lawyer=None, firm=firm)
    AssignmentFactory()
    coordinator = LawyerFactory(firm=firm, is_coordinator=True)
    assert list(Assignment.objects.visible_to(mine.lawyer.user)) == [mine]
    assert set(Assignment.objects.visible_to(coordinator.user)) == {mine, colleagues, of_the_firm}
    assert list(Assignment.objects.visible_to(UserFactory())) == []


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("offered", {"offered"}),
        ("accepted", {"accepted"}),
        ("live", {"offered", "accepted"}),
        ("acting", {"accepted", "completed"}),
        ("acted", {"accepted", "completed", "replaced"}),
    ],
)
def test_each_set_holds_its_states_in_queries_and_on_the_row(name, states):
    for state in AssignmentState.values:
        AssignmentFactory(state=state, decline_code="workload" if state == "declined" else "")
    on_the_row = {"acted": "has_acted"}.get(name, f"is_{name}")
    assert {row.state for row in getattr(Assignment.objects, name)()} == states
    assert {row.state for row in Assignment.objects.all() if getattr(row, on_the_row)} == states
