"""Forms of an application on default, and of what came of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.forms.steps import CHOOSE
from core import clock
from core.fields import DateField
from performance.models import Remedy, RemedyKind, RemedyOutcome


class ApplyForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Before"),
        max_length=120,
        help_text=gettext_lazy("Arbitration commission or court."),
    )
    applied_on = DateField(label=gettext_lazy("Applied on"), not_in_future=True)
    docket = forms.CharField(label=gettext_lazy("Docket number"), max_length=60, required=False)
    reason = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applied_on"].initial = clock.today()


class GoOnForm(forms.Form):
    docket = forms.CharField(label=gettext_lazy("Docket number"), max_length=60, required=False)
    accepted_on = DateField(label=gettext_lazy("Taken up on"), required=False, not_in_future=True)
    served_on = DateField(
        label=gettext_lazy("Served on the debtor"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy("The 15 days to pay or to object count from here."),
    )
    outcome = forms.ChoiceField(
        label=pgettext_lazy("remedy", "Outcome"),
        choices=[("", CHOOSE[0][1]), *RemedyOutcome.choices],
        required=False,
    )
    decided_on = DateField(
        label=gettext_lazy("Decided on"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy("Of a payment order: the day after the days to object were over."),
    )
    reason = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=1000)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, remedy: Remedy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if remedy.kind != RemedyKind.PAYMENT_ORDER:
            del self.fields["served_on"]
        for name in ("docket", "accepted_on", "served_on"):
            if name in self.fields:
                self.fields[name].initial = getattr(remedy, name)
        self.fields["seen_version"].initial = remedy.version
