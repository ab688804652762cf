"""What is sent from "my work"."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from core.together import TICK, TicksField, versions_ticked
from work.queries.reports import Report


class ReportsForm(forms.Form):
    """The cases whose closing reports are to be issued."""

    case = forms.ModelMultipleChoiceField(
        Case.objects.none(),
        error_messages={
            "required": _("Tick at least one case."),
            "invalid_choice": _("A case that was ticked no longer waits for its report. Nothing was issued."),
        },
    )

    def __init__(self, data: QueryDict | None, *, cases: Any) -> None:
        super().__init__(data)
        self.fields["case"].queryset = cases  # type: ignore[attr-defined]

    def ticks(self, report: Report) -> bool:
        """Is its box ticked: as it was sent, else where nothing is missing?"""
        if self.is_bound:
            return str(report.case.pk) in self.data.getlist("case")  # type: ignore[attr-defined]
        return report.is_complete


class TogetherForm(forms.Form):
    """Several cases whose next step is the same, and what somebody remarks on all of them."""

    case = TicksField(error_messages={"required": _("Tick at least one case.")})
    reason = forms.CharField(label=_("Remark (optional)"), max_length=1000, required=False)

    def __init__(self, data: QueryDict | None = None, *, step: str = "") -> None:
        super().__init__(data)
        self.step = step

    @property
    def seen_versions(self) -> dict[int, int]:
        """Case id → the version the page showed."""
        return versions_ticked(self.cleaned_data["case"])

    @property
    def ticked(self) -> list[int]:
        """The ids of the cases to be shown ticked again."""
        ticks = self.data.getlist("case") if self.is_bound else []  # type: ignore[attr-defined]
        return [int(tick.split(".")[0]) for tick in ticks if TICK.fullmatch(tick)]
