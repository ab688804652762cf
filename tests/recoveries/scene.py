"""Payments of a case for the tests of review."""

import datetime as dt
from decimal import Decimal
from typing import Any

from accounts.models import Office
from cases.models import Claim
from core import clock
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import Receipt
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, staff


def owed(at: Office, number: str = "沪工援〔2026〕朱泾0001号", **kwargs: Any) -> Claim:
    """A claim of a settled case for which much is to come in."""
    case = CaseFactory(office=at, state="settled", number=number, **kwargs)
    return ClaimFactory(
        claimant=ClaimantFactory(case=case), claimed=Decimal(900_000), agreed=Decimal(900_000)
    )


def paid(claim: Claim, amount: str = "100.00", days_ago: int = 0, **more: Any) -> Receipt:
    """A payment recorded by the handler with its proof."""
    with clock.at(clock.today() - dt.timedelta(days=days_ago)):
        return record_receipt(
            claim.case,
            actor=claim.case.handler,
            received_on=clock.today(),
            parts={claim.pk: Decimal(amount)},
            method="transfer",
            payer="某某公司",
            proof=AttachmentFactory(case=claim.case),
            **{"no_double": "另一笔"} | more,
        )


def verified(claim: Claim, amount: str = "100.00") -> Receipt:
    """The same, verified by a supervisor."""
    supervisor = staff("supervisor", claim.case.office)
    return take_receipt_step(paid(claim, amount), "verify", actor=supervisor)
