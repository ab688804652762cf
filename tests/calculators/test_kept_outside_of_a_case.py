"""A rate typed into a calculator outside of a case is kept for the office of who may, with its source."""

import pytest
from django.urls import reverse

from calculators.models import KeptRate
from tests.factories import LawyerFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db

LIVE = {"HX-Request": "true"}
RATE = "rate_average_wage_changzhou_0_2025-01-01"
SOURCE = {f"{RATE}_source": "常州市统计公报"}
ONE = {
    "region": "常州",
    "hired": "2010-03-15",
    "left": "2026-06-30",
    "monthly_wage": "30000",
    "cause": "no_fault_changed",
}
EMPLOYMENT = {
    "region": "常州",
    "as_of": "2026-11-23",
    "hired": "2010-03-15",
    "left": "2026-06-30",
    "monthly_wage": "30000",
    "ended": "expiry",
}
PAGES = [
    pytest.param(reverse("calculators:page", args=["severance"]), ONE, id="severance"),
    pytest.param(reverse("calculators:entitlements"), EMPLOYMENT, id="what may I claim"),
]


def kept():
    return list(KeptRate.objects.values_list("office__name", "series", "region", "value", "source"))


@pytest.fixture
def city():
    return office("常州市总工会", region="changzhou")


@pytest.mark.parametrize(("address", "facts"), PAGES)
@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor"])
def test_who_works_on_cases_keeps_it_and_the_page_comes_back_as_it_was_sent(
    client, city, address, facts, role
):
    user = staff(role, city)
    client.force_login(user)
    answer = client.post(address, facts | {RATE: "9,000"} | SOURCE)
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert kept() == [("常州市总工会", "average_wage", "changzhou", 9000, "常州市统计公报")]
    row = KeptRate.history.get()
    assert (row.history_user, row.history_type) == (user, "+")
    text = client.get(address).content.decode()
    assert "已为常州市总工会留存1项标准及其依据。" in text
    assert f'name="{RATE}" value="9,000"' in text
    assert "324,000.00" in text  # three times 9,000, for twelve years at most


@pytest.mark.parametrize(("address", "facts"), PAGES)
def test_it_is_kept_once_and_offered_the_next_time(client, city, address, facts):
    client.force_login(staff("clerk", city))
    client.post(address, facts | {RATE: "9000"} | SOURCE)
    client.get(address)
    again = client.post(address, facts | {RATE: "9000"} | SOURCE)
    assert again.status_code == 200
    assert len(kept()) == 1
    text = client.post(address, facts).content.decode()
    assert "kept|9000.00|yuan_month|常州市统计公报" in text


@pytest.mark.parametrize(("address", "facts"), PAGES)
def test_what_was_sent_is_shown_once_and_then_the_page_is_empty(client, city, address, facts):
    client.force_login(staff("clerk", city))
    client.post(address, facts | {RATE: "9000"} | SOURCE)
    assert client.get(address).context["form"].is_bound
    assert not client.get(address).context["form"].is_bound


@pytest.mark.parametrize(("address", "facts"), PAGES)
@pytest.mark.parametrize(
    ("said", "headers"),
    [
        pytest.param({RATE: "9000"}, {}, id="without a source"),
        pytest.param({RATE: "9000"} | SOURCE, LIVE, id="while somebody types"),
        pytest.param({RATE: "-5"} | SOURCE, {}, id="a figure that cannot be"),
        pytest.param({RATE: "9000", "hired": "2027-01-01"} | SOURCE, {}, id="facts that cannot be"),
        pytest.param({RATE: "9000", "form_token": "old"} | SOURCE, {}, id="a page that was open too long"),
    ],
)
def test_nothing_else_is_kept(client, city, address, facts, said, headers):
    client.force_login(staff("clerk", city))
    answer = client.post(address, facts | said, headers=headers)
    assert answer.status_code in (200, 422)
    assert kept() == []
    assert answer.context["form"]["hired"].value() == (facts | said)["hired"]


@pytest.mark.parametrize(("address", "facts"), PAGES)
@pytest.mark.parametrize("role", ["auditor", "administrator", "lawyer", "nobody"])
def test_of_who_does_not_work_on_cases_nothing_is_kept(client, city, address, facts, role):
    user = staff(role, city) if role in ("auditor", "administrator") else UserFactory()
    if role == "lawyer":
        user = LawyerFactory().user
    client.force_login(user)
    answer = client.post(address, facts | {RATE: "9000"} | SOURCE)
    text = answer.content.decode()
    assert "324,000.00" in text
    assert "留存本机构" not in text
    assert kept() == []


@pytest.mark.parametrize(("address", "facts"), PAGES)
def test_who_is_not_signed_in_keeps_nothing(client, address, facts):
    answer = client.post(address, facts | {RATE: "9000"} | SOURCE)
    assert answer["Location"].startswith(reverse("account_login"))
    assert kept() == []


def test_the_page_says_that_it_will_be_kept(client, city):
    client.force_login(staff("clerk", city))
    text = client.post(PAGES[0].values[0], ONE).content.decode()
    assert "点“计算”后留存本机构" in text
