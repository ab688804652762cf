"""Money that comes in: a payment split by hand, and a bank statement taken in and posted row by row."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.pages import field, path, press, today, zh
from tests.e2e.seed import GROUP_NUMBER

PAYER = "上海金山朱泾汽车零部件精密铸造有限公司第二分公司"


def case_of_the_group(clerk: Page) -> str:
    clerk.goto(f"/cases/?q={GROUP_NUMBER}")
    return path(clerk)


def record_page(clerk: Page, case: str) -> None:
    clerk.goto(f"/money{case}record/")


def test_a_payment_is_split_by_hand(clerk: Page, tmp_path: Path) -> None:
    """The proposal comes without losing what was typed or the file; a part is changed; what is left over is interest."""
    case = case_of_the_group(clerk)
    record_page(clerk, case)
    slip = tmp_path / "回单.pdf"
    slip.write_bytes(b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    field(clerk, "Amount").fill("700.07")
    field(clerk, "Note").fill("第二期")
    field(clerk, "Proof").set_input_files(slip)
    press(clerk, "Propose the parts")
    expect(clerk.get_by_role("status").filter(has_text="700.07")).to_be_visible()
    expect(field(clerk, "Note")).to_have_value("第二期")
    parts = clerk.locator("#split table input")
    values = [float(parts.nth(at).input_value() or 0) for at in range(parts.count())]
    assert round(sum(values) * 100) == 70007

    most = values.index(max(values))
    parts.nth(most).fill(f"{values[most] - 50:.2f}")
    press(clerk, "Save")
    expect(clerk.get_by_role("alert")).to_contain_text("650.07")
    clerk.locator("#split summary").click()
    field(clerk, "Interest on delay").fill("50")
    field(clerk, "Proof").set_input_files(slip)
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(rf"{case}#money$"))
    clerk.locator("#money").get_by_role("row", name=re.compile("700.07")).get_by_role("link").click()
    expect(clerk.locator("main")).to_contain_text(zh("Interest on delay"))


def test_a_statement_is_taken_in_and_posted_row_by_row(clerk: Page, tmp_path: Path) -> None:
    """The columns are found, one is assigned by hand; a row is posted to its case, another is skipped."""
    case = case_of_the_group(clerk)
    file = tmp_path / "三月流水.csv"
    rows = (
        "账号：6222 0000 0000 4321\n交易日期,对方户名,进了多少,支出金额,附言,流水号\n"
        f'{today()},{PAYER},"1,234.56",,工资,E2E-1\n{today()},某会员,20.00,,会费,E2E-2\n'
        f"{today()},银行,,1.00,手续费,E2E-3\n"
    )
    file.write_bytes(rows.encode("gb18030"))
    clerk.goto("/money/statements/")
    clerk.get_by_role("link", name=zh("Take in a statement")).first.click()
    clerk.locator("#id_file").set_input_files(file)
    press(clerk, "Check")
    expect(clerk.get_by_role("alert")).to_contain_text("进了多少")
    clerk.get_by_label("进了多少").select_option("income")
    press(clerk, "Check")
    expect(clerk.locator("#id_account_end")).to_have_value("4321")
    clerk.locator("button[value=add]").click()
    clerk.wait_for_url(re.compile(r"/money/statements/\d+/$"))
    statement = path(clerk)
    expect(clerk.get_by_role("row", name=re.compile("1,234.56"))).to_contain_text(GROUP_NUMBER)

    clerk.get_by_role("row", name=re.compile("1,234.56")).get_by_role("link").first.click()
    clerk.get_by_role("link", name=re.compile(zh("Post to this case"))).first.click()
    expect(field(clerk, "Amount")).to_be_disabled()
    press(clerk, "Propose the parts")
    expect(clerk.get_by_role("status").filter(has_text="1,234.56")).to_be_visible()
    press(clerk, "Save")
    clerk.wait_for_url(f"**{statement}")
    expect(clerk.get_by_role("row", name=re.compile("1,234.56"))).to_have_count(0)

    clerk.get_by_role("row", name=re.compile("某会员")).get_by_role("link").first.click()
    clerk.get_by_role("link", name=zh("Skip this row")).click()
    field(clerk, "Reason").fill("会费")
    press(clerk, "Skip this row")
    clerk.wait_for_url(f"**{statement}")
    expect(clerk.get_by_label(re.compile("2"))).to_have_attribute("value", "2")
    clerk.goto(case)
    expect(clerk.locator("#money")).to_contain_text("1,234.56")


def test_an_old_ledger_is_mended_in_the_page_and_taken_over(clerk: Page, tmp_path: Path) -> None:
    """A column is assigned by hand and a cell put right without the file being chosen anew."""
    file = tmp_path / "2023年台账.csv"
    rows = "案号,受理日期,结案日期,拿回多少\n旧E2E-1,2023-03-01,2023-04-01,1200.50\n旧E2E-2,2023-05-01,2023-06-01,一些\n"
    file.write_bytes(rows.encode("gb18030"))
    clerk.goto("/money/old-ledgers/")
    clerk.get_by_role("link", name=zh("Take over an old ledger")).click()
    field(clerk, "Where it is from").fill("窗口登记")
    clerk.locator("#id_file").set_input_files(file)
    press(clerk, "Check")
    clerk.get_by_label("拿回多少").select_option("received")
    press(clerk, "Check")
    clerk.locator("#cell-3-3").fill("99.50")
    press(clerk, "Check")
    expect(clerk.locator("dl.facts")).to_contain_text("1,300.00")
    clerk.locator("button[value=add]").click()
    clerk.wait_for_url(re.compile(r"/money/old-ledgers/\d+/$"))
    expect(clerk.locator("h1")).to_contain_text(zh("To be confirmed", "old ledger"))
    expect(clerk.locator("main")).to_contain_text("旧E2E-2")
