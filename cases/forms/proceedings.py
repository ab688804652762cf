"""Forms of proceedings, and of splitting a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.models import Case, Procedure, Proceeding, ProceedingKind
from core.fields import DateField, MomentField

FACTS = ("body", "docket", "accepted_on", "procedure", "heard_at", "perform_by")


class ProceedingForm(forms.Form):
    body = forms.CharField(
        label=gettext_lazy("Before"),
        max_length=120,
        help_text=gettext_lazy("Arbitration commission or court."),
    )
    docket = forms.CharField(label=gettext_lazy("Docket number"), max_length=60, required=False)
    accepted_on = DateField(label=gettext_lazy("Taken up on"), required=False, not_in_future=True)
    procedure = forms.ChoiceField(
        label=gettext_lazy("Procedure"),
        choices=[("", gettext_lazy("Not known yet")), *Procedure.choices],
        required=False,
    )
    heard_at = MomentField(label=gettext_lazy("Hearing"), required=False)
    perform_by = DateField(
        label=gettext_lazy("To be performed by"),
        help_text=gettext_lazy(
            "Last day of the time to perform; the two years of enforcement count from it."
        ),
        required=False,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proceeding: Proceeding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proceeding.kind != ProceedingKind.FIRST_INSTANCE:
            del self.fields["procedure"]
        if proceeding.decided_on is None:
            del self.fields["perform_by"]
        for name in set(self.fields) & {*FACTS}:
            self.fields[name].initial = getattr(proceeding, name)
        self.fields["seen_version"].initial = proceeding.version
        if proceeding.kind == "arbitration":
            self.fields["accepted_on"].help_text = gettext_lazy("The 45 days for the award count from here.")


class ExtendForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SplitForm(forms.Form):
    claimant_ids = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Who goes on in a case of their own"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staying = [c for c in case.active_claimants if c.outcome != "settled"]
        self.fields["claimant_ids"].choices = [(c.pk, str(c)) for c in staying]  # type: ignore[attr-defined]
        if len(staying) < len(case.active_claimants):
            self.fields["claimant_ids"].initial = [c.pk for c in staying]
        self.fields["seen_version"].initial = case.version
