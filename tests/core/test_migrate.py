"""An empty database gets its tables at once, and they are those that the migrations lead to one after the other."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.template import ROOT, SERVER

Told = dict[tuple[str, ...], Any]

POSTGRESQL = """
SELECT 'column', table_name, column_name, concat_ws(' ', udt_name, character_maximum_length, numeric_precision,
    numeric_scale, is_nullable, column_default, is_identity)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 't'
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', '', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def test_both_roads_lead_to_the_same(tmp_path: Path) -> None:
    """The long one is taken where there is any table: here those of a first migration."""
    with database(tmp_path, "short") as short, database(tmp_path, "long") as long:
        migrate(short)
        migrate(long, "contenttypes", "0001")
        migrate(long)
        at_once, one_by_one = told(short), told(long)
    assert len(at_once) > 500
    assert at_once == one_by_one


@contextmanager
def database(folder: Path, name: str) -> Iterator[str]:
    """The address of an empty database: a file, or one of its own on the server of the tests."""
    server = os.environ.get(SERVER)
    if not server:
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    name = f"road_{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(url: str, *target: str) -> None:
    """Run the command in a process of its own."""
    command = ["manage.py", "migrate", "--verbosity", "0", "--settings", "config.settings_test", *target]
    subprocess.run([sys.executable, *command], cwd=ROOT, env=os.environ | {SERVER: url}, check=True)


def told(url: str) -> Told:
    """What a database says of its schema, how many rows each table has, and which migrations it names."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            found = connection.execute("SELECT type, tbl_name, name, sql FROM sqlite_master").fetchall()
            schema = {(kind, *names): in_any_order(sql) for kind, *names, sql in found}
            return schema | rows(
                connection,
                {table for kind, table, *_ in found if kind == "table" and table != "sqlite_sequence"},
            )
    with psycopg.connect(url) as connection:
        schema = {tuple(names): what for *names, what in connection.execute(POSTGRESQL)}
        return schema | rows(connection, {table for kind, table, _ in schema if kind == "column"})


def in_any_order(sql: str | None) -> list[str]:
    """The parts of a statement. SQLite puts a column that was altered behind the others."""
    return sorted(re.split(r', (?="|CONSTRAINT )', (sql or "").removesuffix(")").replace(" (", ", ", 1)))


def rows(connection: Any, tables: set[str]) -> Told:
    """The migrations, and the number of rows of each table."""
    counted = {t: connection.execute(f'SELECT count(*) FROM "{t}"').fetchone() for t in tables}
    named = connection.execute("SELECT app, name FROM django_migrations").fetchall()
    return {("rows", table): number for table, number in counted.items()} | {("migrations",): sorted(named)}
