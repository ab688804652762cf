"""The projects of an office and year as pages, papers and spreadsheets show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.charts import Bar, Series, columns
from reports.dashboard import behind_url
from reports.measures import MEASURES
from reports.models import Project, RollUp
from reports.periods import span_of
from reports.projects import Month, Standing, months_of, scope_of

STATES = {
    "over": (gettext_lazy("Above the plan"), "ok"),
    "met": (gettext_lazy("Plan met"), "ok"),
    "ahead": (gettext_lazy("On course"), "ok"),
    "behind": (gettext_lazy("Behind"), "warn"),
    "short": (gettext_lazy("Below the plan"), "warn"),
    "none": (gettext_lazy("Nothing yet"), "off"),
}
"""In words, and the colour of the pill."""


def number(value: Decimal | None) -> str:
    """With separators, without noughts behind the point: 30,000; 97.5; a dash for None."""
    if value is None:
        return "–"
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def how_counted(project: Project) -> str:
    """In words, as the definitions say it."""
    if project.measure:
        return f"{MEASURES[project.measure].name}: {MEASURES[project.measure].told}"
    if project.is_share:
        return _("Entered with proof, as it was at the end of the month; the last month entered counts.")
    if project.roll_up == RollUp.SUM:
        return _(
            "Entered month by month with proof, by the office and by those below it to which it was handed down, and added up."
        )
    return _("Entered month by month with proof, by the office itself.")


@dataclass(frozen=True)
class Line:
    """A project as a row."""

    standing: Standing

    @property
    def project(self) -> Project:
        return self.standing.project

    @property
    def unit(self) -> str:
        return str(self.project.get_unit_display())

    @property
    def plan(self) -> str:
        return number(self.project.plan)

    @property
    def done(self) -> str:
        return number(self.standing.done)

    @property
    def share(self) -> str:
        return "–" if self.standing.share is None else f"{self.standing.share:,.1f} %"

    @property
    def forecast(self) -> str:
        return number(self.standing.forecast)

    @property
    def state(self) -> str:
        return str(STATES[self.standing.state][0])

    @property
    def colour(self) -> str:
        return STATES[self.standing.state][1]

    @property
    def told(self) -> str:
        return how_counted(self.project)

    @property
    def silent(self) -> str:
        """How many of the offices that add up have entered nothing."""
        found = self.standing
        if not found.silent or found.asked == 1:
            return ""
        return _("%(silent)d of %(asked)d offices have entered nothing") % {
            "silent": found.silent,
            "asked": found.asked,
        }


def header() -> list[str]:
    """The columns of the spreadsheet: their order does not change."""
    return [
        pgettext("project", "Number"), pgettext("project", "Name"), _("Unit"), _("Plan"), _("Done"), _("Share of the plan, %"),
        _("Forecast of the year"), _("State"), _("Known until"), _("How is this counted?"),
    ]  # fmt: skip


def cells(lines: Sequence[Line]) -> Iterator[list[Any]]:
    """A row for each project, its figures as numbers."""
    for line in lines:
        found, project = line.standing, line.project
        yield [
            project.number, project.name, line.unit, project.plan, found.done, found.share, found.forecast, line.state,
            found.known_until, line.told,
        ]  # fmt: skip


@dataclass(frozen=True)
class MonthLine:
    """A month of a project with what stands behind it."""

    month: Month
    url: str

    @property
    def name(self) -> str:
        return str(MONTHS[self.month.number])

    @property
    def amount(self) -> str:
        return number(self.month.amount)

    @property
    def total(self) -> str:
        return number(self.month.total)


def month_lines(project: Project, *, linked: bool) -> list[MonthLine]:
    """All twelve; `linked` leads from what was counted to its rows."""
    found = months_of(project)
    if not (linked and project.measure):
        return [MonthLine(month, "") for month in found]
    scope, measure = scope_of(project), MEASURES[project.measure]
    lines = []
    for month in found:
        since, until = span_of(scope.since.replace(month=month.number), 1)
        url = behind_url(measure, scope.over(since, until)) if month.amount else ""
        lines.append(MonthLine(month, url))
    return lines


def chart(project: Project, lines: Sequence[MonthLine]) -> SafeString:
    """The months as bars."""
    unit = project.get_unit_display()
    bars = [
        Bar(
            None if line.month.amount is None else float(line.month.amount),
            line.url,
            f"{line.name}: {line.amount}",
        )
        for line in lines
    ]
    told = _("%(name)s by month in %(unit)s: %(months)s") % {
        "name": project.name,
        "unit": unit,
        "months": "; ".join(f"{line.name} {line.amount}" for line in lines),
    }
    names = [str(line.month.number) for line in lines]
    return columns(f"project-{project.pk}", told, names, [Series(str(unit), bars)])


def whole_year_url(project: Project) -> str:
    """The rows behind what is done in the year; "" of what is entered."""
    return behind_url(MEASURES[project.measure], scope_of(project)) if project.measure else ""


def page_of(project: Project) -> str:
    """Where the project is shown."""
    return reverse("reports:project", args=[project.pk])
