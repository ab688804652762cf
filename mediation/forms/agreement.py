"""The form of an agreement: what is agreed for each claim, and when it is paid."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from cases.models import Case, Claim, Claimant
from core import clock
from core.fields import DateField, MoneyFormField
from core.money import ZERO
from core.shares import propose_split
from mediation.instalments import MOST, plan
from mediation.models import Agreement, Instalment, MediationRound
from mediation.workflow import RoundOutcome, RoundState

SINGLE, EQUAL, ROWS = "single", "equal", "rows"
MAX_ROWS = 600
NO_PENALTY = "双方未约定违约金。乙方未按期足额付款的，甲方可以依照本协议书告知的权利申请支付令或者仲裁。"
PENALTY = ("penalty_sum", "penalty_rate", "whole_rest_due")
AS_THE_LAW_SAYS = "离职证明和社会保险事项双方未另行约定，依照法律、法规的规定办理。"
"""What the agreement says, in the language of papers, where the parties have agreed on nothing else."""


@dataclass(frozen=True)
class Line:
    """One claim with the field for its agreed sum."""

    claim: Claim
    field: BoundField


@dataclass(frozen=True)
class Group:
    """One claimant, the tick "settles" (none where there is but one claimant) and the claims."""

    claimant: Claimant
    settles: BoundField | None
    lines: list[Line]


def agreed_round(case: Case) -> MediationRound | None:
    """The last round held, where both sides named the same sum and agreed."""
    held = [round_ for round_ in case.rounds.all() if round_.state == RoundState.HELD]
    last = max(held, key=lambda round_: round_.number, default=None)
    if last is None or last.outcome != RoundOutcome.AGREED or last.gap != ZERO:
        return None
    return last


class AgreementForm(forms.Form):
    """Besides the fields below: `claim_<id>` for every claim, `settles_<id>` for every claimant of a group."""

    plan = forms.ChoiceField(
        label=gettext_lazy("How it is paid"),
        widget=forms.RadioSelect,
        initial=SINGLE,
        choices=[
            (SINGLE, gettext_lazy("All at once")),
            (EQUAL, gettext_lazy("Equal instalments, one a month")),
            (ROWS, gettext_lazy("Own dates and sums")),
        ],
    )
    first_due_on = DateField(label=gettext_lazy("Paid on, or first paid on"), required=False)
    count = forms.IntegerField(
        label=gettext_lazy("Number of instalments"), min_value=2, max_value=MOST, required=False
    )
    signed_on = DateField(
        label=gettext_lazy("Signed on"),
        required=False,
        not_in_future=True,
        help_text=gettext_lazy(
            "Empty while it still has to be printed and signed. “Signed” without a day means today."
        ),
    )
    facts = forms.CharField(
        label=gettext_lazy("Facts agreed"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    breach_clause = forms.CharField(
        label=gettext_lazy("If payment is late"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        initial=NO_PENALTY,
    )
    penalty_sum = MoneyFormField(label=gettext_lazy("Penalty, once"), required=False, positive=True)
    penalty_rate = forms.DecimalField(
        label=gettext_lazy("Penalty in % a day"),
        required=False,
        min_value=Decimal("0.0001"),
        max_value=Decimal(10),
        max_digits=6,
        decimal_places=4,
        localize=False,
        help_text=gettext_lazy("Of what is late; 0.05 is five in ten thousand."),
    )
    whole_rest_due = forms.BooleanField(
        label=gettext_lazy("If one payment is late, the whole rest falls due"), required=False
    )
    other_terms = forms.CharField(
        label=pgettext_lazy("agreement", "Other terms"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Leaving certificate, social insurance."),
        initial=AS_THE_LAW_SAYS,
    )
    settles_all = forms.BooleanField(
        label=gettext_lazy("Settles everything between the parties"), required=False, initial=True
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where more is agreed than claimed."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, former: Agreement | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = case.version
        self.claimants = case.active_claimants
        self.claims = [c for c in case.claims.all() if c.is_active and c.claimant.is_active]
        self.from_round = None if former else agreed_round(case)
        settled = {term.claim_id: term.amount for term in former.terms.all()} if former else self._as_agreed()
        settling = {claim.claimant_id for claim in self.claims if claim.pk in settled}
        for claimant in self.claimants:
            if len(self.claimants) > 1:
                label = _("%(name)s settles") % {"name": str(claimant)}
                field = forms.BooleanField(label=label, required=False)
                field.initial = not former or claimant.pk in settling
                self.fields[f"settles_{claimant.pk}"] = field
        for claim in self.claims:
            label = _("Agreed: %(claim)s") % {"claim": str(claim)}
            money = MoneyFormField(label=label, required=False, initial=settled.get(claim.pk))
            money.widget.attrs |= {
                "data-claimed": str(claim.claimed),
                "data-claimant": str(claim.claimant_id),
            }
            self.fields[f"claim_{claim.pk}"] = money
        if former:
            self._start_from(former)

    def _as_agreed(self) -> dict[int, Decimal]:
        """The sum both sides named at the round that agreed, shared out over the claims to be looked at."""
        claimed = {claim.pk: claim.claimed for claim in self.claims}
        amount = self.from_round.employer_offer if self.from_round else None
        if not amount or amount > sum(claimed.values(), ZERO):
            self.from_round = None
            return {}
        return dict.fromkeys(claimed, ZERO) | propose_split(amount, claimed)

    def _start_from(self, former: Agreement) -> None:
        for name in ("signed_on", "facts", "breach_clause", *PENALTY, "other_terms", "settles_all"):
            self.fields[name].initial = getattr(former, name)
        totals, _scheduled = former.sums_by_claimant()
        schedule = by_claimant(former.instalments.all())
        if not schedule:
            return
        first = min(due_on for _c, due_on, _a in schedule)
        count = len({due_on for _c, due_on, _a in schedule})
        regular = sorted(plan(totals, first, count)) == schedule
        self.fields["plan"].initial = (SINGLE if count == 1 else EQUAL) if regular else ROWS
        self.fields["first_due_on"].initial = first
        self.fields["count"].initial = count if count > 1 else None

    def groups(self) -> list[Group]:
        """The claimants with their fields, for the table."""
        lines: dict[int, list[Line]] = {}
        for claim in self.claims:
            lines.setdefault(claim.claimant_id, []).append(Line(claim, self[f"claim_{claim.pk}"]))
        several = len(self.claimants) > 1
        return [
            Group(c, self[f"settles_{c.pk}"] if several else None, lines.get(c.pk, []))
            for c in self.claimants
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        settling = [c for c in self.claimants if cleaned.get(f"settles_{c.pk}", True)]
        if not settling:
            self.add_error(None, _("Choose who settles."))
        chosen = {claimant.pk for claimant in settling}
        terms: dict[int, Decimal] = {}
        for claim in self.claims:
            if claim.claimant_id not in chosen or f"claim_{claim.pk}" in self.errors:
                continue
            amount = cleaned.get(f"claim_{claim.pk}")
            if amount is None:
                self.add_error(f"claim_{claim.pk}", _("Enter the sum agreed; 0.00 where it is given up."))
            else:
                terms[claim.pk] = amount
        chosen_plan = cleaned.get("plan")
        if chosen_plan in (SINGLE, EQUAL) and not cleaned.get("first_due_on") and any(terms.values()):
            self._require("first_due_on", _("Enter the day of payment."))
        if chosen_plan == EQUAL and not cleaned.get("count"):
            self._require("count", _("Enter the number of instalments."))
        if self.data.get("do") == "settle" and "signed_on" not in self.errors:
            cleaned["signed_on"] = cleaned.get("signed_on") or clock.today()
        cleaned["terms"] = terms
        if cleaned.get("breach_clause") == NO_PENALTY and any(cleaned.get(name) for name in PENALTY):
            cleaned["breach_clause"] = ""
        return cleaned

    def _require(self, name: str, message: str) -> None:
        if name not in self.errors:
            self.add_error(name, message)

    def planned(self) -> list[tuple[int, dt.date, Decimal]]:
        """The instalments of a plan: claimant id, day, yuan. Only for a valid form without own rows."""
        cleaned = self.cleaned_data
        claimant_of = {claim.pk: claim.claimant_id for claim in self.claims}
        totals: dict[int, Decimal] = {}
        for pk, amount in cleaned["terms"].items():
            totals[claimant_of[pk]] = totals.get(claimant_of[pk], ZERO) + amount
        if not any(totals.values()):
            return []
        count = cleaned["count"] if cleaned["plan"] == EQUAL else 1
        return plan(totals, cleaned["first_due_on"], count)

    def agreement_data(self) -> dict[str, Any]:
        """The keyword arguments for `record_agreement` besides instalments and actor."""
        names = (
            "terms",
            "signed_on",
            "facts",
            "breach_clause",
            *PENALTY,
            "other_terms",
            "settles_all",
            "reason",
        )
        return {name: self.cleaned_data[name] for name in (*names, "seen_version")}


def by_claimant(instalments: Iterable[Instalment]) -> list[tuple[int, dt.date, Decimal]]:
    """Claimant id, day and yuan: what each claimant gets on a day, whatever it is for."""
    sums: dict[tuple[int, dt.date], Decimal] = {}
    for part in instalments:
        key = (part.claimant_id, part.due_on)
        sums[key] = sums.get(key, ZERO) + part.amount
    return sorted((claimant, due_on, amount) for (claimant, due_on), amount in sums.items())


class InstalmentForm(forms.Form):
    claimant = forms.TypedChoiceField(label=gettext_lazy("Claimant"), coerce=int)
    due_on = DateField(label=gettext_lazy("Due on"))
    amount = MoneyFormField(label=gettext_lazy("Amount"), positive=True)
    claim = forms.TypedChoiceField(label=gettext_lazy("Claim"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, claimants: list[Claimant], claims: list[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["claimant"].choices = [(c.pk, str(c)) for c in claimants]  # type: ignore[attr-defined]
        shared_out = ("", _("All of them, in proportion"))
        self.fields["claim"].choices = [shared_out, *((c.pk, str(c)) for c in claims)]  # type: ignore[attr-defined]
        if len(claims) == len(claimants):
            del self.fields["claim"]


InstalmentFormSet = formset_factory(
    InstalmentForm, extra=0, can_delete=True, max_num=MAX_ROWS, absolute_max=MAX_ROWS + 10, validate_max=True
)


class SignForm(forms.Form):
    signed_on = DateField(label=gettext_lazy("Signed on"), not_in_future=True)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
