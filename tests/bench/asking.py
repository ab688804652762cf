"""Probes, and figures that are compared: medians of rounds in which all sides take turns, so a busy machine slows all."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.databases import ROOT, environment, files

HERE = Path(__file__).parent


class Probe:
    """A process that answers the addresses of a checkout on a database; see `tests.bench.probe`."""

    def __init__(self, url: str, checkout: Path = ROOT, *, addresses: str = "") -> None:
        python = checkout / ".venv" / "bin" / "python"
        self.process = subprocess.Popen(
            [python if python.exists() else sys.executable, HERE / "probe.py", *addresses.split()],
            cwd=checkout,
            env=environment(url, files(), checkout),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._read()

    def ask(self, **job: Any) -> Any:
        """The answer to a job."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the probe ended with {self.process.wait()}")
        return json.loads(line)

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *args: object) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def medians(
    sides: dict[str, Callable[[], float]],
    rounds: int,
    is_clear: Callable[[dict[str, float]], bool] = lambda found: False,
    few: int = 1,
) -> dict[str, float]:
    """The median of each side over so many rounds; after a few, only while it is not yet clear."""
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for number in range(1, rounds + 1):
        for side, measure in sides.items():
            taken[side].append(measure())
        found = {side: statistics.median(values) for side, values in taken.items()}
        if number >= few and is_clear(found):
            break
    return found
