"""What figures are asked of, all of it in the address; the text of a report; the shape an office gives to its own."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Office, User
from cases.choices import causes, channels, worker_types
from cases.workflow import CaseState
from core import clock
from core.fields import DateField
from core.pills import HasPills
from lawyers.models import Alliance, Firm
from reports.measures import MEASURES, NOT_OF_PERIODS, UNITS
from reports.models import Parties, ReportShape, Rows
from reports.periods import span_before, span_of
from reports.permissions import offices_read
from reports.scope import AGES, NARROWED_BY, Narrowing, Scope
from reports.sources import STANDING

ANY = [("", gettext_lazy("All"))]


def _optional(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def office_choices(offices: list[Office]) -> list[tuple[int, str]]:
    """Offices as they stand in the tree."""
    top = min((office.depth for office in offices), default=1)
    return [(office.pk, "\u3000" * (office.depth - top) + office.name) for office in offices]


class NarrowingFields(HasPills, forms.Form):
    """What cases are narrowed by."""

    firm = forms.TypedChoiceField(label=gettext_lazy("Firm"), coerce=int, required=False, empty_value=None)
    alliance = forms.TypedChoiceField(
        label=gettext_lazy("Alliance"), coerce=int, required=False, empty_value=None
    )
    worker_type = _optional(gettext_lazy("Kind of worker"), lambda: ANY + worker_types())
    cause = _optional(gettext_lazy("Cause of action"), lambda: ANY + causes())
    channel = _optional(gettext_lazy("Channel"), lambda: ANY + channels())
    parties = _optional(gettext_lazy("Group or single"), ANY + Parties.choices)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("firm", Firm.objects), ("alliance", Alliance.objects)):
            rows = found.visible_to(user).values_list("pk", "name")
            self.fields[name].choices = lambda rows=rows: ANY + list(rows)  # type: ignore[attr-defined]

    def narrowed(self) -> dict[str, Any]:
        """What was said of it."""
        return {
            name: self.cleaned_data[name]
            for name in NARROWED_BY & set(self.cleaned_data)
            if self.cleaned_data[name]
        }


class ScopeForm(NarrowingFields):
    """Office, days and what narrows them. What makes no sense is said at its field and left out."""

    field_order: Sequence[str] = ("office", "since", "until")

    office = forms.TypedChoiceField(
        label=gettext_lazy("Office and below"), coerce=int, required=False, empty_value=None
    )
    since = DateField(label=gettext_lazy("From"), required=False)
    until = DateField(label=gettext_lazy("Until"), required=False)
    own = forms.BooleanField(label=gettext_lazy("Without the offices below"), required=False)
    state = _optional(
        gettext_lazy("State"), [("", "")] + [row for row in CaseState.choices if row[0] in STANDING]
    )
    age = _optional(gettext_lazy("Age"), lambda: [("", ""), *((key, aged(key)) for key in AGES)])

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        self.offices = list(Office.objects.filter(pk__in=offices_read(user)).order_by("path"))
        self.fields["office"].choices = ANY + office_choices(self.offices)  # type: ignore[attr-defined]
        for name in ("state", "age"):
            self.fields[name].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", ValidationError(_("The period cannot end before it starts.")))
        return cleaned

    def days(self) -> tuple[dt.date, dt.date]:
        """The days asked for; of what is left open, this year."""
        first, last = span_of(clock.today(), 12)
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and not until:
            return since, max(since, last)
        if until and not since:
            return span_of(until, 12)[0], until
        return since or first, until or last

    @property
    def scope(self) -> Scope:
        """What is asked for: without an office, the first the user has."""
        self.is_valid()
        asked = self.cleaned_data.get("office")
        node = next((office for office in self.offices if office.pk == asked), self.offices[0])
        own = bool(self.cleaned_data.get("own"))
        since, until = self.days()
        return Scope(
            node=node,
            offices=tuple(
                office.pk
                for office in self.offices
                if (office.pk == node.pk if own else office.path.startswith(node.path))
            ),
            since=since,
            until=until,
            own=own,
            narrowing=Narrowing(**self.narrowed()),
        )


class PeriodForm(ScopeForm):
    """The report of an office over a span of days, in a shape; it knows no other filters than those of its shape."""

    field_order = ("office", "since", "until", "shape")

    shape = forms.TypedChoiceField(label=gettext_lazy("Shape"), coerce=int, required=False, empty_value=None)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, user=user)
        for name in (*NARROWED_BY, "own"):
            del self.fields[name]
        self.shapes = list(ReportShape.objects.visible_to(user).filter(is_active=True).order_by("name", "pk"))
        usual = [("", gettext_lazy("The union's usual table"))]
        self.fields["shape"].choices = usual + [(one.pk, one.name) for one in self.shapes]  # type: ignore[attr-defined]

    def days(self) -> tuple[dt.date, dt.date]:
        """Where nothing is said, the month that ended last."""
        if not (self.cleaned_data.get("since") or self.cleaned_data.get("until")):
            return span_before(span_of(clock.today(), 1))
        return super().days()

    @property
    def wanted_shape(self) -> ReportShape | None:
        """None for the union's usual table."""
        asked = self.cleaned_data.get("shape")
        return next((one for one in self.shapes if one.pk == asked), None)


def aged(key: str) -> str:
    """An age in words."""
    youngest, oldest = AGES[key]
    if oldest is None:
        return _("over %(days)d days") % {"days": youngest - 1}
    return _("%(first)d–%(last)d days") % {"first": youngest, "last": oldest}


class NarrativeForm(forms.Form):
    """The text of a report, and what the page showed when it was written."""

    narrative = forms.CharField(
        label=gettext_lazy("Text of the report"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("What the figures do not say: campaigns, typical cases, what is planned."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


def measure_choices() -> list[tuple[str, str]]:
    """The figures a report may have as columns, each with its unit."""
    return [
        (key, f"{one.name} ({UNITS[one.unit]})") for key, one in MEASURES.items() if key not in NOT_OF_PERIODS
    ]


class ShapeForm(NarrowingFields):
    """Rows, columns and filters of a report."""

    field_order = ("office", "name", "rows", "columns")

    office = forms.TypedChoiceField(label=gettext_lazy("Office"), coerce=int)
    name = forms.CharField(label=pgettext_lazy("report", "Name"), max_length=60)
    rows = forms.ChoiceField(label=gettext_lazy("Rows"), choices=Rows.choices)
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Columns"),
        choices=measure_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They stand in this order."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, user: User, shape: ReportShape | None = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        offices = Office.objects.visible_to(user, ("administrator",)).order_by("path")
        self.offices = {office.pk: office for office in offices}
        self.fields["office"].choices = office_choices(list(offices))  # type: ignore[attr-defined]
        if shape:
            del self.fields["office"]

    def shape(self, kept: ReportShape | None) -> ReportShape:
        """As it was filled in, not saved."""
        said = self.cleaned_data
        return ReportShape(
            pk=kept.pk if kept else None,
            office=kept.office if kept else self.offices[said["office"]],
            name=said["name"],
            rows=said["rows"],
            columns=said["columns"],
            narrowing=self.narrowed(),
            is_active=said["is_active"],
        )
