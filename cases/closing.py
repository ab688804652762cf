"""What the closing report says to begin with: what is on record, in the words of the paper."""

import datetime as dt
from typing import Any

from cases.sums import sums_of


def draft_summary(case: Any) -> str:
    """In Chinese, as papers are; to be read, completed and saved by whoever writes the report."""
    sums = sums_of(case)
    lawyers = [a.lawyer.name for a in case.assignments.all() if a.is_acting and a.lawyer]
    held = [round_ for round_ in case.rounds.all() if round_.state == "held"]
    signed = next((a.signed_on for a in case.agreements.all() if a.in_force and a.signed_on), None)
    decided = [p for p in case.proceedings.all() if p.decided_on]
    parts = [
        f"{_day(case.accepted_on)}受理" if case.accepted_on else "",
        f"由{'、'.join(lawyers)}承办" if lawyers else "",
        f"调解{len(held)}次" if held else "",
        f"{_day(signed)}双方达成协议" if signed else "",
        f"{_day(decided[-1].decided_on)}{decided[-1].body}作出裁判" if decided else "",
        f"应付{sums.agreed:,.2f}元" if sums.agreed is not None else "",
        f"已到账{sums.received:,.2f}元，核定{sums.verified:,.2f}元",
    ]
    return "，".join(filter(None, parts)) + "。"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
