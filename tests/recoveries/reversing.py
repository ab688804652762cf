"""A verified sum taken back, by the two people it takes."""

from recoveries.actions.receipts import take_receipt_step
from recoveries.models import Receipt
from tests.factories import staff


def ask_reversal(receipt: Receipt, fault: str = "paid_back") -> Receipt:
    """The counter-entry that waits, asked for by a clerk of the office."""
    clerk = staff("clerk", receipt.case.office)
    take_receipt_step(receipt, "ask_reversal", actor=clerk, reason="退票", fault=fault)
    return receipt.counter_entries.get(state="recorded")


def reverse(receipt: Receipt) -> Receipt:
    """The receipt, once its counter-entry has been verified."""
    counter = ask_reversal(receipt)
    take_receipt_step(counter, "verify", actor=staff("supervisor", receipt.case.office), reason="已退回")
    return Receipt.objects.get(pk=receipt.pk)
