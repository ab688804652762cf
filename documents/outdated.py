"""Whether an issued paper still says what is on record: its own data beside those it would be filled with today."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import override

from documents.catalogue import CATALOGUE
from documents.field_names import FIELD_NAMES
from documents.models import Paper, PaperKind

OF_THE_DAY = frozenset({"number", "by_hand", "age"})
"""What a paper made again has of its own, or what changes by itself."""


def changed_since(paper: Paper, subject: Any) -> list[str]:
    """The names of the fields that would be other today, of a paper in force; nothing where it no longer fits.

    `subject` is its case or visit with all that its papers print. The audit record tells of a day, and the date of
    a paper is its own.
    """
    entry = CATALOGUE[paper.kind]
    if paper.kind == PaperKind.AUDIT_RECORD or paper.state not in ("issued", "signed"):
        return []
    if not entry.offered(subject) or (paper.claimant_id and not _takes_part(paper, subject)):
        return []
    with override("zh-hans"):
        today = dict(entry.data(subject, paper.claimant, paper.issued_by))
    before = {name: value for name, value in paper.data.items() if name not in {"date", *entry.goes_on}}
    return list(dict.fromkeys(" · ".join(path) for path in _differences(before, today)))


def _takes_part(paper: Paper, case: Any) -> bool:
    return any(claimant.pk == paper.claimant_id for claimant in case.active_claimants)


def _differences(before: Any, today: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where two sets of data differ. A field that only one of the two knows was not yet, or is no longer, printed."""
    if isinstance(before, dict) and isinstance(today, dict):
        for name in before:
            if name in today and name not in OF_THE_DAY:
                label = str(FIELD_NAMES.get(name, name))
                yield from _differences(before[name], today[name], (*path, label))
    elif isinstance(before, list) and isinstance(today, list) and len(before) == len(today):
        for one, other in zip(before, today, strict=True):
            yield from _differences(one, other, path)
    elif before != today:
        yield path
