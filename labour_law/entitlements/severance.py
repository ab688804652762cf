"""What is owed when employment ends: severance N, pay in lieu of notice, damages 2N."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import get_args

from labour_law.entitlements.before_2008 import OldService, old_line, old_notes
from labour_law.entitlements.causes import CAUSES, NOTICE_CAUSES, Cause
from labour_law.entitlements.checks import (
    FIRST_YEAR,
    LAST_YEAR,
    require_amount,
    require_choice,
    require_days,
    require_order,
    require_wage,
)
from labour_law.entitlements.limits import ask_average, average_unpublished, less_paid, limitation_notes
from labour_law.entitlements.minimum_wage import without_insurance
from labour_law.entitlements.result import (
    ZERO,
    Ask,
    Entitlement,
    Note,
    Text,
    Told,
    entitlement,
    line,
)
from labour_law.entitlements.service import LAW
from labour_law.errors import InvalidCause, gettext_noop
from labour_law.money import round_fen
from labour_law.rates import Rate, Tables, WageBounds
from labour_law.retirement import RetiresAs, retirement_day

_LAW_YEAR = LAW.year

MONTHS_AT_CEILING = Decimal(12)
"""The most that is owed where the wage is capped (劳动合同法 47(2))."""

_DAY = timedelta(days=1)


def _owed(months: int, days: bool) -> Decimal:
    """Months' wages for so many full months of service and perhaps days (劳动合同法 47(1)): one for each full year and
    for six months or more, half for less."""
    years, rest = divmod(months, 12)
    return years + (Decimal(1) if rest >= 6 else Decimal("0.5") if rest or days else Decimal(0))


_LONGEST = 12 * (LAST_YEAR - FIRST_YEAR + 1)
_OWED = tuple(_owed(months, False) for months in range(_LONGEST + 1))
_OWED_BEYOND = tuple(_owed(months, True) for months in range(_LONGEST + 1))
"""The same at hand, by full months: without and with days beyond them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Severance:
    """Facts for N.

    ``left`` is the last day of employment, counted. ``monthly_wage``: mean of the 12 months before, gross, with bonuses
    and allowances, without overtime pay (shorter service: mean of the months there are). ``overtime``: mean monthly
    overtime pay. ``overtime_in_base``: whether it counts; courts differ (Shanghai no, Beijing yes), so it does not
    unless the caller says so. ``as_of``: the day of the claim, None where limitation is not asked for; not before
    ``hired``. It may lie before ``left``, where notice is given and the claim made in advance: the year has then not
    begun to run. ``paid``: severance received already, yuan; it is taken off.
    ``born`` and ``retires_as`` tell whether the age of retirement was reached.
    """

    hired: date
    left: date
    monthly_wage: Decimal
    region: str
    cause: Cause
    overtime: Decimal = ZERO
    overtime_in_base: bool = False
    as_of: date | None = None
    paid: Decimal = ZERO
    born: date | None = None
    retires_as: RetiresAs | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCause, InvalidChoice."""
        _check(self)
        require_days(born=self.born)
        require_order("hired", self.born or self.hired, self.hired)
        if self.retires_as is not None:
            require_choice("retires_as", self.retires_as, get_args(RetiresAs))
        if self.cause not in CAUSES:
            raise InvalidCause("cause_unknown", field="cause", cause=self.cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePay:
    """Facts for a month's pay in lieu of notice: the wage of the month before (实施条例 20), no cap.

    ``left``: last day of employment. ``as_of``: the day of the claim, None where limitation is not asked for; it may
    lie before ``left``, as for `Severance`, and how long before cannot be judged, since the first day is not asked.
    """

    prior_month_wage: Decimal
    left: date
    cause: Cause
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCause."""
        require_days(left=self.left, as_of=self.as_of)
        require_wage("prior_month_wage", self.prior_month_wage)
        if self.cause not in CAUSES:
            raise InvalidCause("cause_unknown", field="cause", cause=self.cause)
        if self.cause not in NOTICE_CAUSES:
            raise InvalidCause("cause_gives_nothing", field="cause")


@dataclass(frozen=True, slots=True, kw_only=True)
class Damages:
    """Facts for 2N after unlawful termination; as for `Severance`, but for the cause. ``paid``: severance the employer
    paid, as if the end had been lawful."""

    hired: date
    left: date
    monthly_wage: Decimal
    region: str
    overtime: Decimal = ZERO
    overtime_in_base: bool = False
    as_of: date | None = None
    paid: Decimal = ZERO

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        _check(self)


def severance(facts: Severance | Damages, tables: Tables) -> Entitlement:
    """N in yuan (劳动合同法 46, 47): a month's wage for each full year, as for six months or more; half for less.

    The wage is at least the minimum wage (实施条例 27). Above three times the average wage of the year before, three
    times it counts, and at most twelve years. Service before 2008 follows the rules of then (97(3)), at no less than
    the minimum wage either. What was paid is taken off.
    Raises UnknownRegion.

    >>> facts = Severance(hired=date(2008, 3, 15), left=date(2026, 6, 30), monthly_wage=Decimal(9200),
    ...                   region="shanghai", cause="agreed_by_employer")
    >>> severance(facts, TABLES).total
    Decimal('170200.00')
    """
    if facts.paid:
        owed = severance(replace(facts, paid=ZERO), tables)
        return less_paid(owed.lines, facts.paid, "劳动合同法 47", owed.notes, owed.asks, owed.compared)
    start = facts.hired
    year = start.year
    if year < _LAW_YEAR and isinstance(facts, Severance):
        return _old_and_new(facts, tables)
    end = facts.left + _DAY
    months = (end.year - year) * 12 + end.month - start.month
    days = end.day - start.day
    if days < 0:
        months -= 1
        if end.day == 1 and start.day > facts.left.day:
            days = 0  # the month has no day of that number: it is full with its last (service.py)
    quantity = (_OWED_BEYOND if days else _OWED)[months]
    wage = facts.monthly_wage + facts.overtime if facts.overtime_in_base else facts.monthly_wage
    bounds = tables.rates.wage_bounds[facts.region][facts.left]
    if wage > bounds.ceiling:
        wage = bounds.ceiling
        quantity = min(quantity, MONTHS_AT_CEILING)
    elif wage < bounds.floor:
        wage = bounds.floor
    return Entitlement(round_fen(wage * quantity), (_tell, facts, tables, wage, quantity))


def damages(facts: Damages, tables: Tables) -> Entitlement:
    """2N in yuan for unlawful termination (劳动合同法 87): twice N, from the first day (实施条例 25).

    It takes the place of N, which is taken off where it was paid, and no month in lieu of notice comes with it. Nothing
    for an end before 2008, when the
    rule was not in force. Raises UnknownRegion.

    >>> facts = Damages(hired=date(2008, 3, 15), left=date(2026, 6, 30), monthly_wage=Decimal(9200),
    ...                 region="shanghai")
    >>> damages(facts, TABLES).total
    Decimal('340400.00')
    """
    if facts.left < LAW:
        message = gettext_noop("Damages of twice the severance are owed since 2008: not for an end before.")
        return entitlement([], [Note("not_in_force", Text(message), "劳动合同法 87")])
    once = severance(replace(facts, paid=ZERO) if facts.paid else facts, tables)
    lines = [
        line(
            Text(gettext_noop("Damages for unlawful termination")),
            row.quantity,
            row.unit,
            row.rate,
            "劳动合同法 87",
            factor=Decimal(2),
            start=row.start,
            end=row.end,
            source=row.source,
            confidence=row.confidence,
            table_rates=row.table_rates,
        )
        for row in once.lines
    ]
    note = Note(
        "replaces_severance",
        Text(gettext_noop("Damages take the place of severance; no pay in lieu of notice comes with them.")),
        "劳动合同法实施条例 25",
        "info",
    )
    notes = (*once.notes, note)
    return less_paid(lines, facts.paid, "劳动合同法实施条例 25", notes, once.asks, once.compared)


def notice_pay(facts: NoticePay, tables: Tables) -> Entitlement:
    """A month's wage where the employer gave no 30 days' notice (劳动合同法 40, 实施条例 20); not capped.

    In yuan. Raises nothing.

    >>> facts = NoticePay(prior_month_wage=Decimal(9600), left=date(2026, 6, 30), cause="no_fault_changed")
    >>> notice_pay(facts, TABLES).total
    Decimal('9600.00')
    """
    label = Text(gettext_noop("Pay in lieu of notice: the wage of the month before"))
    row = line(label, 1, "month", facts.prior_month_wage, "劳动合同法 40", end=facts.left)
    return entitlement([row], limitation_notes(facts.left, facts.as_of, tables.calendar))


def _old_and_new(facts: Severance, tables: Tables) -> Entitlement:
    """Service from before 2008 and since, each by its own rules; the cap and its twelve years are for the new part."""
    bounds = tables.rates.wage_bounds[facts.region][facts.left]
    service = OldService(facts.hired, min(facts.left, LAW - _DAY), _wage(facts), facts.region, facts.cause)
    old, notes = old_line(service, bounds), old_notes(service, bounds)
    if facts.left < LAW:
        notes += limitation_notes(facts.left, facts.as_of, tables.calendar)
        return entitlement(old, notes, compared=bounds.known)
    new = severance(replace(facts, hired=LAW), tables)
    return entitlement([*old, *new.lines], (*new.notes, *notes), new.asks, new.compared)


def _tell(facts: Severance | Damages, tables: Tables, base: Decimal, quantity: Decimal) -> Told:
    """The line, the notes and the rates to ask for behind a sum by 劳动合同法 47."""
    bounds = tables.rates.wage_bounds[facts.region][facts.left]
    wage = _wage(facts)
    notes: list[Note] = []
    asks: list[Ask] = []
    applied: Rate | None = None
    if wage > bounds.ceiling:
        applied = bounds.average
        notes.append(_cap_note(wage, bounds))
        notes += average_unpublished(facts.left, bounds, "劳动合同法 47(2)")
    elif wage < bounds.floor:
        applied = bounds.minimum
        message = gettext_noop("The wage of %(wage)s yuan is below the minimum wage: %(base)s yuan counts.")
        notes.append(
            Note("below_minimum_wage", Text(message, {"wage": wage, "base": base}), "劳动合同法实施条例 27")
        )
    elif _is_near_the_cap(wage, bounds) and bounds.average and bounds.average.confidence == "memory":
        notes.append(_uncapped_from_memory(bounds.average))
    if bounds.minimum:
        notes += without_insurance([bounds.minimum], wage)
    for ask in _asks(facts, wage, bounds):
        asks.append(ask)
        notes.append(_not_known(ask))
    if isinstance(facts, Severance):
        notes += _retired(facts)
    notes += limitation_notes(facts.left, facts.as_of, tables.calendar)
    row = line(
        Text(gettext_noop("Severance")),
        quantity,
        "month",
        base,
        "劳动合同法 47",
        start=facts.hired,
        end=facts.left,
        table_rates=(applied,) if applied else (),
    )
    return Told((row,), tuple(notes), tuple(asks), bounds.known)


def _retired(facts: Severance) -> list[Note]:
    """A warning where the age of retirement was reached by the last day (劳动合同法实施条例 21)."""
    if facts.born is None or facts.retires_as is None:
        return []
    day = retirement_day(facts.born, facts.retires_as)
    if facts.left < day:
        return []
    message = gettext_noop(
        "The age of retirement was reached on %(day)s: the contract may have ended with it, which gives no severance. "
        "Work after it is under the rules on workers past retirement age, in force since 1 Jul 2026."
    )
    return [Note("retirement_reached", Text(message, {"day": day}), "劳动合同法实施条例 21")]


def _cap_note(wage: Decimal, bounds: WageBounds) -> Note:
    average = bounds.average
    assert average is not None
    message = gettext_noop(
        "The wage of %(wage)s yuan is above three times the average wage of %(year)s (%(average)s yuan): "
        "%(ceiling)s yuan counts, for at most 12 months."
    )
    params = {
        "wage": wage,
        "year": str(average.valid_from.year),
        "average": average.value,
        "ceiling": bounds.ceiling,
    }
    return Note("cap_applied", Text(message, params), "劳动合同法 47(2)")


def _uncapped_from_memory(average: Rate) -> Note:
    message = gettext_noop(
        "The wage is not capped, going by an average wage of %(year)s of %(average)s yuan that is from memory: check it."
    )
    params = {"year": str(average.valid_from.year), "average": average.value}
    return Note("rate_from_memory", Text(message, params), "劳动合同法 47(2)")


def _is_near_the_cap(wage: Decimal, bounds: WageBounds) -> bool:
    """A wage of no more than three times the minimum wage cannot be above three times the average, whatever that is."""
    return bounds.minimum is None or wage > 3 * bounds.minimum.value


def _asks(facts: Severance | Damages, wage: Decimal, bounds: WageBounds) -> list[Ask]:
    """The rates that could change the sum and are not in the tables."""
    asks: list[Ask] = []
    if bounds.minimum is None:
        asks.append(Ask("minimum_wage_month", facts.region, facts.left, facts.left))
    if bounds.average is None and _is_near_the_cap(wage, bounds):
        asks.append(ask_average(facts.region, facts.left))
    return asks


def _not_known(ask: Ask) -> Note:
    """The sum stands without the rate, so it says what could still change it."""
    if ask.series == "minimum_wage_month":
        message = gettext_noop(
            "The minimum wage of %(day)s is not known here: enter it. The wage was not compared with it."
        )
        return Note("rate_unknown", Text(message, {"day": ask.start}), "劳动合同法实施条例 27")
    message = gettext_noop(
        "The average wage of %(year)s is not known here: enter it. The cap at three times that wage was not applied."
    )
    return Note("rate_unknown", Text(message, {"year": str(ask.start.year)}), "劳动合同法 47(2)")


def _wage(facts: Severance | Damages) -> Decimal:
    return facts.monthly_wage + facts.overtime if facts.overtime_in_base else facts.monthly_wage


def _check(facts: Severance | Damages) -> None:
    require_days(hired=facts.hired, left=facts.left, as_of=facts.as_of)
    require_order("left", facts.hired, facts.left)
    require_wage("monthly_wage", facts.monthly_wage)
    require_amount("overtime", facts.overtime)
    require_amount("paid", facts.paid)
    require_order("as_of", facts.hired, facts.as_of)
