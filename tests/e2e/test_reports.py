"""The supervisor's desk in the browser: from a bar to the slip, a report that stays as it was signed, charts on a phone and
on paper.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.pages import PHONE_SCREEN, field, follow, press, today, zh

SLIP = "21,890.80"
"""The payment of the group."""


@pytest.fixture(scope="module")
def verified(server: Server) -> None:
    """It is verified today, as may be what tests before this one received."""
    server.run("tests.e2e.ledger", "verify")


def recovered(page: Page) -> str:
    """The money recovered of this year, as the dashboard says it."""
    page.goto("/reports/")
    return page.locator('.figures a[href^="/reports/behind/recovered/"]').inner_text()


def test_from_a_bar_to_the_slip(verified: None, supervisor: Page) -> None:
    total = recovered(supervisor)
    expect(supervisor.locator(".figures")).to_have_count(4)
    bar = supervisor.locator("svg.chart a", has=supervisor.locator("rect")).first
    expect(bar).to_have_attribute("aria-label", re.compile(re.escape(total)))
    bar.locator("rect").click()
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text(total)
    supervisor.locator("main table tbody tr", has_text=SLIP).get_by_role("link").first.click()
    supervisor.wait_for_url(re.compile(r"/money/\d+/$"))
    expect(supervisor.get_by_role("main")).to_contain_text(SLIP)
    expect(supervisor.locator("#proof .sheet")).to_be_visible()


def test_how_a_figure_is_counted_is_one_press_away(verified: None, supervisor: Page) -> None:
    supervisor.goto("/reports/")
    name = zh("Money recovered", "figure")
    supervisor.get_by_role("link", name=zh("How is this counted: %(name)s") % {"name": name}).click()
    expect(supervisor.locator("#recovered")).to_contain_text("按核定日统计")


@pytest.mark.parametrize(
    "screen", [PHONE_SCREEN, {"viewport": {"width": 1440, "height": 900}}], ids=["390", "1440"]
)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_charts_fit_the_screen_and_the_paper(
    verified: None, sign_in: Callable[..., Page], screen: dict[str, object], media: str
) -> None:
    page = sign_in("supervisor", **screen)
    page.goto("/reports/")
    page.emulate_media(media=media)
    charts = page.locator("svg.chart")
    assert charts.count() >= 3
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for chart in charts.all():
        box = chart.bounding_box()
        assert box["width"] > 250
        assert box["x"] + box["width"] <= width
        texts = chart.locator("text").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert min(texts) >= 11
        assert chart.evaluate("one => getComputedStyle(one.querySelector('pattern rect')).fill") != "none"
        outside = chart.evaluate(
            "one => [...one.querySelectorAll('text')].filter(text => {"
            " const inner = text.getBoundingClientRect(), outer = one.getBoundingClientRect();"
            " return inner.left < outer.left - 1 || inner.right > outer.right + 1 }).map(text => text.textContent)"
        )
        assert outside == []


def test_a_signed_report_stays_the_same_after_a_late_reversal(
    verified: None, server: Server, supervisor: Page
) -> None:
    total = recovered(supervisor)
    supervisor.goto(f"/reports/period/?since={today()}&until={today()}")
    expect(supervisor.locator("table.report tfoot tr").first).to_contain_text(total)
    follow(supervisor, "Write and sign")
    field(supervisor, "Text of the report").fill("八名职工首笔款项到账。")
    press(supervisor, "Sign the report")
    supervisor.wait_for_url(re.compile(r"/reports/signed/\d+/$"))
    table = supervisor.locator("table.report")
    expect(table).to_contain_text(total)
    before, fingerprint = table.inner_text(), supervisor.locator(".card > footer").inner_text()

    server.run("tests.e2e.ledger", "take_back")
    supervisor.reload()
    assert supervisor.locator("table.report").inner_text() == before
    assert supervisor.locator(".card > footer").inner_text() == fingerprint
    expect(supervisor.get_by_role("main")).to_contain_text("八名职工首笔款项到账。")
    follow(supervisor, "As known now")
    expect(supervisor.locator("table.report tfoot tr").first).not_to_contain_text(total)
    expect(supervisor.get_by_role("main")).to_contain_text(zh("Below are the figures as known now."))
