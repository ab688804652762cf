"""Read the dated TOML tables of ``labour_law/data``."""

import tomllib
from importlib.resources import files
from typing import Any, Literal

Confidence = Literal["verified", "two_sources", "memory", "unconfirmed", "entered"]
"""How sure a figure is: checked against its source, the same in two public sources, from memory of it, said by one
public source alone (only offered, until somebody confirms it), or entered or confirmed by whoever calculates."""


_FROM_SURE_TO_UNSURE: tuple[Confidence, ...] = ("verified", "two_sources", "entered", "memory", "unconfirmed")


def least_sure(*marks: Confidence) -> Confidence:
    """How sure that is which rests on all of these: no surer than the least of them; "verified" for none.

    From memory is less sure than entered: who entered a figure has looked it up. Raises nothing.

    >>> least_sure("verified", "memory", "entered")
    'memory'
    """
    return max(marks, key=_FROM_SURE_TO_UNSURE.index, default="verified")


def load(name: str) -> dict[str, Any]:
    """Parse ``labour_law/data/<name>.toml``. Raises FileNotFoundError where there is none.

    >>> load("holidays")["year"][-1]["year"]
    2026
    """
    return tomllib.loads((files("labour_law") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
