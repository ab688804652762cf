"""Counts figures: one statement for each source, whatever number of figures and groups."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet
from django.db.models import Sum as SumOf

from core.lookups import Unindexed, moments
from core.money import FenSum, in_yuan
from reports.measures import Counted, Measure, Persons, Raw, Taken, Unit
from reports.scope import Scope, leading_firm
from reports.sources import Source

Raws = dict[str, Raw]
Dimension = Callable[[Source], Any]
"""What rows of a source are grouped by; None where they do not say."""


def by_office(source: Source) -> Any:
    """The office of the row; not by its index, since the days of the span find fewer rows."""
    return Unindexed(F(f"{source.office}_id"), output_field=IntegerField())


def by_firm(source: Source) -> Any:
    """The firm that leads in the case."""
    return None if source.case is None else leading_firm(source.case)


def by_worker_type(source: Source) -> Any:
    """The kind of worker, of rows that are about one."""
    return F(f"{source.worker}__worker_type") if source.worker else None


def of_case(name: str) -> Dimension:
    """A column of the case."""
    return lambda source: None if source.case is None else F(f"{source.case}{name}")


def count(measures: Iterable[Measure], scope: Scope, by: Dimension | None = None) -> dict[Any, Raws]:
    """Group (None without `by`) → what was counted of each part. Parts whose rows say nothing of what the scope
    narrows by are left out."""
    parts = {part.key: part for measure in measures for part in measure.parts}
    sources: dict[Source, list[Counted]] = defaultdict(list)
    for part in parts.values():
        if part.source.told_of(scope):
            sources[part.source].append(part)
    found: dict[Any, Raws] = defaultdict(dict)
    for source, wanted in sources.items():
        rows = source.rows(scope).order_by()
        if by is not None:
            group = by(source)
            if group is None:
                continue
            rows = rows.alias(group=group)
        for key, raws in _counted(rows, wanted, grouped=by is not None):
            found[key].update(raws)
    return found


def _counted(rows: QuerySet, parts: Sequence[Counted], *, grouped: bool) -> Iterable[tuple[Any, Raws]]:
    plain = {part.key: part for part in parts if type(part) is Counted}
    if plain:
        yield from _added_up(rows, plain, grouped=grouped)
    for part in parts:
        if isinstance(part, Persons):
            yield from _collected(rows, part, [part.key_of_person], frozenset, grouped=grouped)
    if taken := [part for part in parts if isinstance(part, Taken)]:
        for key, raws in _collected(
            rows, taken[0], [F("accepted_on"), F("resolved_on")], tuple, grouped=grouped
        ):
            yield key, {part.key: raws[taken[0].key] for part in taken}


def _added_up(rows: QuerySet, plain: Mapping[str, Counted], *, grouped: bool) -> Iterable[tuple[Any, Raws]]:
    sums = {f"n_{key}": _aggregate(part) for key, part in plain.items()}
    if grouped:
        found = [(row.pop("of_group"), row) for row in rows.values(of_group=F("group")).annotate(**sums)]
    else:
        found = [(None, rows.aggregate(**sums))]
    for group, row in found:
        yield group, {key: _raw(part, row[f"n_{key}"]) for key, part in plain.items()}


def _aggregate(part: Counted, extra: Q | None = None) -> Any:
    where = part.where() & (extra or Q())
    held: dict[str, Any] = {"filter": where} if where else {}
    if part.unit is Unit.YUAN:
        return FenSum(part.sum_of, **held)
    return SumOf(part.sum_of, **held) if part.sum_of else Count("pk", **held)


def _raw(part: Counted, value: Any) -> Raw:
    return in_yuan(value) if part.unit is Unit.YUAN else value or part.zero


def _collected(
    rows: QuerySet, part: Counted, values: list[Any], make: Any, *, grouped: bool
) -> Iterable[tuple[Any, Raws]]:
    """Values one by one: people, or the days a case took."""
    names = {f"v{number}": value for number, value in enumerate(values)}
    group = {"of_group": F("group")} if grouped else {}
    found: dict[Any, list[Any]] = defaultdict(list)
    wanted = rows.filter(part.where()).values_list(*group.values(), *names.values())
    for row in wanted.distinct() if make is frozenset else wanted:
        key, said = (row[0], row[1:]) if grouped else (None, row)
        found[key].append((said[1] - said[0]).days if len(said) == 2 else said[0])
    for key, listed in found.items():
        yield key, {part.key: make(listed)}


def folded(
    raws: Mapping[Any, Raws], measures: Iterable[Measure], into: Callable[[Any], Any]
) -> dict[Any, Raws]:
    """What was counted of groups, brought together in fewer: `into` says in which."""
    parts = {part.key: part for measure in measures for part in measure.parts}
    found: dict[Any, Raws] = defaultdict(dict)
    for group, counted in raws.items():
        there = found[into(group)]
        for key, raw in counted.items():
            there[key] = parts[key].add(there[key], raw) if key in there else raw
    return found


def figure(measure: Measure, raws: Raws, scope: Scope, by: Dimension | None = None) -> Any:
    """The figure by what was counted; None where its rows say nothing of what the scope narrows by, or of the group."""
    sources = {part.source for part in measure.parts}
    if not all(source.told_of(scope) and (by is None or by(source) is not None) for source in sources):
        return None
    return measure.value(raws)


def figures(measures: Sequence[Measure], scope: Scope) -> dict[str, Any]:
    """Key → figure of the scope as a whole."""
    raws = count(measures, scope).get(None, {})
    return {measure.key: figure(measure, raws, scope) for measure in measures}


def in_spans(
    part: Counted, scope: Scope, spans: Sequence[tuple[dt.date, dt.date]], by: Dimension | None = None
) -> dict[Any, list[Any]]:
    """Group → the figure of each span, from one statement; the scope's own days do not matter."""
    source = part.source
    whole = scope.over(min(first for first, _ in spans), max(last for _, last in spans))
    if not source.told_of(scope):
        return {}
    rows = source.rows(whole).order_by()
    is_moment = source.day.endswith("_at")
    within = [
        moments(source.day, *span)
        if is_moment
        else Q(**{f"{source.day}__gte": span[0], f"{source.day}__lte": span[1]})
        for span in spans
    ]
    sums = {f"s{number}": _aggregate(part, held) for number, held in enumerate(within)}
    if by is None:
        found = {None: rows.aggregate(**sums)}
    else:
        grouped = rows.alias(group=by(source)).values(of_group=F("group")).annotate(**sums)
        found = {row.pop("of_group"): row for row in grouped}
    return {
        group: [_raw(part, row[f"s{number}"]) for number in range(len(spans))] for group, row in found.items()
    }


def behind(part: Counted, scope: Scope) -> QuerySet:
    """The rows a figure was counted from; none where they say nothing of what the scope narrows by."""
    if not part.source.told_of(scope):
        return part.source.find(scope.since, scope.until).none()
    return part.source.rows(scope).filter(part.where())
