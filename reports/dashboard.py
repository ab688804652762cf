"""What the dashboard shows: figures, and charts each with its table."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.choices import worker_types
from cases.workflow import CaseState
from core import clock
from core.templatetags.gongyuan import money
from lawyers.models import Alliance, Firm
from reports import measures as m
from reports.charts import Bar, Series, columns, rows
from reports.figures import by_firm, by_worker_type, count, figure, figures, in_spans, of_case
from reports.forms.period import aged
from reports.measures import UNITS, Counted, Measure, Unit
from reports.periods import Span, last_of, span_of
from reports.scope import AGES, Scope
from reports.sources import STANDING

FIRMS_SHOWN = 10
YEARS_SHOWN = 4
SHOWN = (
    (gettext_lazy("Visits"), (m.ALL_QUESTIONS, m.HEADS, m.VISITORS, m.AIDED_PERSONS)),
    (gettext_lazy("Cases"), (m.TAKEN, m.CONCLUDED, m.LEFT_OPEN, m.OVERDUE, m.PAYMENT_LATE)),
    (gettext_lazy("Outcomes"), (m.BEFORE_RATE, m.THERE_RATE, m.AWARDS, m.JUDGMENTS, m.WON_RATE)),
    (gettext_lazy("Money and time"), (m.RECOVERED, m.SUBSIDY, m.MEDIAN, m.NINETIETH, m.HOURS)),
)
OLD = (
    gettext_lazy("Old ledgers"),
    (m.OLD_TAKEN, m.OLD_CONCLUDED, m.OLD_RECOVERED, m.RECOVERED_IN_ALL),
)
"""Shown where an old ledger was taken over."""
FUNNEL = (m.CLAIMED, m.AGREED, m.RECEIVED, m.VERIFIED_OF_THEM)


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown, with the address of what stands behind it; `text` is a dash where there is none."""

    text: str
    url: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Tile:
    """One of the figures on top of the page."""

    measure: Measure
    cell: Cell
    unit: str


@dataclass(frozen=True)
class Chart:
    """A picture, what it says in one sentence, and its table: heads, then rows of a label and cells."""

    key: str
    title: str
    told: str
    picture: SafeString
    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Cell]]]
    measure: Measure


def shown(value: Any, unit: Unit) -> str:
    """A figure with its separators, without its unit."""
    if value is None:
        return "–"
    if unit is Unit.YUAN:
        return money(Decimal(value))
    if isinstance(value, int):
        return f"{value:,}"
    return f"{Decimal(value):,.1f}"


def in_ten_thousands(value: Any) -> str:
    """Yuan as 万元 with two places: 1,094,900.00 → 109.49."""
    return f"{Decimal(value) / 10_000:,.2f}"


def behind_url(measure: Measure, scope: Scope, **changes: Any) -> str:
    """Where the rows behind a figure are listed."""
    return f"{reverse('reports:behind', args=[measure.key])}?{scope.query(**changes)}"


def cell(measure: Measure, value: Any, scope: Scope, **changes: Any) -> Cell:
    """The figure, which leads to its rows unless there is none."""
    beside = (
        _("%(sum)s × 10,000 yuan") % {"sum": in_ten_thousands(value)} if _is_large(measure, value) else ""
    )
    url = behind_url(measure, scope, **changes) if value else ""
    return Cell(shown(value, measure.unit), url, beside)


def _is_large(measure: Measure, value: Any) -> bool:
    return measure.unit is Unit.YUAN and value is not None and abs(value) >= 10_000


def tiles(scope: Scope) -> list[tuple[Promise, list[Tile]]]:
    """The figures of the scope, by what they are about."""
    wanted = [measure for _title, some in (*SHOWN, OLD) for measure in some]
    found = figures(wanted, scope)
    groups = (*SHOWN, OLD) if found[m.OLD_TAKEN.key] or found[m.OLD_RECOVERED.key] else SHOWN
    return [
        (
            title,
            [Tile(one, cell(one, found[one.key], scope), _unit(one, found[one.key])) for one in some],
        )
        for title, some in groups
    ]


def _unit(measure: Measure, value: Any) -> str:
    return "" if value is None else str(UNITS[measure.unit])


def charts(scope: Scope) -> Iterator[Chart]:
    """Each from one or two statements; those that have nothing to show say so in their table."""
    yield _months(scope)
    yield _funnel(scope)
    yield _states(scope)
    yield _worker_types(scope)
    yield _firms(scope)


def _bars(part: Counted, values: Sequence[Any], cells: Sequence[Cell], labels: Sequence[str]) -> list[Bar]:
    unit = str(UNITS[part.unit])
    return [
        Bar(value, one.url, f"{label}: {one.text} {unit}")
        for value, one, label in zip(values, cells, labels, strict=True)
    ]


def _months(scope: Scope) -> Chart:
    """Money recovered in each month of the year in which the span ends, beside the year before."""
    year = scope.until.year
    firsts = [dt.date(y, month, 1) for y in (year - 1, year) for month in range(1, 13)]
    spans = [(first, last_of(first)) for first in firsts]
    sums = in_spans(m.RECOVERED, scope, spans).get(None, [None] * 24)
    cells = [
        cell(m.RECOVERED, value, scope, since=span[0], until=span[1])
        for value, span in zip(sums, spans, strict=True)
    ]
    labels = [str(first.month) for first in firsts[:12]]
    names = [str(year), str(year - 1)]
    halves = [slice(12, 24), slice(0, 12)]
    said = [[f"{name}-{label}" for label in labels] for name in names]
    series = [
        Series(name, _bars(m.RECOVERED, sums[half], cells[half], words))
        for name, half, words in zip(names, halves, said, strict=True)
    ]
    totals = [shown(sum(value or 0 for value in sums[half]), Unit.YUAN) for half in halves]
    told = _("%(year)s: %(sum)s yuan; %(before)s: %(sum_before)s yuan") % {
        "year": names[0],
        "sum": totals[0],
        "before": names[1],
        "sum_before": totals[1],
    }
    return Chart(
        "months",
        _("Money recovered by month, yuan"),
        told,
        columns("months", told, labels, series),
        [_("Month"), *names],
        [(label, [cells[12 + at], cells[at]]) for at, label in enumerate(labels)],
        m.RECOVERED,
    )


def _funnel(scope: Scope) -> Chart:
    found = figures(FUNNEL, scope)
    cells = [cell(one, found[one.key], scope) for one in FUNNEL]
    labels = [str(one.name) for one in FUNNEL]
    bars = [
        Bar(found[one.key], there.url, f"{label}: {there.text}")
        for one, there, label in zip(FUNNEL, cells, labels, strict=True)
    ]
    told = "; ".join(f"{label} {there.text}" for label, there in zip(labels, cells, strict=True))
    return Chart(
        "funnel",
        _("From claimed to verified, yuan, of the cases accepted"),
        told,
        rows("funnel", told, labels, [Series(_("yuan"), bars)]),
        [_("Sum"), _("yuan")],
        [(label, [there]) for label, there in zip(labels, cells, strict=True)],
        m.CLAIMED,
    )


def _states(scope: Scope) -> Chart:
    """Cases in hand by state, each by age; the days of the scope do not matter."""
    today = clock.today()
    spans: list[Span] = [
        (
            dt.date.min if oldest is None else today - dt.timedelta(days=oldest),
            today - dt.timedelta(days=youngest),
        )
        for youngest, oldest in AGES.values()
    ]
    held = replace(m.IN_HAND, source=replace(m.IN_HAND.source, day="accepted_on"))
    found = in_spans(held, scope, spans, of_case("state"))
    states = [state for state in CaseState if state in STANDING and state.value in found]
    lines = [
        (
            str(state.label),
            [
                cell(m.IN_HAND, value, scope, state=state.value, age=age)
                for value, age in zip(found[state.value], AGES, strict=True)
            ],
        )
        for state in states
    ]
    labels = [label for label, _cells in lines]
    series = [
        Series(
            aged(age),
            _bars(m.IN_HAND, [found[s.value][at] for s in states], [c[at] for _l, c in lines], labels),
        )
        for at, age in enumerate(AGES)
    ]
    told = "; ".join(f"{label} {sum(found[s.value])}" for label, s in zip(labels, states, strict=True))
    return Chart(
        "states",
        _("Cases in hand by state and age"),
        told,
        rows("states", told, labels, series, stacked=True) if lines else SafeString(""),
        [_("State"), *(aged(age) for age in AGES)],
        lines,
        m.IN_HAND,
    )


def _worker_types(scope: Scope) -> Chart:
    """Claimants of the years up to that in which the span ends, by the kind of worker they are."""
    year = scope.until.year
    years = [span_of(dt.date(y, 1, 1), 12) for y in range(year - YEARS_SHOWN + 1, year + 1)]
    found = in_spans(m.AIDED_HEADS, scope, years, by_worker_type)
    names = {code: str(name) for code, name in worker_types() if code in found} | (
        {"": _("Not entered")} if "" in found else {}
    )
    kinds = sorted((code for code in names if any(found[code])), key=lambda code: -sum(found[code]))
    lines = [
        (
            names[code],
            [
                cell(m.AIDED_HEADS, value, scope, since=span[0], until=span[1], worker_type=code)
                if code
                else Cell(shown(value, Unit.HEADS))
                for value, span in zip(found[code], years, strict=True)
            ],
        )
        for code in kinds
    ]
    labels = [label for label, _cells in lines]
    series = [
        Series(
            str(span[0].year),
            _bars(m.AIDED_HEADS, [found[code][at] for code in kinds], [c[at] for _l, c in lines], labels),
        )
        for at, span in enumerate(years)
    ]
    told = "; ".join(f"{names[code]} {sum(found[code])}" for code in kinds)
    return Chart(
        "workers",
        _("Claimants by kind of worker over the years"),
        told,
        rows("workers", told, labels, series, stacked=True) if lines else SafeString(""),
        [_("Kind of worker"), *(str(span[0].year) for span in years)],
        lines,
        m.AIDED_HEADS,
    )


def _firms(scope: Scope) -> Chart:
    """The firms that lead in most of the cases accepted, with what came back in the period."""
    told_of = (m.TAKEN, m.RECOVERED)
    found = count(told_of, scope, by_firm)
    found.pop(None, None)
    cases = {pk: figure(m.TAKEN, raws, scope) for pk, raws in found.items()}
    first = sorted(found, key=lambda pk: (-(cases[pk] or 0), pk))[:FIRMS_SHOWN]
    names = dict(Firm.objects.filter(pk__in=first).values_list("pk", "name"))
    lines = [
        (
            names[pk],
            [cell(one, figure(one, found[pk], scope), scope, firm=pk) for one in told_of],
        )
        for pk in first
    ]
    labels = [label for label, _cells in lines]
    bars = _bars(m.TAKEN, [cases[pk] for pk in first], [cells[0] for _l, cells in lines], labels)
    told = "; ".join(f"{names[pk]} {cases[pk]}" for pk in first)
    return Chart(
        "firms",
        _("Cases accepted by leading firm"),
        told,
        rows("firms", told, labels, [Series(str(m.TAKEN.name), bars)]) if lines else SafeString(""),
        [_("Firm"), *(str(one.name) for one in told_of)],
        lines,
        m.TAKEN,
    )


@dataclass(frozen=True)
class AllianceLine:
    """An alliance since it was founded."""

    alliance: Alliance
    cells: Sequence[Cell]


ALLIANCE_FIGURES = (m.TAKEN, m.AIDED_PERSONS, m.RECOVERED)


def alliances(scope: Scope, found: Sequence[Alliance]) -> list[AllianceLine]:
    """Cases, persons and money of each alliance from the day it was founded until today."""
    lines = []
    for alliance in found:
        since = replace(scope.narrowed(alliance=alliance.pk), since=alliance.founded_on, until=clock.today())
        values = figures(ALLIANCE_FIGURES, since)
        lines.append(AllianceLine(alliance, [cell(one, values[one.key], since) for one in ALLIANCE_FIGURES]))
    return lines
