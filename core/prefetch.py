"""What belongs to one object, read with a query each only where there is something."""

from typing import Any

from django.db import connections, models
from django.db.models import Prefetch, prefetch_related_objects


def prefetch_present(obj: models.Model, *lookups: str | Prefetch) -> None:
    """As `prefetch_related_objects([obj], *lookups)`. One query asks first which of the relations have rows; those
    that have none are known to be empty and cost no more.

    Each lookup begins with a relation back to the object, by a foreign key.
    """
    relations = {_relation(lookup): obj._meta.get_field(_relation(lookup)) for lookup in lookups}
    present = _present(obj, relations)
    for name, field in relations.items():
        if name not in present:
            _known_empty(obj, field)
    prefetch_related_objects([obj], *(lookup for lookup in lookups if _relation(lookup) in present))


def _relation(lookup: str | Prefetch) -> str:
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


def _known_empty(obj: models.Model, field: Any) -> None:
    """As a prefetch leaves a relation in which it found nothing."""
    rows = getattr(obj, field.get_accessor_name()).get_queryset()
    rows._result_cache, rows._prefetch_done = [], True
    obj.__dict__.setdefault("_prefetched_objects_cache", {})[field.cache_name] = rows
