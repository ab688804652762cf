"""A spreadsheet file (XLSX or CSV) as the text that is pasted of it, sheet by sheet."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.pasted_sheet import MAX_CHARACTERS, MOST_COLUMNS, sheet_rows, sheet_text

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 60 * 1024 * 1024
MOST_ROWS, MOST_SHEETS = 3000, 20
"""Of a workbook so much is read. Rows are looked at twice as far, so that one that goes on is taken for too large, not cut short."""
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].|h+\W*m+|m+\W*s+|am/pm')
"""What in a format of days is no part of one."""
_PARTS_OF_A_DAY = ("[ye]", "m", "(?<!d)d{1,2}(?!d)")
_YEAR_AND_MONTH, _MONTH_AND_DAY, _WHOLE_DAY = "yyyy-m", "m-d", "yyyy-m-d"
_CHINESE_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), _YEAR_AND_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_AND_DAY),
    **dict.fromkeys((30, 31), _WHOLE_DAY),
}
"""Formats a workbook in Chinese has by number alone (ECMA-376 part 1, 18.8.30), which openpyxl takes for none."""


@dataclass
class Book:
    """The sheets of a file, which of them is read, and those too large to be carried from page to page."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    at: int = 0
    too_large: list[str] = field(default_factory=list)

    @classmethod
    def carried(cls, data: Any, text: str) -> "Book":
        """As the form of a page sends it, with the sheet that is read as it was corrected."""
        names, texts = data.getlist("sheet-name"), data.getlist("sheet-text")
        book = cls(names, texts, too_large=data.getlist("sheet-too-large"))
        if len(names) != len(texts) or not book.turn_to(data.get("sheet-at")):
            return cls()
        book.texts[book.at] = text or book.text
        return book

    @property
    def text(self) -> str:
        """The sheet that is read."""
        return self.texts[self.at]

    @property
    def has_others(self) -> bool:
        return len(self.names) > 1 or bool(self.too_large)

    def turn_to(self, number: str | None) -> bool:
        """Read the sheet of this number, where there is one."""
        if not (number or "").isdecimal() or int(number or "") >= len(self.texts):
            return False
        self.at = int(number or "")
        return True

    def turn_to_likeliest(self, likeness: Callable[[str], float]) -> None:
        """Read the first of the sheets that are likest to what is looked for."""
        self.at = max(range(len(self.texts)), key=lambda at: likeness(self.texts[at]))

    def carried_fields(self, *, but_read: bool = False) -> list[tuple[str, list[str]]]:
        """What the form sends again; `but_read`: without the text of the sheet that is read, which it sends anyway."""
        texts = ["" if but_read and at == self.at else text for at, text in enumerate(self.texts)]
        return [
            ("sheet-name", self.names),
            ("sheet-text", texts),
            ("sheet-at", [str(self.at)]),
            ("sheet-too-large", self.too_large),
        ]


def book_of(upload: UploadedFile, room: int = MAX_CHARACTERS) -> Book:
    """The tables in the file, a line for each row, of at most so many characters in all. Raises `ValidationError` with what is wrong and what helps."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(_("The file is too large for a table: at most 5 MB."), code="too_large")
    sheets: list[tuple[str, str | None]]
    upload.seek(0)
    content = upload.read()
    if content.startswith(b"PK"):
        sheets = _of_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValidationError(
            _(
                "This is a workbook of the old kind (XLS), or one with a password. Save it as XLSX, and choose it again."
            ),
            code="old",
        )
    else:
        sheets = [("", sheet_text(sheet_rows(_decoded(content))))]
    return _carriable(sheets, room)


def _carriable(sheets: list[tuple[str, str | None]], room: int) -> Book:
    """As many of the sheets, given by name and text, as a page can carry along; the large ones stay out first, and those
    without a text anyway."""
    whole = {at: (name, text) for at, (name, text) in enumerate(sheets) if text is not None}
    kept: set[int] = set()
    for at in sorted(whole, key=lambda at: len(whole[at][1])):
        room -= len(whole[at][1])
        if room >= 0 and len(kept) < MOST_SHEETS:
            kept.add(at)
    if not kept:
        raise ValidationError(_("There is too much in this table. Take it in parts."), code="too_long")
    names, texts = ([whole[at][part] for at in sorted(kept)] for part in (0, 1))
    return Book(names, texts, too_large=[name for at, (name, _text) in enumerate(sheets) if at not in kept])


def _decoded(content: bytes) -> str:
    """A CSV file says nowhere how it is written; in China it is UTF-8 or GB 18030."""
    for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            text = _without_stray_tabs(text)
            return text.replace(";", ",") if ";" in text and not re.search("[,\t]", text) else text
    raise ValidationError(_("This is no table. Choose an XLSX or CSV file."), code="kind")


def _without_stray_tabs(text: str) -> str:
    """Banks put a tab behind figures, so that a spreadsheet takes them for text; it separates nothing there."""
    bare = re.sub(r"\t+(?=[,\"\r\n]|$)|(?<=[,\"])\t+", "", text)
    return bare if "," in bare and "\t" not in bare else text


def _of_workbook(content: bytes) -> list[tuple[str, str | None]]:
    """Name and text of each sheet that is shown and not empty; no text of one with more rows than are read."""
    from openpyxl import load_workbook  # with the first one: it takes long to import

    unreadable = ValidationError(
        _("This workbook cannot be read. Open it, save it as XLSX, and choose it again."), code="kind"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
                raise ValidationError(
                    _("There is too much in this workbook. Take it in parts."), code="too_large"
                )
        book, formulas = (
            load_workbook(io.BytesIO(content), read_only=True, data_only=has_results)
            for has_results in (True, False)
        )
        sheets: list[tuple[str, str | None]] = []
        for sheet, as_entered in zip(book.worksheets, formulas.worksheets, strict=True):
            if sheet.sheet_state != "visible":
                continue
            pairs = zip(_rows(sheet), _rows(as_entered), strict=True)
            lines = [(number, [*map(_said, *pair)]) for number, pair in enumerate(pairs, 1)]
            if filled := [(number, _trimmed(cells)) for number, cells in lines if any(cells)]:
                is_whole = filled[-1][0] <= MOST_ROWS
                sheets.append((sheet.title, sheet_text(filled) if is_whole else None))
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken workbook makes of the reader
        raise unreadable from error
    if not sheets:
        raise ValidationError(_("There is nothing in this workbook."), code="empty")
    return sheets


def _rows(sheet: Any) -> Any:
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=2 * MOST_ROWS, max_col=MOST_COLUMNS)


def _said(cell: Any, as_entered: Any) -> str:
    """What a cell shows; of a formula without a result the formula, so that it is asked about and not lost."""
    value = cell.value
    if value is None:
        is_unknown = as_entered.data_type == "f" and cell.data_type != "str"
        return _formula(as_entered.value) if is_unknown else ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dt.datetime):
        return _day(value, cell.number_format)
    if isinstance(value, int | float):
        if chinese := _CHINESE_FORMATS.get(cell.style_array.numFmtId):
            from openpyxl.utils.datetime import from_excel

            return _day(from_excel(value, cell.parent.parent.epoch), chinese)
        return _number(value)
    text = " ".join(str(value).split())
    return f"'{text}" if re.fullmatch(r"\d{16,}", text) else text


def _formula(entered: Any) -> str:
    """A formula as it stands in its cell; openpyxl has an object for one that fills several."""
    text = " ".join(str(getattr(entered, "text", entered)).split())
    return f"={text.lstrip('=')}"


def _day(value: dt.datetime, number_format: str) -> str:
    """A day as the cell shows it: no more of it than its year and month, or month and day, where the rest is hidden."""
    shown = _NOT_SHOWN.sub("", number_format.partition(";")[0].lower())
    has_year, has_month, has_day = (re.search(pattern, shown) for pattern in _PARTS_OF_A_DAY)
    if has_year and not has_day:
        return f"{value.year}年{value.month}月" if has_month else f"{value.year}年"
    if has_month and has_day and not has_year:
        return f"{value.month}月{value.day}日"
    return value.date().isoformat()


def _number(value: float) -> str:
    """As it is on the sheet; one of more than 15 figures is not whole any more."""
    if abs(value) >= 1e15:
        return f"{value:.14E}"
    return str(int(value)) if value == int(value) else format(value, ".15g")


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
