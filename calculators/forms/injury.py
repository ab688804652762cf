"""Work injury, and social insurance that was not paid in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.fields import NumberField, WholeField, YesNoField
from calculators.forms.base import (
    CalculatorForm,
    born_on,
    claimed_on,
    day_field,
    money_field,
    region_field,
    retires_as,
)
from labour_law.entitlements.social_insurance import SocialInsurance
from labour_law.entitlements.work_injury import WorkInjury


class WorkInjuryForm(CalculatorForm):
    facts_type = WorkInjury

    grade = WholeField(
        label=_("Grade of disability"),
        help_text=_("1 is the gravest. Empty while it has not been assessed."),
        widget=forms.Select(choices=[("", _("Not assessed")), *((n, n) for n in range(1, 11))]),
        required=False,
    )
    injured_on = day_field(_("Injured on"), _("Or the day an occupational disease was diagnosed."))
    monthly_wage = money_field(
        _("Insured monthly wage"), _("Mean of the 12 months before the injury, as reported to the insurance.")
    )
    region = region_field(_("Where the employer is insured."))
    insured = forms.BooleanField(
        label=_("Work-injury insurance was paid in"),
        help_text=_("What the fund pays is then told, and no part of the sum."),
        required=False,
    )
    leave_months = NumberField(
        label=_("Months of paid leave for treatment"),
        help_text=_("At most 12, and 12 more where the assessment commission agreed."),
        suffix=_("months"),
        required=False,
    )
    leave_wage = money_field(
        _("Monthly wage before the injury"),
        _("It goes on during that leave. Empty: the insured wage counts."),
        required=False,
    )
    leave_paid = money_field(_("Paid for these months"), required=False)
    left = day_field(
        _("Last day of employment"),
        _("Grades 5 to 10: the subsidies for leaving are worked out only with it."),
        required=False,
    )
    born = born_on()
    retires_as = retires_as()
    as_of = claimed_on()


class SocialInsuranceForm(CalculatorForm):
    facts_type = SocialInsurance
    wide = ("can_be_made_up", "waiver_signed")

    can_be_made_up = YesNoField(
        label=_("Can the contributions still be paid in?"),
        help_text=_(
            "Ask the social insurance office: only a loss that cannot be made up goes to arbitration."
        ),
    )
    loss = money_field(
        _("Benefits lost"), _("What the worker would have received from the insurance."), required=False
    )
    arrears = money_field(_("Contributions not paid"), required=False)
    arrears_since = day_field(_("Due since"), _("The late fee runs from this day."), required=False)
    waiver_signed = forms.BooleanField(
        label=_("The worker signed a waiver of social insurance"), required=False
    )
    as_of = claimed_on()
