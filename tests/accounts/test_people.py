"""The administrator's people: who sees whom, and who may do what."""

import datetime as dt
import importlib
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.models import Membership, Office, User
from accounts.permissions import can_manage_person
from core import clock
from core.errors import Problem
from tests.factories import LawyerFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def district():
    return office("金山区总工会", is_window=False)


@pytest.fixture
def window(district):
    return office("朱泾镇总工会", parent=district)


@pytest.fixture
def administrator(district):
    return staff("administrator", district)


@pytest.fixture
def clerk(window):
    return staff("clerk", window)


@pytest.fixture
def outsider():
    return staff("clerk", office("钟楼区总工会"))


def names(client):
    return {person.username for person in client.get(reverse("accounts:people")).context["page"].items}


# --- who sees whom ---


def test_an_administrator_sees_the_people_of_the_own_office_and_below(client, administrator, clerk, outsider):
    client.force_login(administrator)
    assert names(client) == {administrator.username, clerk.username}


def test_who_has_left_is_still_found_as_a_closed_account(client, administrator, clerk):
    actions.deactivate_user(user=clerk, actor=administrator, reason="离职")
    client.force_login(administrator)
    assert names(client) == {administrator.username}
    closed = client.get(reverse("accounts:people"), {"closed": "1"}).context["page"].items
    assert [person.username for person in closed] == [clerk.username]


@pytest.mark.parametrize(
    ("params", "found"),
    [({"q": "周"}, 1), ({"q": "1390"}, 1), ({"q": "nobody"}, 0), ({"role": "clerk"}, 1), ({"role": "x"}, 2)],
)
def test_people_are_found_by_name_phone_and_role(client, administrator, window, params, found):
    staff("clerk", window, name="周建国", phone="13900000000")
    client.force_login(administrator)
    assert len(client.get(reverse("accounts:people"), params).context["page"].items) == found


def test_the_filters_that_are_on_are_shown_and_the_form_comes_when_it_is_opened(client, administrator):
    client.force_login(administrator)
    here = reverse("accounts:people")
    page = client.get(here, {"q": "zhou", "role": "clerk", "closed": "1", "page": "2"})
    assert [(pill.value, pill.url) for pill in page.context["pills"]] == [
        ("zhou", "?role=clerk&closed=1"),
        ("窗口工作人员", "?q=zhou&closed=1"),
        ("", "?q=zhou&role=clerk"),
    ]
    opened = client.get(here, {"panel": "1"}, headers={"HX-Request": "true"})
    assert opened.templates[0].name == "components/filter_form.html"


def pages(person, membership):
    return [
        reverse("accounts:person", args=[person.pk]),
        reverse("accounts:change", args=[person.pk]),
        reverse("accounts:grant", args=[person.pk]),
        reverse("accounts:end", args=[membership.pk]),
        *(
            reverse("accounts:step", args=[person.pk, name])
            for name in ("close", "reopen", "reinvite", "second-factor")
        ),
    ]


def test_administrators_of_another_office_find_nothing(client, administrator, outsider):
    client.force_login(administrator)
    answers = [client.get(url).status_code for url in pages(outsider, outsider.memberships.get())]
    assert answers == [404] * 8


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "auditor"])
def test_other_roles_are_refused(client, window, clerk, role):
    client.force_login(staff(role, window))
    urls = [reverse("accounts:people"), reverse("accounts:invite"), *pages(clerk, clerk.memberships.get())]
    assert [client.get(url).status_code for url in urls] == [403] * 10


def test_lawyers_are_refused(client, clerk):
    client.force_login(LawyerFactory().user)
    assert client.get(reverse("accounts:people")).status_code == 403


def test_visitors_are_led_to_the_sign_in(client, clerk):
    urls = [reverse("accounts:people"), *pages(clerk, clerk.memberships.get())]
    assert [client.get(url).headers["Location"].split("?")[0] for url in urls] == [
        reverse("account_login")
    ] * 9


def test_an_unknown_step_is_no_page(client, administrator, clerk):
    client.force_login(administrator)
    assert client.get(reverse("accounts:step", args=[clerk.pk, "fire"])).status_code == 404


def test_the_list_costs_the_same_with_one_person_and_with_thirty(client, administrator, window):
    def queries(count: int) -> int:
        while User.objects.count() < count:
            staff("clerk", window)
        with CaptureQueriesContext(connection) as captured:
            assert len(client.get(reverse("accounts:people")).context["page"].items) == count
        return len(captured)

    client.force_login(administrator)
    assert queries(1) == queries(30)


# --- roles ---


def grant(actor, user, at, role="reviewer", **dates):
    return actions.grant_membership(user=user, office=at, role=role, actor=actor, reason="test", **dates)


def test_a_role_is_granted_with_reason_on_record(administrator, clerk, window):
    with clock.at(DAY):
        row = grant(administrator, clerk, window)
    assert (row.role, row.valid_from, row.valid_to) == ("reviewer", DAY, None)
    assert (row.history.get().history_user, row.history.get().history_change_reason) == (
        administrator,
        "test",
    )


def test_nobody_grants_a_role_to_oneself(administrator, window):
    with pytest.raises(Problem):
        grant(administrator, administrator, window, "supervisor")


def test_roles_are_granted_by_administrators_of_the_office_only(administrator, clerk, window):
    with pytest.raises(PermissionDenied):
        grant(administrator, clerk, office("外区总工会"))
    with pytest.raises(PermissionDenied):
        grant(staff("supervisor", window), clerk, window)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (dt.date(2026, 6, 30), None, True),
        (dt.date(2026, 7, 1), None, False),
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), False),
        (dt.date(2025, 1, 1), dt.date(2026, 1, 1), True),
        (dt.date(2026, 3, 1), dt.date(2026, 3, 31), True),
    ],
)
def test_a_role_is_not_held_twice_on_the_same_day(administrator, window, first, last, refused):
    user = UserFactory()
    grant(administrator, user, window, valid_from=dt.date(2026, 1, 1), valid_to=dt.date(2026, 6, 30))
    if refused:
        with pytest.raises(Problem):
            grant(administrator, user, window, valid_from=first, valid_to=last)
    else:
        grant(administrator, user, window, valid_from=first, valid_to=last)
    assert user.memberships.count() == (1 if refused else 2)


def test_a_role_ends_after_its_last_day(administrator, clerk, window):
    membership = clerk.memberships.get()
    actions.end_membership(membership=membership, actor=administrator, reason="调岗", last_day=DAY)
    with clock.at(DAY):
        assert User.objects.get(pk=clerk.pk).roles == {"clerk"}
    with clock.at(DAY + dt.timedelta(days=1)):
        assert User.objects.get(pk=clerk.pk).roles == set()
        with pytest.raises(Problem):
            actions.end_membership(membership=membership, actor=administrator, reason="again")


def test_a_role_does_not_end_before_it_began(client, administrator, clerk):
    client.force_login(administrator)
    url = reverse("accounts:end", args=[clerk.memberships.get().pk])
    response = client.post(url, {"last_day": "2019-12-31", "reason": "错"})
    assert list(response.context["form"].errors) == ["last_day"]
    assert clerk.memberships.get().valid_to is None


TOMORROW, NEXT_YEAR = DAY + dt.timedelta(days=1), DAY + dt.timedelta(days=365)


def roles_on(day, user):
    with clock.at(day):
        return User.objects.get(pk=user.pk).roles


@pytest.mark.parametrize("days_early", [1, 30])
def test_a_role_that_has_not_begun_is_withdrawn_and_never_holds(client, administrator, window, days_early):
    user, begins = UserFactory(), DAY + dt.timedelta(days=30)
    with clock.at(DAY):
        coming = grant(administrator, user, window, valid_from=begins)
        client.force_login(administrator)
        last_day = begins - dt.timedelta(days=days_early)
        url = reverse("accounts:end", args=[coming.pk])
        assert client.post(url, {"last_day": last_day.isoformat(), "reason": "另有任用"}).status_code == 302
        shown = client.get(reverse("accounts:person", args=[user.pk]))
        assert "起任前已撤销" in shown.content.decode()
        assert reverse("accounts:end", args=[coming.pk]) not in shown.content.decode()
        with pytest.raises(Problem):
            actions.end_membership(membership=coming, actor=administrator, reason="again")
        again = grant(administrator, user, window, valid_from=begins)
    days = [begins - dt.timedelta(days=1), begins, NEXT_YEAR]
    assert [roles_on(day, user) for day in days] == [set(), {"reviewer"}, {"reviewer"}]
    with clock.at(DAY):
        actions.end_membership(membership=again, actor=administrator, reason="x")
    assert [roles_on(day, user) for day in days] == [set(), set(), set()]


def test_a_role_to_come_is_not_withdrawn_on_a_day_that_is_over(administrator, window):
    with clock.at(DAY):
        coming = grant(administrator, UserFactory(), window, valid_from=NEXT_YEAR)
        with pytest.raises(Problem) as refused:
            actions.end_membership(
                membership=coming, actor=administrator, reason="x", last_day=DAY - dt.timedelta(days=1)
            )
    assert list(refused.value.message_dict) == ["last_day"]


def test_a_role_withdrawn_leaves_the_account_to_who_administers_the_rest(administrator, clerk):
    there = office("外区总工会")
    other = staff("administrator", there)
    with clock.at(DAY):
        coming = grant(other, clerk, there, valid_from=TOMORROW)
        assert not can_manage_person(administrator, clerk)
        actions.end_membership(membership=coming, actor=other, reason="不再借调")
        assert can_manage_person(administrator, clerk)


def test_days_that_run_backwards_are_refused_at_the_field(client, administrator, clerk, window):
    client.force_login(administrator)
    form = {"office": window.pk, "role": "reviewer", "reason": "兼任"}
    days = {"valid_from": "2026-01-02", "valid_to": "2026-01-01"}
    response = client.post(reverse("accounts:grant", args=[clerk.pk]), form | days)
    assert list(response.context["form"].errors) == ["valid_to"]
    assert clerk.memberships.count() == 1


def test_a_reason_is_demanded_and_what_was_typed_is_kept(client, administrator, clerk):
    client.force_login(administrator)
    url = reverse("accounts:end", args=[clerk.memberships.get().pk])
    response = client.post(url, {"last_day": "2026-12-31", "reason": "  "})
    assert list(response.context["form"].errors) == ["reason"]
    assert response.context["form"]["last_day"].value() == "2026-12-31"


def test_a_role_is_granted_on_the_page(client, administrator, clerk, window):
    client.force_login(administrator)
    form = {"office": window.pk, "role": "reviewer", "valid_from": "2026-01-01", "reason": "兼任"}
    response = client.post(reverse("accounts:grant", args=[clerk.pk]), form)
    assert response.headers["Location"] == reverse("accounts:person", args=[clerk.pk])
    assert {m.role for m in clerk.memberships.all()} == {"clerk", "reviewer"}


def test_an_office_of_others_cannot_be_chosen(client, administrator, clerk, outsider):
    client.force_login(administrator)
    foreign = outsider.memberships.get().office
    form = {"office": foreign.pk, "role": "reviewer", "valid_from": "2026-01-01", "reason": "x"}
    assert client.post(reverse("accounts:grant", args=[clerk.pk]), form).status_code == 403
    assert clerk.memberships.count() == 1


# --- accounts ---


def test_closing_an_account_ends_its_roles_and_its_session(client, administrator, clerk):
    client.force_login(clerk)
    assert client.get(reverse("accounts:roster")).status_code == 200
    actions.deactivate_user(user=clerk, actor=administrator, reason="离职")
    assert client.get(reverse("accounts:roster")).status_code == 302
    assert clerk.memberships.get().valid_to == clock.today()
    assert clerk.history.first().history_change_reason == "离职"


def test_a_role_to_come_does_not_come_alive_in_an_account_closed_and_opened_again(
    administrator, clerk, window
):
    with clock.at(DAY):
        grant(administrator, clerk, window, "reviewer", valid_from=TOMORROW)
        grant(administrator, clerk, window, "auditor", valid_from=NEXT_YEAR, valid_to=NEXT_YEAR)
        actions.deactivate_user(user=clerk, actor=administrator, reason="离职")
        actions.reactivate_user(user=clerk, actor=administrator, reason="回来")
    assert [roles_on(day, clerk) for day in (DAY, TOMORROW, NEXT_YEAR)] == [{"clerk"}, set(), set()]


def test_an_account_closed_meanwhile_gets_no_role(administrator, clerk, window):
    shown = User.objects.get(pk=clerk.pk)
    actions.deactivate_user(user=clerk, actor=administrator, reason="调离")
    with pytest.raises(Problem):
        actions.grant_membership(
            user=shown, office=window, role="reviewer", actor=administrator, reason="轮岗"
        )
    assert not Membership.objects.filter(user=clerk).not_over(clock.today() + dt.timedelta(days=1)).exists()


def test_an_account_is_closed_once_and_opened_again(client, administrator, clerk):
    client.force_login(administrator)
    close = reverse("accounts:step", args=[clerk.pk, "close"])
    assert client.post(close, {"reason": "离职"}).status_code == 302
    assert client.post(close, {"reason": "离职"}).status_code == 200
    client.post(reverse("accounts:step", args=[clerk.pk, "reopen"]), {"reason": "回来"})
    clerk.refresh_from_db()
    assert clerk.is_active is True


def test_an_account_that_works_elsewhere_too_is_not_closed_from_here(administrator, clerk):
    there = office("外区总工会")
    grant(staff("administrator", there), clerk, there)
    with pytest.raises(PermissionDenied):
        actions.deactivate_user(user=clerk, actor=administrator, reason="x")


def test_nobody_closes_the_own_account(client, administrator):
    client.force_login(administrator)
    assert client.get(reverse("accounts:step", args=[administrator.pk, "close"])).status_code == 403


def test_data_is_corrected_with_reason(client, administrator, clerk):
    client.force_login(administrator)
    form = {"name": "沈玉芳", "email": "s@example.org", "phone": "13800000001", "reason": "改名"}
    client.post(reverse("accounts:change", args=[clerk.pk]), form)
    clerk.refresh_from_db()
    assert (clerk.name, clerk.email) == ("沈玉芳", "s@example.org")
    assert clerk.history.first().history_change_reason == "改名"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("+86 139-1234-5678", "13912345678"),
        ("（021）5731 2345 转 801", "021-57312345-801"),
        ("１２３５１", "12351"),
        ("", ""),
    ],
)
def test_a_telephone_is_kept_in_one_spelling(client, administrator, clerk, window, typed, kept):
    client.force_login(administrator)
    form = {"name": clerk.name, "email": "s@example.org", "phone": typed, "reason": "换号"}
    assert client.post(reverse("accounts:change", args=[clerk.pk]), form).status_code == 302
    clerk.refresh_from_db()
    assert clerk.phone == kept
    invited = {
        "name": "新人", "username": "xinren", "phone": typed, "office": window.pk, "role": "clerk",
        "language": "zh-hans",
    }  # fmt: skip
    client.post(reverse("accounts:invite"), invited)
    assert User.objects.get(username="xinren").phone == kept


def test_a_telephone_that_is_none_is_said_at_its_field_and_stays_typed(client, administrator, clerk):
    client.force_login(administrator)
    form = {"name": "改了", "email": "s@example.org", "phone": "1391234567", "reason": "换号"}
    answer = client.post(reverse("accounts:change", args=[clerk.pk]), form)
    assert list(answer.context["form"].errors) == ["phone"]
    assert 'value="1391234567"' in answer.text
    clerk.refresh_from_db()
    assert clerk.name != "改了"


def test_people_are_found_by_a_telephone_written_otherwise(client, administrator, window):
    person = staff("clerk", window, phone="13900000000")
    client.force_login(administrator)
    found = client.get(reverse("accounts:people"), {"q": "+86 139-0000"}).context["page"].items
    assert [one.pk for one in found] == [person.pk]


@pytest.mark.parametrize(
    ("stored", "kept"),
    [("139-1234-5678", "13912345678"), ("13912345678", "13912345678"), ("内线 8", "内线 8"), ("", "")],
)
def test_telephones_on_record_are_written_in_one_spelling_by_the_migrations(stored, kept):
    lawyer = LawyerFactory(phone=stored)
    rows = [office("某镇总工会"), lawyer.user, lawyer.firm, lawyer]
    for row in rows:
        type(row)._base_manager.filter(pk=row.pk).update(phone=stored)
        row.refresh_from_db()
    written = [row.history.count() for row in rows]
    state = MigrationLoader(None).project_state()
    for app in ("accounts", "lawyers"):
        [name] = Path(app, "migrations").glob("*_phones_in_one_spelling.py")
        for _again in range(2):
            importlib.import_module(f"{app}.migrations.{name.stem}").respell(state.apps, None)
    for row, before in zip(rows, written, strict=True):
        row.refresh_from_db()
        assert (row.phone, row.history.count()) == (kept, before + (stored != kept))
        assert stored == kept or row.history.first().phone == kept


def test_a_lost_second_factor_is_reset_with_recovery_codes(administrator, clerk):
    for kind in ("totp", "recovery_codes"):
        clerk.authenticator_set.create(type=kind, data={})
    actions.reset_second_factor(user=clerk, actor=administrator, reason="手机丢失")
    assert clerk.authenticator_set.count() == 0
    assert clerk.history.first().history_change_reason == "手机丢失"
    with pytest.raises(Problem):
        actions.reset_second_factor(user=clerk, actor=administrator, reason="again")


# --- the tree ---


def test_a_moved_office_takes_along_who_sees_what(administrator, district, window, clerk):
    other = office("浦东新区总工会", is_window=False)
    there = staff("administrator", other)
    above = UserFactory(is_superuser=True)
    actions.place_office(Office.objects.get(pk=window.pk), parent=other, actor=above, reason="区划调整")
    moved = Office.objects.get(pk=window.pk)
    assert Office.objects.get_parent(moved) == other
    assert moved.history.first().history_change_reason == "区划调整"
    assert list(User.objects.visible_to(User.objects.get(pk=there.pk)).filter(pk=clerk.pk)) == [clerk]
    assert list(User.objects.visible_to(User.objects.get(pk=administrator.pk)).filter(pk=clerk.pk)) == []


def test_an_office_cannot_stand_below_itself(administrator, district, window):
    with pytest.raises(Problem):
        actions.place_office(
            Office.objects.get(pk=district.pk), parent=window, actor=administrator, reason="x"
        )


def test_memberships_are_visible_to_administrators_of_the_office(administrator, clerk, outsider):
    assert set(Membership.objects.visible_to(administrator)) == {
        administrator.memberships.get(),
        clerk.memberships.get(),
    }
    assert list(Membership.objects.visible_to(clerk)) == []
