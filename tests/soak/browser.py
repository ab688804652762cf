"""As much of a browser as it takes to fill in forms: pages are read for their fields, hidden ones included."""

import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlsplit

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

PATIENCE = 60
"""Seconds to wait for an answer; a paper takes a while on a busy machine."""


class Broken(Exception):
    """The server went away before it answered."""


@dataclass
class Form:
    action: str
    fields: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """The forms of a page with what stands in their fields; what lies in a <template> is none."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._template = 0
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._template += tag == "template"
        if tag == "form":
            self._open = Form(found.get("action", ""))
            self.forms.append(self._open)
        if self._template or self._open is None:
            return
        name, fields = found.get("name", ""), self._open.fields
        if tag == "input" and name:
            kind = found.get("type", "text")
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in found:
                fields[name] = found.get("value", "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in found or self._select not in fields):
            fields[self._select] = found.get("value", "")
        elif tag == "textarea":
            self._area = name
            fields[name] = ""

    def handle_endtag(self, tag: str) -> None:
        self._template -= tag == "template"
        if tag == "form":
            self._open = None
        if tag in ("select", "textarea"):
            self._select = self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._open:
            self._open.fields[self._area] += data


def forms_in(text: str) -> list[Form]:
    """The forms of a page."""
    parser = _Forms()
    parser.feed(text)
    return parser.forms


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


@dataclass
class Answer:
    status: int
    text: str
    location: str


class Browser:
    """One session of one user, on a server of this machine."""

    def __init__(self, url: str) -> None:
        assert urlsplit(url).hostname == "127.0.0.1"
        self.url = url
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()), _NoRedirects()
        )

    def get(self, path: str) -> Answer:
        """A page. Raises `Broken`."""
        return self._send(urllib.request.Request(self.url + path))

    def form(self, page: str, action: str = "") -> Form | None:
        """The form of a page that posts to `action` (or to the page itself); None where there is none."""
        answer = self.get(page)
        wanted = action or page
        fitting = (f for f in forms_in(answer.text) if (f.action or page).partition("?")[0] == wanted)
        return next(fitting, None) if answer.status == 200 else None

    def post(self, path: str, fields: dict[str, object]) -> Answer:
        """Send a form. Raises `Broken`."""
        request = urllib.request.Request(
            self.url + path,
            encode_multipart(BOUNDARY, fields),
            {"Content-Type": MULTIPART_CONTENT, "Referer": self.url + path},
        )
        return self._send(request)

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            try:
                answer = self._opener.open(request, timeout=PATIENCE)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                text = answer.read().decode(errors="replace")
                return Answer(answer.status, text, answer.headers.get("Location", ""))
        except (OSError, HTTPException) as error:
            raise Broken from error
