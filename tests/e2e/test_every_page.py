"""Every page of everybody, on a phone and on a wide screen, in light and in dark: axe finds nothing wrong.

Which pages there are, the tables of who may open what say (`config.access`): a new page is looked at without more.
"""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from core.access import EVERYBODY
from tests.e2e.axe import IN_OTHER_WORDS, LOOKS, STILL, looked_at, menus, with_axe
from tests.e2e.conftest import Server
from tests.e2e.everything import HOME

pytestmark = pytest.mark.long
NOTHING = "?q=没有这样的人"
"""What no list has."""


@pytest.fixture(scope="module")
def everybody(server: Server) -> dict[str, Any]:
    return json.loads(server.run("tests.e2e.everything", "pages", "张堰", "300"))


@pytest.fixture
def page_of(everybody: dict[str, Any], open_page: Callable[..., Page], server: Server) -> Callable[..., Page]:
    """`page_of("clerk", **cookies)`: a page with axe in it, of somebody in that role."""

    def page_of(who: str, **cookies: str) -> Page:
        return with_axe(open_page(**STILL), everybody[who]["session"], server.url, **cookies)

    return page_of


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_page_is_hard_to_use(everybody: dict[str, Any], page_of: Callable[..., Page], who: str) -> None:
    page = page_of(who)
    wrong, titles = [], Counter[str]()
    for name, address in everybody[who]["pages"].items():
        page.goto(address)
        titles[page.title()] += 1
        wrong += [f"{name} {problem}" for problem in looked_at(page, LOOKS)]
        if name in (HOME, "cases:detail"):
            wrong += [f"{name} with a menu {problem}" for problem in menus(page, LOOKS)]
    wrong += [f"{count} pages are called “{title}”" for title, count in titles.items() if count > 1]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("clerk", f"/cases/{NOTHING}"),
        ("clerk", f"/visits/{NOTHING}"),
        ("administrator", f"/people/{NOTHING}"),
        ("clerk", "/no-such-page/"),
        ("clerk", "/admin/"),
        ("anonymous", "/no-such-page/"),
    ],
)
def test_where_nothing_is_found_is_not_hard_to_use(
    page_of: Callable[..., Page], who: str, address: str
) -> None:
    page = page_of(who)
    page.goto(address)
    wrong = list(looked_at(page, LOOKS))
    assert not wrong, "\n".join(wrong)


def test_no_page_is_hard_to_use_in_english(everybody: dict[str, Any], page_of: Callable[..., Page]) -> None:
    page = page_of("clerk", django_language="en")
    wrong = []
    for name, address in everybody["clerk"]["pages"].items():
        page.goto(address)
        wrong += [f"{name} {problem}" for problem in looked_at(page, (IN_OTHER_WORDS,))]
    assert not wrong, "\n".join(wrong)
