"""Every address by every method as everybody, for what is one's own and what is another office's or firm's.

What is expected stands beside the views (`<app>/access.py`, all of it in `config.access`).
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from config.access import PAGES
from core.access import ANONYMOUS, EVERYBODY, ROLELESS, Page
from tests.security.addresses import ROUTES, address_of, addresses
from tests.security.scene import Scene, scene

HAVE_THEIR_OWN = EVERYBODY - ROLELESS - ANONYMOUS
SIGN_IN = ("/account/login/", "/admin/login/")
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def test_every_address_has_a_row_and_every_row_an_address():
    assert len(ROUTES) == len(list(addresses()))
    assert sorted(set(ROUTES) - set(PAGES)) == []
    assert sorted(set(PAGES) - set(ROUTES)) == []


def answer(response: Any) -> str:
    """In the words of `Page.expected`: anything that is neither refused nor an error is "ok"."""
    status = response.status_code
    if status == 302 and response["Location"].startswith(SIGN_IN):
        return "sign in"
    return "ok" if status < 400 or status in (400, 401, 409, 410, 422) else str(status)


class Asker:
    """Somebody who asks for addresses; nothing that happens then lasts."""

    def __init__(self, user: Any) -> None:
        self.client = Client(raise_request_exception=False)
        if user.is_authenticated:
            self.client.force_login(user)
        self.cookies = self.client.cookies.output(header="").strip()

    def ask(self, method: str, address: str) -> tuple[str, list[str]]:
        """The answer, and the beginnings of the statements that wrote something for it."""
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        written: list[str] = []

        def note(execute: Any, sql: str, *args: Any) -> Any:
            if WRITES.match(sql):
                written.append(sql[:60])
            return execute(sql, *args)

        with transaction.atomic(), connection.execute_wrapper(note):
            response = self.client.generic(method, address)
            transaction.set_rollback(True)
        return answer(response), written


@pytest.fixture
def sides(db, settings):
    """What is one's own, and what is another office's and firm's. A session is in its cookie, so it is cheap."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    return {"own": scene("朱泾"), "foreign": scene("钟楼")}


def cells(who: str, page: Page) -> Iterator[tuple[str, str]]:
    """What is worth asking: foreign things where somebody has own ones, HEAD as the first of those who may GET."""
    for method in ("GET", "POST"):
        yield "own", method
        if page.of and who in page.section & HAVE_THEIR_OWN and page.expected(who, method) != "405":
            yield "foreign", method
    if who == next((one for one in sorted(EVERYBODY) if page.expected(one, "GET") == "ok"), None):
        yield "own", "HEAD"


def wrong_cells(who: str, sides: dict[str, Scene]) -> Iterator[str]:
    asker = Asker(sides["own"].people[who])
    for name, page in PAGES.items():
        for side, method in cells(who, page):
            expected = page.expected(who, method, foreign=side == "foreign")
            got, written = asker.ask(method, address_of(name, page, sides[side].things))
            may_be = {expected, "403"} if expected == "405" and who not in page.section else {expected}
            may_be |= {"sign in"} if page.public else set()
            if got not in may_be:
                yield f"{name:42} {side:8} {method:5} {got:8} instead of {expected}"
            if method == "HEAD" and written:
                yield f"{name:42} {side:8} {method:5} writes {written}"


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.usefixtures("quiet")
def test_everybody_gets_what_the_tables_say_and_nothing_else(who, sides):
    wrong = list(wrong_cells(who, sides))
    assert not wrong, f"as {who}:\n" + "\n".join(wrong)
