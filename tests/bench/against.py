"""Another commit built beside this one, with the same data in its own tables, and both asked in turn."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.bench.asking import Probe, medians
from tests.bench.bounds import Figure, Report
from tests.bench.databases import ROOT, collect_static, environment, files

BUILT = ROOT / "var" / "bench" / "builds"
OF_ITS_OWN = ("django_", "auth_permission", "law_tables_", "sqlite_")
"""Tables that its migrations fill; the sessions are another's."""

EMPTY = {"INTEGER": 0, "BIGINT": 0, "BOOL": 0, "DECIMAL": 0, "REAL": 0}

RANDOM = "lower(hex(randomblob(16)))"

EXPORTS = 3
"""Rounds for the whole list as a file, which takes its time."""

HALVED = {"cases:detail", "cases:list", "work:home", "front_desk:visits"}
"""What is to cost half of what it cost."""


def build(commit: str) -> Path:
    """A worktree of the commit with the packages of its lock file and its static files; one that is there is taken."""
    named = ["git", "rev-parse", "--short=12", f"{commit}^{{commit}}"]
    name = subprocess.check_output(named, cwd=ROOT, text=True).strip()
    checkout = BUILT / name
    if not (checkout / "manage.py").exists():
        BUILT.mkdir(mode=0o700, parents=True, exist_ok=True)
        subprocess.run(["git", "worktree", "prune"], check=True, cwd=ROOT)
        subprocess.run(["git", "worktree", "add", "-q", "--detach", checkout, name], check=True, cwd=ROOT)
    if not (checkout / ".venv").exists():
        print(f"installing the packages of {name}, this once", flush=True)
        subprocess.run([sys.executable, "-m", "venv", ".venv"], check=True, cwd=checkout)
        pip = [".venv/bin/pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", "requirements.txt"], check=True, cwd=checkout)
    for words in checkout.glob("locale/*/LC_MESSAGES/django.po"):
        subprocess.run(["msgfmt", "-o", words.with_suffix(".mo"), words], check=True)
    collect_static(environment("sqlite://:memory:", files(), checkout), checkout)
    return checkout


def handed_over(url: str, checkout: Path) -> str:
    """A database with the tables of that checkout and the rows of this one, as far as it has a place for them."""
    source = Path(url.removeprefix("sqlite:///"))
    made = source.with_name(f"{source.stem}-{checkout.name}.sqlite3")
    if made.exists():
        return f"sqlite:///{made}"
    making = made.with_suffix(".making")
    for rest in making.parent.glob(f"{making.name}*"):
        rest.unlink()
    env = environment(f"sqlite:///{making}", files(), checkout)
    python = checkout / ".venv" / "bin" / "python"
    subprocess.run([python, "manage.py", "migrate", "-v", "0"], cwd=checkout, env=env, check=True)
    with closing(sqlite3.connect(making)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("ATTACH ? AS given", [str(source)])
        _copy(connection)
        connection.commit()
        connection.execute("DETACH given")
        connection.execute("ANALYZE")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    making.rename(made)
    return f"sqlite:///{made}"


def _copy(connection: sqlite3.Connection) -> None:
    given, own = _tables(connection, "given"), _tables(connection, "main")
    for table in own:
        source = _same(table, given)
        if source is None or table.startswith(OF_ITS_OWN):
            continue
        there = {name for name, *_ in _columns(connection, "given", source)}
        names, values = [], []
        for name, kind, is_required, default in _columns(connection, "main", table):
            if name in there:
                names.append(f'"{name}"')
                values.append(f'"{name}"')
            elif is_required and default is None:
                names.append(f'"{name}"')
                empty = repr(EMPTY.get(kind.upper().partition("(")[0], ""))
                values.append(RANDOM if name in _unique(connection, table) else empty)
        connection.execute(f'DELETE FROM main."{table}"')
        connection.execute(
            f'INSERT INTO main."{table}" ({", ".join(names)}) SELECT {", ".join(values)} FROM given."{source}"'
        )


def _tables(connection: sqlite3.Connection, schema: str) -> list[str]:
    found = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")
    return [name for (name,) in found]


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> list[tuple[str, str, int, Any]]:
    found = connection.execute(f'PRAGMA {schema}.table_info("{table}")')
    return [(name, kind, required, default) for _, name, kind, required, default, _ in found]


def _unique(connection: sqlite3.Connection, table: str) -> set[str]:
    """Columns of which no two rows have the same."""
    indexes = connection.execute(f'PRAGMA main.index_list("{table}")').fetchall()
    of_each = [
        [column for _, _, column in connection.execute(f'PRAGMA main.index_info("{name}")')]
        for _, name, is_unique, *_ in indexes
        if is_unique
    ]
    return {columns[0] for columns in of_each if len(columns) == 1}


def _same(table: str, given: list[str]) -> str | None:
    """The table of this name, or the one of the model of this name where it stood in another app."""
    if table in given:
        return table
    model = table.rpartition("_")[2]
    like = [other for other in given if other.rpartition("_")[2] == model]
    return like[0] if len(like) == 1 else None


def compare(
    report: Report, sights: list[dict[str, Any]], new: Probe, old: Probe, *, rounds: int, whole: bool
) -> None:
    """CPU and bytes of pages by those of the other build: of those that are to be halved, or of all."""
    for sight in sights:
        if whole or sight["what"] in HALVED:
            _compare(
                report, sight, new, old, rounds, *(("half", "bytes") if sight["what"] in HALVED else ("", ""))
            )
    city = next((sight["user"] for sight in sights if sight["who"] == "city"), None)
    if city:
        export = {"what": "cases:export csv", "who": "city", "user": city, "url": "/cases/export/csv/"}
        _compare(report, export, new, old, EXPORTS, "csv", "")


def _compare(
    report: Report, sight: dict[str, Any], new: Probe, old: Probe, rounds: int, bound: str, of_bytes: str
) -> None:
    def asked(probe: Probe, **how: Any) -> dict[str, Any]:
        return probe.ask(user=sight["user"], url=sight["url"], **how)

    now, then = asked(new, closely=True), asked(old, closely=True)
    name = f"{sight['what']} as {sight['who']}"
    if then["status"] != now["status"]:
        print(f"not compared: {name} answers {now['status']}, and {then['status']} there", flush=True)
        return
    found = medians({"old": lambda: asked(old)["cpu"], "new": lambda: asked(new)["cpu"]}, rounds)
    note = f"{then['queries']}→{now['queries']} queries  SQL {then['sql']:.1f}→{now['sql']:.1f} ms"
    report.say(Figure(name, "ms", found["new"], found["old"], bound, note))
    report.say(Figure(f"{name}: sent", "B", now["bytes"], then["bytes"], of_bytes))
