"""What was to be paid under an agreement or by an award, and what of it came in: instalment by instalment."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core import clock
from core.money import ZERO
from mediation.models import Instalment


@dataclass(frozen=True)
class Payment:
    """An instalment, and how much of it came in, in yuan.

    What comes in for a claim covers its earliest days first; where the claim is not named, what the claimant gets.
    """

    instalment: Instalment
    paid: Decimal
    is_called: bool = False
    """Not due by its own day yet, but by the clause on default: an earlier one is late."""

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

    @property
    def is_late(self) -> bool:
        return self.days_late > 0

    @property
    def is_due(self) -> bool:
        """Whether it may be asked for now: it is late, or called in."""
        return self.is_late or self.is_called


def payments(
    instalments: Iterable[Instalment],
    received: Mapping[int, Decimal],
    for_claims: Mapping[int, Decimal] | None = None,
) -> list[Payment]:
    """The instalments by day, with what of the money received (claimant id → yuan, claim id → yuan) falls to each."""
    to_claimants, for_claim = dict(received), dict(for_claims or {})
    found = []
    for instalment in sorted(instalments, key=lambda i: (i.due_on, i.pk)):
        left, key = (
            (for_claim, instalment.claim_id)
            if instalment.claim_id
            else (to_claimants, instalment.claimant_id)
        )
        paid = min(instalment.amount, left.get(key, ZERO))
        left[key] = left.get(key, ZERO) - paid
        found.append(Payment(instalment, paid))
    return found


def payments_of(case: Any) -> list[Payment]:
    """Those of the agreement in force, else of the award. Without queries where `agreements__instalments`,
    `award_schedules__instalments` and `claims` are prefetched."""
    source = source_of(case)
    if source is None:
        return []
    claims = list(case.claims.all())
    upheld = {claim.pk for claim in claims if claim.is_active}
    parts = [part for part in source.instalments.all() if part.claim_id is None or part.claim_id in upheld]
    found = payments(parts, received_by_claimant(claims), {claim.pk: claim.received for claim in claims})
    return called_in(found) if getattr(source, "whole_rest_due", False) else found


def source_of(case: Any) -> Any:
    """The agreement in force, else the days of payment of the award or judgment; None where there is neither."""
    sources = (*case.agreements.all(), *case.award_schedules.all())
    return next((source for source in sources if source.in_force), None)


def received_by_claimant(claims: Iterable[Any]) -> dict[int, Decimal]:
    """Claimant id → all that came in for the claims, in yuan."""
    received: dict[int, Decimal] = {}
    for claim in claims:
        received[claim.claimant_id] = received.get(claim.claimant_id, ZERO) + claim.received
    return received


def called_in(found: Iterable[Payment]) -> list[Payment]:
    """The same, where by the clause the whole rest of a claimant falls due as soon as one instalment is late."""
    found = list(found)
    late = {payment.instalment.claimant_id for payment in found if payment.is_late}
    return [
        replace(payment, is_called=True)
        if payment.open and not payment.is_late and payment.instalment.claimant_id in late
        else payment
        for payment in found
    ]


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


def of_claimants(found: Iterable[Payment]) -> dict[int, list[Payment]]:
    """Claimant id → the payments to that claimant, in order."""
    own: dict[int, list[Payment]] = {}
    for payment in found:
        own.setdefault(payment.instalment.claimant_id, []).append(payment)
    return own


def open_dues(found: Iterable[Payment]) -> list[Due]:
    """The days on which something is or was due that has not come in, the earliest first."""
    return [due for due in dues(found) if due.open]


def dues(found: Iterable[Payment]) -> list[Due]:
    """What was due day by day, the earliest first."""
    by_day: dict[dt.date, list[Payment]] = {}
    for payment in found:
        by_day.setdefault(payment.due_on, []).append(payment)
    return [
        Due(
            day,
            sum((p.instalment.amount for p in by_day[day]), ZERO),
            sum((p.open for p in by_day[day]), ZERO),
            len({p.instalment.claimant_id for p in by_day[day] if p.open}),
        )
        for day in sorted(by_day)
    ]
