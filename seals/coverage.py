"""Which rows of a table are sealed already."""

from array import array
from collections.abc import Iterator

from django.db.models import Max, Sum

from seals.models import SealedRows
from seals.sealed_table import Row, Table

PART = 4096
"""Rows in one part of a seal; as many are read at once."""


def sealed_so_far(table: Table) -> tuple[int, int]:
    """The highest key that is sealed, and how many rows are."""
    found = SealedRows.objects.filter(table=table.name).aggregate(last=Max("last"), rows=Sum("rows"))
    return found["last"] or 0, found["rows"] or 0


def sealed_keys(table: Table, upto_seal: int | None = None) -> set[int]:
    """Every key that is sealed, or was by the seal of that number."""
    parts = SealedRows.objects.filter(table=table.name)
    if upto_seal is not None:
        parts = parts.filter(seal__number__lte=upto_seal)
    return {key for part in parts.only("keys").iterator() for key in part.key_list}


def passed_over(table: Table) -> array:
    """The keys of unsealed rows below the highest that is sealed, by key.

    A key is given when a row is written, and seen when its transaction ends: a long one ends after a seal that held
    higher keys. The search is made only where the count says that there is something to find.
    """
    last, rows = sealed_so_far(table)
    if table.count(last) == rows:
        return array("q")
    sealed = sealed_keys(table)
    return array("q", (key for key in table.keys(f'"{table.key}" <= {last}') if key not in sealed))


def unsealed(table: Table) -> Iterator[list[Row]]:
    """The rows on record that no seal holds, by key, up to `PART` at a time."""
    late = passed_over(table)
    for start in range(0, len(late), PART):
        yield list(table.at(late[start : start + PART]))
    last, _rows = sealed_so_far(table)
    while found := table.after(last, PART):
        yield found
        last = found[-1][0]
