"""Queries put together once: what pages ask most often, and of which only the values change.

    held = Prepared(lambda user, on: Membership.objects.in_force(on).filter(user=user).select_related("office"))
    held(user=7, on=clock.today())  # a list

Django puts a query together anew each time, which takes several times as long as the database takes to answer it. Here
the function is called with stand-ins for its arguments, once for each connection; kept are the SQL with the places of
the values, and how its rows are read. So the function looks neither at its arguments nor at the clock. An argument that
is a list stands after `__in` or in `among`; for lists of other lengths it is called anew, up to powers of two.
"""

import copy
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet, Value

from core import clock

ADAPTED = (dt.date, dt.time, Decimal)
"""What some database is handed in a form of its own."""


class Prepared:
    """Called with the values it gives the rows as a list, from the database that is to be asked for them now."""

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.first: QuerySet | None = None
        """As it was built first; never asked, it tells which database is."""

    def __call__(self, **values: Any) -> list[Any]:
        values = {name: _filled(one) if _is_list(one) else one for name, one in values.items()}
        sizes = {name: len(one) if isinstance(one, list) else None for name, one in values.items()}
        if self.first is None:
            self.first = self._built(sizes)
        connection = connections[self.first.db]
        kept = connection.__dict__.setdefault("_prepared", {})
        key = (self, *sizes.items())
        if key not in kept:
            kept[key] = _Query.of(self._built(sizes), connection)
        return kept[key].rows(values) if kept[key] else []

    def _built(self, sizes: dict[str, int | None]) -> QuerySet:
        with clock.hidden():
            rows: Any = self.build(**{name: _Place(name, size) for name, size in sizes.items()})
        if rows._prefetch_related_lookups:
            raise TypeError("Relations are asked for by a query of their own, and given to the rows.")
        return rows


def given(objects: Iterable[Model], relation: str, rows: Iterable[Any], field: str) -> None:
    """Let the objects hold the rows that lead to them by this field, as a prefetch would leave it."""
    of_each = defaultdict(list)
    for row in rows:
        of_each[getattr(row, f"{field}_id")].append(row)
    for obj in objects:
        held = getattr(obj, relation).get_queryset()
        held._result_cache, held._prefetch_done = of_each[obj.pk], True
        for row in of_each[obj.pk]:
            setattr(row, field, obj)
        obj.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = held


def summed(rows: QuerySet, **sums: Any) -> QuerySet:
    """As `aggregate`, but not asked yet: one row with the sums over all these rows."""
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(**sums).values_list(*sums)


@dataclass(frozen=True)
class _Value:
    """Among the parameters of a statement: an argument, or one value of it where it is a list."""

    name: str
    at: int | None = None

    def of(self, values: dict[str, Any]) -> Any:
        return values[self.name] if self.at is None else values[self.name][self.at]


class _Place(Expression):
    """Stands for an argument, or for so many values of it."""

    def __init__(self, name: str, size: int | None = None) -> None:
        super().__init__()
        self.name, self.size = name, size

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        if self.size is None:
            return "%s", [_Value(self.name)]
        if not self.size:
            raise EmptyResultSet
        return f"({', '.join(['%s'] * self.size)})", [_Value(self.name, at) for at in range(self.size)]


@dataclass
class _Query:
    """A query as one connection asks it; to what Django reads rows with, the query set and its query at once."""

    db: str
    model: Any
    iterable: Any
    compiler: Any
    sql: str
    params: list[Any]
    converters: Any
    _fields: Any
    _known_related_objects: dict[Any, Any]

    @classmethod
    def of(cls, rows: Any, connection: BaseDatabaseWrapper) -> "_Query | None":
        """None where there can be no row."""
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        return cls(
            connection.alias,
            rows.model,
            rows._iterable_class,
            compiler,
            sql,
            list(params),
            converters,
            rows._fields,
            rows._known_related_objects,
        )

    @property
    def query(self) -> "_Query":
        return self

    def get_compiler(self, using: str) -> Any:
        return self.compiler

    def rows(self, values: dict[str, Any]) -> list[Any]:
        adapt = self.compiler.connection.ops.adapt_unknown_value
        params = [one.of(values) if isinstance(one, _Value) else one for one in self.params]
        params = [adapt(one) if isinstance(one, ADAPTED) else one for one in params]
        asked = copy.copy(self)
        asked.compiler = copy.copy(self.compiler)
        asked.compiler.as_sql = lambda: (self.sql, params)
        asked.compiler.get_converters = lambda columns: self.converters
        return list(self.iterable(asked))


def _is_list(value: Any) -> bool:
    return isinstance(value, Collection) and not isinstance(value, str)


def _filled(values: Collection[Any]) -> list[Any]:
    """The values, and the last of them again until their number is a power of two."""
    listed = list(values)
    wanted = 1 << (len(listed) - 1).bit_length() if listed else 0
    return listed + listed[-1:] * (wanted - len(listed))
