"""The checks of a new case for conflicts and duplicates, with few cases and with many: `script/bench --record`.

Runs of the two sides alternate, so that a busy machine slows both; shown are medians. Exit code 1 when a ratio is
beyond its bound.
"""

import argparse
import gc
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

SMALL = 1_000
NEWEST, MOST_QUERIES = 5, 30
"""So many of the newest cases are checked for conflicts, each with so many queries at most."""

LARGE, LARGE_QUICK = 100_000, 10_000
ROUNDS, ROUNDS_QUICK = 25, 9
NEW_CASE = 3

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_test"

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


settings.DATABASES["small"] = dict(settings.DATABASES["default"])
settings.DATABASE_ROUTERS = [Router()]
django.setup()

from django.db import connections  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Membership, Office, User  # noqa: E402
from cases.conflicts import find_conflicts, with_parties  # noqa: E402
from cases.models import Case, Employer, Worker  # noqa: E402
from front_desk.queries import likely_duplicates  # noqa: E402
from tests.bench.alarms import SAMPLE, conflict_alarms, duplicate_alarms  # noqa: E402
from tests.bench.databases import filled  # noqa: E402
from work.fill.parties import Company, Parties, Person  # noqa: E402

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
    parser.add_argument("--alarms", action="store_true", help="only say how often strangers are named")
    options = parser.parse_args()
    report = Report(ROUNDS_QUICK if options.quick else ROUNDS)
    sizes = {"small": SMALL, "default": LARGE_QUICK if options.quick else LARGE}
    if options.alarms:
        _alarms(sizes["default"], SAMPLE)
        return 0
    for alias, size in sizes.items():
        _turn_to(alias, size)
    gc.collect()
    gc.freeze()
    _new_case(report, sizes)
    return 0 if report.held else 1


def _turn_to(alias: str, size: int) -> None:
    """Let the alias be the filled database of that size, and let it be its turn."""
    connections[alias].settings_dict["NAME"] = filled(size).removeprefix("sqlite:///")
    Router.alias = alias


def _new_case(report: Report, sizes: dict[str, int]) -> None:
    """What a new case is held against: everybody in every role elsewhere, and the same worker and employer."""
    newest, comers = {}, {}
    for alias in sizes:
        Router.alias = alias
        alone = Case.objects.annotate(people=Count("claimants")).filter(people=1, state="assigned")
        newest[alias] = list(alone.order_by("-pk")[:NEWEST])
        comers[alias] = _new_at(Office.objects.filter(is_window=True).order_by("pk").first())

    def conflicts(alias: str) -> None:
        for case in newest[alias]:
            find_conflicts(with_parties(case))

    def duplicates(alias: str) -> None:
        comers[alias].is_known()

    for name, check, most in (
        ("conflict check of new cases", conflicts, MOST_QUERIES * NEWEST),
        ("duplicate check of a new case", duplicates, 3),
    ):
        runs, asked = {}, {}
        for alias, size in sizes.items():
            runs[f"{size:,} cases"] = partial(_at, alias, check)
            with CaptureQueriesContext(connections[alias]) as captured:
                _at(alias, check)
            asked[size] = len(captured)
        held = max(asked.values()) <= most
        report.held &= held
        print(f"{name}: queries by size {asked}  {'ok' if held else f'BEYOND {most}'}")
        report.compare(name, runs, NEW_CASE)


def _at(alias: str, check: Callable[[str], None]) -> None:
    Router.alias = alias
    check(alias)


@dataclass(frozen=True)
class NewAtWindow:
    """Somebody who was never there, with an employer known to many, as the intake looks them up."""

    clerk: User
    office: Office
    person: Person
    employer: Company

    def is_known(self) -> list[Case]:
        """By ID number, by name and telephone, and the cases there would be."""
        who = {"name": self.person.name, "phone": self.person.phone}
        said = [{"id_number": self.person.id_number, **who}, who]
        workers = [Worker.objects.on_record(self.clerk, office=self.office, **row) for row in said]
        employers = Employer.objects.on_record(
            self.clerk, credit_code=self.employer.code or "", name=self.employer.name
        )
        return likely_duplicates([worker for worker in workers if worker], employers[0])


def _new_at(window: Office) -> NewAtWindow:
    parties, people = Parties(1), Worker.objects.count()
    person = next(one for n in range(people, people + 100) if (one := parties.person(n)).id_number)
    employer = next(one for n in range(100) if (one := parties.employer(n)).code)
    return NewAtWindow(_held(window, "clerk"), window, person, employer)


def _held(office: Office, role: str) -> User:
    return Membership.objects.filter(office=office, role=role).order_by("pk").first().user


def _alarms(size: int, sample: int) -> None:
    """How often the checks name strangers, in a database of that size."""
    _turn_to("default", size)
    city = _held(Office.objects.filter(depth=1).first(), "supervisor")
    print(*conflict_alarms(sample), *duplicate_alarms(city, sample=sample), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
