"""What cannot be rewritten: triggers refuse UPDATE and DELETE on every table of record, and any change to the
sealed columns of an issued paper."""

from typing import Any

from django.apps import apps
from django.db import connections, models

POSTGRES_FUNCTIONS = """
CREATE OR REPLACE FUNCTION gongyuan_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'append-only table %: rows are never changed or removed', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION gongyuan_sealed() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'sealed row of %: issued papers are never changed or removed', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql
"""


def tables_of_record() -> list[str]:
    """The history tables, and the models that say `append_only = True` (the access log)."""
    return sorted(model._meta.db_table for model in apps.get_models() if is_of_record(model))


def is_of_record(model: type[models.Model]) -> bool:
    """Are the rows of this model never changed, once written?"""
    return hasattr(model, "history_date") or bool(getattr(model, "append_only", False))


def sealed_models() -> list[type[models.Model]]:
    """Models with `sealed_columns`: frozen once `sealed_at` is set."""
    return [model for model in apps.get_models() if getattr(model, "sealed_columns", None)]


def _seal(cursor: Any, vendor: str, model: type[models.Model]) -> None:
    table = model._meta.db_table
    sealed = f"OLD.{model.sealed_at} IS NOT NULL"  # type: ignore[attr-defined]
    same = "IS NOT DISTINCT FROM" if vendor == "postgresql" else "IS"
    columns = " AND ".join(f"NEW.{c} {same} OLD.{c}" for c in model.sealed_columns)  # type: ignore[attr-defined]
    for verb, condition in (("UPDATE", f"{sealed} AND NOT ({columns})"), ("DELETE", sealed)):
        name = f"sealed_{table}_{verb.lower()}"
        if vendor == "postgresql":
            cursor.execute(
                f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW WHEN ({condition}) '
                "EXECUTE FUNCTION gongyuan_sealed()"
            )
        else:
            cursor.execute(
                f'CREATE TRIGGER IF NOT EXISTS "{name}" BEFORE {verb} ON "{table}" WHEN {condition} BEGIN '
                f"SELECT RAISE(ABORT, 'sealed row of {table}: issued papers are never changed or removed'); END"
            )


def protect_history(using: str, **kwargs: object) -> None:
    """Put the triggers on every table of record that has none yet.

    Runs after each `migrate`, since SQLite loses a table's triggers when a migration rebuilds the table.
    """
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    tables = [table for table in tables_of_record() if table in existing]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and tables:
            cursor.execute(POSTGRES_FUNCTIONS)
        for table in tables:
            name = f"append_only_{table}"
            if connection.vendor == "postgresql":
                cursor.execute(
                    f'CREATE OR REPLACE TRIGGER "{name}" BEFORE UPDATE OR DELETE ON "{table}" '
                    "FOR EACH ROW EXECUTE FUNCTION gongyuan_append_only()"
                )
                continue
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f'CREATE TRIGGER IF NOT EXISTS "{name}_{verb.lower()}" BEFORE {verb} ON "{table}" BEGIN '
                    f"SELECT RAISE(ABORT, 'append-only table {table}: rows are never changed or removed'); END"
                )
        for model in sealed_models():
            if model._meta.db_table in existing:
                _seal(cursor, connection.vendor, model)
