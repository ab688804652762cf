"""The ledger: money that came in for a case, line by line against its claims, and the sums kept of it."""

from recoveries.models.extras import ExtraKind, ReceiptExtra
from recoveries.models.receipts import COUNTED_AS_RECEIVED, COUNTED_AS_VERIFIED, Method, Receipt, ReceiptLine
from recoveries.models.totals import VerifiedTotal

__all__ = [
    "COUNTED_AS_RECEIVED",
    "COUNTED_AS_VERIFIED",
    "ExtraKind",
    "Method",
    "Receipt",
    "ReceiptExtra",
    "ReceiptLine",
    "VerifiedTotal",
]
