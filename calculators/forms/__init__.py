"""A form for each calculator."""

from calculators.forms.allowances import AnnualLeaveForm, HeatAllowanceForm
from calculators.forms.award import FinalAwardForm
from calculators.forms.base import CalculatorForm
from calculators.forms.employment import EmploymentForm
from calculators.forms.ending import DamagesForm, NoticePayForm, SeveranceForm
from calculators.forms.injury import SocialInsuranceForm, WorkInjuryForm
from calculators.forms.wages import DoubleWagesForm, MinimumWageForm, OvertimeForm, UnpaidWagesForm

__all__ = [
    "AnnualLeaveForm",
    "CalculatorForm",
    "DamagesForm",
    "DoubleWagesForm",
    "EmploymentForm",
    "FinalAwardForm",
    "HeatAllowanceForm",
    "MinimumWageForm",
    "NoticePayForm",
    "OvertimeForm",
    "SeveranceForm",
    "SocialInsuranceForm",
    "UnpaidWagesForm",
    "WorkInjuryForm",
]
