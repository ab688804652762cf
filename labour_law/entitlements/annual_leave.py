"""Pay for annual leave that was not given (职工带薪年休假条例 5(3))."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_count, require_order, require_wage
from labour_law.errors import InvalidCount


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveYear:
    """A calendar year in question; ``taken``: days of annual leave given in it, halves allowed."""

    year: int
    taken: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        """Raises InvalidCount."""
        require_count("taken", self.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualLeave:
    """Facts for leave not given.

    ``first_worked``: first day of the working life, with whatever employer: it decides how many days there are.
    ``hired``: first day with this employer. ``left``: last day, counted; None while employed. ``monthly_wage``: mean
    of the 12 months before, yuan, without overtime pay (企业职工带薪年休假实施办法 11). ``as_of``: the day of the claim.

    ``paid_share``: how much of the ordinary wage was paid for the days not given, 0 to 1. The law promises 300 % with
    the ordinary wage in it; who worked through his leave on full pay has had 100 %, so the default 1 leaves 200 %.
    """

    first_worked: date
    hired: date
    monthly_wage: Decimal
    years: tuple[LeaveYear, ...]
    left: date | None = None
    paid_share: Decimal = Decimal(1)
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount, InvalidCount."""
        require_order("hired", self.first_worked, self.hired)
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.hired, self.left)
        require_order("as_of", self.hired, self.as_of)
        require_count("paid_share", self.paid_share, 1)
        seen: set[int] = set()
        for row in self.years:
            if row.year in seen:
                raise InvalidCount("count_year_twice", field="years", year=row.year)
            seen.add(row.year)
