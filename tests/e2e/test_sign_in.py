from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_page_is_shown_only_after_signing_in(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/cases/")
    assert page.url.endswith("/account/login/?next=/cases/")
    expect(page.locator("[name=login]")).to_be_visible()


def test_a_wrong_password_is_refused_and_the_name_kept(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/account/login/")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", "wrong")
    page.press("[name=password]", "Enter")
    expect(page.locator("[name=login]")).to_have_value("clerk")
    expect(page.locator("[role=alert]").first).to_be_visible()
