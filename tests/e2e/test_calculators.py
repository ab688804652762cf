"""The calculators through real pages: live as one types, a rate that is asked for, and without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.pages import PHONE_SCREEN, field, follow, press, zh
from tests.e2e.test_nothing_is_lost import sticking_out


def fill_severance(page: Page, region: str) -> None:
    field(page, "Hired on").fill("2008-03-15")
    field(page, "Last day of employment").fill("2026-06-30")
    field(page, "Mean monthly wage").fill("45000")
    field(page, "How the employment ended").select_option("no_fault_changed")
    field(page, "Place of work").fill(region)


def test_the_sum_follows_what_is_typed_and_a_missing_rate_is_asked_for(auditor: Page) -> None:
    auditor.goto("/cases/")
    auditor.keyboard.press("g")
    auditor.keyboard.press("k")
    follow(auditor.get_by_role("main"), "Severance (N)")
    result = auditor.locator("#result")
    field(auditor, "Hired on").fill("2008-03-15")
    expect(result).to_contain_text(zh("Still needed"))
    fill_severance(auditor, "常州")
    expect(result).to_contain_text(zh("Total so far, rates are missing"))
    rate = auditor.locator("#asks .money input")
    rate.press_sequentially("9123.45", delay=150)
    # 3 × 9,123.45 × 12
    expect(result).to_contain_text("328,444.20")
    expect(rate).to_have_value("9123.45")
    expect(rate).to_be_focused()
    field(auditor, "Place of work").fill("上海市")
    # 3 × 12,577 × 12
    expect(result).to_contain_text("452,772.00")
    expect(rate).to_have_count(0)


def test_on_a_phone_the_sum_stands_at_the_foot_and_nothing_sticks_out(sign_in: Callable[..., Page]) -> None:
    page = sign_in("lawyer", **PHONE_SCREEN)
    page.goto("/calculators/")
    assert sticking_out(page) == []
    follow(page.get_by_role("main"), "Severance (N)")
    fill_severance(page, "shanghai")
    expect(page.locator("#running")).to_contain_text("452,772.00")
    assert sticking_out(page) == []


def test_without_javascript_the_button_does_it(sign_in: Callable[..., Page]) -> None:
    page = sign_in("lawyer2", java_script_enabled=False)
    page.goto("/calculators/severance/")
    press(page, "Work it out")
    expect(page.get_by_role("alert")).to_contain_text(zh("Please correct:"))
    fill_severance(page, "shanghai")
    press(page, "Work it out")
    expect(page.locator("#result")).to_contain_text("452,772.00")
