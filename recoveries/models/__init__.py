"""The ledger: money that came in for a case, line by line against its claims, and the sums kept of it."""

from recoveries.models.extras import ExtraKind, ReceiptExtra
from recoveries.models.in_kind import InKind, InKindSort
from recoveries.models.receipts import COUNTED_AS_RECEIVED, COUNTED_AS_VERIFIED, Method, Receipt, ReceiptLine
from recoveries.models.statements import Statement, StatementLayout, StatementLine
from recoveries.models.totals import VerifiedTotal

__all__ = [
    "COUNTED_AS_RECEIVED",
    "COUNTED_AS_VERIFIED",
    "ExtraKind",
    "InKind",
    "InKindSort",
    "Method",
    "Receipt",
    "ReceiptExtra",
    "ReceiptLine",
    "Statement",
    "StatementLayout",
    "StatementLine",
    "VerifiedTotal",
]
