"""What the database itself refuses, whoever asks: rewriting, removing, replacing and emptying tables of record."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Membership, User
from core import clock
from core.append_only import foreign_acts, missing_triggers, moves, partitions_of, protect_history
from core.audit import record
from core.models import log_access
from core.partitions import check_partitions
from front_desk.actions.record_requests import take_request_step
from front_desk.models import RecordRequest
from recoveries.models import Receipt
from seals.actions import seal_day
from tests.factories import (
    AttachmentFactory,
    ClaimantFactory,
    ClaimFactory,
    ReceiptFactory,
    ReceiptLineFactory,
    met,
    office,
    staff,
    worked_out,
)
from tests.tampering import rewrite, switch_off_triggers

pytestmark = pytest.mark.django_db

APPEND_ONLY = "rows are never changed or removed"
KEPT = "what is on record is never removed"


def refused(sql: str, message: str) -> None:
    with (
        pytest.raises(DatabaseError, match=message),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.fixture
def scene():
    """A claim worked out, a receipt with its line, a proof, and an access."""
    claimant = ClaimantFactory()
    claim = worked_out(ClaimFactory(claimant=claimant, kind="severance"))
    proof = AttachmentFactory(case=claimant.case)
    receipt = ReceiptFactory(case=claimant.case, proof=proof)
    ReceiptLineFactory(receipt=receipt, claim=claim, amount=Decimal("100.00"))
    log_access(receipt.recorded_by, "export", "receipts")
    return receipt


@pytest.mark.parametrize(
    "table",
    [
        "core_accesslog",
        "recoveries_receiptline",
        "recoveries_historicalreceipt",
        "documents_historicalattachment",
    ],
)
def test_what_is_written_once_is_neither_changed_nor_removed(scene, table):
    for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        refused(sql, APPEND_ONLY)


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount + 1",
        "received_on = '2020-01-01'",
        "payer = 'x'",
        "recorded_by_id = NULL",
        "case_id = case_id + 1",
        "id = id + 1000",
        "proof_id = NULL",
        "state = 'reversed'",
    ],
)
def test_of_a_receipt_only_the_state_moves_and_only_along_the_workflow(scene, change):
    refused(f"UPDATE recoveries_receipt SET {change}", KEPT)


def test_the_paths_of_a_receipt_come_from_its_workflow():
    assert moves(Receipt) == [
        ("recorded", "rejected"),
        ("recorded", "returned"),
        ("recorded", "verified"),
        ("returned", "rejected"),
        ("verified", "reversed"),
        ("verified", "verified"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        "reason = 'x'",
        "worker_id = apart_id",
        "apart_id = worker_id",
        "office_id = known_at_id",
        "known_at_id = office_id",
        "asked_by_id = answered_by_id",
        "asked_at = answered_at",
        "answered_by_id = asked_by_id",
        "answered_by_id = NULL",
        "answered_at = asked_at",
        "state = 'asked'",
        "state = 'allowed'",
    ],
)
def test_of_an_answered_request_who_asked_what_and_who_answered_stays(change):
    here, elsewhere = office(), office("外地总工会")
    clerk, reviewer = staff("clerk", elsewhere), staff("reviewer", here)
    with clock.at(dt.date(2026, 3, 2)):
        asked = RecordRequest(
            worker=met(here),
            apart=met(elsewhere, kept_by=elsewhere),
            office=elsewhere,
            known_at=here,
            reason="来访人要求查询",
            asked_by=clerk,
        )
        record(asked, actor=clerk)
    take_request_step(asked, "refuse", actor=reviewer, reason="本人未到场")
    refused(f"UPDATE front_desk_recordrequest SET {change}", KEPT)


@pytest.mark.parametrize(
    "change", ["file = 'x'", "sha256 = 'x'", "size = 1", "title = 'x'", "kind = 'other'"]
)
def test_a_file_stays_as_it_was_handed_in(scene, change):
    refused(f"UPDATE documents_attachment SET {change}", KEPT)


def test_a_void_file_does_not_come_back(scene):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_attachment SET voided = %s", [True])
    refused("UPDATE documents_attachment SET voided = (1 = 0)", KEPT)


@pytest.mark.parametrize(
    "table",
    [
        "cases_case",
        "cases_claim",
        "recoveries_receipt",
        "documents_attachment",
        "accounts_user",
        "accounts_membership",
    ],
)
def test_no_row_with_a_history_is_removed(scene, table):
    refused(f"DELETE FROM {table}", KEPT)


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite replaces rows")
@pytest.mark.parametrize(
    "table", ["recoveries_historicalreceipt", "core_accesslog", "recoveries_receiptline"]
)
def test_a_row_written_once_is_not_replaced(scene, table):
    refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", APPEND_ONLY)
    refused(f"REPLACE INTO {table} SELECT * FROM {table}", APPEND_ONLY)


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite replaces rows")
def test_a_row_is_not_replaced_by_another_with_the_same_unique_key(scene):
    table = "seals_seal"
    seal_day(actor=User.objects.system())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT name FROM pragma_table_info('{table}') WHERE name <> 'id'")
        columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
    refused(
        f"INSERT OR REPLACE INTO {table} (id, {columns}) SELECT id + 7, {columns} FROM {table}", APPEND_ONLY
    )


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="SQLite replaces rows")
def test_a_key_that_holds_on_a_condition_is_not_replaced_either():
    """A user holds a role once at a time; another membership that has ended is no second one."""
    at = office()
    user = staff("clerk", at)
    columns = "user_id, office_id, role, valid_from, version"
    values = f"{user.pk}, {at.pk}, 'clerk', '2026-01-01', 1"
    table = Membership._meta.db_table
    refused(f"INSERT OR REPLACE INTO {table} ({columns}, valid_to) VALUES ({values}, NULL)", KEPT)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}, valid_to) VALUES ({values}, '2026-02-01')")
    refused(f"UPDATE OR REPLACE {table} SET valid_to = NULL WHERE valid_to IS NOT NULL", KEPT)
    assert Membership.objects.count() == 2


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("table", ["core_accesslog", "recoveries_historicalreceipt", "recoveries_receipt"])
def test_no_table_of_record_is_emptied(scene, table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused(f"TRUNCATE {table} CASCADE", "append-only|sealed row")


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such clause on every version")
def test_an_insert_that_turns_into_an_update_is_refused(scene):
    refused(
        "INSERT INTO core_accesslog SELECT * FROM core_accesslog ON CONFLICT (id) DO UPDATE SET subject = 'x'",
        APPEND_ONLY,
    )


def test_a_trigger_that_is_gone_or_does_something_else_is_found_and_put_up_again():
    assert missing_triggers(connection) == []
    switch_off_triggers("core_accesslog")
    assert {trigger.table for trigger in missing_triggers(connection)} == {"core_accesslog"}
    protect_history(connection.alias)
    assert missing_triggers(connection) == []

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION keep_core_accesslog() RETURNS trigger LANGUAGE plpgsql "
                "AS $$BEGIN RETURN NEW; END$$"
            )
        else:
            cursor.execute("DROP TRIGGER keep_core_accesslog_update")
            cursor.execute(
                "CREATE TRIGGER keep_core_accesslog_update BEFORE UPDATE ON core_accesslog BEGIN SELECT 1; END"
            )
    assert {trigger.table for trigger in missing_triggers(connection)} == {"core_accesslog"}


def test_the_tampering_of_the_tests_gets_past_the_triggers(scene):
    rewrite("recoveries_receipt", "UPDATE {table} SET amount = 7")
    assert Receipt.objects.get().amount == 7


HIDDEN = [
    "ALTER TABLE core_accesslog RENAME TO hidden",
    "CREATE VIEW core_accesslog AS SELECT * FROM hidden WHERE kind <> 'unmask'",
]
STRANGE = {
    "sqlite": {
        'CREATE TRIGGER strange AFTER INSERT ON "core_accesslog" BEGIN SELECT 1; END': "strange",
        "CREATE TRIGGER strange BEFORE INSERT ON Core_AccessLog BEGIN SELECT RAISE(IGNORE); END": "strange",
        ";".join(HIDDEN): "core_accesslog",
    },
    "postgresql": {
        "CREATE TRIGGER strange BEFORE UPDATE ON core_accesslog "
        "FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()": "strange",
        "CREATE RULE strange AS ON INSERT TO core_accesslog WHERE NEW.kind = 'unmask' DO INSTEAD NOTHING": "strange",
        "CREATE POLICY strange ON core_accesslog USING (kind <> 'unmask')": "strange",
        "CREATE TABLE strange () INHERITS (core_accesslog)": "strange",
        ";".join(HIDDEN): "_RETURN",
    },
}[connection.vendor]


@pytest.mark.parametrize("sql", STRANGE)
def test_whatever_else_acts_on_a_table_of_record_is_found(sql):
    assert foreign_acts(connection) == []
    with connection.cursor() as cursor:
        for statement in sql.split(";") if sql.startswith("ALTER") else [sql]:
            cursor.execute(statement)
    assert foreign_acts(connection) == [("core_accesslog", STRANGE[sql])]
    protect_history(connection.alias)
    assert foreign_acts(connection) == [("core_accesslog", STRANGE[sql])]


def test_what_acts_on_other_tables_is_none_of_it():
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW beside AS SELECT * FROM core_accesslog")
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TRIGGER strange AFTER INSERT ON django_session BEGIN SELECT 1; END")
    assert foreign_acts(connection) == []


@pytest.mark.skipif(
    "connection.vendor == 'postgresql'", reason="there they are: tests/core/test_partitions.py"
)
def test_sqlite_has_no_partitions(capsys):
    call_command("partitions", "--begin")
    assert capsys.readouterr().out == "Only PostgreSQL has partitions; nothing was done.\n"
    assert partitions_of(connection) == {}
    assert check_partitions(databases=["default"]) == []
