"""Rates out of an XLSX or CSV file: what each row says, and what is wrong with it, by row and column. Writes nothing."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CheckConstraint
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.fields import DateField, law_error
from core.pasted_sheet import Line, sheet_rows
from core.sheet_files import book_of
from labour_law.errors import InvalidTable
from labour_law.places import is_place, named
from labour_law.rates import Rates
from law_tables.choices import entries, name_of
from law_tables.models import Confidence, Place, RateRow
from law_tables.series import Series, Unit

COLUMNS: dict[str, Any] = {
    "series": gettext_lazy("Series"),
    "region": gettext_lazy("Region"),
    "grade": gettext_lazy("Grade of disability"),
    "valid_from": gettext_lazy("From"),
    "valid_to": gettext_lazy("Until"),
    "value": gettext_lazy("Value"),
    "value_to": gettext_lazy("Up to"),
    "unit": gettext_lazy("Unit"),
    "place": gettext_lazy("Where"),
    "from_degrees": gettext_lazy("From °C"),
    "first_month": gettext_lazy("First hot month"),
    "last_month": gettext_lazy("Last hot month"),
    "source": gettext_lazy("Source"),
    "confidence": gettext_lazy("Confidence"),
    "note": gettext_lazy("Note"),
}
"""What a column may be: headed by its name here, in Chinese or English, or by the name of the field."""

NEEDED = ("series", "region", "valid_from", "value", "unit", "source", "confidence")
_CHOICES = {"series": Series, "unit": Unit, "place": Place, "confidence": Confidence}
_WHOLE = ("grade", "from_degrees", "first_month", "last_month")


@dataclass
class Import:
    """What a file says: rows to add, how many the table has already, and what is wrong."""

    rows: list[RateRow] = field(default_factory=list)
    known: int = 0
    problems: list[str] = field(default_factory=list)


def read_rates(content: bytes) -> Import:
    """Read the first sheet with the header of such a table, else the first: a header, then a rate a row. Rows the table
    has as they are, are left out."""
    found = Import()
    try:
        header, lines = _sheet(content)
    except ValidationError as error:
        found.problems += error.messages
        return found
    columns = [_column(cell) for cell in header]
    found.problems += _header_problems(header, columns)
    if found.problems:
        return found
    numbered: list[tuple[int, RateRow]] = []
    for number, cells in lines:
        given = {key: cell for key, cell in zip(columns, cells, strict=False) if key}
        row, problems = _row(given)
        found.problems += [_at(number, column, message) for column, message in problems]
        if row is not None:
            numbered.append((number, row))
    _hold_against_the_table(found, numbered)
    return found


def _sheet(content: bytes) -> tuple[list[str], list[Line]]:
    book = book_of(SimpleUploadedFile("rates", content))
    book.turn_to_likeliest(_known_columns)
    lines = sheet_rows(book.text)
    if len(lines) < 2:
        raise ValidationError(
            _("There is a header but no row below it.") if lines else _("The sheet is empty.")
        )
    return lines[0][1], lines[1:]


def _known_columns(text: str) -> int:
    """How many of the columns that are needed its first row names."""
    lines = sheet_rows(text)
    return len(set(NEEDED) & {_column(cell) for cell in lines[0][1]}) if lines else 0


def _column(cell: str) -> str | None:
    """The field a header cell names; "" for an empty one, None for one nobody knows."""
    text = _text(cell).casefold()
    return _BY_HEADER.get(text) if text else ""


def _headers() -> Mapping[str, str]:
    found = {}
    for name, label in COLUMNS.items():
        found[name] = name
        for language in ("zh-hans", "en"):
            with override(language):
                found[str(label).casefold()] = name
    return found


class _Headers(dict[str, str]):
    """Filled when first asked: translations are not there yet when this is imported."""

    def get(self, key: str, default: Any = None) -> Any:
        if not self:
            self.update(_headers())
        return super().get(key, default)


_BY_HEADER = _Headers()


def _header_problems(header: Sequence[str], columns: Sequence[str | None]) -> list[str]:
    problems = [
        _("Column “%(column)s” is not known.") % {"column": _text(cell)}
        for cell, key in zip(header, columns, strict=True)
        if key is None
    ]
    twice = {key for key in columns if key and columns.count(key) > 1}
    problems += [
        _("Column “%(column)s” stands there twice.") % {"column": COLUMNS[key]} for key in sorted(twice)
    ]
    missing = [key for key in NEEDED if key not in columns]
    return problems + [_("There is no column “%(column)s”.") % {"column": COLUMNS[key]} for key in missing]


def _row(given: Mapping[str, str]) -> tuple[RateRow | None, list[tuple[str, str]]]:
    """The row, or what is wrong with it, by field."""
    values: dict[str, Any] = {}
    problems: list[tuple[str, str]] = []
    for name, cell in given.items():
        try:
            values[name] = _value(name, cell)
        except ValidationError as error:
            problems += [(name, message) for message in error.messages]
    if problems:
        return None, problems
    row = RateRow(**values)
    try:
        row.full_clean(validate_unique=False, validate_constraints=False)
        for constraint in RateRow._meta.constraints:
            if isinstance(constraint, CheckConstraint):  # whether the row is there already is asked below
                constraint.validate(RateRow, row)
    except ValidationError as error:
        told = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return None, [
            (name if name in COLUMNS else "", message)
            for name, messages in told.items()
            for message in messages
        ]
    return row, []


def _value(name: str, cell: str) -> Any:
    text = _text(cell)
    if name in _CHOICES:
        return _choice(_CHOICES[name], text)
    if name == "region":
        return _region(text)
    if name in ("valid_from", "valid_to"):
        return DateField(required=False).clean(text)
    if name in _WHOLE:
        return _number(text) if text else 0
    if name in ("value", "value_to"):
        return _number(text) if text else None
    return cell


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise ValidationError(_("Enter a number like 8 or 7.5."))
    return found


def _choice(choices: Any, text: str) -> str:
    if not text:
        return ""
    for code in choices.values:
        for language in ("zh-hans", "en"):
            with override(language):
                if text.casefold() in (code, str(choices(code).label).casefold()):
                    return code
    labels = ", ".join(str(label) for label in choices.labels)
    raise ValidationError(_("“%(text)s” is none of: %(labels)s.") % {"text": text, "labels": labels})


def _region(text: str) -> str:
    """The code of a region of the list or of a place: by code, name or number."""
    for entry in entries("region"):
        if text in (entry.code, entry.zh, entry.en):
            return entry.code
    if is_place(text):
        return text
    found = {place.code for place in named(text)}
    if len(found) > 1:
        places = ", ".join(sorted(name_of("region", code) for code in found))
        raise ValidationError(_("“%(text)s” may be: %(places)s.") % {"text": text, "places": places})
    if not found:
        raise ValidationError(_("There is no place %(value)s in the tables.") % {"value": text})
    return found.pop()


def _hold_against_the_table(found: Import, numbered: Iterable[tuple[int, RateRow]]) -> None:
    """Leave out what the table has; a row that contradicts one of it, or one above, is a problem."""
    kept: dict[tuple[str, str, int], list[Any]] = {}
    for row in RateRow.objects.in_force():
        kept.setdefault((row.series, row.region, row.grade), []).append(row.rate)
    begun = set(RateRow.objects.values_list(*_KEY))
    for number, row in numbered:
        near = kept.setdefault((row.series, row.region, row.grade), [])
        if row.rate in near:
            found.known += 1
            continue
        if tuple(getattr(row, name) for name in _KEY) in begun:
            message = _("There is a row of this series, region and grade from this day.")
            found.problems.append(_at(number, "valid_from", message))
            continue
        try:
            Rates([*near, row.rate], ())
        except InvalidTable as error:
            error.params |= {"series": row.get_series_display(), "region": name_of("region", row.region)}
            found.problems.append(_at(number, "valid_from", str(law_error(error).messages[0])))
        else:
            near.append(row.rate)
            found.rows.append(row)


_KEY = ("series", "region", "grade", "place", "from_degrees", "valid_from")


def _at(number: int, column: str, message: object) -> str:
    """A problem in one column of one row."""
    if not column:
        return _("Row %(row)d: %(message)s") % {"row": number, "message": message}
    said = {"row": number, "column": COLUMNS[column], "message": message}
    return _("Row %(row)d, %(column)s: %(message)s") % said


def _text(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()
