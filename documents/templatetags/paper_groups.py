"""What papers of many print together that stands one by one in their data."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django import template

register = template.Library()

Row = Mapping[str, Any]

DAYS_ABREAST = 3
"""So many days of payment fit beside an account."""


@register.filter
def acts(entries: Sequence[Row]) -> list[dict[str, Any]]:
    """The entries of an audit record by act: who did what, when and why once, then what changed, thing by thing."""

    def act(entry: Row) -> tuple:
        return tuple(entry[name] for name in ("at", "told", "role", "reason"))

    return [
        {
            "at": at,
            "told": told,
            "role": role,
            "reason": reason,
            "things": _things(list(of_act)),
        }
        for (at, told, role, reason), of_act in groupby(entries, key=act)
    ]


def _things(entries: list[Row]) -> list[dict[str, Any]]:
    """The changed fields of a thing together; what is new stands by itself, with all it was given."""

    def thing(place: int) -> tuple[str, int]:
        entry = entries[place]
        return entry["subject"], 0 if entry["field"] else place + 1

    return [
        {"subject": subject, "changes": [entries[place] for place in places]}
        for (subject, _), places in groupby(range(len(entries)), key=thing)
    ]


@register.filter
def by_kind(workings: Sequence[Row]) -> list[dict[str, Any]]:
    """The workings of the claims by kind of claim: facts that hold for all once, and once what is alike for several.

    Each group has `kind`, `shared` (the facts of everybody), and `people`: a working as it stands for `names`, with
    the facts that are theirs alone.
    """
    kinds: dict[str, list[Row]] = {}
    for working in workings:
        kinds.setdefault(working["kind"], []).append(working)
    return [_group(kind, found) for kind, found in kinds.items()]


@register.filter
def plan(paper: Row) -> dict[str, Any] | None:
    """The schedule of a group as one table: whoever is paid, the account, and a column for each day.

    None where it is more than fits beside each other, or a sum is for all together.
    """
    days = sorted({part["due_date"] for part in paper["payments"]})
    if len(days) > DAYS_ABREAST or not all(part["worker"] for part in paper["payments"]):
        return None
    rows = [
        {
            "account": account,
            "sums": [
                [
                    part["amount"]
                    for part in paper["payments"]
                    if (part["worker"], part["due_date"]) == (name, day)
                ]
                for day in days
            ],
        }
        for account in paper["accounts"]
        for name in [account["worker"]]
    ]
    return {"days": days, "rows": rows}


def _group(kind: str, workings: list[Row]) -> dict[str, Any]:
    shared = [given for given in workings[0]["inputs"] if all(given in w["inputs"] for w in workings)]
    people: list[dict[str, Any]] = []
    for working in workings:
        own = {name: value for name, value in working.items() if name != "worker"}
        own["inputs"] = [given for given in working["inputs"] if given not in shared]
        alike = next((one for one in people if {**one, "names": 0} == {**own, "names": 0}), None)
        if alike:
            alike["names"].append(working["worker"])
        else:
            people.append({**own, "names": [working["worker"]]})
    return {"kind": kind, "shared": shared, "people": people}
