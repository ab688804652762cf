"""Somebody registered twice is made one person and parted again, with the cases of both on the page of the person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.pages import card, field, follow, path, press, zh
from tests.factories import id_number

PEOPLE = {
    "first without a document, then with the ID card and another telephone": (
        "阮小芳",
        {"kind": "none", "phone": "13822220001"},
        {"number": id_number(sequence=951), "phone": "13822220002"},
    ),
    "first with a passport, then with the residence card": (
        "NGUYEN VAN AN",
        {"kind": "passport", "number": "C7654321", "country": "越南", "phone": "13822220003"},
        {"number": "910156198808080014", "phone": "13822220003"},
    ),
}


@pytest.mark.parametrize(("name", "first", "second"), PEOPLE.values(), ids=PEOPLE)
def test_a_person_registered_twice_is_joined_and_parted_again(
    clerk: Page, name: str, first: dict[str, str], second: dict[str, str]
) -> None:
    employers = f"上海先来机械有限公司{first['phone'][-1]}", f"上海后到物流有限公司{first['phone'][-1]}"
    for employer, person in zip(employers, (first, second), strict=True):
        register_a_case(clerk, name, employer, **person)
    follow(card(clerk, "Parties"), name)
    person = path(clerk)
    cases = card(clerk, "Cases")
    expect(cases).to_contain_text(employers[1])
    expect(cases).not_to_contain_text(employers[0])

    follow(card(clerk, "The same person?"), "Join")
    press(clerk, "Join")
    expect(clerk.get_by_role("alert")).to_contain_text(zh("Reason"))
    field(clerk, "Reason").fill("本人带两份证件到窗口确认")
    press(clerk, "Join")
    clerk.wait_for_url(f"**{person}")
    for employer in employers:
        expect(cases).to_contain_text(employer)
    expect(card(clerk, "Joined records")).to_contain_text("本人带两份证件到窗口确认")

    follow(card(clerk, "Joined records"), "Take back")
    field(clerk, "Reason").fill("同名同姓，系两人")
    press(clerk, "Take back")
    clerk.wait_for_url(f"**{person}")
    expect(cases).to_contain_text(employers[1])
    expect(cases).not_to_contain_text(employers[0])
    expect(card(clerk, "The same person?")).to_contain_text(name)


def register_a_case(
    clerk: Page, name: str, employer: str, phone: str, number: str = "", kind: str = "", country: str = ""
) -> None:
    """The intake with as little as it takes."""
    clerk.goto("/cases/new/")
    worker = card(clerk, "Workers").locator("[data-rows] > [data-row]").first
    expect(field(worker, "Country of the passport")).to_be_hidden()
    if kind:
        field(worker, "Kind of document").select_option(kind)
    if country:
        field(worker, "Country of the passport").fill(country)
    field(worker, "ID number").fill(number)
    field(worker, "Name").fill(name)
    if number:
        expect(worker.locator(".found")).to_contain_text(zh("New"))
    field(worker, "Phone").fill(phone)
    field(card(clerk, "Employer"), "Employer").fill(employer)
    press(clerk, "Register the case")
    clerk.wait_for_url(re.compile(r"/cases/\d+/$"))
