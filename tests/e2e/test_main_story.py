"""The main job through real pages: from the aid window to the archive, by everybody who has a part in it."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Server
from tests.e2e.pages import (
    PHONE_SCREEN,
    ZONE,
    card,
    dt,
    expect_shown,
    field,
    follow,
    now,
    path,
    picture,
    press,
    section,
    take_step,
    today,
    unfold,
    zh,
)

WORKER, ID_NUMBER, PHONE = "周建国", "310116198506151013", "13801234567"
EMPLOYER, CREDIT_CODE = "上海金泾机械有限公司", "91310116MA1J8XYP0G"
QUESTION = "2026年7月起三个月工资未发，6月厂里搬迁时被口头辞退。"
AGREED, IN_CAPITALS = "32,145.60", "人民币叁万贰仟壹佰肆拾伍元陆角"


@pytest.fixture
def lawyer(sign_in: Callable[..., Page]) -> Page:
    """The lawyer has a phone."""
    return sign_in("lawyer", **PHONE_SCREEN)


def test_a_case_from_the_aid_window_to_the_archive(
    clerk: Page,
    reviewer: Page,
    lawyer: Page,
    supervisor: Page,
    auditor: Page,
    sign_in: Callable[..., Page],
    server: Server,
    tmp_path: Path,
) -> None:
    visit = register_a_visit(clerk)
    case = open_a_case_from(clerk, visit)
    take_step(clerk, "Submit for review")
    accept(reviewer, case)
    offer_to_the_lawyer(clerk, case)
    answer_on_the_phone(lawyer, case)
    mediate(lawyer, case)
    settle(clerk, case)
    issue_the_agreement(clerk)
    record_the_payment(clerk, picture(tmp_path / "银行回单.pdf", f"RMB {AGREED}"))
    verify_beside_the_proof(supervisor)
    request_closing(lawyer, case)
    approve_closing(supervisor, case)
    archive(clerk, case)
    read_the_record(auditor, case)
    assert_hidden_from(sign_in("clerk2"), case)
    reconciled = server.manage("reconcile")
    assert reconciled.returncode == 0, reconciled.stdout + reconciled.stderr


def register_a_visit(clerk: Page) -> str:
    """A worker comes to the window with a question; gives the address of the visit."""
    clerk.goto("/")
    follow(clerk.get_by_role("main"), "New visit")
    who = card(clerk, "Who came").locator("[data-rows] > [data-row]").first
    field(who, "ID number").fill(ID_NUMBER)
    field(who, "Name").fill(WORKER)
    expect(who.locator(".found")).to_contain_text("41")
    field(who, "Phone").fill(PHONE)
    employer = card(clerk, "Employer")
    field(employer, "Employer").fill(EMPLOYER)
    field(employer, "Unified credit code").fill(CREDIT_CODE)
    asked = card(clerk, "Questions and answers").locator("[data-rows] > [data-row]").first
    field(asked, "Question").fill(QUESTION)
    field(asked, "Answer").fill("可以申请调解，也可以申请仲裁。")
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(r"/visits/\d+/$"))
    expect(card(clerk, "Who came")).to_contain_text("310116********1013")
    return path(clerk)


def open_a_case_from(clerk: Page, visit: str) -> str:
    """What the visit says is not typed again; gives the address of the case."""
    follow(clerk, "Open a case")
    clerk.wait_for_url("**/cases/new/?visit=*")
    workers, employer = card(clerk, "Workers"), card(clerk, "Employer")
    expect(field(workers, "Name")).to_have_value(WORKER)
    expect(field(workers, "Phone")).to_have_value(PHONE)
    expect(field(workers, "ID number")).to_have_attribute("placeholder", "310116********1013")
    expect(workers.locator("[name$=birth_date]")).to_have_value("1985-06-15")
    expect(field(employer, "Employer")).to_have_value(EMPLOYER)
    expect(field(employer, "Unified credit code")).to_have_value(CREDIT_CODE)
    expect(field(clerk, "Facts and reasons")).to_have_value(QUESTION)
    workers.get_by_text(zh("More about the worker")).click()
    workers.get_by_text(zh("More about the worker")).click()
    field(workers, "Job").fill("装配工")
    field(workers, "Employed from").fill("2020-03-01")
    field(workers, "Employed until").fill("2026-09-30")
    field(workers, "Monthly wage").fill("7296.93")
    employer.get_by_text(zh("More about the employer")).click()
    field(employer, "Legal representative").fill("钱大伟")
    claims = card(clerk, "Claims")
    press(claims, "Add a claim")
    for number, (kind, amount) in enumerate((("wages", "21,890.80"), ("severance", "13000"))):
        row = claims.locator("[data-rows] > [data-row]").nth(number)
        field(row, "Claim").select_option(kind)
        field(row, WORKER).fill(amount)
    field(clerk, "Consent signed on").fill(today())
    expect(clerk.locator("#intake-total")).to_contain_text("34,890.80")
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(card(clerk, "Claims and money").locator("tfoot")).to_contain_text("34,890.80")
    case = path(clerk)
    clerk.goto(visit)
    clerk.locator(f"a.do[href='{case}']").click()
    clerk.wait_for_url(case)
    return case


def accept(reviewer: Page, case: str) -> None:
    """The reviewer finds the case in the own work, and accepting gives it its number."""
    reviewer.goto("/")
    reviewer.get_by_role("main").get_by_role("listitem").filter(has_text=WORKER).get_by_role(
        "link"
    ).first.click()
    reviewer.wait_for_url(re.compile(re.escape(case)))
    take_step(reviewer, "Accept")
    year = dt.datetime.now(ZONE).year
    expect(reviewer.get_by_role("heading", level=1)).to_contain_text(
        re.compile(rf"沪工援〔{year}〕朱泾000\d号")
    )


def offer_to_the_lawyer(clerk: Page, case: str) -> None:
    clerk.goto(case)
    follow(clerk.locator("#next"), "Offer to a lawyer")
    clerk.get_by_role("row", name="上海申浦律师事务所").get_by_role("link", name=zh("With a message")).click()
    field(clerk, "Lawyer").select_option("王立明")
    field(clerk, "Message").fill("请三日内答复。")
    press(clerk, "Send the offer")
    clerk.wait_for_url(re.compile(re.escape(case)))
    expect(clerk.locator("#people")).to_contain_text("王立明")


def answer_on_the_phone(lawyer: Page, case: str) -> None:
    """Names first; facts and sums after "no conflict"; the case itself after accepting it."""
    assert lawyer.goto(case).status == 404
    lawyer.goto("/offers/")
    lawyer.get_by_role("link", name=re.compile(WORKER)).click()
    main = lawyer.get_by_role("main")
    expect(main).to_contain_text(EMPLOYER)
    for hidden in (QUESTION, "34,890.80", PHONE):
        expect(main).not_to_contain_text(hidden)
    lawyer.get_by_role("checkbox").check()
    press(lawyer, "Declare no conflict")
    for shown in (QUESTION, "34,890.80", "138****4567"):
        expect(main).to_contain_text(shown)
    expect(main).not_to_contain_text(PHONE)
    press(lawyer, "Accept the case")
    lawyer.wait_for_url(case)
    expect(lawyer.get_by_role("heading", level=1)).to_contain_text(zh("Assigned"))


def mediate(lawyer: Page, case: str) -> None:
    """One round, held by the lawyer on the phone, with both offers."""
    take_step(lawyer, "Start mediation")
    unfold(section(lawyer, "mediation"))
    follow(section(lawyer, "mediation"), "Schedule a round")
    field(lawyer, "Time").fill(now())
    assert "王立明" not in field(lawyer, "Mediator").inner_text()
    field(lawyer, "Mediator").select_option("陈雪梅")
    press(lawyer, "Schedule")
    lawyer.wait_for_url(re.compile(re.escape(case)))
    follow(section(lawyer, "mediation"), "Record the round")
    field(lawyer, "Agreement reached").check()
    field(lawyer, "Workers ask").fill("34890.80")
    field(lawyer, "Employer offers").fill("30000")
    field(lawyer, "People present").fill("周建国、钱大伟、王立明")
    field(lawyer, "Minutes").fill("单位承认欠薪，双方各让一步。")
    press(lawyer, "Record the round")
    lawyer.wait_for_url(re.compile(re.escape(case)))
    expect(section(lawyer, "mediation")).to_contain_text("4,890.80")


def settle(clerk: Page, case: str) -> None:
    """The agreed sums with the day of payment, and the signature; then the case is settled."""
    clerk.goto(case)
    follow(section(clerk, "mediation"), "Record an agreement")
    sums = clerk.locator("td.sum input")
    sums.nth(0).fill("21890.80")
    sums.nth(1).fill("10254.80")
    expect(clerk.locator("[data-total=agreed]")).to_have_text(AGREED)
    field(clerk, "Paid on, or first paid on").fill(today(10))
    field(clerk, "Signed on").fill(today())
    field(clerk, "If payment is late").fill("逾期付款的，按未付金额每日万分之五支付违约金。")
    press(clerk, "Put on record")
    clerk.wait_for_url(re.compile(re.escape(case)))
    expect(section(clerk, "mediation")).to_contain_text(AGREED)
    take_step(clerk, "Settle")


def pdf_text(page: Page, kind: str) -> str:
    """The text of the newest paper of a kind on the page of a case, out of the file a user gets."""
    line = section(page, "papers").locator(".papers > li", has_text=kind)
    answer = page.request.get(line.get_by_role("link", name=zh("PDF"), exact=True).get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    return re.sub(r"\s+", "", text)


def issue(page: Page, kind: str) -> str:
    """Issue a paper from the page of a case, and read it back."""
    line = section(page, "papers").locator(".papers > li", has_text=kind)
    line.get_by_role("button", name=zh("Issue", "paper"), exact=True).click()
    with_blanks = page.get_by_role("button", name=zh("Issue, to be filled in by hand"), exact=True)
    pdf = line.get_by_role("link", name=zh("PDF"), exact=True)
    expect(with_blanks.or_(pdf)).to_be_visible()
    if with_blanks.is_visible():
        with_blanks.click()
    expect(line.get_by_role("link", name=zh("PDF"), exact=True)).to_be_visible()
    return pdf_text(page, kind)


def issue_the_agreement(clerk: Page) -> None:
    text = issue(clerk, "调解协议书")
    for part in (WORKER, EMPLOYER, CREDIT_CODE, "王立明", f"{AGREED}元", IN_CAPITALS, "每日万分之五"):
        assert part in text


def record_the_payment(clerk: Page, proof: Path) -> None:
    follow(clerk.locator("#money"), "Record a payment")
    field(clerk, "Received on").fill(today())
    field(clerk, "Amount").fill(AGREED)
    expect(field(clerk, "Payer")).to_have_value(EMPLOYER)
    field(clerk, "Proof").set_input_files(proof)
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(r"/cases/\d+/#money$"))
    expect(clerk.locator("#money")).to_contain_text(AGREED)


def verify_beside_the_proof(supervisor: Page) -> None:
    """The supervisor sees the sum and the proof on one page, and verifies."""
    supervisor.goto("/")
    supervisor.get_by_role("navigation").get_by_role("link", name=zh("Money to verify")).click()
    supervisor.get_by_role("row", name=AGREED).get_by_role("link", name=zh("Check"), exact=True).click()
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text(AGREED)
    expect_shown(supervisor.locator("iframe.sheet"))
    supervisor.get_by_role("button", name=zh("Verify")).click()
    supervisor.wait_for_url(re.compile(r"/money/(\d+/)?(\?.*)?$"))
    supervisor.goto("/money/")
    expect(supervisor.get_by_role("row", name=AGREED)).to_have_count(0)


def request_closing(lawyer: Page, case: str) -> None:
    """The lawyer, still on the phone: the last fen ended the limit to secure it, the report says what was done."""
    lawyer.goto(case)
    expect(lawyer.locator("#deadlines").get_by_role("link", name=zh("Settle", "deadline"))).to_have_count(0)
    unfold(lawyer.locator("#closing"))
    follow(lawyer.locator("#closing"), "Write")
    field(lawyer, "Resolved by").select_option("mediated")
    field(lawyer, "Hours spent").fill("6.5")
    field(lawyer, "Closing report").fill("经一次调解达成协议，单位已一次付清。")
    press(lawyer, "Save")
    lawyer.wait_for_url(re.compile(re.escape(case)))
    take_step(lawyer, "Request closing")


def approve_closing(supervisor: Page, case: str) -> None:
    supervisor.goto(case)
    take_step(supervisor, "Approve closing")
    expect(supervisor.get_by_role("heading", level=1)).to_contain_text(zh("Closed"))


def archive(clerk: Page, case: str) -> None:
    """Not before the closing report is a paper."""
    clerk.goto(case)
    expect(clerk.locator("#next").get_by_role("button", name=zh("Issue the closing report"))).to_be_visible()
    text = issue(clerk, "结案报告表")
    assert f"核定挽回经济损失{AGREED}元" in text
    clerk.goto(case)
    take_step(clerk, "Archive")
    expect(clerk.get_by_role("heading", level=1)).to_contain_text(zh("Archived"))


def read_the_record(auditor: Page, case: str) -> None:
    """Every change with its before and after, on the page and as a paper."""
    auditor.goto(f"{case}timeline/")
    settled = auditor.locator(
        ".tl > li", has_text=zh("%(who)s recorded that the parties settled").removeprefix("%(who)s")
    )
    settled.locator("summary").click()
    expect(settled.locator("del", has_text=zh("In mediation"))).to_be_visible()
    expect(settled.locator("ins", has_text=zh("Settled"))).to_be_visible()
    expect(auditor.locator(".tl")).to_contain_text(zh("Paid in full."))
    auditor.goto(case)
    text = issue(auditor, "审计记录")
    for part in ("陈雪梅", "黄志强", "王立明", "顾卫东", zh("Paid in full.").rstrip("。"), AGREED):
        assert part in text


def assert_hidden_from(clerk: Page, case: str) -> None:
    """A clerk of another office learns nothing, not even that the case is there."""
    for address in (case, f"{case}timeline/", f"{case}edit/"):
        assert clerk.goto(address).status == 404
    clerk.goto(f"/cases/?q={WORKER}")
    expect(clerk.get_by_role("heading", level=1)).to_have_text(zh("Cases"))
    expect(clerk.locator(f"a[href='{case}']")).to_have_count(0)
