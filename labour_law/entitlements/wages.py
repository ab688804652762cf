"""Wages not paid (劳动合同法 30), with the shortfall to the minimum wage (劳动合同法 85)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_count, require_order, require_wage
from labour_law.entitlements.months import spans
from labour_law.errors import InvalidCount


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpaidWages:
    """Wages owed for ``start`` to ``end``, both counted.

    ``monthly_wage``: agreed wage of a month before deductions, yuan. ``region``: code of the place of work, for the
    minimum wage. ``paid``: what was paid for these days, yuan. ``part_days``: days to pay of the one month that is not
    whole, counted from the calendar where None. ``left``: last day of employment, None while employed. ``as_of``: day
    on which the claim is made, None where limitation is not asked for.
    """

    monthly_wage: Decimal
    start: date
    end: date
    region: str
    paid: Decimal = Decimal(0)
    part_days: Decimal | None = None
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        require_wage("monthly_wage", self.monthly_wage)
        require_amount("paid", self.paid)
        require_order("end", self.start, self.end)
        require_order("left", self.end, self.left)
        if self.part_days is not None:
            parts = [span for span in spans(self.start, self.end) if not span.months]
            if len(parts) != 1:
                raise InvalidCount("count_not_one_part", field="part_days")
            require_count("part_days", self.part_days, (parts[0].end - parts[0].start).days + 1)
