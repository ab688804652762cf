"""What may still come in for a claim."""

from decimal import Decimal
from typing import Any


def still_open(claim: Any) -> Decimal:
    """What may still come in for a claim, in yuan: up to the agreed or awarded sum, before that up to the claimed."""
    limit = claim.claimed if claim.agreed is None else claim.agreed
    return limit - claim.received
