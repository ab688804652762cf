"""People at work over HTTP, as the house is served: home, lists, cases, searches, and one request in ten a form sent.

Everybody has a connection of their own that stays open. Of two builds, each is asked for a slice of time in turn.
"""

import itertools
import math
import random
import re
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, RemoteDisconnected
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from tests.bench.databases import ROOT, environment, files
from tests.soak.browser import forms_in

PATIENCE = 60
STARTS_WITHIN = 120
GUNICORN = (".venv/bin/python", "-m", "gunicorn")
LOCKED = b"database is locked"
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
SEARCHED = ("王", "wang", "上海", "0012", "13")


class Server:
    """gunicorn with two workers on a port of this machine, on the code of a checkout; answers once it is made."""

    def __init__(self, url: str, checkout: Path = ROOT, *, command: tuple[str, ...] = GUNICORN) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            command,
            cwd=checkout,
            env=environment(url, files(), checkout) | {"PORT": str(self.port), "WEB_CONCURRENCY": "2"},
            stdout=subprocess.DEVNULL,
        )
        for _ in range(STARTS_WITHIN * 10):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError("the server does not answer")

    def peak(self) -> float:
        """The most memory that one of its workers has had, in MiB."""
        workers = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        status = [Path(f"/proc/{pid}/status").read_text() for pid in workers]
        return max(int(text.partition("VmHWM:")[2].split()[0]) for text in status) / 1024

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *args: object) -> None:
        self.process.terminate()
        self.process.wait()


@dataclass
class Taken:
    """What came of the requests of one build: seconds of each, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    lasted: float = 0.0
    errors: list[str] = field(default_factory=list)
    written: int = 0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.lasted

    @property
    def median(self) -> float:
        """Milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p99(self) -> float:
        """Milliseconds that one in a hundred took longer than."""
        ranked = sorted(self.seconds)
        return ranked[min(len(ranked) - 1, math.ceil(len(ranked) * 0.99) - 1)] * 1000


class Traveller:
    """Somebody signed in, on a connection that stays open."""

    def __init__(self, port: int, who: dict[str, Any], number: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies = {who["cookie"]: who["session"]}
        self.cases, self.clerk = who["cases"], who["is_clerk"]
        self.draw = random.Random(number)
        self.steps = self._way()
        self.taken = Taken()

    def work(self, until: float) -> None:
        """One request after the other."""
        while time.perf_counter() < until:
            next(self.steps)

    def _way(self) -> Iterator[None]:
        """Nine looks, the last of them at a form, and then the form."""
        for turn in itertools.count():
            cases = [self.draw.choice(self.cases) for _ in range(3)]
            looks = ["/", "/cases/", cases[0], "/visits/", cases[1], cases[2], "/cases/?state=mediation"]
            word = quote(self.draw.choice(SEARCHED))
            looks.append(f"/visits/?q={word}" if turn % 2 else f"/cases/?q={word}")
            for look in looks[0 if turn else self.draw.randrange(len(looks)) :]:
                self._ask("GET", look)
                yield
            if self.clerk:
                yield from self._note(cases[0]) if turn % 2 else self._visit()
            else:
                self._ask("GET", "/calculators/")
                yield
                yield from self._note(cases[0])

    def _note(self, case: str) -> Iterator[None]:
        return self._send(f"{case}notes/", {"text": "电话联系用人单位，约定周三上午到窗口核对工资表。"})

    def _visit(self) -> Iterator[None]:
        today = datetime.now(UTC).date().isoformat()
        asked = {
            "visited_on": today,
            "workers-TOTAL_FORMS": "0",
            "questions-TOTAL_FORMS": "1",
            "questions-0-kind": "advice",
            "questions-0-question": "工资三个月未发，怎么办？",
            "questions-0-outcome": "answered",
        }
        return self._send("/visits/new/", asked)

    def _send(self, page: str, fields: dict[str, str]) -> Iterator[None]:
        status, body = self._ask("GET", page)
        yield
        form = next((one for one in forms_in(body.decode()) if (one.action or page) == page), None)
        if status != 200 or form is None:
            self.taken.errors.append(f"{status} {page}: no form")
            return
        status, _body = self._ask("POST", page, urlencode(form.fields | fields))
        if status != 302:
            self.taken.errors.append(f"{status} {page}: not taken")
        self.taken.written += 1
        yield

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, bytes]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": f"http://127.0.0.1{path}",
            }
        started = time.perf_counter()
        try:
            answer, content = self._answer(method, path, body, headers)
        except (OSError, HTTPException) as error:
            self.connection.close()
            self.taken.errors.append(f"{path}: {error!r}")
            return 0, b""
        self.taken.seconds.append(time.perf_counter() - started)
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400 or LOCKED in content:
            self.taken.errors.append(f"{answer.status} {method} {path}")
        return answer.status, content

    def _answer(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        """A connection that the server closed meanwhile is opened again, as browsers do."""
        was_open = self.connection.sock is not None
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        except (RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if not was_open:
                raise
            self.connection.close()
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
        return answer, answer.read()


def static_bytes(server: Server, who: dict[str, Any]) -> int:
    """What a browser that comes for the first time loads for the home page beside the page, as sent."""
    visitor = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    headers = {"Cookie": f"{who['cookie']}={who['session']}"}
    visitor.request("GET", "/", headers=headers)
    page = visitor.getresponse().read().decode()
    size = 0
    for path in sorted(set(STATIC.findall(page))):
        visitor.request("GET", path, headers={"Accept-Encoding": "gzip"})
        size += len(visitor.getresponse().read())
    visitor.close()
    return size


def travel(
    servers: dict[str, Server],
    people: dict[str, list[dict[str, Any]]],
    *,
    connections: int,
    slices: int,
    seconds: float,
) -> dict[str, Taken]:
    """Let so many people work on each server, in turn for so many slices of so many seconds."""
    at_work = {
        side: [Traveller(server.port, people[side][n % len(people[side])], n) for n in range(connections)]
        for side, server in servers.items()
    }
    lasted = dict.fromkeys(servers, 0.0)
    for number in range(slices + 1):
        for side, travellers in at_work.items():
            lasted[side] += _slice(travellers, seconds)
        if number == 0:  # it was to warm up
            lasted = dict.fromkeys(servers, 0.0)
            for traveller in itertools.chain(*at_work.values()):
                traveller.taken = Taken(errors=traveller.taken.errors)
    return {side: _together(travellers, lasted[side]) for side, travellers in at_work.items()}


def _slice(travellers: list[Traveller], seconds: float) -> float:
    started = time.perf_counter()
    threads = [threading.Thread(target=one.work, args=[started + seconds]) for one in travellers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def _together(travellers: list[Traveller], lasted: float) -> Taken:
    whole = Taken(lasted=lasted)
    for traveller in travellers:
        traveller.connection.close()
        whole.seconds += traveller.taken.seconds
        whole.errors += traveller.taken.errors
        whole.written += traveller.taken.written
    return whole
