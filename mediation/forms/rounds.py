"""Forms of mediation rounds."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.models import Case
from core import clock
from core.fields import MomentField, MoneyFormField
from core.step_view import StepForm
from law_tables import current
from mediation.models import MediationRound
from mediation.permissions import mediators
from mediation.workflow import RoundOutcome


class RoundForm(forms.Form):
    scheduled_at = MomentField(label=gettext_lazy("Time"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=120)
    mediator = forms.ModelChoiceField(
        label=gettext_lazy("Mediator"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Please choose"),
        help_text=gettext_lazy("Whoever acts for a party, and the firm, cannot mediate."),
    )

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = mediators(case, user)  # type: ignore[attr-defined]
        last = max(case.rounds.all(), key=lambda r: r.number, default=None)
        self.fields["place"].initial = last.place if last else case.office.address
        self.fields["scheduled_at"].initial = _next_afternoon()


def _next_afternoon() -> dt.datetime:
    """14:00 of the next working day."""
    day = clock.today() + dt.timedelta(days=1)
    while not current.calendar().assume_working_day(day)[0]:
        day += dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time(14)))


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
        self.fields["attendees"].initial = _expected(self.obj)  # type: ignore[arg-type]


def _expected(round_: MediationRound) -> str:
    """Who is to come: the claimants, the lawyers who act, the employer, the mediator."""
    case = round_.case
    lawyers = [a.lawyer.name for a in case.assignments.all() if a.is_accepted and a.lawyer]
    parties = [case.claimant_names, *lawyers, str(case.employer or "")]
    return "、".join([*filter(None, parties), round_.mediator.name])


class CorrectForm(HoldForm):
    reason_required = True


STEP_FORMS = {"hold": HoldNowForm}
