"""HEAD asks whether there is something, and how much of it: it takes nothing away, so nothing goes on record."""

from contextlib import contextmanager
from io import BytesIO

import pytest
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections
from django.test import RequestFactory
from django.urls import reverse

from accounts.views.people import LINK_KEY
from core.models import AccessLog
from tests.factories import UserFactory, office, staff
from tests.security.scene import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return scene("朱泾")


def as_sent(client, address, method):
    """What the program gives its server, which the test client would trim."""
    cookies = client.cookies.output(header="", sep=";")
    environ = RequestFactory().generic(method, address, HTTP_COOKIE=cookies).environ | {
        "wsgi.input": BytesIO()
    }
    head: list = []
    with the_connection_kept():
        chunks = WSGIHandler()(environ, lambda *told: head.extend(told))
        body = b"".join(chunks)
        chunks.close()
    return head[0], dict(head[1]), body


@contextmanager
def the_connection_kept():
    """As the test client does: the connection that holds the transaction of the test is not closed as too old."""
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in around:
            signal.connect(close_old_connections)


@pytest.mark.parametrize("kind", ["file", "paper"])
def test_a_file_is_told_of_and_not_handed_out(client, here, kind):
    client.force_login(here.people["clerk"])
    address = reverse(
        {"file": "documents:attachment", "paper": "documents:paper"}[kind], args=[here.things[kind].pk]
    )
    status, headers, body = as_sent(client, address, "HEAD")
    assert (status, headers["Content-Type"], headers["Content-Length"], body) == (
        "200 OK",
        "application/pdf",
        "13",
        b"",
    )
    assert not AccessLog.objects.filter(subject__contains=".pdf").exists()
    status, headers, body = as_sent(client, address, "GET")
    assert (status, headers["Content-Length"], body) == ("200 OK", "13", b"%PDF-1.4 test")
    assert AccessLog.objects.filter(subject__contains=".pdf", kind="download").count() == 1


@pytest.mark.parametrize("name", ["cases:export", "front_desk:export_visits"])
@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_a_list_is_not_taken_away(client, here, name, fmt):
    client.force_login(here.people["auditor"])
    address = reverse(name, args=[fmt])
    status, headers, body = as_sent(client, address, "HEAD")
    assert (status, body) == ("200 OK", b"")
    assert "attachment" in headers["Content-Disposition"]
    assert not AccessLog.objects.filter(kind="export").exists()
    assert as_sent(client, address, "GET")[2]
    assert AccessLog.objects.filter(kind="export").count() == 1


def test_the_link_of_an_invitation_is_still_there_for_who_reads_it(client):
    client.force_login(staff("administrator", office()))
    session = client.session
    session[LINK_KEY] = {"url": "http://x/", "name": "王", "mailed": "", "until": "2026-12-06", "back": "/"}
    session.save()
    address = reverse("accounts:link")
    assert [client.head(address).status_code for _ in range(2)] == [200, 200]
    assert "http://x/" in client.get(address).content.decode()
    assert client.get(address).status_code == 302


def test_head_of_a_page_filled_from_a_visit_is_refused_where_get_is(client, here):
    client.force_login(here.people["clerk"])
    address = reverse("front_desk:intake") + f"?visit={scene('钟楼').things['visit'].pk}"
    assert (client.get(address).status_code, client.head(address).status_code) == (404, 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize(
    "address", ["/", "/cases/1/", "/admin/accounts/office/", "/account/login/", "/no-such-page/"]
)
def test_other_methods_are_refused_everywhere(client, django_assert_num_queries, method, address):
    client.force_login(UserFactory(is_superuser=True))
    with django_assert_num_queries(0):
        response = client.generic(method, address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")
