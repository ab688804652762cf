"""One thing a worker may claim, with its limit and what has to be shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from labour_law.calendar import Calendar, Period
from labour_law.entitlements.annual_leave import AnnualLeave
from labour_law.entitlements.continued_wages import ContinuedWages
from labour_law.entitlements.double_wages import DoubleWages
from labour_law.entitlements.employment import Employment
from labour_law.entitlements.heat_allowance import HeatAllowance
from labour_law.entitlements.medical_subsidy import MedicalSubsidy
from labour_law.entitlements.minimum_wage import MinimumWage
from labour_law.entitlements.overtime import Overtime
from labour_law.entitlements.probation import Probation
from labour_law.entitlements.proof import PROOF, Proof
from labour_law.entitlements.result import Text
from labour_law.entitlements.severance import Damages, NoticePay, Severance
from labour_law.entitlements.sick_pay import SickPay
from labour_law.entitlements.standstill import Standstill
from labour_law.entitlements.wages import UnpaidWages
from labour_law.entitlements.work_injury import WorkInjury
from labour_law.errors import LabourLawError
from labour_law.limitation import Limitation, limitation
from labour_law.rates import Tables

Standing = Literal["owed", "possible", "elsewhere"]
"""Whether it follows from the facts, depends on something more that is said, or is sought elsewhere than in arbitration."""

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


Rule = Callable[[Employment, Tables], Iterator["Entitled"]]
"""Tells what follows of one kind from the facts."""


class Why(TypedDict, total=False):
    """On what an entitlement depends, and the article that says so."""

    why: Text
    article: str


def to_claim(
    code: str,
    limit: Limitation | Period | None,
    facts: Facts | None = None,
    *,
    standing: Standing = "owed",
    why: Text | str = "",
    article: str = "",
    error: LabourLawError | None = None,
) -> Entitled:
    """One entitlement with the proof it takes. Raises nothing.

    >>> to_claim("insurance_arrears", None, standing="elsewhere").proof[0].by
    'worker'
    """
    text = Text(why) if isinstance(why, str) else why
    return Entitled(code, standing, limit, PROOF[code], facts, text if why else None, article, error)


def year_from(facts: Employment, known_on: date, calendar: Calendar, *, is_wages: bool = False) -> Limitation:
    """The year to apply for arbitration from the day it was known, of wages from the end (劳动争议调解仲裁法 27).

    Raises nothing.

    >>> facts = Employment(region="shanghai", hired=date(2024, 3, 1), monthly_wage=Decimal(6500), as_of=date(2026, 8, 3))
    >>> year_from(facts, date(2026, 6, 30), CALENDAR).last_day
    datetime.date(2027, 6, 30)
    """
    return limitation(known_on=known_on, calendar=calendar, employment_ended_on=facts.left, is_wages=is_wages)
