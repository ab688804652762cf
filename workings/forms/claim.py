"""Forms for the sum of one claim worked out, and for another sum instead."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy

from calculators.catalogue import Calculator
from calculators.explain import pick
from calculators.fields import as_typed, shown
from calculators.forms import CalculatorForm
from cases.forms.claimants import ChangeForm, ReasonForm
from cases.forms.claims import PeriodAndBasis
from cases.models import Claim
from core.fields import MoneyFormField
from workings.queries import AS_AGREED, WAGES

Data = Mapping[str, Any]


class WorkOutForm(ChangeForm):
    """What goes with a sum worked out, for `work_out_claim`: the reason, and the version the page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = claim.version if claim else None


class NewWorkOutForm(PeriodAndBasis, ChangeForm):
    """What goes with the sum of a new claim, for `work_out_new_claim`; no period where the calculation asks for it."""

    def __init__(self, *args: Any, calculator: Calculator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if {"start", "end"} <= set(calculator.form.base_fields):
            del self.fields["period_from"], self.fields["period_to"]


class OverrideForm(ReasonForm):
    """Another sum than the one worked out, for `override_claim`."""

    claimed = MoneyFormField(label=gettext_lazy("Claimed"), positive=True)

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        initial = {"claimed": claim.claimed, "reason": claim.override_reason}
        super().__init__(*args, version=claim.version, initial=initial, **kwargs)
        self.order_fields(["claimed"])


def filled_in(form: CalculatorForm) -> CalculatorForm:
    """The form as if what it is filled in with had been sent: to work out a sum before anything is typed."""
    initial = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    initial |= {name: value for name, value in form.initial.items() if name not in initial}
    data = {form.add_prefix(name): text for name, text in as_typed(form.fields, initial).items()}
    return type(form)(data, prefix=form.prefix)


def differences(worked: CalculatorForm, says: Data) -> dict[str, str]:
    """By fact: what the case says, where something else was entered. `says` are the `case_facts`."""
    return {
        name: gettext("On the case: %(value)s. Please check.")
        % {"value": pick(shown(worked.fields[name], value))}
        for name, value in says.items()
        if _entered(worked, name) not in (None, value)
    }


def unsure_wages(calculator: Calculator, worked: CalculatorForm, says: Data) -> dict[str, str]:
    """By fact: that it is the wage agreed, where another one is asked for."""
    if calculator.code in AS_AGREED:
        return {}
    told = gettext("This is the agreed wage of the case: please check.")
    return {name: told for name in WAGES if says.get(name) and _entered(worked, name) == says[name]}


def _entered(worked: CalculatorForm, name: str) -> Any:
    """What the form, which was checked, has of a fact; None where it has nothing, or nothing that can be."""
    return worked.cleaned_data.get(name) if name in worked.fields else None


def show_hints(form: CalculatorForm, hints: Data) -> None:
    """Say each beside its field, after what the field says of itself."""
    for name, hint in hints.items():
        field = form[name]
        field.help_text = format_html('{} <strong class="gap">{}</strong>', field.help_text, hint)
