"""Lists, home pages and exports are read from a streaming replica of PostgreSQL, where `REPLICA_URL` names one.

    @reads_replica
    @require_safe
    def case_list(request): ...

Everything else is asked of the primary: all that is written, all that is read in a transaction or after a write of the
same request, sessions, who may do what, and the tables of the law, which a process keeps for all its requests. So no
write is decided by what a replica says.

A browser that wrote carries the position of the primary's log after its write in a cookie, and is shown the replica
once that has come so far. A replica that is stopped or too far behind is not asked; what it breaks off is read again
from the primary, so nobody sees an error.
"""

import datetime as dt
import logging
import tempfile
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from wsgiref.util import FileWrapper

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, Error, InterfaceError, OperationalError, connections
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

REPLICA = "replica"
COOKIE, COOKIE_SECONDS = "written_up_to", 3600
"""The position after the last write of this browser, in bytes; past the hour every replica that is read has it."""
DOWN_SECONDS = 5
"""A replica that failed is not asked again for so long."""
ASKED_OF_PRIMARY = frozenset({"accounts", "account", "django_cache", "law_tables", "mfa", "sessions"})
"""Apps of who is there and may do what, of counted tries, and of what a process keeps beyond a request."""
FOLLOWED_BY_NOTHING = frozenset({"core.AccessLog", "sessions.Session"})
"""Written while something is only read: nothing of the page depends on it."""

log = logging.getLogger(__name__)
V = TypeVar("V", bound=Callable[..., Any])


@dataclass
class _Request:
    """What the request being served has done so far."""

    reads_replica: bool = False
    wrote: bool = False


_request: ContextVar[_Request | None] = ContextVar("replica_request", default=None)
_down_until = 0.0
"""On the clock of `time.monotonic`; for all threads of the process."""


class ReplicaRouter:
    """Which of the two databases is asked."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        request = _request.get()
        if (
            request is None
            or not request.reads_replica
            or request.wrote
            or model._meta.app_label in ASKED_OF_PRIMARY
            or connections[DEFAULT_DB_ALIAS].in_atomic_block
        ):
            return DEFAULT_DB_ALIAS
        return REPLICA

    def db_for_write(self, model: Any, **hints: Any) -> str:
        request = _request.get()
        if request and model._meta.label not in FOLLOWED_BY_NOTHING:
            request.wrote = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """The same rows stand in both."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLICA


@dataclass(frozen=True)
class Standing:
    """How far the replica has come in the log of the primary, and how far it is behind it: in bytes, and in time.

    `lag` is None where nothing is known: the server follows no other, or has replayed nothing yet.
    """

    replayed: int
    behind: int
    lag: dt.timedelta | None

    @property
    def is_close(self) -> bool:
        """Is it as close as `REPLICA_MAX_LAG_SECONDS` asks?"""
        return self.lag is not None and self.lag <= dt.timedelta(seconds=settings.REPLICA_MAX_LAG_SECONDS)


POSITION = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint, clock_timestamp()"
"""Inserted, not flushed: at or after the commit of whatever was acknowledged, also of what was committed unflushed."""
REPLAYED = (
    "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')::bigint, pg_last_xact_replay_timestamp() "
    "WHERE pg_is_in_recovery()"
)


def standing() -> Standing:
    """How the replica stands now, by one query to each server. Raises `django.db.Error` where one does not answer.

    The time of the last transaction it replayed says nothing while nobody writes: a replica that has all there was
    when the primary was asked is not behind, however long ago that was written. Both times are the primary's, so two
    clocks that differ do no harm.
    """
    position, now = _asked(DEFAULT_DB_ALIAS, POSITION)
    replayed, written_at = _asked(REPLICA, REPLAYED) or (None, None)
    if replayed is None:
        return Standing(0, position, None)
    behind = max(0, position - replayed)
    if not behind:
        return Standing(replayed, 0, dt.timedelta(0))
    return Standing(replayed, behind, written_at and max(dt.timedelta(0), now - written_at))


def _asked(alias: str, query: str) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


def reads_replica(view: V) -> V:
    """Let a GET of this view read from the replica, where that is close and has what this browser wrote.

    If the replica breaks off, the view runs once more, on the primary. So it must not change anything; the access log
    may then say twice that something was read.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        served = _request.get()
        if served is None or not _is_to_be_read(request):
            return view(request, *args, **kwargs)
        served.reads_replica = True
        try:
            return _whole(request, view(request, *args, **kwargs))
        except Error as error:
            if isinstance(error, OperationalError | InterfaceError):
                _out_of_use(error)
        finally:
            served.reads_replica = False
        return view(request, *args, **kwargs)

    return shown  # type: ignore[return-value]


def _is_to_be_read(request: HttpRequest) -> bool:
    """Is there a replica for this request: one that answers, is close, and has what this browser wrote?"""
    if REPLICA not in settings.DATABASES or request.method not in ("GET", "HEAD"):
        return False
    if time.monotonic() < _down_until:
        return False
    try:
        now = standing()
    except Error as error:
        _out_of_use(error)
        return False
    return now.is_close and now.replayed >= _written_up_to(request)


def _written_up_to(request: HttpRequest) -> int:
    """The position in the browser's cookie. Whoever forges one is shown older or newer lists and nothing else."""
    text = request.COOKIES.get(COOKIE, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0


def _out_of_use(error: Error) -> None:
    """Ask the replica no more for a while."""
    global _down_until
    _down_until = time.monotonic() + DOWN_SECONDS
    connections[REPLICA].close()
    log.warning("The replica is not asked for %d s: %s", DOWN_SECONDS, error)


def _whole(request: HttpRequest, response: Any) -> HttpResponseBase:
    """A streamed answer is read to its end before any of it is sent: half a file could not be taken back."""
    if response.streaming and request.method == "GET" and not isinstance(response, FileResponse):
        spooled = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 - closed by the response
        spooled.writelines(response)
        spooled.seek(0)
        response.streaming_content = FileWrapper(spooled, 1 << 16)
    return response


class ReplicaMiddleware:
    """Tells the browser that wrote how far a replica has to be for its pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        served = _Request()
        token = _request.set(served)
        try:
            response = self.get_response(request)
        finally:
            _request.reset(token)
        if served.wrote:
            position, _ = _asked(DEFAULT_DB_ALIAS, POSITION)
            response.set_cookie(
                COOKIE,
                str(position),
                max_age=COOKIE_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
