"""Code lists of ``data/codes.toml``: worker, relation and employer types, channels, causes of action."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from labour_law.tables import Confidence, load

CodeTable = Literal[
    "worker_type", "worker_flag", "relation_type", "employer_type", "channel", "cause", "region"
]

_TABLES = load("codes")


@dataclass(frozen=True, slots=True)
class Code:
    """One row of a code list; ``parent`` is the code above it in a list of two levels, or empty."""

    code: str
    zh: str
    en: str
    valid_from: date
    source: str
    confidence: Confidence
    parent: str = ""
    valid_to: date | None = None


def codes(table: CodeTable) -> list[Code]:
    """The rows of a code list in the order they are shown. Raises KeyError for an unknown table.

    >>> [c.zh for c in codes("cause") if c.parent == "214"]
    ['新就业形态确认劳动关系纠纷', '新就业形态追索劳动报酬纠纷']
    """
    shared = {key: value for key, value in _TABLES[table].items() if key != "codes"}
    return [Code(**(shared | row)) for row in _TABLES[table]["codes"]]
