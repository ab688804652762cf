"""History that cannot be rewritten: triggers refuse UPDATE and DELETE on every table of record."""

from django.apps import apps
from django.db import connections

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION gongyuan_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION 'append-only table %: rows are never changed or removed', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql
"""


def tables_of_record() -> list[str]:
    """The history tables, and the models that say `append_only = True` (the access log)."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "history_date") or getattr(model, "append_only", False)
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
            cursor.execute(POSTGRES_FUNCTION)
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
