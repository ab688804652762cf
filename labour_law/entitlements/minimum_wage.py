"""The shortfall to the minimum wage (劳动法 48, 劳动合同法 72 and 85)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_hours, require_order
from labour_law.errors import InvalidAmount


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumWage:
    """A wage paid from ``start`` to ``end``, both counted: by the month, or by the hour for part-time work.

    ``region``: code of the place of work. ``monthly_wage``: what was paid for a whole month, yuan, and ``excluded``
    what of it does not count: overtime pay, allowances for middle and night shifts, heat, cold and hazards, statutory
    benefits (最低工资规定 12), and by local rule money for meals, travel and housing; in Shanghai the worker's own
    social insurance and housing fund payments too. Or ``hourly_wage``, yuan, and ``hours``, worked in the whole period.
    ``left``: last day of employment, None while employed. ``as_of``: day on which the claim is made, None where
    limitation is not asked for.
    """

    region: str
    start: date
    end: date
    monthly_wage: Decimal | None = None
    excluded: Decimal = Decimal(0)
    hourly_wage: Decimal | None = None
    hours: Decimal | None = None
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        require_order("end", self.start, self.end)
        require_amount("excluded", self.excluded)
        require_order("left", self.end, self.left)
        if self.monthly_wage is not None:
            if self.hourly_wage is not None or self.hours is not None:
                raise InvalidAmount("amount_month_or_hour", field="monthly_wage")
            require_amount("monthly_wage", self.monthly_wage)
            if self.excluded > self.monthly_wage:
                raise InvalidAmount("amount_too_large", field="excluded", limit=self.monthly_wage)
        elif self.hourly_wage is None or self.hours is None:
            raise InvalidAmount("amount_month_or_hour", field="monthly_wage")
        else:
            require_amount("hourly_wage", self.hourly_wage)
            require_hours("hours", self.hours)
            if self.excluded:
                raise InvalidAmount("amount_month_or_hour", field="excluded")
