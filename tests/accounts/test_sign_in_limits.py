"""Wrong passwords: strict for the account at its address, loose for the address, and never lost what was typed."""

import datetime as dt
from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts import sign_in_limits as limits
from core import clock
from core.resume import OWNER_COOKIE
from core.throttle import Throttled
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 9"
OFFICE = "203.0.113.7"
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)


def sign_in(username, password="wrong horse 9", address=OFFICE, client=None, **extra):
    """Try from an address; the answer, with `signed_in`."""
    client = client or Client()
    answer = client.post(
        reverse("account_login"), {"login": username, "password": password}, REMOTE_ADDR=address, **extra
    )
    answer.signed_in = "_auth_user_id" in client.session
    return answer


def tries(username, times=1, address=OFFICE):
    """So many wrong passwords, counted as the sign-in page counts them."""
    for _ in range(times):
        with suppress(Throttled):
            limits.take_password(RequestFactory().post("/", REMOTE_ADDR=address), username)


def opens(username, address=OFFICE, **kwargs):
    """Does the right password open the door?"""
    return sign_in(username, PASSWORD, address, **kwargs).signed_in


@pytest.fixture
def people():
    return [UserFactory(username=name) for name in ("li", "wang", "zhao")]


def test_after_five_wrong_ones_the_form_says_how_long_to_wait_and_keeps_the_name(people):
    with clock.at(NOON):
        for _ in range(5):
            sign_in("li")
    with clock.at(NOON + dt.timedelta(seconds=30)):
        answer = sign_in("li", PASSWORD)
    form = answer.context["form"]
    assert (answer.status_code, answer.signed_in) == (200, False)
    assert form.non_field_errors() == ["尝试次数过多，请等待 5 分钟后再试。"]
    assert 'value="li"' in str(form["login"])


def test_refused_tries_do_not_lengthen_the_wait(people):
    with clock.at(NOON):
        tries("li", 20)
    with clock.at(NOON + dt.timedelta(minutes=5)):
        assert opens("li")


def test_one_colleague_does_not_lock_the_office(people):
    tries("li", 200)
    assert (opens("li"), opens("wang"), opens("zhao")) == (False, True, True)


def test_an_office_of_fifty_signs_in_within_a_minute_and_each_errs_once():
    names = [UserFactory(username=f"colleague{n}").username for n in range(50)]
    with clock.at(NOON):
        for name in names:
            tries(name)
        assert [opens(name) for name in names] == [True] * 50


def test_an_account_is_open_at_another_address(people):
    tries("li", 5, "198.51.100.1")
    assert (opens("li", "198.51.100.1"), opens("li")) == (False, True)


def test_by_the_hour_an_account_is_tried_fifteen_times_at_an_address(people):
    for minute in range(0, 24, 6):
        with clock.at(NOON + dt.timedelta(minutes=minute)):
            tries("li", 4 if minute < 18 else 3)
    with clock.at(NOON + dt.timedelta(minutes=30)):
        assert not opens("li")
        assert opens("wang")
    with clock.at(NOON + dt.timedelta(minutes=61)):
        assert opens("li")


def test_an_account_is_tried_sixty_times_an_hour_from_all_addresses(people):
    with clock.at(NOON):
        for number in range(60):
            tries("li", 1, f"198.51.100.{number}")
        assert not opens("li")
        assert opens("wang")


def test_nor_do_strangers_lock_somebody_out_of_the_own_browser(people):
    browser = Client()
    assert opens("li", client=browser)
    browser.post(reverse("account_logout"))
    for number in range(70):
        tries("li", 1, f"198.51.100.{number}")
    tries("li", 5)
    assert not opens("li")
    assert opens("li", client=browser)


def test_a_known_browser_has_a_limit_of_its_own_and_for_its_person_only(people):
    browser = Client()
    opens("li", client=browser)
    browser.post(reverse("account_logout"))
    for _ in range(5):
        sign_in("li", client=browser)
    assert not opens("li", client=browser)
    for _ in range(5):
        sign_in("wang", client=browser)
    assert not opens("wang")


def test_a_forged_cookie_makes_no_known_browser(people):
    browser = Client()
    browser.cookies[OWNER_COOKIE] = signing.get_cookie_signer(salt="elsewhere").sign(str(people[0].pk))
    for _ in range(5):
        sign_in("li", client=browser)
    assert not opens("li")


def test_an_address_that_tries_many_names_waits(people):
    with clock.at(NOON):
        for number in range(60):
            tries(f"guess{number}")
        assert (opens("wang"), opens("wang", "198.51.100.1")) == (False, True)
    with clock.at(NOON + dt.timedelta(minutes=5)):
        assert opens("wang")


def test_an_address_tries_no_more_than_twice_a_second(people):
    with clock.at(NOON):
        for _ in range(119):
            limits.take_password(RequestFactory().post("/", REMOTE_ADDR=OFFICE), f"{_}").give_back()
        assert (opens("li"), opens("li"), opens("li", "198.51.100.1")) == (True, False, True)


def test_a_name_spelled_otherwise_is_the_same_account(people):
    for name in ("li", "LI", " Li", "lI ", "li"):
        sign_in(name)
    assert not opens("Li")


def test_an_unknown_name_waits_like_a_known_one():
    for _ in range(5):
        sign_in("nobody")
    assert "5 分钟" in sign_in("Nobody").context["form"].non_field_errors()[0]


def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(people, settings):
    settings.BEHIND_PROXY = True
    for _ in range(5):
        sign_in("li", address="10.0.0.1", headers={"X-Forwarded-For": f"1.1.1.{_}, 203.0.113.7"})
    seen = {"address": "10.0.0.1", "headers": {"X-Forwarded-For": "203.0.113.7"}}
    assert not opens("li", **seen)
    assert opens("li", **seen | {"headers": {"X-Forwarded-For": "203.0.113.8"}})


def test_a_right_password_is_not_counted(people):
    assert [opens("li") for _ in range(7)] == [True] * 7


def test_a_new_password_opens_the_door_at_once(people, mailoutbox):
    for _ in range(5):
        sign_in("li")
    client = Client(REMOTE_ADDR=OFFICE)
    client.post(reverse("account_reset_password"), {"email": people[0].email})
    link = next(line for line in mailoutbox[0].body.split() if "/password/reset/key/" in line)
    form = client.get(link.split("testserver")[1], follow=True)
    new = "an other horse 7"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in("li", new).signed_in


def test_confirming_the_password_is_counted_too(people):
    client = Client(REMOTE_ADDR=OFFICE)
    opens("li", client=client)
    for _ in range(5):
        client.post(reverse("account_reauthenticate"), {"password": "wrong horse 9"})
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "分钟" in answer.context["form"].errors["password"][0]


# --- the second factor ---


@pytest.fixture
def at_the_code(people):
    """A browser in which the password was right, before the code."""
    TOTP.activate(people[0], "JBSWY3DPEHPK3PXP")
    client = Client(REMOTE_ADDR=OFFICE)
    sign_in("li", PASSWORD, client=client)
    return client


def code(client, text):
    return client.post(reverse("mfa_authenticate"), {"code": text})


def test_five_wrong_codes_make_wait_wherever_they_are_typed(at_the_code, people):
    with clock.at(NOON):
        for number in range(5):
            assert code(at_the_code, f"00000{number}").context["form"].errors["code"] == ["验证码不正确。"]
        elsewhere = Client(REMOTE_ADDR="198.51.100.1")
        sign_in("li", PASSWORD, "198.51.100.1", client=elsewhere)
        for client in (at_the_code, elsewhere):
            assert code(client, "000009").context["form"].errors["code"] == [
                "尝试次数过多，请等待 5 分钟后再试。"
            ]
        assert opens("wang")


def test_wrong_codes_count_by_the_hour(at_the_code):
    for minute in range(0, 25, 6):
        with clock.at(NOON + dt.timedelta(minutes=minute)):
            for _ in range(4):
                code(at_the_code, "000000")
    with clock.at(NOON + dt.timedelta(minutes=30)):
        assert "30 分钟" in code(at_the_code, "000000").context["form"].errors["code"][0]


def test_a_right_code_is_not_counted(at_the_code, people):
    authenticator = Authenticator.objects.get(user=people[0])
    for _ in range(4):
        code(at_the_code, "000000")
    tries = limits.take_code(people[0])
    tries.give_back()
    assert authenticator.type == "totp"
    assert "验证码不正确。" in code(at_the_code, "000000").context["form"].errors["code"]
    assert "分钟" in code(at_the_code, "000000").context["form"].errors["code"][0]


def test_setting_it_up_takes_no_more_codes_than_that(people):
    client = Client(REMOTE_ADDR=OFFICE)
    opens("li", client=client)
    client.get(reverse("mfa_activate_totp"))
    for _ in range(5):
        client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "分钟" in answer.context["form"].errors["code"][0]


def test_the_page_for_all_else_says_to_wait_a_minute(client):
    for number in range(20):
        client.post(reverse("account_reset_password"), {"email": f"li{number}@example.org"})
    answer = client.post(reverse("account_reset_password"), {"email": "li@example.org"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert next(t.name for t in answer.templates) == "429.html"
