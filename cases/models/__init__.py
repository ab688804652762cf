"""The case and everything that belongs to it."""

from cases.models.case import Case, CaseNumberCounter, CoRespondent, InHandTotal
from cases.models.claims import Claim, Claimant, ClaimantOutcome, ClaimKind
from cases.models.conflicts import ConflictCheck, ConflictRule, Evidence, Grade
from cases.models.deadlines import Deadline, DeadlineState
from cases.models.limitation import LimitationEvent, LimitationEventKind
from cases.models.names import NameKey, NameKeyKind
from cases.models.notes import Note
from cases.models.parties import Employer, EmployerLink, EmployerLinkKind, IdentityKind, KnownBy, Worker
from cases.models.proceedings import Procedure, Proceeding, ProceedingKind
from cases.models.visits import (
    QuestionKind,
    QuestionOutcome,
    Visit,
    VisitQuestion,
    VisitWorker,
)

__all__ = [
    "Case",
    "CaseNumberCounter",
    "Claim",
    "ClaimKind",
    "Claimant",
    "ClaimantOutcome",
    "CoRespondent",
    "ConflictCheck",
    "ConflictRule",
    "Deadline",
    "DeadlineState",
    "Employer",
    "EmployerLink",
    "EmployerLinkKind",
    "Evidence",
    "Grade",
    "IdentityKind",
    "InHandTotal",
    "KnownBy",
    "LimitationEvent",
    "LimitationEventKind",
    "NameKey",
    "NameKeyKind",
    "Note",
    "Procedure",
    "Proceeding",
    "ProceedingKind",
    "QuestionKind",
    "QuestionOutcome",
    "Visit",
    "VisitQuestion",
    "VisitWorker",
    "Worker",
]
