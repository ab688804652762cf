"""Wages from an unlawful dismissal to the day work goes on, where the contract is to be performed (劳动合同法 48)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.checks import require_days, require_order, require_wage
from labour_law.entitlements.limits import limitation_notes
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import Entitlement, Note, Text, entitlement
from labour_law.errors import gettext_noop
from labour_law.rates import Tables

_ARTICLE = "法释〔2025〕12号 18"
IN_FORCE = date(2025, 9, 1)
"""法释〔2025〕12号 is in force from here."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuedWages:
    """``left``: last day of employment by the decision that was unlawful. ``until``: the last day before work goes on, or
    the day up to which the wages are reckoned, counted. ``monthly_wage``: as for normal work, yuan.
    ``as_of``: the day of the claim, None where limitation is not asked for."""

    left: date
    until: date
    monthly_wage: Decimal
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_days(left=self.left, until=self.until, as_of=self.as_of)
        require_order("until", self.left + _DAY, self.until)
        require_wage("monthly_wage", self.monthly_wage)


def continued_wages(facts: ContinuedWages, tables: Tables) -> Entitlement:
    """Wages in yuan from the day after the end to ``until``: whole calendar months, and parts of months by paid days ÷
    21.75, at the wage for normal work (法释〔2025〕12号 18).

    Raises CalendarYearUnknown for a part of a month in a year without a holiday table.

    >>> facts = ContinuedWages(left=date(2026, 5, 31), until=date(2026, 8, 12), monthly_wage=Decimal(6500))
    >>> continued_wages(facts, TABLES).total
    Decimal('15390.80')
    """
    labels = (
        Text(gettext_noop("Wages until work goes on")),
        Text(gettext_noop("Wages until work goes on, part of a month")),
    )
    start = facts.left + _DAY
    lines = month_lines(labels, start, facts.until, facts.monthly_wage, _ARTICLE, tables.calendar)
    notes = [_instead(), _goes_on(facts), _both_at_fault()]
    if facts.left < IN_FORCE:
        notes.append(_before())
    notes += part_notes(start, facts.until, tables.calendar)
    notes += limitation_notes(facts.left, facts.as_of, tables.calendar)
    return entitlement(lines, notes)


def _instead() -> Note:
    message = gettext_noop(
        "Only together with the claim that the contract be performed further, which takes the place of damages (2N); "
        "and only if it can still be performed."
    )
    return Note("instead_of_damages", Text(message), "劳动合同法 48; 法释〔2025〕12号 16")


def _goes_on(facts: ContinuedWages) -> Note:
    message = gettext_noop(
        "Reckoned up to %(day)s: claim it up to the day before work goes on, %(wage)s yuan for each further month."
    )
    params = {"day": facts.until, "wage": facts.monthly_wage}
    return Note("counted_to_the_day", Text(message, params), _ARTICLE, "info")


def _both_at_fault() -> Note:
    message = gettext_noop("Where both sides are at fault for the end, each bears its part.")
    return Note("both_at_fault", Text(message), _ARTICLE, "info")


def _before() -> Note:
    message = gettext_noop(
        "The rule is in force since 1 Sep 2025. For an end before, courts went by local practice, in Shanghai by "
        "the mean wage of the 12 months before (from memory): ask."
    )
    return Note("before_2025_09", Text(message), _ARTICLE)
