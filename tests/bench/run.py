"""The checks of a new case for conflicts and duplicates, with few cases and with many: `script/bench --record`.

Runs of the two sides alternate, so that a busy machine slows both; shown are medians. Exit code 1 when a ratio is
beyond its bound.
"""

import argparse
import gc
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SMALL = 1_000
LARGE, LARGE_QUICK = 100_000, 10_000
ROUNDS, ROUNDS_QUICK = 25, 9
NEW_CASE = 3
SAMPLE = 500
"""So many cases are looked at for false alarms."""

DIRECTORY = Path(tempfile.mkdtemp(prefix="gongyuan-bench-"))

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"
os.environ["TEST_DATABASE_URL"] = f"sqlite:///{DIRECTORY}/large.sqlite3"

import django  # noqa: E402
from django.conf import settings  # noqa: E402


class Router:
    """Every query goes to the database whose turn it is."""

    alias = "default"

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return Router.alias

    db_for_write = db_for_read

    def allow_relation(self, *args: Any, **hints: Any) -> bool:
        return True


settings.DATABASES["small"] = settings.DATABASES["default"] | {"NAME": DIRECTORY / "small.sqlite3"}
settings.DATABASE_ROUTERS = [Router()]
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from django.db.models import Count  # noqa: E402

from cases.conflicts import find_conflicts, with_parties  # noqa: E402
from cases.models import Case  # noqa: E402
from front_desk.queries import likely_duplicates  # noqa: E402
from tests.bench.dataset import build  # noqa: E402

Run = Callable[[], Any]


@dataclass
class Report:
    """Prints a line per figure and remembers whether all held."""

    rounds: int
    held: bool = True

    def compare(self, name: str, runs: dict[str, Run], bound: float | None = None) -> None:
        """Time the runs in turn. The first is the reference of the others, in the order given."""
        for run in runs.values():
            run()
        times: dict[str, list[float]] = {label: [] for label in runs}
        for _ in range(self.rounds):
            for label, run in runs.items():
                start = time.perf_counter()
                run()
                times[label].append((time.perf_counter() - start) * 1000)
        reference, *others = ((label, statistics.median(taken)) for label, taken in times.items())
        for label, taken in others:
            ratio = taken / reference[1]
            verdict = "" if bound is None else ("ok" if ratio <= bound else f"BEYOND {bound}")
            self.held &= bound is None or ratio <= bound
            print(
                f"{name:<38}{label:>24}{taken:9.1f} ms{reference[0]:>24}{reference[1]:9.1f} ms{ratio:7.2f}  {verdict}"
            )
            sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the checks of a new case.")
    parser.add_argument("--quick", action="store_true", help="a smaller database and fewer rounds")
    quick = parser.parse_args().quick
    try:
        report = Report(ROUNDS_QUICK if quick else ROUNDS)
        sizes = {"small": SMALL, "default": LARGE_QUICK if quick else LARGE}
        for alias, size in sizes.items():
            _filled(alias, size)
        gc.collect()
        gc.freeze()
        _new_case(report, sizes)
        _false_alarms()
        return 0 if report.held else 1
    finally:
        shutil.rmtree(DIRECTORY)


def _filled(alias: str, size: int) -> None:
    Router.alias = alias
    start = time.perf_counter()
    call_command("migrate", database=alias, verbosity=0)
    with transaction.atomic(using=alias):
        build(size)
    print(f"{size:,} cases written in {time.perf_counter() - start:.0f} s")


def _new_case(report: Report, sizes: dict[str, int]) -> None:
    """What a new case is held against: everybody in every role elsewhere, and the same worker and employer."""
    newest = {}
    for alias in sizes:
        Router.alias = alias
        alone = Case.objects.annotate(people=Count("claimants")).filter(people=1, assignments__isnull=False)
        newest[alias] = with_parties(alone.order_by("-pk").first())

    def at(alias: str, check: Callable[[Case], Any]) -> Run:
        def run() -> None:
            Router.alias = alias
            check(newest[alias])

        return run

    def duplicates(case: Case) -> Any:
        return likely_duplicates([claimant.worker for claimant in case.claimants.all()], case.employer)

    checks = {
        "conflict check": lambda case: find_conflicts(with_parties(case)),
        "duplicate check": duplicates,
    }
    for name, check in checks.items():
        report.compare(
            f"{name} of a new case",
            {f"{sizes[alias]:,} cases": at(alias, check) for alias in sizes},
            NEW_CASE,
        )


def _false_alarms() -> None:
    """Parties of the data set are strangers to each other, so every hit is a false alarm."""
    Router.alias = "default"
    every = max(1, Case.objects.count() // SAMPLE)
    cases = [with_parties(case) for case in Case.objects.order_by("pk")[::every]]
    hit = sum(bool(find_conflicts(case)) for case in cases)
    print(f"false alarms of the conflict check: {hit} of {len(cases)} cases")


if __name__ == "__main__":
    sys.exit(main())
