"""A process that answers GETs as in production and says what each cost. Started with a checkout as its directory, and
with the module of the addresses where that is not the checkout's own.

One job a line on stdin, one answer a line on stdout, both JSON:

- `{"user": name or "", "url": address}` → `status`, `cpu` and `wall` in milliseconds, `bytes` as sent;
- the same with `"closely": true` → also `queries`, `sql` in milliseconds, `peak` in MiB, and `statements`, the three
  slowest with milliseconds, text and plan;
- `{"session": name}` → the name and value of the cookie of a session of that user;
- `{"find": part of the name}` or `{"travellers": true}` → what there is to be asked for (`tests.bench.pages`), of the checkout that holds this file only.

It stands alone, since it also runs in checkouts that do not hold it.
"""

import gc
import json
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

SLOWEST = 3


def main() -> None:
    sys.path[0] = os.getcwd()
    logging.disable()  # what is not found is asked for on purpose
    from django.conf import settings

    settings.ROOT_URLCONF = sys.argv[1] if len(sys.argv) > 1 else settings.ROOT_URLCONF
    import config.wsgi  # noqa: F401  (what production starts with)

    house = House()
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        if "find" in job:
            from tests.bench.pages import find

            answer: Any = find(house.status, job["find"])
        elif "travellers" in job:
            from tests.bench.pages import travellers

            answer = travellers()
        elif "session" in job:
            answer = house.session(job["session"])
        elif job.get("closely"):
            answer = house.look_closely(job["user"], job["url"])
        else:
            answer = house.get(job["user"], job["url"])
        print(json.dumps(answer), flush=True)


class House:
    """The application with a signed-in client for each user."""

    def __init__(self) -> None:
        self.clients: dict[str, Any] = {}

    def status(self, user: str, url: str) -> int:
        """What is answered; 500 where the page breaks."""
        return self.get(user, url)["status"]

    def session(self, user: str) -> dict[str, str]:
        """The cookie with which somebody else may go on as this user."""
        from django.conf import settings

        name = settings.SESSION_COOKIE_NAME
        return {"cookie": name, "session": self._client(user).cookies[name].value}

    def get(self, user: str, url: str) -> dict[str, Any]:
        """Time and bytes of one request, with the connections closed or kept as in production."""
        from django.db import close_old_connections

        client = self._client(user)
        close_old_connections()
        cpu, wall = time.process_time(), time.perf_counter()
        response = client.get(url, headers={"accept-encoding": "gzip"})
        size = sum(map(len, response.streaming_content)) if response.streaming else len(response.content)
        close_old_connections()
        return {
            "cpu": (time.process_time() - cpu) * 1000,
            "wall": (time.perf_counter() - wall) * 1000,
            "status": response.status_code,
            "bytes": size,
        }

    def look_closely(self, user: str, url: str) -> dict[str, Any]:
        """The same with each statement timed, and the peak of memory meanwhile."""
        from django.db import connection

        self._client(user)
        watch = Watch()
        Path("/proc/self/clear_refs").write_text("5")
        with connection.execute_wrapper(watch), watch.fetches():
            answer = self.get(user, url)
        peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
        answer |= {
            "queries": len(watch.statements),
            "sql": sum(one["ms"] for one in watch.statements),
            "peak": int(peak[1]) / 1024 if peak else None,
            "statements": [],
        }
        for one in sorted(watch.statements, key=lambda one: -one["ms"])[:SLOWEST]:
            answer["statements"].append({"ms": one["ms"], "sql": one["text"], "plan": _plan(one)})
        return answer

    def _client(self, user: str) -> Any:
        if user not in self.clients:
            from django.contrib.auth import get_user_model
            from django.test import Client

            self.clients[user] = Client(raise_request_exception=False)
            if user:
                self.clients[user].force_login(get_user_model().objects.get(username=user))
        return self.clients[user]


class Watch:
    """Notes the statements with the time that executing and fetching took; a plain SELECT is fetched as it goes."""

    def __init__(self) -> None:
        self.statements: list[dict[str, Any]] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            ms = (time.perf_counter() - started) * 1000
            self.statements.append({"text": sql, "params": params, "ms": ms})

    def fetches(self) -> Any:
        """While this lasts, the time of fetching counts to the last statement."""
        from contextlib import ExitStack
        from unittest.mock import patch

        from django.db.backends.utils import CursorWrapper

        def timed(name: str) -> Any:
            def fetch(cursor: Any, *args: Any) -> Any:
                started = time.perf_counter()
                try:
                    return getattr(cursor.cursor, name)(*args)
                finally:
                    if self.statements:
                        self.statements[-1]["ms"] += (time.perf_counter() - started) * 1000

            return fetch

        stack = ExitStack()
        for name in ("fetchone", "fetchmany", "fetchall"):
            stack.enter_context(patch.object(CursorWrapper, name, timed(name), create=True))
        return stack


def _plan(statement: dict[str, Any]) -> list[str]:
    from django.db import connection

    if not statement["text"].startswith("SELECT"):
        return []
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {statement['text']}", statement["params"])
        return [str(row[-1]) for row in cursor.fetchall()]


if __name__ == "__main__":
    main()
