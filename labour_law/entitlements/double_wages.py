"""The second wage while there is no written contract (劳动合同法 82(1))."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from labour_law.entitlements.checks import require_order, require_wage


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleWages:
    """Facts for the second wage.

    ``monthly_wage``: yuan a month, as owed for full attendance in the months without a contract. ``hired``: first day
    of work. ``signed_on``: the day a written contract was signed, None for never. ``left``: last day of employment,
    counted. ``as_of``: the day of the claim; where the employment goes on, the second wage is counted up to it.

    ``limitation_method``: how the year to claim is counted, where courts differ. "whole" is one year from the end of
    the time without a contract (Jiangsu, from memory), "daily" a year for each day's second wage by itself (Beijing;
    Shanghai month by month since 2010, from memory). The default is "whole", so that nothing is given up early. Neither
    changes the sum: that the year has run out is for the employer to plead.
    """

    monthly_wage: Decimal
    hired: date
    signed_on: date | None = None
    left: date | None = None
    as_of: date | None = None
    limitation_method: Literal["whole", "daily"] = "whole"

    def __post_init__(self) -> None:
        """Raises InvalidAmount, InvalidPeriod."""
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
