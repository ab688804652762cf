"""The smaller workflows in full: which step leads where, what guards it, and who may take it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.utils.translation import gettext, override

from accounts.models import User
from assignments.models import Assignment
from assignments.states import AssignmentState
from cases.models import Case
from core import clock
from core.fsm import may_take, transitions_of
from documents.models import Paper
from documents.workflow import PaperState
from front_desk.models import RecordRequest
from front_desk.workflow import RequestState
from mediation.models import MediationRound
from mediation.workflow import RoundState
from recoveries.models import OldLedger, Receipt
from recoveries.workflow import OldLedgerState, ReceiptState
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    LawyerFactory,
    MediationRoundFactory,
    OldLedgerFactory,
    ReceiptFactory,
    UserFactory,
    office,
    staff,
)

Matrix = dict[str, dict[str, str]]

MATRICES: dict[type[models.Model], Matrix] = {
    Assignment: {
        "offered": {
            "declare_no_conflict": "offered",
            "accept": "accepted",
            "decline": "declined",
            "expire": "expired",
            "withdraw": "withdrawn",
        },
        "accepted": {"complete": "completed", "replace": "replaced"},
        "declined": {},
        "expired": {},
        "withdrawn": {},
        "completed": {},
        "replaced": {},
    },
    MediationRound: {"scheduled": {"hold": "held", "cancel": "cancelled"}, "held": {}, "cancelled": {}},
    RecordRequest: {
        "asked": {"allow": "allowed", "refuse": "refused", "withdraw": "withdrawn"},
        "allowed": {},
        "refused": {},
        "withdrawn": {},
    },
    Receipt: {
        "recorded": {"verify": "verified", "send_back": "returned", "reject": "rejected"},
        "verified": {"ask_reversal": "verified", "reverse": "reversed"},
        "returned": {"strike_out": "rejected"},
        "rejected": {},
        "reversed": {},
    },
    OldLedger: {
        "taking_in": {"finish": "waiting", "withdraw": "withdrawn"},
        "waiting": {"confirm": "confirmed", "withdraw": "withdrawn"},
        "confirmed": {"propose_reversal": "reversal_asked"},
        "reversal_asked": {"reverse": "reversed", "keep": "confirmed"},
        "reversed": {},
        "withdrawn": {},
    },
    Paper: {
        "draft": {"issue": "issued", "void": "void"},
        "issued": {"sign": "signed", "void": "void"},
        "signed": {},
        "void": {},
    },
}
STATES: dict[type[models.Model], type[models.TextChoices]] = {
    Assignment: AssignmentState,
    MediationRound: RoundState,
    RecordRequest: RequestState,
    Receipt: ReceiptState,
    OldLedger: OldLedgerState,
    Paper: PaperState,
}
GUARDS = {
    "declare_no_conflict": ["is_in_time"],
    "accept": ["is_in_time", "has_declared_no_conflict", "is_case_checked"],
    "verify": ["has_proof", "has_current_check"],
    "reject": ["is_no_counter_entry"],
    "strike_out": ["is_not_mended"],
    "ask_reversal": ["is_no_counter_entry", "is_case_open", "has_no_reversal"],
    "issue": ["has_file"],
}
EVERY_STEP = [(model, name) for model in MATRICES for name in transitions_of(model)]


def named(value: Any) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


@pytest.mark.parametrize("model", MATRICES, ids=named)
def test_each_state_leads_where_the_matrix_says_and_nowhere_else(model: type[models.Model]) -> None:
    found: Matrix = {state: {} for state in STATES[model].values}
    for name, meta in transitions_of(model).items():
        for state in found:
            if meta.has_transition(state):
                found[state][name] = str(meta.get_transition(state).target)

    assert found == MATRICES[model]


@pytest.mark.parametrize(("model", "name"), EVERY_STEP, ids=named)
def test_each_step_has_its_guards_and_each_guard_its_reason(model: type[models.Model], name: str) -> None:
    for transition in transitions_of(model)[name].transitions.values():
        assert [guard.test.__name__ for guard in transition.conditions] == GUARDS.get(name, [])
        assert all(guard.reason for guard in transition.conditions)


# --- who may take which ---

WORK = {"clerk", "lawyer"}
ROLES = {
    Assignment: {
        "declare_no_conflict": {"asked lawyer", "coordinator"},
        "accept": {"asked lawyer", "coordinator"},
        "decline": {"asked lawyer", "coordinator"},
        "expire": {"system"},
        "withdraw": {"clerk", "system"},
        "complete": {"system"},
        "replace": {"clerk", "system"},
    },
    MediationRound: {"hold": WORK, "cancel": WORK},
    RecordRequest: {
        "allow": {"reviewer", "supervisor", "supervisor who recorded it"},
        "refuse": {"reviewer", "supervisor", "supervisor who recorded it"},
        "withdraw": {"clerk elsewhere"},
    },
    Receipt: {
        "verify": {"supervisor"},
        "send_back": {"supervisor"},
        "reject": {"supervisor"},
        "strike_out": WORK,
        "ask_reversal": {*WORK, "supervisor", "supervisor who recorded it"},
        "reverse": set(),
    },
    OldLedger: {
        "finish": set(),
        "confirm": {"supervisor"},
        "withdraw": {"clerk", "supervisor", "supervisor who recorded it"},
        "propose_reversal": {"clerk", "supervisor", "supervisor who recorded it"},
        "reverse": {"supervisor"},
        "keep": {"clerk", "supervisor", "supervisor who recorded it"},
    },
    Paper: dict.fromkeys(("issue", "sign", "void"), WORK | {"reviewer"}),
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", ROLES, ids=named)
def test_each_step_is_for_its_roles(model: type[models.Model]) -> None:
    at, elsewhere = office(), office("枫泾镇总工会")
    case = CaseFactory(office=at, state="settled", number="沪工援〔2026〕朱泾0001号")
    recorder = staff("supervisor", at)
    acting, asked = LawyerFactory(), LawyerFactory()
    AssignmentFactory(case=case, lawyer=acting, state="accepted")
    offered = AssignmentFactory(case=case, lawyer=asked)
    subjects: dict[Any, Callable[[], models.Model]] = {
        Assignment: lambda: offered,
        MediationRound: lambda: MediationRoundFactory(case=case),
        RecordRequest: lambda: RecordRequest(known_at=at, office=elsewhere),
        Receipt: lambda: ReceiptFactory(case=case, recorded_by=recorder),
        OldLedger: lambda: OldLedgerFactory(
            office=at,
            state="reversal_asked",
            imported_by=recorder,
            reversal_asked_by=recorder,
            reversal_asked_at=clock.now(),
            confirmed_by=UserFactory(),
            confirmed_at=clock.now(),
        ),
        Paper: lambda: Paper(kind="mediation_agreement", case=case),
    }
    subject = subjects[model]()
    people = {
        role: staff(role, at) for role in ("clerk", "reviewer", "supervisor", "auditor", "administrator")
    }
    people |= {
        "clerk elsewhere": staff("clerk", elsewhere),
        "supervisor who recorded it": recorder,
        "lawyer": acting.user,
        "asked lawyer": asked.user,
        "coordinator": LawyerFactory(firm=asked.firm, is_coordinator=True).user,
        "other lawyer": LawyerFactory().user,
        "nobody": UserFactory(),
        "system": User.objects.system(),
    }
    found = {}
    for name, meta in transitions_of(model).items():
        subject.__dict__["state"] = next(iter(meta.transitions))
        found[name] = {
            role for role, user in people.items() if may_take(subject, name, User.objects.get(pk=user.pk))
        }

    assert found == ROLES[model]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_step_is_called_like_the_way_back(language: str) -> None:
    """Beside each step stands the button that leaves without taking it; two of one name say nothing."""
    with override(language):
        back = gettext("Back")
        labels = {
            str(transition.custom["label"])
            for model in (*MATRICES, Case)
            for meta in transitions_of(model).values()
            for transition in meta.transitions.values()
        }
    assert back not in labels
    assert not labels & {"取消", "Cancel"}
