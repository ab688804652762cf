"""An empty installation filled from an archive: all of it, or nothing."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.fernet import InvalidToken
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction

from core import canary
from core.backup import BackupError
from core.backup.archive import FILES, PROBE, TABLES, Manifest, check_open_archive
from core.backup.key import backup_key
from core.backup.sealed import members
from core.backup.tables import (
    backed_up,
    clear,
    columns,
    migrations,
    reset_sequences,
    rows,
    without_triggers,
    write_rows,
)
from core.crypto import decrypt, keyed_hash

FILLED_BY_MIGRATE = frozenset({"auth", "contenttypes", "law_tables", "core.Canary"})
"""Apps and models whose rows stand in an empty installation; a restore replaces them."""
SPOOLED = 8 * 1024 * 1024
"""Bytes of a file that are held in memory before they go through a temporary file, deleted from the start."""


def restore_archive(path: Path) -> Manifest:
    """Fill an empty installation from an archive and say what it held.

    The archive is read once and compared with its manifest before anything is written. Rows are written in one
    transaction, triggers down meanwhile; they are read back and compared before it ends. If anything fails, the files
    that were stored are taken away again. Raises `BackupError`.
    """
    backup_key()
    _refuse_unless_empty()
    with path.open("rb") as file:
        manifest = check_open_archive(file)
        _refuse_unless_fitting(manifest)
        file.seek(0)
        stored: list[str] = []
        try:
            with transaction.atomic():
                _fill(manifest, file, stored)
        except BaseException as error:
            for name in stored:
                default_storage.delete(name)
            if isinstance(error, DatabaseError):
                raise BackupError(f"The database refused: {error}") from error
            raise
    return manifest


def _refuse_unless_empty() -> None:
    if not migrations(connection):
        raise BackupError("There are no tables yet: run manage.py migrate first.")
    for model in backed_up():
        filled = FILLED_BY_MIGRATE & {model._meta.app_label, model._meta.label}
        if not filled and model._base_manager.exists():
            raise BackupError(f"The database is not empty: there are rows in {model._meta.db_table}.")
    if name := next(_stored_files(), None):
        raise BackupError(f"The store of files is not empty: there is {name}.")


def _stored_files(folder: str = "") -> Iterator[str]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in names)
    for name in folders:
        yield from _stored_files(f"{folder}{name}/")


def _refuse_unless_fitting(manifest: Manifest) -> None:
    here, there = set(migrations(connection)), set(manifest.migrations)
    if only_there := sorted(there - here):
        raise BackupError(
            f"The backup, of version {manifest.program}, has migrations this installation has not: {', '.join(only_there)}."
        )
    if only_here := sorted(here - there):
        raise BackupError(
            f"This installation has migrations the backup, of version {manifest.program}, has not: {', '.join(only_here)}."
        )
    if {table: found["columns"] for table, found in manifest.tables.items()} != {
        model._meta.db_table: columns(model) for model in backed_up()
    }:
        raise BackupError("The backup has other tables or columns than this program.")
    try:
        readable = decrypt(manifest.encrypted) == PROBE
    except InvalidToken:
        readable = False
    if not readable:
        raise BackupError("ENCRYPTION_KEYS lacks the key in use when the backup was made.")
    if keyed_hash(PROBE) != manifest.hashed:
        raise BackupError("HASH_KEY is another than when the backup was made.")


def _fill(manifest: Manifest, file: BinaryIO, stored: list[str]) -> None:
    by_table = {model._meta.db_table: model for model in backed_up()}
    with without_triggers(connection):
        clear(connection)
        for name, pieces in members(file, backup_key()):
            if name.startswith(TABLES):
                write_rows(connection, by_table[name.removeprefix(TABLES)], _lines(pieces))
            elif name.startswith(FILES):
                _store(name.removeprefix(FILES), pieces, stored)
    reset_sequences(connection)
    for table, model in by_table.items():
        _compare(manifest, table, model)
    try:
        canary.prove(connection.alias)
    except ImproperlyConfigured as error:
        raise BackupError(str(error)) from error


def _lines(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole


def _store(name: str, pieces: Iterator[bytes], stored: list[str]) -> None:
    with tempfile.SpooledTemporaryFile(SPOOLED) as spool:
        for piece in pieces:
            spool.write(piece)
        spool.seek(0)
        stored.append(name)
        kept = default_storage.save(name, File(spool, name))
    if kept != name:
        stored[-1] = kept
        raise BackupError(f"{name} could not be stored under its name.")


def _compare(manifest: Manifest, table: str, model: type[models.Model]) -> None:
    """What stands in the table now is what stood there. The other database may write JSON in another way, so there only
    the rows are counted."""
    counted, digest = 0, hashlib.sha256()
    for row in rows(connection, model):
        counted += 1
        digest.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    same = counted == manifest.tables[table]["rows"]
    if connection.vendor == manifest.database:
        same = same and digest.hexdigest() == manifest.members[TABLES + table][1]
    if not same:
        raise BackupError(f"{table} does not hold what was written to it.")
