"""Every address of the program, and how to fill in the ids."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLResolver, get_resolver

from core.access import Page


def addresses(
    resolver: URLResolver | None = None, route: str = "", space: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """Name (or, where it has none, route), route and view of every address."""
    for entry in (resolver or get_resolver()).url_patterns:
        own = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, own, f"{space}{entry.namespace}:" if entry.namespace else space)
        else:
            yield f"{space}{entry.name}" if entry.name else own, own, entry.callback


ROUTES = {name: route for name, route, _view in addresses()}


def address_of(name: str, page: Page, things: dict[str, Any]) -> str:
    """The address with the ids of these things in it."""

    def value(match: re.Match[str]) -> str:
        part = match["name"]
        if part in page.texts:
            return page.texts[part]
        return str(things[page.of if part in ("pk", "object_id") else part.removesuffix("_pk")].pk)

    return "/" + re.sub(r"<(?:\w+:)?(?P<name>\w+)>", value, plain(ROUTES[name]))


def plain(route: str) -> str:
    """A route that is a regular expression, with its groups written like those of other routes."""
    return re.sub(r"\(\?P<(\w+)>[^()]*\)", r"<\1>", route).replace("^", "").replace("$", "")
