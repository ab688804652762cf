"""What is done to the record past the program is found, and named: with the triggers on and with them off."""

import datetime as dt
import json
import os
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from accounts.models import User
from core import clock
from core.append_only import protect_history
from core.crypto import encrypt
from core.models import AccessLog, log_access
from recoveries.models import Receipt, ReceiptLine
from seals import merkle
from seals.actions import verify_record
from seals.findings import Finding, Kind
from seals.models import Seal, SealedRows, pack
from seals.roots import export, read_export
from seals.sealed_table import Table, canonical
from seals.verify import verify
from tests.factories import ClaimFactory, WorkerFactory
from tests.seals.conftest import FIRST, SECOND, THIRD, Scene, seal_on
from tests.tampering import rewrite, switch_off_triggers

pytestmark = pytest.mark.long
PAST_RECEIPT = "recoveries_historicalreceipt"
LINE, LOG, SEAL = "recoveries_receiptline", "core_accesslog", "seals_seal"


def found(**kwargs: Any) -> set[tuple[str, str, str]]:
    """What a full verification finds, but for the triggers that the tests themselves switch off."""
    protect_history(connection.alias)
    return {(f.kind.value, f.table, f.pk) for f in verify(full=True, **kwargs)}


def history_of(model: Any, *, first: bool = True) -> int:
    rows = model.history.model.objects.order_by("history_id" if first else "-history_id")
    return rows.values_list("history_id", flat=True)[0]


def copy_of(table: str, key: str, other_key: int) -> str:
    """SQL that puts a copy of the first row of a table under another key."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        names = [column[0] for column in cursor.description if column[0] != key]
    columns = ", ".join(f'"{name}"' for name in names)
    return f'INSERT INTO {table} ("{key}", {columns}) SELECT {other_key}, {columns} FROM {table} ORDER BY "{key}" LIMIT 1'


def test_a_record_nobody_touched_is_right(scene):
    assert verify() == verify(full=True) == []


# --- rows under a seal ---


def test_a_changed_history_row_is_named(scene):
    pk = history_of(Receipt)
    rewrite(PAST_RECEIPT, "UPDATE {table} SET payer = 'x' WHERE history_id = %s", [pk])
    assert found() == {("changed", PAST_RECEIPT, str(pk))}


@pytest.mark.parametrize(
    "change",
    [
        "history_change_reason = 'other'",
        "history_user_id = NULL",
        "from_address = '10.0.0.1'",
        "amount = amount + 0.01",
        "received_on = '2026-01-01'",
        "history_date = '2026-11-23 01:00:00.000001+00:00'",
        "reverses_id = NULL, proof_id = NULL",
    ],
)
def test_each_value_of_a_history_row_counts(scene, change):
    pk = history_of(Receipt)
    rewrite(PAST_RECEIPT, f"UPDATE {{table}} SET {change} WHERE history_id = %s", [pk])
    assert found() == {("changed", PAST_RECEIPT, str(pk))}


def test_a_removed_history_row_is_named_and_leaves_a_gap(scene):
    pk = history_of(Receipt)
    rewrite(PAST_RECEIPT, "DELETE FROM {table} WHERE history_id = %s", [pk])
    assert found() == {
        ("removed", PAST_RECEIPT, str(pk)),
        ("versions", PAST_RECEIPT, str(scene.receipt.pk)),
    }


def test_a_removed_access_is_named(scene):
    pk = AccessLog.objects.order_by("pk")[0].pk
    rewrite(LOG, "DELETE FROM {table} WHERE id = %s", [pk])
    assert found() == {("removed", LOG, str(pk))}
    assert {(f.kind.value, f.pk) for f in verify()} == {("removed", str(pk))}


def test_an_access_added_to_a_sealed_day_is_named(scene):
    rewrite(LOG, copy_of(LOG, "id", 900))
    assert found() == {("added", LOG, "900")}


def test_an_access_added_where_a_number_was_left_out_is_named(scene):
    rewrite(LOG, copy_of(LOG, "id", -5))
    assert found() == {("added", LOG, "-5")}


def test_a_row_added_for_a_day_that_is_past_is_named_when_the_next_seal_holds_it(scene):
    rewrite(LOG, copy_of(LOG, "id", 900))
    seal_on(THIRD)
    assert found() == {("backdated", LOG, "900")}


def test_rows_that_changed_places_are_named(scene):
    first, second = AccessLog.objects.order_by("pk").values_list("pk", flat=True)
    rewrite(LOG, "UPDATE {table} SET id = %s WHERE id = %s", [10**6, first])
    rewrite(LOG, "UPDATE {table} SET id = %s WHERE id = %s", [first, second])
    rewrite(LOG, "UPDATE {table} SET id = %s WHERE id = %s", [second, 10**6])
    assert found() == {
        ("reordered", LOG, str(first)),
        ("reordered", LOG, str(second)),
        ("backdated", LOG, str(second)),
    }


def test_ledger_claim_and_line_changed_together_with_their_history_are_named(scene):
    """Every sum agrees with every other: only the seals know better."""
    line = ReceiptLine.objects.get()
    for table, column in (
        ("recoveries_receipt", "amount"),
        (PAST_RECEIPT, "amount"),
        (LINE, "amount"),
        ("recoveries_historicalreceiptline", "amount"),
    ):
        rewrite(table, f"UPDATE {{table}} SET {column} = 90")
    for table in ("cases_claim", "cases_historicalclaim"):
        rewrite(
            table,
            "UPDATE {table} SET received = 90, verified = CASE verified WHEN 100 THEN 90 ELSE verified END "
            "WHERE received = 100",
        )
    named = found()
    assert {kind for kind, _table, _pk in named} == {"changed"}
    assert {table for _kind, table, _pk in named} == {
        "recoveries_receipt",
        PAST_RECEIPT,
        LINE,
        "recoveries_historicalreceiptline",
        "cases_historicalclaim",
    }
    assert ("changed", LINE, str(line.pk)) in named


def test_a_working_that_says_something_else_is_named(scene):
    rewrite("workings_working", "UPDATE {table} SET frozen = %s", ['{"version": 2}'])
    working = scene.claim.working_id
    assert found() == {
        ("changed", "workings_working", str(working)),
        ("differs", "workings_working", str(working)),
    }


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite replaces rows")
def test_a_replaced_row_is_named(scene):
    pk = AccessLog.objects.order_by("pk")[0].pk
    sql = copy_of(LOG, "id", pk).replace("INSERT", "INSERT OR REPLACE").replace('"subject" FROM', "'x' FROM")
    rewrite(LOG, sql)
    rewrite(LOG, "UPDATE {table} SET subject = 'x' WHERE id = %s", [pk])
    assert found() == {("changed", LOG, str(pk))}


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite keeps any value in any column")
@pytest.mark.parametrize("value", ["x'7265636569707473'", "subject || char(0) || 'and more'"])
def test_a_value_that_only_looks_the_same_is_named(scene, value):
    pk = AccessLog.objects.order_by("pk")[0].pk
    rewrite(LOG, f"UPDATE {{table}} SET subject = {value} WHERE id = %s", [pk])
    assert found() == {("changed", LOG, str(pk))}


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
def test_an_emptied_table_is_named_row_by_row(scene):
    keys = set(AccessLog.objects.values_list("pk", flat=True))
    rewrite(LOG, "TRUNCATE {table}")
    assert found() == {("removed", LOG, str(key)) for key in keys}


# --- rows and their history ---


@pytest.mark.parametrize(
    ("table", "change", "columns"),
    [
        ("cases_claim", "basis = 'x'", "basis"),
        ("recoveries_receipt", "state = 'recorded', verified_by_id = NULL", "verified_by_id state"),
        ("cases_worker", "name = 'x', phone = '1'", "name phone"),
        ("accounts_user", "is_superuser = (1 = 1)", "is_superuser"),
        ("accounts_membership", "role = 'administrator'", "role"),
    ],
)
def test_a_row_that_differs_from_its_history_is_named_with_its_columns(scene, table, change, columns):
    rewrite(table, f"UPDATE {{table}} SET {change} WHERE id = (SELECT min(id) FROM {{table}})")
    protect_history(connection.alias)
    (finding,) = [f for f in verify() if f.kind == Kind.DIFFERS]
    assert (finding.table, set(finding.detail.split())) == (table, set(columns.split()))


def test_an_encrypted_value_moved_to_another_person_is_named(scene):
    other = scene.claim.claimant.worker
    with clock.at(SECOND):
        someone = WorkerFactory()
    rewrite(
        "cases_worker",
        "UPDATE {table} SET id_number = (SELECT w.id_number FROM cases_worker w WHERE w.id = %s) WHERE id = %s",
        [other.pk, someone.pk],
    )
    protect_history(connection.alias)
    assert [(f.kind, f.pk, f.detail) for f in verify() if f.table == "cases_worker"] == [
        (Kind.DIFFERS, str(someone.pk), "id_number")
    ]


def test_an_encrypted_value_encrypted_anew_is_the_same(scene):
    worker = scene.claim.claimant.worker
    rewrite(
        "cases_worker",
        "UPDATE {table} SET id_number = %s WHERE id = %s",
        [encrypt(worker.id_number), worker.pk],
    )
    assert found() == set()
    rewrite("cases_worker", "UPDATE {table} SET id_number = 'x' WHERE id = %s", [worker.pk])
    assert found() == {("unreadable", "cases_worker", str(worker.pk))}


def test_a_row_removed_with_its_history_left_is_named(scene):
    pk = ReceiptLine.objects.get().pk
    rewrite(LINE, "DELETE FROM {table}")
    assert found() == {("no_row", LINE, str(pk)), ("removed", LINE, str(pk))}


def test_a_row_added_without_history_is_named(scene):
    receipt = scene.receipt
    rewrite(
        LINE,
        "INSERT INTO {table} (id, version, case_id, receipt_id, claim_id, amount) VALUES (77, 1, %s, %s, %s, 5)",
        [receipt.case_id, receipt.pk, other_claim(scene).pk],
    )
    assert ("no_history", LINE, "77") in found()


def other_claim(scene: Scene) -> Any:
    return ClaimFactory(claimant=scene.claim.claimant, kind="wages")


def test_a_version_left_out_is_named(scene):
    rewrite("cases_claim", "UPDATE {table} SET version = version + 1 WHERE id = %s", [scene.claim.pk])
    claim = str(scene.claim.pk)
    assert found() == {("no_history", "cases_claim", claim), ("versions", "cases_historicalclaim", claim)}


# --- files ---


def test_a_byte_of_a_file_is_noticed(scene, media):
    path = media / scene.files[1].file.name
    path.write_bytes(path.read_bytes().replace(b"second", b"secomd"))
    assert found() == {("file_changed", "documents_attachment", str(scene.files[1].pk))}


def test_a_file_that_is_gone_is_noticed_without_reading_any(scene, media):
    os.remove(media / scene.files[1].file.name)
    expected = {("file_missing", "documents_attachment", str(scene.files[1].pk))}
    assert {(f.kind.value, f.table, f.pk) for f in verify()} == expected


def test_a_file_no_row_knows_is_told_and_grave_after_a_day(scene, media):
    name = default_storage.save("papers/2026/11/left.pdf", ContentFile(b"x"))
    with clock.at(dt.datetime.now(dt.UTC)):
        assert Finding(Kind.ORPHAN, "files", name, is_grave=False) in verify()
    with clock.at(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        assert Finding(Kind.ORPHAN, "files", name) in verify()


# --- the seals ---


def test_a_seal_with_another_root_is_named(scene):
    rewrite(SEAL, "UPDATE {table} SET root = %s WHERE number = 1", ["ab" * 32])
    assert found() == {("seal_changed", SEAL, "1"), ("seal_changed", SEAL, "2")}


@pytest.mark.parametrize("change", ["day = '2026-11-20'", "rows = rows + 1", "header = 'x'"])
def test_a_seal_that_says_something_else_is_named(scene, change):
    rewrite(SEAL, f"UPDATE {{table}} SET {change} WHERE number = 2")
    assert found() == {("seal_changed", SEAL, "2")}


@pytest.mark.parametrize(
    "change", ["first = first - 1", "last = last + 40", "first = last", "keys = '\\x00'"]
)
def test_where_a_part_begins_and_ends_is_verified_every_time(scene, change):
    """A row between the last that is sealed and the last that is said to be would count as sealed."""
    part = SealedRows.objects.filter(rows__gt=1).first()
    verify_record(actor=User.objects.system())
    rewrite("seals_sealedrows", f"UPDATE {{table}} SET {change} WHERE id = %s", [part.pk])
    protect_history(connection.alias)
    assert ("seal_changed", "seals_sealedrows", str(part.pk)) in {
        (f.kind.value, f.table, f.pk) for f in verify()
    }


def test_keys_that_changed_places_are_named_every_time(scene):
    part = SealedRows.objects.filter(rows__gt=1).first()
    verify_record(actor=User.objects.system())
    keys = part.key_list
    keys[0], keys[1] = keys[1], keys[0]
    rewrite(
        "seals_sealedrows",
        "UPDATE {table} SET keys = %s, first = %s WHERE id = %s",
        [pack(keys), keys[0], part.pk],
    )
    protect_history(connection.alias)
    assert {(f.kind.value, f.table, f.pk) for f in verify()} == {
        ("seal_changed", "seals_sealedrows", str(part.pk))
    }


def test_who_sealed_is_sealed(scene):
    rewrite(SEAL, "UPDATE {table} SET sealed_by_id = %s WHERE number = 2", [scene.receipt.recorded_by_id])
    assert found() == {("seal_changed", SEAL, "2")}


def test_seals_of_the_former_form_still_hold(scene):
    """They did not say who sealed."""
    verify_record(actor=User.objects.system())
    header = json.loads(scene.seals[1].header)
    del header["sealed_by"]
    for algorithm, wrong in (("gongyuan-seal-1", set()), ("gongyuan-seal-3", {("seal_changed", SEAL, "2")})):
        text = canonical(header | {"algorithm": algorithm})
        parts = scene.seals[1].parts.order_by("place").values_list("text", flat=True)
        root = merkle.root_of([text, *parts]).hex()
        rewrite(SEAL, "UPDATE {table} SET header = %s, root = %s WHERE number = 2", [text, root])
        assert found() - {("seal_other", SEAL, "2")} == wrong


@pytest.mark.parametrize("change", ["hashes = keys", "keys = hashes"])
def test_the_hashes_kept_with_a_seal_are_named(scene, change):
    part = SealedRows.objects.get(table=LINE)
    rewrite("seals_sealedrows", f"UPDATE {{table}} SET {change} WHERE id = %s", [part.pk])
    assert ("seal_changed", "seals_sealedrows", str(part.pk)) in found()


def test_a_row_and_its_hash_changed_together_are_named_by_the_root(scene):
    part = SealedRows.objects.get(table=LINE)
    rewrite(LINE, "UPDATE {table} SET amount = 90")
    (row,) = Table.named(LINE, part.says["columns"]).at(part.key_list)
    rewrite(
        "seals_sealedrows", "UPDATE {table} SET hashes = %s WHERE id = %s", [merkle.leaf(row[1]), part.pk]
    )
    assert ("seal_changed", "seals_sealedrows", str(part.pk)) in found()


def remove_seal(number: int) -> None:
    seal = Seal.objects.get(number=number)
    with connection.cursor() as cursor:
        for table in (SEAL, "seals_sealedrows"):
            switch_off_triggers(table)
        cursor.execute("DELETE FROM seals_sealedrows WHERE seal_id = %s", [seal.pk])
        cursor.execute("DELETE FROM seals_seal WHERE id = %s", [seal.pk])


def test_a_seal_removed_from_the_middle_is_named_and_so_are_its_rows(scene):
    remove_seal(1)
    named = found()
    assert ("seal_missing", SEAL, "1") in named
    assert ("added", PAST_RECEIPT, str(history_of(Receipt))) in named


def test_a_day_removed_with_its_seal_is_named_by_the_roots_kept_outside(scene):
    kept = read_export(export())
    remove_seal(2)
    with connection.cursor() as cursor:
        switch_off_triggers(LOG)
        cursor.execute("DELETE FROM core_accesslog WHERE id = (SELECT max(id) FROM core_accesslog)")
    assert found() == set()
    assert found(outside=kept) == {("seal_missing", SEAL, "2")}


def test_a_chain_made_anew_is_named_by_the_roots_kept_outside(scene):
    kept = read_export(export())
    rewrite(LINE, "UPDATE {table} SET amount = 90")
    rewrite("recoveries_historicalreceiptline", "UPDATE {table} SET amount = 90")
    remove_seal(2)
    remove_seal(1)
    seal_on(FIRST)
    seal_on(SECOND)
    assert {(kind, pk) for kind, _t, pk in found(outside=kept)} == {("seal_other", "1"), ("seal_other", "2")}


def test_nothing_sealed_for_two_days_is_noticed(scene):
    with clock.at(dt.date(2026, 11, 27)):
        assert found() == {("not_sealed", SEAL, "2")}


# --- the triggers ---


def test_a_table_without_its_triggers_is_named(scene):
    switch_off_triggers(PAST_RECEIPT)
    assert {(f.kind, f.table) for f in verify()} == {(Kind.TRIGGER, PAST_RECEIPT)}
    log_access(scene.receipt.recorded_by, "export", "x")
    assert {(f.kind, f.table) for f in verify()} == {(Kind.TRIGGER, PAST_RECEIPT)}


def test_a_trigger_of_somebody_else_is_named_with_its_table(scene):
    when = {
        "sqlite": "BEGIN SELECT RAISE(IGNORE); END",
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION nothing()",
    }
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"CREATE TRIGGER quiet BEFORE INSERT ON {LOG} {when[connection.vendor]}")
    assert verify() == [Finding(Kind.FOREIGN, LOG, detail="quiet")]
