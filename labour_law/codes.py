"""Code lists of ``data/codes.toml``: worker, relation and employer types, channels, causes of action; and the regions,
with those of ``data/regions.toml`` and the places of ``data/classes.toml``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal

from labour_law.errors import InvalidTable
from labour_law.places import full_name, named
from labour_law.tables import Confidence, load

CodeTable = Literal[
    "worker_type", "worker_flag", "relation_type", "employer_type", "channel", "cause", "region"
]

_TABLES = load("codes")
_REGIONS = load("regions")

OFFERED: tuple[Confidence, ...] = ("memory", "unconfirmed")
"""A class of a place that is no surer than this is only offered, and counts where somebody confirms it."""

NUMBERS: Mapping[str, str] = MappingProxyType(_REGIONS["numbers"])
"""Number of a place by GB/T 2260 (`labour_law.places`) → the region of the list that it is."""

_CLASS = re.compile(r"_\d+$")


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
    found = _rows(_TABLES[table])
    return [*found, *_rows(_REGIONS["region"]), *classed_places()] if table == "region" else found


def is_class(code: str) -> bool:
    """Whether a region is a class of minimum wages, which rates are set for and nobody works in. Raises nothing.

    >>> is_class("jiangsu_1"), is_class("jiangsu"), is_class("330782")
    (True, False, False)
    """
    return bool(_CLASS.search(code))


@cache
def classed_places() -> tuple[Code, ...]:
    """The places whose class of minimum wages a list says: each by its number, below its class, from the first day of the
    list. Raises InvalidTable where a name stands for no place of the province, or for several.

    >>> [(row.zh, row.parent) for row in classed_places() if row.code == "441900" or row.code == "4419"]
    [('广东省东莞市（全市）', 'guangdong_2')]
    """
    return tuple(row for table in load("classes")["list"] for row in _classed(table))


def _classed(table: Mapping[str, Any]) -> Iterator[Code]:
    province = next(number for number, code in NUMBERS.items() if code == table["province"])
    day = table["valid_from"]
    for key, names in table.items():
        for name in names.split() if key.isdigit() else ():
            number = _number_of(name, province, day)
            shown = full_name(number) + ("（全市）" if len(number) == 4 else "")
            parent = f"{table['province']}_{key}"
            yield Code(number, shown, shown, day, table["source"], table["confidence"], parent)


def _number_of(name: str, province: str, day: date) -> str:
    """合肥市区 → 340100, its districts; 合肥市 → 3401, all of it; 巢湖市 → 340181."""
    if name.endswith("市区"):
        for number in _numbers(name.removesuffix("区"), province, day):
            if number.endswith("00"):
                return number
    found = _numbers(name, province, day)
    if len(found) != 1:
        raise InvalidTable("table_place", place=name, province=province)
    (number,) = found
    return number.removesuffix("00")


def _numbers(name: str, province: str, day: date) -> set[str]:
    return {place.code for place in named(name, day) if place.code.startswith(province)}


def _rows(table: Mapping[str, Any]) -> list[Code]:
    shared = {key: value for key, value in table.items() if key != "codes"}
    return [Code(**(shared | row)) for row in table["codes"]]


def check_validity(table: str, rows: Iterable[Code]) -> None:
    """An entry of a code holds until the next of the same code begins, or until its own last day; never two at once.

    Raises InvalidTable. Source: none but this, that a code means one thing on one day.

    >>> check_validity("region", codes("region"))
    """
    by_code: dict[str, list[Code]] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        by_code.setdefault(row.code, []).append(row)
    for code, entries in by_code.items():
        for row in entries:
            if row.valid_to is not None and row.valid_to < row.valid_from:
                raise InvalidTable(
                    "table_order", series=table, region=code, start=row.valid_from, end=row.valid_to
                )
        for row, following in pairwise(entries):
            last = following.valid_from - timedelta(1) if row.valid_to is None else row.valid_to
            if row.valid_from == following.valid_from or last >= following.valid_from:
                raise InvalidTable("table_overlap", series=table, region=code, day=following.valid_from)
