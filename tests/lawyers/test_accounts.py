"""Lawyers are invited by administrators of the offices their firm serves."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.invitations import invited_user
from core.errors import Problem
from lawyers import actions
from tests.factories import LawyerFactory, firm_serving, office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return office()


@pytest.fixture
def administrator(town):
    return staff("administrator", town)


@pytest.fixture
def lawyer(town):
    return LawyerFactory(firm=firm_serving(town), user=None, name="王律师", phone="13700000000")


def test_the_lawyer_gets_a_user_with_the_name_on_record(lawyer, administrator):
    user = actions.invite_lawyer(lawyer=lawyer, username="wang", actor=administrator)
    lawyer.refresh_from_db()
    assert (lawyer.user, user.name, user.phone, user.has_usable_password()) == (
        user,
        "王律师",
        "13700000000",
        False,
    )
    assert lawyer.history.first().history_user == administrator


def test_a_lawyer_is_invited_once(lawyer, administrator):
    actions.invite_lawyer(lawyer=lawyer, username="wang", actor=administrator)
    with pytest.raises(Problem):
        actions.invite_lawyer(lawyer=lawyer, username="wang2", actor=administrator)


def test_only_administrators_of_an_office_the_firm_serves_invite(lawyer, town):
    for user in (staff("supervisor", town), staff("administrator", office("外区总工会"))):
        with pytest.raises(PermissionDenied):
            actions.invite_lawyer(lawyer=lawyer, username="wang", actor=user)


def test_without_an_account_there_is_nothing_to_close(lawyer, administrator):
    with pytest.raises(Problem):
        actions.close_lawyer_account(lawyer=lawyer, actor=administrator, reason="x")


def test_the_whole_way_on_the_pages(client, lawyer, administrator, mailoutbox):
    client.force_login(administrator)

    def url(name):
        return reverse("admin:lawyers_lawyer_account", args=[lawyer.pk, name])

    page = client.get(reverse("admin:lawyers_lawyer_change", args=[lawyer.pk]))
    assert url("invite") in page.content.decode()
    shown = client.post(url("invite"), {"username": "wang", "email": "w@example.org"}, follow=True).context
    assert invited_user(shown["url"].split("/")[-2]).username == "wang"
    assert shown["mailed"] == "w@example.org"
    again = client.post(url("reinvite"), {"reason": "链接丢失"}, follow=True).context
    assert invited_user(shown["url"].split("/")[-2]) is None
    assert invited_user(again["url"].split("/")[-2]).username == "wang"
    client.post(url("close"), {"reason": "离所"})
    lawyer.refresh_from_db()
    assert lawyer.user.is_active is False


def test_the_pages_are_closed_to_others(client, lawyer, town):
    url = reverse("admin:lawyers_lawyer_account", args=[lawyer.pk, "invite"])
    assert client.get(url).status_code == 302
    client.force_login(staff("supervisor", town))
    assert client.get(url, follow=True).status_code == 403
    client.force_login(staff("administrator", office("外区总工会")))
    assert client.get(url).status_code == 403
