"""What an archive holds, and whether it still holds it.

tables/<table>    the rows, as of one moment
files/<name>      each file on record at that moment
manifest.json     what there has to be: version, migrations, and size and SHA-256 of all the others
"""

import json
import os
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models

from core import clock
from core.backup import BackupError
from core.backup.key import backup_key
from core.backup.sealed import DATA, NAME, Member, Writer, frames
from core.backup.tables import backed_up, columns, migrations, rows, snapshot
from core.crypto import encrypt, keyed_hash

MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
PROBE = "gongyuan"
"""Encrypted and hashed into each manifest: an installation with other keys could not read what it restores."""


@dataclass
class Manifest:
    """What an archive holds. `missing` and `damaged` are files that were not right when it was written."""

    made_at: str
    program: str
    database: str
    migrations: list[str]
    encrypted: str
    hashed: str
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith(FILES) for name in self.members)

    def __str__(self) -> str:
        held = f"{self.rows:,} rows in {len(self.tables)} tables and {self.files:,} files"
        return f"{held}, as of {self.made_at[:19]}Z"


def program_version() -> str:
    """The version in `pyproject.toml`."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    return str(project["project"]["version"])


def write_archive(target: Path) -> tuple[Path, Manifest]:
    """Write database and files into a new archive and say where it is and what it holds.

    `target` is a folder, in which it is named by the moment, or a name nothing has yet. Until it is whole and on the
    disk it is called `….part`. The files are copied after the rows, so every file on record is there. Raises
    `BackupError`, `OSError`.
    """
    key = backup_key()
    if target.is_dir():
        target = target / f"gongyuan-{clock.now():%Y%m%dT%H%M%SZ}.backup"
    if target.exists():
        raise BackupError(f"{target} exists already.")
    descriptor, part = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".part", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            manifest = _write(Writer(file, key))
            file.flush()
            os.fsync(file.fileno())
        os.rename(part, target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return target, manifest


def _write(archive: Writer) -> Manifest:
    with snapshot(connection):
        applied = migrations(connection)
        manifest = Manifest(
            made_at=clock.now().isoformat(),  # no row of the snapshot, which began with the first query, is younger
            program=program_version(),
            database=connection.vendor,
            migrations=applied,
            encrypted=encrypt(PROBE),
            hashed=keyed_hash(PROBE),
        )
        on_record: dict[str, str] = {}
        for model in backed_up():
            _write_table(archive, manifest, model, on_record)
    for name, sha256 in on_record.items():
        _write_file(archive, manifest, name, sha256)
    archive.write(MANIFEST, iter([json.dumps(asdict(manifest), ensure_ascii=False).encode()]))
    archive.finish()
    return manifest


def _write_table(
    archive: Writer, manifest: Manifest, model: type[models.Model], on_record: dict[str, str]
) -> None:
    """One table; the files its rows name are added to `on_record`, with the SHA-256 they have there."""
    names = columns(model)
    files = [n for n, f in enumerate(model._meta.concrete_fields) if isinstance(f, models.FileField)]
    counted = 0

    def lines() -> Iterator[bytes]:
        nonlocal counted
        for row in rows(connection, model):
            for place in files:
                if row[place]:
                    on_record[row[place]] = row[names.index("sha256")] if "sha256" in names else ""
            counted += 1
            yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

    table = model._meta.db_table
    manifest.members[TABLES + table] = archive.write(TABLES + table, lines())
    manifest.tables[table] = {"columns": names, "rows": counted}


def _write_file(archive: Writer, manifest: Manifest, name: str, sha256: str) -> None:
    try:
        file = default_storage.open(name, "rb")
    except FileNotFoundError:
        manifest.missing.append(name)
        return
    with file:
        manifest.members[FILES + name] = found = archive.write(FILES + name, file.chunks())
    if sha256 and found[1] != sha256:
        manifest.damaged.append(name)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_archive(path: Path) -> Manifest:
    """Read an archive once and compare it with its manifest; nothing is written.

    Raises `BackupError` with every table and file that was changed, is missing or has no place there.
    """
    with path.open("rb") as file:
        return check_open_archive(file)


def check_open_archive(file: BinaryIO) -> Manifest:
    """The same for an open file, read from its beginning to its end."""
    members, problem = _read(file)
    last = members[-1]
    problems = [problem] if problem else []
    if last.name == MANIFEST and not last.broken and not problem:
        try:
            manifest = Manifest(**json.loads(last.kept))
            problems += _differences(manifest, members[:-1])
        except (ValueError, TypeError, AttributeError):
            problems = [f"{MANIFEST} cannot be read"]
        if not problems:
            return manifest
    else:
        problems += [f"{member.name} was changed" for member in members if member.broken and member.name]
        problems += [f"{MANIFEST} is missing"] if not problems else []
    raise BackupError("\n".join(f"{Path(file.name).name}: {problem}." for problem in problems))


def _read(file: BinaryIO) -> tuple[list[Member], str]:
    """The members as they are found, those without a name where it was changed; and why there are no more of them."""
    members = [Member("")]
    try:
        for kind, content in frames(file, backup_key()):
            if kind == DATA:
                members[-1].take(content)
            elif kind == NAME:
                name = content.decode() if content is not None else ""
                members.append(Member(name, keep=name == MANIFEST))
    except BackupError as error:
        return members, f"in or after {members[-1].name}, {error}" if members[-1].name else str(error)
    return members, ""


def _differences(manifest: Manifest, members: Iterable[Member]) -> Iterator[str]:
    named = {member.name: member for member in members if member.name}
    for name, (size, sha256) in manifest.members.items():
        member = named.pop(name, None)
        if member is None:
            yield f"{name} is missing, or its name was changed"
        elif member.broken:
            yield f"{name} was changed"
        elif (member.size, member.sha256) != (size, sha256):
            yield f"{name} is not what the manifest says"
    for name in named:
        yield f"{name} is not in the manifest"
