"""Wages while the employer stands still through no fault of the worker (工资支付暂行规定 12)."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_days, require_order, require_wage
from labour_law.entitlements.limits import less_paid, limitation_notes, rate_unknown_notes
from labour_law.entitlements.minimum_wage import without_insurance
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import Entitlement, Line, Note, Text, Told, asks_of
from labour_law.entitlements.service import day_after
from labour_law.entitlements.wage_history import EarlierWage, require_earlier_wages, stretches
from labour_law.errors import gettext_noop
from labour_law.rates import Rate, Tables

_ARTICLE = "工资支付暂行规定 12"
_DAY = timedelta(days=1)

_CYCLE = (
    Text(gettext_noop("Standstill, first pay cycle")),
    Text(gettext_noop("Standstill, first pay cycle, part of a month")),
)
_AFTER = (
    Text(gettext_noop("Standstill, living allowance")),
    Text(gettext_noop("Standstill, living allowance, part of a month")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """A standstill from ``start`` to ``end``, both counted, in which the worker was given no work.

    ``monthly_wage``: by the contract, yuan, and ``earlier_wages`` where another held before. ``region``: code of the place
    of work. ``paid``: what was paid for these days, yuan. ``left``: last day of employment, None while employed.
    ``as_of``: the day of the claim, None where limitation is not asked for.
    """

    region: str
    start: date
    end: date
    monthly_wage: Decimal
    earlier_wages: tuple[EarlierWage, ...] = ()
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_days(start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_order("end", self.start, self.end)
        require_order("left", self.end, self.left)
        require_wage("monthly_wage", self.monthly_wage)
        require_amount("paid", self.paid)
        require_earlier_wages(self.earlier_wages)

    @property
    def cycle_ends(self) -> date:
        """The last day of the first pay cycle: a month from the first day, or the end where that comes first. Raises
        nothing.

        >>> Standstill(region="guangdong", start=date(2026, 3, 10), end=date(2026, 6, 30),
        ...            monthly_wage=Decimal(6000)).cycle_ends
        datetime.date(2026, 4, 9)
        """
        return min(day_after(self.start, 1) - _DAY, self.end)


def standstill(facts: Standstill, tables: Tables) -> Entitlement:
    """Wages in yuan, less what was paid: those of the contract in the first pay cycle, then, where no work was given, the
    living allowance of the province, a share of its minimum wage (工资支付暂行规定 12).

    The first cycle is taken as a month from the first day. Other parts of months by their paid days ÷ 21.75. A share or a
    minimum wage that no table has is asked for. Raises UnknownRegion; CalendarYearUnknown for a part of a month in a year
    without a holiday table.

    >>> facts = Standstill(region="jiangsu_1", start=date(2026, 3, 1), end=date(2026, 5, 31), monthly_wage=Decimal(6000))
    >>> standstill(facts, TABLES).total
    Decimal('10256.00')
    """
    parts = [_cycle(facts, tables), _after(facts, tables)]
    notes = [note for part in parts for note in part.notes]
    notes += part_notes(facts.cycle_ends + _DAY, facts.end, tables.calendar) if _goes_beyond(facts) else []
    notes += [_length(), _who_worked()]
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    return less_paid(
        [row for part in parts for row in part.lines],
        facts.paid,
        _ARTICLE,
        notes,
        [ask for part in parts for ask in part.asks],
        [rate for part in parts for rate in part.compared],
    )


def _goes_beyond(facts: Standstill) -> bool:
    return facts.cycle_ends < facts.end


def _cycle(facts: Standstill, tables: Tables) -> Told:
    """The wages of the contract, or the share of them that the place has."""
    lines: list[Line] = []
    slices = tables.rates.slices("standstill_cycle", facts.region, facts.start, facts.cycle_ends)
    for part in slices:
        if part.rate is None:
            continue
        for wage in stretches(part.start, part.end, facts.monthly_wage, facts.earlier_wages):
            lines += month_lines(
                _CYCLE,
                wage.start,
                wage.end,
                wage.monthly_wage,
                _ARTICLE,
                tables.calendar,
                from_start=True,
                factor=part.rate.value / 100,
                table_rates=(part.rate,),
            )
    asks = asks_of(slices, "standstill_cycle", facts.region)
    return Told(tuple(lines), rate_unknown_notes(asks, _ARTICLE), tuple(asks))


def _after(facts: Standstill, tables: Tables) -> Told:
    """The living allowance after the first pay cycle."""
    if not _goes_beyond(facts):
        return Told(())
    lines: list[Line] = []
    start, minimums = facts.cycle_ends + _DAY, list[Rate]()
    slices = tables.rates.slices("minimum_wage_month", facts.region, start, facts.end)
    shares = tables.rates.slices("standstill_after", facts.region, start, facts.end)
    for share in shares:
        for part in slices:
            first, last = max(share.start, part.start), min(share.end, part.end)
            if share.rate is None or part.rate is None or last < first:
                continue
            minimums.append(part.rate)
            lines += month_lines(
                _AFTER,
                first,
                last,
                part.rate.value,
                _ARTICLE,
                tables.calendar,
                within=(start, facts.end),
                factor=share.rate.value / 100,
                table_rates=(part.rate, share.rate),
            )
    asks = [
        *asks_of(slices, "minimum_wage_month", facts.region),
        *asks_of(shares, "standstill_after", facts.region),
    ]
    notes = rate_unknown_notes(asks, _ARTICLE)
    compared = [part.rate for part in (*slices, *shares) if part.rate is not None]
    return Told(
        tuple(lines),
        (*notes, *without_insurance(minimums, Decimal(0))),
        tuple(asks),
        tuple(compared),
    )


def _length() -> Note:
    message = gettext_noop(
        "The first pay cycle is taken as a month from the first day of the standstill; in Guangdong it has thirty days at "
        "most. Where wages are paid by the week or another cycle, it ends earlier."
    )
    return Note("pay_cycle", Text(message), _ARTICLE, "info")


def _who_worked() -> Note:
    message = gettext_noop(
        "Who worked after the first pay cycle is owed the wage agreed anew, and no less than the minimum wage: enter those "
        "days under unpaid wages."
    )
    return Note("who_worked", Text(message), _ARTICLE, "info")
