"""Every page of everybody, on a phone and on a wide screen, in light and in dark: axe finds nothing wrong.

Which pages there are, the tables of who may open what say (`config.access`): a new page is looked at without more.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from core.access import EVERYBODY
from tests.e2e.conftest import Server
from tests.e2e.everything import HOME

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
EVERY_RULE = {
    "type": "tag",
    "values": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22a",
        "wcag22aa",
        "best-practice",
        "experimental",
    ],
}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
LOOKS = (
    (PHONE, "light", EVERY_RULE),
    (WIDE, "dark", EVERY_RULE),
    (WIDE, "light", COLOURS),
    (PHONE, "dark", COLOURS),
)
"""Every rule at each width and in each scheme; what is left of the four is a matter of colours."""
BROKEN = """async ([scope, runOnly]) => {
  const options = { runOnly, resultTypes: ["violations"], iframes: false, preload: false };
  const { violations } = await axe.run(scope ?? document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details:not(.menu)")) fold.open = true;
  for (const button of document.querySelectorAll(".unfold")) button.click();
}"""
OPEN_MENU = (
    "number => document.querySelectorAll('.menu').forEach((menu, at) => { menu.open = at === number; })"
)
FRAME = """() => {
  const { scrollWidth } = document.scrollingElement;
  const wrong = scrollWidth > innerWidth ? [`is ${scrollWidth} px wide`] : [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) wrong.push(`has ${headings} h1`);
  if (document.documentElement.lang === "en") return wrong;
  const said = (node) => node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("[lang=en], script");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const english = said(texts.currentNode) && texts.currentNode.data.match(/[A-Za-z]{3,} [A-Za-z]{3,}.*/);
    if (english) wrong.push(`says “${english[0]}”`);
  }
  return wrong;
}"""
BLANK = """form => {
  for (const field of form.elements) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = 0;
    else if (field.matches("textarea, input:not([type=hidden])")) field.value = "";
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector("[type=submit], button:not([type=button])"));
}"""
NOTHING = "?q=没有这样的人"
"""What no list has."""
REFUSE_BLANKS = {
    "account_login",
    "cases:add_claim",
    "cases:add_note",
    "cases:edit_claimant",
    "cases:step",
    "front_desk:intake",
    "front_desk:new_visit",
    "mediation:agreement",
    "recoveries:record",
}
"""Forms that say what is missing; others may take a blank, or be shown again without a word."""


@pytest.fixture(scope="module")
def everybody(server: Server) -> dict[str, Any]:
    return json.loads(server.run("tests.e2e.everything", "张堰", "300"))


@pytest.fixture
def session(open_page: Callable[..., Page], server: Server) -> Callable[..., Page]:
    """`session(key, **cookies)`: a page with axe in it, in that session."""

    def session(key: str, **cookies: str) -> Page:
        page = open_page(viewport=PHONE, reduced_motion="reduce")
        page.context.add_init_script(AXE_SCRIPT)
        for name, value in ({"sessionid": key} | cookies).items():
            page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
        return page

    return session


def looked_at(page: Page, scope: str | None = None, looks: tuple = LOOKS) -> Iterator[str]:
    """What is wrong with the page as it stands, and as it is unfolded."""
    for viewport, scheme, rules in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        for wrong in page.evaluate(BROKEN, [scope, rules]) + page.evaluate(FRAME):
            yield f"{viewport['width']} px {scheme}: {wrong}"
        page.evaluate(UNFOLD)


def menus(page: Page) -> Iterator[str]:
    for number in range(page.locator(".menu").count()):
        page.evaluate(OPEN_MENU, number)
        yield from looked_at(page, ".menu[open]")
    page.evaluate(OPEN_MENU, -1)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_page_is_hard_to_use(everybody: dict[str, Any], session: Callable[..., Page], who: str) -> None:
    page = session(everybody[who]["session"])
    wrong, titles = [], Counter[str]()
    for one in everybody[who]["pages"]:
        page.goto(one["address"])
        titles[page.title()] += 1
        wrong += [f"{one['name']} {problem}" for problem in looked_at(page)]
        if one["name"] in (HOME, "cases:detail"):
            wrong += [f"{one['name']} with a menu {problem}" for problem in menus(page)]
    assert not wrong, "\n".join(wrong)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("clerk", "/cases/" + NOTHING),
        ("clerk", "/visits/" + NOTHING),
        ("administrator", "/people/" + NOTHING),
        ("clerk", "/no-such-page/"),
        ("clerk", "/admin/"),
        ("anonymous", "/no-such-page/"),
    ],
)
def test_where_nothing_is_found_is_not_hard_to_use(
    everybody: dict[str, Any], session: Callable[..., Page], who: str, address: str
) -> None:
    page = session(everybody[who]["session"])
    page.goto(address)
    wrong = list(looked_at(page))
    assert not wrong, "\n".join(wrong)


def test_no_page_is_hard_to_use_in_english(everybody: dict[str, Any], session: Callable[..., Page]) -> None:
    page = session(everybody["clerk"]["session"], django_language="en")
    wrong = []
    for one in everybody["clerk"]["pages"]:
        page.goto(one["address"])
        wrong += [f"{one['name']} {problem}" for problem in looked_at(page, looks=LOOKS[:1])]
    assert not wrong, "\n".join(wrong)


def test_no_refused_form_is_hard_to_use(server: Server, session: Callable[..., Page]) -> None:
    """Forms are sent blank. What takes a blank changes what others see: so this is done in a place of its own."""
    wrong, refused = [], set()
    for people in json.loads(server.run("tests.e2e.everything", "亭林", "600")).values():
        page = session(people["session"])
        for one in people["pages"]:
            page.goto(one["address"])
            form = page.locator("main form[method=post]:has(input:not([type=hidden]), textarea, select)")
            if not (one["is_form"] and form.count()):
                continue
            with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                form.first.evaluate(BLANK)
            page.wait_for_load_state()
            if sent.value.status == 422 or page.locator("main .errors").count():
                refused.add(one["name"])
                wrong += [f"{one['name']} {problem}" for problem in looked_at(page, looks=LOOKS[:2])]
    assert not wrong, "\n".join(wrong)
    assert sorted(REFUSE_BLANKS - refused) == []
