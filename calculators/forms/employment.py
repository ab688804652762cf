"""The facts of one employment, from which all follows that may be claimed."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from calculators.fields import NumberField, YesNoField
from calculators.forms.allowances import AnnualLeaveForm, HeatAllowanceForm
from calculators.forms.base import (
    CalculatorForm,
    born_on,
    day_field,
    money_field,
    region_field,
    retires_as,
)
from calculators.forms.ending import CAUSES, severance_paid
from calculators.forms.injury import WorkInjuryForm
from calculators.forms.wages import TERMS, earlier_wages, over_age, own_insurance
from core import clock
from core.fields import DateField
from labour_law.entitlements.employment import Employment
from law_tables.models import Place

ENDINGS: dict[str, Any] = {
    "unlawful": _("Dismissed without a ground, or against the rules"),
    "at_fault": _("Dismissed for a fault the employer alleges (art. 39)"),
    **CAUSES,
    "own_wish": _("Resigned of the worker's own wish"),
    "agreed_by_worker": _("Agreed, on the worker's proposal (art. 36)"),
    "not_renewed_by_worker": _("Fixed term ended, the worker did not renew it"),
    "retired": _("Retired (art. 44(2))"),
}

CONTRACTS = {
    "": _("Not asked"),
    "signed": _("Signed within the first month"),
    "late": _("Signed later"),
    "never": _("Never signed"),
    "ran_out": _("Ran out, and work went on without a new one"),
    "refused": _("One without a fixed term was due, and refused"),
}

SECTIONS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    (
        "work",
        _("Employment"),
        (
            "region",
            "as_of",
            "hired",
            "left",
            "ended",
            "monthly_wage",
            "part_time",
            "over_age",
            "earlier_wages",
        ),
    ),
    (
        "end",
        _("What the end brought"),
        (
            "notice_given",
            "protected",
            "mean",
            "mean_overtime",
            "severance_paid",
            "treatment_over",
            "born",
            "retires_as",
            "pension",
        ),
    ),
    (
        "contract",
        _("Contract and insurance"),
        (
            "contract",
            "contract_on",
            "probation_term",
            "probation_from",
            "probation_to",
            "insured",
            "own_insurance",
        ),
    ),
    ("unpaid", _("Wages not paid"), ("unpaid_from", "unpaid_to", "unpaid_paid")),
    (
        "without_work",
        _("Illness and standstill"),
        ("sick_from", "sick_to", "sick_paid", "idle_from", "idle_to", "idle_paid"),
    ),
    (
        "hours",
        _("Hours"),
        ("days_a_week", "hours_a_day", "on_holidays", "overtime_from", "overtime_to", "overtime_paid"),
    ),
    ("leave", _("Annual leave"), ("first_worked", "leave_years")),
    ("heat", _("Work in the heat"), ("heat_place", "heat_paid", "hot_days", "hot_hours")),
    ("injury", _("Work injury"), ("injured_on", "grade", "insured_wage", "leave_months", "leave_paid")),
)
"""The facts as a worker tells them; the first section always stands open."""


@dataclass(frozen=True)
class Section:
    """Facts that are told together; `is_open` where something is said there, or wrong."""

    code: str
    title: Any
    fields: list[forms.BoundField]
    is_open: bool


def as_in(form: type[CalculatorForm], name: str, **changed: Any) -> forms.Field:
    """The fact as the calculator asks for it; here it may stay empty."""
    field = copy.deepcopy(form.base_fields[name])
    field.required = False
    for attribute, value in changed.items():
        setattr(field, attribute, value)
    return field


class EmploymentForm(CalculatorForm):
    facts_type = Employment
    wide = (
        "ended",
        "earlier_wages",
        "contract",
        "probation_term",
        "on_holidays",
        "leave_years",
        "hot_days",
        "hot_hours",
    )

    region = region_field()
    as_of = DateField(
        label=_("Claimed on"), help_text=_("The limits are counted from this day."), initial=clock.today
    )
    hired = day_field(_("Hired on"), _("The first day of work."))
    left = day_field(
        _("Last day of employment"), _("Leave it empty while the employment lasts."), required=False
    )
    ended = forms.ChoiceField(
        label=_("How the employment ended"),
        choices=[("", _("It goes on")), *ENDINGS.items()],
        required=False,
    )
    monthly_wage = money_field(
        _("Monthly wage"), _("At the end or now, for normal hours, before insurance and tax.")
    )
    part_time = forms.BooleanField(
        label=_("Part-time by the hour, at most 24 hours a week"),
        help_text=_("No double wages, no severance (art. 69 and 71)."),
        required=False,
    )
    over_age = over_age()
    earlier_wages = earlier_wages()
    notice_given = YesNoField(
        label=_("Was notice given 30 days before?"),
        help_text=_("For a dismissal without fault (art. 40): without it a month's wage is owed."),
        required=False,
    )
    protected = forms.BooleanField(
        label=_("Protected from dismissal (art. 42)"),
        help_text=_(
            "Pregnant, nursing or on maternity leave; in treatment; exposed at work and not examined; "
            "fifteen years there and less than five to retirement."
        ),
        required=False,
    )
    severance_paid = severance_paid()
    treatment_over = forms.BooleanField(
        label=_("Ill beyond the medical treatment period when the term ended"),
        help_text=_("A medical subsidy may be due then, too. A dismissal for illness is chosen above."),
        required=False,
    )
    born = born_on()
    retires_as = retires_as()
    pension = YesNoField(
        label=_("Is a pension drawn?"),
        help_text=_("Where the age of retirement was reached."),
        required=False,
    )
    mean = money_field(
        _("Mean monthly wage"),
        _("Of the 12 months before the end, with bonuses. Empty: worked out from the wages above."),
        required=False,
    )
    mean_overtime = money_field(
        _("Overtime pay in that mean"),
        _("Leave goes without it, severance too but in Beijing."),
        required=False,
    )
    contract = forms.ChoiceField(label=_("Written contract"), choices=list(CONTRACTS.items()), required=False)
    contract_on = day_field(
        _("The day of it"),
        _("Signed later: that day. Ran out: its last day. Refused: the day it was due."),
        required=False,
    )
    probation_term = forms.ChoiceField(
        label=_("Contract with a probation"),
        choices=[("", _("Not asked")), *TERMS.items()],
        help_text=_("The months in brackets are the longest probation allowed (art. 19)."),
        required=False,
    )
    probation_from = day_field(_("Probation from"), _("Empty: from the first day of work."), required=False)
    probation_to = day_field(
        _("Probation until"), _("The last day that was worked in probation."), required=False
    )
    own_insurance = own_insurance()
    insured = YesNoField(label=_("Was social insurance paid in?"), required=False)
    unpaid_from = day_field(_("Not paid from"), required=False)
    unpaid_to = day_field(_("Not paid until"), _("Empty: up to the last day."), required=False)
    unpaid_paid = money_field(_("Already paid"), _("What was paid towards this period."), required=False)
    sick_from = day_field(_("Ill from"), _("The first day of this absence."), required=False)
    sick_to = day_field(_("Ill until"), _("Empty: up to the last day."), required=False)
    sick_paid = money_field(_("Sick pay received"), required=False)
    idle_from = day_field(
        _("Standstill from"), _("The first day without work, through no fault of the worker."), required=False
    )
    idle_to = day_field(_("Standstill until"), _("Empty: up to the last day."), required=False)
    idle_paid = money_field(_("Paid for the standstill"), required=False)
    days_a_week = NumberField(
        label=_("Days worked a week"),
        help_text=_("5.5 where every second Saturday was worked."),
        suffix=_("days"),
        required=False,
    )
    hours_a_day = NumberField(
        label=_("Hours worked a day"), help_text=_("Without breaks."), suffix=_("hours"), required=False
    )
    on_holidays = forms.BooleanField(label=_("Statutory holidays were worked too"), required=False)
    overtime_from = day_field(_("Overtime from"), _("Empty: from the first day of work."), required=False)
    overtime_to = day_field(_("Overtime until"), _("Empty: up to the last day."), required=False)
    overtime_paid = money_field(_("Overtime pay received"), required=False)
    first_worked = as_in(
        AnnualLeaveForm,
        "first_worked",
        help_text=_(
            "With any employer: the years in all decide how many days there are. Empty: this employment alone counts."
        ),
    )
    leave_years = as_in(AnnualLeaveForm, "years")
    heat_place = forms.ChoiceField(
        label=_("Worked in the heat"),
        choices=[("", _("No")), *Place.choices],
        help_text=_("Outdoors at 35 °C or more, or in rooms not cooled below 33 °C."),
        required=False,
    )
    heat_paid = as_in(HeatAllowanceForm, "paid")
    hot_days = as_in(HeatAllowanceForm, "hot_days")
    hot_hours = as_in(HeatAllowanceForm, "hot_hours")
    injured_on = as_in(WorkInjuryForm, "injured_on")
    grade = as_in(
        WorkInjuryForm,
        "grade",
        help_text=_("1 is the gravest. Empty while it has not been assessed."),
    )
    insured_wage = as_in(
        WorkInjuryForm,
        "monthly_wage",
        help_text=_("Mean of the 12 months before the injury, as reported. Empty: the mean of the wages."),
    )
    leave_months = as_in(WorkInjuryForm, "leave_months")
    leave_paid = as_in(WorkInjuryForm, "leave_paid")

    def sections(self) -> Iterator[Section]:
        """The facts in their sections."""
        for number, (code, title, names) in enumerate(SECTIONS):
            said = any(self[name].value() for name in names) or any(name in self.errors for name in names)
            yield Section(code, title, [self[name] for name in names], number == 0 or said)
