"""Overtime from what was usually worked: days a week and hours a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.calendar import Calendar
from labour_law.entitlements.result import ZERO
from labour_law.money import round_fen

NORMAL_HOURS, NORMAL_DAYS, NORMAL_WEEK = Decimal(8), Decimal(5), Decimal(40)
"""Of a day, a week in days, a week in hours (国务院关于职工工作时间的规定 3)."""

_DAY = timedelta(days=1)
_FRIDAY, _SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class UsualHours:
    """``days`` worked a week and ``hours`` a day; ``on_holidays``: on statutory holidays too."""

    days: Decimal = NORMAL_DAYS
    hours: Decimal = NORMAL_HOURS
    on_holidays: bool = False

    @property
    def is_beyond_normal(self) -> bool:
        """Whether there can be overtime at all. Raises nothing.

        >>> UsualHours(days=Decimal(6), hours=Decimal(6)).is_beyond_normal
        False
        """
        beyond_day = self.days > 0 and self.hours > NORMAL_HOURS
        return beyond_day or self.days * self.hours > NORMAL_WEEK or self.on_holidays

    def overtime(self, start: date, end: date, calendar: Calendar) -> tuple[Decimal, Decimal, Decimal]:
        """Hours from ``start`` to ``end``, both counted: beyond eight on working days; beyond forty a week on rest days;
        on statutory holidays; to two places. Of the Saturdays and Sundays that are days off, so many are worked as the week has working
        days beyond five: with six each Saturday, with five and a half every second. Raises CalendarYearUnknown.

        >>> UsualHours(days=Decimal(6), hours=Decimal(10)).overtime(date(2025, 8, 1), date(2025, 8, 31), CALENDAR)
        (Decimal('42.00'), Decimal('50.00'), Decimal('0.00'))
        """
        working = saturdays = sundays = holidays = 0
        for day in (start + i * _DAY for i in range((end - start).days + 1)):
            if calendar.pays_triple(day):
                holidays += 1
            elif calendar.is_working_day(day):
                working += 1
            elif day.weekday() > _FRIDAY and not calendar.is_statutory_holiday(day):
                saturdays += day.weekday() == _SATURDAY
                sundays += day.weekday() > _SATURDAY
        a_week = min(self.days, NORMAL_DAYS) / NORMAL_DAYS
        return (
            round_fen(working * a_week * max(self.hours - NORMAL_HOURS, ZERO)),
            round_fen(self._rest_days(saturdays, sundays)),
            round_fen(holidays * self.hours) if self.on_holidays else ZERO,
        )

    def _rest_days(self, saturdays: int, sundays: int) -> Decimal:
        beyond = self.days - NORMAL_DAYS
        if beyond <= 0:
            return ZERO
        worked = saturdays * min(beyond, Decimal(1)) + sundays * max(beyond - 1, ZERO)
        beyond_week = (
            self.days * self.hours - NORMAL_WEEK - NORMAL_DAYS * max(self.hours - NORMAL_HOURS, ZERO)
        )
        return worked * max(beyond_week, ZERO) / beyond
