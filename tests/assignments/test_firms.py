"""The pages of firms and lawyers."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.audit import record
from lawyers.models import Alliance, AllianceMember
from tests.factories import AssignmentFactory, CaseFactory, LawyerFactory, firm_serving, office, staff

pytestmark = pytest.mark.django_db
LIST = reverse("assignments:firms")


@pytest.fixture
def town():
    return office()


@pytest.fixture
def clerk(town):
    return staff("clerk", town)


def page_of(firm):
    return reverse("assignments:firm", args=[firm.pk])


def test_staff_see_the_firms_that_serve_their_office_with_live_numbers(client, town, clerk):
    firm = firm_serving(town)
    firm_serving(office())
    lawyer = LawyerFactory(firm=firm)
    AssignmentFactory(case=CaseFactory(office=town), lawyer=lawyer)
    AssignmentFactory(case=CaseFactory(office=town), lawyer=lawyer, state="accepted")
    client.force_login(clerk)
    (row,) = client.get(LIST).context["page"].items
    assert (row, row.open_offers, row.cases_in_hand) == (firm, 1, 1)


def test_a_firm_is_found_by_name_and_by_pinyin(client, town, clerk):
    firm = firm_serving(town, name="金山律师事务所", pinyin="jinshanlvshishiwusuo")
    firm_serving(town)
    client.force_login(clerk)
    for text in ("金山", "jinshan", " JinShan "):
        assert client.get(LIST, {"q": text}).context["page"].items == [firm]
    assert client.get(LIST, {"q": "\x00"}).status_code == 200


def test_a_firm_with_its_lawyers_and_alliances(client, town, clerk):
    firm = firm_serving(town)
    lawyer = LawyerFactory(firm=firm, phone="13800001111")
    alliance = record(
        Alliance(name="新就业形态公益律师联盟", office=town, lead=firm, founded_on=dt.date(2022, 5, 1)),
        actor=None,
    )
    record(AllianceMember(alliance=alliance, firm=firm, joined_on=dt.date(2022, 5, 1)), actor=None)
    client.force_login(clerk)
    page = client.get(page_of(firm))
    assert list(page.context["lawyers"]) == [lawyer]
    for text in (lawyer.name, "13800001111", "新就业形态公益律师联盟"):
        assert text in page.content.decode()


def test_lawyers_see_their_own_firm_only(client, town):
    lawyer = LawyerFactory(firm=firm_serving(town))
    client.force_login(lawyer.user)
    assert client.get(LIST)["Location"] == page_of(lawyer.firm)
    assert client.get(page_of(lawyer.firm)).status_code == 200
    assert client.get(page_of(firm_serving(town))).status_code == 404


def test_firms_of_other_offices_are_404_and_strangers_sign_in(client, town, clerk):
    firm = firm_serving(office())
    for url in (LIST, page_of(firm)):
        assert client.get(url)["Location"].startswith(reverse("account_login"))
    client.force_login(clerk)
    assert client.get(page_of(firm)).status_code == 404
    assert client.post(LIST).status_code == 405
    assert client.post(page_of(firm)).status_code == 405


def test_pages_cost_the_same_for_one_and_for_thirty(client, town, clerk):
    firm = firm_serving(town)
    LawyerFactory(firm=firm)
    alliance = record(
        Alliance(name="公益律师联盟", office=town, lead=firm, founded_on=dt.date(2022, 5, 1)), actor=None
    )
    record(AllianceMember(alliance=alliance, firm=firm), actor=None)
    client.force_login(clerk)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
            client.get(page_of(firm))
        return len(queries)

    before = cost()
    for _ in range(29):
        other = firm_serving(town)
        record(AllianceMember(alliance=alliance, firm=other), actor=None)
        LawyerFactory(firm=other)
        LawyerFactory(firm=firm)
    assert cost() == before
