"""A table pasted from a spreadsheet, before anything in it has a meaning: its rows, and what is wrong with its shape.

Writes nothing. Every problem names the row as the sheet counts it.
"""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from core.names import plain_name

MAX_ROWS = 200
MAX_CHARACTERS = 100_000
NOTHING = frozenset(("-", "—", "–", "/", "无", "n/a"))
TOTALS = frozenset(("合计", "总计", "小计", "total"))
IGNORED = frozenset(
    ("", "序号", "编号", "no", "性别", "年龄", "备注", "备注说明", "签名", "签字", "remark", "note")
)

Line = tuple[int, list[str]]
"""Row number in the sheet, and its cells."""


def sheet_rows(text: str) -> list[Line]:
    """(row number in the sheet, trimmed cells) of every row that is not blank."""
    delimiter = "\t" if "\t" in text else ","
    if delimiter == "," and "," not in text:
        text = text.replace("，", ",")
    lines = io.StringIO(text.replace("\x00", ""), newline=None)
    rows = csv.reader(lines, delimiter=delimiter)
    trimmed = [(number, [cell.strip().lstrip("'") for cell in cells]) for number, cells in enumerate(rows, 1)]
    return [(number, cells) for number, cells in trimmed if any(cells)]


def without_totals(lines: list[Line]) -> list[Line]:
    """The lines but those that add up the others."""
    return [line for line in lines if plain_name("".join(line[1][:2])) not in TOTALS]


def said(cell: str) -> str:
    """What a cell says: nothing where it holds a dash or the like."""
    return "" if cell.lower() in NOTHING else cell


def header_name(cell: str) -> str:
    """What a header cell is compared by: its plain name, without the unit."""
    return plain_name(cell).removesuffix("元").removesuffix("yuan")


def at_cell(number: int, column: str, message: object) -> str:
    """A problem in one column of one row."""
    return _("Row %(row)d, %(column)s: %(message)s") % {"row": number, "column": column, "message": message}


def count_problems(lines: Sequence[Line], *, has_header: bool = True) -> list[str]:
    """There are too many lines, or none."""
    if not lines:
        return [_("There is a header but no row below it.") if has_header else _("Nothing was pasted.")]
    if len(lines) > MAX_ROWS:
        counts = {"limit": MAX_ROWS, "count": len(lines)}
        return [_("At most %(limit)d rows at a time; these are %(count)d.") % counts]
    return []


def width_problems(number: int, cells: list[str], columns: Sequence[object]) -> list[str]:
    """A row has more cells than there are columns."""
    if not any(cells[len(columns) :]):
        return []
    return [_("Row %(row)d has more cells than there are columns.") % {"row": number}]


def header_problems(
    number: int, cells: list[str], columns: list[str | None], found_by: tuple[str, ...] = ("name",)
) -> list[str]:
    """What is wrong with row `number` as a header: its cells mean `columns`, and one of `found_by` says who is meant.

    None is a column nobody knows, "" one left out on purpose.
    """
    problems = [
        _("Row %(row)d, “%(cell)s”: this column is not known. Rename it or leave it out.")
        % {"row": number, "cell": cell}
        for cell, key in zip(cells, columns, strict=True)
        if key is None
    ]
    twice = [at for at, key in enumerate(columns) if key and columns.index(key) < at]
    problems += [
        _("Row %(row)d: the column “%(column)s” stands there twice.") % {"row": number, "column": cells[at]}
        for at in twice
    ]
    if not set(found_by) & set(columns):
        problems.append(_("Row %(row)d: there is no column “Name”.") % {"row": number})
    return problems
