"""Overtime pay (劳动法 44)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from labour_law.calendar import Calendar
from labour_law.entitlements.checks import (
    require_amount,
    require_count,
    require_days,
    require_hours,
    require_order,
    require_wage,
)
from labour_law.entitlements.limits import less_paid, limitation_notes
from labour_law.entitlements.minimum_wage import without_insurance
from labour_law.entitlements.result import PAID_HOURS, Ask, Entitlement, Line, Note, Text, line
from labour_law.errors import InvalidHours, gettext_noop
from labour_law.money import round_fen
from labour_law.rates import Rate, Rates, Tables
from labour_law.tables import least_sure

_Kind = Literal["weekday", "rest_day", "holiday"]


SHANGHAI_RULES = date(2026, 8, 1)
"""From here 沪人社规〔2026〕10号 takes the place of 上海市企业工资支付办法 (2016); its text was not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedDay:
    """Overtime on one day: on a working day the ``hours`` beyond the normal ones, on a day off all of them."""

    day: date
    hours: Decimal

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidHours."""
        require_days(day=self.day)
        require_hours("hours", self.hours)
        if self.hours > 24:
            raise InvalidHours("hours_of_a_day", field="hours", hours=self.hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtime:
    """Hours of overtime: sums by kind, single days, or both, which add up.

    ``monthly_wage``: wage of normal hours in a month, yuan. ``region``: code of the place of work, for the minimum
    wage. ``weekday_hours``, ``rest_day_hours``, ``holiday_hours``: hours at 150, 200 and 300 %. ``days``: hours by day,
    whose kind the calendar tells. ``days_in_lieu_hours``: hours of work on rest days for which time off was given, taken
    off those at 200 %. ``paid``: overtime pay received, yuan. ``left``: last day of employment, None while employed.
    ``as_of``: day on which the claim is made, None where limitation is not asked for.

    ``base_share``: share of ``monthly_wage`` that overtime is worked out from, at most 1. By default 1: the
    wage of the contract is the base. Shanghai takes 0.70 of the wage of normal attendance where neither the contract nor
    a collective one settles the wage or the base (上海市企业工资支付办法 9).

    ``raise_to_minimum``: whether the base is at least the minimum wage of the day worked. By default it is, since no
    wage may lie below it (劳动法 48(2)); where it is not, a warning says so. Hours given as a sum go by the last day
    there is: ``end``, of the employment, of the claim, of the single days; without any by the newest minimum wage known.
    ``start`` to ``end``: the days in which those hours were worked.
    """

    monthly_wage: Decimal
    region: str
    weekday_hours: Decimal = Decimal(0)
    rest_day_hours: Decimal = Decimal(0)
    holiday_hours: Decimal = Decimal(0)
    days: tuple[WorkedDay, ...] = ()
    days_in_lieu_hours: Decimal = Decimal(0)
    base_share: Decimal = Decimal(1)
    raise_to_minimum: bool = True
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None
    start: date | None = None
    end: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidHours, InvalidCount."""
        require_days(left=self.left, as_of=self.as_of, start=self.start, end=self.end)
        if self.start is not None:
            require_order("end", self.start, self.end)
        if self.end is not None:
            require_order("left", self.end, self.left)
        require_wage("monthly_wage", self.monthly_wage)
        require_amount("paid", self.paid)
        require_hours("weekday_hours", self.weekday_hours)
        require_hours("rest_day_hours", self.rest_day_hours)
        require_hours("holiday_hours", self.holiday_hours)
        require_hours("days_in_lieu_hours", self.days_in_lieu_hours)
        require_count("base_share", self.base_share, 1)
        seen: set[date] = set()
        for worked in self.days:
            if worked.day in seen:
                raise InvalidHours("hours_day_twice", field="days", day=worked.day)
            seen.add(worked.day)
            require_order("left", worked.day, self.left)


def overtime(facts: Overtime, tables: Tables) -> Entitlement:
    """Overtime pay in yuan: base ÷ 174 an hour, at 150, 200 and 300 % (劳动法 44), less what was paid.

    The calendar tells the kind of a single day: a statutory holiday, a day off, or a working day, a weekend made one
    (调休) included. Hours above the limits of 劳动法 41 are paid all the same. Time off in lieu is taken off the oldest
    days first. A minimum wage no table has is asked for; until then the base stands as it is. Raises UnknownRegion;
    CalendarYearUnknown for a day in a year without a holiday table; InvalidHours for more time off in lieu than work on
    rest days.

    >>> facts = Overtime(monthly_wage=Decimal(5220), region="shanghai", weekday_hours=Decimal(20),
    ...     rest_day_hours=Decimal(16), holiday_hours=Decimal(8))
    >>> overtime(facts, TABLES).total
    Decimal('2580.00')
    """
    base = facts.monthly_wage * facts.base_share
    worked = _worked(facts, base, tables)
    asks = _asks(facts, worked, tables.rates)
    notes = _minimum_notes(facts, base, worked, asks)
    if facts.base_share != 1:
        notes.append(_share_of_wage(facts, base))
        if facts.region == "shanghai" and _is_after(facts, SHANGHAI_RULES):
            notes.append(_rules_replaced())
    notes += _limit_notes(facts.days, tables.calendar)
    if facts.left is not None:
        notes += limitation_notes(
            facts.left, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
        )
    notes += [_evidence(), _approved_hours()]
    return less_paid(
        _lines(facts, base, worked, tables.calendar),
        facts.paid,
        "劳动法 44",
        notes,
        asks,
        dict.fromkeys(part.minimum for part in worked if part.minimum is not None),
    )


@dataclass(frozen=True, slots=True)
class _Worked:
    """Hours of one kind: of a ``day``, or None for a sum of hours, which goes by the day ``as_on``.

    ``in_lieu`` of the ``hours`` were given as time off. ``minimum``: the minimum wage that holds; ``is_raised`` where
    it stands in for the base.
    """

    kind: _Kind
    day: date | None
    as_on: date
    hours: Decimal
    in_lieu: Decimal
    minimum: Rate | None
    is_raised: bool


_LESS_IN_LIEU = gettext_noop("Overtime on rest days, less %(hours)s hours off in lieu")

_KINDS: tuple[tuple[_Kind, Text, Decimal, str], ...] = (
    ("weekday", Text(gettext_noop("Overtime on working days")), Decimal("1.5"), "劳动法 44(1)"),
    ("rest_day", Text(gettext_noop("Overtime on rest days")), Decimal(2), "劳动法 44(2)"),
    ("holiday", Text(gettext_noop("Overtime on public holidays")), Decimal(3), "劳动法 44(3)"),
)


def _worked(facts: Overtime, base: Decimal, tables: Tables) -> list[_Worked]:
    """The single days from the oldest on, then the sums of hours; what is zero is left out."""
    sums: dict[_Kind, Decimal] = {
        "weekday": facts.weekday_hours,
        "rest_day": facts.rest_day_hours,
        "holiday": facts.holiday_hours,
    }
    last = _last_day(facts)
    days = sorted(facts.days, key=lambda worked: worked.day)
    given: list[tuple[_Kind, date | None, Decimal]] = [
        *((_kind(one.day, tables.calendar), one.day, one.hours) for one in days),
        *((kind, None, hours) for kind, hours in sums.items()),
    ]
    rest = sum((hours for kind, _, hours in given if kind == "rest_day"), Decimal(0))
    if facts.days_in_lieu_hours > rest:
        raise InvalidHours("hours_in_lieu", field="days_in_lieu_hours", hours=rest)
    found, in_lieu = [], facts.days_in_lieu_hours
    for kind, day, hours in given:
        if not hours:
            continue
        off = min(in_lieu, hours) if kind == "rest_day" else Decimal(0)
        in_lieu -= off
        as_on = day or last
        minimum = tables.rates.find("minimum_wage_month", facts.region, as_on)
        is_raised = facts.raise_to_minimum and minimum is not None and minimum.value > base
        found.append(_Worked(kind, day, as_on, hours, off, minimum, is_raised))
    return found


def _last_day(facts: Overtime) -> date:
    """The last day hours without a day can be of; the end of time where there is none."""
    if facts.end is not None:
        return facts.end
    ends = [day for day in (facts.left, facts.as_of) if day is not None]
    return min(ends) if ends else max((worked.day for worked in facts.days), default=date.max)


def _lines(facts: Overtime, base: Decimal, worked: list[_Worked], calendar: Calendar) -> list[Line]:
    """A line for each kind and base."""
    lines = []
    for kind, label, factor, article in _KINDS:
        groups: dict[Rate | None, list[_Worked]] = {}
        for part in worked:
            if part.kind == kind and part.hours > part.in_lieu:
                groups.setdefault(part.minimum if part.is_raised else None, []).append(part)
        in_lieu = sum((part.in_lieu for part in worked if part.kind == kind), Decimal(0))
        for minimum, parts in groups.items():
            days = [part.day for part in parts if part.day is not None]
            dated = len(days) == len(parts)
            start, end = (days[0], days[-1]) if dated else (None, None) if days else (facts.start, facts.end)
            marks = [calendar.confidence(day, day) for day in days]
            if facts.base_share != 1:
                marks.append("memory")
            lines.append(
                line(
                    Text(_LESS_IN_LIEU, {"hours": in_lieu}) if in_lieu else label,
                    sum((part.hours - part.in_lieu for part in parts), Decimal(0)),
                    "hour",
                    base if minimum is None else minimum.value,
                    article,
                    divisor=PAID_HOURS,
                    factor=factor,
                    start=start,
                    end=end,
                    confidence=least_sure(*marks),
                    table_rates=() if minimum is None else (minimum,),
                )
            )
            in_lieu = Decimal(0)
    return lines


def _kind(day: date, calendar: Calendar) -> _Kind:
    if calendar.pays_triple(day):
        return "holiday"
    return "weekday" if calendar.is_working_day(day) else "rest_day"


def _is_after(facts: Overtime, day: date) -> bool:
    """Whether any day the facts name is this one or later."""
    named = [*(worked.day for worked in facts.days), facts.left, facts.as_of]
    return any(other is not None and other >= day for other in named)


def _rules_replaced() -> Note:
    message = gettext_noop(
        "Since August 2026 the rules of 2016 on wages in Shanghai are replaced: check that the share still holds."
    )
    return Note("rules_replaced", Text(message), "沪人社规〔2026〕10号")


def _share_of_wage(facts: Overtime, base: Decimal) -> Note:
    message = gettext_noop(
        "The base is %(share)s %% of the wage of %(wage)s yuan: %(base)s yuan. Only where no contract settles the wage "
        "or the base."
    )
    share = (100 * Decimal(facts.base_share)).normalize()
    params = {"share": f"{share:f}", "wage": facts.monthly_wage, "base": round_fen(base)}
    article = "上海市企业工资支付办法 9" if facts.region == "shanghai" else ""
    return Note("base_share", Text(message, params), article)


def _minimum_notes(facts: Overtime, base: Decimal, worked: list[_Worked], asks: list[Ask]) -> list[Note]:
    """Where the base is below the minimum wage, or cannot be compared with it."""
    notes = []
    above = [part.minimum for part in worked if part.minimum is not None and part.minimum.value > base]
    if above and facts.raise_to_minimum:
        message = gettext_noop(
            "The base of %(base)s yuan a month is below the minimum wage: the minimum wage counts."
        )
        notes.append(Note("below_minimum_wage", Text(message, {"base": round_fen(base)}), "劳动法 48(2)"))
    elif above:
        highest = max(above, key=lambda rate: rate.value)
        message = gettext_noop(
            "The base of %(base)s yuan a month is below the minimum wage of %(minimum)s in force since %(since)s: "
            "claim from the minimum wage."
        )
        params = {"base": round_fen(base), "minimum": highest.value, "since": highest.valid_from}
        notes.append(Note("base_below_minimum", Text(message, params), "劳动法 48(2)"))
    notes += without_insurance([part.minimum for part in worked if part.minimum is not None], base)
    for ask in asks:
        message = gettext_noop(
            "The minimum wage of %(days)s is not known here: enter it. The base was not compared with it."
        )
        notes.append(Note("rate_unknown", Text(message, {"days": ask.days}), "劳动法 48(2)"))
    if any(part.minimum is None and part.as_on == date.max for part in worked):
        message = gettext_noop(
            "Enter the day of the claim: without a day the base cannot be compared with the minimum wage."
        )
        notes.append(Note("day_missing", Text(message), "劳动法 48(2)"))
    return notes


def _asks(facts: Overtime, worked: list[_Worked], rates: Rates) -> list[Ask]:
    """One for each stretch of time without a known minimum wage, from the first day worked in it to the last."""
    days = [part.as_on for part in worked if part.minimum is None and part.as_on != date.max]
    if not days:
        return []
    slices = rates.slices("minimum_wage_month", facts.region, min(days), max(days))
    stretches = ([day for day in days if part.start <= day <= part.end] for part in slices)
    return [
        Ask("minimum_wage_month", facts.region, min(stretch), max(stretch))
        for stretch in stretches
        if stretch
    ]


def _limit_notes(days: tuple[WorkedDay, ...], calendar: Calendar) -> list[Note]:
    notes = []
    long_days = sum(worked.hours > 3 and _kind(worked.day, calendar) == "weekday" for worked in days)
    if long_days:
        message = gettext_noop(
            "On %(count)s working days overtime was over 3 hours: more than allowed, but it has to be paid."
        )
        notes.append(Note("over_daily_limit", Text(message, {"count": long_days}), "劳动法 41", "info"))
    months: dict[tuple[int, int], Decimal] = {}
    for worked in days:
        month = worked.day.year, worked.day.month
        months[month] = months.get(month, Decimal(0)) + worked.hours
    long_months = sum(hours > 36 for hours in months.values())
    if long_months:
        message = gettext_noop(
            "In %(count)s months overtime was over 36 hours: more than allowed, but it has to be paid."
        )
        notes.append(Note("over_monthly_limit", Text(message, {"count": long_months}), "劳动法 41", "info"))
    return notes


def _evidence() -> Note:
    message = gettext_noop("The worker proves the overtime, or that the employer holds the records of it.")
    return Note("evidence", Text(message), "法释〔2020〕26号 42", "info")


def _approved_hours() -> Note:
    message = gettext_noop(
        "Where the authority approved averaged or flexible hours, overtime is counted differently."
    )
    return Note("approved_hours", Text(message), "工资支付暂行规定 13", "info")
