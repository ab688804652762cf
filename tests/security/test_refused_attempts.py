"""What somebody tried to write in vain is read by who audits the office it was aimed at."""

import pytest
from django.urls import reverse

from cases.timeline import timeline_of
from config import refusals
from config.access import PAGES
from core.models import Access, AccessLog
from tests import factories as make
from tests.security.scene import Scene, scene
from work.queries.records import latest_access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]


@pytest.fixture
def here() -> Scene:
    return scene("朱泾")


@pytest.fixture
def stranger(client):
    """A clerk of another union, signed in."""
    user = make.staff("clerk", make.office("钟楼区总工会"))
    client.force_login(user)
    return user


def rows():
    return list(
        AccessLog.objects.filter(kind=Access.REFUSED).order_by("pk").values_list("case_id", "office_id")
    )


AIMED = [
    ("cases:add_note", ["case"]),
    ("documents:upload", ["case"]),
    ("cases:edit_claimant", ["case", "claimant"]),
    ("recoveries:detail", ["receipt"]),
    ("mediation:correct_round", ["round"]),
    ("mediation:sign_agreement", ["agreement"]),
    ("cases:extend_award", ["proceeding"]),
    ("documents:void_attachment", ["file"]),
    ("assignments:step", ["assignment", "decline"]),
]


@pytest.mark.parametrize(("name", "things"), AIMED, ids=[name for name, _things in AIMED])
def test_an_attempt_at_a_case_stands_with_that_case(client, here, stranger, name, things):
    case = here.things["case"]
    before = {entry.at for entry in timeline_of(case)}
    ids = [here.things[thing].pk if thing in here.things else thing for thing in things]
    assert client.post(reverse(name, args=ids)).status_code == 404
    assert rows() == [(case.pk, None), (None, None)]

    auditor = here.people["auditor"]
    assert [entry.actor for entry in latest_access(auditor) if entry.kind == Access.REFUSED] == [stranger]
    (told,) = [entry for entry in timeline_of(case) if entry.at not in before]
    assert (told.actor, told.kind) == (stranger, Access.REFUSED)


def test_an_attempt_at_a_visit_stands_with_its_office(client, here, stranger):
    visit = here.things["visit"]
    assert client.post(reverse("front_desk:edit_visit", args=[visit.pk])).status_code == 404
    assert client.post(reverse("documents:issue_visit", args=[visit.pk])).status_code == 404
    assert rows() == [(None, here.office.pk), (None, None)] * 2


def test_cases_ticked_on_my_work_are_aimed_at_too(client, here, stranger):
    case = here.things["case"]
    ticks = {"case": [f"{case.pk}.{case.version}"]}
    assert client.post(reverse("work:together", args=["archive"]), ticks).status_code == 404
    assert rows() == [(case.pk, None), (None, None)]


def test_who_works_there_is_read_by_the_own_auditor_anyway(client, here):
    client.force_login(here.people["auditor"])
    assert client.post(reverse("cases:add_note", args=[here.things["case"].pk])).status_code == 403
    assert rows() == [(None, None)]


def test_who_works_above_is_not_and_so_stands_with_the_case(client, here):
    above = type(here.office).objects.get_parent(here.office)
    auditor = make.staff("auditor", above)
    client.force_login(auditor)
    case = here.things["case"]
    assert client.post(reverse("cases:add_note", args=[case.pk])).status_code == 403
    assert rows() == [(case.pk, None), (None, None)]


def test_the_record_of_an_office_is_not_flooded(client, here, stranger):
    case = here.things["case"]
    other = make.CaseFactory()
    tries = refusals.AT_ONE_OFFICE.times + 3
    for _ in range(tries):
        client.post(reverse("cases:add_note", args=[case.pk]))
    client.post(reverse("cases:add_note", args=[other.pk]))
    found = rows()
    assert found.count((case.pk, None)) == refusals.AT_ONE_OFFICE.times
    assert found.count((None, None)) == tries + 1
    assert (other.pk, None) in found


@pytest.mark.parametrize("of", ["office", "role"])
def test_an_attempt_in_the_admin_site_stands_with_the_office(client, here, of):
    client.force_login(make.staff("administrator", make.office("钟楼区总工会")))
    thing = here.things[of]
    address = f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change"
    assert client.post(reverse(address, args=[thing.pk])).status_code == 404
    assert client.post(reverse(address, args=["x"])).status_code == 404
    assert rows() == [(None, here.office.pk), (None, None), (None, None)]


def test_an_answer_to_a_request_stands_with_the_office_that_is_asked(client, here, stranger):
    asked = here.things["request"]
    address = reverse("front_desk:record_request_step", args=[asked.pk, "allow"])
    assert client.post(address).status_code == 404
    assert rows() == [(None, here.office.pk), (None, None)]


def test_what_does_not_exist_concerns_nobody(client, stranger):
    assert client.post(reverse("cases:add_note", args=[10**30])).status_code == 404
    assert rows() == [(None, None)]


def test_every_page_about_something_of_a_case_names_it(here):
    """A kind of thing that belongs to a case, a visit or an office has its model in the table."""
    of_an_office = {
        kind
        for kind in {page.of for page in PAGES.values()} & set(here.things)
        if refusals.whose(here.things[kind]) != (None, None)
    }
    assert of_an_office - set(refusals.MODELS) == set()
