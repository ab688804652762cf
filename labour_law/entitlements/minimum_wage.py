"""The shortfall to the minimum wage (劳动法 48, 劳动合同法 72(1) and 85(2))."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_days, require_hours, require_order
from labour_law.entitlements.limits import limitation_notes, rate_unknown_notes, single_rate
from labour_law.entitlements.months import month_lines, part_notes
from labour_law.entitlements.result import (
    Ask,
    Entitlement,
    Line,
    Note,
    Text,
    Told,
    asks_of,
    entitlement,
    line,
)
from labour_law.entitlements.wage_history import EarlierWage, require_earlier_wages, stretches
from labour_law.errors import InvalidAmount, gettext_noop
from labour_law.rates import Rate, Tables

_ARTICLE = "劳动合同法 85(2)"

_MAY_MATTER = Decimal("1.5")
"""What a worker pays for insurance, even on the lowest base, is less than half of a minimum wage."""

OVER_AGE = date(2026, 7, 1)
"""From here who works past retirement age has the minimum wage too (超龄劳动者基本权益保障暂行规定; one secondary source)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """A wage paid from ``start`` to ``end``, both counted: by the month, or by the hour for part-time work.

    ``region``: code of the place of work. ``monthly_wage``: what was paid for a whole month, yuan, and ``excluded``
    what of it does not count: overtime pay, allowances for middle and night shifts, heat, cold and hazards, statutory
    benefits (最低工资规定 12), and by local rule money for meals, travel and housing. ``own_insurance``: what of it the
    worker paid a month for social insurance and the housing fund, which does not count either where the minimum wage is
    without it (`Rate.excludes_insurance`). Or ``hourly_wage``, yuan, and ``hours``, worked in the whole period.
    ``earlier_wages``: what was paid for a whole month before. ``over_age``: by a worker past the age of retirement. ``left``: last day of employment, None while employed.
    ``as_of``: day on which the claim is made, None where limitation is not asked for.
    """

    region: str
    start: date
    end: date
    monthly_wage: Decimal | None = None
    excluded: Decimal = Decimal(0)
    own_insurance: Decimal = Decimal(0)
    hourly_wage: Decimal | None = None
    hours: Decimal | None = None
    earlier_wages: tuple[EarlierWage, ...] = ()
    over_age: bool = False
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidHours."""
        require_days(start=self.start, end=self.end, left=self.left, as_of=self.as_of)
        require_order("end", self.start, self.end)
        require_amount("excluded", self.excluded)
        require_amount("own_insurance", self.own_insurance)
        require_order("left", self.end, self.left)
        require_earlier_wages(self.earlier_wages)
        if self.monthly_wage is not None:
            if self.hourly_wage is not None or self.hours is not None:
                raise InvalidAmount("amount_month_or_hour", field="monthly_wage")
            require_amount("monthly_wage", self.monthly_wage)
            lowest = min([self.monthly_wage, *(wage.monthly_wage for wage in self.earlier_wages)])
            if self.excluded > lowest:
                raise InvalidAmount("amount_too_large", field="excluded", limit=lowest)
            if self.own_insurance > lowest - self.excluded:
                raise InvalidAmount("amount_too_large", field="own_insurance", limit=lowest - self.excluded)
        elif self.hourly_wage is None or self.hours is None:
            raise InvalidAmount("amount_month_or_hour", field="monthly_wage")
        else:
            require_amount("hourly_wage", self.hourly_wage)
            require_hours("hours", self.hours)
            for field in ("excluded", "own_insurance"):
                if getattr(self, field):
                    raise InvalidAmount("amount_month_or_hour", field=field)


def minimum_wage(facts: MinimumWage, tables: Tables) -> Entitlement:
    """The shortfall in yuan: minimum wage less what counts of the wage, month by month or hour by hour.

    Parts of a month by paid days ÷ 21.75. Hours cannot be divided between two rates: InvalidPeriod. Raises
    UnknownRegion; CalendarYearUnknown for a part of a month in a year without a holiday table. A rate no table has is
    asked for (劳动法 48(2), 劳动合同法 72(1), 85(2); 最低工资规定 12).

    >>> facts = MinimumWage(
    ...     region="shanghai", start=date(2025, 6, 1), end=date(2025, 7, 31), monthly_wage=Decimal(2600))
    >>> [str(line.amount) for line in minimum_wage(facts, TABLES).lines]
    ['90.00', '140.00']
    """
    if facts.monthly_wage is not None:
        told = _by_the_month(facts, facts.monthly_wage, tables)
        notes = [*told.notes, _excluded()]
    else:
        told = _by_the_hour(facts, tables)
        notes = [*told.notes]
    if facts.over_age:
        notes.append(_over_age(facts.start))
    if not told.lines and not told.asks:
        notes.append(_met())
    notes += limitation_notes(
        facts.end, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
    )
    return entitlement(told.lines, notes, told.asks, told.compared)


def shortfall(
    region: str,
    start: date,
    end: date,
    counted: Decimal,
    tables: Tables,
    part_days: Decimal | None = None,
    within: tuple[date, date] | None = None,
    own_insurance: Decimal = Decimal(0),
) -> Told:
    """What ``counted`` yuan a month are short of the minimum wage from ``start`` to ``end`` (劳动合同法 85(2)); less
    ``own_insurance`` where the minimum wage is without it.

    ``part_days`` stand in for the days of the one month that is not whole, unless the rate changes inside a month.
    ``within`` as for `month_lines`.
    Raises UnknownRegion, CalendarYearUnknown.

    >>> told = shortfall("shanghai", date(2026, 5, 1), date(2026, 5, 31), Decimal(2500), TABLES)
    >>> [str(line.label) for line in told.lines]
    ['Shortfall to the minimum wage (2740 less 2500)']
    """
    slices = tables.rates.slices("minimum_wage_month", region, start, end)
    if any(part.start.day != 1 for part in slices[1:]):
        part_days = None
    lines: list[Line] = []
    notes: list[Note] = []
    for part in slices:
        if part.rate is None:
            continue
        left = counted - own_insurance if part.rate.excludes_insurance else counted
        if part.rate.value <= left:
            continue
        lines += month_lines(
            _labels(part.rate.value, left),
            part.start,
            part.end,
            part.rate.value - left,
            _ARTICLE,
            tables.calendar,
            part_days=part_days,
            within=within,
            table_rates=(part.rate,),
        )
        notes += part_notes(part.start, part.end, tables.calendar, part_days=part_days)
    asks = asks_of(slices, "minimum_wage_month", region)
    compared = tuple(part.rate for part in slices if part.rate is not None)
    said = (*notes, *(_not_known(ask) for ask in asks), *without_insurance(compared, counted, own_insurance))
    return Told(tuple(lines), said, tuple(asks), compared)


def without_insurance(
    rates: Iterable[Rate], wage: Decimal, own_insurance: Decimal = Decimal(0)
) -> list[Note]:
    """What to say where a ``wage``, yuan a month, was compared with a minimum wage that is without the worker's own
    insurance: what was taken off for it, or that nothing was, where that may matter. Raises nothing.

    >>> shanghai = TABLES.rates.find("minimum_wage_month", "shanghai", date(2026, 6, 1))
    >>> [note.kind for note in without_insurance([shanghai], Decimal(3000))]
    ['warning']
    """
    near = (rate for rate in rates if rate.excludes_insurance and wage < _MAY_MATTER * rate.value)
    rate = next(near, None)
    if rate is None:
        return []
    if own_insurance:
        message = gettext_noop(
            "This minimum wage is without what the worker pays for social insurance and the housing fund: %(sum)s yuan a "
            "month of the wage do not count towards it."
        )
        return [Note("without_insurance", Text(message, {"sum": own_insurance}), rate.source, "info")]
    message = gettext_noop(
        "This minimum wage is without what the worker pays for social insurance and the housing fund: the wage has to "
        "reach it without them. What the worker pays is not known here, the wage was compared as it is."
    )
    return [Note("without_insurance", Text(message), rate.source)]


def _not_known(ask: Ask) -> Note:
    message = gettext_noop(
        "The minimum wage of %(days)s is not known here: enter it. A shortfall to it is not in the sum."
    )
    return Note("rate_unknown", Text(message, {"days": ask.days}))


def _by_the_month(facts: MinimumWage, monthly_wage: Decimal, tables: Tables) -> Told:
    within = (facts.start, facts.end) if facts.earlier_wages else None
    parts = [
        shortfall(
            facts.region,
            part.start,
            part.end,
            part.monthly_wage - facts.excluded,
            tables,
            within=within,
            own_insurance=facts.own_insurance,
        )
        for part in stretches(facts.start, facts.end, monthly_wage, facts.earlier_wages)
    ]
    notes = [note for part in parts for note in part.notes]
    return Told(
        tuple(row for part in parts for row in part.lines),
        tuple(note for place, note in enumerate(notes) if note not in notes[:place]),
        tuple(ask for part in parts for ask in part.asks),
        tuple(dict.fromkeys(rate for part in parts for rate in part.compared)),
    )


def _by_the_hour(facts: MinimumWage, tables: Tables) -> Told:
    assert facts.hourly_wage is not None
    assert facts.hours is not None
    slices = tables.rates.slices("minimum_wage_hour", facts.region, facts.start, facts.end)
    rate = single_rate(slices)
    if rate is None:
        asks = asks_of(slices, "minimum_wage_hour", facts.region)
        return Told((), rate_unknown_notes(asks), tuple(asks))
    if rate.value <= facts.hourly_wage:
        return Told((), compared=(rate,))
    row = line(
        _labels(rate.value, facts.hourly_wage)[0],
        facts.hours,
        "hour",
        rate.value - facts.hourly_wage,
        "劳动合同法 72(1)",
        start=facts.start,
        end=facts.end,
        table_rates=(rate,),
    )
    return Told((row,))


def _labels(minimum: Decimal, counted: Decimal) -> tuple[Text, Text]:
    params = {"minimum": minimum, "counted": counted}
    return (
        Text(gettext_noop("Shortfall to the minimum wage (%(minimum)s less %(counted)s)"), params),
        Text(
            gettext_noop("Shortfall to the minimum wage (%(minimum)s less %(counted)s), part of a month"),
            params,
        ),
    )


def _excluded() -> Note:
    message = gettext_noop(
        "Overtime pay, allowances for night shifts, heat and hazards, and benefits do not count towards "
        "the minimum wage."
    )
    return Note("excluded", Text(message), "最低工资规定 12", "info")


def _over_age(start: date) -> Note:
    message = gettext_noop(
        "The minimum wage is owed to workers past retirement age too, since 1 Jul 2026 (one secondary source, check)."
    )
    return Note(
        "over_age", Text(message), "超龄劳动者基本权益保障暂行规定", "warning" if start < OVER_AGE else "info"
    )


def _met() -> Note:
    return Note(
        "minimum_met", Text(gettext_noop("The wage is not below the minimum wage.")), _ARTICLE, "info"
    )
