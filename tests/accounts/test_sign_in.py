"""Signing in: by invitation, with limits, in the user's own language."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import NoReverseMatch, reverse

from core.audit import record
from tests.factories import UserFactory, office, staff

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 9"
LOGIN = "/account/login/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **data: str):
    return client.post(LOGIN, {"login": username, "password": password, **data})


def test_signs_in_by_user_name_and_goes_on_where_one_wanted(client):
    user = UserFactory(username="shenyufang")
    response = sign_in(client, "shenyufang", next="/people/roster/")
    assert response.headers["Location"] == "/people/roster/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_language_of_the_user_is_applied(client):
    UserFactory(username="ann", language="en")
    assert sign_in(client, "ann").cookies["django_language"].value == "en"


def test_the_language_switch_is_remembered_for_the_user(client):
    user = staff("administrator", office())
    client.force_login(user)
    client.post(reverse("set_language"), {"language": "en", "next": "/people/"})
    user.refresh_from_db()
    assert user.language == "en"
    assert client.get("/people/").content.decode().count("Invite a person") == 1


def test_an_unknown_language_changes_nothing(client):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("set_language"), {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "zh-hans"


def test_a_visitor_may_switch_the_language(client):
    response = client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert (response.status_code, response.cookies["django_language"].value) == (302, "en")


def test_a_language_chosen_on_the_page_of_sign_in_is_the_users_from_then_on(client):
    user = UserFactory(username="ann")
    client.post(reverse("set_language"), {"language": "en", "next": LOGIN})
    assert sign_in(client, "ann").cookies["django_language"].value == "en"
    user.refresh_from_db()
    assert (user.language, user.history.first().history_change_reason) == ("en", "切换语言")
    client.logout()
    UserFactory(username="bob")
    assert sign_in(client, "bob").cookies["django_language"].value == "zh-hans"


@pytest.mark.parametrize("chosen", ["xx", "", "zh-hans"])
def test_what_is_no_other_language_changes_nothing_of_who_signs_in(client, chosen):
    user = UserFactory(username="ann")
    before = user.history.count()
    client.post(reverse("set_language"), {"language": chosen, "next": LOGIN})
    sign_in(client, "ann")
    user.refresh_from_db()
    assert (user.language, user.history.count()) == ("zh-hans", before)


def test_signing_in_leaves_no_history_of_the_person(client):
    user = UserFactory(username="li")
    before = user.history.count()
    sign_in(client, "li")
    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == before


@pytest.mark.parametrize(("username", "password"), [("li", "wrong horse 9"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_look_the_same(client, username, password):
    UserFactory(username="li")
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_told_so(client):
    UserFactory(username="li", is_active=False)
    assert sign_in(client, "li").headers["Location"] == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200


def test_five_wrong_passwords_close_the_door_for_the_right_one_too(client):
    UserFactory(username="li")
    for _ in range(5):
        sign_in(client, "li", "wrong horse 9")
    response = sign_in(client, "li")
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "password/set/", "login/code/confirm/"]
)
def test_there_is_nothing_to_sign_up_or_manage_addresses(client, path):
    client.force_login(UserFactory())
    assert client.get(f"/account/{path}").status_code == 404


def test_no_page_leads_to_a_sign_up():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_forgotten_password_is_set_by_mail(client, mailoutbox):
    user = UserFactory(email="li@example.org")
    client.post(reverse("account_reset_password"), {"email": "li@example.org"})
    link = next(line for line in mailoutbox[0].body.split() if "/password/reset/key/" in line)
    form = client.get(link.split("testserver")[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "an other horse 7", "password2": "an other horse 7"})
    user.refresh_from_db()
    assert user.check_password("an other horse 7")
    assert user.history.first().history_user == user


def test_an_unknown_address_gets_no_mail_and_the_same_page(client, mailoutbox):
    response = client.post(reverse("account_reset_password"), {"email": "who@example.org"})
    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []


# --- the second factor ---


def add_totp(user) -> Authenticator:
    return TOTP.activate(user, "JBSWY3DPEHPK3PXP").instance


@pytest.mark.parametrize("role", ["supervisor", "administrator"])
def test_supervisors_and_administrators_must_set_up_a_second_factor(client, settings, role):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(staff(role, office()))
    assert client.get("/people/roster/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.post("/people/invite/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.get("/people/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse(
        "mfa_activate_totp"
    )


def test_nothing_more_is_asked_once_it_is_set_up(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = staff("administrator", office())
    add_totp(user)
    client.force_login(user)
    assert client.get("/people/").status_code == 200


def test_it_is_left_to_clerks_and_where_the_settings_do_not_ask(client, settings):
    administrator = staff("administrator", office())
    client.force_login(administrator)
    assert client.get("/people/").status_code == 200
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(staff("clerk", office()))
    assert client.get("/people/roster/").status_code == 200


def test_the_way_to_set_it_up_is_open_and_shows_the_picture(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = staff("supervisor", office(), username="zhang")
    sign_in(client, "zhang")
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    assert "img-src 'self' data:" in page.headers["Content-Security-Policy"]
    assert client.post(reverse("account_logout")).status_code == 302
    assert not user.authenticator_set.exists()


def test_signing_in_with_a_second_factor_asks_for_the_code(client):
    user = UserFactory(username="li")
    authenticator = add_totp(user)
    assert sign_in(client, "li").headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get("/people/roster/").status_code == 302
    assert "JBSWY3DPEHPK3PXP" not in str(authenticator.data)


def test_who_needs_it_cannot_turn_it_off(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = staff("supervisor", office(), username="zhang")
    client.force_login(user)
    add_totp(user)
    from accounts.adapter import HouseMFAAdapter

    assert HouseMFAAdapter().can_delete_authenticator(user.authenticator_set.get()) is False
    settings.REQUIRE_SECOND_FACTOR = False
    assert HouseMFAAdapter().can_delete_authenticator(user.authenticator_set.get()) is True


# --- the address on record ---


@pytest.mark.parametrize(("behind_proxy", "address"), [(False, "10.0.0.9"), (True, "203.0.113.7")])
def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(client, settings, behind_proxy, address):
    settings.BEHIND_PROXY = behind_proxy
    user = UserFactory()
    client.force_login(user)
    client.post(
        reverse("set_language"),
        {"language": "en"},
        REMOTE_ADDR="10.0.0.9",
        headers={"X-Forwarded-For": "1.1.1.1, 203.0.113.7"},
    )
    assert user.history.first().from_address == address


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_password_to_change_is_told_how_to_get_one(client, method):
    user = UserFactory()
    user.set_unusable_password()
    record(user, actor=user)
    client.force_login(user)
    answer = getattr(client, method)(reverse("account_change_password"), follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "此账号没有密码，请联系管理员重新邀请。" in answer.content.decode()
