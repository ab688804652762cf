"""Pages of a long list that cost the same wherever they are: no offset, no count.

A page is found by the row it starts after (or ends before), so rows that come and go meanwhile neither repeat
nor hide others. The cursor is that row's sort key, in the address. What stays short, as people and rates, has numbered
pages.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

SIZE = 20
AFTER, BEFORE, NUMBER = "after", "before", "page"
SEPARATOR = "~"


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the addresses of the pages beside it (empty where there is none)."""

    items: list[Any] = field(default_factory=list)
    prev_url: str = ""
    next_url: str = ""


def keyset(
    queryset: QuerySet,
    request: HttpRequest,
    *,
    order: Sequence[str] = ("-opened_on", "-id"),
    size: int = SIZE,
) -> Page:
    """The page of `queryset` that the request's `after` or `before` asks for; the first one without a cursor.

    `order` must end in a unique field, none of its fields may be null, and an index should begin with them. A
    cursor that makes no sense, or beyond which nothing is left, gives the first page.
    """
    if cursor := _parse(queryset.model, order, request.GET.get(BEFORE, "")):
        reverse = [_flip(name) for name in order]
        rows = list(queryset.filter(_beyond(reverse, cursor)).order_by(*reverse)[: size + 1])
        if len(rows) > size:
            items = rows[size - 1 :: -1]
            return Page(items, _url(request, BEFORE, items[0], order), _url(request, AFTER, items[-1], order))
        return _forward(queryset, request, order, size, None)
    return _forward(queryset, request, order, size, _parse(queryset.model, order, request.GET.get(AFTER, "")))


def _forward(
    queryset: QuerySet, request: HttpRequest, order: Sequence[str], size: int, cursor: list[Any] | None
) -> Page:
    page = queryset.filter(_beyond(order, cursor)) if cursor else queryset
    rows = list(page.order_by(*order)[: size + 1])
    if cursor and not rows:
        return _forward(queryset, request, order, size, None)
    items = rows[:size]
    return Page(
        items,
        prev_url=_url(request, BEFORE, items[0], order) if cursor else "",
        next_url=_url(request, AFTER, items[-1], order) if len(rows) > size else "",
    )


def following(queryset: QuerySet, row: models.Model, order: Sequence[str]) -> Any:
    """The row that comes after this one in the order of the list, whether or not this one is (still) in it; beyond the
    last the first. None where there is no other."""
    others = queryset.exclude(pk=row.pk).order_by(*order)
    values = [_value(row, name.removeprefix("-")) for name in order]
    return others.filter(_beyond(order, values)).first() or others.first()


def in_pieces(
    queryset: QuerySet, *, order: Sequence[str], size: int, key: Callable[[Any], Sequence[Any]]
) -> Iterator[list[Any]]:
    """All of a long list, so many rows at a time; `key` gives the values of `order` of a row.

    Each piece is a query of its own that begins after the row before: nothing is held open for as long as it takes, so
    that others and this process itself may write meanwhile (SQLite refuses a write over what is read from an older
    state).
    """
    rows = list(queryset.order_by(*order)[:size])
    while rows:
        yield rows
        if len(rows) < size:
            return
        rows = list(queryset.filter(_beyond(order, key(rows[-1]))).order_by(*order)[:size])


def numbered(rows: Sequence[Any] | QuerySet, request: HttpRequest, *, size: int) -> Page:
    """The page of a short list that the request's `page` asks for by its number; the first or last one beyond them."""
    page = Paginator(rows, size).get_page(request.GET.get(NUMBER))

    def url(number: int) -> str:
        params = request.GET.copy()
        params[NUMBER] = str(number)
        return f"?{params.urlencode()}"

    return Page(
        list(page.object_list),
        prev_url=url(page.number - 1) if page.has_previous() else "",
        next_url=url(page.number + 1) if page.has_next() else "",
    )


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after these values: a ≤ x and (a < x or b < y), which an index on (a, b) answers."""
    name, value = order[0].removeprefix("-"), values[0]
    lookup = "lt" if order[0].startswith("-") else "gt"
    strictly = Q(**{f"{name}__{lookup}": value})
    if len(order) == 1:
        return strictly
    return Q(**{f"{name}__{lookup}e": value}) & (strictly | _beyond(order[1:], values[1:]))


def _url(request: HttpRequest, side: str, row: Any, order: Sequence[str]) -> str:
    """The request's query string with its cursor moved to this row."""
    params = request.GET.copy()
    params.pop(AFTER, None)
    params.pop(BEFORE, None)
    params[side] = SEPARATOR.join(_text(_value(row, name.removeprefix("-"))) for name in order)
    return f"?{params.urlencode(safe=SEPARATOR)}"


def _value(row: Any, name: str) -> Any:
    for part in name.split(LOOKUP_SEP):
        row = getattr(row, part)
    return row


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _parse(model: type[models.Model], order: Sequence[str], text: str) -> list[Any] | None:
    """The values of a cursor, or None when it is not one."""
    parts = text.split(SEPARATOR)
    if not text or "\x00" in text or len(parts) != len(order):
        return None
    try:
        return [_typed(model, name.removeprefix("-"), part) for name, part in zip(order, parts, strict=True)]
    except (ValidationError, ValueError, OverflowError):
        return None


def _typed(model: type[models.Model], name: str, text: str) -> Any:
    *path, last = name.split(LOOKUP_SEP)
    for part in path:
        model = model._meta.get_field(part).related_model  # type: ignore[assignment]
    value = model._meta.get_field(last).to_python(text)
    if isinstance(value, dt.datetime):
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(dt.UTC)
    return value
