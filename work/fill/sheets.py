"""Rows of one model with every version of their history, written in large batches in the order of their keys."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from operator import itemgetter
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.db.models import Max

from core.crypto import EncryptedJSONField, EncryptedTextField

Row = dict[str, Any]
"""Column → value as the database takes it."""

DAYS_AND_TIMES = (models.DateField, models.TimeField)
CHANGED_ON_THE_WAY = (models.DecimalField, models.JSONField, EncryptedTextField, EncryptedJSONField)
"""Other fields whose values the database takes in another form."""

PREPARED = 100_000


class Sheet:
    """New rows of a model, kept until `write`. Without a history there is one version of each."""

    def __init__(self, model: type[models.Model], reason: str = "") -> None:
        self.model, self.reason = model, reason
        fields = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._columns = ["id", *(str(field.column) for field in fields)]
        self._prepare = {
            str(field.column): _prepared_by(field)
            for field in fields
            if isinstance(field, (*DAYS_AND_TIMES, *CHANGED_ON_THE_WAY))
        }
        self._blank: Row = {}
        for field in fields:
            is_moment = isinstance(field, models.DateTimeField)  # whose default is now
            self._put_in(self._blank, {str(field.column): None if is_moment else field.get_default()})
        self._live: list[Row] = []
        self._past: list[tuple[Any, ...]] = []
        self.history: Any = getattr(model, "history", None) and model.history.model  # type: ignore[attr-defined]
        if self.history:
            kept = {str(field.column) for field in self.history._meta.concrete_fields}
            self._kept = [name for name in self._columns if name in kept]
            self._version = itemgetter(*self._kept)
            self._moment = _prepared_by(self.history._meta.get_field("history_date"))
        highest = model._base_manager.aggregate(last=Max("pk"))["last"]
        self._last: int = highest or 0

    def add(self, moment: dt.datetime, by: int | None, **values: Any) -> Row:
        """A new row, written down by a user at a moment."""
        self._last += 1
        row = {**self._blank, "id": self._last}
        self._live.append(row)
        self._put(row, moment, by, "+", self.reason, values)
        return row

    def change(self, row: Row, moment: dt.datetime, by: int | None, **values: Any) -> None:
        """The next version of a row that was added since the last `write`."""
        self._put(row, moment, by, "~", "", values)

    def _put(
        self, row: Row, moment: dt.datetime, by: int | None, kind: str, reason: str, values: dict[str, Any]
    ) -> None:
        self._put_in(row, values)
        if self.history:
            row["version"] = row.get("version", 0) + 1
            self._past.append((*self._version(row), self._moment(moment), kind, reason, by))

    def _put_in(self, row: Row, values: dict[str, Any]) -> None:
        prepare = self._prepare
        for name, value in values.items():
            row[name] = prepare[name](value) if name in prepare else value

    def write(self) -> int:
        """Put what was added into the database; how many rows that were, history included."""
        live, past = map(itemgetter(*self._columns), self._live), self._past
        written = len(self._live) + len(past)
        if self._live:
            _insert(self.model, self._columns, live)
        if past:
            said = ("history_date", "history_type", "history_change_reason", "history_user_id")
            _insert(self.history, [*self._kept, *said], past)
        self._live, self._past = [], []
        return written


def go_on_counting(sheets: Iterable[Sheet]) -> None:
    """On PostgreSQL: rows brought their own keys, the next one must not collide with them."""
    resets = connection.ops.sequence_reset_sql(no_style(), [sheet.model for sheet in sheets])
    with connection.cursor() as cursor:
        for sql in resets:
            cursor.execute(sql)


def _prepared_by(field: models.Field) -> Callable[[Any], Any]:
    """What makes of a value what the database takes."""
    if isinstance(field, DAYS_AND_TIMES):
        return _day_or_time(type(field))  # type: ignore[arg-type]
    prepare = partial(field.get_db_prep_save, connection=connection)
    return lru_cache(PREPARED)(prepare) if isinstance(field, models.DecimalField) else prepare


@cache
def _day_or_time(kind: type[models.Field]) -> Callable[[Any], Any]:
    """One for all fields of a kind: the same few days and moments come again and again."""
    return lru_cache(PREPARED)(partial(kind().get_db_prep_save, connection=connection))


def _insert(model: type[models.Model], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places})',
            list(rows),
        )
