"""One whole case, visit to archive, with what it costs: fields filled in, presses, pages. No paper has a blank.

Two workers and an employer who came before are on record. A file that is chosen and a box that is ticked are fields; a
press is a button, a link or a row; a page is an address that comes up in place of another one.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import card, field, path, picture, today, zh
from tests.e2e.seed import KNOWN_EMPLOYER_CODE, KNOWN_WORKERS

MOST_FIELDS, MOST_PRESSES, MOST_PAGES = 35, 30, 24
BREACH = "逾期付款的，按未付金额每日万分之五支付违约金。"
LEAVING = "乙方于三日内出具离职证明。"


class Cost:
    """What everybody in the story filled in, pressed and was shown."""

    def __init__(self) -> None:
        self.fields = self.presses = self.pages = 0
        self.stages: list[tuple[str, int, int, int]] = []

    def watch(self, page: Page) -> None:
        """Count each page that comes up from here on."""
        shown = [urlsplit(page.url).path]

        def came(frame: object) -> None:
            now = urlsplit(page.url).path
            if frame == page.main_frame and now != shown[0]:
                shown[0] = now
                self.pages += 1

        page.on("framenavigated", came)

    def fill(self, at: Locator, value: str) -> None:
        at.fill(value)
        at.blur()
        self.fields += 1

    def choose(self, at: Locator, value: str) -> None:
        at.select_option(value)
        self.fields += 1

    def tick(self, at: Locator) -> None:
        at.check()
        self.fields += 1

    def file(self, at: Locator, value: Path) -> None:
        at.set_input_files(value)
        self.fields += 1

    def press(self, at: Locator) -> None:
        at.click()
        self.presses += 1

    def stage(self, name: str) -> None:
        """Note what came to it up to here."""
        before = [sum(stage[n] for stage in self.stages) for n in (1, 2, 3)]
        spent = (self.fields - before[0], self.presses - before[1], self.pages - before[2])
        self.stages.append((name, *spent))

    def table(self) -> str:
        lines = [*self.stages, ("sum", self.fields, self.presses, self.pages)]
        return "\n".join(f"{name:<32}{f:>8}{p:>8}{s:>8}" for name, f, p, s in lines)


def button(scope: Page | Locator, label: str, context: str = "") -> Locator:
    return scope.get_by_role("button", name=zh(label, context), exact=True)


def link(scope: Page | Locator, label: str) -> Locator:
    return scope.get_by_role("link", name=zh(label), exact=True)


def on_home(page: Page, label: str) -> Locator:
    """The button of a line of “my work”."""
    lines = page.locator(".worklist li", has_text=re.compile("徐桂英|40,000.00"))
    return lines.locator(".act").get_by_role("link", name=re.compile(rf"^\s*{re.escape(zh(label))}"))


def issue(cost: Cost, page: Page, kind: str) -> None:
    """A paper is issued by one press where it has no blank."""
    line = page.locator("#papers .papers > li", has_text=kind)
    cost.press(line.get_by_role("button"))
    expect(line.get_by_role("link", name=zh("PDF"), exact=True).first).to_be_visible()
    assert "/check/" not in page.url


def test_a_whole_case_costs_no_more_than_it_may(sign_in: Callable[..., Page], tmp_path: Path) -> None:
    cost = Cost()

    def at_work(who: str) -> Page:
        page = sign_in(who)
        page.goto("/")
        cost.watch(page)
        return page

    clerk = at_work("clerk")
    cost.press(link(clerk.get_by_role("main"), "New visit"))
    who = card(clerk, "Who came")
    for number, (_name, id_number) in enumerate(KNOWN_WORKERS):
        row = who.locator("[data-rows] > [data-row]").nth(number)
        cost.fill(field(row, "ID number"), id_number)
        expect(field(row, "Name")).not_to_have_value("")
    cost.fill(field(card(clerk, "Employer"), "Unified credit code"), KNOWN_EMPLOYER_CODE)
    expect(field(card(clerk, "Employer"), "Employer")).not_to_have_value("")
    asked = card(clerk, "Questions and answers").locator("[data-rows] > [data-row]")
    cost.fill(field(asked.nth(0), "Question"), "2026年7月起三个月工资未发。")
    cost.fill(field(asked.nth(1), "Question"), "厂里搬迁，有没有经济补偿？")
    cost.press(button(clerk, "Save and open a case"))
    clerk.wait_for_url("**/cases/new/?visit=*")
    cost.stage("visit, 2 workers, 2 questions")

    claims = card(clerk, "Claims")
    first = claims.locator("[data-rows] > [data-row]").nth(0)
    cost.choose(field(first, "Claim"), "wages")
    cost.fill(first.locator("[name$=period_from]"), "2026年7月1日")
    cost.fill(first.locator("[name$=period_to]"), "2026年9月30日")
    for name, _id in KNOWN_WORKERS:
        cost.fill(field(first, name), "21,890.80")
    cost.fill(field(clerk, "Consent signed on"), today())
    cost.press(button(clerk, "Register and submit for review"))
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    case = path(clerk)
    cost.stage("case, claims, submitted")

    cost.file(clerk.locator("#files input[type=file]"), picture(tmp_path / "工资条.png", "2026"))
    cost.press(button(clerk.locator("#files"), "Add these files"))
    expect(clerk.locator("#files tbody tr")).to_have_count(1)
    issue(cost, clerk, zh("Legal-aid application"))
    cost.stage("upload, application")

    reviewer = at_work("reviewer")
    cost.press(on_home(reviewer, "Decide on it"))
    cost.press(button(reviewer.locator("#next"), "Accept"))
    expect(reviewer.locator(".messages")).to_be_visible()
    cost.stage("reviewer accepts")

    clerk.goto("/")
    cost.pages -= 1  # as everybody begins at home
    cost.press(on_home(clerk, "Make an offer"))
    firm = clerk.get_by_role("row", name="上海申浦律师事务所")
    cost.choose(firm.get_by_role("combobox"), "王立明")
    cost.press(firm.get_by_role("button"))
    clerk.wait_for_url(re.compile(re.escape(case)))
    cost.stage("offer")

    lawyer = at_work("lawyer")
    cost.press(on_home(lawyer, "Answer the offer"))
    cost.tick(lawyer.get_by_role("checkbox"))
    cost.press(button(lawyer, "Declare no conflict"))
    cost.press(button(lawyer, "Accept the case"))
    lawyer.wait_for_url(case)
    cost.stage("lawyer answers")

    cost.press(button(lawyer.locator("#next"), "Start mediation"))
    cost.press(link(lawyer.locator("#next"), "Record a round held"))
    cost.choose(field(lawyer, "Mediator"), "陈雪梅")
    cost.tick(field(lawyer, "Agreement reached"))
    for side in ("Workers ask", "Employer offers"):
        cost.fill(field(lawyer, side), "40,000.00")
    cost.fill(field(lawyer, "Minutes"), "单位承认欠薪，双方各让一步。")
    cost.press(button(lawyer, "Put on record"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    cost.press(link(lawyer.locator("#next"), "Record an agreement"))
    expect(lawyer.locator("[data-total=agreed]")).to_have_text("40,000.00")
    cost.fill(field(lawyer, "Paid on, or first paid on"), today())
    cost.fill(field(lawyer, "Signed on"), today())
    cost.fill(field(lawyer, "If payment is late"), BREACH)
    cost.fill(field(lawyer, "Other terms", "agreement"), LEAVING)
    cost.press(button(lawyer, "Signed: put on record and settle"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    expect(lawyer.get_by_role("heading", level=1)).to_contain_text(zh("Settled"))
    cost.stage("mediation to settled")

    issue(cost, lawyer, zh("Mediation agreement"))
    issue(cost, lawyer, zh("Notice of appointment"))
    cost.stage("two papers")

    clerk.goto("/")
    cost.pages -= 1
    cost.press(on_home(clerk, "Record a payment"))
    expect(field(clerk, "Amount")).to_have_value("40000.00")
    cost.file(field(clerk, "Proof"), picture(tmp_path / "银行回单.pdf", "RMB 40,000.00"))
    cost.press(button(clerk, "Save"))
    clerk.wait_for_url(re.compile(re.escape(case)))
    cost.stage("receipt and proof")

    supervisor = at_work("supervisor")
    cost.press(on_home(supervisor, "Verify the payment"))
    cost.press(supervisor.get_by_role("button", name=re.compile(zh("Verify"))))
    supervisor.wait_for_url("**/money/")
    cost.stage("supervisor verifies")

    lawyer.goto("/")
    cost.pages -= 1
    cost.press(on_home(lawyer, "Write the closing report"))
    cost.fill(field(lawyer, "Hours spent"), "6.5")
    cost.fill(field(lawyer, "Subsidy"), "800")
    cost.press(button(lawyer, "Save and request closing"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    cost.stage("report, closing requested")

    supervisor.goto("/")
    cost.pages -= 1
    cost.press(on_home(supervisor, "Decide on the closing"))
    cost.press(button(supervisor.locator("#next"), "Approve closing"))
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text(zh("Closed"))
    cost.stage("approved")

    clerk.goto("/")
    cost.pages -= 1
    cost.press(on_home(clerk, "Issue the closing report"))
    cost.press(button(clerk.locator("#next"), "Issue the closing report"))
    cost.press(button(clerk.locator("#next"), "Archive"))
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(zh("Archived"))
    cost.stage("report issued, archived")

    print(f"\n{'':<32}{'fields':>8}{'presses':>8}{'pages':>8}\n{cost.table()}")
    assert cost.fields <= MOST_FIELDS
    assert cost.presses <= MOST_PRESSES
    assert cost.pages <= MOST_PAGES
