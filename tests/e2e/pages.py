"""How the browser tests read and work pages: by what a user sees, in the words of the Chinese interface."""

import datetime as dt
import gettext
import io
import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

LOCALE = Path(__file__).resolve().parents[2] / "locale"
WORDS = gettext.translation("django", LOCALE, ["zh_Hans"], fallback=True)
ZONE = ZoneInfo("Asia/Shanghai")
PHONE_SCREEN = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SHEET = (90, 170, 120)


def zh(text: str, context: str = "") -> str:
    """A text of the program as a Chinese page shows it."""
    return WORDS.pgettext(context, text) if context else WORDS.gettext(text)


def today(days: int = 0) -> str:
    """The day in Shanghai so many days from now, as a date field takes it."""
    return f"{dt.datetime.now(ZONE).date() + dt.timedelta(days=days):%Y-%m-%d}"


def now() -> str:
    """The minute in Shanghai, as a field for a moment takes it."""
    return f"{dt.datetime.now(ZONE):%Y-%m-%dT%H:%M}"


def field(scope: Page | Locator, label: str, context: str = "") -> Locator:
    """The field with this label, whether it is marked as required or not."""
    return scope.get_by_label(re.compile(rf"^\s*{re.escape(zh(label, context))}\s*\*?\s*$"))


def card(page: Page, title: str, context: str = "") -> Locator:
    """The card with this heading."""
    heading = page.get_by_role("heading", name=zh(title, context), exact=True)
    return page.locator(".card", has=heading)


def section(page: Page, name: str) -> Locator:
    """A section of the case page that comes when it is scrolled to."""
    later = page.locator(f"#{name}[data-later]")
    for _ in range(200):
        if not later.count():
            break
        # It is exchanged once it is seen, maybe while it is being scrolled to.
        page.evaluate("id => document.getElementById(id).scrollIntoView()", name)
        page.wait_for_timeout(100)
    expect(later).to_have_count(0)
    return page.locator(f"#{name}")


def press(scope: Page | Locator, label: str, context: str = "") -> None:
    scope.get_by_role("button", name=zh(label, context), exact=True).click()


def follow(scope: Page | Locator, label: str, context: str = "") -> None:
    scope.get_by_role("link", name=zh(label, context), exact=True).click()


def unfold(section: Locator) -> None:
    """Open a section that a phone folds to a line."""
    section.get_by_role("button", name=zh("Unfold")).click()


def path(page: Page) -> str:
    """The address of the page on the server, without its query and fragment."""
    return urlsplit(page.url).path


def open_step(page: Page, label: str) -> None:
    """From the page of a case to the page of one of its next steps."""
    ways = page.locator("#next")
    link = ways.get_by_role("link", name=zh(label), exact=True)
    if not link.is_visible():
        ways.get_by_text(zh("More"), exact=True).click()
    link.click()
    page.wait_for_url(re.compile(r"/cases/\d+/[a-z-]+/$"))


def take_step(page: Page, label: str, reason: str = "") -> None:
    """A step of a case that asks for nothing but perhaps a reason: by the first press, or from its own page."""
    back = path(page)
    at_once = page.locator("#next").get_by_role("button", name=zh(label), exact=True)
    if at_once.is_visible():
        if reason:
            page.locator("#next").get_by_text(zh("Remark (optional)")).click()
            field(page, "Remark (optional)").fill(reason)
        with page.expect_navigation():
            at_once.click()
    else:
        open_step(page, label)
        if reason:
            field(page, "Reason").fill(reason)
        press(page.get_by_role("main"), label)
    page.wait_for_url(lambda url: urlsplit(url).path == back)


def picture(at: Path, text: str) -> Path:
    """A file with a word on a coloured sheet: what its suffix says, a picture or a PDF of one page."""
    image = Image.new("RGB", (900, 500), SHEET)
    ImageDraw.Draw(image).text((60, 60), text, fill="black", font_size=40)
    image.save(at)
    return at


def expect_shown(sheet: Locator) -> None:
    """Wait until the file of `picture` can really be seen there, in whatever way the browser shows it."""
    for _attempt in range(50):
        with Image.open(io.BytesIO(sheet.screenshot())) as seen:
            colours = seen.convert("RGB").getcolors(seen.width * seen.height) or []
        near = [
            n for n, colour in colours if max(abs(a - b) for a, b in zip(colour, SHEET, strict=True)) < 12
        ]
        if sum(near) > 2000:
            return
        sheet.page.wait_for_timeout(200)
    raise AssertionError("the file is not shown in the page")
