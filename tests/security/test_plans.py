"""How every page is read: no statement reads or sorts a table that grows with the cases, and none comes again and again.

SQLite plans by the statistics of a database with 10,000 cases; PostgreSQL is told to scan only where it must.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from cases.models import CoRespondent, Deadline, NameKey
from config.access import PAGES
from core.access import EVERYBODY
from front_desk.models import WorkerJoin
from tests.security.addresses import address_of
from tests.security.scene import scene

TODAY = dt.date(2026, 11, 23)

GROW = ("assignments", "cases", "documents", "mediation", "performance", "recoveries", "workings")
"""The apps whose tables grow with the cases, as does the access log."""
LARGE = {
    model._meta.db_table
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in GROW
    and not re.search("counter|total|employerlink", str(model._meta.model_name))
} | {"core_accesslog"}
"""Counters and totals are one for each office, or office and year; links of employers are few, entered by hand."""

WIDE = {"office_id", "channel", "kind", "outcome", "cause", "history_type", "opened_on", "key"}
"""Columns each value of which stands in a share of the rows, so that what takes all of these rows grows as well: a sort,
a count, a sum. What one person or firm has in hand does not, nor what waits in a state."""

ALL_OF_THEM = re.compile(r"TEMP B-TREE FOR|(?:COUNT|SUM|MIN|MAX)\(")
"""In a plan or a statement that is not cut off: takes all rows it finds."""

ADDED_UP = re.compile(r"COUNT\(\*\) FROM \(SELECT DISTINCT(?!.* LIMIT )|WHERE .*\(SELECT .*SUM\(")
"""Tells all rows apart, or adds up for each before it may be left out."""

IN_TWO_TABLES = re.compile(
    r'(?<!\+)"(\w+)"\."\w+" (?:=|IN) (?:%s|\([^()]*\)) OR "((?!\1")\w+)"\."\w+" (?:=|IN) '
)
"""One condition or another, each with an index of its own but in two tables: none finds both, so rows are gone through."""

STATISTICS = Path(__file__).with_name("statistics.tsv")
"""`sqlite_stat1` of a database that `manage.py fill` filled with 10,000 cases, after ANALYZE: table, index, numbers."""

INDEXES = """
SELECT t.tbl_name, t.name, (SELECT count(*) FROM pragma_index_info(t.name)) FROM sqlite_master t WHERE t.type = 'index'
"""

WHOLE = re.compile("export|admin:(?!core_accesslog)|mfa_|account_")
"""What gives out all there is, by its name; the admin site, which is for emergencies, but for the access log; and the
pages of libraries."""

OFTEN = 5
"""A statement that comes oftener than this for one page comes once for each row."""

TABLE = re.compile(
    r'(?:FROM|JOIN) "(\w+)"(?: (?:AS )?"?(?!ON\b|WHERE|INNER|LEFT|ORDER|GROUP|LIMIT|UNION)(\w+)"?)?'
)


@pytest.fixture
def filled(db: None) -> Iterator[None]:
    """SQLite chooses its plans as with 10,000 cases, whatever stands in the tables.

    An index that was not counted, since it is new or its table stays empty there, is taken to find ten rows.
    """
    if connection.vendor != "sqlite":
        yield
        return
    rows = [line.split("\t") for line in STATISTICS.read_text().splitlines()]
    counted = {index for _, index, _ in rows}
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        rows += [[t, name, "10000" + " 10" * n] for t, name, n in cursor.fetchall() if name not in counted]
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany(
            "INSERT INTO sqlite_stat1 VALUES (%s, %s, %s)",
            [(table, index or None, numbers) for table, index, numbers in rows],
        )
        cursor.execute("ANALYZE sqlite_schema")
        yield
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


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
    if IN_TWO_TABLES.search(sql):
        return ["one condition or another, in two tables"]
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
@pytest.mark.usefixtures("quiet", "filled")
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
    "recoveries:queue": (
        "sort=newest",
        "sort=largest&size=1000-10000",
        "sort=smallest&office={office}&size=0-1000",
        "state=verified&sort=largest&office={office}",
        "state=verified&size=100000-",
    ),
    "recoveries:as_of": ("office={office}", "by=received_on", "since=2020-01-01&until=2030-01-01"),
    "recoveries:second_looks": ("result=in_order", "result=fault"),
    "front_desk:visits": ("q=上海", "q=王", "q=57312", "received_by={pk}", "counts=1"),
}
"""What is searched for and asked of the long lists, beside what their pages ask by themselves."""


@pytest.mark.parametrize("who", ["clerk", "supervisor", "auditor", "lawyer", "coordinator"])
@pytest.mark.usefixtures("quiet", "filled")
def test_no_search_reads_or_sorts_a_table_that_grows(who, db):
    here = scene("朱泾")
    user = here.people[who]
    client = Client()
    client.force_login(user)
    wrong = []
    for name, queries in ASKED.items():
        for query in queries:
            with statements() as asked:
                client.get(f"{reverse(name)}?{query.format(pk=user.pk, office=here.office.pk)}")
            wrong += [
                f"{name}?{query}: {line}\n    {sql}" for sql, values in asked for line in grows(sql, values)
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.usefixtures("filled")
def test_the_guard_objects_to_the_limits_of_a_clerk_looked_for_in_two_tables(db):
    """Of the own cases or watched: all running limits were gone through until a page was full."""
    user = scene("朱泾").people["clerk"]
    running = Deadline.objects.in_force(TODAY).filter(due_on__lte=TODAY)
    assert not grows(*running.filter(watcher=user).order_by("due_on", "pk")[:30].query.sql_with_params())
    either = running.filter(Q(case__handler=user) | Q(watcher=user)).order_by("due_on", "pk")[:30]
    assert grows(*either.query.sql_with_params()) == ["one condition or another, in two tables"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are")
@pytest.mark.usefixtures("filled")
def test_the_guard_objects_to_further_respondents_joined_with_the_keys_of_their_names(db):
    """They are few beside the keys, so all of them were read for each search."""
    keys = {"kind__in": ("whole", "part", "core", "inside"), "key__begins": "上海"}
    others = CoRespondent.objects.filter(is_active=True)
    joined = others.filter(**{f"employer__keys__{name}": value for name, value in keys.items()})
    found = NameKey.objects.filter(employer__isnull=False, **keys)
    begun_with_keys = others.filter(employer__in=found.values("employer"))
    assert grows(*joined.values_list("case")[:300].query.sql_with_params()) == ["SCAN cases_corespondent"]
    assert not grows(*begun_with_keys.values_list("case")[:300].query.sql_with_params())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by how many rows there are")
def test_a_joining_is_told_by_the_cases_and_visits_of_its_person(db):
    """Not by all people of the offices one sees."""
    here = scene("朱泾")
    for who in ("clerk", "supervisor", "lawyer"):
        joins = WorkerJoin.objects.visible_to(here.people[who]).filter(pk=here.things["join"].pk)
        assert joins.exists()
        sql, params = joins.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            lines = [row[-1] for row in cursor.fetchall()]
        assert [
            line for line in lines if "SCAN" in line or "LIST SUBQUERY" in line or "office_id=?" in line
        ] == []


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
