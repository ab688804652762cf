"""Annual leave, work in the heat, a work injury, social insurance not paid in."""

from collections.abc import Iterator
from datetime import date

from labour_law.entitlements.annual_leave import AnnualLeave
from labour_law.entitlements.employment import Employment
from labour_law.entitlements.heat_allowance import HeatAllowance
from labour_law.entitlements.of_employment.entitled import Entitled, Rule, to_claim, year_from
from labour_law.entitlements.wage_history import mean_wage
from labour_law.entitlements.work_injury import WorkInjury
from labour_law.errors import gettext_noop
from labour_law.periods import due
from labour_law.rates import Tables

_RECOGNITION = gettext_noop(
    "First the social-insurance office has to recognise the injury, then the grade is assessed: enter the grade to see "
    "the sums."
)
_NOT_RECOGNISED = gettext_noop("Once the injury is recognised as one of work.")
_WHO_PAYS = gettext_noop(
    "Where the worker was insured, the fund pays the grant and the medical subsidy on application: say above whether "
    "insurance was paid in."
)
_LEAVE_UNPAID = gettext_noop(
    "Wages not paid are claimed for days after the injury too: what is paid for the leave is not owed twice."
)
_INSURANCE = gettext_noop(
    "To be paid in by order of the office that collects it, or of the labour inspection; in arbitration only a loss that "
    "cannot be made up."
)


def _leave(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """Each year by itself: each has its own limit."""
    for row in sorted(facts.leave_years, key=lambda row: row.year):
        owed = AnnualLeave(
            first_worked=facts.first_worked or facts.hired,
            hired=facts.hired,
            monthly_wage=facts.mean_of_year,
            years=(row,),
            left=facts.left,
            as_of=facts.as_of,
        )
        over = date(row.year, 12, 31)
        known_on = min(over, facts.left) if facts.left else over
        yield to_claim("annual_leave", year_from(facts, known_on, tables.calendar), owed)


def _heat(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if not facts.heat_place:
        return
    owed = HeatAllowance(
        region=facts.region,
        start=facts.hired,
        end=facts.last_day,
        place=facts.heat_place,
        hot_days=facts.hot_days,
        hot_hours=facts.hot_hours,
        paid=facts.heat_paid,
        left=facts.left,
        as_of=facts.as_of,
    )
    yield to_claim("heat_allowance", year_from(facts, facts.last_day, tables.calendar, is_wages=True), owed)


def _injury(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.injured_on is None:
        return
    if facts.grade is None:
        limit = due("injury_report_worker", facts.injured_on, tables.calendar)
        yield to_claim(
            "injury_recognition", limit, standing="elsewhere", why=_RECOGNITION, article="工伤保险条例 17"
        )
        if not facts.leave_months:
            return
    before = mean_wage(facts.hired, facts.injured_on, facts.monthly_wage, facts.earlier_wages)
    owed = WorkInjury(
        grade=facts.grade,
        monthly_wage=facts.insured_wage or before,
        region=facts.region,
        injured_on=facts.injured_on,
        left=facts.left,
        leave_months=facts.leave_months,
        leave_paid=facts.leave_paid,
        leave_wage=facts.wage_on(facts.injured_on),
        insured=facts.insured is True,
        as_of=facts.as_of,
        born=facts.born,
        retires_as=facts.retires_as,
    )
    limit_of_leaving = year_from(facts, facts.left, tables.calendar) if facts.left else None
    why = _why_possible(facts)
    yield to_claim("work_injury", limit_of_leaving, owed, standing="possible" if why else "owed", why=why)


def _why_possible(facts: Employment) -> str:
    if facts.grade is None:
        return _NOT_RECOGNISED
    if facts.insured is None:
        return _WHO_PAYS
    end = facts.unpaid_to or facts.last_day
    assert facts.injured_on is not None
    if facts.leave_months and facts.unpaid_from is not None and end >= facts.injured_on:
        return _LEAVE_UNPAID
    return ""


def _insurance(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.insured is False:
        yield to_claim(
            "insurance_arrears",
            due("labour_inspection", facts.left, tables.calendar) if facts.left else None,
            standing="elsewhere",
            why=_INSURANCE,
            article="社会保险法 63, 86",
        )


LEAVE: tuple[Rule, ...] = (_leave,)
RULES: tuple[Rule, ...] = (_heat, _injury, _insurance)
