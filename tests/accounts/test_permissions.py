"""Who holds a role where, whom one may manage, and who signs in with a second factor."""

import datetime as dt

import pytest

from accounts.models import Membership, User
from accounts.permissions import (
    can_edit_roster,
    can_manage_person,
    has_role,
    has_role_anywhere,
    has_roster,
    must_use_second_factor,
    office_ids,
    offices_of,
)
from core import clock
from core.audit import record
from tests.factories import LawyerFactory, UserFactory, firm_serving, office, staff

pytestmark = pytest.mark.django_db
ROLES = ("clerk", "reviewer", "supervisor", "auditor", "administrator")
DAY = dt.timedelta(days=1)


@pytest.fixture
def district():
    return office("金山区总工会")


@pytest.fixture
def town(district):
    return office("朱泾镇总工会", parent=district)


def read_anew(user):
    return User.objects.get(pk=user.pk)


def held(user, at, role, since, until=None):
    membership = Membership(user=user, office=at, role=role, valid_from=since, valid_to=until)
    return record(membership, actor=None)


@pytest.mark.parametrize("roles", ["clerk", ("clerk", "reviewer")], ids=["one role", "several"])
def test_a_role_holds_at_its_office_and_below(district, town, roles):
    above, below, auditor = staff("clerk", district), staff("clerk", town), staff("auditor", town)
    assert [has_role(user, roles, town) for user in (above, below, auditor)] == [True, True, False]
    assert [has_role(user, roles, district) for user in (above, below, auditor)] == [True, False, False]
    assert [has_role_anywhere(user, roles) for user in (above, below, auditor)] == [True, True, False]


def test_offices_of_one_role_are_not_those_of_another(district, town):
    user = staff("clerk", town)
    held(user, district, "administrator", dt.date(2020, 1, 1))
    user = read_anew(user)
    assert office_ids(user) == [town.pk]
    assert set(office_ids(user, ("administrator",))) == {district.pk, town.pk}


# --- whom one may manage ---


def test_an_administrator_manages_people_of_the_own_offices_but_not_himself(district, town):
    administrator, clerk = staff("administrator", district), staff("clerk", town)
    assert can_manage_person(administrator, clerk)
    assert can_manage_person(administrator, staff("administrator", town))
    assert not can_manage_person(administrator, administrator)
    assert not can_manage_person(staff("administrator", town), administrator)
    assert not can_manage_person(clerk, staff("clerk", town))


def test_who_set_up_the_house_is_managed_by_another_of_that_kind_alone(town):
    first, second = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    administrator = staff("administrator", town)
    held(second, town, "clerk", dt.date(2020, 1, 1))
    assert can_manage_person(first, second)
    assert can_manage_person(first, administrator)
    assert not can_manage_person(first, first)
    assert not can_manage_person(administrator, second)


def test_an_account_that_never_served_anywhere_is_nobodys(town):
    assert not can_manage_person(staff("administrator", town), UserFactory())


def test_an_account_reaches_offices_of_today_and_to_come_and_those_of_the_firm(district, town):
    with clock.at(dt.date(2026, 11, 23)):
        today = clock.today()
        last_day, ended, to_come = UserFactory(), UserFactory(), UserFactory()
        held(last_day, town, "clerk", today - DAY, today)
        held(last_day, district, "clerk", today - DAY, today - DAY)
        held(ended, town, "clerk", today - DAY, today - DAY)
        held(to_come, town, "clerk", today + DAY)
        lawyer = LawyerFactory(firm=firm_serving(district))
        held(lawyer.user, town, "clerk", today - DAY)

        assert offices_of(last_day) == {town}
        assert offices_of(ended) == {town}
        assert offices_of(to_come) == {town}
        assert offices_of(lawyer.user) == {district, town}
        assert offices_of(UserFactory()) == set()


# --- the roster, the second factor ---


def test_who_writes_and_who_reads_the_roster(district, town):
    people = {role: staff(role, town) for role in ROLES}
    elsewhere = office("钟楼区总工会")
    writers = {"clerk", "supervisor", "administrator"}
    assert {role for role, user in people.items() if can_edit_roster(user, town)} == writers
    assert {role for role, user in people.items() if can_edit_roster(user, elsewhere)} == set()
    assert {role for role, user in people.items() if has_roster(user)} == set(ROLES)
    assert not has_roster(LawyerFactory().user)
    whole_house = UserFactory(is_superuser=True)
    assert can_edit_roster(whole_house, town)
    assert has_roster(whole_house)


@pytest.mark.parametrize("required", [True, False])
def test_supervisors_and_administrators_use_a_second_factor_where_it_is_asked_for(town, settings, required):
    settings.REQUIRE_SECOND_FACTOR = required
    people = {role: staff(role, town) for role in ROLES}
    people |= {"superuser": UserFactory(is_superuser=True), "lawyer": LawyerFactory().user}
    found = {who for who, user in people.items() if must_use_second_factor(user)}
    assert found == ({"supervisor", "administrator", "superuser"} if required else set())
