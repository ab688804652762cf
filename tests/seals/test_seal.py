"""Sealing: one seal a day, nothing falls through, and the roots leave the house."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from core import clock
from core.append_only import frozen_fields, protect_history
from core.models import AccessLog, log_access
from documents.models import Paper
from recoveries.models import ReceiptLine
from seals.actions import seal_day, verify_record
from seals.models import Seal, SealedRows, Verification
from seals.roots import export, publish, read_export
from seals.sealed_table import Table, sealed_models
from seals.verify import verify
from tests.factories import CaseFactory, ReceiptFactory, UserFactory
from tests.seals.conftest import FIRST, SECOND, THIRD, seal_on
from tests.tampering import rewrite, switch_off_triggers
from tests.test_races import race
from workings.models import Working

LOG = "core_accesslog"
WITH_A_TIME = "2026-11-25T22:00:00+08:00"


def keys_under(seal: Seal, table: str) -> list[int]:
    return [key for part in seal.parts.filter(table=table) for key in part.key_list]


# --- what is sealed ---


def test_the_ledger_the_log_history_files_papers_requests_and_workings_are_sealed_by_their_rules():
    sealed = {model._meta.label for model in sealed_models() if not hasattr(model, "history_date")}
    assert sealed == {
        "calculators.KeptRate",
        "core.AccessLog",
        "documents.Attachment",
        "documents.Paper",
        "front_desk.RecordRequest",
        "front_desk.WorkerJoin",
        "performance.InterestOnDelay",
        "recoveries.InKind",
        "recoveries.OldCase",
        "recoveries.OldLedger",
        "recoveries.Receipt",
        "recoveries.ReceiptExtra",
        "recoveries.ReceiptLine",
        "recoveries.SecondLook",
        "recoveries.SecondLookShare",
        "recoveries.Statement",
        "recoveries.StatementLine",
        "reports.PeriodReport",
        "reports.ProjectEntry",
        "seals.Verification",
        "workings.Working",
    }
    history = {model for model in apps.get_models() if hasattr(model, "history_date")}
    assert history <= set(sealed_models())


def test_what_may_change_of_a_paper_is_not_sealed_and_all_else_is():
    kept = {field.name for field in Paper._meta.concrete_fields} - {f.name for f in frozen_fields(Paper)}
    assert kept == {"state", "version", "signed_on", "signed_copy", "voided_on"}


@pytest.mark.django_db
def test_every_sealed_table_can_be_read_for_its_seal():
    for model in sealed_models():
        table = Table.of(model)
        rows = table.after(0, 1)
        assert [row for _key, row in rows if not row.startswith(f'["{table.name}"'.encode())] == []


def test_a_row_is_the_same_text_on_both_databases(scene):
    """Written out here once: it must not change, on neither database, as long as there are seals."""
    line = ReceiptLine.objects.get()
    ((key, row),) = Table.of(ReceiptLine).after(0, 10)
    assert (key, row.decode()) == (
        line.pk,
        f'["recoveries_receiptline",100,{line.case_id},{line.claim_id},{line.pk},{line.receipt_id},1]',
    )
    access = AccessLog.objects.order_by("-pk")[0]
    ((_key, row),) = Table.of(AccessLog).after(access.pk - 1, 10)
    assert row.decode() == (
        f'["core_accesslog",{access.actor_id},null,"2026-11-24 01:00:00.000000",{access.case_id},{access.pk},'
        '"export","",null,null,"","it\'s \\"all\\" of them\\n"]'
    )
    working = Working.objects.get()
    ((_key, row),) = Table.of(Working).after(0, 10)
    values = json.loads(row)
    assert values[1:4] == ["severance", working.case_id, working.claim_id]
    assert values[4] == working.frozen
    assert row.decode() == json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "text"), [("0.01", "0.01"), ("100.10", "100.1"), ("999999999999.99", "999999999999.99")]
)
def test_sums_have_no_zeros_at_the_end(amount, text):
    receipt = ReceiptFactory(amount=Decimal(amount))
    table = Table(type(receipt), ("amount",))
    assert [row for _key, row in table.after(0, 10)] == [f'["recoveries_receipt",{text}]'.encode()]


@pytest.mark.django_db
def test_addresses_and_half_seconds():
    with clock.at(dt.datetime(2026, 11, 23, 9, 0, 0, 500000, tzinfo=dt.UTC)):
        row = log_access(UserFactory(), "export", "x")
    table = Table(AccessLog, ("address", "at"))
    rewrite(LOG, "UPDATE {table} SET address = '2001:db8::1' WHERE id = %s", [row.pk])
    assert [text for _key, text in table.after(0, 9)] == [
        b'["core_accesslog","2001:db8::1","2026-11-23 09:00:00.500000"]'
    ]


def test_a_seal_stands_on_the_columns_of_its_day(scene):
    """A column that came later is not looked for."""
    part = SealedRows.objects.get(table="recoveries_receiptline")
    table = Table.named(part.table, [c for c in part.says["columns"] if c != "version"])
    assert len(list(table.at(part.key_list))) == 1


# --- one a day, and all of it ---


def test_the_chain(scene):
    first, second = scene.seals
    assert (first.number, second.number, second.previous) == (1, 2, first.root)
    assert json.loads(second.header)["previous"] == first.root
    assert first.sealed_by == User.objects.system()


def test_sealed_twice_on_a_day_there_is_one(scene):
    assert seal_on(SECOND) == scene.seals[1]
    log_access(scene.receipt.recorded_by, "export", "x")
    assert seal_on(SECOND) == scene.seals[1]
    assert seal_on(FIRST) == scene.seals[1]


def test_a_day_without_anything_new_has_a_seal_too(scene):
    third, fourth = seal_on(THIRD), seal_on(THIRD + dt.timedelta(days=1))
    assert (third.rows, fourth.rows, fourth.previous) == (0, 0, third.root)
    with clock.at(THIRD + dt.timedelta(days=2)):
        assert verify(full=True) == []


def test_days_that_were_missed_fall_to_the_next_seal(scene):
    made = []
    for day in (25, 27, 28):
        with clock.at(dt.date(2026, 11, day)):
            made.append(log_access(scene.receipt.recorded_by, "export", "x").pk)
    seal = seal_on(dt.date(2026, 11, 30))
    assert keys_under(seal, LOG) == made
    with clock.at(dt.date(2026, 12, 1)):
        assert verify(full=True) == []


def test_a_row_whose_transaction_ended_after_the_seal_is_under_the_next(scene):
    """Its key was given before, so it is lower than one that is sealed."""
    late = log_access(scene.receipt.recorded_by, "export", "late").pk
    rewrite(LOG, "UPDATE {table} SET id = %s WHERE id = %s", [late + 40, late])
    protect_history(connection.alias)
    seal_on(THIRD)
    with clock.at(dt.datetime.fromisoformat("2026-11-25T23:30:00+08:00")):
        row = log_access(scene.receipt.recorded_by, "export", "seen only now")
    rewrite(LOG, "UPDATE {table} SET id = %s WHERE id = %s", [late, row.pk])
    protect_history(connection.alias)
    with clock.at(THIRD + dt.timedelta(days=1)):
        assert verify(full=True) == []
    seal = seal_on(THIRD + dt.timedelta(days=1))
    assert keys_under(seal, LOG) == [late]
    assert verify(full=True) == []


def test_a_paper_is_sealed_once_it_is_issued(scene):
    paper = Paper(
        kind="audit_record",
        case=scene.claim.case,
        subject="x",
        edition=1,
        issued_by=scene.receipt.recorded_by,
        template_version="x",
    )
    paper._history_user = None
    paper.version = 1
    paper.save()
    seal = seal_on(THIRD)
    assert keys_under(seal, "documents_paper") == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_paper SET issued_at = %s", [WITH_A_TIME])
    assert keys_under(seal_on(THIRD + dt.timedelta(days=1)), "documents_paper") == [paper.pk]


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_seal():
    actor = User.objects.system()
    CaseFactory()

    def seal() -> None:
        seal_day(actor=actor)

    assert race(seal, seal) == ["done", "done"]
    assert [seal.number for seal in Seal.objects.all()] == [1]
    assert [found for found in verify(full=True) if found.is_grave] == []


# --- verified before ---


def test_what_was_verified_is_taken_as_right_until_everything_is_asked_for(scene):
    done = verify_record(actor=User.objects.system())
    assert (done.found, done.through, done.root) == (0, 2, scene.seals[1].root)
    rewrite(LOG, "UPDATE {table} SET subject = 'x'")
    protect_history(connection.alias)
    assert verify() == []
    assert {finding.kind for finding in verify(full=True)} == {"changed"}


def verified(**kwargs: Any) -> tuple[bool, int]:
    done = verify_record(actor=User.objects.system(), **kwargs)
    return done.is_full, done.found


def test_what_was_found_is_found_every_night_until_all_is_right_again(scene):
    assert [verified(), verified()] == [(True, 0), (False, 0)]
    rewrite(LOG, "UPDATE {table} SET subject = 'x'")
    protect_history(connection.alias)
    assert verified() == (False, 0)
    assert [verified(full=True), verified(), verified()] == [(True, 2)] * 3


@pytest.mark.parametrize("full", [True, False])
def test_what_any_run_found_is_over_once_everything_was_verified_again(scene, full):
    verified()
    switch_off_triggers(LOG)
    assert verified(full=full)[1] > 0
    protect_history(connection.alias)
    assert [verified(), verified()] == [(True, 0), (False, 0)]


def test_what_was_found_against_roots_kept_outside_is_not_closed_by_a_part_of_the_record(scene):
    verified()
    other = replace(read_export(export())[0], root="ab" * 32)
    assert verified(outside=[other]) == (False, 1)
    assert verified() == (True, 0)


def test_a_seal_verified_before_and_gone_since_is_noticed(scene):
    verify_record(actor=User.objects.system())
    for table in ("seals_sealedrows", "seals_seal"):
        rewrite(table, "DELETE FROM {table}")
    assert ("seal_missing", "2") in {(f.kind.value, f.pk) for f in verify()}


# --- commands ---


def test_the_command_seals_writes_outside_and_mails(scene, settings, tmp_path: Path):
    folder = tmp_path / "seals"
    folder.mkdir()
    settings.SEAL_FOLDER, settings.SEAL_MAIL_TO = str(folder), ["audit@example.org"]
    with clock.at(dt.datetime.fromisoformat(WITH_A_TIME)):
        call_command("seal", stdout=StringIO())
        call_command("seal", stdout=StringIO())
    seal = Seal.objects.get(number=3)
    assert sorted(path.name for path in folder.iterdir()) == [
        f"seal-00000{number}-2026-11-2{number + 2}.{suffix}"
        for number in (1, 2, 3)
        for suffix in ("json", "txt")
    ]
    note = (folder / "seal-000003-2026-11-25.txt").read_text()
    assert [
        text for text in (seal.root, seal.previous, "2026-11-25 22:00:00 +0800") if text not in note
    ] == []
    (sent,) = mail.outbox
    assert (sent.to, seal.root in sent.body) == (["audit@example.org"], True)

    (folder / "seal-000002-2026-11-24.json").write_text(
        (folder / "seal-000002-2026-11-24.json").read_text().replace(scene.seals[1].root, "ab" * 32)
    )
    assert {(f.kind.value, f.pk) for f in verify()} == {("seal_other", "2")}


def test_a_folder_that_cannot_be_written_is_named_and_the_seal_stands(scene, settings, tmp_path: Path):
    settings.SEAL_FOLDER = str(tmp_path / "gone")
    with clock.at(dt.datetime.fromisoformat(WITH_A_TIME)), pytest.raises(CommandError, match="SEAL_FOLDER"):
        call_command("seal", stdout=StringIO())
    assert Seal.objects.filter(number=3).exists()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "seals"
    folder.mkdir()
    settings.SEAL_FOLDER = str(folder)
    return folder


def refusal(**options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("verify_record", stdout=StringIO(), stderr=StringIO(), **options)
    return str(refused.value)


def test_a_folder_that_is_gone_is_not_taken_for_one_that_agrees(scene, folder):
    folder.rmdir()
    assert f"SEAL_FOLDER {folder} is not there" in refusal()
    folder.write_text("")
    assert f"SEAL_FOLDER {folder} is not there" in refusal()
    assert not Verification.objects.exists()


def test_each_seal_the_folder_lacks_is_named(scene, folder):
    publish()
    assert verify() == []
    (folder / "seal-000001-2026-11-23.json").unlink()
    assert {(f.kind.value, f.pk) for f in verify()} == {("not_kept", "1")}
    for path in folder.iterdir():
        path.unlink()
    assert {(f.kind.value, f.pk) for f in verify()} == {("not_kept", "1"), ("not_kept", "2")}
    publish()
    assert verify() == []


@pytest.mark.parametrize("text", ["", " \n\n", "no roots", "[]", "{}", "null", '{"number": 1}'])
def test_a_file_of_the_folder_without_a_root_is_named(scene, folder, text):
    publish()
    (folder / "seal-000002-2026-11-24.json").write_text(text)
    assert "cannot be read: seal-000002-2026-11-24.json: " in refusal()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n",
        "no roots",
        "[]",
        "1",
        '{"number": "1", "day": "", "rows": 1, "previous": "", "root": ""}',
        '{"number": 1, "day": "", "rows": 1, "previous": "", "root": null}',
    ],
)
def test_an_export_without_roots_is_refused(scene, tmp_path: Path, text):
    path = tmp_path / "roots"
    path.write_text(text)
    assert "The roots kept outside cannot be read" in refusal(against=path.open())
    assert not Verification.objects.exists()


def test_the_command_prints_the_roots_and_verifies_against_them(scene, tmp_path: Path):
    out = StringIO()
    call_command("seal", roots=True, stdout=out)
    assert out.getvalue() == export()
    path = tmp_path / "roots"
    path.write_text(out.getvalue().replace(scene.seals[0].root, "ab" * 32))
    err = StringIO()
    with pytest.raises(CommandError, match="not what was written"):
        call_command("verify_record", against=path.open(), stderr=err)
    assert (
        "seals_seal 1: The seal has another root than the one that was kept. (kept outside)" in err.getvalue()
    )
    path.write_text("no roots")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_record", against=path.open())


def test_the_command_says_that_all_is_as_it_was_written(scene):
    out = StringIO()
    call_command("verify_record", full=True, stdout=out)
    assert out.getvalue() == (f"The record is what was written: seals 1 to 2, root {scene.seals[1].root}.\n")
    assert Verification.objects.get().is_full


@pytest.mark.django_db
def test_the_command_says_that_nothing_is_sealed_yet(media):
    out = StringIO()
    call_command("verify_record", stdout=out)
    assert out.getvalue() == "The record is what was written: no seal yet: run `seal`.\n"
