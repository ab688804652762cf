"""Overtime pay (劳动法 44)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_count, require_hours, require_wage
from labour_law.errors import InvalidHours


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedDay:
    """Overtime on one day: on a working day the ``hours`` beyond the normal ones, on a day off all of them."""

    day: date
    hours: Decimal

    def __post_init__(self) -> None:
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

    ``base_share``: share of ``monthly_wage`` that overtime is worked out from, above 0 and at most 1. By default 1: the
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
