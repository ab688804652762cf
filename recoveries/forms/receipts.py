"""The form of a payment: the whole sum, its proof, and how it is shared out over the claims."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case, Claim
from core import clock
from core.fields import DateField, MoneyFormField
from core.money import ZERO
from core.shares import propose_split
from core.uploads import UploadField
from mediation.payments import open_dues, payments_of
from recoveries.models import Method
from recoveries.split import still_open


class ReceiptForm(forms.Form):
    """One payment, filled in as the next open instalment (`due`) has it.

    Parts left empty altogether are proposed in proportion to what is open of each claim.
    """

    received_on = DateField(label=gettext_lazy("Received on"), not_in_future=True)
    amount = MoneyFormField(label=gettext_lazy("Amount"), positive=True)
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=Method.choices, initial=Method.TRANSFER)
    payer = forms.CharField(label=gettext_lazy("Payer"), max_length=120)
    proof = UploadField(label=gettext_lazy("Proof"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = [
            claim
            for claim in case.claims.select_related("claimant__worker").order_by("claimant_id", "pk")
            if claim.is_active and still_open(claim) > ZERO
        ]
        self.fields["payer"].initial = str(case.employer or "")
        self.fields["received_on"].initial = clock.today()
        self.due = next(iter(open_dues(payments_of(case))), None)
        if self.due:
            self.fields["amount"].initial = f"{min(self.due.open, self.open_sum):.2f}"
        self.part_names = {claim.pk: f"part_{claim.pk}" for claim in self.claims}
        for claim in self.claims:
            label = f"{claim.claimant} · {claim.get_kind_display()}"
            self.fields[self.part_names[claim.pk]] = MoneyFormField(label=label, required=False)

    @property
    def rows(self) -> list[tuple[Claim, Decimal, forms.BoundField]]:
        """Each open claim, what is open of it, and its field."""
        return [(claim, still_open(claim), self[self.part_names[claim.pk]]) for claim in self.claims]

    @property
    def open_sum(self) -> Decimal:
        return sum((still_open(claim) for claim in self.claims), ZERO)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        amount = cleaned.get("amount")
        parts = {pk: cleaned[name] for pk, name in self.part_names.items() if cleaned.get(name)}
        if amount is None or any(name in self.errors for name in self.part_names.values()):
            return cleaned
        if amount > self.open_sum:
            self.add_error(
                "amount",
                _("At most %(open)s yuan are still open in this case.") % {"open": f"{self.open_sum:,.2f}"},
            )
        elif not parts:
            parts = propose_split(amount, {claim.pk: still_open(claim) for claim in self.claims})
            if len(self.claims) > 1 and amount < self.open_sum:
                self._show(parts)
                self.add_error(
                    None, _("The sum was shared out over the open claims. Check the parts and save.")
                )
        elif (given := sum(parts.values(), ZERO)) != amount:
            self.add_error(
                "amount",
                _("The parts add up to %(parts)s, the payment is %(amount)s.")
                % {"parts": f"{given:,.2f}", "amount": f"{amount:,.2f}"},
            )
        cleaned["parts"] = parts
        return cleaned

    def _show(self, parts: dict[int, Decimal]) -> None:
        """Put the proposed parts into the page."""
        self.data = self.data.copy()
        for pk, part in parts.items():
            self.data[self.add_prefix(self.part_names[pk])] = f"{part:.2f}"


class ProofForm(forms.Form):
    """The proof of a payment recorded without one."""

    proof = UploadField(label=gettext_lazy("Proof"))
