"""Damages for a probation longer than the law allows, so far as it was served (劳动合同法 83)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Literal, get_args

from labour_law.entitlements.checks import require_choice, require_days, require_order, require_wage
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.months import month_lines
from labour_law.entitlements.result import Entitlement, Note, Text, entitlement
from labour_law.entitlements.service import LAW, day_after
from labour_law.errors import gettext_noop
from labour_law.rates import Tables

_ARTICLE = "劳动合同法 83"
_DAY = timedelta(days=1)

Term = Literal["under_3_months", "task", "again", "under_1_year", "under_3_years", "longer"]
"""The contract the probation was agreed in: by its length ("longer" from three years on, or without a fixed term), for
the time of a task, or any, where the employer had agreed on a probation with the worker before."""

LAWFUL_MONTHS = MappingProxyType(
    {"under_3_months": 0, "task": 0, "again": 0, "under_1_year": 1, "under_3_years": 2, "longer": 6}
)
"""The longest probation, in months (劳动合同法 19)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probation:
    """A probation served from ``start`` to ``end``, both counted.

    ``term``: the contract, see `Term`. ``monthly_wage``: that after the probation, yuan (劳动合同法 83), whatever was paid
    during it. ``as_of``: the day of the claim, None where limitation is not asked for.
    """

    term: Term
    start: date
    end: date
    monthly_wage: Decimal
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidChoice."""
        require_choice("term", self.term, get_args(Term))
        require_days(start=self.start, end=self.end, as_of=self.as_of)
        require_order("end", self.start, self.end)
        require_wage("monthly_wage", self.monthly_wage)

    @property
    def lawful_until(self) -> date:
        """The last day the probation could lawfully have had; before ``start`` where none was allowed (劳动合同法 19).
        Raises nothing.

        >>> Probation(term="under_3_years", start=date(2025, 3, 1), end=date(2025, 8, 31),
        ...           monthly_wage=Decimal(6000)).lawful_until
        datetime.date(2025, 4, 30)
        """
        return day_after(self.start, LAWFUL_MONTHS[self.term]) - _DAY


def probation(facts: Probation, tables: Tables) -> Entitlement:
    """Damages in yuan: the wage after the probation for the time served beyond the lawful one (劳动合同法 19, 83).

    Months are counted from the first day beyond; what is left by its paid days ÷ 21.75. Not for days before 2008.
    Raises CalendarYearUnknown for a part of a month in a year without a holiday table.

    >>> facts = Probation(term="under_3_years", start=date(2025, 3, 1), end=date(2025, 8, 31),
    ...                   monthly_wage=Decimal(6000))
    >>> probation(facts, TABLES).total
    Decimal('24000.00')
    """
    first = max(facts.lawful_until + _DAY, LAW)
    if facts.end < first:
        return entitlement([], [_within(facts)])
    labels = (
        Text(gettext_noop("Damages for the probation beyond the lawful one")),
        Text(gettext_noop("Damages for the probation beyond the lawful one, part of a month")),
    )
    lines = month_lines(
        labels, first, facts.end, facts.monthly_wage, _ARTICLE, tables.calendar, from_start=True
    )
    notes = [_why(facts), _besides(), *limitation_notes(facts.end, facts.as_of, tables.calendar)]
    if lines[-1].unit == "day":
        notes.insert(1, _part())
    return entitlement(lines, notes)


def _within(facts: Probation) -> Note:
    message = gettext_noop("The probation was not longer than the law allows: until %(day)s.")
    return Note("probation_lawful", Text(message, {"day": facts.lawful_until}), "劳动合同法 19", "info")


def _why(facts: Probation) -> Note:
    months = LAWFUL_MONTHS[facts.term]
    if months:
        message = gettext_noop(
            "For such a contract the probation has %(months)s months at most, here until %(day)s."
        )
        text = Text(message, {"months": months, "day": facts.lawful_until})
    else:
        text = Text(gettext_noop("For such a contract no probation may be agreed at all."))
    return Note("probation_too_long", text, "劳动合同法 19", "info")


def _part() -> Note:
    message = gettext_noop(
        "The law counts the time served beyond and says nothing of parts of a month: they are paid days ÷ 21.75."
    )
    return Note("part_month", Text(message), _ARTICLE, "info")


def _besides() -> Note:
    message = gettext_noop(
        "It comes on top of the wages. Besides, in probation no less than 80 %% of the wage agreed, and not less than the "
        "minimum wage: see unpaid wages. Some commissions leave it to the labour inspection: ask."
    )
    return Note("besides_wages", Text(message), "劳动合同法 20", "info")
