"""Forms for the claimants of a case: who they are, what their employment was, their consent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.parties import WORKER_NAMES, WorkerForm
from cases.models import Case, Claimant
from cases.workflow import CaseState
from core import clock
from core.fields import DateField, MoneyFormField
from core.sheet_form import TableForm


class ChangeForm(forms.Form):
    """A change of a case: from review on it says why."""

    reason = forms.CharField(
        label=_("Reason for the change"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = case.state != CaseState.DRAFT

    def change(self) -> dict[str, Any]:
        """The keyword arguments for the action."""
        return self.cleaned_data


class ReasonForm(ChangeForm):
    """A step back: always with a reason."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, version: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = version
        self.fields["reason"].required = True
        self.fields["reason"].label = _("Reason")


class FactFields(forms.Form):
    job = forms.CharField(label=_("Job"), max_length=60, required=False)
    employed_from = DateField(label=_("Employed from"), required=False, not_in_future=True)
    employed_to = DateField(
        label=_("Employed until"),
        required=False,
        open_end=True,
        help_text=_("Empty while still employed."),
    )
    monthly_wage = MoneyFormField(label=_("Monthly wage"), required=False, positive=True)
    consent_on = DateField(label=_("Consent signed on"), required=False, not_in_future=True)
    is_representative = forms.BooleanField(
        label=_("Represents the group"),
        required=False,
        help_text=_("One claimant represents the group: naming one relieves the other."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("employed_from"), cleaned.get("employed_to")
        if start and end and end < start:
            self.add_error("employed_to", _("Employment cannot end before it starts."))
        return cleaned


FACT_NAMES = tuple(FactFields.base_fields)


class ClaimantForm(FactFields, ChangeForm):
    """Employment, consent and representation of a claimant, for `update_claimant`."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, claimant: Claimant, **kwargs: Any) -> None:
        values = {name: getattr(claimant, name) for name in FACT_NAMES}
        super().__init__(*args, initial={**values, "seen_version": claimant.version}, **kwargs)


class NewClaimantForm(FactFields, ChangeForm, WorkerForm):
    """A worker and the facts of the employment, for `add_claimant`."""

    known = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def change(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in FACT_NAMES}
        person = {name: cleaned[name] for name in (*WORKER_NAMES, "known")}
        return {**facts, "person": person, "reason": cleaned["reason"]}


class PersonForm(ChangeForm, WorkerForm):
    """The worker behind a claimant, for `save_worker`."""

    def change(self) -> dict[str, Any]:
        keys = ("reason", "seen_version")
        return {**self.worker_data(), **{key: self.cleaned_data[key] for key in keys}}


class SheetForm(ChangeForm, TableForm):
    """A table out of a spreadsheet, pasted or as a file, and why."""


class PasteForm(SheetForm):
    """A page for a table alone. `added` of `total` rows are added so far; a reason is asked when rows are added."""

    added = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    total = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.require_rows()
        return cleaned


class ClaimantsField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:  # an id beyond what the database counts to
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from error


class ConsentForm(ChangeForm):
    """Consent signed by several claimants on one day, for `set_consent`."""

    claimants = ClaimantsField(
        label=_("Claimants"), queryset=Claimant.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    consent_on = DateField(label=_("Consent signed on"), not_in_future=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = [c for c in self.case.claimants.select_related("worker") if c.is_active]
        chosen = self.fields["claimants"]
        chosen.queryset = self.case.claimants.filter(pk__in=[c.pk for c in active]).select_related("worker")
        chosen.initial = [c.pk for c in active if not c.consent_on]
        self.fields["consent_on"].initial = clock.today()
