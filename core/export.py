"""A list as CSV or XLSX: streamed, and safe to open in a spreadsheet.

A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers. openpyxl, which takes
long to import, is imported with the first XLSX.
"""

import csv
import datetime as dt
import io
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

FORMATS = ("csv", "xlsx")
BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""No XLSX may hold them."""
NUMBER_FORMATS = {Decimal: "#,##0.00", dt.date: "yyyy-mm-dd"}
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

LINES = 500
"""Of a CSV, sent at a time."""

Row = Sequence[Any]


def safe_cell(value: Any) -> Any:
    """The value as a cell may hold it: numbers and dates as they are, anything else as harmless text.

    >>> safe_cell("=1+1"), safe_cell("＝1+1"), safe_cell(-5), safe_cell(None)
    ("'=1+1", "'＝1+1", -5, '')
    """
    if isinstance(value, str) and value.isprintable() and value[:1].isalnum():
        return value  # as nearly all are; no letter or digit is read as the beginning of a formula
    if value is None:
        return ""
    if isinstance(value, (int, Decimal, dt.date)):
        return value
    text = CONTROL_CHARACTERS.sub("", str(value))
    return f"'{text}" if _may_be_formula(text) else text


def _may_be_formula(text: str) -> bool:
    """Does it begin like a formula, also in full-width characters or behind blanks?"""
    if text.startswith(FORMULA_STARTS):
        return True
    return unicodedata.normalize("NFKC", text).lstrip().startswith(FORMULA_STARTS)


def export(rows: Iterable[Row], *, header: Sequence[str], name: str, fmt: str) -> HttpResponseBase:
    """The rows under their header as a download `name`.`fmt`; `fmt` is one of `FORMATS`."""
    return _xlsx(rows, header, name) if fmt == "xlsx" else _csv(rows, header, name)


def _csv(rows: Iterable[Row], header: Sequence[str], name: str) -> HttpResponseBase:
    """So many lines at a time, as the rows come."""

    def pieces() -> Iterator[str]:
        found = iter(rows)
        piece: list[Row] = [header]
        begin = BOM
        while piece:
            text = io.StringIO()
            csv.writer(text).writerows([safe_cell(value) for value in row] for row in piece)
            yield begin + text.getvalue()
            piece, begin = list(islice(found, LINES)), ""

    response = StreamingHttpResponse(pieces(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    return response


def _xlsx(rows: Iterable[Row], header: Sequence[str], name: str) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    write_xlsx(rows, header, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_TYPE)


def write_xlsx(rows: Iterable[Row], header: Sequence[str], file: IO[bytes]) -> None:
    """The rows under their header, one after the other, so that a long list does not stand in memory."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    def cell_of(value: Any) -> Any:
        number_format = NUMBER_FORMATS.get(type(value))
        if number_format is None:
            return value
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = number_format
        return cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    head = [WriteOnlyCell(sheet, str(title)) for title in header]
    for cell in head:
        cell.font = bold
    sheet.append(head)
    try:
        for row in rows:
            sheet.append([cell_of(safe_cell(value)) for value in row])
    except BaseException:
        with tempfile.TemporaryFile() as away:
            book.save(away)  # only so does openpyxl remove what it has put aside on the disk
        raise
    book.save(file)
