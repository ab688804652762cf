"""Of which office and period, and as it stood on which day."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from core import clock
from core.fields import DateField
from recoveries.as_of import Period

BY = [
    ("verified_at", gettext_lazy("the day it was verified")),
    ("received_on", gettext_lazy("the day it was received")),
]


def last_month() -> Period:
    """The whole month before this one."""
    until = clock.today().replace(day=1) - dt.timedelta(days=1)
    return Period(until.replace(day=1), until)


class AsOfForm(forms.Form):
    """Filled from the address; without it the last month, as it stands today."""

    since = DateField(label=gettext_lazy("From"))
    until = DateField(label=gettext_lazy("Until"))
    on = DateField(label=gettext_lazy("As it stood on"), not_in_future=True)
    by = forms.ChoiceField(label=gettext_lazy("Placed in the period by"), choices=BY)

    def __init__(self, data: QueryDict) -> None:
        month = last_month()
        usual = {
            "since": month.since.isoformat(),
            "until": month.until.isoformat(),
            "on": clock.today().isoformat(),
            "by": "verified_at",
        }
        filled: Any = data.copy()
        for name, value in usual.items():
            filled.setdefault(name, value)
        super().__init__(filled)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The period ends before it begins."))
        return cleaned

    @property
    def period(self) -> Period:
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])


class OfficeAsOfForm(AsOfForm):
    """Of an office with all below, or of all the user sees."""

    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("Office"),
        empty_label=gettext_lazy("All"),
        required=False,
    )
    field_order = ("office", "since", "until", "on", "by")

    def __init__(self, data: QueryDict, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
