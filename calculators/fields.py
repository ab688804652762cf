"""Form fields of the calculators: numbers, yes or no, and facts one a line."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from calculators.words import both, day, refusal
from core.fields import FIRST_YEAR, LAST_YEAR, DateField, MoneyFormField
from core.money import FEN
from labour_law.errors import LabourLawError
from law_tables.choices import name_of
from law_tables.forms import RegionField
from law_tables.rate_words import number

MAX_NUMBER = Decimal(100_000)
MAX_ROWS = 400

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNIT = re.compile(r"(小时|时|天|日|个月|月|年|hours?|days?|h|d)$", re.IGNORECASE)


class NumberField(forms.Field):
    """A number of hours, days or months: at least 0, halves and full-width digits allowed."""

    default_error_messages = {
        "invalid": _("Enter a number like 8 or 7.5."),
        "negative": _("The number cannot be below zero."),
        "too_large": _("The number is above %(limit)s."),
        "too_precise": _("A number has at most 2 decimal places here."),
    }

    def __init__(self, *, suffix: Any = "", **kwargs: Any) -> None:
        self.suffix = suffix
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = "".join(unicodedata.normalize("NFKC", str(value)).split())
        try:
            found = Decimal(_UNIT.sub("", text))
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None
        if not found.is_finite():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        if found < 0:
            raise ValidationError(self.error_messages["negative"], "negative")
        if found > MAX_NUMBER:
            raise ValidationError(
                self.error_messages["too_large"], "too_large", {"limit": number(MAX_NUMBER)}
            )
        if found != found.quantize(FEN):
            raise ValidationError(self.error_messages["too_precise"], "too_precise")
        return found


class WholeField(NumberField):
    """A whole number: a year, a grade, days counted."""

    default_error_messages = {"invalid": _("Enter a whole number.")}

    def to_python(self, value: Any) -> int | None:
        found = super().to_python(value)
        if found is None:
            return None
        if found != int(found):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return int(found)


class YearField(WholeField):
    """A year of the calendar: 2025, 2025年."""

    def to_python(self, value: Any) -> int | None:
        found = super().to_python(value)
        if found is not None and not FIRST_YEAR <= found <= LAST_YEAR:
            raise ValidationError(DateField.default_error_messages["out_of_range"], "out_of_range")
        return found


class YesNoField(forms.TypedChoiceField):
    """Yes or no, with neither chosen beforehand."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.RadioSelect)
        choices = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(choices=choices, coerce=lambda value: value == "yes", empty_value=None, **kwargs)


class RowsField(forms.CharField):
    """Facts one a line, each made by `make` from the columns of its line: a tuple of them.

    Columns stand apart by spaces, tabs or commas, and the last `optional` ones may be missing; empty lines are left
    out. What is wrong is told with its row.
    """

    default_error_messages = {
        "columns": _("two entries are expected, like %(example)s"),
        "too_many": _("There are more than %(limit)s rows."),
    }

    def __init__(
        self,
        make: Callable[..., Any],
        columns: Sequence[tuple[str, forms.Field]],
        example: str,
        *,
        optional: int = 0,
        **kwargs: Any,
    ) -> None:
        self.make, self.columns, self.example, self.optional = make, columns, example, optional
        kwargs.setdefault(
            "widget", forms.Textarea(attrs={"rows": 3, "placeholder": example, "spellcheck": "false"})
        )
        super().__init__(max_length=20_000, **kwargs)

    def clean(self, value: Any) -> tuple[Any, ...]:
        text = unicodedata.normalize("NFKC", super().clean(value) or "")
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > MAX_ROWS:
            raise ValidationError(self.error_messages["too_many"], "too_many", {"limit": MAX_ROWS})
        rows, errors = [], []
        for place, line in enumerate(lines, start=1):
            try:
                rows.append(self._row(line))
            except ValidationError as error:
                errors += [
                    ValidationError(
                        gettext("Row %(row)d: %(message)s") % {"row": place, "message": message}, error.code
                    )
                    for message in error.messages
                ]
        if errors:
            raise ValidationError(errors)
        return tuple(rows)

    def _row(self, line: str) -> Any:
        if any(isinstance(field, MoneyFormField) for _name, field in self.columns):
            line = _THOUSANDS.sub("", line)
        cells = [cell for cell in re.split(r"[\s,;、:]+", line.strip()) if cell]
        if not len(self.columns) - self.optional <= len(cells) <= len(self.columns):
            raise ValidationError(self.error_messages["columns"], "columns", {"example": self.example})
        values = {name: field.clean(cell) for (name, field), cell in zip(self.columns, cells, strict=False)}
        try:
            return self.make(**values)
        except LabourLawError as error:
            raise refusal(error) from error


class CodedField(forms.ChoiceField):
    """A choice that stands for more than its code."""

    def code_of(self, value: Any) -> str:
        """What to send to choose the same again."""
        raise NotImplementedError


def shown(field: forms.Field, value: Any) -> dict[str, str]:
    """What was entered in a field, in words of both languages."""
    if isinstance(field, RowsField):
        return both(lambda: pgettext("between rows", "; ").join(_row_words(field, row) for row in value))
    if isinstance(field, RegionField):
        return both(lambda: name_of("region", value))
    if isinstance(field, forms.ChoiceField):
        return both(lambda: labels_of(field).get(raw(field, value), value))
    if isinstance(field, forms.BooleanField):
        return both(lambda: gettext("Yes") if value else gettext("No"))
    if isinstance(field, DateField):
        return both(lambda: day(value))
    if isinstance(field, NumberField):
        return both(lambda: _with_unit(field, value))
    if isinstance(value, Decimal):
        return both(lambda: gettext("%(sum)s yuan") % {"sum": f"{value:,.2f}"})
    return both(lambda: value)


def raw(field: forms.Field, value: Any) -> str:
    """What to put into the field to have the same value again."""
    if isinstance(field, RowsField):
        return "\n".join(" ".join(_cells(field, row)) for row in value)
    if isinstance(field, YesNoField):
        return "yes" if value else "no"
    if isinstance(field, CodedField):
        return field.code_of(value)
    if isinstance(field, forms.BooleanField):
        return "on" if value else ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def as_typed(fields: Mapping[str, forms.Field], values: Mapping[str, Any]) -> dict[str, str]:
    """Values as these fields take them; what is text already was typed before, and what says nothing is left out."""
    return {
        name: value if isinstance(value, str) else raw(fields[name], value)
        for name, value in values.items()
        if value not in (None, "", (), False)
    }


def labels_of(field: Any) -> dict[str, Any]:
    """Code → label of what a field lets choose."""
    return {str(code): label for code, label in field.choices}


def _cells(field: RowsField, row: Any) -> list[str]:
    values = (getattr(row, name) for name, _field in field.columns)
    return [str(value) for value in values if value is not None]


def _row_words(field: RowsField, row: Any) -> str:
    words = []
    for name, column in field.columns:
        value = getattr(row, name)
        if value is None:
            continue
        if isinstance(column, DateField):
            words.append(day(value))
        elif isinstance(column, MoneyFormField):
            words.append(gettext("%(sum)s yuan") % {"sum": f"{value:,.2f}"})
        elif isinstance(column, YearField):
            words.append(pgettext("a year", "%(year)s") % {"year": value})
        elif isinstance(column, NumberField):
            words.append(_with_unit(column, value))
        else:
            words.append(str(value))
    first, *others = words
    return gettext(": ").join(
        filter(None, (first, pgettext("between the entries of a list", ", ").join(others)))
    )


def _with_unit(field: NumberField, value: Any) -> str:
    told = {"n": number(Decimal(value)), "unit": field.suffix}
    return gettext("%(n)s %(unit)s") % told if field.suffix else told["n"]
