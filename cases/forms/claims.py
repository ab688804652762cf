"""Forms for claims."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.catalogue import Calculator, for_claim
from cases.forms.claimants import ChangeForm
from cases.models import Claim, Claimant, ClaimKind
from core.fields import DateField, MoneyFormField

CLAIM_NAMES = ("kind", "claimed", "period_from", "period_to", "known_on", "basis")


class PeriodAndBasis(forms.Form):
    """What a claim is about, beside its sum."""

    period_from = DateField(label=_("From"), required=False)
    period_to = DateField(label=_("Until"), required=False, end=True)
    known_on = DateField(
        label=_("Infringement known since"),
        required=False,
        not_in_future=True,
        help_text=_("Where it is another day than that of the case."),
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How the sum is worked out, and the article it rests on."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", _("The period cannot end before it starts."))
        return cleaned


class ClaimForm(PeriodAndBasis, ChangeForm):
    """What is claimed: kind, sum, period and basis, for `add_claim` and `edit_claim`."""

    kind = forms.ChoiceField(label=_("Claim"), choices=ClaimKind.choices)
    claimed = MoneyFormField(label=_("Claimed"), positive=True)
    field_order = CLAIM_NAMES


class NewClaimForm(ClaimForm):
    claimant = forms.ModelChoiceField(label=_("Claimant"), queryset=Claimant.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = [c.pk for c in self.case.claimants.all() if c.is_active]
        claimants = self.case.claimants.filter(pk__in=active).select_related("worker")
        self.fields["claimant"].queryset = claimants
        self.order_fields(["claimant"])

    @property
    def calculator(self) -> Calculator | None:
        """What works out a claim of the kind and the claimant chosen, whatever else is still missing."""
        self.is_valid()
        chosen = self.cleaned_data.get("claimant") and self.cleaned_data.get("kind")
        found = for_claim(chosen) if chosen else []
        if chosen and not found:
            self.add_error("kind", _("Nothing works this out: enter the sum."))
        return found[0] if found else None


class EditClaimForm(ClaimForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, claim: Claim, **kwargs: Any) -> None:
        values = {name: getattr(claim, name) for name in CLAIM_NAMES}
        super().__init__(*args, initial={**values, "seen_version": claim.version}, **kwargs)
        if claim.working_id:
            hint = _("Needed where another sum is claimed than the one worked out.")
            self.fields["reason"].help_text = hint
