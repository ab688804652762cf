"""The histories and the access log by year, as partitions of PostgreSQL itself; on SQLite nothing changes.

`begin` turns a full table into a partitioned one without copying a row: the table becomes the first partition, up to
the end of a year, and a new one of its name stands above it. `make_ahead` makes a partition for each year to come;
what no year takes goes to a default partition, so no write ever fails, and is moved to its year by the next run.
`end` makes it one table again. To the program, to migrations, seals and backups it is one table all the while.

Each partition has the key of its own (a key of the whole would have to hold the moment); over all of them the sequence
keeps keys apart, and `verify_record` names a row that came with the key of another.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Warning
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core import clock
from core.append_only import models_of_record, partitions_of, protect_table
from core.database_rights import grant_rights
from core.models import AccessLog

NAME = re.compile(r"_(?:to|y)_(\d{4})$")
"""The last year of a partition: `_to_2026` holds all up to its end, `_y_2027` one year."""
SOON = dt.timedelta(days=31)
WAIT = "10s"
"""For a table that somebody reads or writes; meanwhile others queue behind."""


class NotNow(Exception):
    """A table cannot be turned as it is."""


@dataclass(frozen=True)
class Table:
    """A table that can be partitioned."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def moment(self) -> str:
        """The column that says when a row was written."""
        return "at" if self.model is AccessLog else "history_date"

    @property
    def default(self) -> str:
        """The partition of what no year takes."""
        return f"{self.name}_default"

    @property
    def all_columns(self) -> str:
        return ", ".join(f'"{field.column}"' for field in self.model._meta.concrete_fields)


def tables() -> list[Table]:
    """What grows with every act and is referred to by nothing: each history, and the access log.

    Not the ledger: a receipt is referred to by its lines, and that it is reversed once, and a line stands once for a
    claim, are unique keys, which across partitions would hold within a year only.
    """
    return [
        Table(model) for model in models_of_record() if hasattr(model, "history_date") or model is AccessLog
    ]


def partitioned(connection: BaseDatabaseWrapper) -> list[Table]:
    """The tables that are partitioned by now."""
    if connection.vendor != "postgresql":
        return []
    parents = set(partitions_of(connection).values())
    return [table for table in tables() if table.name in parents]


def years_of(connection: BaseDatabaseWrapper, table: Table) -> list[int]:
    """The last years of its partitions, from the first on."""
    names = [name for name, parent in partitions_of(connection).items() if parent == table.name]
    return sorted(int(found[1]) for name in names if (found := NAME.search(name)))


def begin(connection: BaseDatabaseWrapper, table: Table) -> None:
    """Put a partitioned table above this one, which becomes its first partition.

    All rows are read once while everybody goes on; then the table is locked for a moment. Raises `NotNow` where a row
    is of a year that has not come, `django.db.OperationalError` where the table is not free for 10 seconds.
    """
    last = (clock.today() + SOON).year
    bound = f"\"{table.moment}\" < '{_start(last + 1)}'"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table.name}" WHERE NOT ({bound}))')
        if cursor.fetchone()[0]:
            raise NotNow(f"{table.name} has rows of {last + 1} or later.")
        cursor.execute(f'ALTER TABLE "{table.name}" DROP CONSTRAINT IF EXISTS partition_bound')
        cursor.execute(f'ALTER TABLE "{table.name}" ADD CONSTRAINT partition_bound CHECK ({bound}) NOT VALID')
        try:
            cursor.execute(f'ALTER TABLE "{table.name}" VALIDATE CONSTRAINT partition_bound')
            with transaction.atomic(using=connection.alias):
                _lock(cursor, table)
                _put_above(cursor, table, f"{table.name}_to_{last}", last)
                _finish(connection, table)
        except BaseException:
            cursor.execute(f'ALTER TABLE "{table.name}" DROP CONSTRAINT IF EXISTS partition_bound')
            raise


def _put_above(cursor: Any, table: Table, first: str, last: int) -> None:
    name, key = table.name, table.key
    indexes, foreign_keys = _indexes(cursor, name), _foreign_keys(cursor, name)
    upto = _sequence(cursor, table)
    for trigger in (f"keep_{name}", f"keep_{name}_truncate"):
        cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger}" ON "{name}"')
    cursor.execute(f'ALTER TABLE "{name}" ALTER COLUMN "{key}" DROP IDENTITY')
    cursor.execute(f'ALTER TABLE "{name}" RENAME TO "{first}"')
    for number, (index, _definition) in enumerate(indexes):
        cursor.execute(f'ALTER INDEX "{index}" RENAME TO "{first}_{number}"')
    cursor.execute(
        f'CREATE TABLE "{name}" (LIKE "{first}" INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE) '
        f'PARTITION BY RANGE ("{table.moment}")'
    )
    cursor.execute(f'ALTER TABLE "{name}" DROP CONSTRAINT partition_bound')
    # No identity: PostgreSQL before 17 takes none that is shared with partitions.
    cursor.execute(f'CREATE SEQUENCE "{name}_{key}_seq" OWNED BY "{name}"."{key}"')
    cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'"{name}_{key}_seq"', *upto])
    cursor.execute(f'ALTER TABLE "{name}" ALTER COLUMN "{key}" SET DEFAULT nextval(\'"{name}_{key}_seq"\')')
    for constraint, definition in foreign_keys:
        cursor.execute(f'ALTER TABLE "{name}" ADD CONSTRAINT "{constraint}" {definition}')
    for _index, definition in indexes:
        cursor.execute(definition)
    cursor.execute(
        f'ALTER TABLE "{name}" ATTACH PARTITION "{first}" FOR VALUES FROM (MINVALUE) TO (\'{_start(last + 1)}\')'
    )
    cursor.execute(f'ALTER TABLE "{first}" DROP CONSTRAINT partition_bound')
    _make(cursor, table, table.default, "DEFAULT")


def make_ahead(connection: BaseDatabaseWrapper, table: Table, upto: int) -> list[int]:
    """Make the partitions that are missing up to this year, and move to them what waits in the default one.

    The years that were made.
    """
    there = years_of(connection, table)
    missing = [year for year in range(there[0] + 1, upto + 1) if year not in there]
    if not missing:
        return []
    waiting = f"{table.name}_waiting"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _lock(cursor, table)
        cursor.execute(f'ALTER TABLE "{table.name}" DETACH PARTITION "{table.default}"')
        cursor.execute(f'ALTER TABLE "{table.default}" RENAME TO "{waiting}"')
        cursor.execute(f'ALTER INDEX "{table.default}_pkey" RENAME TO "{waiting}_pkey"')
        for year in missing:
            bounds = f"FROM ('{_start(year)}') TO ('{_start(year + 1)}')"
            _make(cursor, table, f"{table.name}_y_{year}", f"FOR VALUES {bounds}")
        _make(cursor, table, table.default, "DEFAULT")
        _move(cursor, table, waiting, table.name)
        cursor.execute(f'DROP TABLE "{waiting}"')
        _finish(connection, table)
    return missing


def end(connection: BaseDatabaseWrapper, table: Table) -> None:
    """One table again: the rows of later years are copied into the first partition, which takes the name back."""
    name, key = table.name, table.key
    first = f"{name}_to_{years_of(connection, table)[0]}"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _lock(cursor, table)
        upto = _sequence(cursor, table)
        cursor.execute(INDEXES_ABOVE, [f'"{first}"'])
        indexes = cursor.fetchall()
        cursor.execute(f'ALTER TABLE "{name}" DETACH PARTITION "{first}"')
        _move(cursor, table, name, first)
        cursor.execute(f'DROP TABLE "{name}"')
        cursor.execute(f'ALTER TABLE "{first}" RENAME TO "{name}"')
        for index, above in indexes:
            cursor.execute(f'ALTER INDEX "{index}" RENAME TO "{above}"')
        cursor.execute(f'ALTER TABLE "{name}" ALTER COLUMN "{key}" ADD GENERATED BY DEFAULT AS IDENTITY')
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)", [f'"{name}"', key, *upto])
        _finish(connection, table)


INDEXES = """
SELECT c.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisprimary ORDER BY 1
"""
INDEXES_ABOVE = """
SELECT c.relname, above.relname
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_inherits ON inhrelid = c.oid JOIN pg_class above ON above.oid = inhparent
WHERE i.indrelid = %s::regclass ORDER BY 1
"""
FOREIGN_KEYS = """
SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f' ORDER BY 1
"""


def _indexes(cursor: Any, name: str) -> list[tuple[str, str]]:
    """Name and definition of each index but the key's."""
    cursor.execute(INDEXES, [f'"{name}"'])
    return cursor.fetchall()


def _foreign_keys(cursor: Any, name: str) -> list[tuple[str, str]]:
    cursor.execute(FOREIGN_KEYS, [f'"{name}"'])
    return cursor.fetchall()


def _sequence(cursor: Any, table: Table) -> tuple[int, bool]:
    """The last key that was given, and whether it was."""
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table.name}"', table.key])
    cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")
    return cursor.fetchone()


def _lock(cursor: Any, table: Table) -> None:
    cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute(f'LOCK TABLE "{table.name}" IN ACCESS EXCLUSIVE MODE')


def _make(cursor: Any, table: Table, name: str, bounds: str) -> None:
    cursor.execute(f'CREATE TABLE "{name}" PARTITION OF "{table.name}" {bounds}')
    cursor.execute(f'ALTER TABLE "{name}" ADD CONSTRAINT "{name}_pkey" PRIMARY KEY ("{table.key}")')


def _move(cursor: Any, table: Table, source: str, target: str) -> None:
    columns = table.all_columns
    cursor.execute(f'INSERT INTO "{target}" ({columns}) SELECT {columns} FROM "{source}"')


def _finish(connection: BaseDatabaseWrapper, table: Table) -> None:
    """Within the transaction: nothing stands without its triggers, and the program has its rights."""
    protect_table(connection, table.model)
    grant_rights(connection.alias)


def _start(year: int) -> str:
    """When a year begins here."""
    return clock.start_of(dt.date(year, 1, 1)).isoformat()


def check_partitions(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`check --database default`: has every partitioned table a partition for next year?"""
    found: list[CheckMessage] = []
    following = clock.today().year + 1
    for connection in (connections[alias] for alias in databases or ()):
        late = [table for table in partitioned(connection) if years_of(connection, table)[-1] < following]
        if late:
            found.append(
                Warning(
                    f"{late[0].name}, one of {len(late)}, has no partition for {following}.",
                    hint="Run manage.py partitions as the owner of the tables.",
                    id="gongyuan.W004",
                )
            )
    return found
