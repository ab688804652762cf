"""The four sums of claims added up: the only place that does it for a page or a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.money import ZERO


@dataclass(frozen=True)
class Sums:
    """Yuan. `agreed` is None until something was agreed or awarded; `missing` counts claims still without it."""

    claimed: Decimal
    agreed: Decimal | None
    received: Decimal
    verified: Decimal
    missing: int


def add_up(claims: Iterable[Any]) -> Sums:
    """The sums of the claims upheld."""
    upheld = [claim for claim in claims if claim.is_active]
    agreed = [claim.agreed for claim in upheld if claim.agreed is not None]
    return Sums(
        claimed=sum((claim.claimed for claim in upheld), ZERO),
        agreed=sum(agreed, ZERO) if agreed else None,
        received=sum((claim.received for claim in upheld), ZERO),
        verified=sum((claim.verified for claim in upheld), ZERO),
        missing=len(upheld) - len(agreed),
    )


def sums_of(case: Any) -> Sums:
    """The sums of a case, over its claims upheld."""
    return add_up(case.claims.all())
