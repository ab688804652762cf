"""Does each row say what the last of its history says, and is its history whole?

The databases compare by themselves and answer with the rows that differ; only what is encrypted is compared here,
and only where it stands encrypted in two ways.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import connection, models

from core.audit import Audited
from core.crypto import EncryptedJSONField, EncryptedTextField, decrypt
from seals.findings import Finding, Kind

PAGE = 4096
ENCRYPTED = (EncryptedTextField, EncryptedJSONField)


def check_rows() -> Iterator[Finding]:
    """Every row that has a history."""
    for model in apps.get_models():
        if hasattr(model._meta, "simple_history_manager_attribute"):
            yield from Pair.of(model).check()


@dataclass(frozen=True)
class Pair:
    """A table and that of its history. A row and its history share the key; `match` says which row of it is the last."""

    live: str
    past: str
    key: str
    match: str
    plain: tuple[str, ...]
    encrypted: tuple[models.Field, ...]
    has_versions: bool

    @classmethod
    def of(cls, model: type[models.Model]) -> "Pair":
        history: Any = model.history.model  # type: ignore[attr-defined]
        live, past, key = model._meta.db_table, history._meta.db_table, model._meta.pk.column
        kept = {f.column for f in history._meta.concrete_fields}
        left_out = {model._meta.get_field(name).column for name in getattr(model, "without_history", ())}
        both = [f for f in model._meta.concrete_fields if f.column in kept - left_out]
        has_versions = issubclass(model, Audited)
        last = f'SELECT max(n.history_id) FROM "{past}" n WHERE n."{key}" = l."{key}"'
        return cls(
            live=live,
            past=past,
            key=str(key),
            match="h.version = l.version" if has_versions else f"h.history_id = ({last})",
            plain=tuple(str(f.column) for f in both if not isinstance(f, ENCRYPTED)),
            encrypted=tuple(f for f in both if isinstance(f, ENCRYPTED)),
            has_versions=has_versions,
        )

    def check(self) -> Iterator[Finding]:
        """What differs, by key."""
        joined = (
            f'"{self.live}" l LEFT JOIN "{self.past}" h ON h."{self.key}" = l."{self.key}" AND {self.match}'
        )
        none = self._all(f'SELECT l."{self.key}" FROM {joined} WHERE h.history_id IS NULL ORDER BY 1')
        for (key,) in none:
            yield Finding(Kind.NO_HISTORY, self.live, str(key))
        for key, columns in self._all(self._differing()):
            yield Finding(Kind.DIFFERS, self.live, str(key), columns.rstrip(" "))
        for field in self.encrypted:
            yield from self._check_encrypted(field)
        gone = self._all(
            f'SELECT DISTINCT h."{self.key}" FROM "{self.past}" h WHERE NOT EXISTS '
            f'(SELECT 1 FROM "{self.live}" l WHERE l."{self.key}" = h."{self.key}") ORDER BY 1'
        )
        for (key,) in gone:
            yield Finding(Kind.NO_ROW, self.live, str(key))
        if self.has_versions:
            yield from self._check_versions()

    def _differing(self) -> str:
        """A query for the rows that differ from their history, with the names of the columns that do."""
        same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
        differ = [(column, f'NOT (l."{column}" {same} h."{column}")') for column in self.plain]
        names = " || ".join(f"CASE WHEN {test} THEN '{column} ' ELSE '' END" for column, test in differ)
        return (
            f'SELECT l."{self.key}", {names} FROM "{self.live}" l '
            f'JOIN "{self.past}" h ON h."{self.key}" = l."{self.key}" AND {self.match} '
            f"WHERE {' OR '.join(test for _column, test in differ)} ORDER BY 1"
        )

    def _check_versions(self) -> Iterator[Finding]:
        """A history counts 1, 2, 3 … up to the version of the row."""
        sql = (
            f'SELECT h."{self.key}", count(*), max(h.version) FROM "{self.past}" h '
            f'LEFT JOIN "{self.live}" l ON l."{self.key}" = h."{self.key}" GROUP BY h."{self.key}", l.version '
            "HAVING min(h.version) <> 1 OR max(h.version) <> count(*) OR count(DISTINCT h.version) <> count(*) "
            "OR max(h.version) <> l.version ORDER BY 1"
        )
        for key, rows, highest in self._all(sql):
            yield Finding(Kind.VERSIONS, self.past, str(key), f"{rows} rows up to version {highest}")

    def _check_encrypted(self, field: models.Field) -> Iterator[Finding]:
        """Encrypted twice, the same value looks different; so values are compared, a page of rows at a time."""
        column, last = field.column, -(2**63)
        sql = (
            f'SELECT l."{self.key}", l."{column}", h."{column}" FROM "{self.live}" l '
            f'JOIN "{self.past}" h ON h."{self.key}" = l."{self.key}" AND {self.match} '
            f'WHERE l."{self.key}" > %s AND coalesce(l."{column}", \'\') <> coalesce(h."{column}", \'\') '
            f'ORDER BY l."{self.key}" LIMIT {PAGE}'
        )
        while rows := self._all(sql, [last]):
            for key, now, then in rows:
                try:
                    if _opened(field, now) != _opened(field, then):
                        yield Finding(Kind.DIFFERS, self.live, str(key), str(column))
                except (InvalidToken, ValueError):
                    yield Finding(Kind.UNREADABLE, self.live, str(key), str(column))
            last = rows[-1][0]

    @staticmethod
    def _all(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def _opened(field: models.Field, token: str | None) -> Any:
    if not token:
        return token
    text = decrypt(token)
    return json.loads(text) if isinstance(field, EncryptedJSONField) else text
