"""The annex 计算书: how the sums of the claims were worked out, from what was frozen that day; nothing is reckoned anew.

It goes to the other side and to the commission. So it says what a sum rests on, and leaves out what the office keeps
to itself: limitation, advice on evidence, and that a rate is from memory (`from_memory` tells the office of that).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from calculators import explain
from cases.models import Claim
from documents import forms_data as shapes
from documents.data.common import yuan
from law_tables.wording import citation
from workings.models import Working

Frozen = Mapping[str, Any]
"""A working as `calculators.working` freezes it."""

OWN_INPUTS = frozenset({"as_of", "limitation_method"})
"""What was entered to count limitation by: of no concern to the other side."""

TOLD = frozenset({"cap_applied", "below_minimum_wage", "holidays_paid"})
"""The notes that explain a figure of a line, by code. All others are for the office."""


def workings(names: Mapping[int, str], claims: Iterable[Claim]) -> list[shapes.Working]:
    """The annex, for the claims that have a working; `names` are those of the claimants, by their key."""
    return [_working(names[claim.claimant_id], claim, frozen) for claim, frozen in _worked_out(claims)]


def from_memory(claims: Iterable[Claim]) -> int:
    """How many figures of the workings of these claims were never checked against their source."""
    return sum(
        line["confidence"] == "memory" for _, frozen in _worked_out(claims) for line in frozen["lines"]
    )


def _worked_out(claims: Iterable[Claim]) -> list[tuple[Claim, Frozen]]:
    """Those that have a working, each with what was frozen; in one query, since the page of a case leaves it out."""
    found = {claim.working_id: claim for claim in claims if claim.working_id}
    frozen = dict(Working.objects.filter(pk__in=found).values_list("pk", "frozen"))
    return [(claim, frozen[pk]) for pk, claim in found.items()]


def _working(name: str, claim: Claim, frozen: Frozen) -> shapes.Working:
    total = Decimal(frozen["total"])
    overridden = claim.claimed != total
    return {
        "worker": name,
        "kind": claim.get_kind_display(),
        "inputs": [
            {"name": given["label"]["zh"], "value": given["value"]["zh"]}
            for given in frozen["inputs"]
            if given["name"] not in OWN_INPUTS
        ],
        "lines": [_line(line) for line in frozen["lines"]],
        "notes": [_note(note) for note in frozen["notes"] if note["code"] in TOLD],
        "total": f"{total:.2f}",
        "claimed": yuan(claim.claimed) if overridden else None,
        "reason": claim.override_reason.strip() or None if overridden else None,
    }


def _line(line: Mapping[str, Any]) -> shapes.WorkingLine:
    basis = [citation(line["article"]), line["source"]]
    return {
        "item": line["label"]["zh"],
        "period": explain.period(line) or None,
        "formula": explain.formula(line) or None,
        "amount": line["amount"],
        "basis": "，".join(dict.fromkeys(filter(None, basis))) or None,
        "confidence": line["confidence"],
    }


def _note(note: Mapping[str, Any]) -> str:
    text = note["text"]["zh"]
    return f"{text}（{citation(note['article'])}）" if note["article"] else text
