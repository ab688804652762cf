"""The series of rates by name, and what their values are counted in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.TextChoices):
    MINIMUM_WAGE_MONTH = "minimum_wage_month", _("Minimum wage, monthly")
    MINIMUM_WAGE_HOUR = "minimum_wage_hour", _("Minimum wage, hourly")
    HEAT_MONTH = "heat_month", _("High-temperature allowance, monthly")
    HEAT_DAY = "heat_day", _("High-temperature allowance, daily")
    HEAT_HOUR = "heat_hour", _("High-temperature allowance, hourly")
    AVERAGE_WAGE = "average_wage", _("Average monthly wage")
    INJURY_DISABILITY = "injury_disability", _("One-time disability grant")
    INJURY_MEDICAL = "injury_medical", _("One-time medical subsidy for work injury")
    INJURY_EMPLOYMENT = "injury_employment", _("One-time employment subsidy for disability")
    SICK_FLOOR = "sick_floor", _("Sick pay, at least")
    STANDSTILL_CYCLE = "standstill_cycle", _("Standstill, wages of the first pay cycle")
    STANDSTILL_AFTER = "standstill_after", _("Standstill, living allowance after it")


class Unit(models.TextChoices):
    YUAN_MONTH = "yuan_month", _("yuan a month")
    YUAN_HOUR = "yuan_hour", _("yuan an hour")
    YUAN_DAY = "yuan_day", _("yuan a day")
    PERCENT_DAY = "percent_day", _("% of the average daily wage, a day")
    YUAN = "yuan", _("yuan")
    MONTHS = "months", _("monthly wages")
    PERCENT_WAGE = "percent_wage", _("% of the worker's wage")
    PERCENT_MINIMUM = "percent_minimum", _("% of the minimum wage")


UNITS: dict[str, tuple[str, ...]] = {
    Series.MINIMUM_WAGE_MONTH: (Unit.YUAN_MONTH,),
    Series.MINIMUM_WAGE_HOUR: (Unit.YUAN_HOUR,),
    Series.HEAT_MONTH: (Unit.YUAN_MONTH,),
    Series.HEAT_DAY: (Unit.YUAN_DAY, Unit.PERCENT_DAY),
    Series.HEAT_HOUR: (Unit.YUAN_HOUR,),
    Series.AVERAGE_WAGE: (Unit.YUAN_MONTH,),
    Series.INJURY_DISABILITY: (Unit.MONTHS,),
    Series.INJURY_MEDICAL: (Unit.MONTHS, Unit.YUAN),
    Series.INJURY_EMPLOYMENT: (Unit.MONTHS, Unit.YUAN),
    Series.SICK_FLOOR: (Unit.PERCENT_MINIMUM,),
    Series.STANDSTILL_CYCLE: (Unit.PERCENT_WAGE,),
    Series.STANDSTILL_AFTER: (Unit.PERCENT_MINIMUM,),
}
"""What the values of a series are counted in; those of an injury have a grade of disability as well."""
