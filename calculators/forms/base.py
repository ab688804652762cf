"""What the forms of all calculators have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calculators.forms.asks import (
    OFFER,
    SOURCE,
    UNIT,
    Offers,
    ask_fields,
    entered,
    names_of,
    no_offers,
    rate_name,
    unit_of,
)
from calculators.words import refusal
from core import clock
from core.fields import DateField, MoneyFormField
from core.offers import readings_of
from labour_law.entitlements.result import Ask
from labour_law.errors import LabourLawError
from labour_law.rates import Rate
from law_tables.forms import RegionField
from law_tables.series import Unit


def day_field(label: Any, help_text: Any = "", *, required: bool = True, **kwargs: Any) -> DateField:
    """A day."""
    return DateField(label=label, help_text=help_text, required=required, **kwargs)


def money_field(label: Any, help_text: Any = "", *, required: bool = True) -> MoneyFormField:
    """A sum in yuan."""
    return MoneyFormField(label=label, help_text=help_text, required=required)


def region_field(help_text: Any = "", *, label: Any = None) -> RegionField:
    """The region whose rates hold."""
    return RegionField(label=label or _("Place of work"), help_text=help_text)


def born_on() -> DateField:
    """The day of birth, for the age of retirement."""
    return day_field(
        _("Born on"), _("With the field beside it: to see the age of retirement."), required=False
    )


def retires_as() -> forms.ChoiceField:
    """The group whose age of retirement holds."""
    groups = [
        ("", _("Not asked")),
        ("man", _("Man (60, rising to 63)")),
        ("woman_55", _("Woman, management or technical post (55, rising to 58)")),
        ("woman_50", _("Woman, other post (50, rising to 55)")),
    ]
    return forms.ChoiceField(label=_("Age of retirement"), choices=groups, required=False)


def claimed_on() -> DateField:
    """The day limitation is counted back from."""
    help_text = _("Limitation is counted back from this day. Leave it empty to leave limitation out.")
    return DateField(label=_("Claimed on"), help_text=help_text, required=False, initial=clock.today)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: label and id of its field, empty where it concerns the whole form, and the message, with
    what may be meant instead."""

    label: str
    field_id: str
    code: str
    message: str
    readings: tuple[str, ...] = ()


def problems_of(
    form: forms.Form, name: str, errors: Iterable[ValidationError], of: str = ""
) -> Iterator[Problem]:
    """The errors of one field; `of` is said before its label."""
    known = name in form.fields
    label = " · ".join(part for part in (of, str(form.fields[name].label) if known else "") if part)
    for error in errors:
        for message in error.messages:
            field_id = form[name].id_for_label if known else ""
            yield Problem(label, field_id, error.code or "", message, tuple(readings_of([error])))


class AskingForm(forms.Form):
    """A form of facts, with fields for the rates that no table has."""

    asked: tuple[str, ...] = ()
    """The names of the rates asked for; each may have further fields (`PARTS`)."""

    def ask_as(self, form: "AskingForm") -> None:
        """Take over the fields for the rates another form asks for, and what is wrong with them."""
        for asked in form.asked:
            if asked in self.fields:
                continue
            self.asked = (*self.asked, asked)
            for name in names_of(asked):
                if name in form.fields:
                    self.fields[name] = form.fields[name]
                    if self.is_bound and name in form.errors:
                        self.add_error(name, form.errors.as_data()[name])

    def asks_shown(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """Context of `calculators/_asks.html`: the names of what is asked for, and whether those are others than the page
        shows that was `sent`."""
        asked = ",".join(self.asked)
        return {"asked": asked, "other_asks": asked != sent.get("asked", "")}

    def ask_fields(self) -> list[forms.BoundField]:
        """The fields of the rates that were asked for."""
        return [self[name] for name in self.fields if self.is_asked(name)]

    def fact_fields(self) -> list[forms.BoundField]:
        """The fields of the facts."""
        return [self[name] for name in self.fields if not self.is_asked(name)]

    def kept_rates(self) -> list[tuple[str, str]]:
        """Name and text of rates that were entered and are not asked for now: the page keeps them."""
        asked = {self.add_prefix(name) for name in self.fields if self.is_asked(name)}
        return [
            (name, text)
            for name, text in self.data.items()
            if name.startswith(self.add_prefix("rate_")) and name not in asked and text
        ]

    def is_asked(self, name: str) -> bool:
        """Whether a field belongs to a rate that was asked for."""
        return any(name in names_of(asked) for asked in self.asked)


class CalculatorForm(AskingForm):
    """The facts of one calculator. Fields are named as the attributes of `facts_type`.

    A fact left empty takes its default there. What the facts refuse is told at the field it concerns.
    """

    facts_type: ClassVar[type]
    wide: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._facts: Any = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self._facts = self.facts_type(**self.given())
            except LabourLawError as error:
                self.refuse(error)
        return data

    def given(self) -> dict[str, Any]:
        """What was entered, by fact."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", ())}

    def facts(self) -> Any:
        """The facts as `labour_law` takes them; only of a valid form."""
        return self._facts

    def refuse(self, error: LabourLawError) -> None:
        """Show an error of `labour_law` at its field, in the language of the page."""
        self.add_error(error.field if error.field in self.fields else None, refusal(error))

    def ask(self, asks: Iterable[Ask], offers: Callable[[Ask], Offers] = no_offers) -> None:
        """Add the fields for each rate that no table has, and read what was entered there."""
        for ask in asks:
            name = rate_name(ask)
            if name in self.fields:
                continue
            self.asked = (*self.asked, name)
            chosen = bool(self.data.get(self.add_prefix(name + OFFER)))
            for part, field in ask_fields(ask, offers(ask), chosen=chosen):
                self._add(name + part, field)

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            self.cleaned_data[name] = field.clean(value)
        except ValidationError as error:
            self.add_error(name, error)

    def entered_rates(self, asks: Iterable[Ask]) -> list[Rate]:
        """The rates somebody entered or confirmed for what was asked."""
        return [rate for ask in asks for rate in self._entered(ask)]

    def _entered(self, ask: Ask) -> Iterable[Rate]:
        name = rate_name(ask)
        value = self.cleaned_data.get(name)
        if value is None:
            return self.cleaned_data.get(name + OFFER) or ()
        unit = Unit(self.cleaned_data.get(name + UNIT) or unit_of(ask))
        source = self.cleaned_data.get(name + SOURCE) or ""
        return (entered(ask, value, unit, source),)

    def problems(self) -> list["Problem"]:
        """Everything that is wrong with the form."""
        return [
            problem
            for name, errors in self.errors.as_data().items()
            for problem in problems_of(self, name, errors)
        ]

    def missing(self) -> list["Problem"]:
        """What must be entered and is not."""
        return [problem for problem in self.problems() if problem.code == "required"]

    def wrong(self) -> list["Problem"]:
        """What was entered and cannot be."""
        return [problem for problem in self.problems() if problem.code != "required"]
