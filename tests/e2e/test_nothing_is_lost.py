"""Whatever goes wrong, what was typed stays; and pages that work by keyboard, on a phone, in two languages."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.pages import PHONE_SCREEN, card, field, follow, path, press, section, zh
from tests.e2e.seed import GROUP_NUMBER, PASSWORD

FACTS = "2026年5月入职，做六休一。\n8月起停发工资。"
MEGABYTE = 1024 * 1024


@pytest.fixture
def group(clerk: Page) -> str:
    """The address of the group case."""
    clerk.goto(f"/cases/?q={GROUP_NUMBER}")
    return path(clerk)


def problem(at: Locator) -> Locator:
    """What the page says is wrong with a field."""
    return at.page.locator(f"#{at.get_attribute('id')}_error")


def fill_intake(page: Page, id_number: str = "310116197809113036") -> None:
    """A worker and two claims, the second in a row of its own, until all of it is kept as a draft."""
    workers, claims = card(page, "Workers"), card(page, "Claims")
    last_line = quote_plus(FACTS.splitlines()[-1])
    field(workers, "ID number").fill(id_number)
    field(workers, "Name").fill("顾海")
    workers.get_by_text(zh("More about the worker")).click()
    field(workers, "Job").fill("仓库管理员")
    field(card(page, "Employer"), "Employer").fill("上海朱泾物流有限公司")
    press(claims, "Add a claim")
    for number, (kind, amount) in enumerate((("wages", "9600"), ("overtime", "1,250.50"))):
        row = claims.locator("[data-rows] > [data-row]").nth(number)
        field(row, "Claim").select_option(kind)
        field(row, "顾海").fill(amount)
    page.get_by_text(zh("Now, or later on the page of the case")).click()
    with page.expect_response(
        lambda answer: "/drafts/" in answer.url and last_line in (answer.request.post_data or "")
    ):
        field(page, "Facts and reasons").fill(FACTS)


def test_keeping_a_draft_leaves_the_writer_where_he_is(clerk: Page) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk)
    expect(clerk.locator("[data-autosave-status]")).to_contain_text(zh("Saved"))
    clerk.keyboard.insert_text("另有绩效工资。")
    expect_intake_as_typed(clerk, facts=f"{FACTS}另有绩效工资。")


def expect_intake_as_typed(page: Page, facts: str = FACTS) -> None:
    workers, claims = card(page, "Workers"), card(page, "Claims")
    expect(field(workers, "ID number")).to_have_value("310116197809113036")
    expect(field(workers, "Name")).to_have_value("顾海")
    expect(field(workers, "Job")).to_have_value("仓库管理员")
    expect(field(card(page, "Employer"), "Employer")).to_have_value("上海朱泾物流有限公司")
    for number, (kind, amount) in enumerate((("wages", "9600"), ("overtime", "1,250.50"))):
        row = claims.locator("[data-rows] > [data-row]").nth(number)
        expect(field(row, "Claim")).to_have_value(kind)
        expect(field(row, "顾海")).to_have_value(amount)
    expect(field(page, "Facts and reasons")).to_have_value(facts)


def end_sessions(server: Server) -> None:
    """They run out, while the browsers keep their cookies."""
    delete = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
    assert server.manage("shell", "-c", delete).returncode == 0


def sign_in_again(page: Page) -> None:
    page.wait_for_url(re.compile("/account/login/"))
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def test_a_session_that_ends_in_the_middle_of_the_intake_loses_nothing(clerk: Page, server: Server) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk)
    end_sessions(server)
    press(clerk, "Register the case")
    sign_in_again(clerk)
    clerk.wait_for_url("**/cases/new/")
    expect_intake_as_typed(clerk)
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(card(clerk, "Claims and money").locator("tfoot")).to_contain_text("10,850.50")


def test_a_session_that_ends_in_the_middle_of_a_visit_loses_nothing(clerk: Page, server: Server) -> None:
    """A field that asks the record meanwhile does not lead away from the page."""
    clerk.goto("/visits/new/")
    who, asked = (
        card(clerk, title).locator("[data-rows] > [data-row]").first
        for title in ("Who came", "Questions and answers")
    )
    field(who, "Name").fill("顾海")
    field(asked, "Question").fill(FACTS)
    end_sessions(server)
    field(who, "ID number").fill("310116197809113036")
    field(who, "Phone").focus()
    expect(clerk.locator("#toasts")).to_contain_text(zh("Sign in"))
    press(clerk, "Save")
    sign_in_again(clerk)
    clerk.wait_for_url("**/visits/new/")
    expect(field(who, "ID number")).to_have_value("310116197809113036")
    expect(field(who, "Name")).to_have_value("顾海")
    expect(field(asked, "Question")).to_have_value(FACTS)


def test_what_is_typed_is_there_again_in_another_browser(clerk: Page, sign_in: Callable[..., Page]) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk)
    expect(clerk.locator("[data-autosave-status]")).to_contain_text(zh("Saved"))
    draft = clerk.locator("#id_draft").input_value()
    other = sign_in("clerk")
    other.goto("/cases/new/")
    other.locator(f"#drafts a[href='/cases/drafts/{draft}/']").click()
    expect_intake_as_typed(other)


def test_the_second_of_two_who_change_a_case_is_told(
    clerk: Page, group: str, sign_in: Callable[..., Page]
) -> None:
    other = sign_in("clerk")
    for page in (clerk, other):
        page.goto(f"{group}edit/")
    first, second = "先到的人写的案情。", "后到的人写的案情。"
    field(clerk, "Facts and reasons").fill(first)
    field(clerk, "Reason").fill("补充案情")
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(re.escape(group) + "($|#)"))
    field(other, "Facts and reasons").fill(second)
    field(other, "Reason").fill("更正案情")
    press(other, "Save")
    expect(other.get_by_role("alert")).to_be_visible()
    expect(field(other, "Facts and reasons")).to_have_value(second)
    expect(field(other, "Reason")).to_have_value("更正案情")
    clerk.goto(group)
    expect(clerk.get_by_role("main")).to_contain_text(first)
    expect(clerk.get_by_role("main")).not_to_contain_text(second)


def test_a_wrong_number_and_a_negative_sum_are_told_at_their_fields(clerk: Page) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk)
    number = field(card(clerk, "Workers"), "ID number")
    number.fill("310116197809113037")
    amount = field(card(clerk, "Claims").locator("[data-rows] > [data-row]").nth(1), "顾海")
    amount.fill("-1250.50")
    press(clerk, "Register the case")
    expect(problem(number)).to_be_visible()
    expect(problem(amount)).to_have_text(zh("A sum cannot be negative."))
    expect(number).to_have_value("310116197809113037")
    expect(amount).to_have_value("-1250.50")
    number.fill("310116197809113036")
    amount.fill("1,250.50")
    expect_intake_as_typed(clerk)


def test_what_is_typed_replaces_what_the_record_fills_in_meanwhile(clerk: Page) -> None:
    workers = card(clerk, "Workers")
    namesake = "310116198507072413"
    clerk.goto("/cases/new/")
    fill_intake(clerk, namesake)
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    clerk.goto("/cases/new/")
    field(workers, "ID number").fill(namesake)
    with clerk.expect_response("**/find-worker/"):
        field(workers, "Name").focus()
    expect(field(workers, "Name")).to_have_value("顾海")
    clerk.keyboard.insert_text("顾小海")
    expect(field(workers, "Name")).to_have_value("顾小海")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0230", zh("Enter a date like 2026-01-05.")),
        ("2026年2月30日", zh("This date does not exist: %(date)s.") % {"date": "2026-02-30"}),
    ],
)
def test_what_is_no_day_is_told_while_it_is_typed_and_when_it_is_sent(
    clerk: Page, typed: str, said: str
) -> None:
    clerk.goto("/cases/new/")
    fill_intake(clerk)
    day = field(clerk, "Consent signed on")
    day.fill(typed)
    day.blur()
    expect(day.locator("..").locator(".said")).to_have_text(said)
    press(clerk, "Register the case")
    expect(problem(day)).to_have_text(said)
    expect(day).to_have_value(typed)
    expect_intake_as_typed(clerk)


def test_a_pasted_day_is_read_and_shown_back(clerk: Page) -> None:
    clerk.goto("/cases/new/")
    day = field(clerk, "Consent signed on")
    day.fill(" 2024年3月5日")
    day.blur()
    expect(day).to_have_value("2024-03-05")
    expect(day.locator("..").locator(".said")).to_have_text("2024年3月5日 星期二")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 4000, "程序文件"),
        (b"%PDF-1.7\n" + b"0" * 51 * MEGABYTE + b"\n%%EOF", "50"),
        (b"", ""),
    ],
    ids=["a program named as a PDF", "too large", "empty"],
)
def test_a_file_that_is_not_accepted_is_told_at_its_field(
    clerk: Page, group: str, tmp_path: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "证据.pdf"
    file.write_bytes(content)
    clerk.goto(group)
    follow(section(clerk, "files"), "Add files")
    files = field(clerk, "Files")
    files.set_input_files(file)
    field(clerk, "Title").fill("考勤记录")
    press(clerk.get_by_role("main"), "Add files")
    expect(problem(files)).to_contain_text(said)
    expect(field(clerk, "Title")).to_have_value("考勤记录")


def test_the_keyboard_finds_the_search_and_the_sections(clerk: Page) -> None:
    clerk.goto("/visits/")
    clerk.keyboard.press("/")
    expect(clerk.locator("[data-search]")).to_be_focused()
    clerk.keyboard.type(GROUP_NUMBER)
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(GROUP_NUMBER)
    clerk.keyboard.press("g")
    clerk.keyboard.press("v")
    clerk.wait_for_url("**/visits/")


def test_the_language_is_switched_and_kept(sign_in: Callable[..., Page]) -> None:
    page = sign_in("auditor2")
    page.goto("/cases/")
    expect(page.get_by_role("heading", level=1)).to_have_text("案件")
    page.locator("details.who summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
    assert page.locator("html").get_attribute("lang") == "en"
    again = sign_in("auditor2")
    again.goto("/visits/")
    expect(again.get_by_role("heading", level=1)).to_have_text("Visits")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_on_a_phone_nothing_sticks_out_and_every_link_can_be_hit(
    sign_in: Callable[..., Page], language: str
) -> None:
    wrong = []
    for username, addresses in PAGES.items():
        page = sign_in(username, **PHONE_SCREEN)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])
        for address in addresses:
            page.goto(address)
            if link := FIRST.get(address):
                wrong += sticking_out(page) + too_low(page)
                page.goto(page.locator(link).first.get_attribute("href"))
            wrong += sticking_out(page) + too_low(page)
    assert wrong == []


PAGES = {
    "clerk": ("/", "/visits/", "/visits/new/", "/cases/", "/cases/new/", f"/cases/?q={GROUP_NUMBER}"),
    "lawyer": ("/", "/offers/", "/cases/"),
    "supervisor": ("/", "/money/"),
}
FIRST = {
    "/offers/": "main .list a",
    "/money/": "main td a",
}
"""On these lists the first row is opened too."""


def sticking_out(page: Page) -> list[str]:
    """What is wider than the phone, and on which page."""
    width = PHONE_SCREEN["viewport"]["width"]
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    found = page.evaluate(
        """width => [...document.querySelectorAll("main *, header *")]
            .filter((e) => e.getBoundingClientRect().right > width + 1).slice(0, 3)
            .map((e) => `${e.tagName}.${e.className}`)""",
        width,
    )
    return [f"{page.url}: {found}"]


def too_low(page: Page) -> list[str]:
    """What is lower than 24 px (WCAG 2.5.8): but for links within a sentence, and those whose whole row is hit."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("main a[href], main button, main summary")].filter((e) => {
            const { width, height } = e.getBoundingClientRect();
            const inSentence = [...e.parentElement.childNodes].some((n) => n.nodeType === 3 && n.data.trim().length > 1);
            const isRow = getComputedStyle(e, "::after").position === "absolute";
            return width && height && height < 24 && !inSentence && !isRow && !e.closest(".vh");
        }).map((e) => e.textContent.trim())"""
    )
    return [f"{page.url}: {text} is too low" for text in found]
