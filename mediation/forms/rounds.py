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


class SaidFields(forms.Form):
    """What was said at a round."""

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
        help_text=gettext_lazy(
            "0.00 where the employer refuses to pay. Where both agreed, one sum is enough."
        ),
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sides = ("worker_offer", "employer_offer")
        named = [cleaned[side] for side in sides if cleaned.get(side) is not None]
        if (
            cleaned.get("outcome") == RoundOutcome.AGREED
            and len(named) == 1
            and not set(sides) & set(self.errors)
        ):
            cleaned |= dict.fromkeys(sides, named[0])
        return cleaned


class HoldForm(SaidFields, StepForm):
    """What was said at a round; also used to correct it, then with a reason."""


class HoldNowForm(HoldForm):
    """A round is written down the first time: no reason is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        round_: Any = self.obj
        self.fields["attendees"].initial = f"{_expected(round_.case)}、{round_.mediator.name}"


def _expected(case: Case) -> str:
    """Who is to come: the claimants, the lawyers who act, the employer."""
    lawyers = [a.lawyer.name for a in case.assignments.all() if a.is_accepted and a.lawyer]
    return "、".join(filter(None, [case.claimant_names, *lawyers, str(case.employer or "")]))


class HeldRoundForm(RoundForm, SaidFields):
    """A round that was held without having been set before: when, where, by whom, and what was said."""

    field_order = ("scheduled_at", "place", "mediator", *SaidFields.base_fields)

    def __init__(self, *args: Any, case: Case, user: User, **kwargs: Any) -> None:
        super().__init__(*args, case=case, user=user, **kwargs)
        self.fields["scheduled_at"].initial = clock.now().replace(second=0, microsecond=0)
        self.fields["attendees"].initial = _expected(case)


class CorrectForm(HoldForm):
    reason_required = True


STEP_FORMS = {"hold": HoldNowForm}
