"""Databases filled by `manage.py fill`, kept under `var/bench/data/` until the migrations or the way of filling change."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "var" / "bench" / "data"
MADE_BY = ("*/migrations/*.py", "work/fill/*.py")


def environment(url: str, files: Path, checkout: Path = ROOT) -> dict[str, str]:
    """What a process is started with so that it answers as in production, with made-up keys and without mail."""
    return os.environ | {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "bench" * 12,
        "ENCRYPTION_KEYS": "tests-new-0123456789-abcdefghijklmnop",
        "HASH_KEY": "tests-hash-0123456789-abcdefghijklmnop",
        "DATABASE_URL": url,
        "MEDIA_ROOT": str(files),
        "STATIC_ROOT": str(checkout / "var" / "static"),
        "ALLOWED_HOSTS": "testserver,127.0.0.1",
        "DEBUG": "off",
        "DEMO": "on",
        "HTTPS": "off",
        "REQUIRE_SECOND_FACTOR": "off",
        "LOG_LEVEL": "ERROR",
    }


def collect_static(env: dict[str, str], checkout: Path = ROOT) -> None:
    """Without its static files no page is rendered."""
    run = [".venv/bin/python", "manage.py", "collectstatic", "--no-input", "-v", "0"]
    subprocess.run(run, cwd=checkout, env=env, check=True, stderr=subprocess.DEVNULL)


def key() -> str:
    """Stands for the migrations and the way of filling: databases under another key are of no use any more."""
    made_by = hashlib.sha256()
    for pattern in MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            made_by.update(path.read_bytes())
    return made_by.hexdigest()[:12]


def files() -> Path:
    """Where the files of the filled databases lie: a few, of which all papers tell."""
    return KEPT / key() / "files"


def filled(cases: int, *, server: str = "") -> str:
    """The address of a database with that many cases, on a PostgreSQL server (its address) or in a file of SQLite.

    One that is kept is taken as it is; what is kept of other migrations is thrown away.
    """
    here = KEPT / key()
    here.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in KEPT.iterdir():
        if old != here and old.is_dir():
            shutil.rmtree(old)
    if server:
        return _on_server(server, cases)
    made = here / f"{cases}.sqlite3"
    if not made.exists():
        making = made.with_suffix(".making")
        for rest in here.glob(f"{making.name}*"):
            rest.unlink()
        _fill(f"sqlite:///{making}", cases)
        making.rename(made)
    return f"sqlite:///{made}"


def copy_of(url: str, name: str) -> str:
    """A copy to write into of a database in a file of SQLite."""
    source = Path(url.removeprefix("sqlite:///"))
    copy = source.with_name(f"{name}.copy")
    for rest in source.parent.glob(f"{copy.name}*"):
        rest.unlink()
    shutil.copyfile(source, copy)
    return f"sqlite:///{copy}"


def _on_server(server: str, cases: int) -> str:
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE filled_{cases}")
    address, _, options = server.partition("?")
    url = f"{address.rsplit('/', 1)[0]}/filled_{cases}?{options}"
    _fill(url, cases)
    return url


def _fill(url: str, cases: int) -> None:
    print(f"filling a database with {cases:,} cases, this once", flush=True)
    run = [sys.executable, "manage.py"]
    env = environment(url, files())
    for command in (["migrate", "-v", "0"], ["fill", "--cases", str(cases)]):
        subprocess.run([*run, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
