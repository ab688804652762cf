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
from labour_law.entitlements.heat_allowance import HeatAllowance, HotDays, HotHours
from law_tables.models import Place


def month_field(label: Any, help_text: Any = "") -> WholeField:
    """A month of the year, chosen; or left to the rule of the place."""
    return WholeField(
        label=label,
        help_text=help_text,
        widget=forms.Select(choices=[("", _("As the rule says")), *MONTHS.items()]),
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
    wide = ("hot_days", "hot_hours")

    region = region_field()
    start = day_field(_("Worked in the heat from"))
    end = day_field(
        _("Worked in the heat until"),
        _("Only the hot season counts; enter whole years if it was every summer."),
    )
    place = forms.ChoiceField(
        label=_("Where the work was done"),
        choices=[("", _("Not said")), *Place.choices],
        help_text=_("Needed where the allowance is not the same outdoors and indoors."),
        required=False,
    )
    paid = money_field(_("Allowance received"), required=False)
    hot_days = RowsField(
        HotDays,
        [
            ("year", YearField()),
            ("days", WholeField(suffix=_("days"))),
            ("degrees", WholeField(suffix="°C")),
        ],
        "2009 35",
        optional=1,
        label=_("Hot days"),
        help_text=_(
            "Where it is paid by the day. One a line: the year and its hot days worked; then the temperature, "
            "where the allowance goes by it, as in Chongqing."
        ),
        required=False,
    )
    hot_hours = RowsField(
        HotHours,
        [("year", YearField()), ("hours", NumberField(suffix=_("hours")))],
        "2024 320",
        label=_("Hot hours"),
        help_text=_("Where it is paid by the hour. One a line: the year and its hours worked in the heat."),
        required=False,
    )
    first_month = month_field(_("First month of the hot season"))
    last_month = month_field(
        _("Last month of the hot season"),
        _("Only where it was hot longer than the rule says, or not so long."),
    )
    left = wages_left()
    as_of = claimed_on()
