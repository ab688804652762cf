"""Leave and allowances: annual leave not given, high-temperature allowance."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from calculators.fields import NumberField, RowsField, WholeField, YearField
from calculators.forms.base import CalculatorForm, claimed_on, day_field, money_field, region_field
from calculators.forms.wages import wages_left
from labour_law.entitlements.annual_leave import AnnualLeave, LeaveYear
from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays


def month_field(label: Any, initial: int, help_text: Any = "") -> WholeField:
    """A month of the year, chosen."""
    return WholeField(
        label=label,
        help_text=help_text,
        widget=forms.Select(choices=MONTHS.items()),
        initial=initial,
        required=False,
    )


class AnnualLeaveForm(CalculatorForm):
    facts_type = AnnualLeave
    wide = ("years",)

    first_worked = day_field(
        _("First day of working life"),
        _("With any employer: the years in all decide how many days there are."),
    )
    hired = day_field(_("Hired on"), _("With this employer."))
    left = day_field(
        _("Last day of employment"), _("Leave it empty while the employment lasts."), required=False
    )
    monthly_wage = money_field(_("Mean monthly wage"), _("Mean of 12 months, gross, without overtime pay."))
    years = RowsField(
        LeaveYear,
        [("year", YearField()), ("taken", NumberField(suffix=_("days")))],
        "2025 2",
        label=_("Years in question"),
        help_text=_("One a line: the year, and the days of leave taken in it (0 for none)."),
    )
    paid_share = forms.TypedChoiceField(
        label=_("Were the days worked instead paid?"),
        choices=[
            ("1", _("Yes, like ordinary days; still owed: 200%")),
            ("0", _("No; owed: 300%")),
        ],
        coerce=Decimal,
        initial="1",
        required=False,
    )
    as_of = claimed_on()


class HeatAllowanceForm(CalculatorForm):
    facts_type = HeatAllowance
    wide = ("hot_days",)

    region = region_field()
    start = day_field(_("Worked in the heat from"))
    end = day_field(
        _("Worked in the heat until"),
        _("Only the hot season counts; enter whole years if it was every summer."),
    )
    paid = money_field(_("Allowance received"), required=False)
    hot_days = RowsField(
        HotDays,
        [("year", YearField()), ("days", WholeField(suffix=_("days")))],
        "2009 35",
        label=_("Hot days"),
        help_text=_(
            "One a line: the year and its days of 35 °C or more. Only for Shanghai before June 2011, when it was paid by the day."
        ),
        required=False,
    )
    first_month = month_field(_("First month of the hot season"), 6)
    last_month = month_field(
        _("Last month of the hot season"), 9, _("June to September in Shanghai and Jiangsu; elsewhere check.")
    )
    left = wages_left()
    as_of = claimed_on()
