"""What a worker may claim: each entitlement that follows from one employment, worked out."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext_lazy as _

from calculators.catalogue import CALCULATORS, Calculator
from calculators.fields import as_typed
from calculators.forms import CalculatorForm, EmploymentForm
from calculators.kept import Kept, nothing_kept
from calculators.words import period, refusal
from calculators.working import Outcome, frozen_inputs, work_out
from core.money import ZERO
from labour_law.calendar import Period
from labour_law.entitlements.of_employment.claims import entitled
from labour_law.entitlements.of_employment.entitled import Entitled
from labour_law.entitlements.result import Text
from labour_law.errors import LabourLawError
from labour_law.limitation import Limitation
from labour_law.rates import Tables

ELSEWHERE = {
    "injury_recognition": _("Recognition as a work injury"),
    "insurance_arrears": _("Social insurance not paid in"),
}
"""What is sought elsewhere than in arbitration, and has no sum here."""


@dataclass
class Entry:
    """One entitlement on the page. `key` tells it from the others; form and outcome are those of its calculator."""

    key: str
    found: Entitled
    as_of: dt.date
    calculator: Calculator | None = None
    form: CalculatorForm | None = None
    outcome: Outcome | None = None

    @property
    def label(self) -> Any:
        """What it is called."""
        return self.calculator.label if self.calculator else ELSEWHERE[self.found.code]

    @property
    def article(self) -> str:
        """Its main statute."""
        return self.calculator.article if self.calculator else self.found.article

    @property
    def frozen(self) -> dict[str, Any] | None:
        """The working, where there is one."""
        return self.outcome.frozen if self.outcome else None

    @property
    def total(self) -> Decimal:
        """Yuan; 0 where nothing is worked out."""
        return Decimal(self.frozen["total"]) if self.frozen else ZERO

    @property
    def can_be_claimed(self) -> bool:
        """Whether there is a sum, and no rate is missing."""
        return bool(self.outcome and self.outcome.is_complete and self.total)

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum of all; what a missing rate may still change is."""
        return self.found.standing == "owed" and self.total > 0

    @property
    def kind(self) -> str:
        """The kind of claim its sum makes; "" where it makes none."""
        return self.calculator.claim_kinds[0] if self.calculator else ""

    @property
    def known_on(self) -> dt.date | None:
        """The day from which the year to apply for arbitration runs, where it is that of knowing, not of the end."""
        limit = self.found.limit
        first = limit.steps[0] if isinstance(limit, Limitation) else None
        return cast(dt.date, first.params["start"]) if first and first.code == "starts_known" else None

    @property
    def days_left(self) -> int | None:
        """Days to the end of its limit, negative where it has passed; None where none runs."""
        return self.found.limit.days_left(self.as_of) if self.found.limit else None

    @property
    def period(self) -> str:
        """The days it is for, where they are not all of the employment; else ""."""
        return period(*self.days)

    @property
    def days(self) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day it is for, where it is for a time."""
        start, end = (getattr(self.found.facts, name, None) for name in ("start", "end"))
        return start, end

    @property
    def problems(self) -> list[str]:
        """Why its sum cannot be worked out, in words; what is wrong with a rate is told where that is entered."""
        if self.found.error is not None:
            return refusal(self.found.error).messages
        if self.form is None:
            return []
        errors = self.form.errors.items()
        return [str(text) for name, texts in errors if not self.form.is_asked(name) for text in texts]

    @property
    def steps(self) -> list[tuple[Text, str]]:
        """How the limit is counted: sentences with their article. Of an authority's limit there is but its day."""
        if self.found.limit is None or isinstance(self.found.limit, Period):
            return []
        return [(Text(step.message, step.params), step.article) for step in self.found.limit.steps]


@dataclass
class Answer:
    """All entitlements of one employment, and its facts frozen; nothing while they are not valid. `facts` are those that
    could be read."""

    entries: list[Entry]
    inputs: list[dict[str, Any]]
    facts: dict[str, Any]

    @property
    def total(self) -> Decimal:
        """Yuan, of what is owed by the facts; what depends on something more is left out."""
        return sum((entry.total for entry in self.entries if entry.counts), ZERO)


def answer(form: EmploymentForm, tables: Tables, kept: Kept = nothing_kept) -> Answer:
    """Work out all that follows from a bound form. What is wrong is told by the form, and it takes over the rates that
    are asked for; a sum that cannot be worked out says why in its own form."""
    if not form.is_valid():
        return Answer([], [], form.cleaned_data if form.is_bound else {})
    try:
        found = entitled(form.facts(), tables)
    except LabourLawError as error:
        form.refuse(error)
        return Answer([], [], form.cleaned_data)
    inputs = frozen_inputs(form)
    count = Counter[str]()
    entries = []
    for one in found:
        count[one.code] += 1
        entries.append(_entry(f"{one.code}-{count[one.code]}", one, form, tables, kept))
    for entry in entries:
        if entry.form is not None:
            form.ask_as(entry.form)
    return Answer([entry for entry in entries if not _is_nothing(entry)], inputs, form.cleaned_data)


def _entry(key: str, found: Entitled, form: EmploymentForm, tables: Tables, kept: Kept) -> Entry:
    as_of = form.cleaned_data["as_of"]
    calculator = CALCULATORS.get(found.code)
    if calculator is None or found.facts is None:
        return Entry(key, found, as_of, calculator)
    rates = ((name, text) for name, text in form.data.items() if name.startswith("rate_"))
    own = calculator.form(dict(rates) | said_again(calculator.form, found.facts))
    return Entry(key, found, as_of, calculator, own, work_out(calculator, own, tables, kept))


def said_again(form: type[CalculatorForm], facts: Any) -> dict[str, str]:
    """The facts of a calculation as its form takes them."""
    names = [fact.name for fact in fields(facts) if fact.name in form.base_fields]
    return as_typed(form.base_fields, {name: getattr(facts, name) for name in names})


def _is_nothing(entry: Entry) -> bool:
    """A sum of nothing, all rates known, is not told: a minimum wage that is met, a contract signed in time."""
    return bool(entry.outcome and entry.outcome.is_complete) and not entry.total
