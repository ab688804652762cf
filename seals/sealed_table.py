"""Rows of record as bytes to hash: the same for the same row on SQLite and on PostgreSQL.

A row is written as a JSON array without spaces: the name of its table, then its values in the order of the columns
named beside it. Sums have no zeros at the end, truth is 0 or 1, days and moments are "2026-11-23" and
"2026-11-23 01:00:00.000000" in UTC; what is JSON itself stands in the array with sorted names. What is encrypted stays
as it is stored: of the rows sealed here none is ever encrypted anew.

The databases write this text themselves, which takes no longer than reading the values.
"""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.apps import apps
from django.db import OperationalError, connection, models

from core.append_only import frozen_fields, models_of_record

Row: TypeAlias = tuple[int, bytes]
"""The key of a row and the row as it is hashed."""

WITHIN_A_LIST = 2_000
"""Keys named in one statement."""


class ColumnGone(LookupError):
    """A column that was sealed is no longer in the table."""


def sealed_models() -> list[type[models.Model]]:
    """The models whose rows are sealed: those with something frozen, but for the seals, which are a chain themselves."""
    return [
        model for model in models_of_record() if frozen_fields(model) and getattr(model, "is_sealed", True)
    ]


def columns_of(model: type[models.Model]) -> tuple[str, ...]:
    """The columns of a row that are sealed, by name."""
    return tuple(sorted(str(field.column) for field in frozen_fields(model)))


@dataclass(frozen=True)
class Table:
    """The rows of one model, read for their seal. `columns` are those of the seal the rows are read for."""

    model: type[models.Model]
    columns: tuple[str, ...]

    @classmethod
    def of(cls, model: type[models.Model]) -> "Table":
        """As its rows are sealed today."""
        return cls(model, columns_of(model))

    @classmethod
    def named(cls, name: str, columns: Iterable[str]) -> "Table":
        """As its rows were sealed; raises `ColumnGone` when the table or a column is no longer there."""
        model = next((m for m in apps.get_models() if m._meta.db_table == name), None)
        columns = tuple(columns)
        if model is None or set(columns) - {f.column for f in model._meta.concrete_fields}:
            raise ColumnGone(name)
        return cls(model, columns)

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.column)

    @property
    def is_on_record(self) -> str:
        """The condition under which a row is sealed: a paper once it is issued."""
        since = getattr(self.model, "frozen_from", None)
        return f'"{self.model._meta.get_field(since).column}" IS NOT NULL' if since else "1 = 1"

    @cached_property
    def moment(self) -> str | None:
        """The column that says when a row was written."""
        names = {str(field.column) for field in self.model._meta.concrete_fields}
        return next((name for name in ("history_date", "at") if name in names), None)

    # --- reading ---

    def after(self, key: int, limit: int) -> list[Row]:
        """The next rows on record beyond this key, by key."""
        return self._read(f'"{self.key}" > {key} AND {self.is_on_record}', limit)

    def at(self, keys: Sequence[int]) -> Iterator[Row]:
        """The rows with these keys, which rise; rows between them are passed over. Those that are gone are missing."""
        if keys[-1] - keys[0] < 2 * len(keys):
            wanted = set(keys)
            between = self._read(f'"{self.key}" BETWEEN {keys[0]} AND {keys[-1]}')
            yield from between if len(between) == len(wanted) else (r for r in between if r[0] in wanted)
            return
        for start in range(0, len(keys), WITHIN_A_LIST):
            some = ", ".join(map(str, keys[start : start + WITHIN_A_LIST]))
            yield from self._read(f'"{self.key}" IN ({some})')

    def at_as(self, key: int, other: int) -> bytes | None:
        """The row with this key as it would be hashed had it the other key."""
        found = self._read(f'"{self.key}" = {key}', key_as=other)
        return found[0][1] if found else None

    def count(self, upto: int) -> int:
        """How many rows on record have a key up to this one."""
        sql = f'SELECT count(*) FROM "{self.name}" WHERE "{self.key}" <= {upto} AND {self.is_on_record}'
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return int(cursor.fetchone()[0])

    def keys(self, where: str = "1 = 1", params: Sequence[Any] = ()) -> array:
        """The keys of the rows on record that meet a condition, by key."""
        sql = f'SELECT "{self.key}" FROM "{self.name}" WHERE {self.is_on_record} AND {where} ORDER BY 1'
        with connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return array("q", (key for (key,) in cursor.fetchall()))

    def keys_between(self, first: int, last: int, before: Any) -> array:
        """The keys from `first` to `last` of rows whose moment lies before this one, read in the order of the key."""
        near = f'SELECT * FROM "{self.name}" WHERE "{self.key}" BETWEEN {first} AND {last} LIMIT {2**62}'
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{self.key}" FROM ({near}) near WHERE "{self.moment}" < %s', [before])
            return array("q", (key for (key,) in cursor.fetchall()))

    def _read(self, where: str, limit: int | None = None, key_as: int | None = None) -> list[Row]:
        on_sqlite = connection.vendor == "sqlite"
        form = _on_sqlite if on_sqlite else _on_postgresql
        try:
            found = self._select(form, where, limit, key_as)
        except OperationalError:
            if not on_sqlite:
                raise
            found = self._select(_with_blobs, where, limit, key_as)
        if self._json_places:
            return [(key, self._with_json(row)) for key, row in found]
        return found if on_sqlite else [(key, row.encode()) for key, row in found]

    def _select(
        self, form: "Form", where: str, limit: int | None, key_as: int | None
    ) -> list[tuple[int, Any]]:
        values = [
            str(key_as) if key_as is not None and column == self.key else form.value(f'"{column}"', field)
            for column, field in self._fields
        ]
        row = form.row([f"'{self.name}'", *values])
        sql = f'SELECT "{self.key}", {row} FROM "{self.name}" WHERE {where} ORDER BY "{self.key}"'
        with connection.cursor() as cursor:
            cursor.execute(f"{sql} LIMIT {limit}" if limit else sql)
            return cursor.fetchall()

    @cached_property
    def _fields(self) -> list[tuple[str, models.Field]]:
        by_column = {str(field.column): field for field in self.model._meta.concrete_fields}
        return [(column, _stored_as(by_column[column])) for column in self.columns]

    @cached_property
    def _json_places(self) -> list[int]:
        fields = enumerate(self._fields, start=1)
        return [place for place, (_column, field) in fields if isinstance(field, models.JSONField)]

    def _with_json(self, row: str | bytes) -> bytes:
        """The row with its JSON columns, which the database gave as text, in one spelling."""
        values = json.loads(row)
        for place in self._json_places:
            if isinstance(values[place], str):
                with suppress(ValueError):  # no JSON, so nothing that was sealed: it is hashed as it is
                    values[place] = json.loads(values[place])
        return canonical(values).encode()


def canonical(value: Any) -> str:
    """JSON with sorted names and no spaces, escaped only where it must be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _stored_as(field: models.Field) -> models.Field:
    """The field that says how a column is stored: of a foreign key, the one it leads to."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return field


@dataclass(frozen=True)
class Form:
    """How a database writes a row: the SQL of one value, and of a row of values."""

    value: Callable[[str, models.Field], str]
    row: Callable[[list[str]], str]


def _sqlite_value(column: str, field: models.Field) -> str:
    for kind, length in ((models.DateTimeField, 19), (models.TimeField, 8)):
        if isinstance(field, kind):
            return f"CASE length({column}) WHEN {length} THEN {column} || '.000000' ELSE {column} END"
    return column


def _sqlite_value_or_blob(column: str, field: models.Field) -> str:
    return f"CASE typeof({column}) WHEN 'blob' THEN 'blob ' || hex({column}) ELSE {column} END"


def _sqlite_row(values: list[str]) -> str:
    return f"CAST(json_array({', '.join(values)}) AS BLOB)"


POSTGRESQL: tuple[tuple[Any, str], ...] = (
    (models.BooleanField, "{}::int::text"),
    ((models.IntegerField, models.AutoField), "{}::text"),
    (models.DecimalField, "trim_scale({})::text"),
    (models.DateTimeField, "to_json(to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))::text"),
    (models.DateField, "to_json(to_char({}, 'YYYY-MM-DD'))::text"),
    (models.TimeField, "to_json(to_char({}, 'HH24:MI:SS.US'))::text"),
    (models.GenericIPAddressField, "to_json(host({}))::text"),
    (models.JSONField, "to_json({}::text)::text"),
    ((models.CharField, models.TextField, models.FileField), "to_json({})::text"),
)


def _postgresql_value(column: str, field: models.Field) -> str:
    """Raises `LookupError` for a kind of field that has no canonical form yet."""
    for kind, expression in POSTGRESQL:
        if isinstance(field, kind):
            return f"coalesce({expression.format(column)}, 'null')"
    raise LookupError(f"{field}: no form to seal it in")


def _postgresql_row(values: list[str]) -> str:
    table, *rest = values
    return " || ',' || ".join([f"'[' || to_json({table}::text)::text", *rest]) + " || ']'"


_on_sqlite = Form(_sqlite_value, _sqlite_row)
_with_blobs = Form(_sqlite_value_or_blob, _sqlite_row)
"""JSON holds no blobs. None was ever sealed; one that was put there since is shown, so that its row can be named."""
_on_postgresql = Form(_postgresql_value, _postgresql_row)
