"""Payment plans: the instalments of a sum always add up to it, to the fen."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from core.money import FEN, ZERO
from core.shares import propose_split
from labour_law.periods import corresponding_day

MOST = 60
"""The most instalments a plan has: five years of months."""


class Part(NamedTuple):
    """A payment that is planned: claimant id, day, yuan, and the claim it is for where somebody said so."""

    claimant: int
    due_on: dt.date
    amount: Decimal
    claim: int | None = None


def equal_parts(total: Decimal, count: int) -> list[Decimal]:
    """`total` (yuan) in `count` equal parts, what rounding leaves over in the last; none is below one fen.

    A total of fewer fen than parts gives one fen each until it is used up.

    >>> equal_parts(Decimal("100.00"), 3)
    [Decimal('33.33'), Decimal('33.33'), Decimal('33.34')]
    """
    if total <= ZERO or count < 1:
        return []
    fen = int(total / FEN)
    count = min(count, fen)
    part = FEN * (fen // count)
    return [part] * (count - 1) + [total - part * (count - 1)]


def plan(
    totals: dict[int, Decimal], first_due_on: dt.date, count: int = 1
) -> list[tuple[int, dt.date, Decimal]]:
    """Claimant id, day and yuan of each instalment: equal parts, a month apart, the same days for everybody."""
    days = [first_due_on, *(corresponding_day(first_due_on, n) for n in range(1, count))]
    return [
        (claimant, day, part)
        for claimant, total in totals.items()
        for day, part in zip(days, equal_parts(total, count), strict=False)
    ]


def over_claims(parts: Iterable[Part], claims: Mapping[int, tuple[int, Decimal]]) -> list[Part]:
    """Each payment for a claim: one for no claim in particular is shared out over those of its claimant in proportion to
    what is not yet planned for them (民法典 560), the earliest first. To the fen: what each claim is to get comes together.

    `claims` is claim id → claimant id and yuan; the payments of each claimant add up to them, and none for a claim is
    more than it.

    >>> over_claims([Part(1, dt.date(2026, 5, 1), Decimal("3.00"))], {7: (1, Decimal("1.00")), 8: (1, Decimal("2.00"))})
    [Part(claimant=1, due_on=datetime.date(2026, 5, 1), amount=Decimal('1.00'), claim=7), Part(claimant=1, due_on=datetime.date(2026, 5, 1), amount=Decimal('2.00'), claim=8)]
    """
    parts = sorted(parts, key=lambda part: part.due_on)
    left = {claim: amount for claim, (_claimant, amount) in claims.items()}
    for part in parts:
        if part.claim is not None:
            left[part.claim] -= part.amount
    shared: list[Part] = []
    for part in parts:
        if part.claim is not None:
            shared.append(part)
            continue
        own = {claim: left[claim] for claim, (claimant, _a) in claims.items() if claimant == part.claimant}
        for claim, amount in propose_split(part.amount, own).items():
            left[claim] -= amount
            shared.append(Part(part.claimant, part.due_on, amount, claim))
    return shared
