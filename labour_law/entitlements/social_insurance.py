"""What of a failure to insure can be claimed in arbitration, and where the rest goes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_order
from labour_law.entitlements.result import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialInsurance:
    """Facts for social insurance not paid in.

    ``loss``: benefits the worker lost through it, yuan. ``can_be_made_up``: whether the office still takes late
    payments for that time; only where it does not is the loss a matter for arbitration (法释〔2020〕26号 1(5)).
    ``waiver_signed``: whether the worker signed or promised to do without insurance.

    ``arrears``: contributions not paid, yuan. ``arrears_since``: the day from which the late fee runs. ``as_of``: the
    day up to which it is counted, and the day of the claim.
    """

    can_be_made_up: bool
    loss: Decimal = ZERO
    waiver_signed: bool = False
    arrears: Decimal = ZERO
    arrears_since: date | None = None
    as_of: date | None = None

    def __post_init__(self) -> None:
        """Raises InvalidAmount, InvalidPeriod."""
        require_amount("loss", self.loss)
        require_amount("arrears", self.arrears)
        if self.arrears_since is not None:
            require_order("as_of", self.arrears_since, self.as_of)
