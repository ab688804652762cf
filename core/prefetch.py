"""What belongs to one object, read with a query each only where there is something."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from core.prepared import Prepared, given


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
        given([obj], name, [], fields[name].field.name)
    there = [lookup for lookup in lookups if _relation(lookup) in present]
    by_django = {_relation(lookup) for lookup in there if isinstance(lookup, Prefetch)}
    plain = {name: Rows(name) for name in map(_relation, there) if name not in by_django}
    for name, rows in (plain | {one.relation: one for one in there if isinstance(one, Rows)}).items():
        foreign_key = fields[name].field.name
        given([obj], name, _prepared(type(obj), rows, foreign_key)(key=obj.pk), foreign_key)
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


@cache
def _prepared(model: type[models.Model], rows: Rows, foreign_key: str) -> Prepared:
    return Prepared(lambda key: rows.of(model).filter(**{foreign_key: key}))
