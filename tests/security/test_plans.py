"""How every page is read: no statement reads or sorts a table that grows with the cases, and none comes again and again.

A database that knows of no rows plans as for many: SQLite by itself, PostgreSQL once it is told so.
"""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from config.access import PAGES
from core.access import EVERYBODY
from tests.security.addresses import address_of
from tests.security.scene import scene

GROW = ("assignments", "cases", "documents", "mediation", "recoveries", "workings")
"""The apps whose tables grow with the cases, as does the access log."""
LARGE = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in GROW
} | {"core_accesslog"}

WIDE = {"office_id", "channel", "kind", "outcome", "cause", "history_type"}
"""Columns each value of which stands in a share of the rows, so that a sort of these rows grows as well; what one
person or firm has in hand does not, nor what waits in a state."""

WHOLE = re.compile("export|admin:|mfa_|account_")
"""What gives out all there is, by its name; the admin site, which is for emergencies; and the pages of libraries."""

OFTEN = 5
"""A statement that comes oftener than this for one page comes once for each row."""

TABLE = re.compile(
    r'(?:FROM|JOIN) "(\w+)"(?: (?:AS )?"?(?!ON\b|WHERE|INNER|LEFT|ORDER|GROUP|LIMIT|UNION)(\w+)"?)?'
)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database meanwhile."""
    asked: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        if sql.lstrip("( ").startswith("SELECT"):
            asked.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        yield asked


def plan_of(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{sql}", params)
        return [str(row[-1]) for row in cursor.fetchall()]


def grows(sql: str, params: Any) -> list[str]:
    """The lines of the plan that cost more the more cases there are."""
    names: dict[str, set[str]] = {}
    for table, alias in TABLE.findall(sql):
        names.setdefault(alias or table, set()).add(table)
    if not LARGE & set().union(*names.values()):
        return []
    lines = plan_of(sql, params)
    return (
        _grows_on_sqlite(lines, names, sql) if connection.vendor == "sqlite" else _grows_on_postgresql(lines)
    )


def _grows_on_sqlite(lines: list[str], names: dict[str, set[str]], sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        indexed = dict(cursor.fetchall())
    found = []
    sorts = any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    for line in lines:
        way, _, rest = line.partition(" ")
        index = re.search(r"INDEX (\w+)", line)
        tables = (
            {indexed[index[1]]} if index and index[1] in indexed else names.get(rest.split(" ")[0], set())
        )
        if not tables & LARGE:
            continue
        along_index = "INDEX" in line and "LIMIT" in sql and not sorts
        if way == "SCAN" and not along_index:
            found.append(line)
        columns = set(re.findall(r"(\w+)(?:=|>|<)\?", line))
        if way == "SEARCH" and sorts and columns and columns <= WIDE:
            found.append(f"{line}, sorted")
    return found


def _grows_on_postgresql(lines: list[str]) -> list[str]:
    scans = [
        line.strip()
        for line in lines
        if (found := re.search(r"Seq Scan on (\w+)", line)) and found[1] in LARGE
    ]
    sorts = [
        line.strip()
        for line in lines
        if (found := re.search(r"Sort .*rows=(\d+)", line)) and int(found[1]) > 20_000
    ]
    return scans + sorts


@pytest.fixture
def many(db):
    """The database takes the tables for large."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute(
                "UPDATE pg_class SET reltuples = 1000000, relpages = greatest(relpages, 1) WHERE relname = ANY(%s)",
                [sorted(LARGE)],
            )


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.usefixtures("quiet")
def test_no_page_reads_or_sorts_a_table_that_grows_or_asks_row_by_row(who, many, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    here = scene("朱泾")
    client = Client()
    if here.people[who].is_authenticated:
        client.force_login(here.people[who])
    wrong = []
    for name, page in PAGES.items():
        if WHOLE.search(name) or page.get is None or page.expected(who, "GET") != "ok":
            continue
        address = address_of(name, page, here.things)
        with transaction.atomic(), statements() as asked:
            client.get(address)
            transaction.set_rollback(True)
        for sql, params in dict(asked).items():
            wrong += [f"{name}: {line}\n    {sql}" for line in grows(sql, params)]
        again = Counter(sql for sql, _ in asked if sql != "SELECT 1")
        wrong += [f"{name}: {times} times\n    {sql}" for sql, times in again.items() if times > OFTEN]
    assert not wrong, "\n".join(wrong)
