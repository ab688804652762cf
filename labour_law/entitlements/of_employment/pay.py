"""Pay that is short: not paid, below the minimum wage, overtime, days without work."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from labour_law.entitlements.employment import Employment
from labour_law.entitlements.minimum_wage import OVER_AGE, MinimumWage
from labour_law.entitlements.of_employment.entitled import Entitled, Rule, to_claim, year_from
from labour_law.entitlements.overtime import Overtime, overtime
from labour_law.entitlements.result import ZERO, Text
from labour_law.entitlements.sick_pay import SickPay
from labour_law.entitlements.standstill import Standstill
from labour_law.entitlements.usual_hours import NORMAL_DAYS, NORMAL_HOURS, UsualHours
from labour_law.entitlements.wage_history import EarlierWage, Stretch, stretches
from labour_law.entitlements.wages import UnpaidWages
from labour_law.errors import CalendarYearUnknown, gettext_noop
from labour_law.periods import corresponding_day
from labour_law.rates import Rate, Tables

_DAY = timedelta(days=1)

KEPT_YEARS = 2
"""Pay records are kept so long (工资支付暂行规定 6): overtime before that is for the worker to prove in full."""

_BY_PATTERN = gettext_noop(
    "Counted from the days and hours usually worked, days off in lieu left out: check it against the attendance."
)
_LONG_AGO = gettext_noop(
    "The employer has to keep its records for two years only: what is older the worker proves in full. Counted from the "
    "days and hours usually worked."
)
_FROM_KNOWN = gettext_noop(
    "Counted from %(day)s: the holidays before are not in the holiday table. So long ago the worker proves all of it."
)
_PAID_TWICE = gettext_noop(
    "Wages not paid are claimed for some of these days too: they are not owed twice. Choose one, or part the times."
)


def is_before_rules(facts: Employment) -> bool:
    """Whether it was work past the age of retirement, and over before the rules on it granted a minimum wage. Raises
    nothing.

    >>> is_before_rules(Employment(region="shanghai", hired=date(2025, 8, 1), monthly_wage=Decimal(2000), over_age=True,
    ...                            as_of=date(2026, 5, 3)))
    True
    """
    return facts.over_age and facts.last_day < OVER_AGE


def at_least_minimum(facts: Employment, tables: Tables) -> Employment:
    """The same with each wage raised to the minimum wage of its time, where it lay below one that is known. Raises
    UnknownRegion.

    >>> facts = Employment(region="shanghai", hired=date(2025, 8, 1), monthly_wage=Decimal(2000), as_of=date(2026, 5, 3))
    >>> at_least_minimum(facts, TABLES).monthly_wage
    Decimal('2740.00')
    """
    parts: list[Stretch] = []
    for part in stretches(facts.hired, facts.last_day, facts.monthly_wage, facts.earlier_wages):
        for one in tables.rates.slices("minimum_wage_month", facts.region, part.start, part.end):
            wage = max(part.monthly_wage, _least(one.rate, facts) if one.rate else ZERO)
            if parts and parts[-1].monthly_wage == wage:
                parts[-1] = Stretch(parts[-1].start, one.end, wage)
            else:
                parts.append(Stretch(one.start, one.end, wage))
    *earlier, last = parts
    return replace(
        facts,
        monthly_wage=last.monthly_wage,
        earlier_wages=tuple(EarlierWage(until=part.end, monthly_wage=part.monthly_wage) for part in earlier),
    )


def _least(minimum: Rate, facts: Employment) -> Decimal:
    """The least wage, with what the worker pays for insurance where the minimum wage is without it."""
    return minimum.value + facts.own_insurance if minimum.excludes_insurance else minimum.value


def _unpaid(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.unpaid_from is None:
        return
    end = facts.unpaid_to or facts.last_day
    owed = UnpaidWages(
        monthly_wage=facts.monthly_wage,
        earlier_wages=facts.earlier_wages,
        start=facts.unpaid_from,
        end=end,
        region=facts.region,
        paid=facts.unpaid_paid,
        own_insurance=facts.own_insurance,
        left=facts.left,
        as_of=facts.as_of,
    )
    yield to_claim("unpaid_wages", year_from(facts, end, tables.calendar, is_wages=True), owed)


def _below_minimum(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """The times that were paid, where a wage of them is below the minimum wage; or below none that is known."""
    for first, end in _paid_times(facts):
        start = max(first, OVER_AGE) if facts.over_age else first
        if start > end:
            continue
        parts = stretches(start, end, facts.monthly_wage, facts.earlier_wages)
        if not any(_may_be_below(part, facts, tables) for part in parts):
            continue
        paid = MinimumWage(
            region=facts.region,
            start=start,
            end=end,
            monthly_wage=facts.monthly_wage,
            earlier_wages=facts.earlier_wages,
            own_insurance=facts.own_insurance,
            over_age=facts.over_age,
            left=facts.left,
            as_of=facts.as_of,
        )
        yield to_claim("minimum_wage", year_from(facts, end, tables.calendar, is_wages=True), paid)


def _paid_times(facts: Employment) -> Iterator[tuple[date, date]]:
    first, last = facts.hired, facts.last_day
    if facts.unpaid_from is None:
        yield first, last
        return
    if first < facts.unpaid_from:
        yield first, facts.unpaid_from - _DAY
    if facts.unpaid_to is not None and facts.unpaid_to < last:
        yield facts.unpaid_to + _DAY, last


def _may_be_below(part: Stretch, facts: Employment, tables: Tables) -> bool:
    """Minimum wages only rise: a wage that meets the last one of its time has met all before."""
    last = tables.rates.find("minimum_wage_month", facts.region, part.end)
    return last is None or part.monthly_wage < _least(last, facts)


def _without_work(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """Pay for days of illness, and for a standstill of the employer."""
    shared: dict[str, Any] = {
        "region": facts.region,
        "monthly_wage": facts.monthly_wage,
        "earlier_wages": facts.earlier_wages,
        "left": facts.left,
        "as_of": facts.as_of,
    }
    if facts.sick_from is not None:
        end = facts.sick_to or facts.last_day
        ill = SickPay(hired=facts.hired, start=facts.sick_from, end=end, paid=facts.sick_paid, **shared)
        yield _paid_for_days("sick_pay", ill, facts, tables)
    if facts.idle_from is not None:
        end = facts.idle_to or facts.last_day
        idle = Standstill(start=facts.idle_from, end=end, paid=facts.idle_paid, **shared)
        yield _paid_for_days("standstill", idle, facts, tables)


def _paid_for_days(code: str, owed: SickPay | Standstill, facts: Employment, tables: Tables) -> Entitled:
    limit = year_from(facts, owed.end, tables.calendar, is_wages=True)
    first, last = facts.unpaid_from, facts.unpaid_to or facts.last_day
    if first is not None and first <= owed.end and owed.start <= last:
        return to_claim(code, limit, owed, standing="possible", why=_PAID_TWICE)
    return to_claim(code, limit, owed)


def _overtime(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    usual = UsualHours(facts.days_a_week or NORMAL_DAYS, facts.hours_a_day or NORMAL_HOURS, facts.on_holidays)
    if not usual.is_beyond_normal or is_before_rules(facts):
        return
    first_known = date(min(tables.calendar.known_years), 1, 1)
    start, end = facts.overtime_from or facts.hired, facts.overtime_to or facts.last_day
    if facts.over_age:
        start = max(start, OVER_AGE)
    limit = year_from(facts, end, tables.calendar, is_wages=True)
    kept_from = corresponding_day(facts.as_of, -12 * KEPT_YEARS)
    paid = facts.overtime_paid
    for part in _cut(_by_wage(facts, max(start, first_known), end, tables), kept_from):
        try:
            weekdays, rest_days, holidays = usual.overtime(part.start, part.end, tables.calendar)
        except CalendarYearUnknown as error:
            yield to_claim("overtime", limit, error=error)
            return
        if not (weekdays or rest_days or holidays):
            continue
        worked = Overtime(
            monthly_wage=part.monthly_wage,
            region=facts.region,
            weekday_hours=weekdays,
            rest_day_hours=rest_days,
            holiday_hours=holidays,
            start=part.start,
            end=part.end,
            left=facts.left,
            as_of=facts.as_of,
        )
        taken = min(paid, overtime(worked, tables).total)
        paid -= taken
        is_old = part.end < kept_from
        why = Text(_LONG_AGO if is_old else _BY_PATTERN)
        if start < first_known == part.start:
            why = Text(_FROM_KNOWN, {"day": first_known})
        yield to_claim(
            "overtime",
            limit,
            replace(worked, paid=taken),
            standing="possible" if is_old else "owed",
            why=why,
        )


def _by_wage(facts: Employment, start: date, end: date, tables: Tables) -> Iterator[Stretch]:
    """Apart by wage; and by minimum wage where the wage is below one of them, which then is the base."""
    for part in stretches(start, end, facts.monthly_wage, facts.earlier_wages):
        slices = tables.rates.slices("minimum_wage_month", facts.region, part.start, part.end)
        if all(one.rate is None or one.rate.value <= part.monthly_wage for one in slices):
            yield part
        else:
            yield from (Stretch(one.start, one.end, part.monthly_wage) for one in slices)


def _cut(parts: Iterable[Stretch], day: date) -> Iterator[Stretch]:
    """The same, with what lies before ``day`` apart."""
    for part in parts:
        if part.start < day <= part.end:
            yield Stretch(part.start, day - _DAY, part.monthly_wage)
            yield Stretch(day, part.end, part.monthly_wage)
        else:
            yield part


RULES: tuple[Rule, ...] = (_unpaid, _below_minimum, _overtime)
WITHOUT_WORK: tuple[Rule, ...] = (_without_work,)
