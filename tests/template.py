"""A migrated database, made once for a state of the code and copied for every process that needs one.

`python -m tests.template` makes it ahead, on SQLite or on the server of `TEST_DATABASE_URL`; otherwise the first test
that needs it does, and the other processes wait. It lies in var/tests/, named by a hash of all that it can depend on:
when in doubt it is made anew.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[1]
KEPT_IN = ROOT / "var" / "tests"
SERVER = "TEST_DATABASE_URL"
ONLY_PAGES = {"views", "forms", "admin", "urls"}
"""The rooms of an app that nothing below them imports: no migration, and nothing that follows one."""


def sources() -> Iterator[Path]:
    """All that a migrated database follows from: the code but for the pages, packaged tables, texts, packages."""
    yield from (Path(__file__), ROOT / "requirements-dev.txt")
    for app in sorted(path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"):
        for path in sorted((*app.rglob("*.py"), *app.rglob("*.toml"))):
            if ONLY_PAGES.isdisjoint((path.stem, *path.relative_to(app).parts)):
                yield path
    yield from sorted(ROOT.glob("locale/*/LC_MESSAGES/*.mo"))


def key() -> str:
    """The name of the template that fits the code as it stands."""
    told = hashlib.sha256(sys.version.encode())
    for path in sources():
        told.update(b"%s\0%s\0" % (str(path.relative_to(ROOT)).encode(), path.read_bytes()))
    return told.hexdigest()[:20]


@contextmanager
def in_turn(name: Path) -> Iterator[None]:
    """One process at a time, by a lock of this name."""
    with name.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def template(kind: str) -> Iterator[Path]:
    """The file with the migrated database: "sqlite3" itself, or a "dump" of PostgreSQL. One process has it at a time."""
    KEPT_IN.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = KEPT_IN / f"{key()}.{kind}"
    with in_turn(KEPT_IN / f"{kind}.lock"):
        if not found.exists():
            for former in KEPT_IN.glob(f"*.{kind}*"):
                former.unlink()
            making = found.with_name(f"{found.name}-making")
            if kind == "dump":
                _dump(os.environ[SERVER], making)
            else:
                _migrate(f"sqlite:///{making}")
            making.rename(found)
        yield found


def _migrate(url: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0", "--settings", "config.settings_test"],
        cwd=ROOT,
        env=os.environ | {SERVER: url},
        check=True,
    )


def _dump(server: str, into: Path) -> None:
    name = "template_in_the_making"
    url = urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            _migrate(url)
            subprocess.run(["pg_dump", "--format=custom", f"--file={into}", f"--dbname={url}"], check=True)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def can_be_copied() -> bool:
    """Are the tools for it there? Those of PostgreSQL come with `tests.postgres`."""
    return not os.environ.get(SERVER) or bool(shutil.which("pg_dump") and shutil.which("pg_restore"))


def fill(connection: Any) -> None:
    """Copy the template into the empty database of this connection."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with template("sqlite3") as source, closing(sqlite3.connect(source)) as kept:
            kept.backup(connection.connection)
        return
    told = connection.get_connection_params()
    where = psycopg.conninfo.make_conninfo(**{k: v for k, v in told.items() if isinstance(v, str)})
    with template("dump") as source:
        subprocess.run(["pg_restore", "--exit-on-error", f"--dbname={where}", str(source)], check=True)


if __name__ == "__main__":
    with template("dump" if os.environ.get(SERVER) else "sqlite3"):
        pass
