"""How often something may be tried, counted in the cache that all processes share and a restart keeps.

    tries = throttle.take((LOOKUPS, user.pk))      raises `Throttled`, which says how long to wait
    …
    tries.give_back()                              where it turns out that it was nothing to count

A limit of n has n places. A try takes one by adding a key, which the cache does for one process only; the place comes
free when the time is over. So no lock is held, and refused tries count for nothing.
"""

import hashlib
import ipaddress
import math
from typing import NamedTuple

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import ngettext

from core import clock
from core.errors import Problem
from core.middleware import client_address


class Limit(NamedTuple):
    """So many tries in so many seconds; `name` sets one limit apart from the others."""

    name: str
    times: int
    seconds: int


class Throttled(Problem):
    """Too many tries. `seconds` is how long to wait until the next."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        n = max(1, math.ceil(seconds / 60))
        words = ngettext(
            "Too many tries. Wait %(n)d minute, then try again.",
            "Too many tries. Wait %(n)d minutes, then try again.",
            n,
        )
        super().__init__(words % {"n": n})


class Tries:
    """The places one try has taken."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def give_back(self) -> None:
        """Count this try no more."""
        cache.delete_many(self.places)


def take(*counted: tuple[Limit, object]) -> Tries:
    """Count one try under each limit, for whom or what stands beside it.

    Raises `Throttled` when one of them is used up; then none has counted it. Call it outside a transaction that may be
    rolled back: in the database cache the count would be rolled back with it.
    """
    tries = Tries()
    for limit, key in counted:
        place, wait = _take(limit, key)
        if place is None:
            tries.give_back()
            raise Throttled(wait)
        tries.places.append(place)
    return tries


def forget(*counted: tuple[Limit, object]) -> None:
    """Begin to count anew."""
    for limit, key in counted:
        cache.delete_many(_places(limit, key))


def network(request: HttpRequest) -> str:
    """The address a request is counted by; of IPv6 the /64 that a single line has."""
    text = client_address(request) or ""
    if ":" in text:
        return str(ipaddress.ip_network(f"{text}/64", strict=False))
    return text


def _places(limit: Limit, key: object) -> list[str]:
    digest = hashlib.sha256(str(key).encode(errors="replace")).hexdigest()[:32]
    return [f"throttle:{limit.name}:{digest}:{number}" for number in range(limit.times)]


def _take(limit: Limit, key: object) -> tuple[str | None, float]:
    """The place taken, or None and the seconds until one comes free."""
    now = clock.now().timestamp()
    places = _places(limit, key)
    taken = cache.get_many(places)
    over = [place for place, until in taken.items() if until <= now]
    cache.delete_many(over)
    for place in places:
        if (place not in taken or place in over) and cache.add(place, now + limit.seconds, limit.seconds):
            return place, 0.0
    return None, min(taken.values(), default=now + 1) - now
