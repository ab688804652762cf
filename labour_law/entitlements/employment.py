"""What a worker may claim, all of it, from the facts of one employment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

from labour_law.calendar import Calendar, Period
from labour_law.entitlements.annual_leave import AnnualLeave, LeaveYear, require_each_year_once
from labour_law.entitlements.causes import CAUSES, NOTICE_CAUSES, Cause
from labour_law.entitlements.checks import (
    require_amount,
    require_choice,
    require_count,
    require_days,
    require_order,
    require_wage,
)
from labour_law.entitlements.double_wages import DoubleWages
from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, HotHours
from labour_law.entitlements.minimum_wage import MinimumWage
from labour_law.entitlements.overtime import Overtime
from labour_law.entitlements.proof import PROOF, Proof
from labour_law.entitlements.result import ZERO, Text
from labour_law.entitlements.service import day_after
from labour_law.entitlements.severance import Damages, NoticePay, Severance
from labour_law.entitlements.wage_history import (
    EarlierWage,
    Stretch,
    mean_wage,
    require_earlier_wages,
    stretches,
)
from labour_law.entitlements.wages import UnpaidWages
from labour_law.entitlements.work_injury import LONGEST_LEAVE_MONTHS, WorkInjury
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidCause,
    InvalidChoice,
    InvalidPeriod,
    LabourLawError,
    gettext_noop,
)
from labour_law.limitation import Limitation, limitation
from labour_law.periods import due
from labour_law.rates import Place, Tables

_DAY = timedelta(days=1)
_NORMAL_HOURS = Decimal(8)
_NORMAL_DAYS = Decimal(5)
_FRIDAY, _SATURDAY = 4, 5

Ended = Cause | Literal["unlawful", "at_fault", "own_wish"]
"""How the employment ended: as gives severance (劳动合同法 46); dismissed without a ground or against the rules; dismissed
for a fault the employer alleges (劳动合同法 39); left of the worker's own wish."""

ENDINGS: tuple[str, ...] = (*CAUSES, "unlawful", "at_fault", "own_wish")

Contract = Literal["signed", "late", "never", "ran_out", "refused"]
"""The written contract: signed within the first month; signed later; never; ran out and work went on; one without a fixed
term refused though it was due."""

Standing = Literal["owed", "possible", "elsewhere"]
"""Whether it follows from the facts, depends on something more that is said, or is sought elsewhere than in arbitration."""

Facts = (
    UnpaidWages
    | MinimumWage
    | Overtime
    | DoubleWages
    | Severance
    | NoticePay
    | Damages
    | AnnualLeave
    | HeatAllowance
    | WorkInjury
)
"""The facts of one calculation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """One employment, as a worker tells it at a window. Sums in yuan, days counted.

    ``hired`` to ``left``, None while it lasts; ``ended`` says how, and is needed with ``left``. ``monthly_wage`` is that
    of the end or of now, gross, for normal hours; ``earlier_wages`` those before. ``mean``: of the twelve months before
    the end with bonuses, worked out from the wages where None. ``as_of``: the day of the claim.

    ``contract``, with the day it concerns in ``contract_on``: signed (late), the last day of the one that ran out, the
    day the refused one was due. ``notice_given``: 30 days before the end. ``severance_paid``: for the end.
    ``unpaid_from`` to ``unpaid_to``: not paid, but for ``unpaid_paid``. ``hours_a_day``, ``days_a_week``, ``on_holidays``:
    what was usually worked, from ``overtime_from`` to ``overtime_to`` (else all along), with ``overtime_paid`` received.
    ``first_worked``: first day of the working life, else that of this employment. ``leave_years``: with days taken.
    ``heat_place``: worked in the heat, outdoors or indoors. ``injured_on``, ``grade`` where assessed, ``insured_wage``
    else the mean. ``insured``: whether social insurance was paid in; None where that is not known.
    """

    region: str
    hired: date
    monthly_wage: Decimal
    as_of: date
    left: date | None = None
    ended: str = ""
    earlier_wages: tuple[EarlierWage, ...] = ()
    mean: Decimal | None = None
    contract: str = ""
    contract_on: date | None = None
    notice_given: bool | None = None
    severance_paid: Decimal = ZERO
    unpaid_from: date | None = None
    unpaid_to: date | None = None
    unpaid_paid: Decimal = ZERO
    hours_a_day: Decimal | None = None
    days_a_week: Decimal | None = None
    on_holidays: bool = False
    overtime_from: date | None = None
    overtime_to: date | None = None
    overtime_paid: Decimal = ZERO
    first_worked: date | None = None
    leave_years: tuple[LeaveYear, ...] = ()
    heat_place: Place = ""
    heat_paid: Decimal = ZERO
    hot_days: tuple[HotDays, ...] = ()
    hot_hours: tuple[HotHours, ...] = ()
    injured_on: date | None = None
    grade: int | None = None
    insured_wage: Decimal | None = None
    leave_months: Decimal = ZERO
    leave_paid: Decimal = ZERO
    insured: bool | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount, InvalidChoice, InvalidCause."""
        require_days(
            hired=self.hired,
            left=self.left,
            as_of=self.as_of,
            contract_on=self.contract_on,
            unpaid_from=self.unpaid_from,
            unpaid_to=self.unpaid_to,
            overtime_from=self.overtime_from,
            overtime_to=self.overtime_to,
            first_worked=self.first_worked,
            injured_on=self.injured_on,
        )
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
        require_wage("monthly_wage", self.monthly_wage)
        require_earlier_wages(self.earlier_wages)
        self._check_end()
        self._check_contract()
        self._check_times()
        for field in ("severance_paid", "unpaid_paid", "overtime_paid", "heat_paid", "leave_paid"):
            require_amount(field, getattr(self, field))
        for field in ("mean", "insured_wage"):
            if getattr(self, field) is not None:
                require_wage(field, getattr(self, field))
        require_count("hours_a_day", self.hours_a_day or 0, 24)
        require_count("days_a_week", self.days_a_week or 0, 7)
        require_each_year_once("leave_years", self.leave_years)
        require_count("leave_months", self.leave_months, LONGEST_LEAVE_MONTHS)

    def _check_end(self) -> None:
        if self.ended and self.ended not in ENDINGS:
            raise InvalidCause("cause_unknown", field="ended", cause=self.ended)
        if self.left is not None and not self.ended:
            raise InvalidCause("cause_missing", field="ended")
        if self.ended and self.left is None:
            raise InvalidPeriod("period_day_missing", field="left")

    def _check_contract(self) -> None:
        require_choice("contract", self.contract, ("", *get_args(Contract)))
        if self.contract in ("late", "ran_out", "refused"):
            if self.contract_on is None:
                raise InvalidPeriod("period_day_missing", field="contract_on")
            require_order("contract_on", self.hired, self.contract_on)

    def _check_times(self) -> None:
        for first, last in (("unpaid_from", "unpaid_to"), ("overtime_from", "overtime_to")):
            start, end = getattr(self, first), getattr(self, last)
            if start is not None:
                require_order(first, self.hired, start)
                require_order(last, start, end)
            if end is not None:
                require_order(last, self.hired, end)
                require_order("left", end, self.left)
        if self.unpaid_to is not None and self.unpaid_from is None:
            raise InvalidPeriod("period_day_missing", field="unpaid_from")
        if self.first_worked is not None:
            require_order("hired", self.first_worked, self.hired)
        if self.injured_on is not None:
            require_order("injured_on", self.hired, self.injured_on)
        if self.grade is not None and self.injured_on is None:
            raise InvalidPeriod("period_day_missing", field="injured_on")
        if self.heat_place not in get_args(Place):
            raise InvalidChoice("choice_unknown", field="heat_place", choice=self.heat_place)

    @property
    def last_day(self) -> date:
        """The last day of the employment there is: that of its end, or of the claim. Raises nothing.

        >>> Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500),
        ...            as_of=date(2026, 8, 3)).last_day
        datetime.date(2026, 8, 3)
        """
        return min(self.left, self.as_of) if self.left else self.as_of

    @property
    def mean_of_year(self) -> Decimal:
        """The mean monthly wage before the end, yuan (劳动合同法 47(3)). Raises nothing.

        >>> Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500),
        ...            as_of=date(2026, 8, 3)).mean_of_year
        Decimal('6500.00')
        """
        if self.mean is not None:
            return self.mean
        return mean_wage(self.hired, self.left or self.as_of, self.monthly_wage, self.earlier_wages)

    def wage_on(self, day: date) -> Decimal:
        """The monthly wage that held on a day, yuan. Raises nothing.

        >>> Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500),
        ...            as_of=date(2026, 8, 3)).wage_on(date(2025, 1, 1))
        Decimal('6500')
        """
        return stretches(day, day, self.monthly_wage, self.earlier_wages)[0].monthly_wage


@dataclass(frozen=True, slots=True)
class Entitled:
    """One thing the worker may claim: ``code`` names its calculation, or what is sought elsewhere; ``facts`` are those of
    the calculation, None where there is no sum, or where ``error`` says why they cannot be told. ``why``: on what it
    depends, or where it is sought. ``limit``: that to apply for arbitration, or to the authority."""

    code: str
    standing: Standing
    limit: Limitation | Period | None
    proof: tuple[Proof, ...]
    facts: Facts | None = None
    why: Text | None = None
    article: str = ""
    error: LabourLawError | None = None


_BY_PATTERN = gettext_noop(
    "Counted from the days and hours usually worked, public holidays and days off in lieu left out: check it against the "
    "attendance."
)
_AT_FAULT = gettext_noop(
    "If the employer cannot prove the fault, or did not keep to the procedure: then the dismissal was unlawful."
)
_OVER_FAULT = gettext_noop(
    "If the worker leaves over this and gives it as the reason in writing: wages not paid in full, no social insurance."
)
_WENT_OVER_FAULT = gettext_noop(
    "Only if the worker gave this as the reason when leaving: wages not paid in full, no social insurance."
)
_RECOGNITION = gettext_noop(
    "First the social-insurance office has to recognise the injury, then the grade is assessed: enter the grade to see "
    "the sums."
)
_INSURANCE = gettext_noop(
    "To be paid in by order of the office that collects it, or of the labour inspection; in arbitration only a loss that "
    "cannot be made up."
)


def entitled(facts: Employment, tables: Tables) -> list[Entitled]:
    """All that follows from the facts, what is owed first.

    Which calculations apply, with their facts; the sums are for `labour_law.entitlements`. A shortfall to the minimum
    wage is looked for where the wage is below one that is known, or none is. Raises UnknownRegion.

    >>> facts = Employment(region="shanghai", hired=date(2024, 3, 1), left=date(2026, 6, 30), ended="expiry",
    ...                    monthly_wage=Decimal(6500), as_of=date(2026, 8, 3))
    >>> [(found.code, found.limit.last_day.isoformat()) for found in entitled(facts, TABLES)]
    [('severance', '2027-06-30')]
    """
    found = [one for rule in _RULES for one in rule(facts, tables)]
    order = get_args(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


def _one(
    code: str,
    limit: Limitation | Period | None,
    facts: Facts | None = None,
    *,
    standing: Standing = "owed",
    why: str = "",
    article: str = "",
    error: LabourLawError | None = None,
) -> Entitled:
    return Entitled(code, standing, limit, PROOF[code], facts, Text(why) if why else None, article, error)


def _year(facts: Employment, known_on: date, calendar: Calendar, *, is_wages: bool = False) -> Limitation:
    return limitation(known_on=known_on, calendar=calendar, employment_ended_on=facts.left, is_wages=is_wages)


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
        left=facts.left,
        as_of=facts.as_of,
    )
    yield _one("unpaid_wages", _year(facts, end, tables.calendar, is_wages=True), owed)


def _below_minimum(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """The time that was paid, at each wage below a minimum wage of that time; or below none that is known."""
    for start, end in _paid_times(facts):
        for part in stretches(start, end, facts.monthly_wage, facts.earlier_wages):
            if not _may_be_below(part, facts.region, tables):
                continue
            paid = MinimumWage(
                region=facts.region,
                start=part.start,
                end=part.end,
                monthly_wage=part.monthly_wage,
                left=facts.left,
                as_of=facts.as_of,
            )
            yield _one("minimum_wage", _year(facts, part.end, tables.calendar, is_wages=True), paid)


def _paid_times(facts: Employment) -> Iterator[tuple[date, date]]:
    first, last = facts.hired, facts.last_day
    if facts.unpaid_from is None:
        yield first, last
        return
    if first < facts.unpaid_from:
        yield first, facts.unpaid_from - _DAY
    if facts.unpaid_to is not None and facts.unpaid_to < last:
        yield facts.unpaid_to + _DAY, last


def _may_be_below(part: Stretch, region: str, tables: Tables) -> bool:
    """Minimum wages only rise: a wage that meets the last one of its time has met all before."""
    last = tables.rates.find("minimum_wage_month", region, part.end)
    return last is None or part.monthly_wage < last.value


def _overtime(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    start, end = facts.overtime_from or facts.hired, facts.overtime_to or facts.last_day
    limit = _year(facts, end, tables.calendar, is_wages=True)
    parts = [
        cut
        for part in stretches(start, end, facts.monthly_wage, facts.earlier_wages)
        for cut in _by_minimum(part, facts.region, tables)
    ]
    if not _is_beyond_normal(facts):
        return
    try:
        hours = [_hours(facts, part, tables.calendar) for part in parts]
    except CalendarYearUnknown as error:
        yield _one("overtime", limit, error=error)
        return
    for part, (weekdays, rest_days, holidays) in zip(parts, hours, strict=True):
        if not (weekdays or rest_days or holidays):
            continue
        worked = Overtime(
            monthly_wage=part.monthly_wage,
            region=facts.region,
            weekday_hours=weekdays,
            rest_day_hours=rest_days,
            holiday_hours=holidays,
            paid=facts.overtime_paid if part is parts[-1] else ZERO,
            start=part.start,
            end=part.end,
            left=facts.left,
            as_of=facts.as_of,
        )
        yield _one("overtime", limit, worked, why=_BY_PATTERN)


def _is_beyond_normal(facts: Employment) -> bool:
    return (
        (facts.hours_a_day or ZERO) > _NORMAL_HOURS
        or (facts.days_a_week or ZERO) > _NORMAL_DAYS
        or facts.on_holidays
    )


def _by_minimum(part: Stretch, region: str, tables: Tables) -> list[Stretch]:
    """Apart by minimum wage where the wage is below one of them, which then is the base."""
    slices = tables.rates.slices("minimum_wage_month", region, part.start, part.end)
    if all(one.rate is None or one.rate.value <= part.monthly_wage for one in slices):
        return [part]
    return [Stretch(one.start, one.end, part.monthly_wage) for one in slices]


def _hours(facts: Employment, part: Stretch, calendar: Calendar) -> tuple[Decimal, Decimal, Decimal]:
    """Hours on working days beyond eight, on rest days, on statutory holidays.

    Of the Saturdays and Sundays that are days off, so many are worked as the week has working days beyond five: with
    six each Saturday, with five and a half every second.
    """
    a_day = facts.hours_a_day or _NORMAL_HOURS
    beyond = (facts.days_a_week or _NORMAL_DAYS) - _NORMAL_DAYS
    weekdays = saturdays = sundays = holidays = 0
    for day in (part.start + i * _DAY for i in range((part.end - part.start).days + 1)):
        if calendar.pays_triple(day):
            holidays += 1
        elif calendar.is_working_day(day):
            weekdays += 1
        elif day.weekday() > _FRIDAY and not calendar.is_statutory_holiday(day):
            saturdays += day.weekday() == _SATURDAY
            sundays += day.weekday() > _SATURDAY
    rest = saturdays * min(max(beyond, ZERO), Decimal(1)) + sundays * max(beyond - 1, ZERO)
    return (
        weekdays * max(a_day - _NORMAL_HOURS, ZERO),
        rest * a_day,
        holidays * a_day if facts.on_holidays else ZERO,
    )


def _second_wage(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.contract in ("", "signed"):
        return
    hired, signed_on, due_on = facts.hired, None, None
    if facts.contract == "late":
        signed_on = facts.contract_on
    elif facts.contract == "ran_out":
        assert facts.contract_on is not None
        hired = facts.contract_on + _DAY
    elif facts.contract == "refused":
        due_on = facts.contract_on
    if hired > facts.last_day:
        return
    owed = DoubleWages(
        monthly_wage=facts.monthly_wage,
        earlier_wages=facts.earlier_wages,
        hired=hired,
        signed_on=signed_on,
        open_ended_due=due_on,
        left=facts.left,
        as_of=facts.as_of,
    )
    ends = [facts.last_day, *([signed_on - _DAY] if signed_on else [])]
    if due_on is None:
        ends.append(day_after(hired, 12) - _DAY)
    yield _one("double_wages", _year(facts, min(ends), tables.calendar), owed)


def _end(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """What the end of the employment gives: N, a month in lieu of notice, or 2N."""
    if facts.left is None:
        return
    limit = _year(facts, facts.left, tables.calendar)
    if facts.ended in CAUSES:
        yield _one("severance", limit, _severance(facts, facts.left, facts.ended))
    if facts.ended in NOTICE_CAUSES and facts.notice_given is False:
        month_before = facts.left.replace(day=1) - _DAY
        pay = NoticePay(
            prior_month_wage=facts.wage_on(max(month_before, facts.hired)),
            left=facts.left,
            cause=facts.ended,  # type: ignore[arg-type]
            as_of=facts.as_of,
        )
        yield _one("notice_pay", limit, pay)
    if facts.ended in ("unlawful", "at_fault"):
        twice = Damages(
            hired=facts.hired,
            left=facts.left,
            monthly_wage=facts.mean_of_year,
            region=facts.region,
            as_of=facts.as_of,
            paid=facts.severance_paid,
        )
        if facts.ended == "unlawful":
            yield _one("damages", limit, twice)
        else:
            yield _one("damages", limit, twice, standing="possible", why=_AT_FAULT)


def _over_fault(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """N for a resignation over the employer's fault (劳动合同法 38), where there is a fault and it was not the end."""
    if facts.ended not in ("", "own_wish") or not (facts.unpaid_from or facts.insured is False):
        return
    left = facts.left or facts.as_of
    why = _WENT_OVER_FAULT if facts.left else _OVER_FAULT
    claim = _severance(facts, left, "forced_resignation")
    limit = _year(facts, left, tables.calendar) if facts.left else None
    yield _one("severance", limit, claim, standing="possible", why=why)


def _severance(facts: Employment, left: date, cause: str) -> Severance:
    return Severance(
        hired=facts.hired,
        left=left,
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        cause=cause,  # type: ignore[arg-type]
        as_of=facts.as_of,
        paid=facts.severance_paid,
    )


def _leave(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if not facts.leave_years:
        return
    owed = AnnualLeave(
        first_worked=facts.first_worked or facts.hired,
        hired=facts.hired,
        monthly_wage=facts.mean_of_year,
        years=facts.leave_years,
        left=facts.left,
        as_of=facts.as_of,
    )
    first = date(min(row.year for row in facts.leave_years), 12, 31)
    known_on = min(first, facts.left) if facts.left else first
    yield _one("annual_leave", _year(facts, known_on, tables.calendar), owed)


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
    yield _one("heat_allowance", _year(facts, facts.last_day, tables.calendar, is_wages=True), owed)


def _injury(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.injured_on is None:
        return
    if facts.grade is None:
        limit = due("injury_report_worker", facts.injured_on, tables.calendar)
        yield _one(
            "injury_recognition", limit, standing="elsewhere", why=_RECOGNITION, article="工伤保险条例 17"
        )
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
        as_of=facts.as_of,
    )
    limit_of_leaving = _year(facts, facts.left, tables.calendar) if facts.left else None
    yield _one("work_injury", limit_of_leaving, owed)


def _insurance(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.insured is False:
        yield _one(
            "insurance_arrears",
            due("labour_inspection", facts.last_day, tables.calendar),
            standing="elsewhere",
            why=_INSURANCE,
            article="社会保险法 63, 86",
        )


_RULES: tuple[Callable[[Employment, Tables], Iterator[Entitled]], ...] = (
    _unpaid,
    _below_minimum,
    _overtime,
    _second_wage,
    _end,
    _over_fault,
    _leave,
    _heat,
    _injury,
    _insurance,
)
