"""What axe and a ruler find wrong with a page, at two widths and in two schemes."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
STILL = {"viewport": PHONE, "reduced_motion": "reduce"}
"""How a page is opened to be looked at: no colour is on its way to another."""
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
ARRANGED = {"type": "rule", "values": [*COLOURS["values"], "target-size"]}
"""The rules that a width decides too."""
IN_FULL = (PHONE, "light", EVERY_RULE)
IN_OTHER_WORDS = (PHONE, "light", ARRANGED)
WIDE_DARK = (WIDE, "dark", COLOURS)
LOOKS = ((PHONE, "dark", COLOURS), IN_FULL, (WIDE, "light", EVERY_RULE), WIDE_DARK)
"""Every rule at each width, since each shows what the other does not; in the dark what a scheme can change."""


BROKEN = """async ([scope, runOnly]) => {
  const options = { runOnly, resultTypes: ["violations"], iframes: false, preload: false };
  const { violations } = await axe.run(scope ?? document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
}"""
UNFOLD = """() => {
  for (const fold of document.querySelectorAll("details:not(.menu)")) fold.open = true;
  for (const button of document.querySelectorAll(".unfold[aria-expanded=false]")) button.click();
}"""
OPEN_MENU = (
    "number => document.querySelectorAll('.menu').forEach((menu, at) => { menu.open = at === number; })"
)
FRAME = """() => {
  const { scrollWidth } = document.scrollingElement;
  const wrong = scrollWidth > innerWidth ? [`is ${scrollWidth} px wide`] : [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) wrong.push(`has ${headings} h1`);
  /* An entry of a code list has a name in each language. */
  if (document.documentElement.lang === "en" || location.pathname.includes("/coderow/")) return wrong;
  const said = (node) => node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("[lang=en], script");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const english = said(texts.currentNode) && texts.currentNode.data.match(/[A-Za-z]{3,} [A-Za-z]{3,}.*/);
    if (english) wrong.push(`says “${english[0]}”`);
  }
  return wrong;
}"""


def with_axe(page: Page, session: str, url: str, **cookies: str) -> Page:
    """The page in that session of the server, with axe in whatever it opens: the content policy does not bind the browser."""
    page.context.add_init_script(AXE_SCRIPT)
    for name, value in ({"sessionid": session} | cookies).items():
        page.context.add_cookies([{"name": name, "value": value, "url": url}])
    return page


def looked_at(page: Page, looks: tuple, scope: str | None = None) -> Iterator[str]:
    """What is wrong with the page: in the first look as it stands, then unfolded."""
    for viewport, scheme, rules in looks:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        broken = page.evaluate(BROKEN, [scope, rules])
        for wrong in broken + page.evaluate(FRAME):
            yield f"{viewport['width']} px {scheme}: {wrong}"
        page.evaluate(UNFOLD)


def menus(page: Page, looks: tuple) -> Iterator[str]:
    for number in range(page.locator(".menu").count()):
        page.evaluate(OPEN_MENU, number)
        yield from looked_at(page, looks, ".menu[open]")
    page.evaluate(OPEN_MENU, -1)
