"""Sessions in the database that know how long they still last."""

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from core.prepared import Prepared

SESSION = Prepared(
    lambda key, now: DatabaseStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now)
)


class SessionStore(DatabaseStore):
    """The session of a request."""

    ends_at: dt.datetime | None = None
    """What the row said when it was read."""

    def _get_session_from_db(self) -> Any:
        row = next(iter(SESSION(key=self.session_key, now=timezone.now())), None)
        self.ends_at = row.expire_date if row else None
        if row is None:
            self._session_key = None
        return row
