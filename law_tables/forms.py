"""A code of a list in a form, a country; the form of a rate."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.admin import ReasonedForm
from core.fields import law_error
from labour_law.codes import CodeTable
from labour_law.countries import country_code
from labour_law.errors import InvalidTable
from labour_law.rates import Rate, Rates
from law_tables.choices import Choices, countries, labelled, name_of, offered
from law_tables.models import CodeList, CodeRow, RateRow

OF_HEAT = ("from_degrees", "first_month", "last_month")
"""What only rates for work in the heat have; left empty, it is 0."""


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


class RateForm(ReasonedForm):
    """A rate: its region is one of the list, and no two that count hold on the same day.

    Only the regions for which `keeps` holds are offered; one that was not is refused where the row is written.
    """

    region = forms.ChoiceField(label=_("Region"))
    keeps: Callable[[str], bool]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_HEAT:
            if name in self.fields:
                self.fields[name].required = False
        field: Any = self.fields["region"]
        rows = offered("region", self.instance.region)
        field.choices = [("", "---------"), *labelled(rows)]
        field.widget.choices = [
            ("", "---------"),
            *labelled(row for row in rows if type(self).keeps(row.code)),
        ]

    def clean(self) -> dict[str, Any] | None:
        data = super().clean() or {}
        for name in OF_HEAT:
            data[name] = data.get(name) or 0
        if data.get("is_active") and not self.errors:
            row = RateRow(**{name: data[name] for name in Rate.__dataclass_fields__})
            try:
                Rates([*(other.rate for other in self._others(row)), row.rate], ())
            except InvalidTable as error:
                error.params |= {"series": row.get_series_display(), "region": name_of("region", row.region)}
                field = "valid_to" if error.code == "table_order" else "valid_from"
                self.add_error(field, law_error(error))
        return data

    def _others(self, row: RateRow) -> list[RateRow]:
        """The rows this one must fit; two people who write rates at once wait for each other at the list of regions."""
        list(CodeRow.objects.select_for_update().filter(table=CodeList.REGION).values_list("pk"))
        others = RateRow.objects.in_force().exclude(pk=self.instance.pk)
        return list(others.filter(series=row.series, region=row.region, grade=row.grade))
