"""A spreadsheet file (XLSX or CSV) as the text that is pasted of it."""

import datetime as dt
import io
import re
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from core.pasted_sheet import MAX_CHARACTERS, sheet_rows, sheet_text

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 3000, 100
"""As far as a sheet is looked at."""


def text_of(upload: UploadedFile) -> str:
    """The table in the file, a line for each row. Raises `ValidationError` with what is wrong and what helps."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The file is too large for a table: at most 5 MB."), code="too_large")
    upload.seek(0)
    content = upload.read()
    if content.startswith(b"PK"):
        text = _of_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _(
                "This is a workbook of the old kind (XLS), or one with a password. Save it as XLSX, and choose it again."
            ),
            code="old",
        )
    else:
        text = sheet_text(sheet_rows(_decoded(content)))
    if len(text) > MAX_CHARACTERS:
        raise ValidationError(_("There is too much in this table. Take it in parts."), code="too_long")
    return text


def _decoded(content: bytes) -> str:
    """A CSV file says nowhere how it is written; in China it is UTF-8 or GB 18030."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace(";", ",") if ";" in text and not re.search("[,\t]", text) else text
    raise ValidationError(_("This is no table. Choose an XLSX or CSV file."), code="kind")


def _of_workbook(content: bytes) -> str:
    unreadable = ValidationError(
        _("This workbook cannot be read. Open it, save it as XLSX, and choose it again."), code="kind"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise ValidationError(
                    _("There is too much in this workbook. Take it in parts."), code="too_large"
                )
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS)
            lines = [(number, [_said(cell) for cell in row]) for number, row in enumerate(rows, 1)]
            if filled := [(number, _trimmed(cells)) for number, cells in lines if any(cells)]:
                return sheet_text(filled)
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken workbook makes of the reader
        raise unreadable from error
    raise ValidationError(_("There is nothing in this workbook."), code="empty")


def _said(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, int | float):
        return _number(value)
    text = " ".join(str(value).split())
    return f"'{text}" if re.fullmatch(r"\d{16,}", text) else text


def _number(value: float) -> str:
    """As it is on the sheet; one of more than 15 figures is not whole any more."""
    if abs(value) >= 1e15:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else format(value, ".15g")


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
