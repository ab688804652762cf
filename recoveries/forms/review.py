"""What a reviewer is asked: what is wrong with an entry, and what the queue is narrowed by."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office
from core.pills import HasPills, Pill
from core.step_view import StepForm
from core.together import TicksField, versions_ticked
from recoveries.workflow import Fault, ReceiptState

CHOOSE = [("", gettext_lazy("Choose…"))]
ALL = [("", gettext_lazy("All"))]


class FaultForm(StepForm):
    """Why an entry is sent back or to be reversed; in words too, where the list has no name for it."""

    fault = forms.ChoiceField(
        label=gettext_lazy("What is wrong"),
        choices=[*CHOOSE, *Fault.choices],
        error_messages={"required": gettext_lazy("Say what is wrong.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("In words")


class TickedForm(forms.Form):
    """The entries that were ticked in the queue."""

    entry = TicksField(error_messages={"required": gettext_lazy("Tick at least one entry.")})

    @property
    def seen_versions(self) -> dict[int, int]:
        """Id → the version the page showed."""
        return versions_ticked(self.cleaned_data["entry"])


BANDS: dict[str, tuple[int, int | None]] = {
    "0-1000": (0, 1_000),
    "1000-10000": (1_000, 10_000),
    "10000-100000": (10_000, 100_000),
    "100000-": (100_000, None),
}
"""Sizes of entries in yuan: from, and up to but without."""

BAND_LABELS = [
    ("0-1000", gettext_lazy("below 1,000 yuan")),
    ("1000-10000", gettext_lazy("1,000 to 10,000 yuan")),
    ("10000-100000", gettext_lazy("10,000 to 100,000 yuan")),
    ("100000-", gettext_lazy("100,000 yuan and more")),
]

ORDERS = {
    "age": ("recorded_at", "id"),
    "newest": ("-recorded_at", "-id"),
    "largest": ("-amount", "-id"),
    "smallest": ("amount", "id"),
}
ORDER_LABELS = [
    ("age", gettext_lazy("Longest waiting first")),
    ("newest", gettext_lazy("Newest first")),
    ("largest", gettext_lazy("Largest first")),
    ("smallest", gettext_lazy("Smallest first")),
]


def in_band(band: str) -> Q:
    """A condition for entries of this size; a counter-entry is as large as what it takes back."""
    low, high = BANDS[band]
    above = Q(amount__gte=Decimal(low)), Q(amount__lte=Decimal(-low))
    if high is None:
        return above[0] | above[1]
    return (above[0] & Q(amount__lt=Decimal(high))) | (above[1] & Q(amount__gt=Decimal(-high)))


class QueueFilter(HasPills, forms.Form):
    """What the queue is narrowed and ordered by. A value that makes no sense is said at its field and left out."""

    state = forms.ChoiceField(label=gettext_lazy("State"), choices=ReceiptState.choices, required=False)
    office = forms.ModelChoiceField(
        Office.objects.none(), label=gettext_lazy("Office"), empty_label=gettext_lazy("All"), required=False
    )
    size = forms.ChoiceField(label=gettext_lazy("Sum"), choices=[*ALL, *BAND_LABELS], required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Order"), choices=ORDER_LABELS, required=False)

    def __init__(self, data: QueryDict, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    def pills(self) -> list[Pill]:
        """What narrows the list of a state; the state is a tab, the order narrows nothing."""
        labels = {str(self.fields[name].label) for name in ("office", "size")}
        return [pill for pill in super().pills() if pill.label in labels]
