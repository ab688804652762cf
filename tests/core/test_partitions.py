"""The histories and the access log in partitions by year: one table to everybody, as well protected as before."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from accounts.models import User
from core import clock
from core.append_only import foreign_acts, missing_triggers, protect_history
from core.backup.tables import backed_up, triggers
from core.database_rights import grant_to
from core.models import AccessLog, log_access
from core.partitions import (
    NotNow,
    Table,
    begin,
    check_partitions,
    end,
    make_ahead,
    partitioned,
    tables,
    years_of,
)
from seals.actions import seal_day, verify_record
from seals.findings import Kind
from seals.verify import verify
from tests.backup.test_backup import everything, tell_the_story, undone
from tests.factories import CaseFactory, ReceiptFactory

pytestmark = [pytest.mark.pg, pytest.mark.django_db]

LOG = Table(AccessLog)
PAST = "recoveries_historicalreceipt"
SOME = (LOG.name, PAST, "cases_historicalcase", "documents_historicalattachment")
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today():
    with clock.at(TODAY):
        yield


def run_sql(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall() if cursor.description else []


def split(*names: str, upto: int = 2028) -> None:
    """Partition these tables, or all."""
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables():
        if not names or table.name in names:
            begin(connection, table)
            make_ahead(connection, table, upto)
    run_sql("SET CONSTRAINTS ALL DEFERRED")


def begins(year: int) -> dt.datetime:
    return clock.start_of(dt.date(year, 1, 1))


def in_year(year: int) -> dt.datetime:
    return clock.start_of(dt.date(year, 5, 1))


def logged(moment: dt.datetime) -> str:
    """The partition in which an access at this moment is put on record."""
    with clock.at(moment):
        entry = log_access(None, "export", "cases")
    return run_sql(f"SELECT tableoid::regclass::text FROM {LOG.name} WHERE id = %s", entry.pk)[0][0]


def refused(sql: str) -> str:
    with pytest.raises(DatabaseError) as told, transaction.atomic():
        run_sql(sql)
    return str(told.value)


def shape(name: str) -> dict[str, list[tuple]]:
    """All that makes a table what it is."""
    return {
        "columns": run_sql(
            "SELECT column_name, data_type, is_nullable, is_identity, identity_generation FROM "
            "information_schema.columns WHERE table_name = %s ORDER BY 1", name,
        ),
        "indexes": run_sql("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1", name),
        "constraints": run_sql(
            "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
            "WHERE conrelid = %s::regclass ORDER BY 1", name,
        ),
        "triggers": [found for found in triggers(connection) if found[1] == name],
        "rows": run_sql(f"SELECT * FROM {name} ORDER BY 1"),
    }  # fmt: skip


def test_what_grows_with_every_act_can_be_partitioned_and_the_ledger_cannot():
    names = {table.name for table in tables()}
    assert {LOG.name, PAST, "cases_historicalcase", "recoveries_historicalreceiptline"} <= names
    assert not names & {"recoveries_receipt", "recoveries_receiptline", "seals_seal", "cases_case"}
    referred = {model._meta.db_table for model in backed_up() if model._meta.related_objects}
    assert not names & referred


def test_a_row_lands_in_its_year_also_in_the_last_second_of_it():
    for year in (2024, 2026):
        logged(in_year(year))
    split(LOG.name)
    assert years_of(connection, LOG) == [2026, 2027, 2028]
    assert logged(in_year(2024)) == f"{LOG.name}_to_2026"
    assert logged(begins(2027) - dt.timedelta.resolution) == f"{LOG.name}_to_2026"
    assert logged(begins(2027)) == f"{LOG.name}_y_2027"
    assert logged(begins(2029) - dt.timedelta.resolution) == f"{LOG.name}_y_2028"
    assert logged(begins(2029)) == f"{LOG.name}_default"
    assert AccessLog.objects.count() == 7
    keys = list(AccessLog.objects.order_by("pk").values_list("pk", flat=True))
    assert keys == list(range(keys[0], keys[0] + 7))


def test_shortly_before_the_new_year_the_first_partition_takes_that_too():
    with clock.at(dt.date(2026, 12, 20)):
        split(LOG.name)
    assert years_of(connection, LOG) == [2027, 2028]


def test_a_year_that_was_late_takes_over_what_waited():
    split(LOG.name, upto=2027)
    assert [warning.id for warning in check_partitions(databases=["default"])] == []
    moments = [in_year(year) for year in (2028, 2029, 2035)]
    assert {logged(moment) for moment in moments} == {f"{LOG.name}_default"}
    before = run_sql(f"SELECT * FROM {LOG.name} ORDER BY id")
    with clock.at(dt.date(2029, 4, 1)):
        assert [warning.id for warning in check_partitions(databases=["default"])] == ["gongyuan.W004"]
        assert make_ahead(connection, LOG, 2030) == [2028, 2029, 2030]
        assert check_partitions(databases=["default"]) == []
    assert run_sql(f"SELECT * FROM {LOG.name} ORDER BY id") == before
    found = [row[0] for row in run_sql(f"SELECT tableoid::regclass::text FROM {LOG.name} ORDER BY id")]
    assert found == [f"{LOG.name}_{name}" for name in ("y_2028", "y_2029", "default")]
    assert missing_triggers(connection) == []


@pytest.mark.long
def test_the_command_makes_them_once(capsys):
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    call_command("partitions")
    assert capsys.readouterr().out == "No table is partitioned; --begin does it.\n"
    call_command("partitions", "--begin")
    ready = len(tables())
    assert f"{2 * ready} partitions made; {ready} tables ready up to 2028." in capsys.readouterr().out
    for again in ((), ("--begin",)):
        call_command("partitions", *again)
        assert capsys.readouterr().out == f"0 partitions made; {ready} tables ready up to 2028.\n"
    call_command("partitions", "--end")
    assert partitioned(connection) == []


@pytest.mark.parametrize(
    "table", [LOG.name, f"{LOG.name}_to_2026", f"{LOG.name}_y_2027", f"{LOG.name}_default"]
)
def test_no_row_is_changed_removed_or_truncated_in_the_table_or_in_a_partition(table):
    split(LOG.name)
    for moment in (in_year(2026), in_year(2027), in_year(2040)):
        logged(moment)
    run_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in (f"UPDATE {table} SET subject = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        assert "append-only" in refused(sql)
    moved = f"UPDATE {LOG.name} SET at = '2027-06-01' WHERE at < '2027-01-01'"
    assert "append-only" in refused(moved)


def test_a_trigger_switched_off_and_a_stranger_in_a_partition_are_found():
    split(LOG.name)
    assert missing_triggers(connection) == foreign_acts(connection) == []
    part = f"{LOG.name}_y_2027"
    run_sql(f"ALTER TABLE {part} DISABLE TRIGGER USER")
    assert {trigger.table for trigger in missing_triggers(connection)} == {part}
    protect_history(connection.alias)
    assert missing_triggers(connection) == []
    run_sql(f"CREATE RULE strange AS ON INSERT TO {part} DO INSTEAD NOTHING")
    assert foreign_acts(connection) == [(part, "strange")]


@pytest.mark.long
def test_the_record_is_sealed_and_verified_before_within_and_after(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    system = User.objects.system()
    tell_the_story()
    seal_day(actor=system)
    split(*SOME)
    with clock.at(dt.date(2027, 1, 3)):
        ReceiptFactory()
        log_access(None, "export", "cases")
        assert seal_day(actor=system).rows > 1
        assert verify_record(actor=system, full=True).findings == []
        for table in partitioned(connection):
            end(connection, table)
        assert verify_record(actor=system, full=True).findings == []


@pytest.mark.long
def test_a_row_rewritten_in_a_partition_and_one_under_the_key_of_another_are_named():
    case = CaseFactory()
    log_access(case.handler, "export", "cases")
    seal_day(actor=User.objects.system())
    split(LOG.name)
    key = AccessLog.objects.get().pk
    run_sql(f"ALTER TABLE {LOG.name} DISABLE TRIGGER USER")
    with undone():
        run_sql(f"UPDATE {LOG.name}_to_2026 SET subject = 'x'")
        assert (Kind.CHANGED, LOG.name, str(key)) in {(f.kind, f.table, f.pk) for f in verify(full=True)}
    run_sql(
        f"INSERT INTO {LOG.name} (id, at, kind, subject, model, reason) "
        f"VALUES ({key}, '2027-05-01', 'export', 'x', '', '')"
    )
    assert (LOG.name, str(key)) in {(f.table, f.pk) for f in verify(full=True)}


@pytest.mark.long
def test_a_backup_is_restored_into_partitions_and_out_of_them(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    into, out_of = tmp_path / "into.backup", tmp_path / "out.backup"
    with undone():
        tell_the_story()
        call_command("backup", str(into), verbosity=0)
        told = everything()
    settings.MEDIA_ROOT = tmp_path / "second"
    with undone():
        split(*SOME)
        before = triggers(connection)
        call_command("restore", str(into), verbosity=0)
        assert {table: found[: len(told[table])] for table, found in everything().items()} == told
        assert triggers(connection) == before
        assert missing_triggers(connection) == []
        call_command("backup", str(out_of), verbosity=0)
        told = everything()
    settings.MEDIA_ROOT = tmp_path / "third"
    call_command("restore", str(out_of), verbosity=0)
    assert {table: found[: len(told[table])] for table, found in everything().items()} == told


@pytest.mark.long
def test_the_way_back_leads_to_the_same_table():
    ReceiptFactory()
    logged(in_year(2026))
    names = (LOG.name, PAST)
    before = {name: shape(name) for name in names}
    split(*names)
    partitioned_rows = {name: run_sql(f"SELECT * FROM {name} ORDER BY 1") for name in names}
    for table in partitioned(connection):
        end(connection, table)
    assert partitioned_rows == {name: found["rows"] for name, found in before.items()}
    assert {name: shape(name) for name in names} == before
    assert run_sql("SELECT relname FROM pg_class WHERE relispartition") == []
    later = log_access(None, "export", "cases")
    assert later.pk == AccessLog.objects.earliest("pk").pk + 1


def test_a_row_of_a_year_that_has_not_come_leaves_the_table_as_it_is():
    logged(in_year(2040))
    before = shape(LOG.name)
    with pytest.raises(NotNow, match="has rows of 2027 or later"):
        begin(connection, LOG)
    assert shape(LOG.name) == before


def test_the_program_reads_and_adds_through_the_table_and_has_no_right_on_a_partition(settings):
    name = f"app_of_{connection.settings_dict['NAME']}"
    run_sql(f'CREATE ROLE "{name}"')
    grant_to(connection, name)
    settings.DATABASE_APP_USER = name
    split(LOG.name)
    run_sql(f'SET LOCAL ROLE "{name}"')
    assert logged(in_year(2027)) == f"{LOG.name}_y_2027"
    for sql in (
        f"INSERT INTO {LOG.name}_y_2027 SELECT * FROM {LOG.name}",
        f"SELECT 1 FROM {LOG.name}_to_2026",
    ):
        assert "permission denied" in refused(sql)


@pytest.mark.long
def test_migrations_of_a_partitioned_table_reach_every_partition():
    split(LOG.name)
    field = models.CharField(max_length=5, default="", db_index=True)
    field.set_attributes_from_name("added_later")
    columns = "SELECT count(*) FROM information_schema.columns WHERE column_name = 'added_later'"
    indexes = (
        "SELECT count(*) FROM pg_indexes WHERE indexdef LIKE %s AND indexdef LIKE '%%(at DESC, id DESC)'"
    )
    assert run_sql(indexes, f"%{LOG.name}%") == [(5,)]
    with connection.schema_editor() as editor:
        editor.add_field(AccessLog, field)
        editor.remove_index(AccessLog, AccessLog._meta.indexes[0])
    assert run_sql(columns) == [(5,)]
    assert run_sql(indexes, f"%{LOG.name}%") == [(0,)]
    with connection.schema_editor() as editor:
        editor.remove_field(AccessLog, field)
    assert run_sql(columns) == [(0,)]
