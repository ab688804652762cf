"""What the house costs, each figure beside its reference from the same run: `script/bench`.

Exit code 1 when a figure is beyond its bound (`tests.bench.bounds`).
"""

import argparse
import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench import against, growth, journey
from tests.bench.asking import Probe, medians
from tests.bench.bounds import Figure, Report
from tests.bench.databases import ROOT, collect_static, copy_of, environment, files, filled

BARE = "import django; from django.conf import settings; settings.configure(); django.setup()"


@dataclass(frozen=True)
class Extent:
    """How much is measured: numbers of cases, rounds, slices of so many seconds, every so many of the pages."""

    small: int
    large: int
    rounds: int
    slices: int
    seconds: float
    every: int
    calculations: int


WHOLE = Extent(10_000, 100_000, rounds=9, slices=9, seconds=5, every=1, calculations=100_000)
SHORT = Extent(2_000, 10_000, rounds=3, slices=2, seconds=1, every=40, calculations=10_000)


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure what the house costs.")
    parser.add_argument("--short", action="store_true", help="small databases, few pages, few rounds")
    parser.add_argument("--cases", type=int, help="so many in the large database (100,000)")
    parser.add_argument("--against", metavar="COMMIT", help="build that commit too, and compare with it")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--only", metavar="PART", choices=PARTS, help=f"one of {', '.join(PARTS)}")
    parser.add_argument("--page", default="", help="only pages with this in their name or role")
    options = parser.parse_args()
    extent = SHORT if options.short else WHOLE
    large = options.cases or extent.large
    server = os.environ["TEST_DATABASE_URL"] if options.postgres else ""
    if server and options.against:
        parser.error("the data is handed over in files of SQLite: not with --postgres")
    small_url, large_url = filled(extent.small, server=server), filled(large, server=server)
    collect_static(environment(small_url, files()))
    report = Report()
    wanted = [options.only] if options.only else list(PARTS)
    other = against.build(options.against) if options.against else None
    if "growth" in wanted:
        with Probe(small_url) as small, Probe(large_url) as probe:
            print(f"growth from {extent.small:,} to {large:,} cases", flush=True)
            by = "wall" if server else "cpu"
            growth.measure(
                report, small, probe, rounds=extent.rounds, by=by, only=options.page, every=extent.every
            )
    if "floor" in wanted:
        _floor(report, small_url, extent)
    if "single" in wanted:
        _single(report, small_url, extent, server)
    if "xlsx" in wanted:
        _xlsx(report, large_url)
    if "start" in wanted:
        _start(report, small_url, extent)
    if "against" in wanted and other:
        _against(report, small_url, other, extent, options.page)
    if "http" in wanted:
        _http(report, small_url, other, extent, server)
    return report.end()


PARTS = ("growth", "floor", "single", "xlsx", "start", "against", "http")


def _floor(report: Report, url: str, extent: Extent) -> None:
    with Probe(url, addresses="tests.bench.floor") as probe:
        user = next(one["user"] for one in probe.ask(travellers=True) if one["is_clerk"])
        sides = {
            side: lambda address=address: probe.ask(user=user, url=address)["cpu"]
            for side, address in (("floor", "/bench/floor/"), ("list", "/cases/"))
        }
        for measure in sides.values():
            measure()
        found = medians(sides, extent.rounds)
    report.say(
        Figure("the case list, by raw SQL and a plain template", "ms", found["list"], found["floor"], "floor")
    )


def _single(report: Report, url: str, extent: Extent, server: str) -> None:
    """Writes, so on a copy where that is to be had."""
    command = ["-m", "tests.bench.single", str(extent.rounds), str(extent.calculations)]
    env = environment(url if server else copy_of(url, "single"), files())
    said = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    for line in said.stdout.splitlines():
        report.say(Figure(unit="ms", **json.loads(line)))


def _xlsx(report: Report, url: str) -> None:
    """The peak of a process that makes the XLSX of all cases, by that of one that makes it of the newest."""
    peaks = [
        float(
            subprocess.check_output(
                [sys.executable, "-m", "tests.bench.exporting", number],
                cwd=ROOT,
                env=environment(url, files()),
                text=True,
            )
        )
        for number in ("1000", "all")
    ]
    report.say(Figure("XLSX of all cases, by 1,000: peak memory", "MiB", peaks[1], peaks[0], "xlsx"))


def _start(report: Report, url: str, extent: Extent) -> None:
    """`script/server` where all is set up, until it answers."""

    def bare() -> float:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", BARE], cwd=ROOT, check=True)
        return (time.perf_counter() - begun) * 1000

    def house() -> float:
        begun = time.perf_counter()
        with journey.Server(url, command=("script/server",)):
            return (time.perf_counter() - begun) * 1000

    found = medians({"bare": bare, "house": house}, extent.rounds // 3)
    report.say(Figure("script/server again, by a bare Django", "ms", found["house"], found["bare"], "start"))


def _against(report: Report, url: str, other: Path, extent: Extent, page: str) -> None:
    there = against.handed_over(url, other)
    with Probe(url) as new, Probe(there, other) as old:
        sights = new.ask(find=page)["sights"]
        against.compare(report, sights, new, old, rounds=max(extent.rounds, 9), whole=bool(page))


def _http(report: Report, url: str, other: Path | None, extent: Extent, server: str) -> None:
    """Writes, so on copies where these are to be had."""
    builds = {"here": (url if server else copy_of(url, "http-here"), ROOT)}
    if other:
        builds["there"] = (copy_of(against.handed_over(url, other), "http-there"), other)
    people = {}
    with Probe(builds["here"][0]) as probe:
        travellers = probe.ask(travellers=True)
    for side, (database, checkout) in builds.items():
        with Probe(database, checkout) as probe:
            people[side] = [one | probe.ask(session=one["user"]) for one in travellers]
    for connections in (8, 32):
        with ExitStack() as stack:
            servers = {side: stack.enter_context(journey.Server(*build)) for side, build in builds.items()}
            taken = journey.travel(
                servers, people, connections=connections, slices=extent.slices, seconds=extent.seconds
            )
            peaks = {side: one.peak() for side, one in servers.items()}
            static = journey.static_bytes(servers["here"], people["here"][0])
        for side, one in taken.items():
            who = f"{connections} connections" + (f", {side}" if other else "")
            note = f"{len(one.seconds)} requests, {one.written} forms, {peaks[side]:.0f} MiB"
            report.say(Figure(f"{who}: requests a second", "/s", one.rate, note=note))
            report.say(
                Figure(f"{who}: slowest hundredth", "ms", one.p99, one.median, "tail" * (side == "here"))
            )
            report.say(Figure(f"{who}: errors", "", len(one.errors), 1, "errors" * (side == "here")))
            for error in sorted(set(one.errors))[:5]:
                print(f"    {error}", flush=True)
        if other:
            here, there = taken["here"], taken["there"]
            bound = "slower" * (connections == 8)
            name = f"{connections} connections: a request, by one there"
            report.say(Figure(name, "ms", 1000 / here.rate, 1000 / there.rate, bound))
            name = f"{connections} connections: peak of a worker"
            report.say(Figure(name, "MiB", peaks["here"], peaks["there"], "memory"))
    report.say(Figure("static files at first load", "KB", static / 1024, 1, "static"))


if __name__ == "__main__":
    sys.exit(main())
