"""Who works on the server while it is killed, and what they do: each keeps a journal of what was answered."""

import io
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from stdnum.cn import ric

from tests.e2e.seed import PASSWORD
from tests.soak.browser import Broken, Browser, Form

TODAY = datetime.now(UTC).date().isoformat()
PAGES = ("/", "/cases/", "/cases/?q=%E4%B8%8A%E6%B5%B7", "/visits/", "/money/", "/cases/export/csv/")
PAPERS = ("acceptance_notice", "aid_application")


class Upload(io.BytesIO):
    """A file as the multipart encoder of Django's test client takes it."""

    name = "证据.pdf"
    content_type = "application/pdf"


@dataclass
class Act:
    """One form that was sent: `mark` stands in what it writes; `outcome` is what was heard of it."""

    kind: str
    mark: str
    outcome: str = ""
    sent: int = 0


@dataclass
class House:
    """What everybody knows: the cases there are, and the journal."""

    seed: int
    pause: float = 0
    journal: list[Act] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    in_flight: int = 0
    looked: int = 0
    durations: list[float] = field(default_factory=list)
    closed: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    cases: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def of(self, place: str) -> dict[str, list[str]]:
        """The addresses of the cases of an office, by how far they are."""
        return self.cases.setdefault(place, {"draft": [], "review": [], "accepted": [], "receipt": []})


class Person(threading.Thread):
    """A user at a window, in a session of their own, until the house is closed."""

    def __init__(self, house: House, url: str, username: str, number: int) -> None:
        super().__init__(daemon=True, name=f"{username}-{number}")
        self.house = house
        self.browser = Browser(url)
        self.username = username
        self.role = username.rstrip("2")
        self.cases = house.of("2" if username.endswith("2") else "1")
        self.draw = random.Random(f"{house.seed}-{number}")
        self.number = number
        self.counted = 0

    def sign_in(self) -> None:
        """Raises `Broken`, and `RuntimeError` when the password is not taken."""
        form = self.browser.form("/account/login/")
        assert form is not None
        answer = self.browser.post(
            "/account/login/", {**form.fields, "login": self.username, "password": PASSWORD}
        )
        if answer.status != 302:
            raise RuntimeError(f"{self.username} cannot sign in: {answer.status}")

    def run(self) -> None:
        work = {
            "clerk": [self.intake] * 3
            + [self.note, self.claim, self.upload, self.receipt, self.visit, self.paper]
            + [self.submit] * 3,
            "reviewer": [self.accept],
            "supervisor": [self.verify],
        }[self.role]
        while not self.house.closed.is_set():
            try:
                self.draw.choice(work)()
                if self.house.pause:
                    self.look_around()
            except Broken:
                time.sleep(0.05)

    def look_around(self) -> None:
        """Read pages for a while, as people do between two forms: nine to one, with a pause before each."""
        known = [case for state in ("draft", "review", "accepted") for case in self.cases[state][-40:]]
        for page in self.draw.choices([*PAGES, *known, *known], k=9):
            if self.house.closed.wait(self.draw.uniform(0, 2 * self.house.pause)):
                return
            answer = self.browser.get(page)
            self.house.looked += 1
            if answer.status != 200 and not (answer.status == 403 and page in PAGES):
                self.house.errors.append(f"{self.username} {page}: {answer.status}")

    # --- one form ---

    def send(
        self, kind: str, page: str, fields: Callable[[Form], dict[str, object]], *, action: str = ""
    ) -> str:
        """Fill in the form of a page and send it; where it leads, if it was taken.

        What the server did not answer is sent again where the form has a token that says it is the same.
        """
        form = self.browser.form(page, action)
        if form is None:
            return ""
        self.counted += 1
        act = Act(kind, f"soak {self.house.seed} {self.number} {self.counted} {kind}")
        filled = {**form.fields, **{k: self._marked(v, act) for k, v in fields(form).items()}}
        with self.house.lock:
            self.house.journal.append(act)
        again = any("token" in name and name != "csrfmiddlewaretoken" for name in form.fields)
        while not self.house.closed.is_set():
            try:
                return self._sent(act, action or page, filled)
            except Broken:
                act.outcome = "lost"
                if not again:
                    raise
                time.sleep(0.1)
        return ""

    @staticmethod
    def _marked(value: object, act: Act) -> object:
        return act.mark if value is MARK else value

    def _sent(self, act: Act, path: str, filled: dict[str, object]) -> str:
        for value in filled.values():
            if isinstance(value, Upload):
                value.seek(0)
        begun = time.monotonic()
        act.sent += 1
        with self.house.lock:
            self.house.in_flight += 1
        try:
            answer = self.browser.post(path, filled)
        finally:
            with self.house.lock:
                self.house.in_flight -= 1
        self.house.durations.append(time.monotonic() - begun)
        act.outcome = "done" if answer.status == 302 else "refused"
        if answer.status >= 500:
            act.outcome = "error"
            self.house.errors.append(f"{act.kind} {path}: {answer.status}")
        return answer.location if answer.status == 302 else ""

    # --- what a clerk does ---

    def some(self, state: str) -> str:
        """The address of a case in this state; empty when there is none."""
        known = self.cases[state]
        return self.draw.choice(known[-40:]) if known else ""

    def _file(self) -> Upload:
        return Upload(b"%PDF-1.4\n" + self.draw.randbytes(self.draw.randrange(1000, 400_000)) + b"\n%%EOF")

    def intake(self) -> None:
        day = date(1965, 1, 1) + timedelta(self.draw.randrange(14000))
        name = self.draw.choice("王李张陈周吴徐沈") + "".join(self.draw.choices("建国志明秀英玉芳海军", k=2))
        people = self.draw.choice((1, 1, 2))
        fields: dict[str, object] = {
            "facts": MARK,
            "consent_on": TODAY,
            "workers-TOTAL_FORMS": people,
            "claims-TOTAL_FORMS": 1,
            "claims-0-kind": "wages",
            "employer-type": "private",
            "employer-name": f"上海{self.number}第{self.draw.randrange(10**9)}机械有限公司",
        }
        for n in range(people):
            body = f"310116{day:%Y%m%d}{self.draw.randrange(1000):03d}"
            fields |= {
                f"workers-{n}-name": name + "甲乙"[n],
                f"workers-{n}-id_number": body + ric.calc_check_digit(f"{body}0"),
                f"claims-0-sum-{n}": f"{self.draw.randrange(10**5, 10**6) / 100:.2f}",
            }
        place = self.send("intake", "/cases/new/", lambda form: fields)
        if place:
            self.cases["draft"].append(place)

    def visit(self) -> None:
        fields: dict[str, object] = {
            "note": MARK,
            "workers-TOTAL_FORMS": 0,
            "questions-TOTAL_FORMS": 1,
            "questions-0-kind": "advice",
            "questions-0-question": "工资三个月未发，怎么办？",
            "questions-0-outcome": "answered",
        }
        self.send("visit", "/visits/new/", lambda form: fields)

    def note(self) -> None:
        if case := self.some("draft"):
            self.send("note", f"{case}notes/", lambda form: {"text": MARK})

    def claim(self) -> None:
        if case := self.some("draft"):
            values: dict[str, object] = {"kind": "overtime", "claimed": "1234.50", "basis": MARK}
            self.send("claim", f"{case}claims/add/", lambda form: values)

    def upload(self) -> None:
        if case := self.some("draft"):
            values = {"kind": "evidence", "title": MARK, "uploads": self._file()}
            self.send("upload", f"/papers{case}upload/", lambda form: values)

    def paper(self) -> None:
        if case := self.some("accepted"):
            action = f"/papers{case}{self.draw.choice(PAPERS)}/issue/"
            self.send("paper", case, lambda form: {"with_blanks": "on"}, action=action)

    def receipt(self) -> None:
        if not (case := self.some("accepted")):
            return

        def fields(form: Form) -> dict[str, object]:
            part = next((name for name in form.fields if name.startswith("part_")), "part_")
            return {
                "received_on": TODAY,
                "amount": "1.23",
                "payer": "某某公司",
                "note": MARK,
                part: "1.23",
                "proof": self._file(),
            }

        if self.send("receipt", f"/money{case}record/", fields):
            self.cases["receipt"].append(case)

    def submit(self) -> None:
        if self.cases["draft"]:
            case = self.cases["draft"][self.draw.randrange(len(self.cases["draft"]))]
            if self.send("submit", f"{case}submit/", lambda form: {"reason": MARK}):
                self.cases["draft"] = [other for other in self.cases["draft"] if other != case]
                self.cases["review"].append(case)

    # --- what the others do ---

    def accept(self) -> None:
        if not self.cases["review"]:
            time.sleep(0.1)
            return
        case = self.cases["review"].pop(0)
        if self.send("accept", f"{case}accept/", lambda form: {"reason": MARK}):
            self.cases["accepted"].append(case)

    def verify(self) -> None:
        """The first receipt that waits."""
        if not self.cases["receipt"]:
            time.sleep(0.1)
            return
        self.cases["receipt"].pop()
        found = re.findall(r'href="(/money/\d+/)"', self.browser.get("/money/").text)
        if found:
            self.send("verify", f"{self.draw.choice(found)}verify/", lambda form: {"reason": MARK})


MARK = object()
"""Stands in the fields of an act for its mark."""
