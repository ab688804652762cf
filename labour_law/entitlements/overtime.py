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
from labour_law.entitlements.result import PAID_HOURS, Entitlement, Note, Text, line
from labour_law.errors import InvalidHours, gettext_noop
from labour_law.money import round_fen
from labour_law.rates import Rates, Tables

_Kind = Literal["weekday", "rest_day", "holiday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedDay:
    """Overtime on one day: on a working day the ``hours`` beyond the normal ones, on a day off all of them."""

    day: date
    hours: Decimal

    def __post_init__(self) -> None:
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
    a collective one settles the wage or the base (上海市企业工资支付办法 9); it is never to fall below the minimum wage.
    """

    monthly_wage: Decimal
    region: str
    weekday_hours: Decimal = Decimal(0)
    rest_day_hours: Decimal = Decimal(0)
    holiday_hours: Decimal = Decimal(0)
    days: tuple[WorkedDay, ...] = ()
    days_in_lieu_hours: Decimal = Decimal(0)
    base_share: Decimal = Decimal(1)
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        require_days(left=self.left, as_of=self.as_of)
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
    (调休) included. Hours above the limits of 劳动法 41 are paid all the same. Raises UnknownRegion; CalendarYearUnknown
    for a day in a year without a holiday table; InvalidHours for more time off in lieu than work on rest days.

    >>> facts = Overtime(monthly_wage=Decimal(5220), region="shanghai", weekday_hours=Decimal(20),
    ...     rest_day_hours=Decimal(16), holiday_hours=Decimal(8))
    >>> overtime(facts, TABLES).total
    Decimal('2580.00')
    """
    hours = _hours(facts, tables.calendar)
    first, last = _first_and_last(facts, tables.calendar)
    base = facts.monthly_wage * facts.base_share
    lines = [
        line(
            _label(label, kind, facts),
            hours[kind],
            "hour",
            base,
            article,
            divisor=PAID_HOURS,
            factor=factor,
            start=first.get(kind),
            end=last.get(kind),
            confidence="verified" if facts.base_share == 1 else "memory",
        )
        for kind, label, factor, article in _KINDS
        if hours[kind]
    ]
    notes = _minimum_notes(facts, base, tables.rates)
    if facts.base_share != 1:
        notes.append(_share_of_wage(facts, base))
    notes += _limit_notes(facts.days, tables.calendar)
    if facts.left is not None:
        notes += limitation_notes(
            facts.left, facts.as_of, tables.calendar, employment_ended_on=facts.left, is_wages=True
        )
    notes += [_evidence(), _approved_hours()]
    return less_paid(lines, facts.paid, "劳动法 44", notes)


_KINDS: tuple[tuple[_Kind, Text, Decimal, str], ...] = (
    ("weekday", Text(gettext_noop("Overtime on working days")), Decimal("1.5"), "劳动法 44(1)"),
    ("rest_day", Text(gettext_noop("Overtime on rest days")), Decimal(2), "劳动法 44(2)"),
    ("holiday", Text(gettext_noop("Overtime on public holidays")), Decimal(3), "劳动法 44(3)"),
)


def _label(label: Text, kind: _Kind, facts: Overtime) -> Text:
    if kind != "rest_day" or not facts.days_in_lieu_hours:
        return label
    message = gettext_noop("Overtime on rest days, less %(hours)s hours off in lieu")
    return Text(message, {"hours": facts.days_in_lieu_hours})


def _hours(facts: Overtime, calendar: Calendar) -> dict[_Kind, Decimal]:
    hours: dict[_Kind, Decimal] = {
        "weekday": facts.weekday_hours,
        "rest_day": facts.rest_day_hours,
        "holiday": facts.holiday_hours,
    }
    for worked in facts.days:
        hours[_kind(worked.day, calendar)] += worked.hours
    if facts.days_in_lieu_hours > hours["rest_day"]:
        raise InvalidHours("hours_in_lieu", field="days_in_lieu_hours", hours=hours["rest_day"])
    hours["rest_day"] -= facts.days_in_lieu_hours
    return hours


def _first_and_last(facts: Overtime, calendar: Calendar) -> tuple[dict[_Kind, date], dict[_Kind, date]]:
    """The first and the last day of each kind; none where a sum of hours without days is among them."""
    sums = {
        "weekday": facts.weekday_hours,
        "rest_day": facts.rest_day_hours,
        "holiday": facts.holiday_hours,
    }
    days = sorted(worked.day for worked in facts.days if worked.hours)
    kinds = [(_kind(day, calendar), day) for day in days]
    told = [(kind, day) for kind, day in kinds if not sums[kind]]
    return dict(reversed(told)), dict(told)


def _kind(day: date, calendar: Calendar) -> _Kind:
    if calendar.pays_triple(day):
        return "holiday"
    return "weekday" if calendar.is_working_day(day) else "rest_day"


def _share_of_wage(facts: Overtime, base: Decimal) -> Note:
    message = gettext_noop(
        "The base is %(share)s %% of the wage of %(wage)s yuan: %(base)s yuan. Only where no contract settles the wage "
        "or the base."
    )
    share = (100 * Decimal(facts.base_share)).normalize()
    params = {"share": f"{share:f}", "wage": facts.monthly_wage, "base": round_fen(base)}
    article = "上海市企业工资支付办法 9" if facts.region == "shanghai" else ""
    return Note("base_share", Text(message, params), article)


def _minimum_notes(facts: Overtime, base: Decimal, rates: Rates) -> list[Note]:
    """A warning where the base is below the minimum wage: of a day worked, else of the end, of the claim, the newest."""
    days = [worked.day for worked in facts.days] or [facts.left or facts.as_of or date.max]
    found = [rates.find("minimum_wage_month", facts.region, day) for day in days]
    above = [rate for rate in found if rate is not None and rate.value > base]
    if not above:
        return []
    highest = max(above, key=lambda rate: rate.value)
    message = gettext_noop(
        "The base of %(base)s yuan a month is below the minimum wage of %(minimum)s in force since %(since)s: "
        "claim from the minimum wage."
    )
    params = {"base": round_fen(base), "minimum": highest.value, "since": highest.valid_from}
    return [Note("below_minimum_wage", Text(message, params), "劳动法 48(2)")]


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
