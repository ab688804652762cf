"""The facts of one employment, as a worker tells them; what may be claimed by them is told in `of_employment`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from labour_law.entitlements.annual_leave import LeaveYear, require_each_year_once
from labour_law.entitlements.causes import CAUSES, Cause
from labour_law.entitlements.checks import (
    require_amount,
    require_choice,
    require_count,
    require_days,
    require_order,
    require_wage,
)
from labour_law.entitlements.heat_allowance import HotDays, HotHours
from labour_law.entitlements.probation import Term
from labour_law.entitlements.result import ZERO
from labour_law.entitlements.service import LAW
from labour_law.entitlements.wage_history import (
    EarlierWage,
    mean_wage,
    require_earlier_wages,
    stretches,
)
from labour_law.entitlements.work_injury import LONGEST_LEAVE_MONTHS
from labour_law.errors import (
    InvalidAmount,
    InvalidCause,
    InvalidChoice,
    InvalidPeriod,
)
from labour_law.rates import Place
from labour_law.retirement import RetiresAs, retirement_day

Ended = (
    Cause
    | Literal["unlawful", "at_fault", "own_wish", "agreed_by_worker", "not_renewed_by_worker", "retired"]
)
"""How the employment ended: as gives severance (劳动合同法 46); dismissed without a ground or against the rules; dismissed
for a fault the employer alleges (劳动合同法 39); or as gives nothing."""

ENDINGS: tuple[str, ...] = (
    *CAUSES, "unlawful", "at_fault", "own_wish", "agreed_by_worker", "not_renewed_by_worker", "retired",
)  # fmt: skip


Contract = Literal["signed", "late", "never", "ran_out", "refused"]
"""The written contract: signed within the first month; signed later; never; ran out and work went on; one without a fixed
term refused though it was due."""


_NEED_A_START = (("unpaid_from", "unpaid_to"), ("sick_from", "sick_to"), ("idle_from", "idle_to"))
_TIMES = (*_NEED_A_START, ("overtime_from", "overtime_to"), ("probation_from", "probation_to"))
"""The first and the last day of each time in the employment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Employment:
    """One employment, as a worker tells it at a window. Sums in yuan, days counted.

    ``hired`` to ``left``, None while it lasts; ``ended`` says how, and is needed with ``left``. ``monthly_wage`` is that
    of the end or of now, gross, for normal hours; ``earlier_wages`` those before. ``mean``: of the twelve months before
    the end with bonuses, ``mean_overtime`` the overtime pay in it; worked out from the wages where None. ``as_of``: the
    day of the claim. ``part_time``: by the hour, at most 24 a week (劳动合同法 68).
    ``over_age``: all of it was work past the age of retirement, under a written agreement. ``own_insurance``: what of the wage the
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
    over_age: bool = False
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
