"""What is promised about cost: each bound with what it is measured against, and the report that holds figures to it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bound:
    """A figure divided by its reference is at most this."""

    at_most: float
    means: str


BOUNDS = {
    "growth": Bound(1.5, "what a page, filter or search costs with many cases, by what it costs with few"),
    "half": Bound(0.5, "CPU of the case page, the lists and each home, by that of the commit compared with"),
    "floor": Bound(2, "the case list, by raw SQL and a plain template of the same rows"),
    "bytes": Bound(0.25, "bytes sent for a page, by those of the commit compared with"),
    "static": Bound(30, "KB of static files at first load, by 1 KB"),
    "slower": Bound(
        1 / 2.5, "seconds for a request of the mixed journey, by those of the commit compared with"
    ),
    "tail": Bound(6, "the slowest hundredth of the requests of the mixed journey, by their median"),
    "errors": Bound(0, "answers of the mixed journey that are errors"),
    "csv": Bound(0.33, "CPU of the export as CSV, by that of the commit compared with"),
    "xlsx": Bound(1.2, "peak memory of the XLSX of all cases, by that of 1,000"),
    "step": Bound(4, "a step with all that follows, by a bare save with history"),
    "perform": Bound(2, "the transition alone, by a bare save with history"),
    "paper": Bound(1.15, "a paper, by WeasyPrint on its HTML"),
    "severance": Bound(8, "a calculation of N, by a bare multiplication of Decimals"),
    "start": Bound(4, "script/server started again, until it answers, by starting a bare Django"),
    "memory": Bound(0.8, "peak memory of a worker under load, by that of the commit compared with"),
}
"""Issue 8, by name. A reference of 1 stands for a plain number."""

TOO_LITTLE = 2.0
"""Milliseconds: a page that grew by less did not grow."""


@dataclass(frozen=True)
class Figure:
    """Something measured beside its reference, both in the unit."""

    name: str
    unit: str
    value: float
    reference: float | None = None
    bound: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times the reference it is, None without one."""
        if self.reference is None:
            return None
        return self.value / self.reference if self.reference else float("inf") if self.value else 0.0

    @property
    def is_held(self) -> bool:
        """Whether it keeps its bound; what has none, does."""
        if not self.bound or self.ratio is None:
            return True
        if self.bound == "growth" and self.unit == "ms" and self.value - (self.reference or 0) < TOO_LITTLE:
            return True
        return self.ratio <= BOUNDS[self.bound].at_most

    def __str__(self) -> str:
        against = "" if self.reference is None else f"{self.reference:10.1f} {self.unit:<4}{self.ratio:8.2f}"
        bound = BOUNDS[self.bound].at_most if self.bound else None
        said = "" if bound is None else f"  ok ({bound:g})" if self.is_held else f"  MISSED ({bound:g})"
        return f"{self.name:<66}{self.value:10.1f} {self.unit:<4}{against}{said}  {self.note}".rstrip()


@dataclass
class Report:
    """Prints a line per figure, and at the end what missed its bound, the worst first."""

    figures: list[Figure] = field(default_factory=list)

    def say(self, figure: Figure) -> None:
        """Take a figure into the report and print it."""
        self.figures.append(figure)
        print(figure, flush=True)

    @property
    def missed(self) -> list[Figure]:
        """The figures beyond their bound, the worst first."""
        missed = [figure for figure in self.figures if not figure.is_held]
        return sorted(missed, key=lambda one: -(one.ratio or 0) / (BOUNDS[one.bound].at_most or 1))

    def end(self) -> int:
        """Print what missed its bound; the exit code."""
        missed = self.missed
        print(f"\n{len(self.figures)} figures, {len(missed)} beyond their bound")
        for figure in missed:
            print(figure)
            print(f"    {BOUNDS[figure.bound].means}")
        return 1 if missed else 0
