"""The calculators, in the groups a clerk looks for them in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from calculators import forms
from labour_law.entitlements.annual_leave import AnnualLeave, annual_leave
from labour_law.entitlements.continued_wages import ContinuedWages, continued_wages
from labour_law.entitlements.double_wages import DoubleWages, double_wages
from labour_law.entitlements.final_award import FinalAward, final_award
from labour_law.entitlements.heat_allowance import HeatAllowance, heat_allowance
from labour_law.entitlements.medical_subsidy import MedicalSubsidy, medical_subsidy
from labour_law.entitlements.minimum_wage import MinimumWage, minimum_wage
from labour_law.entitlements.overtime import Overtime, overtime
from labour_law.entitlements.probation import Probation, probation
from labour_law.entitlements.severance import Damages, NoticePay, Severance, damages, notice_pay, severance
from labour_law.entitlements.sick_pay import SickPay, sick_pay
from labour_law.entitlements.social_insurance import SocialInsurance, social_insurance
from labour_law.entitlements.standstill import Standstill, standstill
from labour_law.entitlements.wages import UnpaidWages, unpaid_wages
from labour_law.entitlements.work_injury import WorkInjury, work_injury


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator. `claim_kinds`: the kinds of claims whose sum it works out; `article`: its main statute."""

    code: str
    label: Any
    about: Any
    facts: type
    work_out: Callable[..., Any]
    form: type[forms.CalculatorForm]
    claim_kinds: tuple[str, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Group:
    label: Any
    calculators: tuple[Calculator, ...]


GROUPS = (
    Group(
        _("Wages and hours"),
        (
            Calculator(
                "unpaid_wages",
                _("Unpaid wages"),
                _("Whole months and days of a part month, with the shortfall to the minimum wage."),
                UnpaidWages,
                unpaid_wages,
                forms.UnpaidWagesForm,
                ("wages",),
                "劳动合同法 30",
            ),
            Calculator(
                "minimum_wage",
                _("Shortfall to the minimum wage"),
                _("By the month, or by the hour for part-time work."),
                MinimumWage,
                minimum_wage,
                forms.MinimumWageForm,
                ("wages",),
                "劳动法 48",
            ),
            Calculator(
                "sick_pay",
                _("Sick pay"),
                _("For days of illness: the rule of the place, and never less than 80% of the minimum wage."),
                SickPay,
                sick_pay,
                forms.SickPayForm,
                ("wages",),
                "劳部发〔1995〕309号 59",
            ),
            Calculator(
                "standstill",
                _("Standstill of the employer"),
                _("Full wages in the first pay cycle, then the living allowance of the province."),
                Standstill,
                standstill,
                forms.StandstillForm,
                ("wages",),
                "工资支付暂行规定 12",
            ),
            Calculator(
                "overtime",
                _("Overtime pay"),
                _("From sums of hours or from single days, at 150, 200 and 300%."),
                Overtime,
                overtime,
                forms.OvertimeForm,
                ("overtime",),
                "劳动法 44",
            ),
            Calculator(
                "double_wages",
                _("Double wages"),
                _(
                    "No written contract after a month of work: the second wage, at most 11 months. "
                    "Without that cap where a contract without fixed term was refused."
                ),
                DoubleWages,
                double_wages,
                forms.DoubleWagesForm,
                ("double_wage",),
                "劳动合同法 82",
            ),
            Calculator(
                "probation",
                _("Damages for unlawful probation"),
                _("A probation longer than the contract allows: the wage again for the months beyond."),
                Probation,
                probation,
                forms.ProbationForm,
                ("probation",),
                "劳动合同法 83",
            ),
        ),
    ),
    Group(
        _("End of employment"),
        (
            Calculator(
                "severance",
                _("Severance (N)"),
                _("A month's wage for each year, with the cap and the rules before 2008."),
                Severance,
                severance,
                forms.SeveranceForm,
                ("severance",),
                "劳动合同法 47",
            ),
            Calculator(
                "notice_pay",
                _("Pay in lieu of notice"),
                _("One month's wage where 30 days' notice was not given."),
                NoticePay,
                notice_pay,
                forms.NoticePayForm,
                ("notice_pay",),
                "劳动合同法 40",
            ),
            Calculator(
                "damages",
                _("Damages (2N)"),
                _("Unlawful dismissal: twice the severance, in its place."),
                Damages,
                damages,
                forms.DamagesForm,
                ("damages",),
                "劳动合同法 87",
            ),
            Calculator(
                "continued_wages",
                _("Wages until work goes on"),
                _("Unlawful dismissal, and the contract is to be performed further: the wages meanwhile."),
                ContinuedWages,
                continued_wages,
                forms.ContinuedWagesForm,
                ("wages",),
                "法释〔2025〕12号 18",
            ),
            Calculator(
                "medical_subsidy",
                _("Medical subsidy"),
                _(
                    "The contract ended over an illness: six months' wages or more, where it is still granted."
                ),
                MedicalSubsidy,
                medical_subsidy,
                forms.MedicalSubsidyForm,
                ("medical_subsidy",),
                "劳部发〔1996〕354号 22",
            ),
        ),
    ),
    Group(
        _("Leave and allowances"),
        (
            Calculator(
                "annual_leave",
                _("Annual leave pay"),
                _("Days of leave not given, by year, joiners and leavers included."),
                AnnualLeave,
                annual_leave,
                forms.AnnualLeaveForm,
                ("annual_leave",),
                "职工带薪年休假条例 5(3)",
            ),
            Calculator(
                "heat_allowance",
                _("High-temperature allowance"),
                _("Usually June to September, at the rate of the year and the place."),
                HeatAllowance,
                heat_allowance,
                forms.HeatAllowanceForm,
                ("heat_allowance",),
                "防暑降温措施管理办法 17",
            ),
        ),
    ),
    Group(
        _("Injury and insurance"),
        (
            Calculator(
                "work_injury",
                _("Work injury"),
                _("Benefits by grade, paid leave for treatment, and the subsidies for leaving."),
                WorkInjury,
                work_injury,
                forms.WorkInjuryForm,
                ("work_injury",),
                "工伤保险条例 33-37",
            ),
            Calculator(
                "social_insurance",
                _("Social-insurance loss"),
                _("What can be claimed in arbitration, and where the rest goes."),
                SocialInsurance,
                social_insurance,
                forms.SocialInsuranceForm,
                ("social_insurance",),
                "社会保险法 63",
            ),
        ),
    ),
    Group(
        _("Procedure"),
        (
            Calculator(
                "final_award",
                _("Final award or not"),
                _("Which items fall under the line of twelve minimum wages; one award or two."),
                FinalAward,
                final_award,
                forms.FinalAwardForm,
                (),
                "劳动争议调解仲裁法 47",
            ),
        ),
    ),
)

CALCULATORS: dict[str, Calculator] = {found.code: found for group in GROUPS for found in group.calculators}


def for_claim(kind: str) -> list[Calculator]:
    """The calculators that work out a claim of this kind; none for other claims."""
    return [calculator for calculator in CALCULATORS.values() if kind in calculator.claim_kinds]


def choices() -> list[tuple[str, Any]]:
    """Code and name of every calculator whose sum a claim may take."""
    return [(found.code, found.label) for found in CALCULATORS.values() if found.claim_kinds]
