"""How one sum is shared out over several, to the fen."""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

from core.money import ZERO
from labour_law.money import round_fen

K = TypeVar("K", bound=Hashable)


def propose_split(amount: Decimal, open_sums: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """Share `amount` (yuan) out in proportion to what is open, to the fen, the parts adding up to it exactly.

    No part exceeds what is open; raises `ValueError` when the amount exceeds all that is open together.
    """
    total = sum(open_sums.values(), ZERO)
    if amount > total:
        raise ValueError("more than what is open")
    parts: dict[K, Decimal] = {}
    share_left, open_left = amount, total
    for key, open_sum in open_sums.items():
        part = round_fen(share_left * open_sum / open_left) if open_left else ZERO
        part = min(part, open_sum, share_left)
        parts[key] = part
        share_left -= part
        open_left -= open_sum
    for key, open_sum in open_sums.items():  # a fen lost to rounding goes where there is room
        extra = min(share_left, open_sum - parts[key])
        parts[key] += extra
        share_left -= extra
    return {key: part for key, part in parts.items() if part}
