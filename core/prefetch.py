"""What belongs to one object, read with a query each only where there is something."""

from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.db.models.query import ModelIterable


@dataclass(frozen=True)
class Rows:
    """The rows of a relation back to an object, by a foreign key: which single relations are joined to them, and which
    fields are left out."""

    relation: str
    joined: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def of(self, model: type[models.Model]) -> QuerySet:
        """Those of all objects."""
        related: Any = model._meta.get_field(self.relation).related_model
        rows = related._default_manager.defer(*self.left_out)
        return rows.select_related(*self.joined) if self.joined else rows

    def for_many(self, model: type[models.Model]) -> Prefetch:
        """To be prefetched for several objects."""
        return Prefetch(self.relation, self.of(model))


def prefetch_present(obj: models.Model, *lookups: str | Prefetch | Rows) -> None:
    """As `prefetch_related_objects([obj], *lookups)`. One query asks first which of the relations have rows; those
    that have none are known to be empty and cost no more.

    Each lookup begins with a relation back to the object, by a foreign key.
    """
    fields = {name: obj._meta.get_field(name) for name in map(_relation, lookups)}
    present = _present(obj, fields)
    for name in fields.keys() - present:
        _know(obj, fields[name], [])
    there = [lookup for lookup in lookups if _relation(lookup) in present]
    by_django = {_relation(lookup) for lookup in there if isinstance(lookup, Prefetch)}
    plain = {name: Rows(name) for name in map(_relation, there) if name not in by_django}
    for rows in (plain | {lookup.relation: lookup for lookup in there if isinstance(lookup, Rows)}).values():
        _know(obj, fields[rows.relation], _read(obj, rows, fields[rows.relation].field))
    further = [
        lookup
        for lookup in there
        if isinstance(lookup, Prefetch) or (isinstance(lookup, str) and "__" in lookup)
    ]
    prefetch_related_objects([obj], *further)


def _relation(lookup: str | Prefetch | Rows) -> str:
    if isinstance(lookup, Rows):
        return lookup.relation
    path = lookup.prefetch_through if isinstance(lookup, Prefetch) else lookup
    return path.partition("__")[0]


def _present(obj: models.Model, relations: dict[str, Any]) -> set[str]:
    """Which of the relations have rows."""
    connection = connections[obj._state.db or "default"]
    quote = connection.ops.quote_name
    asked = ", ".join(
        f"EXISTS (SELECT 1 FROM {quote(field.related_model._meta.db_table)} WHERE {quote(field.field.column)} = %s)"
        for field in relations.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [obj.pk] * len(relations))
        return {name for name, found in zip(relations, cursor.fetchone(), strict=True) if found}


def _know(obj: models.Model, field: Any, found: list[Any]) -> None:
    """As a prefetch leaves a relation in which it found these."""
    rows = getattr(obj, field.get_accessor_name()).get_queryset()
    rows._result_cache, rows._prefetch_done = found, True
    obj.__dict__.setdefault("_prefetched_objects_cache", {})[field.cache_name] = rows


def _read(obj: models.Model, rows: Rows, foreign_key: Any) -> list[Any]:
    """The rows of the object. Of their query nothing but its key changes, and to build it anew costs several times what
    the database needs: each connection keeps it as it was compiled the first time.
    """
    connection: Any = connections[obj._state.db or "default"]
    kept, key = vars(connection).setdefault("compiled_rows", {}), (type(obj), rows)
    if key not in kept:
        kept[key] = _with_one_compiler(rows.of(type(obj)).filter(**{foreign_key.name: obj.pk}), connection)
    compiler = kept[key].query.get_compiler(connection.alias)
    compiler.asked = (obj.pk,)
    found: list[Any] = list(ModelIterable(kept[key]))
    for row in found:
        foreign_key.set_cached_value(row, obj)
    return found


def _with_one_compiler(asked: QuerySet, connection: Any) -> QuerySet:
    """The queryset, whose only parameter is the key, with a compiler that keeps its SQL."""
    asked = asked.using(connection.alias)
    compiler: Any = asked.query.get_compiler(connection.alias)
    sql, (_key,) = compiler.as_sql()

    def as_sql() -> tuple[str, tuple[Any]]:
        return sql, compiler.asked

    compiler.as_sql = as_sql
    asked.query.get_compiler = lambda using: compiler  # type: ignore[method-assign, assignment, misc]
    return asked
