"""A form is acted on once, however often it is sent; and nothing that was typed anew is swallowed by it."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from cases.models import Note
from core import clock
from core.models import FormToken
from core.once import FIELD, KEPT, new_token
from tests import sent
from tests.factories import ready_case, staff

pytestmark = pytest.mark.django_db
SAVED_ALREADY = "已保存过"


def shown_token(page):
    return page.content.decode().partition(f'name="{FIELD}" value="')[2].partition('"')[0]


@pytest.fixture
def case():
    return sent.scene()


@pytest.fixture
def note(case):
    return sent.note(case)


@pytest.fixture
def page(note):
    return note.client()


@pytest.mark.parametrize("form", sent.FORMS, ids=lambda form: form.__name__)
def test_what_is_sent_twice_is_made_once(case, form):
    form = form(case)
    client, token, before = form.client(), form.page_token(), form.made.count()
    first = form.send(client, token=token)
    assert first.status_code == 302, str(first.content.decode().partition("error-summary")[2][:800])
    again = form.send(client, token=token)
    assert form.made.count() == before + 1
    assert (again.status_code, again.url) == (302, FormToken.objects.get().answer)


def test_whoever_sends_it_again_is_told_and_led_to_what_came_of_it(note, page):
    token = note.page_token()
    first, again = note.send(page, token=token), note.send(page, token=token)
    assert again.url == first.url
    assert SAVED_ALREADY in page.get(again.url).content.decode()


def test_other_words_on_a_page_sent_before_are_kept_and_saved_when_sent_again(note, page):
    token = note.page_token()
    note.send(page, token=token)
    answer = note.send(page, token=token, text="另一条备注")
    assert answer.status_code == 422
    assert "另一条备注" in answer.content.decode()
    assert "尚未保存。</h2>" in answer.content.decode()
    assert Note.objects.count() == 1
    fresh = shown_token(answer)
    assert fresh != token
    assert note.send(page, token=fresh, text="另一条备注").status_code == 302
    assert Note.objects.count() == 2


def test_what_has_to_be_corrected_is_said_to_be_so(note, page):
    assert "尚未保存，请更正：</h2>" in note.send(page, text="").content.decode()


def test_another_file_is_another_thing(case):
    form = sent.upload(case)
    client, token = form.client(), form.page_token()
    form.send(client, token=token)
    other = SimpleUploadedFile("劳动合同.pdf", sent.PDF[:-1] + b"\n")
    assert form.send(client, token=token, uploads=other).status_code == 422


def test_a_form_that_was_refused_keeps_its_token(note, page):
    token = note.page_token()
    refused = note.send(page, token=token, text=" ")
    assert (refused.status_code, shown_token(refused)) == (422, token)
    assert not FormToken.objects.exists()
    assert note.send(page, token=token).status_code == 302


@pytest.mark.parametrize("forged", ["none", "nonsense", "of another user", "of another form", "cut short"])
def test_without_a_good_token_nothing_is_saved_and_nothing_is_lost(case, note, page, forged):
    token = {
        "none": "",
        "nonsense": "x" * 80 + "\x00",
        "of another user": new_token(staff("clerk", case.office), note.url(0)),
        "of another form": sent.claim(case).page_token(),
        "cut short": note.page_token()[:-1],
    }[forged]
    answer = page.post(note.url(0), {"text": "打了很久的字", FIELD: token})
    assert answer.status_code == 422
    assert "打了很久的字" in answer.content.decode()
    assert not Note.objects.exists()
    assert note.send(page, token=shown_token(answer), text="打了很久的字").status_code == 302


def test_nobody_learns_what_came_of_the_form_of_another(case, note, page):
    token = note.page_token()
    note.send(page, token=token)
    other = sent.note(case).client()
    other.force_login(staff("clerk", case.office))
    assert note.send(other, token=token).status_code in (403, 422)
    assert Note.objects.count() == 1


def test_a_token_outlives_neither_its_days_nor_its_row(note, page):
    token = note.page_token()
    note.send(page, token=token)
    with clock.at(clock.now() + KEPT - dt.timedelta(minutes=1)):
        call_command("forget_forms")
        assert FormToken.objects.exists()
    with clock.at(clock.now() + KEPT + dt.timedelta(minutes=1)):
        call_command("forget_forms")
    assert not FormToken.objects.exists()


def test_each_form_of_a_page_has_a_token_for_the_address_it_is_sent_to(case, note, page):
    shown = page.get(reverse("cases:detail", args=[case.pk])).content.decode()
    form = shown.partition(f'action="{note.url(0)}"')[2]
    token = form.partition(f'name="{FIELD}" value="')[2].partition('"')[0]
    assert note.send(page, token=token).status_code == 302


def test_a_form_sent_again_after_the_session_ended_is_still_the_same(note, page):
    token = note.page_token()
    note.send(page, token=token)
    page.get(note.url(0))
    Session.objects.all().delete()
    assert note.send(page, token=token).url.startswith(reverse("account_login"))
    page.post(reverse("account_login"), {"login": note.user.username, "password": "correct horse 9"})
    back = page.get(note.url(0))
    assert shown_token(back) == token
    assert note.send(page, token=token).status_code == 302
    assert Note.objects.count() == 1


def test_a_step_sent_twice_says_that_it_is_done(client):
    case = ready_case()
    client.force_login(case.handler)
    url = reverse("cases:step", args=[case.pk, "submit"])
    token = new_token(case.handler, url)
    answers = [client.post(url, {"seen_version": case.version, FIELD: token}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert SAVED_ALREADY in client.get(answers[1].url).content.decode()
