"""The pages of papers: issuing, reading, taking steps; who gets in, and what the browser is told."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from core import clock
from core.audit import record
from core.models import AccessLog
from core.uploads import inspect_upload
from documents import forms_data
from documents.actions import add_attachments, issue_paper
from documents.field_names import FIELD_NAMES
from documents.models import Attachment, Paper
from documents.overview import papers_of_case
from documents.storage import read_checked
from law_tables.current import held
from tests.documents.scenes import accepted_case, visit
from tests.factories import CaseFactory, LawyerFactory, office, ready_case, staff

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def case(db) -> Case:
    return accepted_case(people=2)


@pytest.fixture
def paper(case) -> Paper:
    with clock.at(dt.date(2026, 3, 20)):
        claimant = case.claimants.order_by("pk").first()
        return issue_paper("acceptance_notice", actor=case.handler, case=case, claimant=claimant)


def issue_url(case: Case, kind: str = "acceptance_notice") -> str:
    return reverse("documents:issue", args=[case.pk, kind])


def section(case: Case) -> str:
    return reverse("cases:detail", args=[case.pk]) + "#papers"


def said(response) -> list[str]:
    """The messages the next page shows."""
    return [str(message) for message in response.wsgi_request._messages]


# --- issuing ---


def test_issue_for_one_claimant_leads_back_to_the_papers(case, client):
    client.force_login(case.handler)
    second = case.claimants.order_by("pk").last()
    response = client.post(issue_url(case), {"claimant": second.pk})

    assert (response.status_code, response["Location"]) == (302, section(case))
    assert [(p.claimant, p.edition, p.issued_by) for p in Paper.objects.all()] == [(second, 1, case.handler)]


def test_issue_for_all_makes_one_for_each_who_takes_part(case, client):
    client.force_login(case.handler)
    client.post(issue_url(case), {"claimant": ""})

    assert {p.claimant_id for p in Paper.objects.all()} == {c.pk for c in case.claimants.all()}
    assert Paper.objects.count() == 2


def test_issue_for_all_shows_how_far_it_is_one_by_one(case, client):
    client.force_login(case.handler)
    first = client.post(issue_url(case), {"claimant": ""}, headers={"HX-Request": "true"})
    after = case.claimants.order_by("pk").first().pk

    assert (first.status_code, Paper.objects.count()) == (200, 1)
    assert '<progress value="1" max="2"' in first.content.decode()
    assert f'"after": {after}' in first.content.decode()

    last = client.post(issue_url(case), {"claimant": "", "after": after}, headers={"HX-Request": "true"})
    assert (last.headers["HX-Refresh"], Paper.objects.count()) == ("true", 2)


def test_issue_of_one_by_htmx_brings_the_page_anew(case, client):
    client.force_login(case.handler)
    response = client.post(issue_url(case, "audit_record"), headers={"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Refresh"]) == (200, "true")
    assert Paper.objects.get().kind == "audit_record"


@pytest.mark.parametrize(
    ("kind", "of_one", "words"),
    [
        ("acceptance_notice", True, "已为1名申请人出具受理通知书。"),
        ("acceptance_notice", False, "已为2名申请人出具受理通知书。"),
        ("audit_record", False, "已出具案件审计记录。"),
    ],
)
def test_claimants_are_counted_only_where_a_paper_goes_to_each(case, client, kind, of_one, words):
    client.force_login(staff("supervisor", case.office) if kind == "audit_record" else case.handler)
    chosen = case.claimants.first().pk if of_one else ""
    assert said(client.post(issue_url(case, kind), {"claimant": chosen})) == [words]


def test_issue_of_what_does_not_fit_says_so_and_writes_nothing(case, client):
    client.force_login(case.handler)
    response = client.post(issue_url(case, "closing_report"))

    assert (response.status_code, len(said(response)), Paper.objects.count()) == (302, 1, 0)


@pytest.mark.parametrize("claimant", ["999999", "abc", "-1"])
def test_issue_for_an_unknown_claimant_says_so(case, client, claimant):
    client.force_login(case.handler)
    response = client.post(issue_url(case), {"claimant": claimant})

    assert (response.status_code, len(said(response)), Paper.objects.count()) == (302, 1, 0)


def test_issue_for_somebody_elses_claimant_says_so(case, client):
    client.force_login(case.handler)
    other = ready_case(office("枫泾镇总工会")).claimants.get()
    response = client.post(issue_url(case), {"claimant": other.pk})

    assert (response.status_code, len(said(response)), Paper.objects.count()) == (302, 1, 0)


@pytest.mark.parametrize("kind", ["visit_record", "unknown"])
def test_issue_of_an_unknown_kind_is_not_found(case, client, kind):
    client.force_login(case.handler)
    assert client.post(issue_url(case, kind)).status_code == 404


def test_issue_for_a_visit(db, client):
    found = visit()
    client.force_login(found.received_by)
    response = client.post(reverse("documents:issue_visit", args=[found.pk]), {"with_blanks": "on"})

    assert response["Location"] == reverse("front_desk:visit", args=[found.pk]) + "#papers"
    assert Paper.objects.get().visit == found


def test_issue_for_a_visit_is_for_clerks_of_the_window(db, client):
    found = visit()
    url = reverse("documents:issue_visit", args=[found.pk])
    client.force_login(staff("auditor", found.office))
    assert client.post(url).status_code == 403
    client.force_login(staff("clerk", office("枫泾镇总工会")))
    assert client.post(url).status_code == 404


# --- who gets in ---

PAGES = {
    "issue": ("post", 403, lambda paper, file: issue_url(paper.case)),
    "paper": ("get", 200, lambda paper, file: reverse("documents:paper", args=[paper.pk])),
    "paper_detail": ("get", 200, lambda paper, file: reverse("documents:paper_detail", args=[paper.pk])),
    "sign": ("get", 403, lambda paper, file: reverse("documents:paper_step", args=[paper.pk, "sign"])),
    "void": ("get", 403, lambda paper, file: reverse("documents:paper_step", args=[paper.pk, "void"])),
    "upload": ("get", 403, lambda paper, file: reverse("documents:upload", args=[paper.case_id])),
    "attachment": ("get", 200, lambda paper, file: reverse("documents:attachment", args=[file.pk])),
    "void_attachment": ("get", 403, lambda paper, file: reverse("documents:void_attachment", args=[file.pk])),
}


@pytest.fixture
def file(case) -> Attachment:
    upload = SimpleUploadedFile("工资条.pdf", PDF)
    upload.inspected = inspect_upload(upload)
    return add_attachments(case, actor=case.handler, uploads=[upload], kind="evidence", title="工资条")[0]


@pytest.mark.parametrize("name", PAGES)
def test_page_asks_to_sign_in(name, paper, file, client):
    method, _, url = PAGES[name]
    response = getattr(client, method)(url(paper, file))
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", PAGES)
def test_page_is_not_found_by_an_outsider(name, paper, file, client):
    method, _, url = PAGES[name]
    for outsider in (staff("clerk", office("枫泾镇总工会")), LawyerFactory().user):
        client.force_login(outsider)
        assert getattr(client, method)(url(paper, file)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_page_lets_an_auditor_read_and_do_nothing(name, paper, file, client):
    method, status, url = PAGES[name]
    client.force_login(staff("auditor", paper.case.office))
    assert getattr(client, method)(url(paper, file)).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_page_answers_to_its_own_methods_alone(name, paper, file, client):
    method, _, url = PAGES[name]
    client.force_login(paper.case.handler)
    wrong = "get" if method == "post" else "put"
    assert getattr(client, wrong)(url(paper, file)).status_code == 405


# --- reading ---


def test_pdf_is_handed_out_to_the_byte_under_a_readable_name(paper, client):
    client.force_login(paper.case.handler)
    response = client.get(reverse("documents:paper", args=[paper.pk]))

    assert response.content == read_checked(paper)
    assert response["Content-Type"] == "application/pdf"
    kind, _, name = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert (kind, unquote(name)) == ("inline", "受理通知书_沪工援〔2026〕朱泾0001号_周建国_第1版.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_reading_a_pdf_is_on_record(paper, client):
    client.force_login(paper.case.handler)
    client.get(reverse("documents:paper", args=[paper.pk]))

    log = AccessLog.objects.get()
    assert (log.actor, log.kind, log.case_id, log.object_id) == (
        paper.case.handler,
        "download",
        paper.case_id,
        paper.pk,
    )
    assert log.subject == "受理通知书_沪工援〔2026〕朱泾0001号_周建国_第1版.pdf"


def test_name_of_the_file_has_nothing_a_disk_refuses(paper):
    paper.data["workers"][0]["name"] = 'A/B\\C:"D E'
    assert paper.download_name == "受理通知书_沪工援〔2026〕朱泾0001号_ABCDE_第1版.pdf"


def test_name_of_the_file_of_a_visit_has_its_day(db):
    found = visit()
    paper = issue_paper("visit_record", actor=found.received_by, visit=found)
    assert paper.download_name == "来访登记表_2026-03-02_第1版.pdf"


@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_damaged_pdf_is_not_handed_out(paper, client, damage):
    client.force_login(paper.case.handler)
    default_storage.delete(paper.file.name)
    if damage == "changed":
        default_storage.save(paper.file.name, SimpleUploadedFile("x.pdf", PDF))
    response = client.get(reverse("documents:paper", args=[paper.pk]))

    assert response.status_code == 409
    assert paper.download_name in response.content.decode()
    assert AccessLog.objects.count() == 0


def test_about_page_tells_hash_template_and_versions(paper, client):
    client.force_login(paper.case.handler)
    with clock.at(dt.date(2026, 3, 21)):
        again = issue_paper(
            "acceptance_notice", actor=paper.issued_by, case=paper.case, claimant=paper.claimant
        )
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()

    wanted = (paper.sha256, paper.template_version, paper.download_name, "上海朱泾金属制品有限公司")
    assert [part for part in wanted if part not in page] == []
    assert reverse("documents:paper_detail", args=[again.pk]) in page


def test_about_page_masks_personal_numbers(paper, client):
    client.force_login(paper.case.handler)
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()
    worker = paper.claimant.worker

    assert [n for n in (worker.id_number, worker.phone, "021-57310001") if n in page] == []


def test_every_field_of_every_paper_has_a_name():
    shapes = [shape for shape in vars(forms_data).values() if hasattr(shape, "__required_keys__")]
    fields = {name for shape in shapes for name in shape.__annotations__}
    assert set(FIELD_NAMES) == fields


# --- steps ---


def test_signing_takes_the_day_and_the_scan(paper, client):
    client.force_login(paper.case.handler)
    url = reverse("documents:paper_step", args=[paper.pk, "sign"])
    with clock.at(dt.date(2026, 3, 25)):
        upload = SimpleUploadedFile("scan.pdf", PDF)
        response = client.post(
            url, {"signed_on": "2026-03-23", "upload": upload, "seen_version": paper.version}
        )

    signed = Paper.objects.get(pk=paper.pk)
    assert (response.status_code, response["Location"]) == (302, section(paper.case))
    assert (signed.state, signed.signed_on) == ("signed", dt.date(2026, 3, 23))
    assert (signed.signed_copy.kind, signed.signed_copy.file_name) == ("signed", "scan.pdf")


def test_signing_refused_keeps_what_was_typed_and_no_file(paper, client):
    client.force_login(paper.case.handler)
    url = reverse("documents:paper_step", args=[paper.pk, "sign"])
    with clock.at(dt.date(2026, 3, 25)):
        upload = SimpleUploadedFile("scan.pdf", PDF)
        response = client.post(url, {"signed_on": "2026-03-19", "upload": upload, "reason": "当面签署"})

    assert (response.status_code, response.context["form"].errors.keys()) == (422, {"signed_on"})
    assert "当面签署" in response.content.decode()
    assert (Paper.objects.get(pk=paper.pk).state, Attachment.objects.count()) == ("issued", 0)


def test_signing_a_paper_written_since_is_refused(paper, client):
    client.force_login(paper.case.handler)
    url = reverse("documents:paper_step", args=[paper.pk, "sign"])
    client.post(reverse("documents:paper_step", args=[paper.pk, "void"]), {"reason": "有误"})
    response = client.post(url, {"signed_on": "2026-03-23", "seen_version": paper.version})

    assert Paper.objects.get(pk=paper.pk).state == "void"
    assert response.status_code == 422


def test_reviewer_signs_without_adding_a_file(paper, client):
    client.force_login(staff("reviewer", paper.case.office))
    page = client.get(reverse("documents:paper_step", args=[paper.pk, "sign"]))
    assert set(page.context["form"].fields) == {"signed_on", "seen_version", "reason"}


def test_paper_of_a_visit_is_signed_without_a_file(db, client):
    found = visit()
    paper = issue_paper("visit_record", actor=found.received_by, visit=found)
    client.force_login(found.received_by)
    url = reverse("documents:paper_step", args=[paper.pk, "sign"])

    assert "upload" not in client.get(url).context["form"].fields
    response = client.post(url, {"signed_on": clock.today().isoformat()})
    assert response["Location"] == reverse("front_desk:visit", args=[found.pk]) + "#papers"


def test_voiding_asks_why(paper, client):
    client.force_login(paper.case.handler)
    url = reverse("documents:paper_step", args=[paper.pk, "void"])
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "姓名有误"})["Location"] == section(paper.case)
    assert Paper.objects.get(pk=paper.pk).state == "void"


def test_unknown_step_of_a_paper_is_not_found(paper, client):
    client.force_login(paper.case.handler)
    assert client.get(reverse("documents:paper_step", args=[paper.pk, "burn"])).status_code == 404


# --- the sections of the case page ---


def render_sections(case: Case, user: User) -> str:
    template = Template("{% load papers %}{% papers_of case user %}{% files_of case user %}")
    request = RequestFactory().get("/")
    request.user = user
    return template.render(Context({"case": case, "user": user, "request": request}))


def on_page(case: Case) -> Case:
    return Case.objects.for_page().get(pk=case.pk)


def test_section_offers_what_fits_and_shows_what_was_issued(paper):
    page = render_sections(on_page(paper.case), paper.case.handler)

    offered = [
        kind
        for kind in ("aid_application", "acceptance_notice", "audit_record")
        if issue_url(paper.case, kind) in page
    ]
    assert offered == ["aid_application", "acceptance_notice", "audit_record"]
    assert [
        kind for kind in ("refusal_notice", "closing_report") if issue_url(paper.case, kind) in page
    ] == []
    assert reverse("documents:paper", args=[paper.pk]) in page
    assert reverse("documents:paper_step", args=[paper.pk, "sign"]) in page


def test_section_gives_an_auditor_nothing_to_do_but_the_audit_record(paper):
    page = render_sections(on_page(paper.case), staff("auditor", paper.case.office))

    assert issue_url(paper.case, "audit_record") in page
    assert issue_url(paper.case, "acceptance_notice") not in page
    assert reverse("documents:paper_step", args=[paper.pk, "sign"]) not in page
    assert reverse("documents:upload", args=[paper.case_id]) not in page


@pytest.mark.django_db
def test_closing_report_without_a_text_lacks_it():
    case = CaseFactory(state="settled", closing_method="mediated", number="X1")
    line = next(line for line in papers_of_case(on_page(case), case.handler) if "closing_report" in line.url)
    assert len(line.missing) == 1


def test_section_costs_the_same_for_one_paper_and_for_thirty(case, paper, file):
    user = case.handler

    def cost() -> int:
        fresh, reader = on_page(case), User.objects.get(pk=user.pk)
        reader.current_memberships  # noqa: B018
        with CaptureQueriesContext(connection) as queries, held():
            render_sections(fresh, reader)
        return len(queries)

    one = cost()
    for number in range(30):
        copy_of(paper, number)
        copy_of(file, number)
    assert (cost(), Paper.objects.count(), Attachment.objects.count()) == (one, 31, 31)


def copy_of(row, number: int):
    """Another row like this one."""
    values = {
        f.attname: getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.name not in ("id", "version")
    }
    if isinstance(row, Paper):
        values |= {"subject": f"case {row.case_id} claimant {number + 1000}", "edition": 1, "number": ""}
    return record(type(row)(**values), actor=None)


def test_about_page_costs_the_same_for_one_version_and_for_thirty(paper, client):
    client.force_login(paper.case.handler)

    def cost() -> int:
        newest = Paper.objects.order_by("edition").last()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("documents:paper_detail", args=[newest.pk]))
        return len(queries)

    one = cost()
    for edition in range(2, 31):
        values = {
            f.attname: getattr(paper, f.attname)
            for f in Paper._meta.concrete_fields
            if f.name not in ("id", "version")
        }
        record(Paper(**values | {"edition": edition, "number": ""}), actor=None)
    assert (cost(), Paper.objects.count()) == (one, 30)
