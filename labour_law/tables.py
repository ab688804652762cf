"""Read the dated TOML tables of ``labour_law/data``."""

import tomllib
from importlib.resources import files
from typing import Any, Literal

Confidence = Literal["verified", "memory", "entered"]
"""How sure a figure is: checked against its source, from memory of it, or entered by whoever calculates."""


def load(name: str) -> dict[str, Any]:
    """Parse ``labour_law/data/<name>.toml``.

    >>> load("holidays")["year"][-1]["year"]
    2026
    """
    return tomllib.loads((files("labour_law") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
