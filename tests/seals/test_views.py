"""The pages of the record: for auditors, and for nobody else."""

import json
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from seals.actions import verify_record
from seals.findings import Finding, Kind
from seals.models import Verification
from seals.roots import export, read_export
from seals.templatetags.seals import counted, table_name
from tests.factories import office, staff
from tests.seals.conftest import THIRD, Scene, seal_on
from tests.tampering import rewrite

PAGES = ("seals:record", "seals:roots", "seals:note")


def url(name: str) -> str:
    return reverse(name, args=[1] if name == "seals:note" else [])


@pytest.fixture
def auditor(scene: Scene, client: Client) -> User:
    user = staff("auditor", office())
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "administrator"])
def test_nobody_else_reads_them(scene, client, name, role):
    client.force_login(staff(role, office()))
    assert client.get(url(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_they_are_read_and_not_written(auditor, client, name):
    assert (client.get(url(name)).status_code, client.head(url(name)).status_code) == (200, 200)
    assert client.post(url(name)).status_code == 405


def test_a_seal_that_is_not_there_is_not_found(auditor, client):
    assert client.get(reverse("seals:note", args=[9])).status_code == 404


def test_the_record_tells_the_last_result_and_the_seals(auditor, scene, client):
    page = client.get(reverse("seals:record")).content.decode()
    assert "尚未核验" in page
    assert scene.seals[1].root[:16] in page
    verify_record(actor=User.objects.system())
    assert "与原记录一致" in client.get(reverse("seals:record")).content.decode()

    rewrite("recoveries_receipt", "UPDATE {table} SET payer = 'x'")
    verify_record(actor=User.objects.system(), full=True)
    page = client.get(reverse("seals:record")).content.decode()
    assert "该记录在封存后被改动。" in page
    assert "recoveries_receipt" in page


def test_what_was_found_stays_on_the_page_when_a_later_run_finds_nothing(auditor, scene, client):
    system = User.objects.system()
    kept = replace(read_export(export())[0], root="ab" * 32)
    verify_record(actor=system)
    verify_record(actor=system, outside=[kept])
    for full, shown in (
        (False, ["最近一次核验", "最近一次发现问题的核验"]),
        (False, ["最近一次核验", "最近一次全部核验", "最近一次发现问题的核验"]),
        (True, ["最近一次核验", "最近一次发现问题的核验"]),
    ):
        verify_record(actor=system, full=full)
        page = client.get(reverse("seals:record")).content.decode()
        assert re.findall("<h2>(最近一次.*?)</h2>", page) == shown
        assert "该封存的根值与留存的根值不符。" in page


def test_the_note_prints_both_roots(auditor, scene, client):
    page = client.get(reverse("seals:note", args=[2])).content.decode()
    assert (scene.seals[1].root in page, scene.seals[0].root in page) == (True, True)


def test_the_roots_are_what_verify_record_reads(auditor, scene, client):
    text = client.get(reverse("seals:roots")).content.decode()
    assert text == export()
    assert [root.root for root in read_export(text)] == [seal.root for seal in scene.seals]
    assert json.loads(text.splitlines()[0])["number"] == 1


def test_the_section_is_the_auditors(auditor, scene, client):
    assert f'href="{reverse("seals:record")}"' in client.get("/").content.decode()
    client.force_login(staff("supervisor", office()))
    assert f'href="{reverse("seals:record")}"' not in client.get("/").content.decode()


def test_the_list_costs_the_same_with_two_seals_and_with_three(auditor, scene, client):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("seals:record"))
        counts.append(len(queries))
        seal_on(THIRD)
    assert counts[0] == counts[1] < 12


def test_a_finding_is_named_with_its_case_where_the_reader_sees_it(scene, client):
    case = scene.claim.case
    here, elsewhere = staff("auditor", case.office), staff("auditor", office("外市总工会", kind="city"))
    rewrite("cases_claim", "UPDATE {table} SET claimed = 1 WHERE id = %s", [scene.claim.pk])
    verify_record(actor=User.objects.system())
    case_url = f'href="{reverse("cases:detail", args=[case.pk])}"'
    for reader, sees in ((here, True), (elsewhere, False)):
        client.force_login(reader)
        page = client.get(reverse("seals:record")).content.decode()
        assert ("请求事项" in page, "cases_claim" in page, case_url in page) == (True, True, sees)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("cases_claim", "请求事项"),
        ("cases_historicalclaim", "请求事项（历史）"),
        ("core_accesslog", "访问记录"),
        ("files", ""),
    ],
)
def test_a_table_has_the_name_of_what_it_holds(table, name):
    assert table_name(table) == name


def test_what_is_only_for_notice_is_counted_apart(auditor, scene, client):
    findings = [Finding(Kind.ORPHAN, "files", f"proofs/{n}", is_grave=False).as_json() for n in range(2)]
    grave = Finding(Kind.REMOVED, "cases_claim", "7").as_json()
    Verification.objects.create(
        run_by=auditor, is_full=True, through=2, root="", found=1, findings=[grave, *findings]
    )
    page = client.get(reverse("seals:record")).content.decode()
    assert ("1项发现" in page, "另有2项提示" in page) == (True, True)


def test_a_big_number_of_rows_can_be_read_and_a_seal_says_its_year(auditor, scene, client):
    seal = scene.seals[0]
    assert counted(1234567) == "1,234,567"
    assert "2026年11月23日 23:50" in client.get(reverse("seals:note", args=[seal.number])).content.decode()
