"""What cannot be rewritten: triggers on every table of record, on both databases.

A model says its own rule, and a table that has none is not protected:

- `append_only = True`, and every history table: a row is written once.
- A model with history: no row is removed, and its key never changes.
- With `may_change`, only these fields change, those in `set_once` from empty to a value and never again, and the
  state along the steps of its workflow. `frozen_from` names the field that, once set, makes the rule hold.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from core.fsm import state_field, transitions_of

Model = type[models.Model]

APPEND_ONLY = "append-only table {table}: rows are never changed or removed"
KEPT = "sealed row of {table}: what is on record is never removed, and changes by its workflow only"


@dataclass(frozen=True)
class Trigger:
    """A trigger as it is to stand in the database: its name, what it is told by there, and how it is made."""

    table: str
    name: str
    told_by: tuple[Any, ...]
    sql: tuple[str, ...]


def is_append_only(model: Model) -> bool:
    """Is a row of this model written once and never again?"""
    return hasattr(model, "history_date") or getattr(model, "append_only", False)


def models_of_record() -> list[Model]:
    """Every model whose rows are protected, by table."""
    kept = (
        model
        for model in apps.get_models()
        if is_append_only(model) or hasattr(model._meta, "simple_history_manager_attribute")
    )
    return sorted(kept, key=lambda model: model._meta.db_table)


def frozen_fields(model: Model) -> list[models.Field]:
    """The fields that never change once the row is on record: all of an append-only model, none without a rule."""
    fields = list(model._meta.concrete_fields)
    if is_append_only(model):
        return fields
    if not hasattr(model, "may_change"):
        return []
    return [f for f in fields if f.name not in (*model.may_change, *model.set_once)]  # type: ignore[attr-defined]


def moves(model: Model) -> list[tuple[str, str]]:
    """The pairs of states the workflow of the model leads between, from and to."""
    return sorted(
        {
            (str(source), str(found.target))
            for step in transitions_of(model).values()
            for source, found in step.transitions.items()
        }
    )


def protect_history(using: str, **kwargs: object) -> None:
    """Put up every trigger that is missing or other than it should be.

    Runs after each `migrate`, since SQLite loses a table's triggers when a migration rebuilds the table.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in missing_triggers(connection):
            for statement in trigger.sql:
                cursor.execute(statement)


def protect_table(connection: BaseDatabaseWrapper, model: Model) -> None:
    """Put up all triggers of one table of PostgreSQL and of its partitions, whether they are there or not."""
    with connection.cursor() as cursor:
        for trigger in _with_partitions(model, partitions_of(connection)):
            for statement in trigger.sql:
                cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that are not in the database, are switched off, or do something else than they should."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        expected = _expected(connection, cursor)
        cursor.execute(POSTGRESQL_TRIGGERS if on_postgresql else SQLITE_TRIGGERS)
        found = {(table, name): tuple(told_by) for table, name, *told_by in cursor.fetchall()}
    return [trigger for trigger in expected if found.get((trigger.table, trigger.name)) != trigger.told_by]


def foreign_acts(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """What acts on the tables of record and is none of their triggers, by table and name.

    Triggers of others, a view in the place of a table; on PostgreSQL also rules, policies on rows and tables that
    inherit: each can write, leave out or show rows otherwise than the program does.
    """
    tables = {model._meta.db_table for model in models_of_record()}
    partitions = partitions_of(connection)
    with connection.cursor() as cursor:
        own = {(trigger.table, trigger.name) for trigger in _expected(connection, cursor)}
        own |= {(table, name) for name, table in partitions.items()}
        cursor.execute(POSTGRESQL_ACTS if connection.vendor == "postgresql" else SQLITE_ACTS)
        return sorted({(t, name) for t, name in cursor.fetchall() if t in tables | set(partitions)} - own)


def partitions_of(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The partitions of tables of record, each with its table; see `core.partitions`."""
    if connection.vendor != "postgresql":
        return {}
    tables = [model._meta.db_table for model in models_of_record()]
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL_PARTITIONS, [tables])
        return dict(cursor.fetchall())


def _expected(connection: BaseDatabaseWrapper, cursor: Any) -> list[Trigger]:
    """The triggers that are to stand in the database, for the tables that are there."""
    tables = set(connection.introspection.table_names(cursor))
    present = [model for model in models_of_record() if model._meta.db_table in tables]
    if connection.vendor == "postgresql":
        partitions = partitions_of(connection)
        return [trigger for model in present for trigger in _with_partitions(model, partitions)]
    return [trigger for model in present for trigger in _on_sqlite(model, cursor)]


def _refused_update(model: Model, same: str) -> str:
    """The condition on OLD and NEW under which an update is refused; `same` compares, taking NULL for a value."""

    def differs(column: str) -> str:
        return f'NOT (NEW."{column}" {same} OLD."{column}")'

    refused = [differs(str(model._meta.pk.column))]
    if not hasattr(model, "may_change"):
        return refused[0]
    frozen = [differs(str(f.column)) for f in frozen_fields(model)]
    for name in model.set_once:  # type: ignore[attr-defined]
        field: Any = model._meta.get_field(name)
        is_set = f'OLD."{field.column}"'
        if not isinstance(field, models.BooleanField):
            is_set += " IS NOT NULL"
        frozen.append(f"({is_set} AND {differs(field.column)})")
    changed = " OR ".join(frozen)
    if since := getattr(model, "frozen_from", None):
        changed = f'OLD."{model._meta.get_field(since).column}" IS NOT NULL AND ({changed})'
    refused.append(f"({changed})")
    if hasattr(model, "state"):
        state = str(state_field(model).column)
        paths = ", ".join(f"'{source}>{target}'" for source, target in moves(model))
        refused.append(f'({differs(state)} AND OLD."{state}" || \'>\' || NEW."{state}" NOT IN ({paths}))')
    return " OR ".join(refused)


# --- SQLite ---

SQLITE_TRIGGERS = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'"
SQLITE_ACTS = "SELECT lower(tbl_name), name FROM sqlite_master WHERE type IN ('trigger', 'view')"
"""The name of the table is kept as it was typed, in whatever case."""


def _on_sqlite(model: Model, cursor: Any) -> list[Trigger]:
    """Three triggers. Replacing a row fires none for its removal, so a key that is taken is refused before."""
    table, key = model._meta.db_table, model._meta.pk.column
    message = (APPEND_ONLY if is_append_only(model) else KEPT).format(table=table)
    uniques = _unique_keys(cursor, table)
    taken = [_taken(table, [str(key)], ""), *(_taken(table, *unique) for unique in uniques)]
    on_insert = " OR ".join(f"EXISTS ({one})" for one in taken)
    on_update = ""
    if not is_append_only(model):
        others = [f'EXISTS ({_taken(table, *unique)} AND "{key}" <> OLD."{key}")' for unique in uniques]
        on_update = " OR ".join([_refused_update(model, "IS"), *others])
    found = []
    for verb, condition in (("delete", ""), ("insert", on_insert), ("update", on_update)):
        name = f"keep_{table}_{verb}"
        when = f"WHEN {condition} " if condition else ""
        create = (
            f'CREATE TRIGGER "{name}" BEFORE {verb.upper()} ON "{table}" FOR EACH ROW {when}'
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        found.append(Trigger(table, name, (create,), (f'DROP TRIGGER IF EXISTS "{name}"', create)))
    return found


def _taken(table: str, columns: list[str], condition: str) -> str:
    """A query for the row that stands where NEW would go."""
    where = [f'"{column}" = NEW."{column}"' for column in columns]
    if condition:
        where += [f"({condition})", "(" + re.sub(r'"(\w+)"', r'NEW."\1"', condition) + ")"]
    return f'SELECT 1 FROM "{table}" WHERE {" AND ".join(where)}'


def _unique_keys(cursor: Any, table: str) -> list[tuple[list[str], str]]:
    """The columns of each unique key beside the primary one, and the condition under which it holds."""
    cursor.execute(
        "SELECT i.name, m.sql FROM pragma_index_list(%s) i LEFT JOIN sqlite_master m ON m.name = i.name "
        "WHERE i.\"unique\" AND i.origin <> 'pk' ORDER BY i.name",
        [table],
    )
    found = []
    for name, sql in cursor.fetchall():
        cursor.execute("SELECT name FROM pragma_index_info(%s) ORDER BY seqno", [name])
        _, _, condition = (sql or "").partition(" WHERE ")
        found.append(([column for (column,) in cursor.fetchall()], condition))
    return found


# --- PostgreSQL ---

POSTGRESQL_TRIGGERS = """
SELECT c.relname, t.tgname, p.prosrc, t.tgtype::int, t.tgenabled IN ('O', 'A'), t.tgqual IS NULL AND t.tgattr::text = ''
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE (NOT t.tgisinternal OR t.tgparentid <> 0) AND c.relnamespace = current_schema()::regnamespace
"""
POSTGRESQL_PARTITIONS = """
SELECT c.relname, p.relname
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
WHERE p.relkind = 'p' AND c.relkind = 'r' AND p.relnamespace = current_schema()::regnamespace
    AND c.relnamespace = p.relnamespace AND p.relname = ANY(%s)
ORDER BY 1
"""
POSTGRESQL_ACTS = """
SELECT c.relname, act.name
FROM pg_class c JOIN (
    SELECT tgrelid, tgname::text FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT ev_class, rulename::text FROM pg_rewrite
    UNION ALL SELECT polrelid, polname::text FROM pg_policy
    UNION ALL SELECT inhparent, inhrelid::regclass::text FROM pg_inherits
) act (relid, name) ON act.relid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace
"""
ROW_UPDATE_DELETE, STATEMENT_TRUNCATE = 1 | 2 | 8 | 16, 2 | 32
"""The bits of pg_trigger.tgtype."""


def _with_partitions(model: Model, partitions: dict[str, str]) -> list[Trigger]:
    """The triggers of a table, then those of its partitions."""
    table = model._meta.db_table
    parts = (name for name, whole in partitions.items() if whole == table)
    return [trigger for name in (table, *parts) for trigger in _on_postgresql(model, name)]


def _on_postgresql(model: Model, table: str) -> list[Trigger]:
    """A function for each model, with a trigger for its rows and one for TRUNCATE, which fires none for rows.

    A partition has the first from its table, and may only have lost it by being switched off; the second is its own.
    """
    name = f"keep_{model._meta.db_table}"
    source = _body(model)
    function = (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $keep${source}$keep$'
    )
    found = []
    for trigger, events, bits in (
        (name, "UPDATE OR DELETE", ROW_UPDATE_DELETE),
        (f"{name}_truncate", "TRUNCATE", STATEMENT_TRUNCATE),
    ):
        each = "ROW" if bits & 1 else "STATEMENT"
        create = (
            f'CREATE OR REPLACE TRIGGER "{trigger}" BEFORE {events} ON "{table}" '
            f'FOR EACH {each} EXECUTE FUNCTION "{name}"()'
        )
        enable = f'ALTER TABLE "{table}" ENABLE TRIGGER "{trigger}"'
        inherited = bits & 1 and table != model._meta.db_table
        made = (function, enable) if inherited else (function, create, enable)
        found.append(Trigger(table, trigger, (source, bits, True, True), made))
    return found


def _body(model: Model) -> str:
    """What the function of a model does."""
    append_only = is_append_only(model)
    allow = ""
    if not append_only:
        refused = _refused_update(model, "IS NOT DISTINCT FROM")
        allow = f"IF TG_OP = 'UPDATE' THEN IF NOT ({refused}) THEN RETURN NEW; END IF; END IF;"
    message = (APPEND_ONLY if append_only else KEPT).format(table=model._meta.db_table)
    return f"BEGIN {allow} RAISE EXCEPTION '{message}'; END"
