"""Every page for everybody who may see it, with few cases and with many: what grows with the data."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from tests.bench.asking import Probe, medians
from tests.bench.bounds import BOUNDS, TOO_LITTLE, Figure, Report

EXPORT = ":export"
"""A file of some days has more rows where there are more cases."""

CLEAR = 0.8
"""Below this part of the bound a few rounds are enough."""


def measure(
    report: Report, small: Probe, large: Probe, *, rounds: int, by: str, only: str = "", every: int = 1
) -> None:
    """Compare all pages; `by` is "cpu" or "wall", `only` a part of their "name as role", `every` so many of them.

    Of what grew, the slowest statements are printed beneath it.
    """
    with ThreadPoolExecutor() as both_at_once:
        sights, there = both_at_once.map(partial(_found, only), (small, large))
    for name in sorted(sights.keys() ^ there.keys()):
        print(f"not compared: {name} is in one of the two only")
    for name in [name for name in there if name in sights][::every]:
        _compare(report, name, (small, sights[name]), (large, there[name]), rounds, by)


Side = tuple[Probe, dict[str, Any]]


def _compare(report: Report, name: str, few: Side, many: Side, rounds: int, by: str) -> None:
    def asked(side: Side, **how: Any) -> dict[str, Any]:
        probe, sight = side
        return probe.ask(user=sight["user"], url=sight["url"], **how)

    before, after = asked(few, closely=True), asked(many, closely=True)
    if before["status"] != after["status"] or after["status"] >= 500:
        print(f"not compared: {name} answers {before['status']} and {after['status']}", flush=True)
        return
    found = medians({"small": lambda: asked(few)[by], "large": lambda: asked(many)[by]}, rounds, _is_clear)
    note = (
        f"{before['queries']}→{after['queries']} queries  SQL {before['sql']:.1f}→{after['sql']:.1f} ms  "
        f"{before['bytes']}→{after['bytes']} B  {after['peak']:.0f} MiB"
    )
    figure = Figure(name, "ms", found["large"], found["small"], "growth" * (EXPORT not in name), note)
    report.say(figure)
    if not figure.is_held:
        print(f"    {few[1]['url']} | {many[1]['url']}")
        for statement in after["statements"]:
            print(f"    {statement['ms']:.1f} ms  {statement['sql']}")
            print(*(f"        {line}" for line in statement["plan"]), sep="\n", flush=True)


def _found(only: str, probe: Probe) -> dict[str, dict[str, Any]]:
    answer = probe.ask(find=only)
    for line in answer["without"]:
        print(f"not measured: {line}", flush=True)
    return {f"{one['what']} as {one['who']}": one for one in answer["sights"]}


def _is_clear(found: dict[str, float]) -> bool:
    grown = found["large"] - found["small"]
    return grown < TOO_LITTLE / 2 or found["large"] < CLEAR * BOUNDS["growth"].at_most * found["small"]
