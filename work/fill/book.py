"""The sheets of everything that belongs to cases, and the numbers that go on from one to the next."""

import hashlib
from functools import lru_cache
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Max

from assignments.models import Assignment
from cases.models import (
    Case,
    CaseNumberCounter,
    Claim,
    Claimant,
    ConflictCheck,
    CoRespondent,
    Deadline,
    Employer,
    EmployerLink,
    LimitationEvent,
    NameKey,
    Note,
    Proceeding,
    Visit,
    VisitQuestion,
    VisitWorker,
    Worker,
)
from core import clock
from core.models import AccessLog
from documents.models import Attachment, Paper, PaperNumberCounter
from front_desk.models import RecordRequest, WorkerJoin
from labour_law.calendar import Calendar
from labour_law.periods import due
from law_tables import current
from mediation.models import Agreement, AgreementTerm, AwardSchedule, Instalment, MediationRound
from recoveries.models import Receipt, ReceiptLine
from work.fill.cast import Cast
from work.fill.parties import Parties
from work.fill.sheets import Sheet, go_on_counting
from workings.models import Working

MODELS: tuple[type[models.Model], ...] = (
    Worker, Employer, NameKey, EmployerLink, Visit, VisitWorker, VisitQuestion, Case, CoRespondent, Claimant, Claim,
    Working, LimitationEvent, Deadline, ConflictCheck, Assignment, MediationRound, Agreement, AgreementTerm, Proceeding, AwardSchedule, Instalment, Attachment,
    Receipt, ReceiptLine, Paper, Note, AccessLog, RecordRequest, WorkerJoin,
)  # fmt: skip

FILE = "made-up.pdf"
CONTENT = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " \
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # fmt: skip
SHA256 = hashlib.sha256(CONTENT).hexdigest()
"""The one file that all papers, and all files handed in, share."""


class Book:
    """What is told, kept until it is written; with the numbers that go on from one case to the next."""

    def __init__(self, parties: Parties, cast: Cast, reason: str) -> None:
        self.parties, self.cast = parties, cast
        self.sheets = {model: Sheet(model, reason) for model in MODELS}
        self.workers = Worker.objects.aggregate(last=Max("pk"))["last"] or 0
        self.employers = Employer.objects.aggregate(last=Max("pk"))["last"] or 0
        self.second = {
            *RecordRequest.objects.values_list("apart", flat=True),
            *WorkerJoin.objects.values_list("joined", flat=True),
        }
        """Ids of the second records of people."""
        self.today = clock.today()
        self.numbers = _last_numbers(CaseNumberCounter)
        self.paper_numbers = _last_numbers(PaperNumberCounter)
        self.files = {folder: _stored(folder) for folder in ("papers", "attachments")}
        self.due = lru_cache(50_000)(_due_by(current.calendar()))

    def number(self, counters: dict[tuple[Any, ...], int], *key: Any) -> int:
        """The next number of a series without gaps."""
        counters[key] = counters.get(key, 0) + 1
        return counters[key]

    def write(self) -> int:
        """Put all that was told into the database; how many rows that were."""
        written = sum(sheet.write() for sheet in self.sheets.values())
        _keep_numbers(CaseNumberCounter, self.numbers)
        _keep_numbers(PaperNumberCounter, self.paper_numbers)
        go_on_counting(self.sheets.values())
        return written


def _due_by(calendar: Calendar) -> Any:
    return lambda kind, starts_on: due(kind, starts_on, calendar)


def _stored(folder: str) -> str:
    """The one file that all papers, or all files handed in, share."""
    name = f"{folder}/{FILE}"
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(CONTENT))


def _last_numbers(model: Any) -> dict[tuple[Any, ...], int]:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "last")]
    return {tuple(row[:-1]): row[-1] for row in model.objects.values_list(*names, "last")}


def _keep_numbers(model: Any, counters: dict[tuple[Any, ...], int]) -> None:
    names = [f.attname for f in model._meta.concrete_fields if f.name not in ("id", "last")]
    rows = [model(**dict(zip(names, key, strict=True)), last=last) for key, last in counters.items()]
    model.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=[name.removesuffix("_id") for name in names],
        update_fields=["last"],
    )
