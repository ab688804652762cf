"""Limits that start with a day on record, without a step: the days they may count from, in one case."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cases.limitation import BEFORE_FILING, WAGE_KINDS


@dataclass(frozen=True)
class Start:
    """A day on record. `even_late`: the limit is shown as missed where its last day has passed already."""

    day: dt.date
    even_late: bool = False


def _injuries(case: Any, upheld: list[Any]) -> Iterator[Start]:
    """The accidents in the workings of the injury claims. Where a grade was assessed the injury was recognised before
    (工伤保险条例 23), unless the grade is only expected: nothing was missed then."""
    ids = [claim.pk for claim in upheld if claim.kind == "work_injury"]
    if not ids:
        return
    worked = case.claims.filter(pk__in=ids, working__calculator="work_injury")
    for frozen in worked.values_list("working__frozen", flat=True):
        given = {fact["name"]: fact["raw"] for fact in frozen["inputs"]}
        if day := given.get("injured_on"):
            yield Start(dt.date.fromisoformat(day), even_late="grade" not in given)


def _wages_held_back(case: Any, upheld: list[Any]) -> Iterator[Start]:
    """The last day wages are claimed for, else that of the employment. Not once the matter is before the commission or
    settled (劳动保障监察条例 21)."""
    if case.state not in BEFORE_FILING:
        return
    for claim in upheld:
        day = claim.period_to or claim.claimant.employed_to
        if claim.kind in WAGE_KINDS and day:
            yield Start(day)


STARTS: dict[str, Callable[[Any, list[Any]], Iterator[Start]]] = {
    "injury_report_worker": _injuries,
    "labour_inspection": _wages_held_back,
}
"""The limits, each with the days it may count from in a case with these claims upheld."""
