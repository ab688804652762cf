"""Whoever presses twice, or whose browser sends twice, has saved one thing, and is told so."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.pages import card, field, section, zh
from tests.e2e.seed import GROUP_NUMBER

CASE = re.compile(r"/cases/\d+/$")
BOTH_AT_ONCE = """(form) => {
    // What a browser sends that does not run our script: the same form twice.
    const twin = form.cloneNode(true);
    document.body.append(twin);
    for (const [n, source] of [...form.elements].entries()) if (source.name) twin.elements[n].value = source.value;
    const sent = new URLSearchParams(new FormData(twin));
    return fetch(form.action, { method: "POST", body: sent }).then(() => HTMLFormElement.prototype.submit.call(form));
}"""


def test_a_note_is_saved_once_whether_the_button_is_pressed_twice_or_the_form_sent_twice(clerk: Page) -> None:
    clerk.goto(f"/cases/?q={GROUP_NUMBER}")
    notes = section(clerk, "notes")
    listed = notes.get_by_role("listitem")
    field(notes, "Add a note").fill("按了两次")
    notes.get_by_role("button", name=zh("Save the note")).dblclick()
    expect(listed.get_by_text("按了两次")).to_have_count(1)

    field(notes, "Add a note").fill("发了两次")
    with clerk.expect_navigation():
        notes.locator("form").evaluate(BOTH_AT_ONCE)
    expect(clerk.get_by_text(zh("This was saved already; it is not saved twice."))).to_be_visible()
    expect(listed.get_by_text("发了两次")).to_have_count(1)


def test_an_intake_sent_twice_opens_one_case(clerk: Page) -> None:
    clerk.goto("/cases/new/")
    field(card(clerk, "Workers"), "Name").fill("顾两次")
    field(card(clerk, "Employer"), "Employer").fill("上海两次贸易有限公司")
    clerk.get_by_role("button", name=zh("Register the case")).dblclick()
    clerk.wait_for_url(CASE)
    clerk.goto("/cases/new/")
    field(card(clerk, "Workers"), "Name").fill("顾三次")
    field(card(clerk, "Employer"), "Employer").fill("上海两次贸易有限公司")
    with clerk.expect_navigation(url=CASE):
        clerk.locator("form[data-autosave]").evaluate(BOTH_AT_ONCE)
    expect(clerk.get_by_text(zh("This was saved already; it is not saved twice."))).to_be_visible()
    for name in ("顾两次", "顾三次"):
        clerk.goto(f"/cases/?q={name}")
        expect(clerk.locator("main tbody tr", has_text=name)).to_have_count(1)
