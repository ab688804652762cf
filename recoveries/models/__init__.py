"""The ledger: money that came in for a case, line by line against its claims, and the sums kept of it."""

from recoveries.models.receipts import Method, Receipt, ReceiptLine
from recoveries.models.second_looks import LookResult, SecondLook, SecondLookShare
from recoveries.models.totals import VerifiedTotal, WaitingTotal

__all__ = [
    "LookResult",
    "Method",
    "Receipt",
    "ReceiptLine",
    "SecondLook",
    "SecondLookShare",
    "VerifiedTotal",
    "WaitingTotal",
]
