"""Files handed in: told by their content, refused with a reason at the field, all of them or none."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Case
from core.uploads import OFFICE_PARTS
from documents.forms import AT_ONCE
from documents.models import Attachment
from tests.factories import ready_case

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DOCX, XLSX = OFFICE_PARTS.values()


def picture(form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "red").save(out, form)
    return out.getvalue()


def archive(*names: str, content: bytes = b"<x/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return out.getvalue()


def named(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def case(db) -> Case:
    return ready_case()


@pytest.fixture
def send(case, client):
    """Send files to the case as its handler."""
    client.force_login(case.handler)

    def post(*files: SimpleUploadedFile, **fields: str):
        data = {"kind": "evidence", "title": "", "uploads": list(files), **fields}
        return client.post(reverse("documents:upload", args=[case.pk]), data)

    return post


def stored_files() -> set[Path]:
    root = Path(default_storage.location) / "attachments"
    return {path for path in root.rglob("*") if path.is_file()}


def errors(response) -> list[str]:
    return response.context["form"].errors["uploads"]


# --- taken ---


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("工资条.pdf", PDF, "application/pdf"),
        ("照片.png", picture("PNG"), "image/png"),
        ("照片.jpg", picture("JPEG"), "image/jpeg"),
        ("照片.webp", picture("WEBP"), "image/webp"),
        ("合同.docx", archive("[Content_Types].xml", "word/document.xml"), DOCX),
        ("考勤.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), XLSX),
    ],
)
def test_file_of_an_accepted_kind_is_kept_as_it_came(send, name, content, content_type):
    response = send(named(name, content))

    kept = Attachment.objects.get()
    assert response.status_code == 302
    assert (kept.file_name, kept.content_type, kept.size) == (name, content_type, len(content))
    assert kept.file.read() == content


def test_kind_is_told_by_the_content_and_the_name_follows_it(send):
    send(named("工资条.pdf", picture("PNG")))

    kept = Attachment.objects.get()
    assert (kept.content_type, kept.file_name) == ("image/png", "工资条.png")


def test_title_kind_and_who_are_on_record(send, case):
    send(named("a.pdf", PDF), title="劳动合同复印件", kind="consent")

    kept = Attachment.objects.get()
    assert (kept.title, kept.kind, kept.uploaded_by, kept.history.get().history_user) == (
        "劳动合同复印件",
        "consent",
        case.handler,
        case.handler,
    )


def test_several_files_go_by_their_names_or_are_numbered(send):
    send(named("a.pdf", PDF), named("b.png", picture()))
    send(named("c.pdf", PDF), named("d.pdf", PDF), title="工资条")

    titles = [file.title for file in Attachment.objects.order_by("pk")]
    assert titles == ["a.pdf", "b.png", "工资条 1", "工资条 2"]


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\li\\工资 条.pdf", "工资 条.pdf"),
        (".pdf", ".pdf.pdf"),
        ("a" * 180 + ".pdf", "a" * 120 + ".pdf"),
    ],
)
def test_path_in_a_name_leads_nowhere(send, name, kept_as):
    before = stored_files()
    response = send(named(name, PDF))

    assert response.status_code == 302
    kept = Attachment.objects.get()
    (path,) = stored_files() - before
    assert path == Path(default_storage.path(kept.file.name))
    assert (kept.file_name, kept.title) == (kept_as, kept_as[:120])


# --- refused, with nothing kept ---

DAMAGED_PNG = picture()[:60]

REFUSED = {
    "empty": (named("a.pdf", b""), "empty"),
    "text called pdf": (named("a.pdf", "工资条".encode()), "kind"),
    "html called png": (named("a.png", b"<html><script>alert(1)</script></html>"), "kind"),
    "html called pdf": (named("a.pdf", b"<!doctype html><script>alert(1)</script>"), "kind"),
    "svg": (named("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "kind"),
    "truncated picture": (named("a.png", DAMAGED_PNG), "kind"),
    "truncated pdf": (named("a.pdf", PDF[:-8]), "kind"),
    "program called docx": (named("a.docx", b"MZ" + b"\0" * 512), "kind"),
    "archive called docx": (named("a.docx", archive("run.exe")), "kind"),
    "broken archive": (named("a.docx", b"PK\x03\x04" + b"\0" * 64), "kind"),
    "old word file": (named("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512), "kind"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_file_says_why_at_the_field(send, name):
    upload, code = REFUSED[name]
    upload.seek(0)
    before = stored_files()
    response = send(upload, title="工资条")

    assert response.status_code == 422
    assert [error.code for error in response.context["form"].errors.as_data()["uploads"]] == [code]
    assert 'value="工资条"' in response.content.decode()
    assert (Attachment.objects.count(), stored_files()) == (0, before)


def test_too_large_file_is_told_its_size_and_the_limit(send, settings):
    settings.UPLOAD_MAX_BYTES = 2 * 1024
    response = send(named("a.pdf", PDF + b" " * 3 * 1024 + b"%%EOF"))

    assert response.status_code == 422
    (text,) = errors(response)
    assert ("3.1" in text, "2.0" in text) == (True, True)


def test_archive_that_swells_is_not_unpacked(send):
    """A bomb is told by the names in its directory; its 50 MB are never read."""
    bomb = archive("word/document.xml", content=b"0" * 50_000_000)
    assert len(bomb) < 100_000
    assert send(named("a.docx", bomb)).status_code == 302


def test_one_wrong_file_of_several_keeps_none_and_is_named(send):
    before = stored_files()
    response = send(named("a.pdf", PDF), named("b.pdf", b"no"), named("c.pdf", b""))

    assert response.status_code == 422
    assert [text.partition(":")[0] for text in errors(response)] == ["b.pdf", "c.pdf"]
    assert (Attachment.objects.count(), stored_files()) == (0, before)


def test_too_many_files_at_once_are_refused_with_the_limit(send):
    response = send(*(named(f"{n}.pdf", PDF) for n in range(AT_ONCE + 1)))

    assert response.status_code == 422
    assert str(AT_ONCE) in errors(response)[0]
    assert Attachment.objects.count() == 0


def test_form_without_a_file_asks_for_one(send):
    response = send()
    assert (response.status_code, len(errors(response))) == (422, 1)


def test_unknown_kind_is_refused(send):
    response = send(named("a.pdf", PDF), kind="virus")
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["kind"])


def test_too_long_title_is_refused(send):
    response = send(named("a.pdf", PDF), title="长" * 101)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["title"])


def test_form_says_what_is_accepted_and_checks_the_size_before_sending(case, client, settings):
    client.force_login(case.handler)
    page = client.get(reverse("documents:upload", args=[case.pk])).content.decode()

    assert f'data-max-bytes="{settings.UPLOAD_MAX_BYTES}"' in page
    assert " multiple" in page
    assert "20 MB" in page
