"""A rate an office kept, struck out or replaced."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.models import KeptRate
from law_tables.forms import FigureField, SeenForm
from law_tables.series import Unit


class KeptForm(forms.Form):
    """Why a kept rate is offered no more."""

    reason = SeenForm.base_fields["reason"]
    seen_version = SeenForm.base_fields["seen_version"]

    def __init__(self, data: Any, *, row: KeptRate) -> None:
        super().__init__(data, initial={"seen_version": row.version, **self.begins_with(row)})

    def begins_with(self, row: KeptRate) -> dict[str, Any]:
        return {}

    def change(self) -> dict[str, Any]:
        """The keyword arguments for the action."""
        data = dict(self.cleaned_data)
        return {"version": data.pop("seen_version"), **data}


class ReplaceForm(KeptForm):
    """What stands in its place."""

    value = FigureField(label=_("Value"))
    source = forms.CharField(
        label=_("Source"), max_length=200, help_text=_("The notice or the law, with its number.")
    )
    field_order = ["value", "source", "reason"]

    def __init__(self, data: Any, *, row: KeptRate) -> None:
        super().__init__(data, row=row)
        self.fields["value"].help_text = Unit(row.unit).label
        self.limits = [*KeptRate._meta.get_field("value").validators]

    def begins_with(self, row: KeptRate) -> dict[str, Any]:
        return {"value": row.value, "source": row.source}

    def clean_value(self) -> Any:
        """The column takes twelve figures, two of them behind the point, above zero."""
        value = self.cleaned_data["value"]
        if value is not None:
            for check in self.limits:
                check(value)
        return value
