"""What the forms of all calculators have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calculators.fields import RegionField
from calculators.words import ask_label_lazy, refusal
from core import clock
from core.fields import DateField, MoneyFormField
from labour_law.entitlements.result import Ask
from labour_law.errors import LabourLawError
from labour_law.rates import Rate
from law_tables.series import UNITS, Unit


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
    """One thing that is wrong: label and id of its field, empty where it concerns the whole form, and the message."""

    label: str
    field_id: str
    code: str
    message: str


def problems_of(
    form: forms.Form, name: str, errors: Iterable[ValidationError], of: str = ""
) -> Iterator[Problem]:
    """The errors of one field; `of` is said before its label."""
    known = name in form.fields
    label = " · ".join(part for part in (of, str(form.fields[name].label) if known else "") if part)
    for error in errors:
        for message in error.messages:
            yield Problem(label, form[name].id_for_label if known else "", error.code or "", message)


class AskingForm(forms.Form):
    """A form of facts, with fields for the rates that no table has."""

    asked: tuple[str, ...] = ()

    def ask_fields(self) -> list[forms.BoundField]:
        """The fields of the rates that were asked for."""
        return [self[name] for name in self.asked]

    def fact_fields(self) -> list[forms.BoundField]:
        """The fields of the facts."""
        return [self[name] for name in self.fields if name not in self.asked]

    def kept_rates(self) -> list[tuple[str, str]]:
        """Name and text of rates that were entered and are not asked for now: the page keeps them."""
        asked = {self.add_prefix(name) for name in self.asked}
        return [
            (name, text)
            for name, text in self.data.items()
            if name.startswith(self.add_prefix("rate_")) and name not in asked and text
        ]


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

    def ask(self, asks: Iterable[Ask]) -> None:
        """Add a field for each rate that no table has, and read what was entered there."""
        for ask in asks:
            name = rate_name(ask)
            if name in self.fields:
                continue
            field = MoneyFormField(label=ask_label_lazy(ask), required=False, positive=True)
            field.suffix = unit_of(ask).label
            self.fields[name] = field
            self.asked = (*self.asked, name)
            value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                self.cleaned_data[name] = field.clean(value)
            except ValidationError as error:
                self.add_error(name, error)

    def entered_rates(self, asks: Iterable[Ask]) -> list[Rate]:
        """The rates somebody entered for what was asked."""
        return [
            Rate(
                series=ask.series,
                region=ask.region,
                valid_from=ask.start,
                valid_to=ask.end,
                value=value,
                unit=unit_of(ask).value,
                source="",
                confidence="entered",
                grade=ask.grade,
            )
            for ask in asks
            if (value := self.cleaned_data.get(rate_name(ask))) is not None
        ]

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


def unit_of(ask: Ask) -> Unit:
    """In what a rate that is asked for is entered; in yuan where there is a choice."""
    return Unit(UNITS[ask.series][-1])


def rate_name(ask: Ask) -> str:
    """The name of the field for a rate that is asked for: rate_average_wage_elsewhere_0_2025-01-01."""
    return f"rate_{ask.series}_{ask.region}_{ask.grade}_{ask.start.isoformat()}"
