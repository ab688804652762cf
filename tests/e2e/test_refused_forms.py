"""Every form as it is shown when it was sent blank: what is missing is said in a way that axe has nothing against.

What takes a blank changes what others see, so this is done in a place of its own.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from core.access import EVERYBODY
from tests.e2e.axe import IN_FULL, STILL, WIDE_DARK, looked_at, with_axe
from tests.e2e.conftest import Server

pytestmark = pytest.mark.long
FORM = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"
BLANK = """form => {
  for (const field of form.elements) {
    if (field.matches("[type=checkbox], [type=radio]")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = 0;
    else if (field.matches("textarea, input:not([type=hidden])")) field.value = "";
  }
  form.noValidate = true;
  form.requestSubmit(form.querySelector(".btn.do") ?? form.querySelector("[type=submit], button:not([type=button])"));
}"""
TAKE_NO_BLANKS = {
    "account_login",
    "cases:add_claim",
    "cases:add_note",
    "cases:edit_claimant",
    "cases:step",
    "front_desk:intake",
    "front_desk:new_visit",
    "mediation:agreement",
    "recoveries:record",
}
"""Some of them; others may take a blank, or are shown again without a word."""


@pytest.fixture(scope="module")
def everybody(server: Server) -> dict[str, Any]:
    return json.loads(server.run("tests.e2e.everything", "forms", "亭林", "450"))


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_no_refused_form_is_hard_to_use(
    everybody: dict[str, Any],
    server: Server,
    open_page: Callable[..., Page],
    who: str,
) -> None:
    page = with_axe(open_page(**STILL), everybody[who]["session"], server.url)
    wrong, refused = [], set()
    for name, address in everybody[who]["pages"].items():
        page.goto(address)
        form = page.locator(FORM)
        if not form.count():
            continue
        with page.expect_navigation() as sent:
            form.first.evaluate(BLANK)
        if sent.value.status == 422 or page.locator("main .errors").count():
            refused.add(name)
            wrong += [f"{name} {problem}" for problem in looked_at(page, (IN_FULL, WIDE_DARK))]
    assert not wrong, "\n".join(wrong)
    assert sorted(TAKE_NO_BLANKS & everybody[who]["pages"].keys() - refused) == []


def test_the_forms_that_take_no_blanks_are_among_them(everybody: dict[str, Any]) -> None:
    sent = {name for somebody in everybody.values() for name in somebody["pages"]}
    assert sorted(TAKE_NO_BLANKS - sent) == []
