"""What a worker may claim, all of it, from the facts of one employment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, TypedDict, get_args

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
from labour_law.entitlements.continued_wages import ContinuedWages
from labour_law.entitlements.double_wages import DoubleWages
from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, HotHours
from labour_law.entitlements.medical_subsidy import MedicalSubsidy, basis_of
from labour_law.entitlements.minimum_wage import MinimumWage, minimum_wage
from labour_law.entitlements.overtime import Overtime, overtime
from labour_law.entitlements.probation import Probation, Term
from labour_law.entitlements.proof import PROOF, Proof
from labour_law.entitlements.result import ZERO, Text
from labour_law.entitlements.service import LAW, day_after, full_years
from labour_law.entitlements.severance import Damages, NoticePay, Severance
from labour_law.entitlements.sick_pay import SickPay, sick_pay
from labour_law.entitlements.standstill import Standstill, standstill
from labour_law.entitlements.usual_hours import NORMAL_DAYS, NORMAL_HOURS, UsualHours
from labour_law.entitlements.wage_history import (
    EarlierWage,
    Stretch,
    mean_wage,
    require_earlier_wages,
    stretches,
)
from labour_law.entitlements.wages import UnpaidWages, unpaid_wages
from labour_law.entitlements.work_injury import LONGEST_LEAVE_MONTHS, WorkInjury
from labour_law.errors import (
    CalendarYearUnknown,
    InvalidAmount,
    InvalidCause,
    InvalidChoice,
    InvalidPeriod,
    LabourLawError,
    gettext_noop,
)
from labour_law.limitation import Limitation, limitation
from labour_law.periods import corresponding_day, due
from labour_law.rates import Place, Rate, Tables
from labour_law.retirement import RetiresAs, retirement_day

_DAY = timedelta(days=1)
_YEAR = 12

Ended = (
    Cause
    | Literal["unlawful", "at_fault", "own_wish", "agreed_by_worker", "not_renewed_by_worker", "retired"]
)
"""How the employment ended: as gives severance (劳动合同法 46); dismissed without a ground or against the rules; dismissed
for a fault the employer alleges (劳动合同法 39); or as gives nothing."""

ENDINGS: tuple[str, ...] = (
    *CAUSES, "unlawful", "at_fault", "own_wish", "agreed_by_worker", "not_renewed_by_worker", "retired",
)  # fmt: skip

PROTECTED_FROM = frozenset({*NOTICE_CAUSES, "redundancy"})
"""Ends that are forbidden while a worker is protected (劳动合同法 42); a term that ends then goes on (45)."""

Contract = Literal["signed", "late", "never", "ran_out", "refused"]
"""The written contract: signed within the first month; signed later; never; ran out and work went on; one without a fixed
term refused though it was due."""

Standing = Literal["owed", "possible", "elsewhere"]
"""Whether it follows from the facts, depends on something more that is said, or is sought elsewhere than in arbitration."""

KEPT_YEARS = 2
"""Pay records are kept so long (工资支付暂行规定 6): overtime before that is for the worker to prove in full."""

LONG_SERVICE_YEARS, YEARS_TO_RETIREMENT = 15, 5
"""Who has worked so long there, and has less than so many years to retirement, is protected (劳动合同法 42(5))."""

Facts = (
    UnpaidWages
    | MinimumWage
    | SickPay
    | Standstill
    | Overtime
    | DoubleWages
    | Probation
    | Severance
    | NoticePay
    | Damages
    | ContinuedWages
    | MedicalSubsidy
    | AnnualLeave
    | HeatAllowance
    | WorkInjury
)
"""The facts of one calculation."""


_NEED_A_START = (("unpaid_from", "unpaid_to"), ("sick_from", "sick_to"), ("idle_from", "idle_to"))
_TIMES = (*_NEED_A_START, ("overtime_from", "overtime_to"), ("probation_from", "probation_to"))
"""The first and the last day of each time in the employment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """One employment, as a worker tells it at a window. Sums in yuan, days counted.

    ``hired`` to ``left``, None while it lasts; ``ended`` says how, and is needed with ``left``. ``monthly_wage`` is that
    of the end or of now, gross, for normal hours; ``earlier_wages`` those before. ``mean``: of the twelve months before
    the end with bonuses, ``mean_overtime`` the overtime pay in it; worked out from the wages where None. ``as_of``: the
    day of the claim. ``part_time``: by the hour, at most 24 a week (劳动合同法 68). ``own_insurance``: what of the wage the
    worker pays a month for social insurance and the housing fund.

    ``contract``, with the day it concerns in ``contract_on``: signed (late), the last day of the one that ran out, the
    day the refused one was due. ``notice_given``: 30 days before the end. ``protected``: pregnant, nursing, in treatment,
    hurt at work or near retirement (劳动合同法 42). ``severance_paid``: for the end. ``treatment_over``: ill beyond the
    medical treatment period when the term ended. ``pension``: whether one is drawn; None where that is not known.
    ``probation_term``: the contract of a probation, served from ``probation_from`` (else the first day) to
    ``probation_to``. ``sick_from`` to ``sick_to``: absent for illness, ``idle_from`` to ``idle_to``: sent home while the
    employer stood still, else up to the last day; with what was paid for it.
    ``unpaid_from`` to ``unpaid_to``: not paid, but for ``unpaid_paid``. ``hours_a_day``, ``days_a_week``, ``on_holidays``:
    what was usually worked, from ``overtime_from`` to ``overtime_to`` (else all along), with ``overtime_paid`` received.
    ``first_worked``: first day of the working life, else that of this employment. ``leave_years``: with days taken.
    ``heat_place``: worked in the heat, outdoors or indoors. ``injured_on``, ``grade`` where assessed, ``insured_wage``
    else the mean. ``insured``: whether social insurance was paid in; None where that is not known. ``born`` and
    ``retires_as`` tell the age of retirement.
    """

    region: str
    hired: date
    monthly_wage: Decimal
    as_of: date
    left: date | None = None
    ended: str = ""
    part_time: bool = False
    earlier_wages: tuple[EarlierWage, ...] = ()
    mean: Decimal | None = None
    mean_overtime: Decimal = ZERO
    own_insurance: Decimal = ZERO
    contract: str = ""
    contract_on: date | None = None
    probation_term: str = ""
    probation_from: date | None = None
    probation_to: date | None = None
    notice_given: bool | None = None
    protected: bool = False
    severance_paid: Decimal = ZERO
    treatment_over: bool = False
    pension: bool | None = None
    unpaid_from: date | None = None
    unpaid_to: date | None = None
    unpaid_paid: Decimal = ZERO
    sick_from: date | None = None
    sick_to: date | None = None
    sick_paid: Decimal = ZERO
    idle_from: date | None = None
    idle_to: date | None = None
    idle_paid: Decimal = ZERO
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
    born: date | None = None
    retires_as: RetiresAs | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount, InvalidChoice, InvalidCause."""
        require_days(
            hired=self.hired,
            left=self.left,
            as_of=self.as_of,
            contract_on=self.contract_on,
            unpaid_from=self.unpaid_from,
            unpaid_to=self.unpaid_to,
            probation_from=self.probation_from,
            probation_to=self.probation_to,
            sick_from=self.sick_from,
            sick_to=self.sick_to,
            idle_from=self.idle_from,
            idle_to=self.idle_to,
            overtime_from=self.overtime_from,
            overtime_to=self.overtime_to,
            first_worked=self.first_worked,
            injured_on=self.injured_on,
            born=self.born,
        )
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
        require_order("hired", self.born or self.hired, self.hired)
        require_wage("monthly_wage", self.monthly_wage)
        require_earlier_wages(self.earlier_wages)
        self._check_end()
        self._check_contract()
        self._check_probation()
        self._check_times()
        for field in (
            "mean_overtime", "severance_paid", "unpaid_paid", "sick_paid", "idle_paid", "overtime_paid", "heat_paid",
            "leave_paid", "own_insurance",
        ):  # fmt: skip
            require_amount(field, getattr(self, field))
        lowest = min([self.monthly_wage, *(wage.monthly_wage for wage in self.earlier_wages)])
        if self.own_insurance >= lowest:
            raise InvalidAmount("amount_too_large", field="own_insurance", limit=lowest)
        for field in ("mean", "insured_wage"):
            if getattr(self, field) is not None:
                require_wage(field, getattr(self, field))
        if self.mean is not None and self.mean_overtime >= self.mean:
            raise InvalidAmount("amount_too_large", field="mean_overtime", limit=self.mean)
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
            require_order(
                "contract_on",
                max(self.hired, LAW) if self.contract == "refused" else self.hired,
                self.contract_on,
            )

    def _check_probation(self) -> None:
        require_choice("probation_term", self.probation_term, ("", *get_args(Term)))
        if self.probation_term and self.probation_to is None:
            raise InvalidPeriod("period_day_missing", field="probation_to")
        if self.probation_to is not None and not self.probation_term:
            raise InvalidChoice("choice_missing", field="probation_term")

    def _check_times(self) -> None:
        for first, last in _TIMES:
            start, end = getattr(self, first), getattr(self, last)
            if start is not None:
                require_order(first, self.hired, start)
                require_order(last, start, end)
            require_order(last, self.hired, end)
        for field in (*(field for times in _TIMES for field in times), "injured_on"):
            day = getattr(self, field)
            if day is not None and day > self.last_day:
                raise InvalidPeriod("period_beyond", field=field, last=self.last_day)
        for first, last in _NEED_A_START:
            if getattr(self, last) is not None and getattr(self, first) is None:
                raise InvalidPeriod("period_day_missing", field=first)
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
        """The mean monthly wage before the end without overtime pay, yuan (劳动合同法 47(3); 企业职工带薪年休假实施办法 11).
        Raises nothing.

        >>> Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500), mean=Decimal(9000),
        ...            mean_overtime=Decimal(2000), as_of=date(2026, 8, 3)).mean_of_year
        Decimal('7000')
        """
        if self.mean is not None:
            return self.mean - self.mean_overtime
        return mean_wage(self.hired, self.left or self.as_of, self.monthly_wage, self.earlier_wages)

    @property
    def retires_on(self) -> date | None:
        """The day the age of retirement is reached; None where that is not known. Raises nothing.

        >>> Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500), as_of=date(2026, 8, 3),
        ...            born=date(1964, 5, 2), retires_as="man").retires_on
        datetime.date(2024, 5, 2)
        """
        if self.born is None or self.retires_as is None:
            return None
        return retirement_day(self.born, self.retires_as)

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
    "Counted from the days and hours usually worked, days off in lieu left out: check it against the attendance."
)
_LONG_AGO = gettext_noop(
    "The employer has to keep its records for two years only: what is older the worker proves in full. Counted from the "
    "days and hours usually worked."
)
_FROM_KNOWN = gettext_noop(
    "Counted from %(day)s: the holidays before are not in the holiday table. So long ago the worker proves all of it."
)
_BY_MONTH = gettext_noop(
    "Where the year is counted month by month (Shanghai and Beijing, from memory), what fell due before %(day)s is out "
    "already: apply at once."
)
_GO_ON = gettext_noop(
    "Instead the worker may ask to go on working, with wages meanwhile: that has to be chosen before applying."
)
_AT_FAULT = gettext_noop(
    "If the employer cannot prove the fault, or did not keep to the procedure: then the dismissal was unlawful."
)
_PROTECTED = gettext_noop(
    "Who is pregnant, nursing, in treatment, hurt at work with a grade, or near retirement may not be dismissed this way: "
    "then it was unlawful, in place of severance and pay in lieu of notice."
)
_OPEN_ENDED = gettext_noop(
    "A contract without a fixed term was due: to let the term end was unlawful, in place of severance. Courts differ on "
    "the second fixed term (Shanghai, from memory)."
)
_NOTICE = gettext_noop("If no notice was given 30 days before: that it was is for the employer to show.")
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
_NOT_RECOGNISED = gettext_noop("Once the injury is recognised as one of work.")
_WHO_PAYS = gettext_noop(
    "Where the worker was insured, the fund pays the grant and the medical subsidy on application: say above whether "
    "insurance was paid in."
)
_LEAVE_UNPAID = gettext_noop(
    "Wages not paid are claimed for days after the injury too: what is paid for the leave is not owed twice."
)
_PAID_TWICE = gettext_noop(
    "Wages not paid are claimed for some of these days too: they are not owed twice. Choose one, or part the times."
)
_CONTINUED = gettext_noop(
    "Only if the worker asks to go on working instead of damages, and the contract can still be performed."
)
_SUBSIDY_TERM = gettext_noop(
    "If the illness was assessed at grades 5 to 10. Courts apply the rule of 1996 unevenly: ask how yours decides."
)
_SUBSIDY_DISMISSED = gettext_noop(
    "The national rule was repealed on 24 Nov 2017; some regions still grant it, others do not."
)
_SUBSIDY_SHANGHAI = gettext_noop(
    "Shanghai has a rule of its own that still stands (from memory): six months' wages at least, where the worker could "
    "do neither the old work nor other work."
)
_TOO_YOUNG = gettext_noop(
    "The age of retirement is reached on %(day)s only: to retire a worker before, without the worker's wish, is an "
    "unlawful end."
)
_AGE_REACHED = gettext_noop(
    "The age of retirement was reached on %(day)s, and the contract ends with it. Where no pension is drawn, courts "
    "differ: some grant severance for the end, others none. Ask, too, who answers for a pension that was lost."
)
_PENSION = gettext_noop(
    "A pension is drawn since the age of retirement, %(day)s, was reached: the labour contract ended with it, and no "
    "severance is owed for work after. For an end before the pension began it is."
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
    raised = _at_least_minimum(facts, tables)
    found = [one for rule in _RULES_OF_PAY for one in rule(facts, tables)]
    if not facts.part_time:
        found += [one for rule in _RULES_OF_FULL_TIME for one in rule(raised, tables)]
        found += list(_over_fault(raised, found, tables))
    found += [one for rule in _RULES_OF_ALL for one in rule(raised, tables)]
    order = get_args(Standing)
    return sorted(found, key=lambda one: order.index(one.standing))


class Why(TypedDict, total=False):
    """On what an entitlement depends, and the article that says so."""

    why: Text
    article: str


def _one(
    code: str,
    limit: Limitation | Period | None,
    facts: Facts | None = None,
    *,
    standing: Standing = "owed",
    why: Text | str = "",
    article: str = "",
    error: LabourLawError | None = None,
) -> Entitled:
    text = Text(why) if isinstance(why, str) else why
    return Entitled(code, standing, limit, PROOF[code], facts, text if why else None, article, error)


def _year(facts: Employment, known_on: date, calendar: Calendar, *, is_wages: bool = False) -> Limitation:
    return limitation(known_on=known_on, calendar=calendar, employment_ended_on=facts.left, is_wages=is_wages)


def _at_least_minimum(facts: Employment, tables: Tables) -> Employment:
    """The same with each wage raised to the minimum wage of its time, where it lay below one that is known."""
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


# --- wages and hours ---


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
    yield _one("unpaid_wages", _year(facts, end, tables.calendar, is_wages=True), owed)


def _below_minimum(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """The times that were paid, where a wage of them is below the minimum wage; or below none that is known."""
    for start, end in _paid_times(facts):
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
            left=facts.left,
            as_of=facts.as_of,
        )
        yield _one("minimum_wage", _year(facts, end, tables.calendar, is_wages=True), paid)


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
    limit = _year(facts, owed.end, tables.calendar, is_wages=True)
    first, last = facts.unpaid_from, facts.unpaid_to or facts.last_day
    if first is not None and first <= owed.end and owed.start <= last:
        return _one(code, limit, owed, standing="possible", why=_PAID_TWICE)
    return _one(code, limit, owed)


def _overtime(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    usual = UsualHours(facts.days_a_week or NORMAL_DAYS, facts.hours_a_day or NORMAL_HOURS, facts.on_holidays)
    if not usual.is_beyond_normal:
        return
    first_known = date(min(tables.calendar.known_years), 1, 1)
    start, end = facts.overtime_from or facts.hired, facts.overtime_to or facts.last_day
    limit = _year(facts, end, tables.calendar, is_wages=True)
    kept_from = corresponding_day(facts.as_of, -12 * KEPT_YEARS)
    paid = facts.overtime_paid
    for part in _cut(_by_wage(facts, max(start, first_known), end, tables), kept_from):
        try:
            weekdays, rest_days, holidays = usual.overtime(part.start, part.end, tables.calendar)
        except CalendarYearUnknown as error:
            yield _one("overtime", limit, error=error)
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
        yield _one(
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


# --- contract and end, for who does not work by the hour ---


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
    start = due_on or day_after(max(hired, LAW), 1)
    if start > facts.last_day:
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
        ends.append(day_after(max(hired, LAW), _YEAR) - _DAY)
    open_from = corresponding_day(facts.as_of, -_YEAR)
    limit = _year(facts, min(ends), tables.calendar)
    is_partly_out = start < open_from <= min(ends)
    yield _one("double_wages", limit, owed, why=Text(_BY_MONTH, {"day": open_from}) if is_partly_out else "")


def _probation(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    if facts.probation_to is None:
        return
    served = Probation(
        term=facts.probation_term,  # type: ignore[arg-type]
        start=facts.probation_from or facts.hired,
        end=facts.probation_to,
        monthly_wage=facts.wage_on(facts.probation_to + _DAY),
        as_of=facts.as_of,
    )
    yield _one("probation", _year(facts, served.end, tables.calendar), served)


def _end(facts: Employment, tables: Tables) -> Iterator[Entitled]:
    """What the end of the employment gives: N, a month in lieu of notice, or 2N or wages until work goes on; and what an
    illness or the age of retirement adds to it or takes from it."""
    if facts.left is None:
        return
    limit = _year(facts, facts.left, tables.calendar)
    age = _age_at_end(facts)
    if facts.ended in CAUSES:
        claim = _severance(facts, tables, facts.left, facts.ended)
        yield _one("severance", limit, claim, standing="possible" if age else "owed", **age)
    elif facts.ended == "retired" and age and not facts.pension:
        claim = _severance(facts, tables, facts.left, "expiry")
        yield _one("severance", limit, claim, standing="possible", **age)
    if facts.ended in NOTICE_CAUSES and not facts.notice_given:
        pay = NoticePay(
            prior_month_wage=_of_month_before(facts, facts.left),
            left=facts.left,
            cause=facts.ended,  # type: ignore[arg-type]
            as_of=facts.as_of,
        )
        if facts.notice_given is None:
            yield _one("notice_pay", limit, pay, standing="possible", why=_NOTICE)
        else:
            yield _one("notice_pay", limit, pay)
    yield from _damages(facts, tables, facts.left)
    yield from _medical_subsidy(facts, tables, facts.left)


def _damages(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """2N, or wages until work goes on, for an end that was or may have been unlawful."""
    age = _age_at_end(facts)
    if facts.ended == "unlawful":
        standing: Standing = "possible" if age else "owed"
        why: Why | None = age or {"why": Text(_GO_ON), "article": "劳动合同法 48"}
    else:
        standing, why = "possible", _why_unlawful(facts)
    if why is None:
        return
    limit = _year(facts, left, tables.calendar)
    yield _one("damages", limit, _twice(facts, tables, left), standing=standing, **why)
    yield from _continued(facts, tables, left)


def _continued(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """Wages since an end that was or may have been unlawful, for who asks to go on working."""
    if facts.as_of <= left:
        return
    owed = ContinuedWages(left=left, until=facts.as_of, monthly_wage=facts.monthly_wage, as_of=facts.as_of)
    limit = _year(facts, left, tables.calendar)
    yield _one(
        "continued_wages",
        limit,
        owed,
        standing="possible",
        why=_CONTINUED,
        article="劳动合同法 48; 法释〔2025〕12号 18",
    )


def _medical_subsidy(facts: Employment, tables: Tables, left: date) -> Iterator[Entitled]:
    """Where the contract ended over an illness after the treatment period."""
    if facts.ended != "no_fault_illness" and not (facts.ended == "expiry" and facts.treatment_over):
        return
    owed = MedicalSubsidy(
        left=left,
        cause=facts.ended,  # type: ignore[arg-type]
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        as_of=facts.as_of,
    )
    basis = basis_of(owed, tables)
    if facts.ended == "expiry":
        why = _SUBSIDY_TERM
    else:
        why = _SUBSIDY_SHANGHAI if basis.article.startswith("上海") else _SUBSIDY_DISMISSED
    limit = _year(facts, left, tables.calendar)
    yield _one("medical_subsidy", limit, owed, standing="possible", why=why, article=basis.article)


def _age_at_end(facts: Employment) -> Why:
    """What the age of retirement, where it was reached by the end, does to what the end gives; nothing where it was
    not."""
    day = facts.retires_on
    if day is None or facts.left is None or facts.left < day:
        return {}
    if facts.pension:
        return {"why": Text(_PENSION, {"day": day}), "article": "劳动合同法 44(2)"}
    return {"why": Text(_AGE_REACHED, {"day": day}), "article": "劳动合同法实施条例 21"}


def _of_month_before(facts: Employment, left: date) -> Decimal:
    """The wage of the month before that of the end (劳动合同法实施条例 20), or of the days there are."""
    end = left.replace(day=1) - _DAY
    if end < facts.hired:
        end = left
    return mean_wage(facts.hired, end, facts.monthly_wage, facts.earlier_wages, months=1)


def _why_unlawful(facts: Employment) -> Why | None:
    """On what it depends that the end was unlawful, and the article; None where nothing speaks for it."""
    if facts.ended == "at_fault":
        return {"why": Text(_AT_FAULT), "article": "法释〔2020〕26号 44"}
    gravely_hurt = facts.grade is not None and facts.grade <= 6
    is_protected = facts.protected or _is_near_retirement(facts)
    if facts.ended in PROTECTED_FROM and (is_protected or facts.grade is not None):
        return {"why": Text(_PROTECTED), "article": "劳动合同法 42"}
    if facts.ended == "expiry" and (is_protected or gravely_hurt):
        return {"why": Text(_PROTECTED), "article": "劳动合同法 45"}
    if facts.ended == "expiry" and facts.contract == "refused":
        return {"why": Text(_OPEN_ENDED), "article": "劳动合同法 14(2)"}
    day = facts.retires_on
    if facts.ended == "retired" and day is not None and facts.left is not None and facts.left < day:
        return {"why": Text(_TOO_YOUNG, {"day": day}), "article": "劳动合同法实施条例 21; 劳动合同法 87"}
    return None


def _is_near_retirement(facts: Employment) -> bool:
    """Fifteen years there, and less than five to retirement (劳动合同法 42(5))."""
    day, left = facts.retires_on, facts.left
    if day is None or left is None or left >= day:
        return False
    soon = corresponding_day(day, -12 * YEARS_TO_RETIREMENT)
    return left > soon and full_years(facts.hired, left) >= LONG_SERVICE_YEARS


def _over_fault(facts: Employment, found: Iterable[Entitled], tables: Tables) -> Iterator[Entitled]:
    """N for a resignation over the employer's fault (劳动合同法 38), where there is a fault and it was not the end."""
    if facts.ended not in ("", "own_wish"):
        return
    if facts.insured is not False and not any(_is_short_of_wages(one, tables) for one in found):
        return
    left = facts.left or facts.as_of
    why = _WENT_OVER_FAULT if facts.left else _OVER_FAULT
    claim = _severance(facts, tables, left, "forced_resignation")
    limit = _year(facts, left, tables.calendar) if facts.left else None
    yield _one("severance", limit, claim, standing="possible", why=why, article="劳动合同法 38")


def _is_short_of_wages(one: Entitled, tables: Tables) -> bool:
    if isinstance(one.facts, UnpaidWages):
        return unpaid_wages(one.facts, tables).total > 0
    if isinstance(one.facts, MinimumWage):
        return minimum_wage(one.facts, tables).total > 0
    if isinstance(one.facts, SickPay):
        return sick_pay(one.facts, tables).total > 0
    if isinstance(one.facts, Standstill):
        return standstill(one.facts, tables).total > 0
    return isinstance(one.facts, Overtime) and overtime(one.facts, tables).total > 0


def _severance(facts: Employment, tables: Tables, left: date, cause: str) -> Severance:
    return Severance(
        hired=facts.hired,
        left=left,
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        cause=cause,  # type: ignore[arg-type]
        overtime=facts.mean_overtime,
        overtime_in_base=_counts_overtime(facts, tables, left),
        as_of=facts.as_of,
        paid=facts.severance_paid,
        born=facts.born,
        retires_as=facts.retires_as,
    )


def _twice(facts: Employment, tables: Tables, left: date) -> Damages:
    return Damages(
        hired=facts.hired,
        left=left,
        monthly_wage=facts.mean_of_year,
        region=facts.region,
        overtime=facts.mean_overtime,
        overtime_in_base=_counts_overtime(facts, tables, left),
        as_of=facts.as_of,
        paid=facts.severance_paid,
    )


def _counts_overtime(facts: Employment, tables: Tables, day: date) -> bool:
    """Beijing counts overtime pay in the mean, Shanghai does not (`Severance.overtime_in_base`)."""
    return bool(facts.mean_overtime) and "beijing" in tables.rates.lineage(facts.region, day)


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
        yield _one("annual_leave", _year(facts, known_on, tables.calendar), owed)


# --- heat, injury, insurance ---


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
    limit_of_leaving = _year(facts, facts.left, tables.calendar) if facts.left else None
    why = _why_possible(facts)
    yield _one("work_injury", limit_of_leaving, owed, standing="possible" if why else "owed", why=why)


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
        yield _one(
            "insurance_arrears",
            due("labour_inspection", facts.left, tables.calendar) if facts.left else None,
            standing="elsewhere",
            why=_INSURANCE,
            article="社会保险法 63, 86",
        )


Rule = Callable[[Employment, Tables], Iterator[Entitled]]
_RULES_OF_PAY: tuple[Rule, ...] = (_unpaid, _below_minimum, _overtime)
_RULES_OF_FULL_TIME: tuple[Rule, ...] = (_without_work, _second_wage, _probation, _end, _leave)
_RULES_OF_ALL: tuple[Rule, ...] = (_heat, _injury, _insurance)
