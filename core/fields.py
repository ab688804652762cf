"""Form fields for what the house asks everywhere: numbers of people and employers, names, sums, days."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext, gettext_lazy

from core import clock
from core.money import FEN, ZERO
from core.names import tidy_name
from core.offers import Offer
from core.widgets import DayInput, MomentInput
from labour_law.days import STILL, Parts, read_day
from labour_law.errors import LabourLawError
from labour_law.identifiers import likely_credit_code, validate_credit_code
from labour_law.identity import Identity, IdKind, identify, likely_id_number
from labour_law.money import round_fen
from labour_law.phones import read_phones, validate_phone
from labour_law.readings import compact
from labour_law.sums import foreign_currency, is_rough, is_span, read_sum
from labour_law.times import read_time

MAX_SUM = Decimal("999999999999.99")
MAX_SUM_LENGTH, MAX_DAY_LENGTH = 60, 60
"""Nobody writes a sum or a day longer than that."""
NUMBERED_ALIKE = (IdKind.RESIDENT, IdKind.RESIDENCE_PERMIT, IdKind.PERMANENT_RESIDENCE)
"""Documents with a number of 18 characters."""
MAX_PHONE_LENGTH = 20
AS_WRITTEN = "（照录）"
"""Stands behind a telephone number that was kept as somebody wrote it."""
FIRST_YEAR, LAST_YEAR = 1900, 2100


def law_error(error: LabourLawError) -> ValidationError:
    """An error of `labour_law` as one a form shows, in the language of the page."""
    return ValidationError(gettext(error.message), code=error.code, params=dict(error.params))


def identified(text: str, kind: str = "", *, country: str = "") -> Identity:
    """The document with this number; where letters stand for digits, or words beside it, the likely one is offered.

    Raises `ValidationError`.
    """
    try:
        return identify(text, kind, on=clock.today(), country=country)
    except LabourLawError as error:
        likely = likely_id_number(text) if kind in ("", *NUMBERED_ALIKE) else ""
        if likely and likely != compact(text).upper():
            raise Offer([likely]) from None
        raise law_error(error) from error


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
        return identified(text).number


class CreditCodeField(_CheckedField):
    """A unified social credit code (GB 32100), returned in capitals; where letters stand for digits, it is offered."""

    attrs = {"spellcheck": "false"}

    def check(self, text: str) -> str:
        try:
            return validate_credit_code(text)
        except LabourLawError:
            if likely := likely_credit_code(text):
                raise Offer([likely]) from None
            raise


class PhoneField(_CheckedField):
    """A telephone number in one spelling (`labour_law.phones`); of several, or one among words, each is offered."""

    attrs = {"inputmode": "tel"}

    def check(self, text: str) -> str:
        try:
            return validate_phone(text)
        except LabourLawError:
            if found := read_phones(text).values:
                raise Offer(found) from None
            raise


def ask_to_choose(form: forms.BaseForm) -> None:
    """Say “Please choose” where something must be chosen, and a dash where nothing need be, for Django's row of dashes."""
    for field in form.fields.values():
        words = gettext_lazy("Please choose") if field.required else "–"
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK_CHOICE_DASH[0][1]:
            field.empty_label = words
        elif isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            if [*choices][:1] == BLANK_CHOICE_DASH:
                field.choices = [("", words), *[*choices][1:]]


class EmployerPhoneField(PhoneField):
    """The telephone of an employer. One that cannot be read is offered to be kept as written, which a mark tells."""

    def check(self, text: str) -> str:
        if text.endswith(AS_WRITTEN) and len(text) <= MAX_PHONE_LENGTH:
            return text
        try:
            return super().check(text)
        except LabourLawError as error:
            written = text + AS_WRITTEN
            if len(written) > MAX_PHONE_LENGTH:
                raise
            raise Offer([written], gettext(error.message), code=error.code) from error


class PhonesField(forms.CharField):
    """One telephone number or two, as a tuple; more, or such as stand among words, are offered."""

    def clean(self, value: Any) -> tuple[str, ...]:
        text = super().clean(value)
        if not text:
            return ()
        reading = read_phones(text)
        if reading.is_certain and len(reading.values) <= 2:
            return reading.values
        if reading.values:
            raise Offer(["/".join(reading.values[:2])])
        PhoneField().clean(text)
        return ()


class AccountField(forms.CharField):
    """The number of a bank account: 8 to 30 digits, returned without spaces and hyphens."""

    def clean(self, value: Any) -> str:
        number = compact(super().clean(value)).replace("-", "")
        if number and not re.fullmatch(r"\d{8,30}", number):
            raise ValidationError(gettext("An account number has 8 to 30 digits."), code="account")
        return number


class NameField(forms.CharField):
    """A name of a person or an employer in its one spelling, so that a stray space makes no second one."""

    def to_python(self, value: Any) -> str:
        return tidy_name(super().to_python(value) or "")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}


class MoneyFormField(forms.DecimalField):
    """Yuan with two places, from 0 (or from 0.01 where `positive`) to 999,999,999,999.99.

    Takes sums as people write them (`labour_law.sums`); what is not certain, and a fraction of a fen rounded, is
    offered.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter a sum like 1234.50."),
        "currency": gettext_lazy("This sum is in another currency (%(currency)s): enter what it is in yuan."),
        "span": gettext_lazy("This is a length of time, not a sum. Enter a sum like 1234.50."),
        "rough": gettext_lazy("This says only about how much. Enter the sum itself, like 1234.50."),
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
        text = compact(str(value)) if value not in self.empty_values else ""
        if not text:
            return None
        reading = read_sum(text[:MAX_SUM_LENGTH])
        if not reading.is_certain:
            fitting = [amount for amount in reading.values if self._refused(amount) is None]
            if not fitting:
                raise self._unread(text)
            raise Offer(f"{amount:.2f}" for amount in fitting)
        if refused := self._refused(amount := reading.values[0]):
            raise refused
        return abs(amount).quantize(FEN)

    def _refused(self, amount: Decimal) -> ValidationError | None:
        """Why this sum is not taken."""
        if amount < ZERO:
            return self._error("negative")
        if amount >= MAX_SUM + FEN:
            return self._error("too_large")
        if self.positive and not amount:
            return self._error("not_positive")
        rounded = round_fen(amount)
        if rounded == amount:
            return None
        places = -int(amount.normalize().as_tuple().exponent)
        if rounded > MAX_SUM or (self.positive and not rounded):
            return self._error("too_precise", places=places)
        told = str(self.error_messages["too_precise"])
        return Offer([f"{rounded:.2f}"], told, code="too_precise", params={"places": places})

    def _unread(self, text: str) -> ValidationError:
        """What is wrong with a text that is no sum."""
        if currency := foreign_currency(text):
            return self._error("currency", currency=currency)
        if is_span(text):
            return self._error("span")
        return self._error("rough" if is_rough(text) else "invalid")

    def _error(self, code: str, **params: object) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class DateField(forms.DateField):
    """A day of the calendar between 1900 and 2100; with `not_in_future`, one that has come.

    Takes what a date input sends and what people write (`labour_law.days`); what is not certain is offered. Of a month
    alone the last day comes first where the field is the `end` of something; where it may still go on (`open_end`), 至今
    is empty.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter a date like 2026-01-05."),
        "impossible": gettext_lazy("This date does not exist: %(date)s."),
        "out_of_range": gettext_lazy("The year must lie between 1900 and 2100."),
        "future": gettext_lazy("This day has not come yet."),
    }

    def __init__(
        self, *, not_in_future: bool = False, end: bool = False, open_end: bool = False, **kwargs: Any
    ) -> None:
        self.not_in_future, self.end, self.open_end = not_in_future, end or open_end, open_end
        kwargs.setdefault("widget", DayInput())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date) or value in self.empty_values:
            return super().to_python(value)
        text = compact(str(value)).lower()
        if not text or (self.open_end and text in STILL):
            return None
        if self.end and text in STILL:
            raise Offer([clock.today().isoformat()])
        reading = read_day(str(value)[:MAX_DAY_LENGTH], today=clock.today(), end=self.end)
        if not reading.is_certain:
            offered = [day for parts in reading.values if (day := self._offered(parts))]
            if not offered:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            raise Offer(day.isoformat() for day in offered)
        return self._day(reading.values[0])

    def _day(self, parts: Parts) -> dt.date:
        year, month, day = parts
        try:
            date = dt.date(year, month, day)
        except ValueError:
            params = {"date": f"{year}-{month:02d}-{day:02d}"}
            raise ValidationError(self.error_messages["impossible"], "impossible", params) from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(self.error_messages["out_of_range"], code="out_of_range")
        return date

    def _offered(self, parts: Parts) -> dt.date | None:
        try:
            day = self._day(parts)
            self.validate(day)
        except ValidationError:
            return None
        return day

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.not_in_future and value and value > clock.today():
            raise ValidationError(self.error_messages["future"], code="future")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "min": f"{FIRST_YEAR}-01-01", "max": f"{LAST_YEAR}-12-31"}


class MomentField(forms.DateTimeField):
    """A day and time in the project's time zone, between 1900 and 2100.

    Takes what a calendar sends and what people write (`labour_law.days`, `labour_law.times`); a day that is not certain
    is offered with the time.
    """

    default_error_messages = {
        "invalid": gettext_lazy("Enter a date and time like 2026-01-05 14:00."),
        "out_of_range": gettext_lazy("The year must lie between 1900 and 2100."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", MomentInput())
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        if isinstance(value, dt.date) or value in self.empty_values:
            return super().to_python(value)
        before, time = read_time(str(value)[:MAX_DAY_LENGTH])
        if not time or not before:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        clock_time = f"{time[0]:02d}:{time[1]:02d}"
        try:
            day = DateField().to_python(before)
        except Offer as offer:
            raise Offer(f"{reading} {clock_time}" for reading in offer.readings) from None
        except ValidationError as error:
            told = self.error_messages["invalid"] if error.code == "invalid" else error
            raise ValidationError(told, code=error.code) from None
        return super().to_python(f"{day} {clock_time}")


class ClockField(forms.TimeField):
    """A time of the day, as people write it (`labour_law.times`)."""

    default_error_messages = {"invalid": gettext_lazy("Enter a time like 14:30.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"autocomplete": "off", "placeholder": "14:30"}, format="%H:%M")
        kwargs.setdefault("widget", widget)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, dt.time) or value in self.empty_values:
            return super().to_python(value)
        before, time = read_time(str(value)[:MAX_DAY_LENGTH])
        if before or not time:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(*time)
