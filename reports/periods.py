"""Spans of days as reports speak of them: month, quarter, half-year, year, or any."""

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Span = tuple[dt.date, dt.date]

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Preset:
    """A span to choose at once."""

    label: str
    since: dt.date
    until: dt.date


def span_of(day: dt.date, months: int) -> Span:
    """The month, quarter, half-year or year in which a day lies."""
    first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, last_of(add_months(first, months - 1))


def last_of(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def add_months(day: dt.date, months: int) -> dt.date:
    """The first of the month so many months on."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, 1)


def whole_months(span: Span) -> int | None:
    """How many whole months the span is; None where it is not."""
    since, until = span
    if since.day != 1 or until != last_of(until):
        return None
    return (until.year - since.year) * 12 + until.month - since.month + 1


def kind_of(span: Span) -> str:
    """A key of `MONTHS`; "" for any other span."""
    months = whole_months(span)
    return next((kind for kind, n in MONTHS.items() if n == months and span == span_of(span[0], n)), "")


def span_before(span: Span) -> Span:
    """As many months, or days, right before."""
    since, until = span
    if months := whole_months(span):
        return add_months(since, -months), since - dt.timedelta(days=1)
    return since - (until - since) - dt.timedelta(days=1), since - dt.timedelta(days=1)


def year_before(span: Span) -> Span:
    """The same days a year earlier; the end of a month stays the end of the month."""
    since, until = span
    end = until.replace(year=until.year - 1, day=1)
    day = last_of(end).day if until == last_of(until) else min(until.day, last_of(end).day)
    start = since.replace(year=since.year - 1, day=1)
    return start.replace(day=min(since.day, last_of(start).day)), end.replace(day=day)


def titled(span: Span) -> Any:
    """The title of the report of this span."""
    names = {
        "month": _("Monthly report"),
        "quarter": _("Quarterly report"),
        "half": _("Half-year report"),
        "year": _("Yearly report"),
    }
    return names.get(kind_of(span), _("Period report"))


def presets(today: dt.date) -> Iterator[Preset]:
    """What is asked for most."""
    month, last = span_of(today, 1), span_before(span_of(today, 1))
    yield Preset(_("This month"), *month)
    yield Preset(_("Last month"), *last)
    yield Preset(_("This quarter"), *span_of(today, 3))
    yield Preset(_("This half-year"), *span_of(today, 6))
    yield Preset(_("This year"), *span_of(today, 12))
    yield Preset(_("Last year"), *year_before(span_of(today, 12)))
