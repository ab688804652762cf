"""Folders 700 and files 600: what the program keeps on the disk is for its own user alone.

What it writes is made so by the umask (`config/settings.py`); here is what was there before, or came another way.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning
from django.core.files.storage import FileSystemStorage, default_storage

OTHERS = stat.S_IRWXG | stat.S_IRWXO
BESIDE_SQLITE = ("", "-wal", "-shm", "-journal")


def _places() -> list[Path]:
    """The roots of what is private: `var/`, the files, the database of SQLite, the file of the settings."""
    places = [settings.BASE_DIR / "var", Path(settings.ENV_FILE)]
    if isinstance(default_storage, FileSystemStorage):
        places.append(Path(default_storage.location))
    for database in settings.DATABASES.values():
        if database["ENGINE"].endswith("sqlite3"):
            places += [Path(f"{database['NAME']}{suffix}") for suffix in BESIDE_SQLITE]
    return [place for place in places if place.is_dir() or place.is_file()]


def _below(place: Path) -> Iterator[Path]:
    """All files and folders of the store of files below `place`; nothing below `var/`, which is closed above them."""
    if isinstance(default_storage, FileSystemStorage) and place == Path(default_storage.location):
        for folder, _folders, names in os.walk(place):
            yield from (Path(folder, name) for name in names)
            yield from ([Path(folder)] if Path(folder) != place else [])


def _is_open(path: Path) -> bool:
    mode = path.lstat().st_mode
    return bool(mode & OTHERS) and not stat.S_ISLNK(mode)


def open_to_others() -> Iterator[Path]:
    """What other users of the machine may reach: below a folder that is closed, nothing is."""
    for place in _places():
        if _is_open(place):
            yield place
            yield from filter(_is_open, _below(place))


def close_to_others() -> tuple[int, list[Path]]:
    """Take group and others every right to all that is private: how many files and folders were changed, and those
    that could not be, since they belong to another user."""
    changed, refused = 0, []
    for place in _places():
        for path in (place, *_below(place)):
            if _is_open(path):
                try:
                    path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~OTHERS)
                except PermissionError:
                    refused.append(path)
                else:
                    changed += 1
    return changed, refused


def check_private_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Warn when other users of this machine may read the files, the database or the settings."""
    found = list(open_to_others())
    if not found:
        return []
    return [
        Warning(
            f"Other users of this machine may reach {len(found)} private files or folders: "
            f"{', '.join(map(str, found[:3]))}{', …' if len(found) > 3 else ''}",
            hint="manage.py protect_files, as the user that owns them",
            id="gongyuan.W003",
        )
    ]
