"""Code lists as choices of forms and as names on pages, labelled in the language of the page."""

from core import clock
from labour_law.codes import Code, CodeTable
from law_tables import current
from law_tables.wording import bilingual, in_language


def entries(table: CodeTable) -> list[Code]:
    """Every code of a list once, whether or not it still holds: its row of today, else the nearest."""
    today = clock.today()
    found: dict[str, Code] = {}
    for row in sorted(current.content().names[table], key=lambda row: row.valid_from):
        if row.code not in found or row.valid_from <= today:
            found[row.code] = row
    order = dict.fromkeys(row.code for row in current.content().names[table])
    return [found[code] for code in order]


def offered(table: CodeTable, keep: str = "") -> list[Code]:
    """The codes that hold today, for a form; and `keep`, the one on record, whether or not it does."""
    today = clock.today()
    active = {row.code for row in current.code_rows(table)}
    return [
        row
        for row in entries(table)
        if row.code == keep
        or (
            row.code in active and row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        )
    ]


def choices(rows: list[Code]) -> list[tuple[str, object]]:
    """Codes with their names."""
    return [(row.code, bilingual(row.zh, row.en)) for row in rows]


def name_of(table: CodeTable, code: str) -> str:
    """A code as it reads on the page, whether or not it still holds; the code itself where it is none."""
    return next((in_language(row.zh, row.en) for row in entries(table) if row.code == code), code)


def regions(keep: str = "") -> list[tuple[str, object]]:
    """The regions an office or an employment lies in: all but the whole country."""
    return choices([row for row in offered("region", keep) if row.parent])
