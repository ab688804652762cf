"""Sums worked out through real pages: live as one types, another sum with its reason, a group pasted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.pages import card, field, follow, path, press, zh
from tests.e2e.seed import SUMS_NUMBER

WORKED_OUT, CLAIMED, REASON = "170,200.00", "150,000.00", "加班费有争议，职工同意让步。"
TABLE = """姓名\t入职日期\t平均工资
吕秀兰\t2016-01-01\t8,000
施国平\t2026-02-30\t6,000"""


def test_a_sum_is_worked_out_overridden_and_worked_out_for_a_group(sign_in: Callable[..., Page]) -> None:
    clerk, lawyer = sign_in("clerk2"), sign_in("lawyer2")
    clerk.goto(f"/cases/?q={SUMS_NUMBER}")
    case = path(clerk)
    work_out(clerk, case)
    override(lawyer, case)
    claims = card(clerk, "Claims and money")
    clerk.goto(case)
    for shown in (WORKED_OUT, CLAIMED, REASON):
        expect(claims).to_contain_text(shown)
    claims.get_by_role("link", name=WORKED_OUT).click()
    expect(clerk.get_by_role("main")).to_contain_text("18.5")
    work_out_the_others(clerk, case)
    expect(claims.locator("tfoot")).to_contain_text("272,100.00")


def work_out(clerk: Page, case: str) -> None:
    """The clerk works out N for 2008-03-15 to 2026-06-30 at 9,200: what the case knows is there already."""
    clerk.goto(case)
    follow(card(clerk, "Claims and money"), "Work it out")
    expect(field(clerk, "Hired on")).to_have_value("2008-03-15")
    expect(field(clerk, "Mean monthly wage")).to_have_value("9200.00")
    field(clerk, "Place of work").fill("上海市")
    field(clerk, "How the employment ended").select_option("no_fault_changed")
    expect(clerk.locator("#result")).to_contain_text(WORKED_OUT)
    field(clerk, "Reason for the change").fill("按劳动合同核算")
    press(clerk, "Claim this sum")
    clerk.wait_for_url(re.compile(f"{case}#claims"))
    expect(card(clerk, "Claims and money")).to_contain_text(WORKED_OUT)


def override(lawyer: Page, case: str) -> None:
    """The lawyer claims another sum and says why."""
    lawyer.goto(case)
    follow(card(lawyer, "Claims and money"), "Worked out", "claim")
    follow(lawyer.get_by_role("main"), "Claim another sum")
    field(lawyer, "Claimed").fill(CLAIMED)
    field(lawyer, "Reason").fill(REASON)
    press(lawyer, "Save")
    lawyer.wait_for_url(re.compile(f"{case}#claims"))


def work_out_the_others(clerk: Page, case: str) -> None:
    """The two others out of a spreadsheet: a wrong day is named, mended, and both are claimed at once."""
    clerk.goto(case)
    claims = card(clerk, "Claims and money")
    claims.get_by_text(zh("Work out for all"), exact=True).click()
    follow(claims.locator(".menu-list"), "Severance (N)")
    field(clerk, "Place of work").fill("上海市")
    field(clerk, "How the employment ended").select_option("redundancy")
    clerk.get_by_label("何志明").first.uncheck()
    clerk.get_by_text(zh("Paste a table"), exact=True).click()
    field(clerk, "Table").fill(TABLE)
    press(clerk, "Fill in the rows")
    expect(clerk.get_by_role("alert")).to_contain_text("2026-02-30")
    clerk.locator("#cell-3-1").fill("2021-06-20")
    press(clerk, "Fill in the rows")
    expect(clerk.locator("#group-total")).to_have_text("121,000.00")
    clerk.get_by_label(f"施国平 {zh('Mean monthly wage')}").fill("6200")
    expect(clerk.locator("#group-total")).to_have_text("122,100.00")
    field(clerk, "Reason for the change").fill("集体核算")
    press(clerk, "Claim these sums")
    clerk.wait_for_url(re.compile(f"{case}#claims"))
