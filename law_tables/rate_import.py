"""Rates out of a spreadsheet: what each row says, and what is wrong with it, by row and column. Writes nothing."""

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CheckConstraint
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.days import written_day
from core.fields import DateField, law_error
from core.offers import Offer
from core.pasted_sheet import GridRow, Sent, Sheet, fill_cells, lay_out, written
from core.sheet_files import book_of
from labour_law.errors import InvalidTable
from labour_law.rates import Rates
from law_tables.choices import name_of, named_regions
from law_tables.forms import FigureField, RegionField
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
    "excludes_insurance": gettext_lazy("Without the worker's own insurance"),
    "source": gettext_lazy("Source"),
    "confidence": gettext_lazy("Confidence"),
    "note": gettext_lazy("Note"),
}
"""What a column may be: headed by its name here, in Chinese or English, or by the name of the field."""

NEEDED = ("series", "region", "valid_from", "value", "unit", "source", "confidence")
_CHOICES = {"series": Series, "unit": Unit, "place": Place, "confidence": Confidence}
_WHOLE = ("grade", "from_degrees", "first_month", "last_month")


MOST_ROWS = 1000
_AT_FIELD = {
    "rate_ends_after_it_starts": "valid_to",
    "rate_range_goes_up": "value_to",
    "rate_season_is_in_a_year": "first_month",
    "rate_is_positive": "value",
}
"""The column a constraint is about."""


@dataclass
class RateLine(GridRow):
    """A row of the sheet: the rate it says, where nothing is wrong with it; `is_known` where the table has it."""

    rate: RateRow | None = None
    is_known: bool = False


@dataclass
class RateTable:
    """What a sheet says: its rows as they were read, and what is wrong."""

    sheet: Sheet
    rows: list[RateLine] = field(default_factory=list)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What a column may be chosen to be."""
        return [(name, str(label)) for name, label in COLUMNS.items()]

    @property
    def rates(self) -> list[RateRow]:
        """The rates to add."""
        return [line.rate for line in self.right if line.rate]

    @property
    def right(self) -> list[RateLine]:
        return [line for line in self.rows if line.rate and not line.problems and not line.is_known]

    @property
    def wrong(self) -> list[RateLine]:
        return [line for line in self.rows if line.problems]

    @property
    def known(self) -> int:
        """How many rows the table has already as they are."""
        return sum(line.is_known for line in self.rows)

    @property
    def problems(self) -> list[str]:
        return [*self.sheet.problems, *(problem for line in self.rows for problem in line.problems)]


def read_rates(content: bytes) -> RateTable:
    """The table in a file: its first sheet with the header of such a table, else the first."""
    try:
        book = book_of(SimpleUploadedFile("rates", content))
    except ValidationError as error:
        return RateTable(Sheet(problems=error.messages))
    book.turn_to_likeliest(lambda text: laid_out(Sent(text)).likeness)
    return read_table(Sent(book.text))


def laid_out(sent: Sent) -> Sheet:
    """The columns and rows of a table, before anything in it is read."""
    needed = {name: COLUMNS[name] for name in NEEDED}
    return lay_out(sent, _column, COLUMNS, found_by=("series", "region"), needed=needed, most=MOST_ROWS)


def read_table(sent: Sent, keeps: Callable[[str], bool] = lambda region: True) -> RateTable:
    """A header, then a rate a row. A row of a region for which `keeps` does not hold is refused."""
    sheet = laid_out(sent)
    table = RateTable(sheet)
    if sheet.problems:
        return table
    for line in sheet.body:
        row = RateLine(line[0], is_open=line[0] in sent.opened)
        fill_cells(row, line, sheet, lambda key: str(COLUMNS[key]))
        row.rate = _read(row)
        if row.rate and not keeps(row.rate.region):
            _refuse(row, "region", _("The rates of this region are kept by others."))
        table.rows.append(row)
    _hold_against_the_table(table)
    return table


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
                found[_text(str(label)).casefold()] = name
    return found


class _Headers(dict[str, str]):
    """Filled when first asked: translations are not there yet when this is imported."""

    def get(self, key: str, default: Any = None) -> Any:
        if not self:
            self.update(_headers())
        return super().get(key, default)


_BY_HEADER = _Headers()


def _refuse(row: RateLine, name: str, message: Any) -> None:
    """Note what is wrong with a row, in the column of this field where there is one."""
    if name in COLUMNS:
        row.refuse(name, str(COLUMNS[name]), message)
    else:
        row.problems.append(_("Row %(row)d: %(message)s") % {"row": row.number, "message": message})


def _read(row: RateLine) -> RateRow | None:
    """The rate a row says; None where it cannot be told, and what is wrong is noted."""
    values: dict[str, Any] = {}
    for cell in row.cells:
        name = cell.column.key or ""
        try:
            values[name] = _value(name, written(cell))
        except ValidationError as error:
            _refuse(row, name, error)
        else:
            shown = _shown(name, values[name])
            cell.shown = "" if _text(cell.text) in (shown, str(values[name])) else shown
    if row.problems:
        return None
    rate = RateRow(**values)
    try:
        rate.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            _refuse(row, name, " ".join(messages))
    for constraint in RateRow._meta.constraints:
        if isinstance(constraint, CheckConstraint):  # whether the row is there already is asked below
            try:
                constraint.validate(RateRow, rate)
            except ValidationError as error:
                if not row.problems:
                    _refuse(row, _AT_FIELD[constraint.name], error)
    return None if row.problems else rate


def _shown(name: str, value: Any) -> str:
    """What a cell says, in the words of the page."""
    if name in _CHOICES:
        return str(_CHOICES[name](value).label) if value else ""
    if name == "region":
        return name_of("region", value)
    return written_day(value) if isinstance(value, dt.date) else ""


def _value(name: str, cell: str) -> Any:
    text = _text(cell)
    if name in _CHOICES:
        return _choice(_CHOICES[name], text)
    if name == "region":
        return RegionField(required=False, known=named_regions).clean(text)
    if name in ("valid_from", "valid_to"):
        return DateField(required=False).clean(text)
    if name in _WHOLE:
        return forms.IntegerField(required=False).clean(text) or 0
    if name in ("value", "value_to"):
        return FigureField(required=False).clean(text)
    if name == "excludes_insurance":
        return _yes_or_no(text)
    return cell


def _yes_or_no(text: str) -> bool:
    words = {"": False}
    for language in ("zh-hans", "en"):
        with override(language):
            words |= {_("Yes").casefold(): True, _("No").casefold(): False}
    if text.casefold() not in words:
        raise ValidationError(_("Enter yes or no."))
    return words[text.casefold()]


def _choice(choices: Any, text: str) -> str:
    if not text:
        return ""
    near = []
    for code in choices.values:
        for language in ("zh-hans", "en"):
            with override(language):
                label = str(choices(code).label).casefold()
            if text.casefold() in (code, label):
                return code
            if text.casefold() in label:
                near.append(code)
    if near:
        raise Offer(str(choices(code).label) for code in dict.fromkeys(near))
    labels = ", ".join(str(label) for label in choices.labels)
    raise ValidationError(_("“%(text)s” is none of: %(labels)s.") % {"text": text, "labels": labels})


def _hold_against_the_table(table: RateTable) -> None:
    """Tell what the table has; a row that contradicts one of it, or one above, is a problem. Where no column says whether
    a minimum wage is without the worker's own insurance, it is as the one before."""
    kept: dict[tuple[str, str, int], list[Any]] = {}
    for row in RateRow.objects.in_force():
        kept.setdefault((row.series, row.region, row.grade), []).append(row.rate)
    begun = set(RateRow.objects.values_list(*_KEY))
    for line in table.right:
        rate = line.rate
        assert rate is not None
        near = kept.setdefault((rate.series, rate.region, rate.grade), [])
        if all(cell.column.key != "excludes_insurance" for cell in line.cells):
            before = [other for other in near if other.valid_from <= rate.valid_from]
            newest = max(before, key=lambda other: other.valid_from, default=rate)
            rate.excludes_insurance = newest.excludes_insurance
        if rate.rate in near:
            line.is_known = True
            continue
        if tuple(getattr(rate, name) for name in _KEY) in begun:
            _refuse(line, "valid_from", _("There is a row of this series, region and grade from this day."))
            continue
        try:
            Rates([*near, rate.rate], ())
        except InvalidTable as error:
            error.params |= {"series": rate.get_series_display(), "region": rate.region_name}
            _refuse(line, "valid_from", law_error(error))
        else:
            near.append(rate.rate)


_KEY = ("series", "region", "grade", "place", "from_degrees", "valid_from")


def _text(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).strip()
