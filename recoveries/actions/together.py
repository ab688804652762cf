"""Several entries verified by one press, of those each was looked at."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import lock
from core.errors import Problem
from core.together import Outcome
from recoveries.actions.receipts import take_receipt_step
from recoveries.models import Receipt
from recoveries.opened import opened_by


def verify_together(
    receipts: Iterable[Receipt], *, actor: User, seen_versions: Mapping[int, int]
) -> Outcome[Receipt, Receipt]:
    """Verify each of the receipts in a transaction of its own; one whose proof the actor did not open is refused."""

    def verify(receipt: Receipt) -> Receipt:
        with transaction.atomic():
            lock(receipt.case)
            if not opened_by(actor, [receipt]):
                raise Problem(_("Open it and look at its proof first."))
            return take_receipt_step(receipt, "verify", actor=actor, seen_version=seen_versions[receipt.pk])

    outcome: Outcome[Receipt, Receipt] = Outcome()
    for receipt in receipts:
        outcome.attempt(receipt, verify)
    return outcome
