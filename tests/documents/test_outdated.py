"""An issued paper is named as it was printed, and says so where it would be other today."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from assignments.actions import take_assignment_step
from cases.actions.case import edit_case
from cases.addresses import case_url
from cases.models import Case
from core import clock
from core.audit import record
from documents.actions import issue_paper, take_paper_step
from documents.catalogue import CATALOGUE
from documents.models import Paper
from documents.overview import papers_of_case, papers_of_visit
from tests.documents.scenes import accepted_case, appoint, reported_case, settled_case, visit
from tests.factories import AttachmentFactory

DAY, LATER = dt.date(2026, 3, 20), dt.date(2027, 4, 20)


def issue(kind: str, case: Case) -> Paper:
    with clock.at(DAY):
        per_claimant = CATALOGUE[kind].per == "claimant"
        claimant = case.claimants.order_by("pk").first() if per_claimant else None
        return issue_paper(kind, actor=case.handler, case=case, claimant=claimant)


def changed(case: Case, kind: str) -> list[str]:
    """What the list says of the newest paper of this kind, a year later."""
    fresh = Case.objects.for_page().get(pk=case.pk)
    with clock.at(LATER):
        lines = papers_of_case(fresh, case.handler)
    (found,) = [i.changed for line in lines for i in line.issued if i.paper.kind == kind]
    return found


def rename(case: Case, name: str) -> None:
    worker = case.claimants.order_by("pk").first().worker
    worker.name = name
    record(worker, actor=case.handler)


@pytest.mark.django_db
def test_paper_is_named_as_it_was_printed(client):
    case = accepted_case()
    paper = issue("aid_application", case)
    rename(case, "周老建国")
    client.force_login(case.handler)
    page = client.get(case_url(case.pk, whole=True)).content.decode()
    papers = page.partition('id="papers"')[2].partition("</section>")[0]
    about = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()

    assert ("<span>周建国</span>" in papers, "周老建国" in papers) == (True, False)
    assert ("数据已变更" in papers, "数据已变更" in about) == (True, True)
    assert (
        Paper.objects.get(pk=paper.pk).download_name
        == "法律援助申请表_沪工援〔2026〕朱泾0001号_周建国_第1版.pdf"
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind", ["aid_application", "acceptance_notice", "arbitration_application", "appointment_notice"]
)
def test_paper_says_what_of_it_changed(kind):
    case = accepted_case(people=2)
    appoint(case)
    issue(kind, case)
    assert changed(case, kind) == []

    rename(case, "周老建国")
    assert "职工 · 姓名或名称" in changed(case, kind)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["aid_application", "acceptance_notice", "appointment_notice"])
@pytest.mark.parametrize("signed", [False, True])
def test_paper_keeps_the_aid_that_was_granted_and_says_when_it_is_another_now(kind, signed):
    case = accepted_case(aid_form="mediation")
    appoint(case)
    paper = issue(kind, case)
    if signed:
        with clock.at(DAY):
            take_paper_step(paper, "sign", actor=case.handler, signed_on=DAY)
    edit_case(case, actor=case.handler, reason="当事人另行申请，已批准", aid_form="litigation")

    assert Paper.objects.get(pk=paper.pk).data["aid_forms"] == ["mediation"]
    assert "援助形式" in changed(case, kind)
    assert issue(kind, case).data["aid_forms"] == ["litigation"]
    assert changed(case, kind) == []


@pytest.mark.django_db
def test_closing_report_whose_sums_changed_says_so():
    case = reported_case()
    issue("closing_report", case)
    assert changed(case, "closing_report") == []

    claim = case.claims.get()
    claim.received = Decimal("18000.00")
    claim.verified = claim.received
    record(claim, actor=case.handler)
    assert "合计 · 到账" in changed(case, "closing_report")


@pytest.mark.django_db
def test_signed_agreement_says_that_the_account_changed():
    case = settled_case()
    issue("mediation_agreement", case)
    worker = case.claimants.get().worker
    worker.bank_account = "6228480030123456799"
    record(worker, actor=case.handler)
    assert changed(case, "mediation_agreement") == ["收款账户 · 银行账号"]


@pytest.mark.django_db
def test_what_only_goes_on_does_not_outdate_a_paper():
    """Reviewed and accepted, more evidence, a closing asked for: the application is what was applied for."""
    with clock.at(dt.date(2026, 3, 2)):
        case = accepted_case()
    issue("aid_application", case)
    AttachmentFactory(case=case, kind="evidence", title="工资流水")
    appoint(case)
    assert changed(case, "aid_application") == []


@pytest.mark.django_db
def test_paper_issued_again_is_in_date_and_its_former_version_is_not_asked():
    case = accepted_case()
    issue("acceptance_notice", case)
    rename(case, "周老建国")
    issue("acceptance_notice", case)
    assert changed(case, "acceptance_notice") == []


@pytest.mark.django_db
def test_void_paper_is_not_called_outdated():
    case = accepted_case()
    paper = issue("acceptance_notice", case)
    rename(case, "周老建国")
    take_paper_step(paper, "void", actor=case.handler, reason="姓名有误")
    assert changed(case, "acceptance_notice") == []


@pytest.mark.django_db
def test_paper_that_no_longer_fits_is_not_compared():
    case = accepted_case()
    lead = appoint(case)
    issue("appointment_notice", case)
    take_assignment_step(lead, "replace", actor=case.handler, reason="另行指派")
    assert changed(case, "appointment_notice") == []


@pytest.mark.django_db
def test_visit_record_says_what_changed_and_not_that_a_case_came_of_it():
    found = visit()
    with clock.at(DAY):
        issue_paper("visit_record", actor=found.received_by, visit=found)

    def told() -> list[str]:
        fresh = type(found).objects.select_related("office", "employer", "received_by").get(pk=found.pk)
        (line,) = papers_of_visit(fresh, found.received_by)
        return line.issued[0].changed

    record(
        Case(office=found.office, visit=found, handler=found.received_by, number="沪工援〔2026〕朱泾0009号"),
        actor=found.received_by,
    )
    assert told() == []
    found.note = "另有四人未登记。"
    record(found, actor=found.received_by)
    assert told() == ["备注"]
