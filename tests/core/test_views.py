"""Error pages that say what happened; how pages are sent."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.middleware import CompressMiddleware
from tests.factories import office, staff


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    ["note=" + "x" * 6 * 1024 * 1024, "&".join(f"f{n}=" for n in range(6000))],
    ids=["too large", "too many fields"],
)
def test_a_form_beyond_the_limits_is_told_so(body: str, settings) -> None:
    settings.DEBUG = False
    client = Client(raise_request_exception=False)
    client.force_login(staff("clerk", office()))
    answer = client.post(
        reverse("front_desk:new_visit"), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 413
    assert next(t.name for t in answer.templates) == "413.html"


@pytest.mark.django_db
def test_pages_are_sent_compressed_where_the_browser_can_read_them(client):
    whole = client.get("/account/login/")
    sent = client.get("/account/login/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in whole.headers
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.content) < len(whole.content) / 2
    assert "</html>" in gzip.decompress(sent.content).decode()


def test_what_is_compressed_by_itself_is_sent_as_it_is(rf):
    request = rf.get("/", headers={"Accept-Encoding": "gzip"})
    paper = HttpResponse(b"%PDF" + b" " * 1000, content_type="application/pdf")
    assert "Content-Encoding" not in CompressMiddleware(lambda _: paper)(request).headers
