"""Addresses of pages that many lines of a page lead to."""

from functools import cache

from django.urls import reverse

PLACE = 1234567890987654321
"""A key that stands in no address by itself."""


def address(name: str, *args: int | str) -> str:
    """As `reverse` with these keys and words of the program, which works out anew each time what only differs in its keys."""
    words = tuple(one if isinstance(one, str) else None for one in args)
    return _with_places(name, words) % tuple(one for one in args if not isinstance(one, str))


@cache
def _with_places(name: str, words: tuple[str | None, ...]) -> str:
    """The address with a place for each key."""
    url = reverse(name, args=[PLACE if word is None else word for word in words])
    return url.replace("%", "%%").replace(str(PLACE), "%d")
