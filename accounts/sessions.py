"""Sessions in the database that know how long they still last."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone


class SessionStore(DatabaseStore):
    """The session of a request."""

    EVERY = dt.timedelta(minutes=1)

    ends_at: dt.datetime | None = None
    """What the row said when it was read."""

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]
        self.ends_at = row.expire_date if row else None
        return row

    def prolong(self) -> None:
        """Let the idle time begin anew. It is written down once a minute at most, so that a page that is only read does
        not wait for its turn to write."""
        whole = dt.timedelta(seconds=self.get_expiry_age())
        if self.ends_at and self.ends_at - timezone.now() < whole - self.EVERY:
            self.modified = True
