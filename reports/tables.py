"""The table of a period report, as plain values that can be kept: rows that add up, comparisons, corrections.

Sums are texts with two places, rates texts with one, counts numbers; None where a figure cannot be told.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from accounts.models import Office
from cases.choices import causes, channels, worker_types
from core import clock
from lawyers.models import Firm
from reports.figures import (
    Dimension,
    Raws,
    by_firm,
    by_office,
    by_worker_type,
    count,
    figure,
    figures,
    folded,
    of_case,
)
from reports.measures import MEASURES, Measure, Unit, named
from reports.models import PeriodReport, ReportShape, Rows
from reports.periods import span_before, year_before
from reports.scope import Narrowing, Scope

STANDARD = (
    "advice", "drafting", "mediation", "arbitration", "litigation",
    "carried_over", "accepted", "concluded", "pending",
    "before_mediated", "before_settled", "before_rate", "before_running",
    "there_mediated", "there_settled", "there_rate", "there_running",
    "groups_5", "groups_10", "persons", "won_rate", "recovered",
)  # fmt: skip
"""The union's usual columns."""

GROUPS = (
    (gettext_lazy("Kinds of aid"), STANDARD[:5]),
    (gettext_lazy("Cases"), STANDARD[5:9]),
    (gettext_lazy("Mediation before arbitration"), STANDARD[9:13]),
    (gettext_lazy("Mediation at the commission"), STANDARD[13:17]),
    (gettext_lazy("Groups"), STANDARD[17:19]),
)
"""Columns under one heading, where they stand side by side."""

SHORT = {
    "before_mediated": pgettext_lazy("column", "Number"),
    "before_settled": pgettext_lazy("column", "Settled"),
    "before_rate": pgettext_lazy("column", "Success"),
    "before_running": pgettext_lazy("column", "Running"),
    "there_mediated": pgettext_lazy("column", "Number"),
    "there_settled": pgettext_lazy("column", "Settled"),
    "there_rate": pgettext_lazy("column", "Success"),
    "there_running": pgettext_lazy("column", "Running"),
    "groups_5": gettext_lazy("From 5"),
    "groups_10": gettext_lazy("From 10"),
}
"""What a column is called below the heading of its group."""

MATURING = frozenset(
    ("before_mediated", "before_settled", "before_rate", "before_running", "there_mediated", "there_settled",
     "there_rate", "there_running", "judged", "won", "won_rate", "groups_5", "groups_10", "claimed", "agreed", "received",
     "verified")
)  # fmt: skip
"""Told of the cases of a span as they stand today: that they go on is no correction."""

KEPT_IN_VIEW = 12
"""So many signed reports before are held against what is known now."""

OWN, UNNAMED = "own", ""
DIMENSIONS: dict[str, Dimension] = {
    Rows.OFFICES: by_office,
    Rows.WORKER_TYPES: by_worker_type,
    Rows.CAUSES: of_case("cause"),
    Rows.CHANNELS: of_case("channel"),
    Rows.FIRMS: by_firm,
}


def measures_of(shape: ReportShape | None) -> list[Measure]:
    """The columns of a shape; without one, the union's usual ones."""
    return named([key for key in (shape.columns if shape else STANDARD) if key in MEASURES])


def table_of(scope: Scope, shape: ReportShape | None = None) -> dict[str, Any]:
    """The report of the scope as it is known now. A shape brings its own filters."""
    measures = measures_of(shape)
    if shape:
        scope = replace(scope, narrowing=Narrowing(**shape.narrowing))
    rows_by = Rows(shape.rows) if shape else Rows.OFFICES
    span = (scope.since, scope.until)
    with override("zh-hans"):
        title = {"zh": str(shape or _("The union's usual table"))}
    with override("en"):
        title["en"] = str(shape or _("The union's usual table"))
    return {
        "office": str(scope.node),
        "since": clock.iso(scope.since),
        "until": clock.iso(scope.until),
        "title": title,
        "rows_by": rows_by.value,
        "columns": [_column(measure) for measure in measures],
        **_rows(measures, scope, rows_by),
        "before": _compared(measures, scope, span_before(span)),
        "last_year": _compared(measures, scope, year_before(span)),
        "corrections": list(_corrections(measures, scope, shape)),
    }


def _column(measure: Measure) -> dict[str, Any]:
    """In both languages, as it was when it was signed."""
    said = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with override(language):
            short = str(SHORT.get(measure.key, measure.name))
            said[key] = {"name": str(measure.name), "short": short, "told": str(measure.told)}
    return {"key": measure.key, "unit": measure.unit.value, "adds_up": measure.adds_up, **said}


def plain(value: Any) -> Any:
    """A figure as JSON keeps it."""
    return str(value) if isinstance(value, Decimal) else value


def _plain(measures: Sequence[Measure], raws: Raws, scope: Scope, by: Dimension | None = None) -> list[Any]:
    return [plain(figure(measure, raws, scope, by)) for measure in measures]


def _rows(measures: list[Measure], scope: Scope, rows_by: Rows) -> dict[str, Any]:
    """The rows, and the total counted from the same statements."""
    by = DIMENSIONS[rows_by]
    found = count(measures, scope, by)
    if rows_by is Rows.OFFICES:
        listed, into = _offices(scope)
        found = folded(found, measures, into)
    else:
        names = _names(rows_by, set(found))
        listed = [(key, name) for key, name in names.items() if key in found]
        found = folded(found, measures, lambda key: key if key in names else UNNAMED)
        if UNNAMED in found:
            with override("zh-hans"):
                listed.append((UNNAMED, _("Not entered")))
    rows = [
        {"key": key, "name": name, "values": _plain(measures, found.get(key, {}), scope, by)}
        for key, name in listed
    ]
    everything = folded(found, measures, lambda _key: None).get(None, {})
    if rows_by is not Rows.OFFICES:
        everything = count(measures, scope).get(None, {})
    return {"rows": rows, "total": _plain(measures, everything, scope)}


def _offices(scope: Scope) -> tuple[list[tuple[Any, str]], Callable[[Any], Any]]:
    """The children of the node after the node itself, and under which of them an office stands."""
    node = scope.node
    paths = dict(Office.objects.filter(pk__in=scope.offices).values_list("pk", "path"))
    depth = len(node.path) + Office.steplen
    children = (
        [] if scope.own else list(Office.objects.filter(path__startswith=node.path, depth=node.depth + 1))
    )
    by_path = {child.path: child.pk for child in children}

    def into(office: Any) -> Any:
        return by_path.get(paths[office][:depth], OWN)

    return [(OWN, str(node)), *((child.pk, child.name) for child in children)], into


def _names(rows_by: Rows, keys: set[Any]) -> dict[Any, str]:
    """What the groups are called that the filters know: the rest stands in one row."""
    if rows_by is Rows.FIRMS:
        return dict(Firm.objects.filter(pk__in=keys - {None}).values_list("pk", "name"))
    lists = {Rows.WORKER_TYPES: worker_types, Rows.CAUSES: causes, Rows.CHANNELS: channels}
    return {key: str(name).strip("\u3000— ") for key, name in lists[rows_by]() if key}


def _compared(measures: list[Measure], scope: Scope, span: tuple[Any, Any]) -> dict[str, Any]:
    then = scope.over(*span)
    values = figures(measures, then)
    return {
        "since": clock.iso(span[0]),
        "until": clock.iso(span[1]),
        "values": [plain(values[measure.key]) for measure in measures],
    }


# --- corrections ---


def _corrections(
    measures: list[Measure], scope: Scope, shape: ReportShape | None
) -> Iterator[dict[str, Any]]:
    """What is known now of spans signed before, less what was signed and what later reports corrected already."""
    earlier = list(PeriodReport.objects.of(scope.node, shape).before(scope.since)[:KEPT_IN_VIEW])
    fixed = [
        measure for measure in measures if measure.key not in MATURING and measure.unit is not Unit.PERCENT
    ]
    for report in reversed(earlier):
        now = figures(fixed, scope.over(report.since, report.until))
        told = told_of(report, earlier)
        changed = {
            measure.key: plain(now[measure.key] - told[measure.key])
            for measure in fixed
            if told.get(measure.key) is not None
            and now[measure.key] is not None
            and now[measure.key] != told[measure.key]
        }
        if changed:
            yield {
                "report": report.pk,
                "since": clock.iso(report.since),
                "until": clock.iso(report.until),
                "values": [changed.get(measure.key) for measure in measures],
            }


def told_of(report: PeriodReport, later: Sequence[PeriodReport]) -> dict[str, Any]:
    """Key → the figure of its span as signed, with the corrections of signed reports after it."""
    told = _read(report.table["columns"], report.table["total"])
    for other in later:
        for correction in other.table["corrections"]:
            if correction["report"] == report.pk:
                for key, change in _read(other.table["columns"], correction["values"]).items():
                    if change is not None and told.get(key) is not None:
                        told[key] += change
    return told


def _read(columns: Sequence[dict[str, Any]], values: Sequence[Any]) -> dict[str, Any]:
    return {
        column["key"]: Decimal(value) if isinstance(value, str) else value
        for column, value in zip(columns, values, strict=True)
    }


# --- kept ---


def fingerprint(table: dict[str, Any], narrative: str) -> str:
    """SHA-256 of a report: of its text and its table, written in one way."""
    said = json.dumps([narrative, table], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()
