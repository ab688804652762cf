"""Forms for the sum of one claim worked out, and for another sum instead."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calculators.fields import raw
from calculators.forms import CalculatorForm
from cases.forms.claimants import ChangeForm, ReasonForm
from cases.models import Claim
from core.fields import MoneyFormField

Data = Mapping[str, Any]


class WorkOutForm(ChangeForm):
    """What goes with a sum worked out, for `work_out_claim`: the reason, and the version the page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, claim: Claim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = claim.version if claim else None


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
    data = {form.add_prefix(name): text for name, text in _as_typed(form, initial).items()}
    return type(form)(data, prefix=form.prefix)


def _as_typed(form: forms.Form, values: Data) -> dict[str, str]:
    """Values of facts as the fields take them; what is text already was typed before."""
    return {
        name: value if isinstance(value, str) else raw(form.fields[name], value)
        for name, value in values.items()
        if value not in (None, "", False)
    }
