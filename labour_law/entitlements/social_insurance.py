"""What of a failure to insure can be claimed in arbitration, and where the rest goes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_days, require_order
from labour_law.entitlements.result import ZERO, Entitlement, Note, NoteKind, Text, entitlement, line
from labour_law.errors import gettext_noop
from labour_law.money import round_fen
from labour_law.rates import Tables

LATE_FEE_A_DAY = Decimal("0.0005")
"""Late fee on contributions not paid, of the arrears a day (社会保险法 86)."""

_LOSS = gettext_noop("Insurance benefits lost")
_TO_AUTHORITY = gettext_noop(
    "Late payment can still be ordered: turn to the collecting office or the labour inspection, not to arbitration. "
    "The loss is not in the sum."
)
_EVIDENCE = gettext_noop(
    "Show that late payment is impossible (a written answer of the insurance office) and what the benefits would have "
    "been."
)
_LATE_FEE = gettext_noop(
    "Late fee for %(days)s days to %(until)s: %(amount)s yuan. The employer pays it to the fund, it is not in the sum."
)
_WAIVER = gettext_noop(
    "A signed waiver of social insurance is void: the worker may leave over it and claim severance. Once the employer "
    "has paid in, it may claim back what it paid the worker in place of insurance."
)


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
        require_days(arrears_since=self.arrears_since, as_of=self.as_of)
        require_amount("loss", self.loss)
        require_amount("arrears", self.arrears)
        if self.arrears_since is not None:
            require_order("as_of", self.arrears_since, self.as_of)


def social_insurance(facts: SocialInsurance, tables: Tables) -> Entitlement:
    """The loss that can be claimed in arbitration, yuan: only where late payment is impossible (法释〔2020〕26号 1(5)).

    Otherwise nothing, and where to go. The late fee of 0.05 % a day (社会保险法 86), the first and the last day counted,
    is told but no part of the sum: it goes to the fund. Raises nothing.

    >>> social_insurance(SocialInsurance(can_be_made_up=False, loss=Decimal(12000)), TABLES).total
    Decimal('12000.00')
    """
    lines = []
    notes = []
    if facts.can_be_made_up:
        kind: NoteKind = "warning" if facts.loss else "info"
        notes.append(Note("to_authority", Text(_TO_AUTHORITY), "社会保险法 63, 86", kind))
    elif facts.loss:
        lines.append(line(Text(_LOSS), 1, "item", facts.loss, "法释〔2020〕26号 1(5)"))
        notes.append(Note("evidence", Text(_EVIDENCE), "劳动争议调解仲裁法 6", "info"))
    if facts.arrears and facts.arrears_since and facts.as_of:
        notes.append(_late_fee(facts.arrears, facts.arrears_since, facts.as_of))
    if facts.waiver_signed:
        notes.append(Note("waiver_void", Text(_WAIVER), "法释〔2025〕12号 19", "info"))
    return entitlement(lines, notes)


def _late_fee(arrears: Decimal, since: date, until: date) -> Note:
    days = (until - since).days + 1
    params = {"amount": round_fen(arrears * LATE_FEE_A_DAY * days), "days": days, "until": until}
    return Note("late_fee", Text(_LATE_FEE, params), "社会保险法 86", "info")
