"""An invitation: one link, once, for a few days."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import actions
from accounts.invitations import invited_user, token_for
from accounts.models import User
from core import clock
from core.errors import Problem
from tests.factories import UserFactory, office, staff

pytestmark = pytest.mark.django_db

NEW = "quiet harbour 4"
PERSON = {"username": "shenyufang", "name": "沈玉芳", "email": "shen@example.org", "phone": "13800000000"}


@pytest.fixture
def window():
    return office()


@pytest.fixture
def administrator(window):
    return staff("administrator", window)


@pytest.fixture
def invited(administrator, window):
    return actions.invite_user(actor=administrator, office=window, role="clerk", **PERSON)


def accept(client, token, password=NEW, again=None):
    url = reverse("accounts:accept", args=[token])
    return client.post(url, {"password1": password, "password2": again or password})


def test_the_invited_person_has_a_role_and_no_password(invited, administrator, window):
    assert invited.has_usable_password() is False
    assert [(m.role, m.office) for m in invited.current_memberships] == [("clerk", window)]
    assert invited.history.first().history_user == administrator


def test_the_link_is_mailed_and_shown_once_to_the_administrator(client, administrator, window, mailoutbox):
    client.force_login(administrator)
    form = {**PERSON, "office": window.pk, "role": "clerk", "language": "zh-hans"}
    response = client.post(reverse("accounts:invite"), form)
    shown = client.get(response.headers["Location"]).context
    assert [(m.to, shown["url"] in m.body) for m in mailoutbox] == [(["shen@example.org"], True)]
    person = User.objects.get(username="shenyufang")
    assert shown["back"] == reverse("accounts:person", args=[person.pk])
    assert client.get(response.headers["Location"]).status_code == 302


def test_without_an_address_nothing_is_mailed(client, administrator, window, mailoutbox):
    client.force_login(administrator)
    form = {**PERSON, "email": "", "office": window.pk, "role": "clerk", "language": "zh-hans"}
    response = client.post(reverse("accounts:invite"), form, follow=True)
    assert response.context["url"].startswith("http://testserver/people/welcome/")
    assert mailoutbox == []


def test_the_link_sets_the_password_and_opens_the_door(client, invited):
    response = accept(client, token_for(invited))
    assert response.headers["Location"] == reverse("account_login")
    invited.refresh_from_db()
    assert invited.check_password(NEW)
    assert invited.history.first().history_user == invited
    signed_in = client.post(reverse("account_login"), {"login": "shenyufang", "password": NEW})
    assert signed_in.status_code == 302


def test_the_link_works_once(client, invited):
    token = token_for(invited)
    accept(client, token)
    assert client.get(reverse("accounts:accept", args=[token])).status_code == 410
    with pytest.raises(Problem):
        actions.accept_invitation(token, "an other horse 7")


def test_the_link_works_for_seven_days(invited):
    with clock.at(dt.date(2026, 11, 2)):
        token = token_for(invited)
    with clock.at(dt.date(2026, 11, 9)):
        assert invited_user(token) == invited
    with clock.at(dt.date(2026, 11, 10)):
        assert invited_user(token) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: "x" + t, lambda t: t.replace(":", "."), lambda t: "1"]
)
def test_a_link_that_was_tampered_with_does_not_work(client, invited, change):
    assert client.get(reverse("accounts:accept", args=[change(token_for(invited))])).status_code == 410


def test_a_new_invitation_kills_the_older_link_and_the_password(invited, administrator):
    old = token_for(invited)
    again = actions.reinvite_user(user=invited, actor=administrator, reason="链接丢失")
    assert invited_user(old) is None
    assert invited_user(token_for(again)) == invited
    actions.accept_invitation(token_for(again), NEW)
    actions.reinvite_user(user=invited, actor=administrator, reason="忘记密码")
    invited.refresh_from_db()
    assert invited.has_usable_password() is False


def test_a_closed_account_cannot_be_entered_by_its_link(invited, administrator):
    token = token_for(invited)
    actions.deactivate_user(user=invited, actor=administrator, reason="离职")
    assert invited_user(token) is None


@pytest.mark.parametrize(
    ("password", "again"),
    [("short1", None), ("1234567890", None), (NEW, "quiet harbour 5"), ("shenyufang", None)],
)
def test_weak_and_mistyped_passwords_are_refused_and_the_link_stays_good(client, invited, password, again):
    token = token_for(invited)
    response = accept(client, token, password, again)
    assert (response.status_code, len(response.context["form"].errors)) == (200, 1)
    assert invited_user(token) == invited


def test_a_user_name_is_given_once_whatever_its_case(invited, administrator, window):
    with pytest.raises(Problem) as refused:
        actions.invite_user(
            actor=administrator, office=window, role="clerk", **PERSON | {"username": "ShenYuFang"}
        )
    assert list(refused.value.message_dict) == ["username"]


def test_what_was_typed_is_kept_when_the_user_name_is_taken(client, invited, administrator, window):
    client.force_login(administrator)
    form = {**PERSON, "name": "沈另一", "office": window.pk, "role": "clerk", "language": "zh-hans"}
    response = client.post(reverse("accounts:invite"), form)
    assert list(response.context["form"].errors) == ["username"]
    assert response.context["form"]["name"].value() == "沈另一"


def test_only_administrators_of_the_office_invite_there(administrator, window):
    elsewhere = office("钟楼区总工会")
    with pytest.raises(PermissionDenied):
        actions.invite_user(actor=administrator, office=elsewhere, role="clerk", **PERSON)
    with pytest.raises(PermissionDenied):
        actions.invite_user(actor=staff("supervisor", window), office=window, role="clerk", **PERSON)


def test_the_first_administrator_is_appointed_by_who_set_up_the_house(client, window):
    client.force_login(UserFactory(is_superuser=True))
    form = {**PERSON, "office": window.pk, "role": "administrator", "language": "zh-hans"}
    client.post(reverse("accounts:invite"), form)
    assert User.objects.get(username="shenyufang").roles == {"administrator"}
