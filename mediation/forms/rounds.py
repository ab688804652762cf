"""Forms of mediation rounds."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Office, User
from cases.models import Case
from core import clock
from core.fields import MomentField, MoneyFormField
from core.step_view import StepForm
from mediation.workflow import RoundOutcome


def mediators(case: Case, actor: User) -> Any:
    """Who may conduct a round: the clerks of the office and of those above it, the case's lawyers, the user."""
    offices = [case.office, *Office.objects.get_ancestors(case.office)]
    clerks = Membership.objects.in_force(clock.today()).filter(role="clerk", office__in=offices)
    acting = case.assignments.accepted().filter(lawyer__user__isnull=False)
    chosen = Q(pk__in=clerks.values("user")) | Q(pk__in=acting.values("lawyer__user")) | Q(pk=actor.pk)
    return User.objects.filter(chosen, is_active=True).order_by("name")


class RoundForm(forms.Form):
    scheduled_at = MomentField(label=gettext_lazy("Time"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120)
    mediator = forms.ModelChoiceField(label=gettext_lazy("Mediator"), queryset=User.objects.none())

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = mediators(case, user)  # type: ignore[attr-defined]
        self.fields["mediator"].initial = user.pk
        last = max(case.rounds.all(), key=lambda r: r.number, default=None)
        self.fields["place"].initial = last.place if last else case.office.address


class HoldForm(StepForm):
    """What was said at a round; also used to correct it, then with a reason."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"), choices=RoundOutcome.choices, widget=forms.RadioSelect
    )
    worker_offer = MoneyFormField(
        label=gettext_lazy("Workers ask"),
        required=False,
        help_text=gettext_lazy("For all claimants together; empty where no sum was named."),
    )
    employer_offer = MoneyFormField(
        label=gettext_lazy("Employer offers"),
        required=False,
        help_text=gettext_lazy("0.00 where the employer refuses to pay."),
    )
    attendees = forms.CharField(
        label=gettext_lazy("People present"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"), max_length=20000, widget=forms.Textarea(attrs={"rows": 8})
    )
    law_unclear = forms.BooleanField(
        label=gettext_lazy("The law is unclear on the point at issue"), required=False
    )


class HoldNowForm(HoldForm):
    """A round is written down the first time: no reason is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]


class CorrectForm(HoldForm):
    reason_required = True


STEP_FORMS = {"hold": HoldNowForm}
