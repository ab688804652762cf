"""A code of a list in a form, a place, a country, and the forms of the tables' rows."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.admin import ReasonedForm
from core.fields import DateField
from core.pills import HasPills
from core.widgets import SuggestingInput
from labour_law.codes import NUMBERS, CodeTable
from labour_law.countries import country_code
from labour_law.places import named
from labour_law.rates import Rate
from labour_law.readings import compact
from law_tables.actions import check_neighbours
from law_tables.choices import Choices, countries, entries, labelled, name_of, named_regions, offered, places
from law_tables.models import CodeRow, Confidence, HolidayYearRow, RateRow
from law_tables.series import Series

OR_ZERO = ("grade", "from_degrees", "first_month", "last_month")
"""What only rates of a work injury and for work in the heat have; left empty, it is 0."""
ALL = ("", _("All"))
MAX_SHOWN = 8
"""So many places of one name are told."""


class CodeField(forms.ChoiceField):
    """A select of the codes that hold today, and of the one on record, so that an old one is kept.

    With `blank`, what the select says where nothing is chosen, it may be left blank.
    """

    def __init__(self, *, table: CodeTable, blank: Any = None, **kwargs: Any) -> None:
        self.table, self.blank = table, blank
        super().__init__(choices=self._offered, required=blank is None, **kwargs)

    def _offered(self, keep: str = "") -> Choices:
        rows = labelled(offered(self.table, keep), indent=self.table == "cause")
        return rows if self.blank is None else [("", self.blank), *rows]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        if stored := form.get_initial_for_field(self, field_name):
            self.choices = self._offered(str(stored))
        return super().get_bound_field(form, field_name)


class RateFilter(HasPills, forms.Form):
    """What the list of rates is narrowed by. A value that makes no sense is said at its field and left out."""

    region = forms.ChoiceField(label=_("Region"), required=False)
    series = forms.ChoiceField(label=_("Series"), choices=[ALL, *Series.choices], required=False)
    confidence = forms.ChoiceField(label=_("Confidence"), choices=[ALL, *Confidence.choices], required=False)
    all = forms.BooleanField(label=_("Former ones and those struck out, too"), required=False)

    def __init__(self, data: QueryDict, *, provinces: Choices) -> None:
        super().__init__(data)
        self.fields["region"].choices = [ALL, *provinces]  # type: ignore[attr-defined]


class CountryInput(forms.TextInput):
    """A country by its name, of those the page lists once (`country_list`); what is sent may be its code too."""

    def format_value(self, value: Any) -> str:
        return str(dict(countries()).get(value, value or ""))


class CountryField(forms.CharField):
    """A country by name or code of ISO 3166, returned as its code of three letters."""

    widget = CountryInput(attrs={"list": "countries", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not (code := country_code(text)):
            raise ValidationError(gettext("There is no country “%(name)s” in the list.") % {"name": text})
        return code if text else ""


class PlaceInput(SuggestingInput):
    """A place by its name, with `choices` suggested; what is sent and kept is its code."""

    choices: Callable[[], Choices]

    def format_value(self, value: Any) -> str:
        return name_of("region", str(value)) if value else ""

    def suggested(self) -> list[str]:
        return [str(label) for _code, label in self.choices()]


class RegionField(forms.CharField):
    """A place whose rates count, written as people do: the code of a region or its name, a number of GB/T 2260, a city,
    district or county by name. The code of the region, else the number of the place.

    `known` are the regions taken by code or name. What the form begins with may also be another region of the list, a
    class of places.
    """

    widget = PlaceInput
    default_error_messages = {
        "invalid_choice": _("There is no place %(value)s in the tables."),
        "several": _("There are several places of this name: %(places)s. Write which one."),
    }

    def __init__(self, *, known: Callable[[], Choices] = places, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)
        self.known = self.widget.choices = known
        self._keep = ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self._keep = str(form.get_initial_for_field(self, field_name) or "")
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        if text in (self._keep, name_of("region", self._keep)):
            return self._keep
        known = {code for code, _label in self.known()}
        for row in entries("region"):
            if row.code in known and text in (row.code, row.zh, row.en):
                return row.code
        found = named(text, clock.today()) or named(text)
        codes = dict.fromkeys(NUMBERS.get(place.code, place.code) for place in found)
        if len(codes) > 1:
            shown = pgettext("between the entries of a list", ", ").join(
                name_of("region", code) for code in [*codes][:MAX_SHOWN]
            )
            raise ValidationError(self.error_messages["several"], "several", {"places": shown})
        if not codes:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": text})
        return next(iter(codes))


class FigureField(forms.CharField):
    """A value of a rate as people write it: 2740, 2,740.00, full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "money"})
    default_error_messages = {"invalid": _("Enter a number like 8 or 7.5.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = compact(super().clean(value)).replace(",", "").replace("，", "")
        if not text:
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return found


class SeenForm(ReasonedForm):
    """A row on a page of ours: with the version it was shown in, so that nobody writes over another's change."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("Kept on record."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version

    def change(self) -> dict[str, Any]:
        """What the action is told beside the row."""
        return {"reason": self.cleaned_data["reason"], "version": self.cleaned_data["seen_version"]}


class RateForm(ReasonedForm):
    """A rate: its region is one of the list or a place, and no two that count hold on the same day.

    Only the regions for which `keeps` holds are suggested; one that was not is refused where the row is written.
    """

    region = RegionField(label=_("Region"), known=named_regions)
    value = FigureField(label=_("Value"))
    value_to = FigureField(
        label=_("Up to"),
        required=False,
        help_text=_("The upper end, where the rule gives a range; the value is the least."),
    )
    keeps: Callable[[str], bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OR_ZERO:
            if name in self.fields:
                self.fields[name].required = False
                if not self.initial.get(name):
                    self.initial[name] = None
        widget: Any = self.fields["region"].widget
        widget.choices = lambda: [row for row in named_regions() if self.keeps(row[0])]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        for name in OR_ZERO:
            data[name] = data.get(name) or 0
        if data.get("is_active", self.instance.is_active) and not self.errors:
            row = RateRow(pk=self.instance.pk, **{name: data[name] for name in Rate.__dataclass_fields__})
            try:
                check_neighbours(row)
            except ValidationError as error:
                self.add_error(None, error)
        return data


class RatePageForm(SeenForm, RateForm):
    """A rate on its own page: new, following another one, or corrected."""

    class Meta:
        model = RateRow
        fields = [
            "series", "region", "value", "unit", "value_to", "valid_from", "valid_to", "grade", "place", "from_degrees",
            "first_month", "last_month", "excludes_insurance", "source", "confidence", "note",
        ]  # fmt: skip
        field_classes = {"valid_from": DateField, "valid_to": DateField}

    def __init__(self, *args: Any, keeps: Callable[[str], bool], **kwargs: Any) -> None:
        self.keeps = keeps
        super().__init__(*args, **kwargs)

    @property
    def has_terms(self) -> bool:
        """Is anything said, or wrong, of what only some series have?"""
        names = (*OR_ZERO, "place", "excludes_insurance")
        return any(self[name].value() or self[name].errors for name in names)


class EndForm(forms.Form):
    """The last day of a rate or a code."""

    last_day = DateField(label=_("Last day"), initial=clock.today, help_text=_("It still holds on this day."))
    reason = SeenForm.base_fields["reason"]
    seen_version = SeenForm.base_fields["seen_version"]


class StrikeForm(forms.Form):
    """A row entered by mistake no longer counts, or counts again."""

    reason = SeenForm.base_fields["reason"]
    seen_version = SeenForm.base_fields["seen_version"]


class HolidayForm(SeenForm):
    """The holidays of a year, from the notice."""

    class Meta:
        model = HolidayYearRow
        fields = ["year", "announced", "off", "working", "triple", "source", "confidence"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["year"]


def a_year_later(row: HolidayYearRow, year: int) -> dict[str, Any]:
    """What the form of a year begins with: the lines of another one with the years moved on, to be put right by the
    notice. Not announced until somebody says so.
    """
    by = year - row.year

    def moved(text: str) -> str:
        return re.sub(r"\d{4}(?=-)", lambda found: str(int(found[0]) + by), text)

    lines = {name: moved(getattr(row, name)) for name in ("off", "working", "triple")}
    return {**lines, "year": year, "announced": False, "confidence": "verified"}


class CodeForm(SeenForm):
    """An entry of a code list. Its list and its code stay what they are."""

    class Meta:
        model = CodeRow
        fields = [
            "code", "zh", "en", "parent", "position", "valid_from", "valid_to", "source", "confidence",
        ]  # fmt: skip
        field_classes = {"valid_from": DateField, "valid_to": DateField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["code"]
        above = [(row.code, f"{row.code} {row.zh}") for row in entries(self.instance.table)]
        self.fields["parent"].widget = forms.Select(choices=[("", "–"), *above])


def like(row: RateRow) -> dict[str, Any]:
    """What the form of the next rate begins with: the same but for the value, the days and the source."""
    names = (
        "series", "region", "unit", "grade", "place", "from_degrees", "first_month", "last_month", "excludes_insurance",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
