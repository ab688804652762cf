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
from core.uploads import UploadField
from mediation.payments import open_dues, payments_of
from recoveries.doubles import Double
from recoveries.models import ExtraKind, Method, StatementLine
from recoveries.proposal import Proposal, propose
from recoveries.split import still_open


class ReceiptForm(forms.Form):
    """One payment, filled in as the next open instalment (`due`) has it.

    How it is shared out is proposed where nothing is said of it, or where that is asked for (`wants_proposal`).
    """

    received_on = DateField(label=gettext_lazy("Received on"), not_in_future=True)
    amount = MoneyFormField(label=gettext_lazy("Amount"), positive=True)
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=Method.offered, initial=Method.TRANSFER)
    payer = forms.CharField(label=gettext_lazy("Payer"), max_length=120)
    reference = forms.CharField(
        label=gettext_lazy("Bank reference"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("The number of the transfer on the slip."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    account_end = forms.RegexField(
        r"^[0-9]{4}$",
        label=gettext_lazy("Account credited, last 4 digits"),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter the last 4 digits of the account.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    proof = UploadField(label=gettext_lazy("Proof"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    extra_note = forms.CharField(
        label=gettext_lazy("What becomes of what was overpaid, or what the rest is for"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    no_double = forms.CharField(
        label=gettext_lazy("Why it is no double posting"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    excerpt = forms.BooleanField(
        label=gettext_lazy("Attach this row of the statement as proof, unless a file is chosen"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, case: Case, line: StatementLine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.claims = [
            claim
            for claim in case.claims.select_related("claimant__worker").order_by("claimant_id", "pk")
            if claim.is_active and still_open(claim) > ZERO
        ]
        self.payments = payments_of(case)
        self.fields["payer"].initial = str(case.employer or "")
        self.fields["received_on"].initial = clock.today()
        self.due = next(iter(open_dues(self.payments)), None)
        if self.due:
            self.fields["amount"].initial = f"{min(self.due.open, self.open_sum):.2f}"
        if line is None:
            del self.fields["excerpt"]
        else:
            self._fix(line)
        self.part_names = {claim.pk: f"part_{claim.pk}" for claim in self.claims}
        for claim in self.claims:
            label = f"{claim.claimant} · {claim.get_kind_display()}"
            self.fields[self.part_names[claim.pk]] = MoneyFormField(label=label, required=False)
        for kind in ExtraKind:
            self.fields[f"extra_{kind}"] = MoneyFormField(label=kind.label, required=False)
        self.proposal: Proposal | None = None
        self.doubles: list[Double] = []

    def _fix(self, line: StatementLine) -> None:
        """What the bank says is not changed here."""
        said = {
            "received_on": line.came_on,
            "amount": line.amount,
            "payer": line.payer,
            "reference": line.reference,
            "account_end": line.statement.account_end,
        }
        for name, value in said.items():
            self.initial[name], self.fields[name].disabled = value, True
        self.fields["note"].initial = line.purpose

    @property
    def rows(self) -> list[tuple[Claim, Decimal, forms.BoundField]]:
        """Each open claim, what is open of it, and its field."""
        return [(claim, still_open(claim), self[self.part_names[claim.pk]]) for claim in self.claims]

    @property
    def extra_rows(self) -> list[forms.BoundField]:
        return [self[f"extra_{kind}"] for kind in ExtraKind]

    @property
    def has_extras(self) -> bool:
        """Is anything said of what goes to no claim?"""
        return any(field.value() or field.errors for field in (*self.extra_rows, self["extra_note"]))

    @property
    def open_sum(self) -> Decimal:
        return sum((still_open(claim) for claim in self.claims), ZERO)

    @property
    def wants_proposal(self) -> bool:
        """Is it asked only how the sum would be shared out?"""
        return self.data.get("do") == "propose"

    @property
    def status(self) -> int:
        """The status of a page that shows the form."""
        return 422 if self.errors and not self.wants_proposal else 200

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.wants_proposal:
            self._drop_errors_but("amount", *(f"extra_{kind}" for kind in ExtraKind))
        amount = cleaned.get("amount")
        parts = {pk: cleaned[name] for pk, name in self.part_names.items() if cleaned.get(name)}
        extras = {kind.value: cleaned[f"extra_{kind}"] for kind in ExtraKind if cleaned.get(f"extra_{kind}")}
        if amount is None or any(name.startswith(("part_", "extra_")) for name in self.errors):
            return cleaned
        if self.wants_proposal:
            self._propose(amount, {kind: sum_ for kind, sum_ in extras.items() if kind != ExtraKind.OVERPAID})
        elif not parts and not extras:
            parts = self._propose(amount, {}).parts
        elif (given := sum((*parts.values(), *extras.values()), ZERO)) != amount:
            self.add_error(
                "amount",
                _("The parts add up to %(parts)s, the payment is %(amount)s.")
                % {"parts": f"{given:,.2f}", "amount": f"{amount:,.2f}"},
            )
        cleaned["parts"], cleaned["extras"] = parts, extras
        return cleaned

    def _drop_errors_but(self, *kept: str) -> None:
        for name in set(self.errors) - set(kept):
            del self.errors[name]

    def _propose(self, amount: Decimal, besides: dict[str, Decimal]) -> Proposal:
        """Propose how what is left beside interest and penalty is shared out. It is shown before it is saved, unless there
        is but one way."""
        for_claims = amount - sum(besides.values(), ZERO)
        if for_claims < ZERO:
            self.add_error("amount", _("Interest and penalty alone are more than the payment."))
            return Proposal({})
        proposal = propose(for_claims, self.claims, self.payments)
        is_one_way = not proposal.surplus and (len(self.claims) == 1 or for_claims == self.open_sum)
        if self.wants_proposal or not is_one_way:
            self.proposal = proposal
            self._show(proposal)
            if not self.wants_proposal:
                self.add_error(
                    None, _("The sum was shared out over the open claims. Check the parts and save.")
                )
        return proposal

    def _show(self, proposal: Proposal) -> None:
        """Put the proposed parts into the page."""
        self.data = self.data.copy()
        for pk, name in self.part_names.items():
            part = proposal.parts.get(pk)
            self.data[self.add_prefix(name)] = f"{part:.2f}" if part else ""
        overpaid = self.add_prefix(f"extra_{ExtraKind.OVERPAID}")
        self.data[overpaid] = f"{proposal.surplus:.2f}" if proposal.surplus else ""


class ProofForm(forms.Form):
    """The proof of a payment recorded without one."""

    proof = UploadField(label=gettext_lazy("Proof"))


class SettleForm(forms.Form):
    """What became of what was overpaid."""

    settled_on = DateField(label=gettext_lazy("On"), not_in_future=True)
    outcome = forms.CharField(
        label=gettext_lazy("What became of it"),
        max_length=1000,
        help_text=gettext_lazy("Returned to whom and how, or set against which claim."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
