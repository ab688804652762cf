"""Rubbish in forms, addresses and headers: an answer with a message, never an error of the program."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from cases.actions.deadlines import open_deadline
from core.middleware import client_address
from core.uploads import inspect_upload
from tests.factories import ClaimantFactory, ready_case, staff

pytestmark = pytest.mark.django_db


def png(width: int, height: int, *chunks: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rest = b"".join(chunk(each[:4], each[4:]) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + header + rest + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def archive_of_the_future() -> bytes:
    """A zip file whose directory asks for a version of the format that nobody knows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("word/document.xml", "x")
    content = bytearray(out.getvalue())
    content[content.index(b"PK\x01\x02") + 6] = 0xFF
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (png(60_000, 60_000), "pixels"),
        (png(12_000, 12_000), "pixels"),
        (png(8, 8, b"zTXta\0\0" + zlib.compress(b"x" * 3_000_000)), "damaged"),
        (archive_of_the_future(), "damaged"),
    ],
)
def test_a_bomb_or_a_broken_file_is_refused(content, code):
    with pytest.raises(ValidationError) as refused:
        inspect_upload(SimpleUploadedFile("a.png", content))
    assert refused.value.code == code


def test_an_image_bomb_is_refused_at_its_field(client):
    case = ready_case()
    client.force_login(case.handler)
    data = {"kind": "evidence", "title": "", "uploads": SimpleUploadedFile("a.png", png(60_000, 60_000))}
    response = client.post(reverse("documents:upload", args=[case.pk]), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["uploads"]


def test_an_id_beyond_every_row_chooses_nobody(client):
    case = ready_case()
    client.force_login(case.handler)
    data = {"claimants": ["9" * 30], "consent_on": "2026-01-05", "reason": "x"}
    response = client.post(reverse("cases:consent", args=[case.pk]), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["claimants"]


def test_a_language_the_house_does_not_speak_is_ignored(client):
    user = ready_case().handler
    client.force_login(user)
    response = client.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.language == "zh-hans"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_roster_has_no_days_outside_the_calendar(client, day):
    case = ready_case()
    client.force_login(case.handler)
    address = f"/people/roster/{case.office_id}/{day}/"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}copy/").status_code == 404


def test_people_are_not_looked_for_by_a_null_character(client):
    client.force_login(staff("administrator", ready_case().office))
    assert client.get(reverse("accounts:people"), {"q": "a\x00"}).status_code == 200


@pytest.mark.parametrize("sent", ["rubbish", "1.2.3.4:567", "fe80::1%eth0"])
def test_only_an_address_goes_on_record(settings, sent):
    settings.BEHIND_PROXY = True
    request = RequestFactory().get("/", headers={"X-Forwarded-For": sent}, REMOTE_ADDR="10.0.0.1")
    assert client_address(request) == "10.0.0.1"


def test_a_socket_has_no_address(settings):
    settings.BEHIND_PROXY = False
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None


def test_a_case_beyond_every_row_is_not_found(client):
    case = ready_case()
    deadline = open_deadline(case, "aid_decision", actor=case.handler)
    client.force_login(case.handler)
    for name in ("cases:finish_deadline", "cases:move_deadline"):
        assert client.get(reverse(name, args=["9" * 30, deadline.pk])).status_code == 404


def test_claim_address_with_rubbish_claimant(client):
    claimant = ClaimantFactory()
    client.force_login(claimant.case.handler)
    address = reverse("cases:add_claim", args=[claimant.case.pk])
    assert client.get(address, {"claimant": "9" * 30 + "\x00"}).status_code == 200


@pytest.mark.parametrize("text", ["姓名\r张三", "姓名\t身份证号\r\n张三\t1\r", '"', "\t" * 9_000])
def test_a_table_with_odd_line_ends_is_read_or_refused(client, text):
    case = ready_case()
    client.force_login(case.handler)
    for name in ("cases:paste_claimants", "cases:paste_claims"):
        data = {"text": text, "reason": "x", "do": "add"}
        assert client.post(reverse(name, args=[case.pk]), data).status_code == 422


@pytest.mark.parametrize("table", ["law_tables/coderow", "law_tables/raterow", "accounts/membership"])
def test_a_year_beyond_the_calendar_is_no_filter(client, table):
    client.force_login(staff("administrator", ready_case().office))
    assert client.get(f"/admin/{table}/", {"valid_from__year": "99999"}).status_code in (302, 400)


def test_master_data_takes_no_rubbish(client):
    client.force_login(staff("administrator", ready_case().office))
    assert client.get("/admin/accounts/membership/", {"role": "\x00"}).status_code == 400
    for address in (
        "/admin/lawyers/alliance/add/",
        "/admin/lawyers/firmclient/add/",
        "/admin/lawyers/lawyer/add/",
    ):
        data = {"firm": "x", "lead": "x", "office": "9" * 30, "since": "x", "reason": "x"}
        data |= {"members-TOTAL_FORMS": "1", "members-INITIAL_FORMS": "0", "members-0-firm": "x"}
        assert client.post(address, data).status_code == 200
