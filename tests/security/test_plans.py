"""How every page is read: no statement reads or sorts a table that grows with the cases, and none comes again and again.

SQLite plans for many rows as long as it has counted none; PostgreSQL is told to scan only where it must.
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
from django.urls import reverse

from config.access import PAGES
from core.access import EVERYBODY
from tests.security.addresses import address_of
from tests.security.scene import scene

GROW = ("assignments", "cases", "documents", "mediation", "performance", "recoveries", "workings")
"""The apps whose tables grow with the cases, as does the access log."""
LARGE = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in GROW and "counter" not in str(model._meta.model_name)
} | {"core_accesslog"}
"""Counters are one for each office and year."""

WIDE = {"office_id", "channel", "kind", "outcome", "cause", "history_type", "opened_on", "key"}
"""Columns each value of which stands in a share of the rows, so that what takes all of these rows grows as well: a sort,
a count, a sum. What one person or firm has in hand does not, nor what waits in a state."""

ALL_OF_THEM = re.compile(r"TEMP B-TREE FOR|(?:COUNT|SUM|MIN|MAX)\(")
"""In a plan or a statement that is not cut off: takes all rows it finds."""

ADDED_UP = re.compile(r"COUNT\(\*\) FROM \(SELECT DISTINCT(?!.* LIMIT )|WHERE .*\(SELECT .*SUM\(")
"""Tells all rows apart, or adds up for each before it may be left out."""

WHOLE = re.compile("export|admin:(?!core_accesslog)|mfa_|account_")
"""What gives out all there is, by its name; the admin site, which is for emergencies, but for the access log; and the
pages of libraries."""

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


def grows(sql: str, params: Any) -> list[str]:
    """The lines of the plan that cost more the more cases there are."""
    names: dict[str, set[str]] = {}
    for table, alias in TABLE.findall(sql):
        names.setdefault(alias or table, set()).add(table)
    if not LARGE & set().union(*names.values()):
        return []
    if ADDED_UP.search(sql):
        return ["added up row by row"]
    if connection.vendor == "sqlite":
        return _grows_on_sqlite(sql, params, names)
    return _grows_on_postgresql(sql, params)


def _grows_on_sqlite(sql: str, params: Any, names: dict[str, set[str]]) -> list[str]:
    """A scan of a table, but along an index until a page is full; all that a wide column finds, sorted or
    counted."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        lines = [str(row[-1]) for row in cursor.fetchall()]
        cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'")
        indexed = dict(cursor.fetchall())
    found = []
    sorts = any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
    takes_all = sorts or ("LIMIT" not in sql and any(ALL_OF_THEM.search(text) for text in (sql, *lines)))
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
        if way == "SEARCH" and columns and columns <= WIDE and takes_all:
            found.append(f"{line}, all of them")
    return found


def _grows_on_postgresql(sql: str, params: Any) -> list[str]:
    """A scan where nothing else is possible; which of several ways is best, it says of many rows only."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
    scanned = [node["Relation Name"] for node in _nodes(plan[0]["Plan"]) if node["Node Type"] == "Seq Scan"]
    return [f"Seq Scan on {table}" for table in scanned if table in LARGE]


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", []):
        yield from _nodes(part)


@pytest.mark.parametrize("who", sorted(EVERYBODY))
@pytest.mark.usefixtures("quiet")
def test_no_page_reads_or_sorts_a_table_that_grows_or_asks_row_by_row(who, db, settings):
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


ASKED = {
    "cases:list": ("q=上海", "q=王", "q=wang", "q=13800", "q=57312", "unpaid=on", "overdue=on"),
    "front_desk:visits": ("q=上海", "q=王", "q=57312", "received_by={pk}", "counts=1"),
}
"""What is searched for and asked of the long lists, beside what their pages ask by themselves."""


@pytest.mark.parametrize("who", ["clerk", "supervisor", "auditor", "lawyer", "coordinator"])
@pytest.mark.usefixtures("quiet")
def test_no_search_reads_or_sorts_a_table_that_grows(who, db):
    here = scene("朱泾")
    user = here.people[who]
    client = Client()
    client.force_login(user)
    wrong = []
    for name, queries in ASKED.items():
        for query in queries:
            with statements() as asked:
                client.get(f"{reverse(name)}?{query.format(pk=user.pk)}")
            wrong += [
                f"{name}?{query}: {line}\n    {sql}" for sql, values in asked for line in grows(sql, values)
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are")
def test_keys_of_names_are_those_of_workers_or_of_employers(db):
    """The names of employers that begin with the place of all of them are not gone through for workers."""
    user = scene("朱泾").people["supervisor"]
    client = Client()
    client.force_login(user)
    with statements() as asked:
        client.get(f"{reverse('cases:list')}?q=上海")
    lines = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines += [row[-1] for row in cursor.fetchall()]
    indexes = {found[1] for line in lines if (found := re.search(r"INDEX (\w+) \(key>", line))}
    assert indexes == {"name_key_of_worker", "name_key_of_employer"}
