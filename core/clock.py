"""The one clock: what "now" and "today" mean to every action.

Tests and the demo set it, so that their records carry the dates they tell of.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_moment: ContextVar[dt.datetime | None] = ContextVar("moment", default=None)
_hidden: ContextVar[bool] = ContextVar("hidden", default=False)


def now() -> dt.datetime:
    """The present moment, aware."""
    if _hidden.get():
        raise RuntimeError("What is put together here is kept: it takes the moment as an argument.")
    return _moment.get() or timezone.now()


def today() -> dt.date:
    """The date in the project's time zone (Asia/Shanghai), whatever the language of the page."""
    return local_day(now())


def local_day(moment: dt.datetime) -> dt.date:
    """The date of a moment in the project's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def start_of(day: dt.date) -> dt.datetime:
    """The moment at which a day begins in the project's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min), timezone.get_default_timezone())


def end_of(day: dt.date) -> dt.datetime:
    """The moment at which it is over: that at which the next day begins."""
    return start_of(day + dt.timedelta(days=1))


def iso(day: dt.date | None) -> str | None:
    """A day as JSON keeps it, None where there is none."""
    return day.isoformat() if day else None


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Let `now()` be this moment inside the block; a bare date means nine in the morning."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(9))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def hidden() -> Iterator[None]:
    """Within the block nobody may ask for the time: what is made there outlasts it."""
    token = _hidden.set(True)
    try:
        yield
    finally:
        _hidden.reset(token)
