"""The projects of a year: which are shown, setting one up, handing it down, and entering what was done."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Office, User
from core import clock
from core.fields import MoneyFormField
from core.pills import HasPills
from core.uploads import UploadField
from reports.forms.period import office_choices
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from reports.models.projects import FIRST_YEAR, LAST_YEAR
from reports.projects import COUNTABLE
from reports.queries import KEEP_PROJECTS

REASON = gettext_lazy("Reason")


class NumberField(MoneyFormField):
    """A number from 0 in the unit of the project, which may be 万元: 万 and 亿 in the number itself could mean either."""

    default_error_messages = {
        "invalid": gettext_lazy("Enter the number in digits, in the unit of the project, like 1234."),
        "currency": gettext_lazy("Enter the number in digits, in the unit of the project, like 1234."),
        "span": gettext_lazy("Enter the number in digits, in the unit of the project, like 1234."),
        "rough": gettext_lazy("This says only about how much. Enter the number itself, like 1234."),
        "negative": gettext_lazy("The number cannot be negative."),
        "not_positive": gettext_lazy("The number must be above zero."),
        "too_precise": gettext_lazy(
            "The number has at most 2 decimal places; this one has %(places)s decimals."
        ),
        "too_large": gettext_lazy("The number is too large."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.decimal_places = None  # else the page takes it for a sum of money

    def to_python(self, value: Any) -> Decimal | None:
        if value not in self.empty_values and set("万萬亿億") & set(str(value)):
            raise self._error("invalid")
        return super().to_python(value)


class ProjectsForm(HasPills, forms.Form):
    """Whose projects of which year. What makes no sense is said at its field and left out."""

    office = forms.TypedChoiceField(
        label=gettext_lazy("Office"), coerce=int, required=False, empty_value=None
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        self.offices = list(Office.objects.visible_to(user, KEEP_PROJECTS).order_by("path"))
        choices = [("", gettext_lazy("All")), *office_choices(self.offices)]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]

    @property
    def node(self) -> Office | None:
        """The office asked for, else the first the user has; None where there is none at all."""
        self.is_valid()
        asked = self.cleaned_data.get("office")
        first = self.offices[0] if self.offices else None
        return next((office for office in self.offices if office.pk == asked), first)

    @property
    def wanted_year(self) -> int:
        """The year asked for, else this one."""
        self.is_valid()
        return self.cleaned_data.get("year") or clock.today().year


def measure_choices() -> list[tuple[Any, Any]]:
    """The figures a project may be counted by, under the unit they are counted in."""
    entered = [("", gettext_lazy("Entered month by month, with proof"))]
    units = dict(ProjectUnit.choices)
    return entered + [
        (units[unit], [(key, one.name) for key, one in found.items()])
        for unit, found in COUNTABLE.items()
        if found
    ]  # type: ignore[return-value]


class PlanFields(forms.Form):
    """What each office says of its own."""

    plan = NumberField(label=gettext_lazy("Plan"), positive=True)
    roll_up = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=RollUp.choices,
        help_text=gettext_lazy("Of a project that is entered. Persons and shares are never added up."),
    )
    reason = forms.CharField(label=REASON, max_length=1000)


class ProjectForm(PlanFields):
    """A project of an office; of one that was handed down only what is its own."""

    field_order = (
        "office",
        "year",
        "number",
        "name",
        "unit",
        "measure",
        "plan",
        "roll_up",
        "is_active",
        "reason",
    )

    office = forms.TypedChoiceField(label=gettext_lazy("Office"), coerce=int)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    number = forms.IntegerField(label=pgettext_lazy("project", "Number"), min_value=1, max_value=99)
    name = forms.CharField(label=pgettext_lazy("project", "Name"), max_length=60)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=ProjectUnit.choices)
    measure = forms.ChoiceField(
        label=gettext_lazy("Counted by"),
        choices=measure_choices,
        required=False,
        help_text=gettext_lazy("A figure is counted over the office and all below it; nobody counts twice."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, user: User, project: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = list(Office.objects.visible_to(user, ("administrator",)).order_by("path"))
        self.offices = {office.pk: office for office in offices}
        self.fields["office"].choices = office_choices(offices)  # type: ignore[attr-defined]
        self.kept = project
        gone = ("office", "year") if project else ()
        if project and project.parent_id:
            gone = (*gone, "number", "name", "unit", "measure")
        for name in gone:
            del self.fields[name]

    def project(self) -> Project:
        """As it was filled in, not saved."""
        said = self.cleaned_data
        kept = self.kept
        made = Project(
            pk=kept.pk if kept else None,
            office=kept.office if kept else self.offices[said["office"]],
            parent=kept.parent if kept else None,
            year=kept.year if kept else said["year"],
        )
        for name in ("number", "name", "unit", "measure", "plan", "roll_up", "is_active"):
            setattr(made, name, said[name] if name in said else getattr(kept, name))
        return made


class HandDownForm(PlanFields):
    """A project for an office below, with a plan of its own."""

    field_order = ("office", "plan", "roll_up", "reason")

    office = forms.TypedChoiceField(label=gettext_lazy("Office"), coerce=int)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has = Project.objects.filter(year=project.year, name=project.name).values("office")
        below = (
            Office.objects.filter(path__startswith=project.office.path).exclude(pk__in=has).order_by("path")
        )
        self.offices = {office.pk: office for office in below}
        self.fields["office"].choices = office_choices(list(below))  # type: ignore[attr-defined]


class ProvedFields(forms.Form):
    """How much was done, and what proves it."""

    amount = NumberField(label=gettext_lazy("Done"))
    reference = forms.CharField(
        label=gettext_lazy("Proof in words"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "For example the number and page of a register. Needed where no file is handed in."
        ),
    )
    proof = UploadField(label=pgettext_lazy("project", "Proof"), required=False)


class EntryForm(ProvedFields):
    """What was done in a month that has begun and was not entered yet."""

    field_order = ("month", "amount", "reference", "proof")

    month = forms.TypedChoiceField(label=gettext_lazy("Month"), coerce=int)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [("", gettext_lazy("Please choose")), *MONTHS.items()]  # type: ignore[attr-defined]
        entered = set(project.entries.values_list("month", flat=True))
        begun = range(1, (clock.today().month if project.year == clock.today().year else 12) + 1)
        self.fields["month"].initial = next((one for one in begun if one not in entered), "")


class CorrectionForm(ProvedFields):
    """What was done, put right."""

    reason = forms.CharField(label=REASON, max_length=1000)

    @classmethod
    def initial_of(cls, entry: ProjectEntry) -> dict[str, Any]:
        """It begins with what stands there."""
        return {"amount": f"{entry.amount.normalize():f}", "reference": entry.reference}
