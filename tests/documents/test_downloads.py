"""Numbers read in full through a paper leave their trace wherever the person is known, once for each reader."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions.parties import save_worker
from cases.timeline import timeline_of
from core import clock
from core.models import Access, AccessLog
from core.uploads import inspect_upload
from documents.actions import issue_paper, take_paper_step
from documents.downloads import PRINT_NUMBERS, log_download
from documents.models import Paper, PaperKind
from tests.documents.scenes import DAY, accepted_case, settled_case, visit
from tests.factories import (
    CaseFactory,
    ClaimantFactory,
    VisitFactory,
    VisitWorkerFactory,
    id_number,
    office,
    staff,
)

pytestmark = pytest.mark.django_db
TEMPLATES = settings.BASE_DIR / "templates"


def text_of(name: str) -> str:
    """A template with all it includes."""
    text = (TEMPLATES / name).read_text()
    return text + "".join(map(text_of, re.findall(r'{% include "(documents/[^"]+)"', text)))


def test_the_papers_that_print_numbers_are_those_whose_template_does():
    assert {
        kind for kind in PaperKind if "worker.id_number" in text_of(f"documents/{kind}.html")
    } == PRINT_NUMBERS


@pytest.fixture
def elsewhere():
    return office("第三地总工会", code="第三")


@pytest.fixture
def case(elsewhere):
    """Two workers; the first has a case elsewhere, the second was received there."""
    case = settled_case(people=2)
    first, second = (claimant.worker for claimant in case.claimants.order_by("pk"))
    ClaimantFactory(worker=first, case=CaseFactory(office=elsewhere))
    VisitWorkerFactory(worker=second, visit=VisitFactory(office=elsewhere))
    return case


@pytest.fixture
def other(case, elsewhere):
    return elsewhere.cases.get()


def issued(case, kind="mediation_agreement"):
    with clock.at(DAY):
        return issue_paper(kind, actor=case.handler, case=case)


def read(client, user, row, name="paper"):
    client.force_login(user)
    assert client.get(reverse(f"documents:{name}", args=[row.pk])).status_code == 200


def traces():
    found = AccessLog.objects.filter(kind=Access.ELSEWHERE).order_by("pk")
    return [(row.actor, row.case_id, row.office_id) for row in found]


def test_the_first_reading_stands_with_every_other_case_and_office(client, case, other, elsewhere):
    paper = issued(case)
    reader = staff("reviewer", case.office)
    for _ in range(2):
        read(client, reader, paper)
    assert traces() == [(reader, other.pk, None), (reader, None, elsewhere.pk)]
    (entry,) = [entry for entry in timeline_of(other) if entry.kind == Access.ELSEWHERE]
    assert entry.reason == "朱泾镇总工会：调解协议书（第1版）"
    read(client, case.handler, paper)
    assert len(traces()) == 4
    assert set(AccessLog.objects.values_list("kind", flat=True)) == {"download", "elsewhere"}


def test_looking_whether_it_is_there_is_no_reading(client, case):
    client.force_login(case.handler)
    assert client.head(reverse("documents:paper", args=[issued(case).pk])).status_code == 200
    assert traces() == []


def test_a_paper_that_prints_no_numbers_leaves_none(client, case):
    read(client, case.handler, issued(case, "audit_record"))
    assert traces() == []


@pytest.mark.parametrize(("place", "count"), [(0, 1), (1, 0)])
def test_a_paper_for_one_claimant_tells_of_that_one(client, elsewhere, place, count):
    case = accepted_case(people=2)
    claimants = case.claimants.order_by("pk")
    ClaimantFactory(worker=claimants[0].worker, case=CaseFactory(office=elsewhere))
    with clock.at(DAY):
        paper = issue_paper("acceptance_notice", actor=case.handler, case=case, claimant=claimants[place])
    read(client, case.handler, paper)
    assert len(traces()) == count


def test_the_signed_copy_is_the_paper(client, case, other, elsewhere):
    upload = SimpleUploadedFile("签字件.pdf", b"%PDF-1.4\nsigned\n%%EOF")
    upload.inspected = inspect_upload(upload)
    with clock.at(DAY):
        paper = take_paper_step(issued(case), "sign", actor=case.handler, signed_on=DAY, upload=upload)
    read(client, case.handler, paper.signed_copy, "attachment")
    assert traces() == [(case.handler, other.pk, None), (case.handler, None, elsewhere.pk)]


def test_a_paper_of_a_visit_stands_with_the_cases_of_the_person(client):
    found = visit()
    worker = found.attendances.first().worker
    elsewhere = ClaimantFactory(worker=worker).case
    with clock.at(DAY):
        paper = issue_paper("visit_record", actor=found.received_by, visit=found)
    read(client, found.received_by, paper)
    assert traces() == [(found.received_by, elsewhere.pk, None)]


def test_a_number_changed_since_is_still_the_number_of_that_person(client, case, other, elsewhere):
    paper = issued(case)
    for claimant in case.claimants.all():
        save_worker(claimant.worker, actor=case.handler, office=case.office, id_number=id_number())
    read(client, case.handler, paper)
    assert traces() == [(case.handler, other.pk, None), (case.handler, None, elsewhere.pk)]


def test_somebody_who_came_to_the_case_since_is_not_in_it(client, case, other):
    paper = issued(case)
    added = ClaimantFactory(case=case)
    ClaimantFactory(worker=added.worker)
    read(client, case.handler, paper)
    assert len(traces()) == 2


def test_reading_costs_the_same_with_one_worker_and_with_twenty():
    def queries(people):
        case = CaseFactory()
        workers = [ClaimantFactory(case=case).worker for _ in range(people)]
        data = {"workers": [{"id_number": worker.id_number} for worker in workers]}
        paper = Paper(pk=people, kind="aid_application", case=case, edition=1, data=data)
        with CaptureQueriesContext(connection) as captured:
            log_download(paper, actor=case.handler, name="x")
        return len(captured)

    assert queries(1) == queries(20)
