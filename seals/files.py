"""The files of the record: is each where its row says, is it what it was, and is there one that no row knows?"""

import datetime as dt
import hashlib
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from core import clock
from seals.check_seals import check_sealed_rows
from seals.coverage import sealed_keys
from seals.findings import Finding, Kind
from seals.models import Verification
from seals.sealed_table import Table

STAY = dt.timedelta(hours=24)
"""How long a file without a row is left: it may belong to a form that is being sent."""
PIECE = 1 << 20


def file_fields() -> list[models.FileField]:
    """The fields of the live models that name a file."""
    return [
        field
        for model in apps.get_models()
        if not hasattr(model, "history_date")
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]


def check_files(after_seal: int) -> Iterator[Finding]:
    """Every file against its row. Those of rows sealed by the seal of that number are not read, only looked for."""
    there = set(stored_files())
    for field in file_fields():
        model, read_before = field.model, sealed_keys(Table.of(field.model), after_seal)
        rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
        for key, name, sha256 in rows.values_list("pk", field.name, "sha256").iterator():
            if name not in there and not default_storage.exists(name):  # it may have come since
                yield Finding(Kind.FILE_MISSING, model._meta.db_table, str(key), name)
            elif key not in read_before and _sha256(name) != sha256:
                yield Finding(Kind.FILE_CHANGED, model._meta.db_table, str(key), name)
    for name in orphans(there):
        yield Finding(Kind.ORPHAN, "files", name, is_grave=_is_old(name))


def stored_files() -> Iterator[str]:
    """The names of all files in the folders that the fields write to."""
    for folder in sorted({str(field.upload_to).split("/")[0] for field in file_fields()}):
        yield from _below(folder)


def _below(folder: str) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from _below(f"{folder}/{name}")


def orphans(stored: set[str]) -> list[str]:
    """Those of the stored files that no row names, now or in its history."""
    known: set[str] = set()
    for field in file_fields():
        for model in _with_history(field.model):
            known.update(model._base_manager.values_list(field.name, flat=True).order_by())
    return sorted(stored - known)


def old_orphans() -> list[str]:
    """The files that no row names and that have been there for more than a day."""
    return [name for name in orphans(set(stored_files())) if _is_old(name)]


def why_orphans_stay() -> list[Finding]:
    """What says that the row of an orphan may have been done away with, so that the file is evidence; else nothing.

    Any finding but orphans that is still open, and, read anew, any sealed row of a table with files that is gone or
    was changed.
    """
    named = {model._meta.db_table for field in file_fields() for model in _with_history(field.model)}
    found = [Finding.from_json(said) for run in Verification.objects.still_open() for said in run.findings]
    found += check_sealed_rows(0, named)
    return [finding for finding in dict.fromkeys(found) if finding.is_grave and finding.kind != Kind.ORPHAN]


def _with_history(model: Any) -> tuple[Any, Any]:
    return model, model.history.model


def _is_old(name: str) -> bool:
    try:
        return clock.now() - default_storage.get_modified_time(name) > STAY
    except FileNotFoundError:  # taken away meanwhile by whoever put it there
        return False


def _sha256(name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(name, "rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
