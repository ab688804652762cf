"""A roster as spreadsheets have them: titles above, columns nobody knows, sums and days to be asked about, a footer."""

import re
from pathlib import Path

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.e2e.pages import card, field, path, press, zh
from tests.e2e.seed import GROUP_NUMBER
from tests.factories import id_number

ROSTER = "\n".join(
    "\t".join(cells)
    for cells in (
        ("某某机械公司拖欠工资名册", "", "", "", "", "", ""),
        ("单位：元", "", "", "", "制表日期：2026年3月5日", "", ""),
        ("序号", "员工姓名", "公民身份证号码", "电话号码", "入职时间", "应发", "籍贯"),
        (
            "1",
            "牛大壮",
            id_number(sequence=601),
            "13811110001/13811110002",
            "2024/3/5 0:00",
            "12000元整",
            "安徽",
        ),
        ("2", "马小跳", id_number(sequence=602), "13811110003", "2024年3月", "1.2万", "河南"),
        ("3", "羊一鸣", "3.10116E+17", "13811110004", "45356", "5000", "江西"),
        ("合计", "3人", "", "", "", "29000", ""),
    )
)


def open_paste_page(clerk: Page) -> str:
    clerk.goto(f"/cases/?q={GROUP_NUMBER}")
    case = path(clerk)
    clerk.goto(f"{case}claimants/paste/")
    return case


def test_a_roster_is_pasted_and_mended_in_the_grid(clerk: Page) -> None:
    case = open_paste_page(clerk)
    field(clerk, "Table").fill(ROSTER)
    press(clerk, "Check")
    expect(clerk.get_by_role("alert")).to_contain_text("应发")
    clerk.get_by_label("应发").select_option(label=zh("Unpaid wages"))
    press(clerk, "Leave out the columns to decide")
    to_correct, read = card(clerk, "To correct"), card(clerk, "What was read")
    expect(to_correct).to_contain_text("5")
    expect(read).to_contain_text("牛大壮")
    expect(read).to_contain_text("2024-03-05")
    expect(read).to_contain_text("12,000.00")
    field(clerk, "Reason for the change").fill("补充名册")
    clerk.get_by_role("button", name=re.compile("1")).and_(clerk.locator("[value=add]")).click()
    expect(read).to_have_count(0)
    clerk.goto(case)
    expect(card(clerk, "Parties")).to_contain_text("牛大壮")

    clerk.goto(f"{case}claimants/paste/")
    clerk.locator("#cell-5-5 ~ [data-take]").click()
    clerk.locator("#cell-5-4 ~ [data-take]").first.click()
    clerk.locator("#cell-6-4 ~ [data-take]").click()
    expect(clerk.locator("#cell-5-5")).to_have_value("12000.00")
    expect(clerk.locator("#cell-6-4")).to_have_value("2024-03-05")
    clerk.locator("#cell-6-2").fill(id_number(sequence=603))
    clerk.locator("[value=add], [value=check]").last.click()
    field(clerk, "Reason for the change").fill("补充名册")
    clerk.locator("[value=add]").click()
    clerk.wait_for_url(re.compile(f"{case}#parties"))
    for name in ("马小跳", "羊一鸣"):
        expect(card(clerk, "Parties")).to_contain_text(name)


def test_two_hundred_rows_of_a_workbook_go_on_by_themselves(clerk: Page, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["姓名", "身份证号", "应发", "籍贯"])
    for number in range(200):
        book.active.append([f"职工{number:03d}", id_number(sequence=700 + number), 1000 + number, "安徽"])
    book.save(tmp_path / "名册.xlsx")
    case = open_paste_page(clerk)
    field(clerk, "or a file").set_input_files(tmp_path / "名册.xlsx")
    press(clerk, "Check")
    if clerk.locator("[value=leave-out]").is_visible():
        clerk.get_by_label("应发").select_option(label=zh("Unpaid wages"))
        press(clerk, "Leave out the columns to decide")
    field(clerk, "Reason for the change").fill("补充名册")
    parts: list[str] = []
    clerk.on("request", lambda request: parts.append(request.url) if request.method == "POST" else None)
    clerk.locator("[value=add]").click()
    clerk.wait_for_url(re.compile(f"{case}#parties"), timeout=120_000)
    expect(clerk.locator("body")).to_contain_text(zh("Claimants added: %(count)d") % {"count": 200})
    assert len(parts) == 5
