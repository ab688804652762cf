"""What each step of each workflow writes on the object beside its state, and that it writes nothing else."""

import datetime as dt
from typing import Any

import pytest
from django.db import models

from accounts.models import User
from assignments.models import Assignment
from cases.models import Case
from core import clock
from core.fsm import transitions_of
from documents.models import Paper
from front_desk.models import RecordRequest
from lawyers.models import Lawyer
from mediation.models import MediationRound
from recoveries.models import OldLedger, Receipt
from tests.test_guards import WORKFLOWS

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
EARLIER = dt.date(2026, 1, 5)
BEFORE = dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC)
USER, OTHER = User(pk=7), 8
LAWYER = Lawyer(pk=9)

ENDED = {"ended_on": TODAY, "end_ground": "other"}
HELD = {
    "outcome": "refused",
    "attendees": "双方",
    "minutes": "未达成一致",
    "worker_offer": 2,
    "employer_offer": 1,
    "law_unclear": True,
}
ANSWERED = {"answered_by_id": 7, "answered_at": NOW, "answer": "同意"}
Bodies = dict[str, tuple[dict[str, Any], dict[str, Any]]]

BODIES: dict[type[models.Model], Bodies] = {
    Case: {
        "submit": ({}, {"submitted_on": TODAY}),
        "discard": ({}, {"ended_on": TODAY}),
        "accept": ({"number": "号1"}, {"accepted_on": TODAY, "number": "号1"}),
        "accept_urgently": (
            {"number": "号1", "urgent_ground": "时效将满"},
            {"accepted_on": TODAY, "number": "号1", "urgent_ground": "时效将满"},
        ),
        "decline": ({"ground": "other"}, ENDED),
        "return_for_completion": ({}, {"submitted_on": None}),
        "reconsider": ({}, {"ended_on": None, "end_ground": ""}),
        "assign": ({}, {}),
        "start_mediation": ({}, {"mediation_started_on": TODAY}),
        "settle": ({}, {"resolved_on": TODAY}),
        "fail_mediation": ({}, {}),
        "file_arbitration": ({}, {}),
        "award": ({}, {"resolved_on": TODAY}),
        "file_suit": ({}, {}),
        "judge": ({}, {"resolved_on": TODAY}),
        "enforce": ({}, {}),
        "request_closing": (
            {"requested_by": USER},
            {"closing_from": "awarded", "closing_requested_by_id": 7},
        ),
        "approve_closing": ({}, {"ended_on": TODAY}),
        "return_closing": ({}, {"closing_requested_by_id": None}),
        "archive": ({}, {"archived_on": TODAY}),
        "reopen": ({}, {"ended_on": None, "closing_requested_by_id": None}),
        "withdraw": ({}, {"ended_on": TODAY, "end_ground": "own_request"}),
        "terminate": ({"ground": "other"}, ENDED),
        "transfer": (
            {"ground": "other", "transferred_to": "金山区"},
            {**ENDED, "transferred_to": "金山区"},
        ),
    },
    Assignment: {
        "declare_no_conflict": (
            {"declared_by": USER, "declared_key": "as named"},
            {"conflict_declared_at": NOW, "conflict_declared_by_id": 7, "declared_key": "as named"},
        ),
        "accept": ({"lawyer": LAWYER}, {"lawyer_id": 9, "answered_at": NOW}),
        "decline": ({"code": "workload"}, {"decline_code": "workload", "answered_at": NOW}),
        "expire": ({}, {"ended_at": NOW}),
        "withdraw": ({}, {"ended_at": NOW}),
        "complete": ({}, {"ended_at": NOW}),
        "replace": ({}, {"ended_at": NOW, "is_lead": False}),
    },
    MediationRound: {"hold": (HELD, HELD), "cancel": ({}, {})},
    Receipt: {
        "verify": ({"verified_by": USER}, {"verified_by_id": 7, "verified_at": NOW}),
        "reject": ({"verified_by": USER}, {"verified_by_id": 7, "verified_at": NOW}),
        "send_back": (
            {"verified_by": USER, "fault": "sum", "words": "回单为90元"},
            {"verified_by_id": 7, "verified_at": NOW, "fault": "sum", "fault_words": "回单为90元"},
        ),
        "strike_out": ({}, {}),
        "ask_reversal": ({}, {}),
        "reverse": ({}, {}),
    },
    Paper: {
        "issue": ({}, {"issued_at": NOW}),
        "sign": ({"signed_on": TODAY, "signed_copy": None}, {"signed_on": TODAY, "signed_copy_id": None}),
        "void": ({}, {"voided_on": TODAY}),
    },
    OldLedger: {
        "finish": ({}, {}),
        "confirm": ({"by": USER}, {"confirmed_by_id": 7, "confirmed_at": NOW}),
        "withdraw": ({"by": USER}, {}),
        "propose_reversal": ({"by": USER}, {"reversal_asked_by_id": 7, "reversal_asked_at": NOW}),
        "reverse": ({"by": USER}, {"reversed_by_id": 7, "reversed_at": NOW}),
        "keep": ({"by": USER}, {"reversal_asked_by_id": None, "reversal_asked_at": None}),
    },
    RecordRequest: {
        name: ({"by": USER, "answer": "同意"}, ANSWERED) for name in ("allow", "refuse", "withdraw")
    },
}
STANDING: dict[type[models.Model], dict[str, Any]] = {
    Case: {
        "state": "awarded",
        "closing_from": "settled",
        "closing_requested_by_id": OTHER,
        "end_ground": "old",
        **dict.fromkeys(
            ("submitted_on", "accepted_on", "ended_on", "mediation_started_on", "resolved_on", "archived_on"),
            EARLIER,
        ),
    },
    Assignment: {
        "lawyer_id": OTHER,
        "is_lead": True,
        "conflict_declared_by_id": OTHER,
        "conflict_declared_at": BEFORE,
        "declared_key": "as they were",
        "answered_at": BEFORE,
        "ended_at": BEFORE,
    },
    MediationRound: {},
    Receipt: {"verified_by_id": OTHER, "verified_at": BEFORE},
    OldLedger: {
        f"{what}_{how}": was
        for what in ("confirmed", "reversal_asked", "reversed")
        for how, was in (("by_id", OTHER), ("at", BEFORE))
    },
    Paper: {"issued_at": BEFORE, "signed_on": EARLIER, "signed_copy_id": OTHER, "voided_on": EARLIER},
    RecordRequest: {"answered_by_id": OTHER, "answered_at": BEFORE, "answer": ""},
}
CASES = [
    pytest.param(model, name, *body, id=f"{model.__name__}-{name}")
    for model, bodies in BODIES.items()
    for name, body in bodies.items()
]


def test_every_step_is_told() -> None:
    assert {model: set(bodies) for model, bodies in BODIES.items()} == {
        model: set(transitions_of(model)) for model in WORKFLOWS
    }


@pytest.mark.parametrize(("model", "name", "data", "written"), CASES)
def test_a_step_writes_these_fields_and_no_other(
    model: type[models.Model], name: str, data: dict[str, Any], written: dict[str, Any]
) -> None:
    obj = model(**STANDING[model])
    names = [field.attname for field in model._meta.concrete_fields]
    before = {attname: getattr(obj, attname) for attname in names}

    with clock.at(NOW):
        getattr(model, name).__wrapped__(obj, **data)

    after = {attname: getattr(obj, attname) for attname in names}
    assert {attname: value for attname, value in after.items() if value != before[attname]} == written
