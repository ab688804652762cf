"""Personal data encrypted anew with the newest key, wherever it may be rewritten; the rest is counted.

What may be rewritten are the encrypted columns of rows that are not of the record: the value stays the same and so does
the version. History rows and issued papers are never touched, and need the key they were written with.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.apps import apps
from django.db import connection, models
from django.db.models import TextField
from django.db.models.functions import Cast

from core.append_only import frozen_fields
from core.crypto import EncryptedJSONField, EncryptedTextField, key_number, reencrypt

BATCH = 500
ATTEMPTS = 5
LOST = -1
"""In the place of the number of a key: none of them fits."""


@dataclass
class Result:
    """What one place holds, in values: encrypted anew, and by number of the key what there is now."""

    name: str
    may_be_rewritten: bool = True
    rewritten: int = 0
    by_key: Counter[int] = field(default_factory=Counter)


class Place(Protocol):
    """Where encrypted values stand."""

    name: str
    may_be_rewritten: bool

    def values(self) -> Iterator[tuple[Any, str]]:
        """Row and encrypted value of each, as it is stored."""

    def read(self, row: Any) -> str | None:
        """The encrypted value as it is stored now; None where the row is gone or the value empty."""

    def swap(self, row: Any, old: str, new: str) -> bool:
        """Put `new` in the place of `old`, in one statement; False when something else stands there by now."""


PLACES: list[Place] = []
"""What stands encrypted elsewhere than in a column of ours: registered by the app that knows it."""


def rotate() -> list[Result]:
    """Encrypt anew what may be, and count what stands where, under which key.

    May be killed and run again, and runs beside people at work: a value is exchanged only while it is the one read, one
    statement each, so that nothing waits for it.
    """
    return [_rotate(place) for place in [*columns(), *PLACES]]


def still_needed(results: list[Result]) -> Counter[int]:
    """Number of the key → how many values need it."""
    return sum((result.by_key for result in results), Counter())


def _rotate(place: Place) -> Result:
    result = Result(place.name, place.may_be_rewritten)
    for row, stored in place.values():
        number = _number(stored)
        if number > 0 and place.may_be_rewritten:
            number = _rewrite(place, row, stored)
            result.rewritten += number == 0
        result.by_key[number] += 1
    return result


def _rewrite(place: Place, row: Any, stored: str | None) -> int:
    """Exchange one value, again where somebody wrote it meanwhile; the number of the key it then has."""
    for _attempt in range(ATTEMPTS):
        if not stored or _number(stored) <= 0:
            break
        if place.swap(row, stored, reencrypt(stored)):
            return 0
        stored = place.read(row)
    return _number(stored) if stored else 0


def _number(stored: str) -> int:
    number = key_number(stored)
    return LOST if number is None else number


def columns() -> list[Place]:
    """Every encrypted column; of a table with sealed rows once those that are and once those that are not."""
    found: list[Place] = []
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        for each in model._meta.local_concrete_fields:
            if not isinstance(each, EncryptedTextField | EncryptedJSONField):
                continue
            if each in frozen_fields(model) and hasattr(model, "frozen_from"):
                found += [Column(model, each, sealed=False), Column(model, each, sealed=True)]
            else:
                found.append(Column(model, each))
    return found


class Column:
    """An encrypted column of a table; of one with rows that get sealed, in those that are or in those that are not."""

    def __init__(self, model: type[models.Model], column: Any, *, sealed: bool | None = None) -> None:
        self.model, self.column = model, column
        self.may_be_rewritten = sealed is False or column not in frozen_fields(model)
        self.name = f"{model._meta.db_table}.{column.column}"
        self.sealed_at: str = model.frozen_from if sealed is not None else ""  # type: ignore[attr-defined]
        # The cast reads what is stored: the field itself would decrypt it.
        self.rows = model._base_manager.annotate(stored=Cast(column.name, TextField()))
        if self.sealed_at:
            self.rows = self.rows.filter(**{f"{self.sealed_at}__isnull": not sealed})

    def values(self) -> Iterator[tuple[Any, str]]:
        last: Any = None
        while True:
            rows = self.rows.order_by("pk") if last is None else self.rows.order_by("pk").filter(pk__gt=last)
            batch = list(rows.values_list("pk", "stored")[:BATCH])
            yield from ((pk, stored) for pk, stored in batch if stored)
            if len(batch) < BATCH:
                return
            last = batch[-1][0]

    def read(self, row: Any) -> str | None:
        return self.rows.filter(pk=row).values_list("stored", flat=True).first()

    def swap(self, row: Any, old: str, new: str) -> bool:
        quote = connection.ops.quote_name
        meta = self.model._meta
        table, pk, column = quote(meta.db_table), quote(str(meta.pk.column)), quote(self.column.column)
        open_still = f" AND {quote(self.sealed_at)} IS NULL" if self.sealed_at else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {column} = %s WHERE {pk} = %s AND {column} = %s{open_still}",
                [new, row, old],
            )
            return bool(cursor.rowcount)
