"""Forms of what the employer is to do beside paying."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.models import Case, Claimant
from core import clock
from core.fields import DateField
from core.uploads import UploadField
from performance.models import UndertakingKind


class UndertakingForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is to be done"), choices=UndertakingKind.choices)
    text = forms.CharField(
        label=gettext_lazy("In words"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For which months, from which day; needed where it is of another kind."),
    )
    due_on = DateField(label=gettext_lazy("To be done by"))
    claimants = forms.ModelMultipleChoiceField(
        label=pgettext_lazy("undertaking", "For"),
        queryset=Claimant.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose for whom.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = case.claimants.exclude(outcome__in=Claimant.LEFT).select_related("worker")
        self.fields["claimants"].queryset = active  # type: ignore[attr-defined]
        self.fields["claimants"].initial = active


class TickOffForm(forms.Form):
    done_on = DateField(label=gettext_lazy("Done on"), not_in_future=True)
    proof = UploadField(label=gettext_lazy("Proof"), help_text=gettext_lazy("A picture or a PDF."))
    reason = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=1000)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = clock.today()


class StrikeOutForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
