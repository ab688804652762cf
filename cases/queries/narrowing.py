"""A long list, narrowed by conditions, in a time that does not grow with the table.

One of two ways is taken. When some condition holds for few rows (a lawyer's own, a rare name), those are
fetched by its index and put in order. When every condition holds for many, the table is read in the order of
the list until the page is full, which then is soon.
"""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

FEW = 1_000
FEW_TESTED = 50
"""Of rows that only a test of each can tell, so many are few: where there are more, reading the list in its order soon
fills a page."""


@dataclass(frozen=True)
class Condition:
    """`sources` give the ids of the rows it holds for, from an index or (`by_tests`) by a test of each; `test` says it of a
    row at hand."""

    test: Q
    sources: list[QuerySet] = field(default_factory=list)
    by_tests: bool = False


def narrowed(rows: QuerySet, conditions: list[Condition]) -> tuple[QuerySet, bool]:
    """The rows that meet all conditions, and whether they are few: fetched by the keys that one of them gave."""
    for condition in conditions:
        if (ids := _few(condition)) is not None:
            others = [c.test for c in conditions if c is not condition]
            return rows.filter(*others, pk__in=ids), True
    return rows.filter(*(c.test for c in conditions)), False


def _few(condition: Condition) -> set[int] | None:
    """All the ids its sources give, when they are few; None when they are many or there is no source."""
    most = FEW_TESTED if condition.by_tests else FEW
    ids: list[int] = []
    for source in condition.sources:
        ids += source.order_by()[: most + 1]
        if len(ids) > most:
            return None
    return set(ids) if condition.sources else None
