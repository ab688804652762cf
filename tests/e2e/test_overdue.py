"""An overdue instalment to its 支付令: from "my work" to the paper, the application and its limits."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PATIENCE
from tests.e2e.pages import card, field, follow, path, press, today, zh
from tests.e2e.seed import OVERDUE_NUMBER


def test_an_overdue_instalment_leads_to_its_payment_order(sign_in: Callable[..., Page]) -> None:
    clerk = sign_in("clerk2")
    clerk.goto("/")
    line = clerk.get_by_role("listitem").filter(has_text=OVERDUE_NUMBER).filter(has_text="4,500.00")
    expect(line.first).to_be_visible()
    clerk.goto(f"/cases/?q={OVERDUE_NUMBER}")
    case = path(clerk)
    clerk.goto(case)
    performance = card(clerk, "Performance")
    expect(performance).to_contain_text("9,000.00")
    expect(performance).to_contain_text(
        zh(
            "An agreement alone cannot be enforced: have it confirmed or reviewed, or apply for a payment order."
        )
    )

    follow(performance, "Prepare the paper")
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(zh("Application for a payment order"))
    clerk.get_by_role("button", name=zh("Issue, to be filled in by hand")).click()
    made = clerk.locator("#papers")
    expect(made).to_contain_text(zh("Application for a payment order"), timeout=3 * PATIENCE)

    clerk.goto(case)
    follow(performance, "Enter that it was applied for")
    field(clerk, "Before").fill("上海市金山区人民法院")
    field(clerk, "Applied on").fill(today())
    press(clerk, "Enter")
    expect(performance).to_contain_text("上海市金山区人民法院")
    expect(clerk.locator("#deadlines")).to_contain_text("法院通知是否受理支付令申请")

    follow(performance, "Enter what came of it")
    field(clerk, "Taken up on").fill(today())
    field(clerk, "Docket number").fill("（2026）沪0116民督5号")
    press(clerk, "Save")
    expect(performance).to_contain_text("（2026）沪0116民督5号")
    expect(clerk.locator("#deadlines")).to_contain_text("法院发出支付令")
