"""Interest for the time in which a decision is not performed: the doubled part (民事诉讼法 264, 法释〔2014〕8号)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from labour_law.entitlements.checks import require_amount, require_days, require_order, require_wage
from labour_law.entitlements.result import Entitlement, Line, Note, Text, entitlement, line
from labour_law.errors import InvalidAmount, gettext_noop

DAILY = Decimal("0.000175")
"""日万分之一点七五 (法释〔2014〕8号 1)."""

_ARTICLE = "民事诉讼法 264，法释〔2014〕8号 1、2、3"
_SOURCE = "法释〔2014〕8号"
_DAY = timedelta(days=1)
_LABEL = Text(gettext_noop("Interest on delay, doubled part"))
_PRINCIPAL_FIRST = Text(
    gettext_noop(
        "What came in was counted towards the sum of the decision first, then towards this interest, unless the parties agreed otherwise."
    )
)
_DOUBLED_ONLY = Text(
    gettext_noop("Only the doubled part. Ordinary interest is owed beside it where the decision awards it.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """What came in on a day, in yuan."""

    day: date
    amount: Decimal

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_days(day=self.day)
        require_wage("amount", self.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """A sum a decision ordered to be paid by a day, in yuan, without ordinary interest.

    ``perform_by``: last day of the period the decision names, else the day it took effect. ``until``: the day up to which
    interest is worked out, counted. ``paid``: what came in of the sum.
    """

    principal: Decimal
    perform_by: date
    until: date
    paid: tuple[Paid, ...] = ()

    def __post_init__(self) -> None:
        """Raises InvalidPeriod, InvalidAmount."""
        require_wage("principal", self.principal)
        require_days(perform_by=self.perform_by, until=self.until)
        require_order("until", self.perform_by, self.until)
        together = sum((part.amount for part in self.paid), Decimal(0))
        require_amount("paid", together)
        if together > self.principal:
            raise InvalidAmount("amount_too_large", field="paid", limit=f"{self.principal:,}")


def delay_interest(facts: Delay) -> Entitlement:
    """The doubled part in yuan: what is unpaid × 0.0175 % × days, line by line from payment to payment (法释〔2014〕8号 1).

    Counted from the day after the period ends (2) to the day it was paid or to ``until``, that day counted (3); a payment
    lessens the sum from the day after it. What came in counts towards the sum of the decision first (4). Raises nothing.

    >>> facts = Delay(principal=Decimal(10000), perform_by=date(2026, 3, 1), until=date(2026, 4, 30),
    ...               paid=(Paid(day=date(2026, 3, 31), amount=Decimal(4000)),))
    >>> [(row.quantity, row.amount) for row in delay_interest(facts).lines]
    [(Decimal('30'), Decimal('52.50')), (Decimal('30'), Decimal('31.50'))]
    """
    notes = [Note("doubled_part", _DOUBLED_ONLY, "法释〔2014〕8号 1", "info")]
    if facts.paid:
        notes.append(Note("principal_first", _PRINCIPAL_FIRST, "法释〔2014〕8号 4", "info"))
    return entitlement(_lines(facts), notes)


def _lines(facts: Delay) -> Iterator[Line]:
    unpaid, since = facts.principal, facts.perform_by
    by_day: dict[date, Decimal] = {}
    for part in facts.paid:
        by_day[part.day] = by_day.get(part.day, Decimal(0)) + part.amount
    for day in [*sorted(day for day in by_day if day < facts.until), facts.until]:
        end = max(day, facts.perform_by)
        if unpaid and end > since:
            days = (end - since).days
            yield line(
                _LABEL,
                days,
                "day",
                unpaid,
                _ARTICLE,
                factor=DAILY,
                start=since + _DAY,
                end=end,
                source=_SOURCE,
            )
        unpaid -= by_day.get(day, Decimal(0))
        since = end
