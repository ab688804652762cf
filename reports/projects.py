"""How far the projects of a year are: what is done, how much of the plan it is, and what the year will bring at this pace.

A counted project is its figure over the office and all below it, so nobody is counted twice. An entered one is what the
office entered, with what those below entered where it is added up (`RollUp`).
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F
from django.db.models.functions import ExtractMonth

from accounts.models import Office
from core import clock
from reports.figures import by_office, count, figure
from reports.measures import MEASURES, Measure, Raw, Unit
from reports.models import Project, ProjectEntry, ProjectUnit, RollUp
from reports.periods import last_of
from reports.scope import Scope
from reports.sources import Source

COUNTED_IN = {
    Unit.PERSONS: ProjectUnit.PERSONS,
    Unit.MATTERS: ProjectUnit.MATTERS,
    Unit.HEADS: ProjectUnit.HEADS,
    Unit.YUAN: ProjectUnit.TEN_THOUSAND,
    Unit.PERCENT: ProjectUnit.PERCENT,
}


def _has_months(measure: Measure) -> bool:
    """Do all its rows say their day? What stands open on a day makes no project."""
    return all(part.source.day for part in measure.parts)


COUNTABLE: dict[str, dict[str, Measure]] = {
    of: {
        key: measure
        for key, measure in MEASURES.items()
        if COUNTED_IN.get(measure.unit) == of and _has_months(measure)
    }
    for of in ProjectUnit
}
"""Unit → the figures that may count a project in it."""

MONTHS = range(1, 13)
TEN_THOUSAND = 10_000


@dataclass(frozen=True)
class Standing:
    """A project as it stands. `known_until` is the day up to which `done` is known, None where nothing is.

    `silent` of `asked` offices that add up have entered nothing yet.
    """

    project: Project
    done: Decimal | None
    forecast: Decimal | None
    known_until: dt.date | None
    asked: int = 1
    silent: int = 0

    @property
    def share(self) -> Decimal | None:
        """What is done in per cent of the plan, to one place."""
        return None if self.done is None else rounded(self.done * 100 / self.project.plan, 1)

    @property
    def state(self) -> str:
        """ "none", "over" the plan, "met", "ahead" or "behind" of it at this pace; a share not met is "short"."""
        plan = self.project.plan
        if self.done is None:
            return "none"
        if self.done >= plan:
            return "over" if self.done > plan else "met"
        if self.forecast is None:
            return "short"
        return "ahead" if self.forecast >= plan else "behind"


@dataclass(frozen=True)
class Month:
    """A month of a project: what was done in it, and since the year began; None where nothing is known."""

    number: int
    amount: Decimal | None
    total: Decimal | None


def rounded(value: Decimal, places: int) -> Decimal:
    """Half of the last place goes up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def run_rate(done: Decimal, year: int, until: dt.date) -> Decimal:
    """What the whole year will bring, if every day to come brings what a day brought until then."""
    gone = (until - dt.date(year, 1, 1)).days + 1
    return done * (366 if calendar.isleap(year) else 365) / gone


def forecast_of(project: Project, done: Decimal, until: dt.date) -> Decimal | None:
    """None for a share, which is not carried on."""
    if project.is_share:
        return None
    return rounded(run_rate(done, project.year, until), 2 if project.takes_fractions else 0)


def year_of(project: Project) -> tuple[dt.date, dt.date]:
    """Its first day and its last."""
    return dt.date(project.year, 1, 1), dt.date(project.year, 12, 31)


def scope_of(project: Project) -> Scope:
    """The office and all below it, over the year."""
    below = Office.objects.filter(path__startswith=project.office.path)
    return Scope(project.office, tuple(below.values_list("pk", flat=True)), *year_of(project))


def standings(projects: Sequence[Project]) -> list[Standing]:
    """Those of projects of one year, in the order given. As many statements whatever number of projects and offices."""
    counted = _counted([one for one in projects if not one.is_entered])
    entered = _entered([one for one in projects if one.is_entered])
    return [entered[one.pk] if one.is_entered else counted[one.pk] for one in projects]


# --- counted ---


def _in_unit(project: Project, value: Any) -> Decimal | None:
    if value is None:
        return None
    return Decimal(value) / TEN_THOUSAND if project.unit == ProjectUnit.TEN_THOUSAND else Decimal(value)


def _counted(projects: Sequence[Project]) -> dict[int, Standing]:
    if not projects:
        return {}
    paths = _paths_below(projects)
    measures = [MEASURES[one.measure] for one in projects]
    first = projects[0]
    scope = Scope(first.office, tuple(paths), *year_of(first))
    raws = count({one.key: one for one in measures}.values(), scope, by_office)
    until = min(clock.today(), scope.until)
    found = {}
    for project in projects:
        measure = MEASURES[project.measure]
        there = (held for key, held in raws.items() if paths[key].startswith(project.office.path))
        done = None
        if until >= scope.since:
            done = _in_unit(project, figure(measure, _together(measure, there), scope))
        known = None if done is None else until
        forecast = forecast_of(project, done, until) if done is not None else None
        found[project.pk] = Standing(project, done, forecast, known)
    return found


def _paths_below(projects: Sequence[Project]) -> dict[int, str]:
    """Key → path of every office at or below one that owns a project."""
    tops: list[str] = []
    for path in sorted({one.office.path for one in projects}):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    found: dict[int, str] = {}
    for top in _shared_tops(tops):
        found |= Office.objects.filter(path__startswith=top).values_list("pk", "path")
    return found


def _shared_tops(tops: list[str]) -> list[str]:
    """One beginning for all of them, so that many offices are read at once."""
    first, last = tops[0], tops[-1]
    length = 0
    while length < len(first) and first[: length + Office.steplen] == last[: length + Office.steplen]:
        length += Office.steplen
    return [first[:length]] if length else tops


def _together(measure: Measure, raws: Iterable[Mapping[str, Raw]]) -> dict[str, Raw]:
    """What was counted of several offices or months: numbers add up, sets of people unite."""
    parts = {part.key: part for part in measure.parts}
    found: dict[str, Raw] = {}
    for held in raws:
        for key, part in parts.items():
            if key in held:
                found[key] = part.add(found[key], held[key]) if key in found else held[key]
    return found


# --- entered ---


def _tree(projects: Sequence[Project]) -> dict[int, list[Project]]:
    """Key → those in use that were handed down from a project that adds up; one statement for each level of offices."""
    found: dict[int, list[Project]] = defaultdict(list)
    level = [one.pk for one in projects if one.roll_up == RollUp.SUM]
    while level:
        children = list(Project.objects.filter(parent__in=level, is_active=True).order_by("pk"))
        for child in children:
            found[child.parent_id].append(child)  # type: ignore[index]
        level = [one.pk for one in children if one.roll_up == RollUp.SUM]
    return found


def _adding_up(project: Project, below: Mapping[int, list[Project]]) -> list[Project]:
    """The project and all whose entries add up in it."""
    children = below.get(project.pk, []) if project.roll_up == RollUp.SUM else []
    return [project, *(one for child in children for one in _adding_up(child, below))]


def _months_entered(projects: Iterable[Project]) -> dict[int, dict[int, Decimal]]:
    """Key → month → what is entered of it, as corrected."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    entries = ProjectEntry.objects.current().filter(project__in=[one.pk for one in projects])
    for key, month, amount in entries.values_list("project", "month", "amount"):
        found[key][month] = amount
    return found


def _entered(projects: Sequence[Project]) -> dict[int, Standing]:
    if not projects:
        return {}
    below = _tree(projects)
    parts = {one.pk: _adding_up(one, below) for one in projects}
    months = _months_entered({part.pk: part for some in parts.values() for part in some}.values())
    return {
        one.pk: _added_up(
            one, [(part, months[part.pk]) for part in parts[one.pk] if part.pk in months], len(parts[one.pk])
        )
        for one in projects
    }


def _added_up(
    project: Project, entered: Sequence[tuple[Project, Mapping[int, Decimal]]], asked: int
) -> Standing:
    """Each office is carried on from the last month it entered, so that one that enters late does not slow the others."""
    if not entered:
        return Standing(project, None, None, None, asked, asked)
    if project.is_share:
        latest = max(entered[0][1])
        return Standing(project, entered[0][1][latest], None, _known_until(project, latest), asked, asked - 1)
    done = sum((sum(months.values(), Decimal()) for _part, months in entered), Decimal())
    ahead = [
        run_rate(sum(months.values(), Decimal()), project.year, _known_until(project, max(months)))
        for _part, months in entered
    ]
    forecast = rounded(sum(ahead, Decimal()), 2 if project.takes_fractions else 0)
    known = min(_known_until(project, max(months)) for _part, months in entered)
    return Standing(project, done, forecast, known, asked, asked - len(entered))


def _known_until(project: Project, month: int) -> dt.date:
    """The last day of the month; of the month that runs, today."""
    return min(last_of(dt.date(project.year, month, 1)), clock.today())


# --- month by month ---


def by_month(source: Source) -> Any:
    """The month of the day of the row."""
    return ExtractMonth(F(source.day))


def months_of(project: Project) -> list[Month]:
    """All twelve. People are told apart within the month, and within the year so far."""
    return _months_entered_of(project) if project.is_entered else _months_counted(project)


def _months_counted(project: Project) -> list[Month]:
    measure, scope = MEASURES[project.measure], scope_of(project)
    raws = count([measure], scope, by_month)
    found: list[Month] = []
    so_far: dict[str, Raw] = {}
    for number in MONTHS:
        if dt.date(project.year, number, 1) > clock.today():
            found.append(Month(number, None, None))
            continue
        held = raws.get(number, {})
        so_far = _together(measure, (so_far, held))
        amount, total = (figure(measure, one, scope) for one in (held, so_far))
        found.append(Month(number, _in_unit(project, amount), _in_unit(project, total)))
    return found


def _months_entered_of(project: Project) -> list[Month]:
    parts = _adding_up(project, _tree([project]))
    entered = _months_entered(parts)
    found, total = [], None
    for number in MONTHS:
        amounts = [months[number] for months in entered.values() if number in months]
        amount = sum(amounts, Decimal()) if amounts else None
        if amount is not None:
            total = amount if project.is_share else (total or Decimal()) + amount
        found.append(Month(number, amount, total if amount is not None else None))
    return found
