"""What was to be paid under an agreement, and what of it came in: instalment by instalment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import clock
from core.money import ZERO
from mediation.models import Instalment


@dataclass(frozen=True)
class Payment:
    """An instalment, and how much of it came in, in yuan. What a claimant gets covers the earliest days first."""

    instalment: Instalment
    paid: Decimal

    @property
    def open(self) -> Decimal:
        """What has not come in of it, in yuan."""
        return self.instalment.amount - self.paid

    @property
    def due_on(self) -> dt.date:
        return self.instalment.due_on

    @property
    def days_late(self) -> int:
        """The days since the last day on which it was to come in; 0 while that has not passed, or once all came."""
        return max((clock.today() - self.due_on).days, 0) if self.open else 0


def payments(instalments: Iterable[Instalment], received: Mapping[int, Decimal]) -> list[Payment]:
    """The instalments by day, with what of the money received (claimant id → yuan) falls to each."""
    left = dict(received)
    found = []
    for instalment in sorted(instalments, key=lambda i: (i.due_on, i.pk)):
        paid = min(instalment.amount, left.get(instalment.claimant_id, ZERO))
        left[instalment.claimant_id] = left.get(instalment.claimant_id, ZERO) - paid
        found.append(Payment(instalment, paid))
    return found


def payments_of(case: Any) -> list[Payment]:
    """Those of the agreement in force. Without queries where `agreements__instalments` and `claims` are prefetched."""
    agreement = next((a for a in case.agreements.all() if a.in_force), None)
    if agreement is None:
        return []
    received: dict[int, Decimal] = {}
    for claim in case.claims.all():
        received[claim.claimant_id] = received.get(claim.claimant_id, ZERO) + claim.received
    return payments(agreement.instalments.all(), received)


@dataclass(frozen=True)
class Due:
    """All that was due on one day, and what of it has not come in, in yuan."""

    on: dt.date
    amount: Decimal
    open: Decimal
    people: int

    @property
    def paid(self) -> Decimal:
        return self.amount - self.open

    @property
    def days_late(self) -> int:
        return max((clock.today() - self.on).days, 0)


def open_dues(found: Iterable[Payment]) -> list[Due]:
    """The days on which something is or was due that has not come in, the earliest first."""
    by_day: dict[dt.date, list[Payment]] = {}
    for payment in found:
        by_day.setdefault(payment.due_on, []).append(payment)
    dues = [
        Due(
            day,
            sum((p.instalment.amount for p in by_day[day]), ZERO),
            sum((p.open for p in by_day[day]), ZERO),
            len({p.instalment.claimant_id for p in by_day[day] if p.open}),
        )
        for day in sorted(by_day)
    ]
    return [due for due in dues if due.open]
