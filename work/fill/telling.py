"""What every act of a case is told with: a moment, who acts, the workflow, and the people at the window."""

import datetime as dt
import random
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import models

from cases.models import (
    Case,
    Deadline,
    Employer,
    EmployerLink,
    NameKey,
    Visit,
    VisitQuestion,
    VisitWorker,
    Worker,
)
from cases.models.names import keys_of_employer, keys_of_person
from core.audit import automatic
from core.fsm import transitions_of
from core.names import pinyin_key
from documents.models import Paper
from labour_law.identifiers import format_case_number
from labour_law.periods import LAPSING, LIMITS
from work.fill.book import CONTENT, SHA256, Book
from work.fill.cards import ANSWERS, QUESTIONS, SHARED_EMPLOYERS, WORKER_TYPES
from work.fill.cast import Window
from work.fill.parties import Company
from work.fill.sheets import Row


class Telling:
    """`moment` is that of the act that is being told; acts follow each other, none is later than yesterday."""

    case: Row
    company: Company

    def __init__(self, book: Book, draw: random.Random, day: dt.date) -> None:
        self.book, self.parties, self.draw = book, book.parties, draw
        self.window: Window = draw.choices(book.cast.windows, book.cast.weights)[0]
        self.clerk = draw.choice(self.window.clerks)
        self.moment = at(day, draw)
        self.deadlines: dict[str, Row] = {}
        """The limits that run, by kind."""

    def later(self, least: int, most: int) -> None:
        """Another act, so many days later."""
        day = self.moment.date() + dt.timedelta(self.draw.randint(least, most))
        self.on(min(day, self.book.today - dt.timedelta(1)))

    def on(self, day: dt.date) -> None:
        following = self.moment + dt.timedelta(minutes=1)
        self.moment = max(following, at(day, self.draw)) if day > self.moment.date() else following

    @property
    def day(self) -> dt.date:
        return self.moment.date()

    def add(self, model: type[models.Model], by: int | None = None, **values: Any) -> Row:
        return self.book.sheets[model].add(self.moment, by or self.clerk, **values)

    def change(self, model: type[models.Model], row: Row, by: int | None = None, **values: Any) -> None:
        self.book.sheets[model].change(row, self.moment, by or self.clerk, **values)

    # --- the workflow ---

    def step(self, name: str, by: int | None = None, **values: Any) -> None:
        """What the workflow says of the step: its state, the limits it ends and those it starts."""
        state = self.case["state"]
        meta = _meta(name, state)
        target = values.pop("state", None) or meta.target
        starts = values.pop("starts", {})
        self.change(Case, self.case, by, state=str(target), **values)
        self.settle(meta.custom["settles"], _label(name))
        for kind in meta.custom["opens"]:
            self.open(kind, starts.get(kind, self.day))

    def open(self, kind: str, starts_on: dt.date | None) -> None:
        if starts_on is None:
            return
        period = self.book.due(kind, starts_on)
        values = {"starts_on": starts_on, "due_on": period.last_day, "provisional": period.provisional}
        if kind in self.deadlines:
            self.change(Deadline, self.deadlines[kind], **values)
        else:
            self.deadlines[kind] = self.add(
                Deadline, case_id=self.case["id"], kind=kind, critical=LIMITS[kind].critical, **values
            )

    def settle(self, kinds: Iterable[str], note: str) -> None:
        every = "*" in kinds
        for kind in [kind for kind in self.deadlines if every or kind in kinds]:
            state = "waived" if every or kind in LAPSING else "met"
            self.change(Deadline, self.deadlines.pop(kind), state=state, settled_on=self.day, note=note)

    # --- who comes to the window ---

    def worker(self) -> int:
        """Somebody new; the id."""
        return int(self._person(self.book.workers)["id"])

    def again(self, worker: int, **values: Any) -> Row:
        """A second record of somebody."""
        row = self._person(worker - 1, **values)
        self.book.second.add(int(row["id"]))
        return row

    def somebody(self) -> int:
        """Who was there before, by the record that counts; the id."""
        while (worker := self.draw.randrange(self.book.workers) + 1) in self.book.second:
            pass
        return worker

    def _person(self, number: int, **values: Any) -> Row:
        """The next record: of the person of this number, with these values in the place of theirs."""
        place = self.book.workers
        self.book.workers += 1
        person, draw = self.parties.person(number), self.draw
        keys = _keys_of_person(person.name)
        told = {
            "name": person.name,
            "pinyin": next(key for kind, key in keys if kind == "sound"),
            "id_kind": "resident" if person.id_number else "",
            "id_number": person.id_number,
            "id_hash": person.hashed,
            "birth_date": person.born if person.id_number else None,
            "sex": "male" if person.is_man else "female",
            "phone": person.phone,
            "worker_type": draw.choice(WORKER_TYPES),
            "relation_type": "employment",
            "is_migrant": draw.random() < 0.7,
            "is_union_member": draw.random() < 0.4,
            "bank_name": "中国农业银行" if draw.random() < 0.5 else "",
            "bank_account": f"6228{place:015d}" if draw.random() < 0.5 else "",
            "created_at": self.moment,
        }
        row = self.add(Worker, **{**told, **values})
        for kind, key in keys:
            self.add(NameKey, worker_id=row["id"], kind=kind, key=key)
        return row

    def an_employer(self) -> int:
        """One that was there before, the earlier the likelier, or a new one; the number."""
        there = self.book.employers
        if there and self.draw.random() < SHARED_EMPLOYERS:
            return int(there * self.draw.random() ** 2.5)
        self.book.employers += 1
        company = self.parties.employer(there)
        row = self.add(
            Employer,
            name=company.name,
            pinyin=pinyin_key(company.name),
            known_by="boss" if company.is_known_by_boss else "",
            credit_code=company.code,
            type=company.kind,
            legal_representative=company.boss,
            phone=company.phone,
            created_at=self.moment,
        )
        for kind, key in sorted(keys_of_employer(company.name, company.boss)):
            self.add(NameKey, employer_id=row["id"], kind=kind, key=key)
        if company.parent is not None and self.draw.random() < 0.5:
            self.add(EmployerLink, employer_id=row["id"], related_id=company.parent + 1, kind="parent")
        return there

    def visit(self, employer: int | None, workers: list[int], outcome: str, channel: str) -> Row:
        visit = self.add(
            Visit,
            office_id=self.window.pk,
            channel=channel,
            visited_on=self.day,
            head_count=(len(workers) or 1) + (self.draw.random() < 0.2),
            employer_id=None if employer is None else employer + 1,
            received_by_id=self.clerk,
        )
        for worker in workers[:5]:
            self.add(VisitWorker, visit_id=visit["id"], worker_id=worker)
        for _ in range(2 if self.draw.random() < 0.15 else 1):
            self.add(
                VisitQuestion,
                visit_id=visit["id"],
                kind="mediation" if outcome == "case" else "advice",
                question=self.draw.choice(QUESTIONS),
                answer=self.draw.choice(ANSWERS),
                outcome=outcome,
            )
        return visit

    # --- papers ---

    def paper(
        self, kind: str, *, series: str = "", claimant: Row | None = None, signed_on: dt.date | None = None
    ) -> None:
        """Issue a paper on the case, or for one claimant; numbered where it has a series."""
        year, number = self.day.year, ""
        subject = f"case {self.case['id']}"
        worker = self.parties.person(claimant["worker_id"] - 1).name if claimant else ""
        if series:
            place = self.book.number(self.book.paper_numbers, self.window.pk, year, series)
            number = format_case_number(
                f"{self.window.prefix}{series}", year, self.window.code, place, width=1
            )
        paper = self.add(
            Paper,
            state="issued",
            kind=kind,
            case_id=self.case["id"],
            claimant_id=claimant["id"] if claimant else None,
            subject=f"{subject} claimant {claimant['id']}" if claimant else subject,
            edition=1,
            number=number,
            data={
                "case_number": self.case["number"],
                "employer": {"name": self.company.name},
                "workers": [{"name": worker}],
                "date": self.day.isoformat(),
            },
            template_version="made-up",
            file=self.book.files["papers"],
            sha256=SHA256,
            size=len(CONTENT),
            issued_by_id=self.clerk,
            issued_at=self.moment,
        )
        if signed_on:
            self.change(Paper, paper, state="signed", signed_on=signed_on)


def at(day: dt.date, draw: random.Random) -> dt.datetime:
    """Some minute between nine and four in Shanghai."""
    return dt.datetime(day.year, day.month, day.day, draw.randint(1, 7), draw.randrange(60), tzinfo=dt.UTC)


@lru_cache
def _meta(name: str, state: str) -> Any:
    return transitions_of(Case)[name].get_transition(state)


@lru_cache
def _label(name: str) -> str:
    transitions = transitions_of(Case)[name].transitions.values()
    return automatic(next(iter(transitions)).custom["label"])


@lru_cache(50_000)
def _keys_of_person(name: str) -> list[tuple[str, str]]:
    return sorted(keys_of_person(name))
