"""What belongs to a case, tried by those who were near it: neighbours, lawyers asked, replaced or of another firm.

The standing roles, and everybody from elsewhere, are in `test_matrix`.
"""

import datetime as dt
import re

import pytest
from django.urls import reverse

from accounts.models import Membership, Office
from config.access import PAGES
from core import clock
from core.audit import record
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    LawyerFactory,
    UserFactory,
    firm_serving,
    office,
    staff,
)
from tests.security.addresses import ROUTES, address_of
from tests.security.scene import scene

pytestmark = pytest.mark.django_db

OF_A_CASE = {
    "case",
    "visit",
    "round",
    "agreement",
    "proceeding",
    "receipt",
    "sent_back",
    "in_kind",
    "file",
    "paper",
    "offer",
}
PAGES_OF_A_CASE = {name: page for name, page in PAGES.items() if page.of in OF_A_CASE}


@pytest.fixture
def here():
    return scene("朱泾")


@pytest.fixture
def asked(here):
    """An offer of the case to one more lawyer, not answered yet."""
    return AssignmentFactory(case=here.things["case"], lawyer=LawyerFactory(firm=firm_serving(here.office)))


def gone(asked):
    """A clerk of the office whose role has ended."""
    user = UserFactory()
    since, ended = dt.date(2020, 1, 1), clock.today() - dt.timedelta(days=1)
    at = asked.case.office
    record(Membership(user=user, office=at, role="clerk", valid_from=since, valid_to=ended), actor=None)
    return user


def sibling(asked):
    """An office next to that of the case, below the same district."""
    return office("枫泾镇总工会", Office.objects.get_parent(asked.case.office))


def once_asked(asked, **answer):
    """A lawyer of the same firm who was asked before, and what came of it."""
    lawyer = LawyerFactory(firm=asked.firm)
    AssignmentFactory(case=asked.case, lawyer=lawyer, **answer)
    return lawyer.user


OUTSIDERS = {
    "clerk of a sibling office": lambda asked: staff("clerk", sibling(asked)),
    "supervisor of a sibling office": lambda asked: staff("supervisor", sibling(asked)),
    "clerk whose role has ended": gone,
    "coordinator of another firm": lambda asked: (
        LawyerFactory(firm=firm_serving(asked.case.office), is_coordinator=True).user
    ),
    "colleague of the lawyer asked": lambda asked: LawyerFactory(firm=asked.firm).user,
    "lawyer asked": lambda asked: asked.lawyer.user,
    "lawyer replaced": lambda asked: once_asked(asked, state="replaced"),
    "lawyer who declined": lambda asked: once_asked(asked, state="declined", decline_code="workload"),
}


def test_there_are_many_pages_of_a_case():
    assert len(PAGES_OF_A_CASE) > 50


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.usefixtures("quiet")
@pytest.mark.long
def test_nothing_of_a_case_is_found_by_whom_it_does_not_concern(client, here, asked, who):
    client.force_login(OUTSIDERS[who](asked))
    wrong = []
    for name, page in PAGES_OF_A_CASE.items():
        address = address_of(name, page, here.things)
        for method, may in (("GET", page.get), ("POST", page.post)):
            if may is not None and (found := client.generic(method, address).status_code) != 404:
                wrong.append((name, method, found))
    assert wrong == []


def test_what_belongs_to_another_case_is_not_found_under_the_own(client, here):
    case, clerk = here.things["case"], here.people["clerk"]
    own = CaseFactory(office=here.office, handler=clerk, visit=None, state="mediation")
    nested = {
        name: page
        for name, page in PAGES_OF_A_CASE.items()
        if page.of == "case" and re.search(r"(?<!case)_pk>", ROUTES[name])
    }
    assert len(nested) > 12
    client.force_login(clerk)
    for name, page in nested.items():
        found, mixed = (address_of(name, page, here.things | {"case": which}) for which in (case, own))
        assert client.get(found).status_code == 200, name
        assert client.get(mixed).status_code == 404, name
        assert client.post(mixed, {"reason": "x", "do": "save"}).status_code in (404, 405), name


def test_who_was_asked_sees_the_names_and_nothing_else_before_declaring(client, here, asked):
    worker = here.things["claimant"].worker
    client.force_login(asked.lawyer.user)
    secret = (worker.phone, worker.id_number, asked.case.facts, "170,200.00", "170200.00")
    for name, *args in (
        ("assignments:offers",),
        ("assignments:offer", asked.pk),
        ("assignments:step", asked.pk, "accept"),
        ("assignments:step", asked.pk, "decline"),
        ("work:home",),
    ):
        page = client.get(reverse(name, args=args)).content.decode()
        assert [text for text in secret if text in page] == []
    assert worker.name in client.get(reverse("assignments:offer", args=[asked.pk])).content.decode()
