"""How a frozen working is shown: `{% load calculators %}`."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template

from calculators import explain, words
from calculators.catalogue import CALCULATORS
from calculators.working import frozen_note, frozen_rate
from labour_law.entitlements.final_award import FinalAwardResult
from labour_law.entitlements.result import Note
from labour_law.rates import Rate
from law_tables.wording import citation

register = template.Library()

register.filter("in_language", explain.pick)
register.filter("period", explain.period)
register.filter("formula", explain.formula)
register.filter("basis", explain.basis)
register.filter("mark", words.mark)
register.filter("total_label", explain.total_label)
register.filter("cite", citation)
register.filter("told", words.told)
register.filter("rate_text", explain.rate_text)
register.filter("rates_mark", explain.rates_mark)
register.filter("item_name", explain.item_name)


@register.filter
def sum_text(value: str) -> str:
    """A sum of the working: "2390.80" → 2,390.80."""
    return words.sum_of(Decimal(value))


@register.filter
def calculator_name(working: dict[str, Any]) -> str:
    """The name of the calculator a working comes from."""
    found = CALCULATORS.get(working["calculator"])
    return str(found.label) if found else working["calculator"]


@register.filter
def as_text(working: dict[str, Any]) -> str:
    """The whole reasoning as plain text."""
    return explain.as_text(working, calculator_name(working))


@register.filter
def award_text(result: FinalAwardResult) -> str:
    """Which items an award settles for good, as plain text."""
    return explain.award_text(result, str(CALCULATORS["final_award"].label))


@register.filter
def frozen_applied(rate: Rate) -> dict[str, Any]:
    """A rate of a result as a frozen working has it."""
    return frozen_rate(rate, "applied")


@register.filter
def frozen_notes(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """Notes of a result as a frozen working has them."""
    return [frozen_note(note) for note in notes]


@register.filter
def of_kind(notes: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The notes of one kind: "warning" or "info"."""
    return [note for note in notes if note["kind"] == kind]
