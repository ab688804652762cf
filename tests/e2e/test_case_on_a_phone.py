"""The page of a case on a phone: what is next, what falls due and what is new; the rest folded to a line each."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import PHONE_SCREEN, section, zh
from tests.e2e.seed import GROUP_NUMBER

FOLDED = ("facts", "parties", "claims", "mediation", "money", "papers", "files", "notes", "people")


@pytest.fixture
def case(sign_in: Callable[..., Page]) -> Page:
    """The group of the seed."""
    page = sign_in("clerk", **PHONE_SCREEN)
    page.goto(f"/cases/?q={GROUP_NUMBER}")
    return page


def test_sections_are_folded_to_a_line_and_open_by_keyboard(case: Page) -> None:
    for name in FOLDED:
        expect(case.locator(f"#{name} .brief")).to_be_visible()
    table = case.locator("#parties table")
    expect(table).to_be_hidden()
    toggle = case.locator("#parties").get_by_role("button", name=zh("Unfold"))

    toggle.press("Enter")
    expect(table).to_be_visible()
    expect(case.locator("#parties .brief")).to_be_hidden()

    case.locator("#parties").get_by_role("button", name=zh("Fold up")).press("Enter")
    expect(table).to_be_hidden()


def test_what_is_next_comes_first_then_what_falls_due_then_what_is_new(case: Page) -> None:
    tops = [
        case.locator(f"#{name}").bounding_box()["y"] for name in ("next", "deadlines", "timeline", "facts")
    ]

    assert tops == sorted(tops)


def test_an_anchor_opens_its_section(case: Page) -> None:
    case.goto(case.url.partition("#")[0] + "#claims")

    expect(case.locator("#claims table")).to_be_visible()
    expect(case.locator("#parties table")).to_be_hidden()


def test_a_section_that_comes_later_is_as_unfolded_as_its_place(case: Page) -> None:
    expect(section(case, "notes").locator(".list")).to_be_hidden()

    case.goto(case.url.partition("#")[0] + "#papers")
    case.reload()

    expect(section(case, "papers").locator(".papers")).to_be_visible()


def test_a_row_of_a_group_shows_all_of_it_when_asked(case: Page) -> None:
    case.goto(case.url.partition("#")[0] + "#parties")
    more = case.locator("#parties tbody tr").first.locator("[data-more]").first
    expect(more).to_be_hidden()

    case.locator("#parties").get_by_text(zh("All details")).click()
    expect(more).to_be_visible()


def test_paper_and_a_browser_without_scripts_show_it_all(case: Page) -> None:
    case.emulate_media(media="print")
    expect(case.locator("#parties table")).to_be_visible()
    case.emulate_media(media="screen")
    expect(case.locator("#papers[data-later]")).to_have_count(1)
    case.pdf()
    expect(case.locator("[data-later]")).to_have_count(0)
    expect(case.locator("#papers .papers")).to_have_count(1)

    state = case.context.storage_state()
    without = case.context.browser.new_context(java_script_enabled=False, storage_state=state, **PHONE_SCREEN)
    page = without.new_page()
    page.goto(case.url)
    expect(page.locator("#parties table")).to_be_visible()
    expect(page.locator("#parties .brief")).to_be_hidden()
    page.locator("#papers[data-later]").get_by_role("link").click()
    expect(page.locator("#papers .papers")).to_be_visible()
    expect(page.locator("[data-later]")).to_have_count(0)
    without.close()


def test_on_a_desk_nothing_is_folded(sign_in: Callable[..., Page]) -> None:
    page = sign_in("clerk")
    page.goto(f"/cases/?q={GROUP_NUMBER}")

    for name in FOLDED:
        expect(page.locator(f"#{name} .brief")).to_be_hidden()
    expect(page.locator("#parties table")).to_be_visible()


def test_on_a_desk_a_section_that_comes_later_is_found_by_its_anchor(sign_in: Callable[..., Page]) -> None:
    page = sign_in("clerk")
    page.goto(f"/cases/?q={GROUP_NUMBER}")

    page.locator(".toc").get_by_role("link", name=zh("Papers"), exact=True).click()
    expect(page.locator("#papers .papers")).to_be_visible()
    expect(page.locator("#papers")).to_be_in_viewport()
