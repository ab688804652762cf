"""Wages and hours: unpaid wages, minimum wage, overtime, the second wage without a contract."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from calculators.fields import NumberField, RowsField, YesNoField
from calculators.forms.base import CalculatorForm, claimed_on, day_field, money_field, region_field
from core.fields import DateField, MoneyFormField
from labour_law.entitlements.double_wages import DoubleWages
from labour_law.entitlements.minimum_wage import MinimumWage
from labour_law.entitlements.overtime import Overtime, WorkedDay
from labour_law.entitlements.probation import Probation
from labour_law.entitlements.sick_pay import SickPay
from labour_law.entitlements.standstill import Standstill
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.entitlements.wages import UnpaidWages

LEFT_HELP = _("Leave it empty while the employment lasts: wages can then be claimed without a limit in time.")


def wages_left() -> DateField:
    """The last day of employment, where it has ended."""
    return day_field(_("Last day of employment"), LEFT_HELP, required=False)


def hours_field(label: Any, help_text: Any = "") -> NumberField:
    """A number of hours; empty where there are none."""
    return NumberField(label=label, help_text=help_text, required=False, suffix=_("hours"))


def earlier_wages() -> RowsField:
    """Wages before the present one, each with the last day it held."""
    return RowsField(
        EarlierWage,
        [("until", DateField()), ("monthly_wage", MoneyFormField(positive=True))],
        "2025-06-30 5800",
        label=_("Earlier wages"),
        help_text=_("Where the wage was raised. One a line: the last day it held, and that wage a month."),
        required=False,
    )


def own_insurance() -> MoneyFormField:
    """What the worker pays for social insurance and the housing fund, in yuan a month."""
    return money_field(
        _("Own insurance and housing fund"),
        _(
            "What the worker pays of it a month. Only counts where the minimum wage is without it, as in Shanghai and "
            "Beijing."
        ),
        required=False,
    )


class UnpaidWagesForm(CalculatorForm):
    facts_type = UnpaidWages
    wide = ("earlier_wages",)

    monthly_wage = money_field(_("Monthly wage"), _("As agreed, before insurance and tax."))
    earlier_wages = earlier_wages()
    region = region_field(_("Decides the minimum wage."))
    start = day_field(_("Not paid from"))
    end = day_field(_("Not paid until"), _("The last day worked without pay."))
    part_days = NumberField(
        label=_("Days worked in the part month"),
        help_text=_("Leave it empty to count the working days by the calendar."),
        suffix=_("days"),
        required=False,
    )
    paid = money_field(_("Already paid"), _("What was paid towards this period."), required=False)
    own_insurance = own_insurance()
    left = wages_left()
    as_of = claimed_on()


def over_age() -> forms.BooleanField:
    """Whether the worker was past the age of retirement."""
    return forms.BooleanField(
        label=_("Past retirement age, under a written agreement"),
        help_text=_("By the rules in force since 1 Jul 2026."),
        required=False,
    )


class MinimumWageForm(CalculatorForm):
    facts_type = MinimumWage
    wide = ("earlier_wages",)

    region = region_field()
    start = day_field(_("Paid too little from"))
    end = day_field(_("Paid too little until"))
    monthly_wage = money_field(
        _("Paid per month"), _("Before tax. For part-time work, leave it empty."), required=False
    )
    earlier_wages = earlier_wages()
    excluded = money_field(
        _("Of it, what does not count"),
        _("Overtime pay, allowances for late shifts, heat and hazards, money for meals, travel and housing."),
        required=False,
    )
    own_insurance = own_insurance()
    hourly_wage = money_field(_("Paid per hour"), _("For part-time work only."), required=False)
    hours = hours_field(_("Hours worked in all"), _("For part-time work only."))
    over_age = over_age()
    left = wages_left()
    as_of = claimed_on()


class SickPayForm(CalculatorForm):
    facts_type = SickPay
    wide = ("earlier_wages",)

    region = region_field(_("Decides the minimum wage, and the rule on sick pay."))
    hired = day_field(_("Hired on"), _("Where the share grows with the years of service, as in Shanghai."))
    start = day_field(_("Ill from"), _("The first day of this absence."))
    end = day_field(_("Ill until"))
    monthly_wage = money_field(_("Monthly wage"), _("As agreed for normal work, before insurance and tax."))
    earlier_wages = earlier_wages()
    paid = money_field(_("Already paid"), _("What was paid towards this period."), required=False)
    left = wages_left()
    as_of = claimed_on()


class StandstillForm(CalculatorForm):
    facts_type = Standstill
    wide = ("earlier_wages",)

    region = region_field(_("Decides the living allowance, a share of the minimum wage."))
    start = day_field(_("Standstill from"), _("The first day without work, through no fault of the worker."))
    end = day_field(_("Standstill until"))
    monthly_wage = money_field(_("Monthly wage"), _("As agreed, before insurance and tax."))
    earlier_wages = earlier_wages()
    paid = money_field(_("Already paid"), _("What was paid towards this period."), required=False)
    left = wages_left()
    as_of = claimed_on()


class OvertimeForm(CalculatorForm):
    facts_type = Overtime
    wide = ("days",)

    monthly_wage = money_field(_("Monthly wage"), _("For normal hours, as in the contract."))
    region = region_field(_("Decides the minimum wage."))
    weekday_hours = hours_field(_("Hours on working days"), _("Paid at 150%."))
    rest_day_hours = hours_field(_("Hours on rest days"), _("Paid at 200%, unless time off was given."))
    holiday_hours = hours_field(_("Hours on statutory holidays"), _("Paid at 300%."))
    start = day_field(_("Worked from"), required=False)
    end = day_field(_("Worked until"), _("These hours go by the minimum wage of that day."), required=False)
    days_in_lieu_hours = hours_field(_("Time off given for rest days"), _("Taken off the hours at 200%."))
    days = RowsField(
        WorkedDay,
        [("day", DateField()), ("hours", NumberField(suffix=_("hours")))],
        "2025-10-01 8",
        label=_("Or single days"),
        help_text=_(
            "One a line: day and hours. The calendar tells working days, rest days and holidays apart."
        ),
        required=False,
    )
    base_share = forms.TypedChoiceField(
        label=_("Base"),
        choices=[
            ("1", _("The wage of the contract")),
            ("0.7", _("Shanghai, where no wage was agreed: 70%")),
        ],
        coerce=Decimal,
        initial="1",
        required=False,
    )
    raise_to_minimum = YesNoField(
        label=_("Raise the base to the minimum wage"),
        help_text=_("Where the base is lower. No wage may lie below the minimum wage."),
        widget=forms.Select,
        initial="yes",
        required=False,
    )
    paid = money_field(_("Overtime pay received"), required=False)
    left = wages_left()
    as_of = claimed_on()

    def clean(self) -> dict[str, Any]:
        kinds = ("weekday_hours", "rest_day_hours", "holiday_hours", "days")
        if not any(self.cleaned_data.get(kind) or kind in self.errors for kind in kinds):
            self.add_error(
                "weekday_hours",
                ValidationError(gettext("Enter hours of at least one kind."), code="no_hours"),
            )
        return super().clean()


class DoubleWagesForm(CalculatorForm):
    facts_type = DoubleWages
    wide = ("earlier_wages",)

    hired = day_field(_("Hired on"), _("The first day of work."))
    monthly_wage = money_field(
        _("Monthly wage"), _("Owed for full attendance in the months without a contract.")
    )
    earlier_wages = earlier_wages()
    signed_on = day_field(
        _("Contract signed on"), _("Leave it empty if no written contract was ever signed."), required=False
    )
    left = day_field(
        _("Last day of employment"), _("Leave it empty while the employment lasts."), required=False
    )
    open_ended_due = day_field(
        _("Contract without fixed term due on"),
        _(
            "Only where the employer refused one: after ten years, or two fixed terms in a row. "
            "Double wages then count from this day, without the cap of eleven months."
        ),
        required=False,
    )
    part_month = forms.ChoiceField(
        label=_("Part of a month"),
        choices=[
            ("paid_days", _("Working days ÷ 21.75")),
            ("days_of_month", _("Working days ÷ working days of that month")),
        ],
        initial="paid_days",
        required=False,
        help_text=_("The rule leaves it open; ask your commission."),
    )
    limitation_method = forms.ChoiceField(
        label=_("How limitation is counted"),
        choices=[
            ("whole", _("One year from the end of the time without a contract")),
            ("daily", _("One year for each day by itself")),
        ],
        initial="whole",
        required=False,
        help_text=_("Courts differ, from memory: check yours. It never changes the sum, only the warning."),
    )
    as_of = claimed_on()


TERMS: dict[str, Any] = {
    "under_3_months": _("Under three months (none allowed)"),
    "under_1_year": _("Three months to under a year (one month)"),
    "under_3_years": _("One year to under three (two months)"),
    "longer": _("Three years or more, or without a fixed term (six months)"),
    "task": _("For the time of a task (none allowed)"),
    "again": _("A second probation with the same employer (none allowed)"),
}
"""The contract, and how long its probation may be (劳动合同法 19)."""


class ProbationForm(CalculatorForm):
    facts_type = Probation
    wide = ("term",)

    term = forms.ChoiceField(label=_("Contract"), choices=[("", _("Choose")), *TERMS.items()])
    start = day_field(_("Probation from"))
    end = day_field(_("Probation until"), _("The last day that was worked in probation."))
    monthly_wage = money_field(_("Wage after the probation"), _("Monthly, not that of the probation."))
    as_of = claimed_on()
