"""How employment ends, where that gives the worker severance (劳动合同法 46)."""

from types import MappingProxyType
from typing import Literal

Cause = Literal[
    "agreed_by_employer",
    "forced_resignation",
    "no_fault_illness",
    "no_fault_incompetent",
    "no_fault_changed",
    "redundancy",
    "expiry",
    "bankrupt",
    "closed",
]

CAUSES = MappingProxyType(
    {
        "agreed_by_employer": "劳动合同法 36",
        "forced_resignation": "劳动合同法 38",
        "no_fault_illness": "劳动合同法 40(1)",
        "no_fault_incompetent": "劳动合同法 40(2)",
        "no_fault_changed": "劳动合同法 40(3)",
        "redundancy": "劳动合同法 41",
        "expiry": "劳动合同法 44(1)",
        "bankrupt": "劳动合同法 44(4)",
        "closed": "劳动合同法 44(5)",
    }
)
"""How employment ended, where that gives severance (劳动合同法 46), with the article."""

NOTICE_CAUSES = frozenset({"no_fault_illness", "no_fault_incompetent", "no_fault_changed"})
"""Where notice or a month's pay in its place is due (劳动合同法 40)."""

NEW_CAUSES = frozenset({"bankrupt", "closed"})
"""The end of the employer, which gives severance since 2008 only (劳动合同法 44(4), 44(5), 46(6)), but for places whose
rules of before gave it too, as those of Shanghai did (上海市劳动合同条例 37, 42)."""

OLD_CAUSES = frozenset(CAUSES) - {"expiry"}
"""Where the rules before 2008 gave severance too; `NEW_CAUSES` not everywhere."""
