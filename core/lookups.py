"""Conditions written so that both databases answer them from an index."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, F, Func, Lookup, Q
from django.db.models.lookups import In

from core import clock

BEGINS = ["varchar_pattern_ops"]
BEGINS_THEN_ID = ["varchar_pattern_ops", "int8_ops"]
BEGINS_THEN_KIND = ["varchar_pattern_ops", "varchar_ops", "int8_ops"]
"""Operator classes of an index that answers `begins` on PostgreSQL; SQLite does not need them."""

HIGHEST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)


@CharField.register_lookup
class Begins(Lookup):
    """`name__begins="张"`: the beginning of a text, case and all.

    `startswith` scans on SQLite, whose LIKE ignores case and therefore the index; there it is a range. On
    PostgreSQL it is a LIKE, for an index with `varchar_pattern_ops`.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, connection.ops.prep_for_like_query(self.rhs) + "%"]

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        column, params = self.process_lhs(compiler, connection)
        beyond = _after(self.rhs)
        if beyond is None:
            return f"{column} >= %s", [*params, self.rhs]
        return f"({column} >= %s AND {column} < %s)", [*params, self.rhs, *params, beyond]


def _after(prefix: str) -> str | None:
    """The first text beyond all that begin with `prefix`; None when nothing is beyond."""
    head = prefix.rstrip(chr(HIGHEST))
    if not head:
        return None
    following = ord(head[-1]) + 1
    return head[:-1] + chr(SURROGATES.stop if following in SURROGATES else following)


class Unindexed(Func):
    """A column the planner is to read row by row, not to look up.

    For a condition most rows meet, in a list read in the order of an index: SQLite would rather collect and
    sort all of them. PostgreSQL knows its rows and is left alone.
    """

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


def among(column: str, values: Collection[Any]) -> Q:
    """Is the column one of these? Told row by row, see `Unindexed`."""
    return Q(In(Unindexed(F(column)), values))


def moments(field: str, since: dt.date, until: dt.date) -> Q:
    """From the beginning of the first day to the end of the last, both in it."""
    return Q(**{f"{field}__gte": clock.start_of(since), f"{field}__lt": clock.end_of(until)})
