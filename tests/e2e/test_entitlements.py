"""From "what may I claim?" to the claims of a case, and to a sheet for the worker."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import PHONE_SCREEN, card, field, follow, press, zh
from tests.e2e.test_nothing_is_lost import fill_intake
from tests.factories import id_number

EMPLOYMENT = {
    "Place of work": "上海",
    "Claimed on": "2026年11月23日",
    "Hired on": "2023.3.1",
    "Last day of employment": "2026-06-30",
    "Monthly wage": "7,000",
}
UNPAID, SECOND, TWICE = "14,000.00", "77,000.00", "49,000.00"
"""At 7,000: two months not paid, eleven without a contract, 2N of 3.5."""


def tell_of_the_employment(page: Page) -> None:
    for label, text in EMPLOYMENT.items():
        field(page, label).first.fill(text)
    field(page, "How the employment ended").select_option("unlawful")
    section(page, "Contract and insurance")
    field(page, "Written contract").select_option("never")
    section(page, "Wages not paid")
    field(page, "Not paid from").fill("2026年5月1日")


def section(page: Page, title: str) -> None:
    """Unfold the facts of this title."""
    heading = page.get_by_role("heading", name=zh(title), exact=True)
    folded = page.locator("details:not([open])", has=heading)
    if folded.count():
        heading.click()


def line(page: Page, label: str) -> Locator:
    return page.locator("#result").get_by_role("checkbox", name=zh(label))


def test_lines_chosen_from_all_that_may_be_claimed_become_claims(clerk: Page) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk, id_number(sequence=611))
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    claims = card(clerk, "Claims and money")
    expect(claims.locator("tfoot")).to_contain_text("10,850.50")

    follow(claims, "What may be claimed?")
    tell_of_the_employment(clerk)
    answer = clerk.locator("#result")
    for told in (UNPAID, SECOND, TWICE, "2027年6月30日", zh("To be shown by the employer")):
        expect(answer).to_contain_text(told)
    expect(line(clerk, "Unpaid wages")).not_to_be_checked()
    expect(line(clerk, "Double wages")).to_be_checked()
    line(clerk, "Unpaid wages").check()
    line(clerk, "Double wages").uncheck()
    field(clerk, "Hired on").fill("2023-03-02")
    field(clerk, "Hired on").blur()
    expect(line(clerk, "Unpaid wages")).to_be_checked()
    expect(line(clerk, "Double wages")).not_to_be_checked()
    press(clerk, "Claim what is chosen")

    clerk.wait_for_url(re.compile(r"/cases/\d+/#claims$"))
    # The wages of 9,600 typed at the intake gave way to those worked out; the overtime of 1,250.50 stays.
    expect(claims.locator("tfoot")).to_contain_text("64,250.50")
    expect(claims).not_to_contain_text(SECOND)
    claims.get_by_role("link", name=zh("Worked out", "claim"), exact=True).first.click()
    expect(clerk.get_by_role("main")).to_contain_text("《劳动合同法》第30条")


def test_on_a_phone_the_sum_is_in_sight_and_the_sheet_is_printed(sign_in: Callable[..., Page]) -> None:
    page = sign_in("clerk", **PHONE_SCREEN)
    page.goto("/calculators/")
    follow(page, "What may I claim?")
    tell_of_the_employment(page)
    expect(page.locator("#running")).to_contain_text("140,000.00")
    page.emulate_media(media="print")
    expect(page.locator("#employment")).to_be_hidden()
    sheet = page.locator("#result")
    expect(sheet.locator(".printed").first).to_be_visible()
    for told in ("2023年3月1日", UNPAID, "140,000.00", zh("To be shown by the worker")):
        expect(sheet).to_contain_text(told)
