"""A receipt in place of one that was sent back, which stays on record as it was."""

from typing import Any

from django.db import transaction

from accounts.models import User
from core.audit import lock
from core.errors import Changed
from recoveries.actions.receipts import record_receipt
from recoveries.models import Receipt


@transaction.atomic
def mend(sent_back: Receipt, *, actor: User, **payment: Any) -> Receipt:
    """Record the payment anew, as `record_receipt` does; it comes to review again and names what it stands in place of.

    Raises `Changed` where somebody mended or struck it out meanwhile.
    """
    lock(sent_back.case)
    fresh = lock(sent_back)
    if not fresh.is_to_mend:
        raise Changed
    return record_receipt(fresh.case, actor=actor, mends=fresh, **payment)
