"""The supervisor's desk in the browser: one entry after the other by keyboard, and what is sent back and mended."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Server
from tests.e2e.pages import expect_shown, field, follow, picture, press, zh

MADE = """
import django; django.setup()
from decimal import Decimal
from accounts.models import Office, User
from core import clock
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, WorkerFactory
office, clerk = Office.objects.get(code="朱泾"), User.objects.get(username="clerk")
for number in range(901, 904):
    case = CaseFactory(
        office=office, handler=clerk, state="settled", number=f"沪工援〔2025〕朱泾0{number}号", accepted_on=clock.today()
    )
    worker = WorkerFactory(name=f"收款{number}", id_number="")
    ClaimFactory(claimant=ClaimantFactory(case=case, worker=worker), claimed=Decimal("90000"), agreed=Decimal("90000"))
    print(case.pk)
"""


@pytest.fixture(scope="module")
def cases(server: Server) -> list[str]:
    """The ids of settled cases of 朱泾 for which money is to come in, one for each test: their people have no
    numbers, which the seed may have given to others."""
    return server.must("-c", MADE).split()


def record_payment(clerk: Page, case: str, amount: str, proof: Path) -> None:
    clerk.goto(f"/money/cases/{case}/record/")
    field(clerk, "Amount").fill(amount)
    field(clerk, "Proof").set_input_files(proof)
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(r"/cases/\d+/#money$"))


def test_verify_by_keyboard(clerk: Page, supervisor: Page, cases: list[str], tmp_path: Path) -> None:
    """In the order chosen, without the mouse: the key goes to the button, Enter presses it, the next opens."""
    for amount in ("7,100.00", "7,200.00", "7,300.00"):
        record_payment(clerk, cases[0], amount, picture(tmp_path / f"{amount}.png", f"RMB {amount}"))
    supervisor.goto("/money/?size=1000-10000&sort=largest")
    supervisor.get_by_role("row", name="7,300.00").get_by_role("link", name=zh("Check"), exact=True).click()
    heading = supervisor.get_by_role("heading", level=1)
    expect(heading).to_contain_text("7,300.00")
    expect_shown(supervisor.locator("img.sheet"))

    before = supervisor.locator("img.sheet").bounding_box()["width"]
    supervisor.keyboard.press("+")
    expect(supervisor.locator("[data-proof-says]")).to_contain_text("150 %")
    assert supervisor.locator("img.sheet").bounding_box()["width"] > before * 1.4
    supervisor.keyboard.press("r")
    expect(supervisor.locator("[data-proof-says]")).to_contain_text("90°")

    supervisor.keyboard.press("n")
    expect(heading).to_contain_text("7,200.00")
    supervisor.keyboard.press("v")
    expect(supervisor.get_by_role("button", name=zh("Verify"))).to_be_focused()
    supervisor.keyboard.press("Enter")
    expect(heading).to_contain_text("7,100.00")
    assert supervisor.url.endswith("?size=1000-10000&sort=largest")
    supervisor.keyboard.press("b")
    expect(heading).to_have_text(zh("Send back"))
    words = field(supervisor, "In words")
    words.press_sequentially("vbn")
    expect(words).to_have_value("vbn")
    follow(supervisor, "Back")
    expect(heading).to_contain_text("7,100.00")

    supervisor.goto("/money/?size=1000-10000&sort=largest")
    expect(supervisor.get_by_role("row", name="7,200.00")).to_have_count(0)
    expect(supervisor.get_by_role("row", name="7,100.00").get_by_role("checkbox")).to_be_visible()


def test_a_sent_back_entry_mended(
    clerk: Page, supervisor: Page, cases: list[str], tmp_path: Path, server: Server
) -> None:
    record_payment(clerk, cases[1], "41,000.00", picture(tmp_path / "模糊.png", "?"))
    supervisor.goto("/money/?sort=largest")
    supervisor.get_by_role("row", name="41,000.00").get_by_role("link", name=zh("Check"), exact=True).click()
    follow(supervisor, "Send back")
    press(supervisor, "Send back")
    expect(supervisor.get_by_role("alert").first).to_be_visible()
    field(supervisor, "What is wrong").select_option("unreadable")
    field(supervisor, "In words").fill("看不清流水号。")
    press(supervisor, "Send back")

    clerk.goto("/")
    line = clerk.locator("li", has_text="41,000.00").first
    expect(line).to_contain_text(zh("The proof cannot be read"))
    line.get_by_role("link", name=zh("Record it anew")).click()
    expect(clerk.get_by_role("main")).to_contain_text("看不清流水号。")
    expect(field(clerk, "Amount")).to_have_value("41000.00")
    press(clerk, "Save")
    expect(clerk.get_by_role("main")).to_contain_text(
        zh("It was sent back for its proof: hand in a better one.")
    )
    field(clerk, "Proof").set_input_files(picture(tmp_path / "清晰.png", "RMB 41,000.00"))
    press(clerk, "Save")
    clerk.wait_for_url(re.compile(r"/money/\d+/$"))
    expect(clerk.get_by_role("main")).to_contain_text(zh("Recorded anew"))

    supervisor.goto("/money/?sort=largest")
    supervisor.get_by_role("row", name="41,000.00").get_by_role("link", name=zh("Check"), exact=True).click()
    expect(supervisor.get_by_role("main")).to_contain_text(zh("In place of"))
    expect_shown(supervisor.locator("img.sheet"))
    supervisor.get_by_role("button", name=zh("Verify")).click()
    expect(supervisor.locator(".messages")).to_be_visible()
    assert server.manage("reconcile").returncode == 0


def test_the_proof_is_beside_the_sum_on_a_desk_and_above_it_on_a_phone(
    clerk: Page, sign_in: Callable[..., Page], cases: list[str], tmp_path: Path
) -> None:
    record_payment(clerk, cases[2], "300.00", picture(tmp_path / "回单.png", "RMB 300.00"))
    for width, is_beside in ((1440, True), (390, False)):
        supervisor = sign_in("supervisor", viewport={"width": width, "height": 900})
        supervisor.goto("/money/?sort=smallest")
        supervisor.get_by_role("row", name="300.00").first.get_by_role(
            "link", name=zh("Check"), exact=True
        ).click()
        expect_shown(supervisor.locator("img.sheet"))
        proof = supervisor.locator("#proof").bounding_box()
        sums = supervisor.locator("#decision").bounding_box()
        assert (proof["x"] > sums["x"] + sums["width"] - 1) is is_beside
        assert supervisor.evaluate("document.documentElement.scrollWidth") <= width
