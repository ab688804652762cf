"""The high-temperature allowance, June to September (防暑降温措施管理办法 17)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_count, require_order
from labour_law.errors import InvalidCount


@dataclass(frozen=True, slots=True, kw_only=True)
class HotDays:
    """``days`` worked in the heat in ``year``, where the allowance is by the day (Shanghai until May 2011)."""

    year: int
    days: int

    def __post_init__(self) -> None:
        require_count("days", self.days, 366)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatAllowance:
    """Work in the heat from ``start`` to ``end``, both counted; only June to September is paid.

    ``region``: code of the place of work. ``hot_days``: for years paid by the day. ``paid``: allowance received, yuan.
    ``left``: last day of employment, None while employed. ``as_of``: day on which the claim is made, None where
    limitation is not asked for.
    """

    region: str
    start: date
    end: date
    hot_days: tuple[HotDays, ...] = ()
    paid: Decimal = Decimal(0)
    left: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        require_order("end", self.start, self.end)
        require_amount("paid", self.paid)
        require_order("left", self.end, self.left)
        years: set[int] = set()
        for hot in self.hot_days:
            if hot.year in years:
                raise InvalidCount("count_year_twice", field="hot_days", year=hot.year)
            years.add(hot.year)
