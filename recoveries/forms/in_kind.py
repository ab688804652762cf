"""The form of what was done instead of paying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Claimant
from core import clock
from core.fields import DateField, MoneyFormField
from core.uploads import UploadField
from recoveries.models import InKindSort


class InKindForm(forms.Form):
    """What was done, for whom, when, and what it is worth where that is known."""

    kind = forms.ChoiceField(label=_("Kind"), choices=InKindSort.choices)
    claimant = forms.ModelChoiceField(
        label=_("Claimant"), queryset=Claimant.objects.none(), required=False, empty_label=_("All of them")
    )
    done_on = DateField(label=_("Done on"), not_in_future=True)
    value = MoneyFormField(
        label=_("Value, if known"),
        positive=True,
        required=False,
        help_text=_("It is shown apart and counts as no money received."),
    )
    text = forms.CharField(
        label=_("What was performed"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proof = UploadField(label=_("Proof"), required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claimants: Any = self.fields["claimant"]
        claimants.queryset = case.claimants.select_related("worker")
        self.fields["done_on"].initial = clock.today()


class StrikeForm(forms.Form):
    """Why something recorded is struck out."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
