"""How long it takes to verify a million rows of history, beside reading and hashing the same rows.

Run by `script/bench`, on SQLite; on PostgreSQL: `python -m tests.postgres .venv/bin/python -m tests.bench.record`.
The reference reads every row with a raw cursor, as many at once as the verification does, and hashes what it read
with SHA-256. What it is compared with is all of `verify(full=True)`: seals, rows, histories, triggers, files.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ROWS, ROWS_QUICK = 1_000_000, 100_000
VERSIONS = 5
ROUNDS = 3
BOUND = 2
DIRECTORY = Path(tempfile.mkdtemp(prefix="gongyuan-bench-"))

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
os.environ.setdefault("TEST_DATABASE_URL", f"sqlite:///{DIRECTORY}/record.sqlite3")

import django  # noqa: E402
from django.conf import settings  # noqa: E402

settings.MEDIA_ROOT = DIRECTORY / "files"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from accounts.models import User  # noqa: E402
from cases.models import Note  # noqa: E402
from core.audit import record  # noqa: E402
from seals.actions import seal_day  # noqa: E402
from seals.coverage import PART  # noqa: E402
from seals.verify import verify  # noqa: E402
from tests.factories import CaseFactory  # noqa: E402

PAST = Note.history.model._meta.db_table


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the verification of the record.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows")
    rows = ROWS_QUICK if parser.parse_args().quick else ROWS
    try:
        call_command("migrate", verbosity=0)
        _fill(rows)
        start = time.perf_counter()
        seal = seal_day(actor=User.objects.system())
        print(f"{seal.rows:,} rows sealed in {time.perf_counter() - start:.1f} s")
        bare, verified = zip(*[(_timed(_read_and_hash), _timed(_verify)) for _ in range(ROUNDS)], strict=True)
        ratio = statistics.median(verified) / statistics.median(bare)
        verdict = "ok" if ratio <= BOUND else f"BEYOND {BOUND}"
        print(
            f"{f'the record, {rows:,} rows of history':<38}{'verify':>24}{statistics.median(verified):9.1f} s "
            f"{'read and hash':>24}{statistics.median(bare):9.1f} s {ratio:7.2f}  {verdict}"
        )
        return 0 if ratio <= BOUND else 1
    finally:
        shutil.rmtree(DIRECTORY)


def _fill(rows: int) -> None:
    """Notes with five versions each, copied in the database from one."""
    case = CaseFactory()
    note = record(
        Note(case=case, author=case.handler, text="电话联系用人单位，约定周三上午到窗口核对工资表。"),
        actor=case.handler,
    )
    with transaction.atomic(), connection.cursor() as cursor:
        live = _columns(cursor, Note._meta.db_table)
        past = _columns(cursor, PAST)
        count = (
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows // VERSIONS}) "
        )
        values = {"id": f"{note.pk} + i", "version": str(VERSIONS)}
        chosen = ", ".join(values.get(name, f'"{name}"') for name in live)
        cursor.execute(
            f"{_into(Note._meta.db_table, live)} {count} SELECT {chosen} FROM {Note._meta.db_table}, n"
        )
        values = {"id": f"{note.pk} + i", "version": "v", "history_id": f"1000 + i * {VERSIONS} + v"}
        chosen = ", ".join(values.get(name, f'"{name}"') for name in past)
        versions = " UNION ALL ".join(f"SELECT {v} AS v" for v in range(1, VERSIONS + 1))
        cursor.execute(f"{_into(PAST, past)} {count} SELECT {chosen} FROM {PAST}, n, ({versions}) versions")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _columns(cursor: object, table: str) -> list[str]:
    cursor.execute(f"SELECT * FROM {table} LIMIT 0")
    return [column[0] for column in cursor.description]


def _into(table: str, columns: list[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names})"


def _read_and_hash() -> None:
    last = -1
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT history_id, h.* FROM {PAST} h WHERE history_id > {last} ORDER BY 1 LIMIT {PART}"
            )
            rows = cursor.fetchall()
            if not rows:
                return
            for row in rows:
                sha256(repr(row).encode()).digest()
            last = rows[-1][0]


def _verify() -> None:
    if found := verify(full=True):
        raise RuntimeError(f"{len(found)} findings: {found[0]}")


def _timed(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
