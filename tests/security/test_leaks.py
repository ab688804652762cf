"""What somebody must not see, and where a number in full must not stand."""

import pytest
from django.urls import reverse

from core.audit import record
from core.models import Access, AccessLog, log_access
from core.resume import page_of_form
from documents.models import Paper
from tests.factories import LawyerFactory, UserFactory, id_number, office, ready_case, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return office("上海市总工会", is_window=False)


@pytest.mark.parametrize("address", ["/cases/export/csv/", "/visits/export/csv/"])
@pytest.mark.parametrize("typed", ["{}", "３{}", "查 {} 的案件"])
def test_an_id_number_looked_for_is_masked_on_record(client, address, typed):
    number = id_number()
    typed = typed.format(number[1:]) if typed[0] == "３" else typed.format(number)
    client.force_login(ready_case().handler)
    client.get(address, {"q": typed})
    reason = AccessLog.objects.get().reason
    assert number[6:14] not in reason
    assert number[-4:] in reason


@pytest.mark.parametrize("number", ["E12345678", "H1234567801", "USA310188080801"])
def test_the_number_of_another_document_is_masked_on_record_too(client, number):
    client.force_login(ready_case().handler)
    client.get("/cases/export/csv/", {"q": f"护照 {number}"})
    reason = AccessLog.objects.get().reason
    assert number not in reason
    assert number[-2:] in reason


def test_who_sees_every_office_sees_the_papers_of_its_cases(city):
    case = ready_case(office("朱泾镇总工会", city))
    paper = Paper(
        kind="audit_record", case=case, subject=f"case {case.pk}", edition=1, issued_by=case.handler
    )
    record(paper, actor=case.handler)
    supervisor, stranger = staff("supervisor", city), staff("administrator", city)
    assert list(Paper.objects.visible_to(supervisor)) == [paper]
    assert list(Paper.objects.visible_to(stranger)) == []


def test_an_auditor_reads_the_accesses_to_the_own_cases_and_by_the_own_people(client, city):
    here, elsewhere = ready_case(office("朱泾镇总工会", city)), ready_case(office("钟楼区总工会"))
    lawyer = LawyerFactory().user
    own = log_access(lawyer, Access.DOWNLOAD, "回单.pdf", case_id=here.pk)
    listed = log_access(here.handler, Access.EXPORT, "案件")
    log_access(lawyer, Access.UNMASK, "周建国", case_id=elsewhere.pk)
    log_access(elsewhere.handler, Access.EXPORT, "案件")
    client.force_login(staff("auditor", city))
    page = client.get(reverse("admin:core_accesslog_changelist"))
    assert set(page.context["cl"].result_list) == {own, listed}


def test_an_administrator_reads_nothing_of_cases_in_the_access_log(client, city):
    case = ready_case(office("朱泾镇总工会", city))
    log_access(case.handler, Access.UNMASK, "周建国", case_id=case.pk)
    listed = log_access(case.handler, Access.EXPORT, "案件")
    client.force_login(staff("administrator", city))
    page = client.get(reverse("admin:core_accesslog_changelist"))
    assert list(page.context["cl"].result_list) == [listed]


def test_whoever_set_up_the_house_reads_no_cases_in_the_access_log(client, city):
    case = ready_case(city)
    log_access(case.handler, Access.UNMASK, "周建国", case_id=case.pk)
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(reverse("admin:core_accesslog_changelist"))
    assert list(page.context["cl"].result_list) == []


@pytest.mark.parametrize(
    ("sender", "leads_to"),
    [
        ("http://testserver/cases/?q=1", "/cases/?q=1"),
        ("http://testserver//evil.example/x", "/evil.example/x"),
        ("https://evil.example/x", "/cases/1/accept/"),
        ("javascript:alert(1)", "/cases/1/accept/"),
        ("http://[", "/cases/1/accept/"),
        ("", "/cases/1/accept/"),
    ],
)
def test_what_the_browser_says_it_came_from_leads_to_no_other_site(rf, sender, leads_to):
    assert page_of_form(rf.post("/cases/1/accept/", headers={"Referer": sender})) == leads_to


def test_a_number_tried_out_gives_away_the_office_and_nothing_else(client):
    met = ready_case()
    worker = met.claimants.get().worker
    sent = {"prefix": "workers-0", "workers-0-id_number": worker.id_number}
    for user, told in ((met.handler, True), (staff("clerk", office("枫泾镇总工会")), False)):
        client.force_login(user)
        answer = client.post(reverse("front_desk:find_worker"), sent).content.decode()
        assert (worker.name in answer, worker.phone in answer) == (told, told)
        assert (str(met.office) in answer) != told
