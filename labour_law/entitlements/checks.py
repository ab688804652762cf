"""What facts of any kind must satisfy; ``field`` names the attribute that does not."""

from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal

from labour_law.errors import InvalidAmount, InvalidChoice, InvalidCount, InvalidHours, InvalidPeriod
from labour_law.money import MAX_CAPITALS

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""A day outside of these years is a slip of the pen."""

MAX_COUNT = 100_000
"""So are more days, months or hours than this."""


def require_wage(field: str, amount: Decimal) -> None:
    """A wage in yuan is above zero. Raises InvalidAmount.

    >>> require_wage("monthly_wage", Decimal(0))
    Traceback (most recent call last):
    labour_law.errors.InvalidAmount: The amount must be above zero.
    """
    require_amount(field, amount)
    if not amount:
        raise InvalidAmount("amount_not_positive", field=field)


def require_amount(field: str, amount: Decimal) -> None:
    """A sum in yuan is a Decimal (or int), zero or more, and can be written in capitals. Raises InvalidAmount.

    >>> require_amount("loss", Decimal(0))
    """
    if not _is_number(amount):
        raise InvalidAmount("amount_not_finite", field=field)
    if amount < 0:
        raise InvalidAmount("amount_negative", field=field)
    if amount > MAX_CAPITALS:
        raise InvalidAmount("amount_too_large", field=field, limit=f"{MAX_CAPITALS:,}")


def require_count(field: str, count: Decimal | int, limit: int = MAX_COUNT) -> None:
    """A number of days, months or shares is zero or more, and at most ``limit``. Raises InvalidCount.

    >>> require_count("leave_months", 25, 24)
    Traceback (most recent call last):
    labour_law.errors.InvalidCount: The number is above 24.
    """
    if not _is_number(count):
        raise InvalidCount("count_not_a_number", field=field)
    if count < 0:
        raise InvalidCount("count_negative", field=field)
    if count > limit:
        raise InvalidCount("count_too_large", field=field, limit=limit)


def require_whole(field: str, count: int, limit: int) -> None:
    """A year or a number of whole days: as `require_count`, and an int. Raises InvalidCount.

    >>> require_whole("year", Decimal("2025.5"), LAST_YEAR)
    Traceback (most recent call last):
    labour_law.errors.InvalidCount: Enter a whole number.
    """
    require_count(field, count, limit)
    if not isinstance(count, int):
        raise InvalidCount("count_not_whole", field=field)


def require_choice(field: str, choice: str, choices: Container[str]) -> None:
    """One of the choices there are. Raises InvalidChoice.

    >>> require_choice("limitation_method", "monthly", ("whole", "daily"))
    Traceback (most recent call last):
    labour_law.errors.InvalidChoice: There is no choice monthly here.
    """
    if choice not in choices:
        raise InvalidChoice("choice_unknown", field=field, choice=choice)


def require_days(**days: date | None) -> None:
    """The days there are lie between 1900 and 2100. Raises InvalidPeriod.

    >>> require_days(left=date(9999, 12, 31))
    Traceback (most recent call last):
    labour_law.errors.InvalidPeriod: The year must lie between 1900 and 2100.
    """
    for field, day in days.items():
        if day is None:
            continue
        if not isinstance(day, date) or isinstance(day, datetime):
            raise InvalidPeriod("period_not_a_day", field=field)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise InvalidPeriod("period_out_of_range", field=field)


def require_order(field: str, start: date, end: date | None) -> None:
    """The day in ``field``, where there is one, is not before ``start``. Raises InvalidPeriod.

    >>> require_order("left", date(2026, 3, 1), date(2026, 2, 28))
    Traceback (most recent call last):
    labour_law.errors.InvalidPeriod: The end (2026-02-28) is before the start (2026-03-01).
    """
    if end is not None and end < start:
        raise InvalidPeriod("period_order", field=field, start=start, end=end)


def require_hours(field: str, hours: Decimal | int) -> None:
    """Hours are zero or more. Raises InvalidHours.

    >>> require_hours("hours", -1)
    Traceback (most recent call last):
    labour_law.errors.InvalidHours: Hours cannot be below zero.
    """
    if not _is_number(hours):
        raise InvalidHours("hours_not_a_number", field=field)
    if hours < 0:
        raise InvalidHours("hours_negative", field=field)
    if hours > MAX_COUNT:
        raise InvalidHours("hours_too_many", field=field, limit=MAX_COUNT)


def _is_number(value: object) -> bool:
    """A finite Decimal or an int; not a float, which is inexact, nor a bool."""
    return isinstance(value, Decimal | int) and not isinstance(value, bool) and Decimal(value).is_finite()
