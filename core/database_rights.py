"""Who may do what in PostgreSQL: the program signs in as a user that owns no table and cannot switch triggers off."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from core.append_only import is_append_only, models_of_record

ADDED, KEPT, FREE = "SELECT, INSERT", "SELECT, INSERT, UPDATE", "SELECT, INSERT, UPDATE, DELETE"
READ_ONLY = "django_migrations"


def grant_rights(using: str, **kwargs: object) -> None:
    """After each `migrate`, give the user the program signs in as what it needs, and nothing else."""
    connection = connections[using]
    user = settings.DATABASE_APP_USER
    if connection.vendor == "postgresql" and user and user != connection.settings_dict["USER"]:
        grant_to(connection, user)


def grant_to(connection: BaseDatabaseWrapper, user: str) -> None:
    """Give a database user the rights of the program in this database, and take away what else it had.

    Run by the owner of the tables. Raises `django.db.ProgrammingError` where there is no such user.
    """
    rights = dict.fromkeys(connection.introspection.table_names(), FREE)
    rights |= {
        model._meta.db_table: ADDED if is_append_only(model) else KEPT
        for model in models_of_record()
        if model._meta.db_table in rights
    }
    if READ_ONLY in rights:
        rights[READ_ONLY] = "SELECT"
    name = connection.ops.quote_name(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        schema = cursor.fetchone()[0]
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {name}")
        cursor.execute(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
        for right in sorted(set(rights.values())):
            tables = ", ".join(f'"{table}"' for table in sorted(rights) if rights[table] == right)
            cursor.execute(f"GRANT {right} ON {tables} TO {name}")


TOO_MUCH = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY(%s) AND (
    pg_has_role(current_user, c.relowner, 'USAGE')
    OR has_table_privilege(current_user, c.oid, 'DELETE, TRUNCATE, TRIGGER')
)
ORDER BY 1
"""


@register("database", deploy=True)
def check_rights(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`check --deploy --database default`: may whoever signs in take the protection of the record away?"""
    found: list[CheckMessage] = []
    for connection in (connections[alias] for alias in databases or ()):
        if connection.vendor != "postgresql":
            continue
        with connection.cursor() as cursor:
            cursor.execute(TOO_MUCH, [[model._meta.db_table for model in models_of_record()]])
            tables = [table for (table,) in cursor.fetchall()]
        if tables:
            found.append(
                Warning(
                    f"The database user owns {len(tables)} tables of record, or may remove their rows: {tables[0]}, …",
                    hint="See “The database user” in docs/operating.md.",
                    id="gongyuan.W002",
                )
            )
    return found
