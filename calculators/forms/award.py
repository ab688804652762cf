"""The line of final awards: a form with a row for each item."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculators.forms.base import CalculatorForm, Problem, day_field, money_field, problems_of, region_field
from core import clock
from labour_law.entitlements.final_award import AwardItem, FinalAward

KINDS: list[tuple[str, Any]] = [
    ("wages", _("Wages and overtime pay")),
    ("injury_medical", _("Medical costs of a work injury")),
    ("severance", _("Severance")),
    ("damages", _("Damages, double wages")),
    ("hours_leave_insurance", _("State standards on hours, leave or social insurance")),
    ("other", _("Anything else")),
]


class ItemForm(forms.Form):
    """One item of the application; a row left empty is none."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose")), *KINDS])
    amount = money_field(_("Sum"))
    name = forms.CharField(label=_("Called"), max_length=60, required=False)

    def item(self) -> AwardItem:
        return AwardItem(**{name: self.cleaned_data[name] for name in ("kind", "amount", "name")})


ItemFormSet = forms.formset_factory(ItemForm, extra=3, max_num=200, validate_max=True, can_delete=True)


class FinalAwardForm(CalculatorForm):
    facts_type = FinalAward

    region = region_field(label=_("Seat of the arbitration commission"))
    on = day_field(
        _("Day of the award"),
        _("Its minimum wage counts; before there is an award, take today."),
        initial=clock.today,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prefix, known = self.add_prefix("items"), self.initial.get("items", ())
        self.rows = ItemFormSet(self.data if self.is_bound else None, prefix=prefix, initial=known)
        if known:
            self.rows.extra = 0

    def is_valid(self) -> bool:
        return super().is_valid() and self.rows.is_valid()

    def clean(self) -> dict[str, Any]:
        if not self.rows.is_valid():
            return self.cleaned_data
        entered = [row for row in self.rows if row.has_changed() and row not in self.rows.deleted_forms]
        if entered:
            self.cleaned_data["items"] = tuple(row.item() for row in entered)
        else:
            self.add_error(None, ValidationError(gettext("Enter at least one item."), code="no_item"))
        return super().clean()

    def problems(self) -> list[Problem]:
        found = super().problems()
        for place, row in enumerate(self.rows, start=1):
            item = gettext("Item %(number)d") % {"number": place}
            for name, errors in row.errors.as_data().items():
                found += problems_of(row, name, errors, item)
        return [*found, *problems_of(self, NON_FIELD_ERRORS, self.rows.non_form_errors().as_data())]
