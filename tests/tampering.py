"""What somebody does who has the whole database in hand: the triggers are switched off, then the rows are rewritten."""

from collections.abc import Sequence
from typing import Any

from django.db import connection


def switch_off_triggers(table: str) -> None:
    """Take away what protects one table, for the rest of the transaction of the test."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def rewrite(table: str, sql: str, params: Sequence[Any] = ()) -> None:
    """Run a statement on `table` past its triggers; `{table}` in it is the quoted name."""
    switch_off_triggers(table)
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=f'"{table}"'), list(params))
