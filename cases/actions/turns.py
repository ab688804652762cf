"""Two who enter the same worker or employer at once do it one after the other, so that the second finds the first's."""

from collections.abc import Iterable
from typing import Any

from core.names import plain_name
from core.turns import take_turns


def parties_in_turn(
    workers: Iterable[dict[str, Any]] = (), employers: Iterable[dict[str, Any] | None] = ()
) -> None:
    """Hold these names and numbers until the transaction ends: the data of `take_worker` and `take_employer`.

    Taken before any other lock, and for all parties of a page together.
    """
    named = [("worker", row, "id_number") for row in workers]
    named += [("employer", row or {}, "credit_code") for row in employers]
    keys = {
        f"{kind} {text}"
        for kind, row, number in named
        for text in (plain_name(row.get("name") or ""), (row.get(number) or "").strip().upper())
        if text
    }
    take_turns(*keys)
