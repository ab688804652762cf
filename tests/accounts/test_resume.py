"""A form posted after the session ended comes back filled in, to the same person only."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core import resume
from tests.factories import office, staff

pytestmark = pytest.mark.django_db

INVITE = "/people/invite/"
TYPED = {"name": "沈玉芳", "username": "shenyufang", "phone": "13800000000", "role": "clerk"}
PASSWORD = "correct horse 9"


@pytest.fixture
def window():
    return office()


@pytest.fixture
def administrator(window):
    return staff("administrator", window, username="zhang")


def sign_in(client, username):
    return client.post(reverse("account_login"), {"login": username, "password": PASSWORD})


def end_session(client):
    """The session runs out, while the browser keeps its cookies."""
    Session.objects.all().delete()


@pytest.fixture
def late(client, administrator):
    """A browser in which the administrator had signed in, too long ago."""
    sign_in(client, "zhang")
    client.get(INVITE)
    end_session(client)
    return client


def test_the_typed_fields_come_back_after_the_sign_in(late):
    response = late.post(INVITE, TYPED)
    assert response.headers["Location"] == f"/account/login/?next={INVITE}"
    sign_in(late, "zhang")
    page = late.get(INVITE)
    assert {name: page.context["form"][name].value() for name in TYPED} == TYPED
    assert not User.objects.filter(username="shenyufang").exists()


def test_they_come_back_once(late):
    late.post(INVITE, TYPED)
    sign_in(late, "zhang")
    late.get(INVITE)
    assert late.get(INVITE).context["form"].is_bound is False


def test_other_pages_do_not_take_them(late):
    late.post(INVITE, TYPED)
    sign_in(late, "zhang")
    late.get("/people/")
    assert late.get(INVITE).context["form"].is_bound is True


def test_somebody_else_who_signs_in_never_sees_them(late, window):
    staff("administrator", window, username="wang")
    late.post(INVITE, TYPED)
    sign_in(late, "wang")
    assert late.get(INVITE).context["form"].is_bound is False
    assert late.session[resume.SESSION_KEY] == []


def test_in_a_browser_nobody_signed_in_before_nothing_is_kept(client, administrator):
    response = client.post(INVITE, TYPED)
    assert response.headers["Location"] == f"/account/login/?next={INVITE}"
    assert resume.SESSION_KEY not in client.session


def test_a_forged_cookie_keeps_nothing(client, administrator):
    client.cookies[resume.OWNER_COOKIE] = f"{administrator.pk}:x:y"
    client.post(INVITE, TYPED)
    assert resume.SESSION_KEY not in client.session


def test_the_cookie_is_out_of_reach_of_scripts(client, administrator):
    cookie = sign_in(client, "zhang").cookies.get(resume.OWNER_COOKIE) or client.cookies[resume.OWNER_COOKIE]
    assert (bool(cookie["httponly"]), cookie["samesite"]) == (True, "Lax")


def test_passwords_codes_and_tokens_are_not_kept_and_the_rest_is_encrypted(late):
    secret = {"oldpassword": "a1", "password1": "b2", "Password": "c3", "code": "123456"}
    late.post(INVITE, TYPED | secret | {"csrfmiddlewaretoken": "t"})
    (entry,) = late.session[resume.SESSION_KEY]
    assert "沈玉芳" not in str(dict(late.session))
    sign_in(late, "zhang")
    assert set(late.get(INVITE).wsgi_request.resumed) == set(TYPED)
    assert entry["files"] is False


def test_what_is_too_long_is_not_kept(late):
    late.post(INVITE, {"name": "长" * resume.MAX_CHARACTERS})
    assert resume.SESSION_KEY not in late.session


def test_a_few_forms_are_kept_and_of_one_form_the_last(late):
    for n in range(resume.MAX_FORMS + 2):
        late.post(f"/people/{n + 1}/roles/add/", {"reason": str(n)})
    late.post("/people/7/roles/add/", {"reason": "again"})
    kept = [entry["action"] for entry in late.session[resume.SESSION_KEY]]
    assert kept == [f"/people/{n}/roles/add/" for n in range(3, 8)]


def test_a_form_that_posts_elsewhere_leads_back_to_its_own_page(late):
    page = "http://testserver/people/roster/?month=2026-11"
    response = late.post("/people/roster/1/2026-11-23/copy/", {"x": "1"}, headers={"Referer": page})
    assert response.headers["Location"] == "/account/login/?next=/people/roster/%3Fmonth%3D2026-11"


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/people/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_it_never_leads_to_another_site(late, page):
    response = late.post(INVITE, TYPED, headers={"Referer": page})
    assert response.headers["Location"] == f"/account/login/?next={INVITE}"


def test_a_partial_update_is_told_to_go_to_the_sign_in(late):
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{INVITE}"}
    response = late.post(INVITE, TYPED, headers=headers)
    assert (response.status_code, response.headers["HX-Redirect"]) == (200, f"/account/login/?next={INVITE}")


def test_what_a_page_sends_by_itself_leads_nobody_away_from_the_form(late):
    headers = {"HX-Request": "true", "X-Background": "yes"}
    response = late.post("/cases/find-worker/", {"workers-0-id_number": "310116"}, headers=headers)
    assert (response.status_code, "HX-Redirect" in response.headers) == (401, False)
    assert resume.SESSION_KEY not in late.session


def test_files_have_to_be_chosen_again_and_a_message_says_so(late, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("x")
    with file.open("rb") as handle:
        late.post(INVITE, TYPED | {"proof": handle})
    sign_in(late, "zhang")
    page = late.get(INVITE)
    assert len(page.context["messages"]) >= 2
    assert page.context["form"]["name"].value() == "沈玉芳"


def test_reading_and_public_pages_are_left_alone(late):
    assert late.get(INVITE).headers["Location"] == f"/account/login/?next={INVITE}"
    assert sign_in(late, "zhang").headers["Location"] == "/"


# --- a token from before the last sign-in ---


@pytest.fixture
def strict(administrator):
    """A browser whose tokens are checked, signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(administrator)
    client.get(INVITE)
    return client


def test_an_old_token_brings_the_form_back_filled_in(strict):
    headers = {"Referer": f"http://testserver{INVITE}"}
    response = strict.post(INVITE, TYPED | {"csrfmiddlewaretoken": "a" * 64}, headers=headers)
    assert response.headers["Location"] == INVITE
    assert strict.get(INVITE).context["form"]["name"].value() == "沈玉芳"
    assert not User.objects.filter(username="shenyufang").exists()


def test_a_form_of_another_site_is_refused_and_nothing_kept(strict):
    for headers in ({"Origin": "https://evil.example", "Referer": "https://evil.example/"}, {}):
        response = strict.post(INVITE, TYPED, headers=headers)
        assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")
    assert resume.SESSION_KEY not in strict.session


def test_the_end_of_a_session_leaves_the_token_good(administrator):
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))
    token = client.cookies["csrftoken"].value
    form = {"login": "zhang", "password": PASSWORD, "csrfmiddlewaretoken": token}
    client.post(reverse("account_login"), form)
    client.get(INVITE)
    end_session(client)
    token = client.cookies["csrftoken"].value
    response = client.post(INVITE, TYPED | {"csrfmiddlewaretoken": token})
    assert response.headers["Location"] == f"/account/login/?next={INVITE}"


def test_a_session_ends_after_idle_time_and_every_page_prolongs_it(
    client, administrator, settings, monkeypatch
):
    sign_in(client, "zhang")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
    before = timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE - 61)
    Session.objects.update(expire_date=before)
    client.get("/people/")
    assert Session.objects.get().expire_date > before


def test_a_page_that_is_read_within_a_minute_of_another_writes_nothing(client, administrator):
    sign_in(client, "zhang")
    client.get("/people/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/people/")
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_after_waiting_at_the_sign_in_page_the_idle_time_is_the_usual_one(late, settings):
    late.post(INVITE, TYPED)
    assert late.session.get_expiry_age() == resume.KEPT_SECONDS
    sign_in(late, "zhang")
    assert late.session.get_expiry_age() == settings.SESSION_COOKIE_AGE
