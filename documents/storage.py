"""Files on their way into storage, outside any transaction, and back out again, checked against their hash."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from core import clock


class FileDamaged(RuntimeError):
    """A stored file is not what was put there."""


@contextmanager
def stored(folder: str, name: str, content: bytes | File) -> Iterator[str]:
    """Store a file and give its name; when the block fails, the file is taken away again."""
    file = ContentFile(content) if isinstance(content, bytes) else content
    path = default_storage.save(f"{folder}/{clock.today():%Y/%m}/{name}", file)
    try:
        yield path
    except BaseException:
        default_storage.delete(path)
        raise


def read_checked(row: Any) -> bytes:
    """The bytes of an attachment or paper; raises `FileDamaged` when they no longer have their SHA-256."""
    try:
        with row.file.open("rb") as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise FileDamaged(f"{row.file.name} is missing from storage") from error
    if hashlib.sha256(content).hexdigest() != row.sha256:
        raise FileDamaged(f"{row.file.name} has changed since it was stored")
    return content
