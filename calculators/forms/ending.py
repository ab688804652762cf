"""The end of employment: severance N, pay in lieu of notice, damages 2N."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.fields import NumberField
from calculators.forms.base import (
    CalculatorForm,
    born_on,
    claimed_on,
    day_field,
    money_field,
    region_field,
    retires_as,
)
from core import clock
from core.fields import DateField, MoneyFormField
from labour_law.entitlements.causes import NOTICE_CAUSES
from labour_law.entitlements.continued_wages import ContinuedWages
from labour_law.entitlements.medical_subsidy import LEAST_MONTHS, MedicalSubsidy
from labour_law.entitlements.severance import Damages, NoticePay, Severance
from law_tables.forms import RegionField

CAUSES: dict[str, Any] = {
    "agreed_by_employer": _("Agreed, on the employer's proposal (art. 36)"),
    "forced_resignation": _("Resigned because of the employer's fault (art. 38)"),
    "no_fault_illness": _("Dismissed: illness or injury off work (art. 40(1))"),
    "no_fault_incompetent": _("Dismissed: not up to the work after training or transfer (art. 40(2))"),
    "no_fault_changed": _("Dismissed: circumstances changed greatly (art. 40(3))"),
    "redundancy": _("Redundancy (art. 41)"),
    "expiry": _("Fixed term ended, not renewed on equal terms (art. 44(1))"),
    "bankrupt": _("Employer declared bankrupt (art. 44(4))"),
    "closed": _("Employer's licence revoked, closed or dissolved (art. 44(5))"),
}

MEAN_HELP = _(
    "Mean of the 12 months before the end, gross, with bonuses and allowances, without overtime pay."
)


def hired_on() -> DateField:
    """The first day of employment."""
    return day_field(_("Hired on"), _("The first day of work."))


def left_on() -> DateField:
    """The last day of employment."""
    return day_field(_("Last day of employment"))


def cause_field(causes: dict[str, Any]) -> forms.ChoiceField:
    """How the employment ended; nothing is chosen beforehand."""
    return forms.ChoiceField(
        label=_("How the employment ended"), choices=[("", _("Choose")), *causes.items()]
    )


def mean_wage() -> MoneyFormField:
    """The mean monthly wage of the 12 months before the end, in yuan."""
    return money_field(_("Mean monthly wage"), MEAN_HELP)


def overtime_pay() -> MoneyFormField:
    """The overtime pay within that mean, in yuan a month."""
    return money_field(_("Mean monthly overtime pay"), _("Of the same 12 months."), required=False)


def overtime_in_base() -> forms.BooleanField:
    """Whether that overtime pay counts."""
    return forms.BooleanField(
        label=_("Count overtime pay"),
        help_text=_("Courts differ: Shanghai does not count it, Beijing does."),
        required=False,
    )


def severance_paid() -> MoneyFormField:
    """The severance that was paid already, in yuan."""
    return money_field(_("Severance received"), _("Taken off the sum."), required=False)


def region_of_average() -> RegionField:
    """The region whose minimum and average wage hold."""
    return region_field(_("Decides the minimum wage and the cap at three times the average wage."))


class SeveranceForm(CalculatorForm):
    facts_type = Severance
    wide = ("cause",)

    hired = hired_on()
    left = left_on()
    cause = cause_field(CAUSES)
    monthly_wage = mean_wage()
    region = region_of_average()
    overtime = overtime_pay()
    overtime_in_base = overtime_in_base()
    paid = severance_paid()
    born = born_on()
    retires_as = retires_as()
    as_of = claimed_on()


class NoticePayForm(CalculatorForm):
    facts_type = NoticePay
    wide = ("cause",)

    left = left_on()
    prior_month_wage = money_field(
        _("Wage of the month before"), _("The last full month before the end, gross.")
    )
    cause = cause_field({code: label for code, label in CAUSES.items() if code in NOTICE_CAUSES})
    as_of = claimed_on()


class DamagesForm(CalculatorForm):
    facts_type = Damages

    hired = hired_on()
    left = left_on()
    monthly_wage = mean_wage()
    region = region_of_average()
    overtime = overtime_pay()
    overtime_in_base = overtime_in_base()
    paid = severance_paid()
    as_of = claimed_on()


class ContinuedWagesForm(CalculatorForm):
    facts_type = ContinuedWages

    left = day_field(_("Last day of employment"), _("By the decision of the employer."))
    until = day_field(
        _("Reckoned until"),
        _("The day before work goes on, or the day of the claim for now."),
        initial=clock.today,
    )
    monthly_wage = money_field(_("Monthly wage"), _("For normal work, before insurance and tax."))
    as_of = claimed_on()


class MedicalSubsidyForm(CalculatorForm):
    facts_type = MedicalSubsidy
    wide = ("cause",)

    left = left_on()
    cause = cause_field(
        {
            "no_fault_illness": CAUSES["no_fault_illness"],
            "expiry": _("Fixed term ended after the medical treatment period"),
        }
    )
    monthly_wage = mean_wage()
    region = region_field(_("Decides whether there is a rule of its own."))
    months = NumberField(
        label=_("Months' wages"),
        help_text=_("Six at least; for a grave illness nine, for an incurable one twelve, by the old rule."),
        suffix=_("months"),
        initial=LEAST_MONTHS,
        required=False,
    )
    as_of = claimed_on()
