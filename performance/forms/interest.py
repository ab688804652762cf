"""The form of interest on delay: up to which day, or the sum the court fixed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.fields import DateField, MoneyFormField
from performance.delays import Late


class InterestForm(forms.Form):
    """`late` is what is in delay on the day that is looked at; which of them it is for is chosen by its place."""

    until = DateField(label=gettext_lazy("Up to"), not_in_future=True)
    late = forms.ChoiceField(label=gettext_lazy("For"), widget=forms.RadioSelect)
    by_hand = MoneyFormField(
        label=gettext_lazy("Fixed by the court"),
        required=False,
        positive=True,
        help_text=gettext_lazy("Left empty, the sum worked out is entered."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Who fixed the sum"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, late: list[Late], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {key_of(each): each for each in late}
        self.fields["until"].initial = clock.today()
        self.fields["late"].choices = [  # type: ignore[attr-defined]
            (key, f"{each.claim or each.claimant} · {each.interest.total:,.2f}")
            for key, each in self.by_key.items()
        ]
        if late:
            self.fields["late"].initial = key_of(late[0])
        self.fields["late"].error_messages["invalid_choice"] = _("Nothing of this is in delay on that day.")


def key_of(late: Late) -> str:
    """The claimant, and the claim where one is named."""
    return f"{late.claimant.pk}-{late.claim.pk}" if late.claim else str(late.claimant.pk)
