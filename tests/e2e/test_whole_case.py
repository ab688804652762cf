"""One whole case, visit to archive, with what it costs: fields filled in, presses, pages. No paper has a blank.

It is played with two workers and an employer who came before, and with such as nobody knows, of whom everything is typed.
A file that is chosen, a box that is ticked and an entry that is pasted are fields; a press is a button, a link or a row; a
page is an address that comes up in place of another one.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.pages import card, field, path, picture, section, today, zh
from tests.e2e.seed import KNOWN_EMPLOYER_CODE, KNOWN_WORKERS

MOST_FIELDS, MOST_PRESSES, MOST_PAGES = 35, 30, 24
BY_HAND = (
    "申请人（签名、指印）：",
    "审查人（签名）：",
    "负责人（签名）：",
    "甲方（签名、指印）：",
    "乙方（盖章）：",
    "调解组织（盖章）：",
    "委托代理人（签名）：",
    "调解员（签名）：",
    "年月日",
)
"""Where papers are signed, sealed and dated by hand: what may stand with nothing behind it."""
LEADS_ON = ("上海申浦律师事务所：", "达成如下协议：", "现指派下列人员承办：")
"""Ends of sentences that address somebody, or lead to what stands below; a line may begin within them."""
OPEN = re.compile(
    r"[＿_]{2,}|None|null|undefined|[，：、][，。；、]|[：]$|“”|（）|(?:电话|住|住所|职务|代码|账号)[，。；]"
)
PAPERS = ("指派通知书", "法律援助申请表", "法律援助申请表", "结案报告表", "调解协议书")

FORM_LABELS = (
    "姓名", "性别", "出生日期", "联系电话", "工种", "用工关系", "工会会员", "户籍所在地", "现住址", "人员类别", "申请人数", "代理人",
    "单位名称", "法定代表人", "职务", "住所", "案由", "援助方式", "金额合计", "事实与理由", "提交材料", "案号", "指派日期", "受援人",
    "联系人", "主办人员", "受援人数", "对方当事人", "承办单位", "承办人员", "调解员", "受理日期", "结案日期", "结案方式", "办理结果",
    "办理过程", "请求金额", "协议裁决金额", "到账金额", "挽回经济损失", "挽回损失大写", "办案用时", "办案补贴", "承办人报告",
)  # fmt: skip
"""The labels of the forms, each with its value beside it."""
LABELS = re.compile(rf"(?:^|\s)({'|'.join(sorted(FORM_LABELS, key=len, reverse=True))})(?=\s|$)")


@dataclass(frozen=True)
class Worker:
    """Who comes; of one on record the number is enough."""

    name: str
    id_number: str
    phone: str = ""
    address: str = ""
    bank: str = ""
    account: str = ""


@dataclass(frozen=True)
class Scene:
    """Who comes, and what is entered of their employer: the code of one on record, or an entry of the register."""

    workers: tuple[Worker, ...]
    employer: str
    are_known: bool


KNOWN = Scene(tuple(Worker(*who) for who in KNOWN_WORKERS), KNOWN_EMPLOYER_CODE, are_known=True)
STRANGERS = Scene(
    (
        Worker(
            "蒋桂芳",
            "342422198903150023",
            "13811120001",
            "上海市金山区朱泾镇万安街12号",
            "中国农业银行朱泾支行",
            "6228480030123450011",
        ),
        Worker(
            "谭国富",
            "513022197608220013",
            "13811120002",
            "上海市金山区朱泾镇人民路8弄3号",
            "中国工商银行金山支行",
            "6222021001123450022",
        ),
    ),
    "企业名称：上海临源服装有限公司\n统一社会信用代码：91310116MA1K7QX2XM\n法定代表人：孙立群\n注册资本：200万元人民币\n"
    "住所：上海市金山区朱泾镇临源街8号\n电话：021-57315678",
    are_known=False,
)


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


def on_home(page: Page, label: str, scene: Scene) -> Locator:
    """The button of a line of “my work”."""
    lines = page.locator(".worklist li", has_text=re.compile(f"{scene.workers[0].name}|40,000.00"))
    return lines.locator(".act").get_by_role("link", name=re.compile(rf"^\s*{re.escape(zh(label))}"))


def issue(cost: Cost, page: Page, kind: str) -> None:
    """A paper is issued by one press where it has no blank."""
    line = section(page, "papers").locator(".papers > li", has_text=kind)
    cost.press(line.get_by_role("button"))
    expect(line.get_by_role("link", name=zh("PDF"), exact=True).first).to_be_visible()
    assert "/check/" not in page.url


def blanks_of(text: str) -> list[str]:
    """What of a paper, line by line as it stands on the sheet, was left open: a label, a sentence or a rule."""
    found = []
    for line in text.splitlines():
        told = re.sub(r"\s+", "", line)
        for words in BY_HAND:
            told = told.replace(words, "")
        leads_on = any(told.endswith(end) or end.endswith(told) for end in LEADS_ON)
        if OPEN.search(told.removesuffix("：") if leads_on else told):
            found.append(line.strip())
    return found


def empty_cells(text: str) -> list[str]:
    """The labels of a form that have no value: neither beside them nor, where it has several lines, above and below."""
    found = []
    lines = [line for line in text.splitlines() if line.strip()]
    for before, line, after in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        parts = LABELS.split(line)
        empty = [label for label, value in zip(parts[1::2], parts[2::2], strict=True) if not value.strip()]
        is_tall = all(re.match(r"\s{8}", neighbour) for neighbour in (before, after))
        found += [] if is_tall else empty
    return found


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("住上海市金山区，电话。", True),
        ("法定代表人：，职务执行董事。", True),
        ("与公司＿＿＿＿一案", True),
        ("电话：", True),
        ("甲方委托代理人：None", True),
        ("调解组织（盖章）：    调解员（签名）：", False),
        ("法定代表人：沈国梁，职务执行董事。", False),
        ("经你单位同意，现指派下列人员承办：", False),
        ("员承办：", False),
        ("承办：", False),
        ("与公司＿＿＿＿一案，现指派下列人员承办：", True),
        ("承办人：", True),
    ],
)
def test_a_blank_of_a_sentence_is_found(line: str, is_found: bool) -> None:
    assert bool(blanks_of(line)) is is_found


def test_a_blank_of_a_form_is_found() -> None:
    form = "姓名   徐桂英   性别   女\n  工种      用工关系  劳动关系\n             同意。\n  代理人\n         负责人 顾卫东\n"
    assert empty_cells(form) == ["工种"]


def read_papers(page: Page) -> dict[str, str]:
    """Each issued paper of the case that is open, by kind and number: its text as it is laid out."""
    papers = {}
    for line in section(page, "papers").locator(".papers > li").all():
        links = line.get_by_role("link", name=zh("PDF"), exact=True)
        kind = line.inner_text().splitlines()[0].strip()
        for number, link_ in enumerate(links.all(), 1):
            answer = page.request.get(link_.get_attribute("href"))
            assert answer.headers["content-type"] == "application/pdf"
            sheets = PdfReader(io.BytesIO(answer.body())).pages
            text = "\n".join(sheet.extract_text(extraction_mode="layout") for sheet in sheets)
            papers[f"{kind} {number}"] = text
    return papers


@pytest.mark.long
@pytest.mark.parametrize("scene", [KNOWN, STRANGERS], ids=["known", "strangers"])
def test_a_whole_case_costs_no_more_than_it_may(
    scene: Scene, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    cost = Cost()

    def at_work(who: str) -> Page:
        page = sign_in(who)
        page.goto("/")
        cost.watch(page)
        return page

    clerk = at_work("clerk")
    cost.press(link(clerk.get_by_role("main"), "New visit"))
    who = card(clerk, "Who came")
    for number, worker in enumerate(scene.workers):
        row = who.locator("[data-rows] > [data-row]").nth(number)
        cost.fill(field(row, "ID number"), worker.id_number)
        if scene.are_known:
            expect(field(row, "Name")).not_to_have_value("")
        else:
            cost.fill(field(row, "Name"), worker.name)
            cost.fill(field(row, "Phone"), worker.phone)
    employer = card(clerk, "Employer")
    cost.fill(field(employer, "Unified credit code" if scene.are_known else "Employer"), scene.employer)
    expect(field(employer, "Employer")).to_have_value(re.compile("^上海.{4,8}公司$"))
    asked = card(clerk, "Questions and answers").locator("[data-rows] > [data-row]")
    cost.fill(field(asked.nth(0), "Question"), "2026年7月起三个月工资未发。")
    cost.fill(field(asked.nth(1), "Question"), "厂里搬迁，有没有经济补偿？")
    cost.press(button(clerk, "Save and open a case"))
    clerk.wait_for_url("**/cases/new/?visit=*")
    cost.stage("visit, 2 workers, 2 questions")

    if not scene.are_known:
        people = card(clerk, "Workers")
        for number, worker in enumerate(scene.workers):
            row = people.locator("[data-rows] > [data-row]").nth(number)
            if number == 0:
                cost.choose(field(row, "Kind of worker"), "manufacturing")
                cost.choose(field(row, "Kind of relation"), "employment")
            cost.fill(field(row, "Address"), worker.address)
            cost.fill(field(row, "Bank"), worker.bank)
            cost.fill(field(row, "Bank account"), worker.account)
            expect(field(row, "Registered residence")).not_to_have_value("")
        cost.fill(field(card(clerk, "Employer"), "Office held"), "执行董事")
        cost.choose(field(clerk, "Means"), "migrant_wages")
    claims = card(clerk, "Claims")
    first = claims.locator("[data-rows] > [data-row]").nth(0)
    cost.choose(field(first, "Claim"), "wages")
    cost.fill(first.locator("[name$=period_from]"), "2026年7月1日")
    cost.fill(first.locator("[name$=period_to]"), "2026年9月30日")
    for worker in scene.workers:
        cost.fill(field(first, worker.name), "21,890.80")
    cost.fill(field(clerk, "Consent signed on"), today())
    cost.press(button(clerk, "Register and submit for review"))
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    case = path(clerk)
    cost.stage("case, claims, submitted")

    cost.file(section(clerk, "files").locator("input[type=file]"), picture(tmp_path / "工资条.png", "2026"))
    cost.press(button(section(clerk, "files"), "Add these files"))
    expect(section(clerk, "files").locator("tbody tr")).to_have_count(1)
    issue(cost, clerk, zh("Legal-aid application"))
    cost.stage("upload, application")

    reviewer = at_work("reviewer")
    cost.press(on_home(reviewer, "Decide on it", scene))
    cost.press(button(reviewer.locator("#next"), "Accept"))
    expect(reviewer.locator(".messages")).to_be_visible()
    cost.stage("reviewer accepts")

    clerk.goto("/")
    cost.pages -= 1  # as everybody begins at home
    cost.press(on_home(clerk, "Make an offer", scene))
    firm = clerk.get_by_role("row", name="上海申浦律师事务所")
    expect(firm.get_by_role("combobox").locator("option:checked")).to_have_text("王立明")
    cost.press(firm.get_by_role("button"))
    clerk.wait_for_url(re.compile(re.escape(case)))
    cost.stage("offer")

    lawyer = at_work("lawyer")
    cost.press(on_home(lawyer, "Answer the offer", scene))
    cost.tick(lawyer.get_by_role("checkbox"))
    cost.press(button(lawyer, "Declare no conflict"))
    cost.press(button(lawyer, "Accept the case"))
    lawyer.wait_for_url(case)
    cost.stage("lawyer answers")

    cost.press(button(lawyer.locator("#next"), "Start mediation"))
    cost.press(link(lawyer.locator("#next"), "Record a round held"))
    cost.choose(field(lawyer, "Mediator"), "陈雪梅")
    cost.tick(field(lawyer, "Agreement reached"))
    cost.fill(field(lawyer, "Employer offers"), "40,000.00")
    cost.fill(field(lawyer, "Minutes"), "单位承认欠薪，双方各让一步。")
    cost.press(button(lawyer, "Put on record"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    cost.press(link(lawyer.locator("#next"), "Record an agreement"))
    expect(lawyer.locator("[data-total=agreed]")).to_have_text("40,000.00")
    cost.fill(field(lawyer, "Paid on, or first paid on"), today())
    cost.press(button(lawyer, "Signed: put on record and settle"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    expect(lawyer.get_by_role("heading", level=1)).to_contain_text(zh("Settled"))
    cost.stage("mediation to settled")

    issue(cost, lawyer, zh("Mediation agreement"))
    issue(cost, lawyer, zh("Notice of appointment"))
    cost.stage("two papers")

    clerk.goto("/")
    cost.pages -= 1
    cost.press(on_home(clerk, "Record a payment", scene))
    expect(field(clerk, "Amount")).to_have_value("40000.00")
    cost.file(field(clerk, "Proof"), picture(tmp_path / "银行回单.pdf", "RMB 40,000.00"))
    cost.press(button(clerk, "Save"))
    clerk.wait_for_url(re.compile(re.escape(case)))
    cost.stage("receipt and proof")

    supervisor = at_work("supervisor")
    cost.press(on_home(supervisor, "Verify the payment", scene))
    cost.press(supervisor.get_by_role("button", name=re.compile(zh("Verify"))))
    supervisor.wait_for_url(re.compile(r"/money/(\d+/)?(\?.*)?$"))
    cost.stage("supervisor verifies")

    lawyer.goto("/")
    cost.pages -= 1
    cost.press(on_home(lawyer, "Write the closing report", scene))
    cost.fill(field(lawyer, "Hours spent"), "6.5")
    cost.fill(field(lawyer, "Subsidy"), "800")
    cost.press(button(lawyer, "Save and request closing"))
    lawyer.wait_for_url(re.compile(re.escape(case)))
    cost.stage("report, closing requested")

    supervisor.goto("/")
    cost.pages -= 1
    cost.press(on_home(supervisor, "Decide on the closing", scene))
    cost.press(button(supervisor.locator("#next"), "Approve closing"))
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text(zh("Closed"))
    cost.stage("approved")

    clerk.goto("/")
    cost.pages -= 1
    cost.press(on_home(clerk, "Issue the closing report", scene))
    cost.press(button(clerk.locator("#next"), "Issue the closing report"))
    cost.press(button(clerk.locator("#next"), "Archive"))
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(zh("Archived"))
    cost.stage("report issued, archived")

    papers = read_papers(clerk)
    assert tuple(kind.rpartition(" ")[0] for kind in sorted(papers)) == PAPERS
    print(f"\n{'':<32}{'fields':>8}{'presses':>8}{'pages':>8}\n{cost.table()}")
    left = {kind: [*blanks_of(text), *empty_cells(text)] for kind, text in papers.items()}
    assert not any(left.values()), left
    assert cost.fields <= MOST_FIELDS
    assert cost.presses <= MOST_PRESSES
    assert cost.pages <= MOST_PAGES
