"""Code lists as choices of forms and as names on pages, in the language of the page."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from core import clock
from labour_law.codes import Code, CodeTable, is_class
from labour_law.countries import COUNTRIES
from labour_law.errors import UnknownRegion
from labour_law.places import full_name
from law_tables import current
from law_tables.wording import bilingual, in_language

Choices = list[tuple[str, object]]


def entries(table: CodeTable) -> list[Code]:
    """Every code of a list once, whether or not it still holds: its row of today, else the nearest."""
    return list(_by_code(current.content(), table, clock.today()).values())


def countries() -> Choices:
    """Who issues passports, by name."""
    return [(country.code, bilingual(country.zh, country.en)) for country in COUNTRIES.values()]


def offered(table: CodeTable, keep: str = "") -> list[Code]:
    """The codes that hold today, for a form; and `keep`, the one on record, whether or not it does."""
    today = clock.today()
    counts = {row.code for row in current.code_rows(table)}
    return [
        row
        for row in entries(table)
        if row.code == keep
        or (
            row.code in counts and row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        )
    ]


def labelled(rows: Iterable[Code], *, indent: bool = False) -> Choices:
    """Codes with their names; with `indent`, those that belong to another are set off below it."""
    return [
        (
            row.code,
            bilingual(f"— {row.zh}", f"— {row.en}") if indent and row.parent else bilingual(row.zh, row.en),
        )
        for row in rows
    ]


def name_of(table: CodeTable, code: str) -> str:
    """A code as it reads in a sentence, whether or not it still holds; the code itself where it is none.

    A region may also be the number of a place.
    """
    row = _by_code(current.content(), table, clock.today()).get(code)
    if row is None and table == "region":
        return full_name(code) or code
    return in_language(row.zh, row.en) if row else code


@lru_cache(maxsize=64)
def _by_code(content: current.Content, table: CodeTable, today: date) -> dict[str, Code]:
    """Code → its row of the day, in the order of the list."""
    rows = content.names[table]
    found: dict[str, Code] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        if row.code not in found or row.valid_from <= today:
            found[row.code] = row
    return {code: found[code] for code in dict.fromkeys(row.code for row in rows)}


def all_regions() -> Choices:
    """Every region of the list, but for the places by their number, which are not listed to choose from."""
    return labelled(row for row in entries("region") if not row.code.isdigit())


def lies_in(code: str, region: str) -> bool:
    """Does a region or a place lie in another one, or is it the same? What holds there then holds for it too."""
    return region in _around(current.content(), code, clock.today())


@lru_cache(maxsize=4096)
def _around(content: current.Content, code: str, today: date) -> frozenset[str]:
    try:
        return frozenset(content.regions.lineage(code, today))
    except UnknownRegion:  # its row is struck out
        return frozenset((code,))


def places() -> Choices:
    """Code and name of the regions of the list that somebody can work in: no classes, which only rates are set for. Other
    places are found by their name."""
    rows = (row for row in offered("region") if row.parent and not is_class(row.code))
    return labelled(row for row in rows if not row.code.isdigit())


def named_regions() -> Choices:
    """What a rate may be set for: the regions of the list that hold today, classes and the whole country too. Other places
    are found by their name."""
    return labelled(row for row in offered("region") if not row.code.isdigit())
