"""Which verified entries are looked at a second time: drawn so that nobody can choose, and anybody with the key check."""

import datetime as dt
from typing import Any

from core.crypto import keyed_hash
from recoveries.models import SecondLookShare

USUAL = 5
"""Of a hundred entries, where no office says otherwise."""


def share_of(office: Any) -> int:
    """How many of a hundred are drawn at an office: its own share, else that of the nearest office above."""
    return SecondLookShare.objects.of(office, USUAL)


def is_drawn(day: dt.date, office: int, receipt: int, percent: int) -> bool:
    """Is the entry verified on that day drawn? It follows from day, office and entry by a key no user has."""
    number = int(keyed_hash(f"second look {day.isoformat()} {office} {receipt}")[:12], 16)
    return number % 10_000 < percent * 100
