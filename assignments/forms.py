"""Forms of offers to lawyers."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assignments.states import DeclineCode
from cases.models import Case
from core import clock
from core.step_view import StepForm
from lawyers.models import Firm, Lawyer
from lawyers.permissions import lawyer_of

HOURS = (24, 48, 72, 120)


def _hours() -> list[tuple[int, str]]:
    return [(hours, ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}) for hours in HOURS]


class AnswerBy(forms.Form):
    """How long the lawyer has to answer, and what is said to begin with."""

    hours = forms.TypedChoiceField(
        label=gettext_lazy("Time to answer"), choices=_hours, coerce=int, initial=48, empty_value=48
    )
    message = forms.CharField(
        label=gettext_lazy("Message"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Shown before the lawyer declares no conflict: no details of the case here."),
    )

    def expires_at(self) -> dt.datetime:
        return clock.now() + dt.timedelta(hours=self.cleaned_data["hours"])


class OfferForm(AnswerBy):
    """An offer to a firm that has been chosen already; `reason` is asked where the check found a conflict."""

    lawyer = forms.ModelChoiceField(
        label=gettext_lazy("Lawyer"),
        queryset=Lawyer.objects.none(),
        required=False,
        empty_label=gettext_lazy("The firm's coordinator decides"),
    )
    is_lead = forms.BooleanField(label=gettext_lazy("Leads the case"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why this firm may be asked all the same"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ("lawyer", "is_lead", "hours", "message", "reason")

    def __init__(self, *args: Any, case: Case, firm: Firm, has_conflict: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lawyer"].queryset = firm.lawyers.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["is_lead"].initial = not any(a.is_lead for a in case.assignments.all() if a.is_live)
        if not has_conflict:
            del self.fields["reason"]

    def offer_data(self) -> dict[str, Any]:
        """The keyword arguments for `offer` besides firm and actor."""
        cleaned = self.cleaned_data
        names = ("lawyer", "is_lead", "message", "reason")
        return {"expires_at": self.expires_at(), **{n: cleaned[n] for n in names if n in cleaned}}


class DeclareForm(StepForm):
    confirm = forms.BooleanField(
        label=gettext_lazy(
            "I have checked the names above: neither I nor my firm acts for the employer, and nothing else stands "
            "against taking the workers' side."
        )
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]

    def data_for_step(self) -> dict[str, Any]:
        return {"seen_version": self.cleaned_data["seen_version"]}


class AcceptForm(StepForm):
    """A coordinator names the lawyer; a lawyer answers for him- or herself."""

    lawyer = forms.ModelChoiceField(label=gettext_lazy("Who takes the case"), queryset=Lawyer.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        own = lawyer_of(self.user)
        if own and own.is_coordinator:
            field = self.fields["lawyer"]
            field.queryset = own.firm.lawyers.filter(is_active=True)  # type: ignore[attr-defined]
            field.initial = self.obj.lawyer_id  # type: ignore[attr-defined]
        else:
            del self.fields["lawyer"]


class DeclineForm(StepForm):
    code = forms.ChoiceField(
        label=gettext_lazy("Reason for declining"), choices=DeclineCode.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Note")
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Needed where the reason is another one.")


class ReplaceForm(AnswerBy, StepForm):
    """Why the lawyer is replaced, and whom to ask next, if that is known."""

    next = forms.ChoiceField(label=gettext_lazy("Offer the case next to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        case = self.obj.case  # type: ignore[attr-defined]
        self.firms = {
            firm.pk: firm
            for firm in Firm.objects.serving([case.office_id])
            .filter(is_active=True)
            .prefetch_related("lawyers")
        }
        self.fields["next"].choices = [("", _("Nobody yet")), *map(_whom_to_ask, self.firms.values())]  # type: ignore[attr-defined]
        self.order_fields(["reason", "next", "hours", "message", "seen_version"])

    def data_for_step(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        data = {name: cleaned[name] for name in ("reason", "seen_version")}
        if not cleaned["next"]:
            return data
        firm_id, _dash, lawyer_id = cleaned["next"].partition("-")
        firm = self.firms[int(firm_id)]
        lawyer = next((x for x in firm.lawyers.all() if str(x.pk) == lawyer_id), None)
        asked = {
            "firm": firm,
            "lawyer": lawyer,
            "expires_at": self.expires_at(),
            "message": cleaned["message"],
        }
        return data | asked


def _whom_to_ask(firm: Firm) -> tuple[str, list[tuple[str, str]]]:
    lawyers = [(f"{firm.pk}-{x.pk}", x.name) for x in firm.lawyers.all() if x.is_active]
    return firm.name, [(f"{firm.pk}-", _("The firm's coordinator decides")), *lawyers]


STEP_FORMS = {
    "declare_no_conflict": DeclareForm,
    "accept": AcceptForm,
    "decline": DeclineForm,
    "replace": ReplaceForm,
}
