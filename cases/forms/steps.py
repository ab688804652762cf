"""What the steps of a case ask for, where a reason alone is not enough. Names are those of the action."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.commissions import commission_of, known_commissions
from cases.models import Case, Claim
from cases.workflow import DeclineGround, TerminationGround
from core import clock
from core.fields import DateField, MoneyFormField
from core.fsm import transitions_of
from core.step_view import StepForm
from core.widgets import SuggestingInput

SUPPLEMENT_DAYS = 7
CHOOSE = [("", gettext_lazy("Choose…"))]


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DeclineForm(StepForm):
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=[*CHOOSE, *DeclineGround.choices])


class UrgentForm(StepForm):
    """先行援助 (法律援助法 44)."""

    urgent_ground = forms.CharField(
        label=gettext_lazy("Ground for urgency"),
        help_text=gettext_lazy(
            "Fewer than 7 days to a deadline, preservation needed, or harm to life and livelihood."
        ),
        max_length=1000,
        widget=_text(),
    )


class ReturnForm(StepForm):
    """补正: the reason is what the worker reads on the notice, so it lists the papers."""

    reason_required = True
    due_on = DateField(label=gettext_lazy("To be completed by"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = clock.today() + dt.timedelta(days=SUPPLEMENT_DAYS)
        self.fields["reason"].label = _("Missing papers")


class FilingForm(StepForm):
    """A request to the commission or the court."""

    body = forms.CharField(
        label=gettext_lazy("Before"),
        help_text=gettext_lazy("Arbitration commission or court."),
        max_length=120,
    )
    filed_on = DateField(label=gettext_lazy("Filed on"), not_in_future=True)
    docket = forms.CharField(label=gettext_lazy("Docket number"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["filed_on"].initial = clock.today()


class ArbitrationForm(FilingForm):
    """Before a commission: where the application was addressed to, until somebody writes another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case: Case = self.obj  # type: ignore[assignment]
        self.fields["body"].initial = commission_of(case)
        self.fields["body"].widget = SuggestingInput({"maxlength": 120})
        self.fields["body"].widget.texts = known_commissions(case.office)


class DecisionForm(StepForm):
    """An award or a judgment: its days, its result, and the sum for each claim."""

    fields_template = "cases/_decision_fields.html"
    decided_on = DateField(label=gettext_lazy("Decided on"), not_in_future=True)
    served_on = DateField(
        label=gettext_lazy("Served on"),
        help_text=gettext_lazy("The days to sue or appeal count from here."),
        not_in_future=True,
    )
    perform_by = DateField(
        label=gettext_lazy("To be performed by"),
        help_text=gettext_lazy(
            "Last day of the time to perform, where the paper names one; the two years of enforcement count from it, "
            "else from the day it takes effect."
        ),
        required=False,
    )
    docket = forms.CharField(label=gettext_lazy("Docket number"), max_length=60, required=False)
    is_final = forms.BooleanField(
        label=gettext_lazy("Final for the employer"),
        help_text=gettext_lazy("An award that is final only in part counts as not final."),
        required=False,
    )
    result = forms.CharField(label=gettext_lazy("Result"), max_length=4000, widget=_text())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        claims = self.obj.claims.select_related("claimant__worker")  # type: ignore[attr-defined]
        self.claims: list[Claim] = [claim for claim in claims if claim.is_active and claim.claimant.is_active]
        for claim in self.claims:
            self.fields[self._name(claim)] = MoneyFormField(
                label=str(claim), initial=None if claim.agreed is None else f"{claim.agreed:.2f}"
            )
        last = self.obj.proceedings.last()  # type: ignore[attr-defined]
        if last is not None:
            self.fields["docket"].initial = last.docket

    @staticmethod
    def _name(claim: Claim) -> str:
        return f"sum_{claim.pk}"

    def rows(self) -> list[tuple[Claim, forms.BoundField]]:
        """Each claim with the field for its sum."""
        return [(claim, self[self._name(claim)]) for claim in self.claims]

    def plain_fields(self) -> list[forms.BoundField]:
        return [
            self[n]
            for n in ("decided_on", "served_on", "perform_by", "docket", "is_final", "result", "reason")
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for claim in self.claims:
            amount = data.get(self._name(claim))
            if amount is not None and amount < claim.received:
                self.add_error(
                    self._name(claim),
                    _("%(received)s has come in already, more than this sum.")
                    % {"received": f"{claim.received:,.2f}"},
                )
        return data

    def data_for_step(self) -> dict[str, Any]:
        """The fields by name, and `sums`: claim id → yuan."""
        names = {self._name(claim): claim.pk for claim in self.claims}
        sums: dict[int, Decimal] = {pk: self.cleaned_data[name] for name, pk in names.items()}
        rest = {name: value for name, value in self.cleaned_data.items() if name not in names}
        return {**rest, "sums": sums}


class WithdrawForm(StepForm):
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground"), choices=TerminationGround.choices, initial=TerminationGround.OWN_REQUEST
    )


class TerminateForm(StepForm):
    """法律援助法 48."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=[*CHOOSE, *TerminationGround.choices])


class TransferForm(StepForm):
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), choices=[*CHOOSE, *DeclineGround.choices])
    transferred_to = forms.CharField(
        label=gettext_lazy("Transferred to"),
        help_text=gettext_lazy("The body that takes the case over."),
        max_length=120,
    )


STEP_FORMS: dict[str, type[StepForm]] = {
    "decline": DeclineForm,
    "accept_urgently": UrgentForm,
    "return_for_completion": ReturnForm,
    "file_arbitration": ArbitrationForm,
    "file_suit": FilingForm,
    "enforce": FilingForm,
    "award": DecisionForm,
    "judge": DecisionForm,
    "withdraw": WithdrawForm,
    "terminate": TerminateForm,
    "transfer": TransferForm,
}


def asks_nothing(name: str) -> bool:
    """Does the step, a way forward, ask for nothing but an optional remark?"""
    tone = next(iter(transitions_of(Case)[name].transitions.values())).custom["tone"]
    return name not in STEP_FORMS and tone == "primary"
