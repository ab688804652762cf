"""What facts of any kind must satisfy; ``field`` names the attribute that does not."""

from datetime import date
from decimal import Decimal

from labour_law.errors import InvalidAmount, InvalidCount, InvalidHours, InvalidPeriod


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
    """A sum in yuan is zero or more. Raises InvalidAmount.

    >>> require_amount("loss", Decimal(0))
    """
    if not Decimal(amount).is_finite():
        raise InvalidAmount("amount_not_finite", field=field)
    if amount < 0:
        raise InvalidAmount("amount_negative", field=field)


def require_count(field: str, count: Decimal | int, limit: int | None = None) -> None:
    """A number of days, months or shares is zero or more, and at most ``limit``. Raises InvalidCount.

    >>> require_count("leave_months", 25, 24)
    Traceback (most recent call last):
    labour_law.errors.InvalidCount: The number is above 24.
    """
    if count < 0:
        raise InvalidCount("count_negative", field=field)
    if limit is not None and count > limit:
        raise InvalidCount("count_too_large", field=field, limit=limit)


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
    if hours < 0:
        raise InvalidHours("hours_negative", field=field)
