"""The form of the days by which an award or a judgment is to be paid."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy

from cases.models import Claim
from core.fields import DateField, MoneyFormField

MAX_ROWS = 600


class AwardDayForm(forms.Form):
    claim = forms.TypedChoiceField(label=gettext_lazy("Claim"), coerce=int)
    due_on = DateField(label=gettext_lazy("Due on"))
    amount = MoneyFormField(label=gettext_lazy("Amount"), positive=True)

    def __init__(self, *args: Any, claims: list[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claim"].choices = [(c.pk, str(c)) for c in claims]  # type: ignore[attr-defined]


AwardDayFormSet = formset_factory(
    AwardDayForm, extra=0, can_delete=True, max_num=MAX_ROWS, absolute_max=MAX_ROWS + 10, validate_max=True
)


class AwardDaysForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Where these days are from"),
        max_length=1000,
        help_text=gettext_lazy("The paper and its number, or what the parties agreed on at the enforcement."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
