"""Files of a case on their way out, and out of use."""

import hashlib
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.addresses import case_url
from cases.models import Case
from core.errors import Changed, Problem
from core.models import AccessLog
from core.uploads import inspect_upload
from documents.actions import add_attachments, void_attachment
from documents.models import Attachment, Paper
from documents.permissions import can_issue, can_keep_files
from tests.documents.handed_in import PDF, archive, mpo, picture
from tests.documents.scenes import accepted_case, appoint
from tests.factories import AttachmentFactory, CaseFactory, ReceiptFactory, ready_case, staff


@pytest.fixture
def case(db) -> Case:
    return ready_case()


def add(case: Case, name: str = "工资条.pdf", content: bytes = PDF, **kwargs) -> Attachment:
    upload = SimpleUploadedFile(name, content)
    upload.inspected = inspect_upload(upload)
    values = {"actor": case.handler, "kind": "evidence", **kwargs}
    return add_attachments(case, uploads=[upload], **values)[0]


def fetch(client, file: Attachment):
    client.force_login(file.case.handler)
    return client.get(reverse("documents:attachment", args=[file.pk]))


# --- out ---


@pytest.mark.parametrize(
    ("name", "content", "way"),
    [
        ("工资条.pdf", PDF, "inline"),
        ("照片.png", picture(), "inline"),
        ("人像.jpg", mpo(), "inline"),
        ("照片.heic", picture("HEIF"), "attachment"),
        ("考勤.xlsx", archive("xl/workbook.xml"), "attachment"),
        ("合同.docx", archive("word/document.xml"), "attachment"),
    ],
)
def test_file_is_shown_where_a_browser_can_and_else_downloaded(case, client, name, content, way):
    response = fetch(client, add(case, name, content))

    kind, _, sent_as = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert (response.content, kind, unquote(sent_as)) == (content, way, name)
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("照片.heic", picture("HEIF")),
        ("人像.jpg", mpo()),
        ("截图.png", picture()),
        ("照片.avif", picture("AVIF")),
    ],
)
def test_picture_is_shown_as_a_jpeg_whatever_phone_took_it(case, client, name, content):
    file = add(case, name, content)
    client.force_login(case.handler)
    response = client.get(reverse("documents:shown", args=[file.pk]))

    kind, _, sent_as = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert (response["Content-Type"], kind, unquote(sent_as)) == (
        "image/jpeg",
        "inline",
        f"{name.partition('.')[0]}.jpg",
    )
    assert response.content.startswith(b"\xff\xd8\xff")
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert (fetch(client, file).content, AccessLog.objects.count()) == (content, 2)


def test_what_is_no_picture_is_shown_as_it_came(case, client):
    file = add(case)
    client.force_login(case.handler)
    assert client.get(reverse("documents:shown", args=[file.pk])).content == PDF


def test_picture_kept_before_it_was_checked_so_well_is_shown_as_it_came(case, client):
    content = picture("JPEG", (400, 400))[:300]
    row = AttachmentFactory(
        case=case,
        file=ContentFile(content, "a.jpg"),
        content_type="image/jpeg",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    client.force_login(case.handler)
    assert client.get(reverse("documents:shown", args=[row.pk])).content == content


def test_list_marks_a_file_the_case_had_already(case, client):
    add(case, "工资条.pdf")
    add(case, "工资条（再次）.pdf")
    client.force_login(case.handler)
    page = client.get(case_url(case.pk, whole=True)).content.decode()
    assert page.count("与“工资条.pdf”内容相同") == 1


def test_uploaded_file_runs_nothing_in_the_page(case, client):
    policy = fetch(client, add(case, "照片.png", picture()))["Content-Security-Policy"]
    assert (policy.startswith("sandbox;"), "default-src 'none'" in policy) == (True, True)


def test_uploaded_pdf_may_show_itself_and_nothing_else(case, client):
    policy = fetch(client, add(case))["Content-Security-Policy"]
    assert ("sandbox" in policy, policy.startswith("default-src 'none'")) == (False, True)


def test_file_may_stand_beside_its_sum_on_our_own_pages(case, client):
    response = fetch(client, add(case))
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_reading_a_file_is_on_record(case, client):
    file = add(case)
    fetch(client, file)

    log = AccessLog.objects.get()
    assert (log.actor, log.kind, log.subject, log.case_id) == (
        case.handler,
        "download",
        "工资条.pdf",
        case.pk,
    )


def test_damaged_file_is_not_handed_out(case, client):
    file = add(case)
    default_storage.delete(file.file.name)
    assert (fetch(client, file).status_code, AccessLog.objects.count()) == (409, 0)


def test_lawyer_of_the_case_reads_and_adds_files(db, client):
    case = accepted_case()
    lawyer = appoint(case).lawyer.user
    file = add(Case.objects.get(pk=case.pk), actor=lawyer)
    client.force_login(lawyer)
    assert client.get(reverse("documents:attachment", args=[file.pk])).status_code == 200


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor", "administrator"])
def test_only_handlers_and_lawyers_add_files(case, role):
    with pytest.raises(PermissionDenied):
        add(case, actor=staff(role, case.office))
    assert Attachment.objects.count() == 0


# --- out of use ---


def void_page(file: Attachment) -> str:
    return reverse("documents:void_attachment", args=[file.pk])


def test_voided_file_stays_on_record_with_the_reason(case, client):
    file = add(case)
    client.force_login(case.handler)
    response = client.post(void_page(file), {"reason": "上传错误"})

    file = Attachment.objects.get(pk=file.pk)
    assert response["Location"] == reverse("cases:detail", args=[case.pk]) + "#files"
    assert (file.voided, file.history.latest().history_change_reason) == (True, "上传错误")
    assert fetch(client, file).content == PDF


def test_voiding_asks_why(case, client):
    file = add(case)
    client.force_login(case.handler)
    assert client.get(void_page(file)).status_code == 200
    assert client.post(void_page(file), {"reason": "  "}).status_code == 422
    assert Attachment.objects.get(pk=file.pk).voided is False


def test_proof_of_a_payment_cannot_be_voided(case, client):
    file = add(case, kind="proof")
    ReceiptFactory(case=case, proof=file)
    client.force_login(case.handler)
    response = client.post(void_page(file), {"reason": "上传错误"})

    assert (response.status_code, "上传错误" in response.content.decode()) == (422, True)
    assert Attachment.objects.get(pk=file.pk).voided is False


def test_file_is_voided_once(case):
    file = add(case)
    void_attachment(file, actor=case.handler, reason="上传错误")
    with pytest.raises(Changed):
        void_attachment(file, actor=case.handler, reason="再次")


def test_voiding_without_a_reason_is_refused_by_the_action(case):
    with pytest.raises(Problem):
        void_attachment(add(case), actor=case.handler, reason=" ")


@pytest.mark.django_db
def test_papers_and_files_of_an_archived_case_stand():
    case = CaseFactory(state="archived", number="沪工援〔2026〕朱泾0008号", closing_method="mediated")
    file = AttachmentFactory(case=case)
    with pytest.raises(PermissionDenied):
        void_attachment(file, actor=case.handler, reason="误传")
    assert not can_keep_files(case, case.handler)
    assert not can_issue(Paper(kind="closing_report", case=case), case.handler)
    assert can_issue(Paper(kind="audit_record", case=case), case.handler)
