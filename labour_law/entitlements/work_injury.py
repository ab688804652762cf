"""What a worker with a grade of disability gets after a work injury (工伤保险条例 33-37)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_count, require_order, require_wage
from labour_law.entitlements.result import ZERO
from labour_law.errors import InvalidGrade

LEAVE_MONTHS = 12
LONGEST_LEAVE_MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkInjury:
    """Facts for the benefits of a work injury.

    ``grade``: of disability, 1 the gravest to 10. ``monthly_wage``: mean insured wage of the 12 months before the
    injury, yuan (工伤保险条例 64). ``injured_on``: day of the accident, or of the diagnosis of an occupational disease.
    ``left``: last day of employment; the benefits of leaving (grades 5 to 10) are only worked out with it.
    ``leave_months``: months of paid leave for treatment, parts allowed, at most 24. ``leave_paid``: yuan already paid
    for them. ``as_of``: the day of the claim.
    """

    grade: int
    monthly_wage: Decimal
    region: str
    injured_on: date
    left: date | None = None
    leave_months: Decimal = Decimal(0)
    leave_paid: Decimal = ZERO
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidGrade, InvalidAmount, InvalidPeriod, InvalidCount."""
        if not 1 <= self.grade <= 10:
            raise InvalidGrade("grade_range", field="grade", grade=self.grade)
        require_wage("monthly_wage", self.monthly_wage)
        require_order("left", self.injured_on, self.left)
        require_count("leave_months", self.leave_months, LONGEST_LEAVE_MONTHS)
        require_amount("leave_paid", self.leave_paid)
        require_order("as_of", self.injured_on, self.as_of)
