"""The hard road through real pages: refused, not settled, awarded, paid wrongly and paid again."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.pages import (
    card,
    expect_shown,
    field,
    follow,
    now,
    open_step,
    path,
    picture,
    press,
    section,
    take_step,
    today,
    zh,
)

WORKER, ID_NUMBER = "吴秀英", "310116199002032023"
EMPLOYER = "上海枫林速运有限公司"
CLAIMED, AWARDED = "18,600.00", "15,300.50"
COMMISSION, DOCKET = "金山区劳动人事争议仲裁委员会", "金劳人仲（2026）办字第318号"


@pytest.mark.long
def test_a_case_refused_then_fought_out_to_the_award_and_the_money(
    sign_in: Callable[..., Page], lawyer: Page, server: Server, tmp_path: Path
) -> None:
    clerk, reviewer, supervisor = sign_in("clerk2"), sign_in("reviewer2"), sign_in("supervisor2")
    second_lawyer = sign_in("lawyer2")
    proof = picture(tmp_path / "转账截图.png", f"RMB {AWARDED}")

    case = open_a_case(clerk)
    take_step(clerk, "Submit for review")
    reviewer.goto(case)
    take_step(reviewer, "Accept")

    offer(clerk, case, "上海申浦律师事务所")
    refuse(lawyer)
    clerk.goto(case)
    expect(clerk.locator("#people")).to_contain_text(zh("No capacity at present"))
    offer(clerk, case, "上海金浩律师事务所")
    take_on(second_lawyer, case)

    fail_to_mediate(clerk, case)
    file_for_arbitration(second_lawyer, case)
    record_the_award(second_lawyer)

    record_a_payment(clerk, case, proof)
    reject(supervisor, "回单上的付款人不是用人单位。")
    assert sums_of(clerk, case) == (CLAIMED, AWARDED, "0.00", "0.00")
    record_a_payment(clerk, case, proof)
    verify(supervisor)
    assert sums_of(clerk, case) == (CLAIMED, AWARDED, AWARDED, AWARDED)
    reverse(clerk, supervisor, case, "银行退回该笔款项。")
    assert sums_of(clerk, case) == (CLAIMED, AWARDED, "0.00", "0.00")
    record_a_payment(clerk, case, proof)
    verify(supervisor)
    assert sums_of(clerk, case) == (CLAIMED, AWARDED, AWARDED, AWARDED)

    close(clerk, supervisor, case)
    reconciled = server.manage("reconcile")
    assert reconciled.returncode == 0, reconciled.stdout + reconciled.stderr


def open_a_case(clerk: Page) -> str:
    """A courier's unpaid wages, straight at the intake page; gives the address of the case."""
    clerk.goto("/cases/new/")
    workers = card(clerk, "Workers")
    field(workers, "ID number").fill(ID_NUMBER)
    field(workers, "Name").fill(WORKER)
    expect(field(workers, "Date of birth")).to_have_value("1990-02-03")
    expect(field(workers, "Sex")).to_have_value("female")
    field(card(clerk, "Employer"), "Employer").fill(EMPLOYER)
    claims = card(clerk, "Claims")
    field(claims, "Claim").select_option("wages")
    field(claims, WORKER).fill(CLAIMED)
    field(clerk, "Consent signed on").fill(today())
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
    return path(clerk)


def offer(clerk: Page, case: str, firm: str) -> None:
    clerk.goto(f"{case}offer/")
    clerk.get_by_role("row", name=firm).get_by_role("link", name=zh("With a message")).click()
    press(clerk, "Send the offer")
    clerk.wait_for_url(re.compile(re.escape(case)))


def refuse(lawyer: Page) -> None:
    """Without seeing any detail, with a reason out of the list."""
    lawyer.goto("/offers/")
    lawyer.get_by_role("link", name=re.compile(WORKER)).click()
    follow(lawyer.get_by_role("main"), "Decline the offer")
    field(lawyer, "No capacity at present").check()
    press(lawyer.get_by_role("main"), "Decline the offer")
    lawyer.wait_for_url(re.compile(r"/offers/"))
    expect(lawyer.get_by_role("main")).to_contain_text(zh("No capacity at present"))


def take_on(lawyer: Page, case: str) -> None:
    """The coordinator of the firm takes the case as its lawyer."""
    lawyer.goto("/offers/")
    lawyer.get_by_role("link", name=re.compile(WORKER)).click()
    lawyer.get_by_role("checkbox").check()
    press(lawyer, "Declare no conflict")
    field(lawyer, "Who takes the case").select_option("赵宏")
    press(lawyer, "Accept the case")
    lawyer.wait_for_url(case)


def fail_to_mediate(clerk: Page, case: str) -> None:
    """Not before a round was held."""
    clerk.goto(case)
    take_step(clerk, "Start mediation")
    follow(section(clerk, "mediation"), "Schedule a round")
    field(clerk, "Time").fill(now())
    field(clerk, "Mediator").select_option(index=1)
    press(clerk, "Schedule")
    clerk.wait_for_url(re.compile(re.escape(case)))
    follow(section(clerk, "mediation"), "Record the round")
    field(clerk, "No agreement").check()
    field(clerk, "Workers ask").fill(CLAIMED)
    field(clerk, "Employer offers").fill("0")
    field(clerk, "People present").fill("吴秀英、单位人事")
    field(clerk, "Minutes").fill("单位不认可劳动关系，拒绝支付。")
    press(clerk, "Record the round")
    clerk.wait_for_url(re.compile(re.escape(case)))
    take_step(clerk, "Mediation failed")


def file_for_arbitration(lawyer: Page, case: str) -> None:
    lawyer.goto(case)
    open_step(lawyer, "File for arbitration")
    field(lawyer, "Before").fill(COMMISSION)
    field(lawyer, "Filed on").fill(today())
    press(lawyer.get_by_role("main"), "File for arbitration")
    lawyer.wait_for_url(case)
    follow(lawyer.locator("#proceedings"), "Edit")
    field(lawyer, "Taken up on").fill(today())
    field(lawyer, "Docket number").fill(DOCKET)
    press(lawyer, "Save")
    lawyer.wait_for_url(re.compile(re.escape(case)))
    expect(lawyer.locator("#proceedings")).to_contain_text(DOCKET)


def record_the_award(lawyer: Page) -> None:
    case = path(lawyer)
    open_step(lawyer, "Record the award")
    field(lawyer, "Decided on").fill(today())
    field(lawyer, "Served on").fill(today())
    field(lawyer, "Result").fill("单位支付拖欠工资15300.50元。")
    lawyer.locator("#sums input").fill(AWARDED)
    press(lawyer.get_by_role("main"), "Record the award")
    lawyer.wait_for_url(case)
    expect(lawyer.get_by_role("heading", level=1)).to_contain_text(zh("Awarded"))


def record_a_payment(clerk: Page, case: str, proof: Path) -> None:
    clerk.goto(case)
    follow(clerk.locator("#money"), "Record a payment")
    field(clerk, "Received on").fill(today())
    field(clerk, "Amount").fill(AWARDED)
    field(clerk, "Proof").set_input_files(proof)
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(r"/cases/\d+/#money$"))


def review(supervisor: Page) -> None:
    """From the queue to the receipt, which stands beside the picture that proves it."""
    supervisor.goto("/money/")
    supervisor.get_by_role("row", name=AWARDED).get_by_role("link", name=zh("Check"), exact=True).click()
    expect_shown(supervisor.locator("img.sheet"))


def verify(supervisor: Page) -> None:
    review(supervisor)
    supervisor.get_by_role("button", name=zh("Verify")).click()
    expect(supervisor.locator(".messages")).to_contain_text(zh("Verify"))


def reject(supervisor: Page, reason: str) -> None:
    """Never without saying why."""
    review(supervisor)
    follow(supervisor, "Reject")
    press(supervisor, "Reject")
    expect(supervisor.get_by_role("alert")).to_be_visible()
    field(supervisor, "Reason").fill(reason)
    press(supervisor, "Reject")
    expect(supervisor.locator(".messages")).to_contain_text(zh("Reject"))


def reverse(clerk: Page, supervisor: Page, case: str, reason: str) -> None:
    """By a counter-entry that the clerk asks for: the receipt stays as it was, its opposite stands beside it."""
    clerk.goto(case)
    row = (
        clerk.locator("#money")
        .get_by_role("row", name=re.compile(re.escape(AWARDED)))
        .filter(has_text=zh("Verified", "receipt"))
    )
    row.get_by_role("link").first.click()
    follow(clerk, "Ask for its reversal")
    field(clerk, "What is wrong").select_option("paid_back")
    field(clerk, "In words").fill(reason)
    press(clerk, "Ask for its reversal")
    clerk.wait_for_url(re.compile(r"/money/\d+/$"))
    supervisor.goto("/money/")
    row = supervisor.get_by_role("row", name=f"-{AWARDED}")
    row.get_by_role("link", name=zh("Check"), exact=True).click()
    supervisor.get_by_role("button", name=zh("Verify")).click()
    expect(supervisor.locator(".messages")).to_contain_text(zh("Verify"))
    supervisor.goto("/money/?state=verified")
    expect(supervisor.get_by_role("row", name=f"-{AWARDED}")).to_be_visible()


def sums_of(page: Page, case: str) -> tuple[str, ...]:
    """Claimed, awarded, received and verified, as the case page adds them up."""
    page.goto(case)
    return tuple(page.locator("#claims tfoot td.n").all_inner_texts())


def close(clerk: Page, supervisor: Page, case: str) -> None:
    """The limit to sue is settled with a reason, the report is written, and the supervisor approves."""
    clerk.goto(case)
    follow(clerk.locator("#deadlines"), "Settle", "deadline")
    field(clerk, "No longer applies").check()
    field(clerk, "Reason").fill("双方均服裁，单位已履行。")
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(re.escape(case)))
    follow(clerk.locator("#closing"), "Write")
    field(clerk, "Resolved by").select_option("award")
    field(clerk, "Closing report").fill("调解不成，经仲裁裁决，单位已履行。")
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(re.escape(case)))
    take_step(clerk, "Request closing")
    supervisor.goto(case)
    take_step(supervisor, "Approve closing")
