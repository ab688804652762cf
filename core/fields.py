"""Form fields for what the house asks everywhere: numbers of people and employers, names, sums, days."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from core import clock
from core.money import FEN, ZERO
from core.names import tidy_name
from core.widgets import DayInput
from labour_law.errors import LabourLawError
from labour_law.identifiers import validate_credit_code, validate_phone
from labour_law.identity import identify

MAX_SUM = Decimal("999999999999.99")
FIRST_YEAR, LAST_YEAR = 1900, 2100
_SUM = re.compile(r"([+-]?)(\d+|\d{1,3}(?:,\d{3})+)?(?:\.(\d*))?")
_DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")


def law_error(error: LabourLawError) -> ValidationError:
    """An error of `labour_law` as one a form shows, in the language of the page."""
    return ValidationError(gettext(error.message), code=error.code, params=dict(error.params))


class _CheckedField(forms.CharField):
    """Text that a function of `labour_law` checks and brings into its one spelling; empty stays empty."""

    attrs: dict[str, str] = {}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def check(self, text: str) -> str:
        raise NotImplementedError

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # No maxlength in the page: a pasted number with spaces in it is still the number.
        return {"autocomplete": "off", **self.attrs}

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return text
        try:
            return self.check(text)
        except LabourLawError as error:
            raise law_error(error) from error


class IdNumberField(_CheckedField):
    """The number of a document whose kind it tells by itself, returned without spaces."""

    attrs = {"spellcheck": "false"}

    def check(self, text: str) -> str:
        return identify(text, on=clock.today()).number


class CreditCodeField(_CheckedField):
    """A unified social credit code (GB 32100), returned in capitals."""

    attrs = {"spellcheck": "false"}

    def check(self, text: str) -> str:
        return validate_credit_code(text)


class PhoneField(_CheckedField):
    """A mainland telephone number, returned as 13800138000 or 021-57312345."""

    attrs = {"inputmode": "tel"}

    def check(self, text: str) -> str:
        return validate_phone(text)


class NameField(forms.CharField):
    """A name of a person or an employer in its one spelling, so that a stray space makes no second one."""

    def to_python(self, value: Any) -> str:
        return tidy_name(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}


class MoneyFormField(forms.DecimalField):
    """Yuan with two places, from 0 (or from 0.01 where `positive`) to 999,999,999,999.99.

    Takes 1234.5, 1,234.50 and full-width digits; a sum with a fraction of a fen is refused, never rounded.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter a sum like 1234.50."),
        "negative": gettext_lazy("A sum cannot be negative."),
        "not_positive": gettext_lazy("The sum must be above zero."),
        "too_precise": gettext_lazy("A sum has at most 2 decimal places; this one has %(places)s decimals."),
        "too_large": gettext_lazy("The sum is above 999,999,999,999.99 yuan."),
    }

    def __init__(self, *, positive: bool = False, **kwargs: Any) -> None:
        self.positive = positive
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = "".join(unicodedata.normalize("NFKC", str(value)).split()).removesuffix("元").lstrip("¥")
        if not text:
            return None
        match = _SUM.fullmatch(text)
        if not match or not (match[2] or match[3]):
            raise self._error("invalid")
        sign, whole, places = match[1], (match[2] or "0").replace(",", "").lstrip("0"), match[3] or ""
        if len(places) > 2:
            raise self._error("too_precise", places=len(places))
        if len(whole) > 12:
            raise self._error("negative" if sign == "-" else "too_large")
        amount = Decimal(f"{sign}{whole or 0}.{places or 0}").quantize(FEN)
        if amount < ZERO:
            raise self._error("negative")
        if self.positive and not amount:
            raise self._error("not_positive")
        return abs(amount)

    def _error(self, code: str, **params: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class DateField(forms.DateField):
    """A day of the calendar between 1900 and 2100; with `not_in_future`, one that has come.

    Takes what a date input sends and what people write: 2026-1-5, 2026/1/5, 2026年1月5日, 20260105.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter a date like 2026-01-05."),
        "impossible": gettext_lazy("This date does not exist: %(date)s."),
        "out_of_range": gettext_lazy("The year must lie between 1900 and 2100."),
        "future": gettext_lazy("This day has not come yet."),
    }

    def __init__(self, *, not_in_future: bool = False, **kwargs: Any) -> None:
        self.not_in_future = not_in_future
        kwargs.setdefault("widget", DayInput())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date) or value in self.empty_values:
            return super().to_python(value)
        text = "".join(unicodedata.normalize("NFKC", str(value)).split())
        if not text:
            return None
        match = _DAY.fullmatch(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])
        try:
            date = dt.date(year, month, day)
        except ValueError:
            params = {"date": f"{year}-{month:02d}-{day:02d}"}
            raise ValidationError(self.error_messages["impossible"], "impossible", params) from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return date

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.not_in_future and value and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}


class MomentField(forms.DateTimeField):
    """A day and time in the project's time zone, between 1900 and 2100."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter a date and time like 2026-01-05 14:00."),
        "out_of_range": gettext_lazy("The year must lie between 1900 and 2100."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        moment = super().to_python(value)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return moment
