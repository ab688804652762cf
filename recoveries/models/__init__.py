"""The ledger: money that came in for a case, line by line against its claims, and the sums kept of it."""

from recoveries.models.extras import ExtraKind, ReceiptExtra
from recoveries.models.in_kind import InKind, InKindSort
from recoveries.models.old_ledgers import OldAid, OldCase, OldLedger, OldLedgerRows, OldOutcome
from recoveries.models.receipts import Method, Receipt, ReceiptLine
from recoveries.models.second_looks import LookResult, SecondLook, SecondLookShare
from recoveries.models.statements import Statement, StatementLayout, StatementLine
from recoveries.models.totals import VerifiedTotal, WaitingTotal

__all__ = [
    "ExtraKind",
    "InKind",
    "InKindSort",
    "LookResult",
    "Method",
    "OldAid",
    "OldCase",
    "OldLedger",
    "OldLedgerRows",
    "OldOutcome",
    "Receipt",
    "ReceiptExtra",
    "ReceiptLine",
    "SecondLook",
    "SecondLookShare",
    "Statement",
    "StatementLayout",
    "StatementLine",
    "VerifiedTotal",
    "WaitingTotal",
]
