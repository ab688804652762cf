"""A form for each calculator."""

from calculators.forms.allowances import AnnualLeaveForm, HeatAllowanceForm
from calculators.forms.award import FinalAwardForm
from calculators.forms.base import CalculatorForm
from calculators.forms.employment import EmploymentForm
from calculators.forms.ending import (
    ContinuedWagesForm,
    DamagesForm,
    MedicalSubsidyForm,
    NoticePayForm,
    SeveranceForm,
)
from calculators.forms.injury import SocialInsuranceForm, WorkInjuryForm
from calculators.forms.wages import (
    DoubleWagesForm,
    MinimumWageForm,
    OvertimeForm,
    ProbationForm,
    SickPayForm,
    StandstillForm,
    UnpaidWagesForm,
)

__all__ = [
    "AnnualLeaveForm",
    "CalculatorForm",
    "ContinuedWagesForm",
    "DamagesForm",
    "DoubleWagesForm",
    "EmploymentForm",
    "FinalAwardForm",
    "HeatAllowanceForm",
    "MedicalSubsidyForm",
    "MinimumWageForm",
    "NoticePayForm",
    "OvertimeForm",
    "ProbationForm",
    "SeveranceForm",
    "SickPayForm",
    "SocialInsuranceForm",
    "StandstillForm",
    "UnpaidWagesForm",
    "WorkInjuryForm",
]
