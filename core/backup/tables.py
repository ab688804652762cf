"""Rows as they stand in the database, read and written in a form that SQLite and PostgreSQL share.

What is encrypted stays encrypted: nothing is decrypted on the way. A table is lines of JSON, a row each.
"""

import base64
import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils.dateparse import parse_datetime

from core.backup import BackupError

LEFT_OUT = {
    "sessions.Session": "everybody signs in anew after a restore",
    "core.Export": "files kept for a day, which are asked for again",
    "django_tasks_database.DBTaskResult": "what was to be done in the background is asked for again",
}
"""Tables that are no part of a backup. The cache and the list of migrations have no model and are none either."""

BATCH = 2000
POSTGRES_TRIGGERS = """
    SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND n.nspname = current_schema() ORDER BY 2, 1
"""
"""But for those that a partition has from its table: they go and come with that one's."""
SQLITE_TRIGGERS = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 2, 1"


def backed_up() -> list[type[models.Model]]:
    """The models whose tables are backed up, by the names of these."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table in the order in which rows are read and written."""
    return [str(field.column) for field in model._meta.concrete_fields]


def migrations(connection: BaseDatabaseWrapper) -> list[str]:
    """The migrations that were applied: `cases.0001_initial`."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


@contextmanager
def snapshot(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """All that is read inside is of one moment; nobody who writes meanwhile has to wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Begun by hand: `atomic` begins immediately, which would keep every writer waiting.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def rows(connection: BaseDatabaseWrapper, model: type[models.Model]) -> Iterator[list[Any]]:
    """Each row of a table, as values of JSON, in the order of the key."""
    quote = connection.ops.quote_name
    table = model._meta.db_table
    names = ", ".join(map(quote, columns(model)))
    key = quote(str(model._meta.pk.column))
    read = [_reader(connection, field, table) for field in model._meta.concrete_fields]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table)} ORDER BY {key}")
        while batch := cursor.fetchmany(BATCH):
            for row in batch:
                yield [function(value) for function, value in zip(read, row, strict=True)]


def _reader(connection: BaseDatabaseWrapper, field: models.Field, table: str) -> Callable[[Any], Any]:
    """What the database gives for a field, as a value of JSON. Only the database's own converters are asked: those of
    an encrypted field would decrypt it."""
    expression = field.get_col(table)
    converters = connection.ops.get_db_converters(expression)

    def read(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return _plain(value)

    return read


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in a backup yet")


def write_rows(connection: BaseDatabaseWrapper, model: type[models.Model], lines: Iterator[bytes]) -> None:
    """Put rows into a table as they were read."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns(model)))
    table = quote(model._meta.db_table)
    write = [_writer(connection, field) for field in model._meta.concrete_fields]
    read = (
        [function(value) for function, value in zip(write, json.loads(line), strict=True)] for line in lines
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in read:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(write))
        while batch := list(islice(read, BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)


def _writer(connection: BaseDatabaseWrapper, field: models.Field) -> Callable[[Any], Any]:
    """What the database takes for a value of JSON. A column of PostgreSQL understands the text of all but bytes."""
    kind = field.get_internal_type()
    if kind == "BinaryField":
        return lambda value: value if value is None else base64.b64decode(value)
    if connection.vendor != "postgresql" and kind == "DateTimeField":
        return lambda value: value and connection.ops.adapt_datetimefield_value(parse_datetime(value))
    if connection.vendor != "postgresql" and kind == "UUIDField":
        return lambda value: value and UUID(value).hex
    return lambda value: value


def triggers(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Name, table and definition of every trigger."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES_TRIGGERS if connection.vendor == "postgresql" else SQLITE_TRIGGERS)
        return [tuple(row) for row in cursor.fetchall()]


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Inside a transaction: take all triggers down, and put them up again as they were. Needs the tables' owner."""
    quote = connection.ops.quote_name
    before = triggers(connection)
    with connection.cursor() as cursor:
        for name, table, _definition in before:
            of_table = f" ON {quote(table)}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {quote(name)}{of_table}")
        yield
        connection.check_constraints()
        for _name, _table, definition in before:
            cursor.execute(definition)
    if triggers(connection) != before:
        raise BackupError("The triggers are not up again as they were.")


def clear(connection: BaseDatabaseWrapper) -> None:
    """Remove what `migrate` filled in."""
    with connection.cursor() as cursor:
        for model in backed_up():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")


def reset_sequences(connection: BaseDatabaseWrapper) -> None:
    """The next row gets a key after those that were written with theirs (SQLite sees to it by itself)."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), backed_up()):
            cursor.execute(sql)
