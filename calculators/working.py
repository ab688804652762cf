"""Work out the facts of a form, and freeze the answer: plain JSON in both languages that is kept and printed as it is.

A frozen working is

    {"version": 1, "calculator": "severance",
     "inputs": [{"name", "label": {"zh", "en"}, "value": {"zh", "en"}, "raw"}],
     "lines": [{"label": {"zh", "en"}, "start", "end", "quantity", "unit", "rate", "divisor", "factor", "amount",
                "article", "source", "confidence"}],
     "notes": [{"code", "text": {"zh", "en"}, "article", "kind"}],
     "rates": [{"series", "region", "grade", "valid_from", "valid_to", "value", "unit", "source", "confidence",
                "place", "use"}],
     "asks": [{"zh", "en"}],
     "total": "170200.00", "tables_on": "2026-11-23T09:00:00+08:00"}

Sums and numbers are decimal text, days ISO. `use` of a rate is "applied" where a line is made of it, "compared" where
a fact was only compared with it: a cap that is not reached, a minimum that is met. `asks` names the rates that are missing; while there are any, the total is
not complete and not to be claimed.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from django import forms

from calculators.fields import raw, shown
from calculators.forms import CalculatorForm
from calculators.forms.asks import Offers
from calculators.kept import Kept, nothing_kept
from calculators.words import ask_label, both, told
from core import clock
from core.clock import iso
from core.money import FEN
from labour_law.codes import OFFERED
from labour_law.entitlements.final_award import FinalAwardResult
from labour_law.entitlements.result import Ask, Entitlement, Line, Note
from labour_law.errors import LabourLawError
from labour_law.rates import Rate, Tables

if TYPE_CHECKING:
    from calculators.catalogue import Calculator

VERSION = 1

Use = Literal["applied", "compared"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out: nothing while the form is not valid, else the result, and frozen where it has a total."""

    result: Entitlement | FinalAwardResult | None = None
    frozen: dict[str, Any] | None = None

    @property
    def is_complete(self) -> bool:
        """Whether something came out and no rate is missing: only then may the sum be claimed."""
        return self.result is not None and not self.result.asks


def work_out(
    calculator: "Calculator", form: CalculatorForm, tables: Tables, kept: Kept = nothing_kept
) -> Outcome:
    """Work out a bound form. What is wrong is told by the form; rates that are missing become fields of it, which offer
    what the tables have unconfirmed and what the office has `kept`."""
    if not form.is_valid():
        return Outcome()
    try:
        result = _with_entered_rates(calculator, form, tables, kept)
        frozen = freeze(calculator, form, result) if isinstance(result, Entitlement) else None
    except LabourLawError as error:
        form.refuse(error)
        return Outcome()
    return Outcome(result, frozen)


def _with_entered_rates(calculator: "Calculator", form: CalculatorForm, tables: Tables, kept: Kept) -> Any:
    """The result with the rates entered in the form."""

    def offers(ask: Ask) -> Offers:
        offered = tables.rates.offers(ask.series, ask.region, ask.start, ask.grade)
        classed = tables.rates.class_of(ask.region, ask.start)
        likely = classed if classed and classed.confidence in OFFERED else None
        return Offers(offered, kept(ask), likely)

    asked: list[Ask] = []
    result = calculator.work_out(form.facts(), tables)
    while new := [ask for ask in dict.fromkeys(result.asks) if ask not in asked]:
        asked += new
        form.ask(new, offers)
        if not form.entered_rates(new):
            break
        rates = tables.rates.plus(form.entered_rates(asked))
        result = calculator.work_out(form.facts(), Tables(rates, tables.calendar))
    return result


def freeze(calculator: "Calculator", form: CalculatorForm, result: Entitlement) -> dict[str, Any]:
    """The answer as JSON, every text in both languages. The form is the valid one it was worked out from."""
    return freeze_result(calculator.code, frozen_inputs(form), result)


def freeze_result(code: str, inputs: list[dict[str, Any]], result: Entitlement) -> dict[str, Any]:
    """The same where what was entered is frozen already: what a page itself knows of the facts."""
    applied = dict.fromkeys(rate for line in result.lines for rate in line.table_rates)
    compared = dict.fromkeys(rate for rate in result.compared if rate not in applied)
    return {
        "version": VERSION,
        "calculator": code,
        "inputs": inputs,
        "lines": [_line(line) for line in result.lines],
        "notes": [frozen_note(note) for note in result.notes],
        "rates": [
            *(frozen_rate(rate, "applied") for rate in applied),
            *(frozen_rate(rate, "compared") for rate in compared),
        ],
        "asks": [both(partial(ask_label, ask)) for ask in dict.fromkeys(result.asks)],
        "total": _sum(result.total),
        "tables_on": clock.now().isoformat(timespec="seconds"),
    }


def frozen_inputs(form: CalculatorForm) -> list[dict[str, Any]]:
    """What was entered, in the order of the form; what was left empty is left out."""
    return [
        {
            "name": name,
            "label": both(partial(str, field.label)),
            "value": shown(field, value),
            "raw": raw(field, value),
        }
        for name, field in form.fields.items()
        if _entered(field, value := form.cleaned_data.get(name))
    ]


def _entered(field: forms.Field, value: Any) -> bool:
    if isinstance(field, forms.BooleanField):
        return bool(value)
    return value is not None and value not in ("", ())


def _line(line: Line) -> dict[str, Any]:
    return {
        "label": both(partial(told, line.label)),
        "start": iso(line.start),
        "end": iso(line.end),
        "quantity": _number(line.quantity),
        "unit": line.unit,
        "rate": _sum(line.rate),
        "divisor": _number(line.divisor),
        "factor": _number(line.factor),
        "amount": _sum(line.amount),
        "article": line.article,
        "source": line.source,
        "confidence": line.confidence,
    }


def frozen_note(note: Note) -> dict[str, Any]:
    """A note as JSON, its text in both languages."""
    return {
        "code": note.code,
        "text": both(partial(told, note.text)),
        "article": note.article,
        "kind": note.kind,
    }


def frozen_rate(rate: Rate, use: Use) -> dict[str, Any]:
    """A row of a table as JSON, and what it was used for."""
    return {
        "series": rate.series,
        "region": rate.region,
        "grade": rate.grade,
        "valid_from": iso(rate.valid_from),
        "valid_to": iso(rate.valid_to),
        "value": _number(rate.value),
        "unit": rate.unit,
        "source": rate.source,
        "confidence": rate.confidence,
        "place": rate.place,
        "use": use,
    }


def _number(value: Decimal) -> str:
    """Without zeros nobody needs: 18.5, 8."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sum(value: Decimal) -> str:
    """With two places; more where the sum has more."""
    return f"{value:.2f}" if value == value.quantize(FEN) else f"{value:f}"
