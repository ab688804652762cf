"""Files handed in: told by their content, refused with a reason at the field, all of them or none."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cases.models import Case
from core.file_kinds import KINDS, kind_of
from core.pictures import MAX_PIXELS, check_picture, for_page
from documents.forms import AT_ONCE
from documents.models import Attachment
from documents.storage import read_checked
from tests.documents.handed_in import (
    DOCX,
    PDF,
    XLSX,
    archive,
    locked_pdf,
    motion_photo,
    mpo,
    named,
    ole,
    picture,
)
from tests.factories import ready_case

LINEARIZED = b"%PDF-1.5\n1 0 obj\n<</Linearized 1/L 5000/H[1 2]>>\nendobj\n%%EOF\n"
"""A PDF for the web as far as its first page: 5,000 bytes in all, it says."""


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
        ("人像.jpg", mpo(), "image/jpeg"),
        ("动态照片.jpg", motion_photo(), "image/jpeg"),
        ("灰度.jpg", picture("JPEG", progressive=True, quality=30), "image/jpeg"),
        ("照片.webp", picture("WEBP"), "image/webp"),
        ("苹果照片.heic", picture("HEIF"), "image/heic"),
        ("照片.avif", picture("AVIF"), "image/avif"),
        ("合同.docx", archive("[Content_Types].xml", "word/document.xml"), DOCX),
        ("新版合同.docx", archive("word/document2.xml", types="wordprocessingml.document.main+xml"), DOCX),
        ("考勤.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), XLSX),
        ("流水.pdf", b"\xef\xbb\xbf" + PDF, "application/pdf"),
        ("扫描.pdf", b"\r\n" * 40 + PDF, "application/pdf"),
        ("回单.pdf", b"Content-Type: application/pdf\r\nMIME-Version: 1.0\r\n\r\n" + PDF, "application/pdf"),
        ("填满的头.pdf", b" " * 1019 + PDF, "application/pdf"),
        ("发票.pdf", PDF + b"\0" * 8192, "application/pdf"),
        ("网银.pdf", PDF + b"<html>" * 2000, "application/pdf"),
        ("两次保存.pdf", PDF + b"2 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf"),
        ("网页版.pdf", LINEARIZED + b" " * 4900 + b"%%EOF", "application/pdf"),
        ("不许打印.pdf", locked_pdf(""), "application/pdf"),
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

REFUSED = {
    "empty": (named("a.pdf", b""), "empty"),
    "html called png": (named("a.png", b"<html><script>alert(1)</script></html>"), "kind"),
    "html called pdf": (named("a.pdf", b"<!doctype html><script>alert(1)</script>"), "kind"),
    "svg": (named("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "kind"),
    "pdf far below": (named("a.pdf", b" " * 1020 + PDF), "kind"),
    "program called docx": (named("a.docx", b"MZ" + b"\0" * 512), "kind"),
    "archive called docx": (named("a.docx", archive("run.exe")), "kind"),
    "archive with a pdf at its front": (named("a.pdf", archive("a.pdf", content=PDF)), "kind"),
    "word with macros": (
        named("a.docx", archive("word/document.xml", "word/vbaProject.bin")),
        "kind",
    ),
    "cut jpeg": (named("a.jpg", picture("JPEG", (400, 400))[:300]), "damaged"),
    "jpeg without its last bytes": (named("a.jpg", picture("JPEG", (400, 400))[:-20]), "damaged"),
    "cut mpo": (named("a.jpg", picture("JPEG")[:200]), "damaged"),
    "cut png": (named("a.png", picture()[:60]), "damaged"),
    "cut heic": (named("a.heic", picture("HEIF")[:-40]), "damaged"),
    "cut webp": (named("a.webp", picture("WEBP")[:40]), "damaged"),
    "cut pdf": (named("a.pdf", PDF[:-8]), "damaged"),
    "pdf cut in its second part": (named("a.pdf", PDF + b"2 0 obj\n<<>>\nend"), "damaged"),
    "pdf for the web, cut": (named("a.pdf", LINEARIZED), "damaged"),
    "broken archive": (named("a.docx", b"PK\x03\x04" + b"\0" * 64), "damaged"),
    "cut docx": (named("a.docx", archive("word/document.xml")[:-30]), "damaged"),
    "pdf with a password": (named("a.pdf", locked_pdf("geheim")), "password"),
    "pdf with an old password": (named("a.pdf", b"\n" + locked_pdf("geheim", "RC4-128")), "password"),
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


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("gif", b"GIF89a" + b"\0" * 40),
        ("tiff", b"II*\0" + b"\0" * 40),
        ("bmp", b"BM" + b"\x46\0\0\0" + b"\0" * 64),
        ("svg", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>"),
        ("docm", archive("word/document.xml", types="ms-word.document.macroEnabled.main+xml")),
        ("xlsm", archive("xl/workbook.xml", "xl/vbaProject.bin")),
        ("xlsb", archive("xl/workbook.bin")),
        ("dotx", archive("word/document.xml", types="wordprocessingml.template.main+xml")),
        ("pptx", archive("ppt/presentation.xml")),
        ("ofd", archive("OFD.xml", "Doc_0/Document.xml")),
        ("odf", archive("mimetype", "content.xml")),
        ("apk", archive("AndroidManifest.xml", "classes.dex")),
        ("zip", archive("a.jpg", "b.jpg")),
        ("doc", ole("Root Entry", "WordDocument")),
        ("xls", ole("Root Entry", "Workbook")),
        ("ppt", ole("PowerPoint Document")),
        ("msg", ole("__substg1.0_0037001F")),
        ("locked_office", ole("EncryptionInfo", "EncryptedPackage")),
        ("ole", ole("Root Entry")),
        ("rtf", b"{\\rtf1\\ansi}"),
        ("m4a", b"\0\0\0\x1cftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 40),
        ("mp3", b"ID3\x03\0\0\0" + b"\0" * 40),
        ("mp3", b"\xff\xfb\x90\x64" + b"\0" * 40),
        ("wav", b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40),
        ("amr", b"#!AMR\n" + b"\0" * 40),
        ("silk", b"\x02#!SILK_V3" + b"\0" * 40),
        ("mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0" * 40),
        ("mov", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + b"\0" * 40),
        ("txt", "工资条".encode()),
        ("txt", "拖欠工资三个月".encode("gbk")),
        ("txt", "聊天记录".encode("utf-16")),
        ("eml", b"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nbody"),
        ("xml", b'<?xml version="1.0" encoding="UTF-8"?><EInvoice/>'),
        ("html", b"\n<!DOCTYPE html><p>"),
        ("rar", b"Rar!\x1a\x07\x01\0" + b"\0" * 40),
        ("7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 40),
        ("tar", b"a.pdf" + b"\0" * 252 + b"ustar\0" + b"\0" * 250 + PDF),
        ("exe", b"MZ" + b"\0" * 512),
    ],
)
def test_what_is_not_taken_is_called_by_its_name_with_a_way_out(send, code, content):
    response = send(named("工资条.pdf", content))

    kind = KINDS[code]
    assert (kind_of(content), response.status_code) == (kind, 422)
    (text,) = errors(response)
    assert (str(kind.name) in text, str(kind.advice) in text, bool(kind.advice)) == (True, True, True)


@pytest.mark.parametrize("content", [b"\x93\x01\0\xfe" * 16, b"\0" * 64, b"\x01\x02\x03\x04"])
def test_what_nobody_knows_is_told_so_with_what_is_accepted(send, content):
    response = send(named("a.pdf", content))

    assert (kind_of(content), response.status_code) == (None, 422)
    assert "HEIC" in errors(response)[0]


# --- pictures ---


def blank_jpeg(width: int, height: int, **how) -> bytes:
    """A JPEG that says it is so large: only its first lines say so."""
    content = bytearray(picture("JPEG", **how))
    start = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
    content[start + 5 : start + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(content)


def test_photo_of_108_megapixels_is_taken_and_shown_in_a_size_for_pages():
    original = picture("JPEG", (12_000, 9_000), quality=1)
    check_picture(original, "image/jpeg")

    with Image.open(io.BytesIO(for_page(original, "image/jpeg"))) as shown:
        assert (shown.format, shown.size) == ("JPEG", (2667, 2000))


TOO_LARGE = {
    "266 百万像素": blank_jpeg(16_320, 16_320),
    "108 百万像素": blank_jpeg(12_000, 9_000, progressive=True),
}


@pytest.mark.parametrize("said", TOO_LARGE)
def test_jpeg_too_large_to_be_unpacked_is_kept_and_what_is_shown_says_so(send, said, case, client):
    content = TOO_LARGE[said]
    told = [str(message) for message in get_messages(send(named("全景.jpg", content)).wsgi_request)]
    assert any("其像素过多，页面无法显示，可下载原件查看。" in text for text in told)
    file = Attachment.objects.get()
    assert read_checked(file) == content

    shown = client.get(reverse("documents:shown", args=[file.pk]))
    assert (shown["Content-Type"], said in shown.content.decode()) == ("image/svg+xml", True)
    assert "sandbox" in shown["Content-Security-Policy"]
    assert shown["Content-Disposition"].startswith("inline")
    original = client.get(reverse("documents:attachment", args=[file.pk]))
    assert (original["Content-Type"], original.content) == ("image/jpeg", content)


def with_thumbnail(jpeg: bytes) -> bytes:
    """With a whole picture within, as cameras put one into the first part."""
    inner = b"Exif\0\0" + picture("JPEG")
    return jpeg[:2] + b"\xff\xe1" + (len(inner) + 2).to_bytes(2, "big") + inner + jpeg[2:]


@pytest.mark.parametrize("cut", [2, 40, 300])
@pytest.mark.parametrize("dressed", [bytes, with_thumbnail])
def test_jpeg_too_large_to_be_unpacked_that_is_cut_is_refused(send, cut, dressed):
    for content in TOO_LARGE.values():
        assert check_picture(dressed(content) + b"\0trailing", "image/jpeg") is False
        (text,) = errors(send(named("a.jpg", dressed(content)[:-cut])))
        assert "JPG 文件不完整或者已损坏" in text


def test_other_picture_too_large_to_be_unpacked_is_told_its_pixels_the_limit_and_a_way_out(send):
    out = io.BytesIO()
    Image.new("1", (12_000, 9_000)).save(out, "PNG")
    (text,) = errors(send(named("a.png", out.getvalue())))
    assert [part in text for part in ("108", str(MAX_PIXELS // 1_000_000), "另存为 JPEG")] == [True] * 3


# --- cut office files ---


def office(folder: str, main: str) -> bytes:
    """With its list of parts first, as Word and Excel write it, and something in it to be cut."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f'<Types><Override ContentType="{main}"/></Types>')
        made.writestr(f"{folder}/part.xml", os.urandom(4096))
    return out.getvalue()


@pytest.mark.parametrize(
    ("folder", "main", "called"),
    [
        ("word", "wordprocessingml.document.main+xml", "DOCX"),
        ("xl", "spreadsheetml.sheet.main+xml", "XLSX"),
        ("ppt", "presentationml.presentation.main+xml", "PPTX"),
    ],
)
def test_cut_office_file_is_called_by_what_it_was(send, folder, main, called):
    whole = office(folder, main)
    for cut in (whole[:-30], whole[:2000], whole[: whole.index(f"{folder}/".encode()) - 40]):
        (text,) = errors(send(named("a.docx", cut)))
        assert f"{called} 文件不完整或者已损坏" in text


@pytest.mark.parametrize(
    "content", [archive("a.txt", "b.txt")[:-30], b"PK\x03\x04" + b"\0" * 64, b"PK\x03\x04"]
)
def test_cut_archive_of_anything_else_is_called_an_archive(send, content):
    (text,) = errors(send(named("a.docx", content)))
    assert "ZIP 文件不完整或者已损坏" in text


@pytest.mark.parametrize(
    ("size", "shown_size"),
    [
        ((64, 48), (64, 48)),
        ((3000, 4000), (2000, 2667)),
        ((1080, 9000), (1080, 9000)),
        ((1080, 20_000), (930, 17_213)),
    ],
)
def test_picture_is_shown_no_larger_than_a_page_needs_and_long_screenshots_stay_readable(size, shown_size):
    with Image.open(io.BytesIO(for_page(picture("PNG", size), "image/png"))) as shown:
        assert shown.size == shown_size


@pytest.mark.parametrize(
    ("form", "content_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_picture_taken_sideways_is_shown_upright(form, content_type):
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(io.BytesIO(for_page(picture(form, (80, 40), exif=exif), content_type))) as shown:
        assert (shown.size, dict(shown.getexif())) == ((40, 80), {})


def test_scan_of_sixteen_bits_is_shown_as_grey_as_it_is():
    out = io.BytesIO()
    Image.new("I;16", (8, 8), 0x8000).save(out, "PNG")
    with Image.open(io.BytesIO(for_page(out.getvalue(), "image/png"))) as shown:
        assert shown.getpixel((4, 4)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("mode", "form", "content_type"),
    [
        ("1", "PNG", "image/png"),
        ("LA", "PNG", "image/png"),
        ("P", "PNG", "image/png"),
        ("CMYK", "JPEG", "image/jpeg"),
    ],
)
def test_picture_of_any_colours_is_shown(mode, form, content_type):
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, form)
    with Image.open(io.BytesIO(for_page(out.getvalue(), content_type))) as shown:
        assert (shown.format, shown.mode) == ("JPEG", "RGB")


def test_picture_with_nothing_behind_it_stands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(for_page(out.getvalue(), "image/png"))) as shown:
        assert shown.getpixel((4, 4)) == (255, 255, 255)


# --- the same file twice ---


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_same_file_twice_is_taken_and_told(send, case):
    send(named("a.pdf", PDF), title="工资条")
    told = said(send(named("b.pdf", PDF), title="银行流水"))

    assert Attachment.objects.count() == 2
    assert [("银行流水" in text, "工资条" in text) for text in told][-1:] == [(True, True)]


def test_same_file_twice_in_one_form_is_told(send):
    told = said(send(named("a.png", picture()), named("b.png", picture()), named("c.pdf", PDF)))
    assert [("b.png" in text, "a.png" in text, "c.pdf" in text) for text in told][1:] == [(True, True, False)]


def test_same_file_in_another_case_or_after_it_was_voided_is_no_twin(send, case, client):
    other = ready_case()
    send(named("a.pdf", PDF))
    client.force_login(other.handler)
    url = reverse("documents:upload", args=[other.pk])
    first = client.post(url, {"kind": "evidence", "title": "", "uploads": named("a.pdf", PDF)})
    client.post(reverse("documents:void_attachment", args=[other.attachments.get().pk]), {"reason": "误传"})
    second = client.post(url, {"kind": "evidence", "title": "", "uploads": named("a.pdf", PDF)})

    assert "a.pdf" not in said(first)[-1]
    assert "a.pdf" not in said(second)[-1]


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
    assert "50 MB" in page
