"""What the builders of several papers share."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, overload

from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.models import Office
from assignments.models import Assignment
from cases.models import Case, Claim, Claimant, Employer, IdentityKind, Worker
from core import clock
from core.clock import iso
from core.names import plain_name
from documents import forms_data as shapes
from mediation.models import Agreement, MediationRound

NO_EMPLOYER: shapes.Employer = {
    "name": "",
    "credit_code": None,
    "address": None,
    "legal_representative": None,
    "legal_representative_title": None,
    "phone": None,
}
NO_OPINION: shapes.Opinion = {"text": None, "name": None, "date": None}


@overload
def yuan(amount: Decimal) -> str: ...
@overload
def yuan(amount: None) -> None: ...
@overload
def yuan(amount: Decimal | None) -> str | None: ...
def yuan(amount: Decimal | None) -> str | None:
    """A sum in yuan with two places, None where there is none."""
    return None if amount is None else f"{amount:.2f}"


def local(moment: dt.datetime) -> str:
    """A moment as `forms_data` wants it, in the project's time zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).strftime("%Y-%m-%dT%H:%M:%S")


def local_day(moment: dt.datetime | None) -> str | None:
    """The day of a moment here, as papers keep it."""
    return local(moment)[:10] if moment else None


def _document(person: Worker) -> str | None:
    """What stands before the number where it is not a resident's."""
    if not person.id_number or person.id_kind in ("", IdentityKind.RESIDENT):
        return None
    return f"{person.get_id_country_display()}{person.get_id_kind_display()}"


def worker(person: Worker) -> shapes.Worker:
    """A worker as papers print one."""
    return {
        "name": person.name,
        "sex": person.get_sex_display() or None,
        "birth_date": iso(person.birth_date),
        "id_kind": _document(person),
        "id_number": person.id_number or None,
        "phone": person.phone or None,
        "address": person.address or None,
        "household": person.household or None,
        "worker_type": person.get_worker_type_display() or None,
        "relation_type": person.get_relation_type_display() or None,
        "is_union_member": person.is_union_member,
    }


def employer(found: Employer | None) -> shapes.Employer:
    """An employer as papers print one."""
    if found is None:
        return NO_EMPLOYER
    return {
        "name": str(found),
        "credit_code": found.credit_code,
        "address": found.address or None,
        "legal_representative": found.legal_representative or None,
        "legal_representative_title": found.legal_representative_title or None,
        "phone": found.phone or None,
    }


def common(
    office: Any,
    workers: list[Worker],
    respondent: Employer | None,
    *,
    number: str | None,
    case_number: str | None,
) -> shapes.PaperData:
    """What every paper carries."""
    return {
        "office": {"name": office.name, "address": office.address or None, "phone": office.phone or None},
        "number": number,
        "date": iso(clock.today()),
        "case_number": case_number,
        "by_hand": "",
        "workers": [worker(person) for person in workers],
        "employer": employer(respondent),
    }


def of_case(case: Case, claimants: list[Claimant] | None = None) -> shapes.PaperData:
    """What every paper of a case carries; where it has no number of its own, it goes by the case's."""
    workers = [c.worker for c in in_order(case.active_claimants if claimants is None else claimants)]
    return common(case.office, workers, case.employer, number=case.number, case_number=case.number)


def in_order(claimants: list[Claimant]) -> list[Claimant]:
    """Those who represent a group first."""
    return sorted(claimants, key=lambda c: (not c.is_representative, c.pk))


def lawyer_agent(assignment: Assignment) -> shapes.Agent:
    """A lawyer as the agent of the workers."""
    return {
        "name": assignment.lawyer.name,
        "relation": f"{assignment.firm.name}律师",
        "id_number": None,
        "phone": assignment.lawyer.phone or None,
    }


def handler_phone(case: Case) -> str | None:
    """The handler's, else the window's."""
    return case.handler.phone or case.office.phone or None


def applied_on(case: Case) -> str | None:
    """The day the worker applied for aid."""
    return iso(case.received_on)


def period_of(claim: Claim) -> str | None:
    """2025年1月1日至2025年3月31日, or the one end that is known."""
    start, end = (
        f"{day.year}年{day.month}月{day.day}日" if day else "" for day in (claim.period_from, claim.period_to)
    )
    if start and end:
        return f"{start}至{end}"
    return f"{start}起" if start else f"至{end}" if end else None


def upheld(case: Case, claimants: list[Claimant]) -> list[Claim]:
    """The upheld claims of these claimants."""
    wanted = {claimant.pk for claimant in claimants}
    return [claim for claim in case.claims.all() if claim.is_active and claim.claimant_id in wanted]


def agreement_of(case: Case) -> Agreement | None:
    """The agreement in force."""
    return next((a for a in case.agreements.all() if a.replaced_by_id is None), None)


def held_rounds(case: Case) -> list[MediationRound]:
    """The rounds held, in order; for a case split off before any, those of the case it came from."""
    rounds = [r for r in case.rounds.all() if r.state == "held"]
    if not rounds and case.parent:
        prefetch_related_objects([case.parent], "rounds__mediator")
        rounds = [r for r in case.parent.rounds.all() if r.state == "held"]
    return sorted(rounds, key=lambda r: r.number)


def mediators(rounds: list[MediationRound]) -> list[str]:
    """Who conducted these rounds, each once."""
    return list(dict.fromkeys(r.mediator.name for r in rounds))


@dataclass(frozen=True)
class Move:
    """The case went from one state to another: who did it, when, and why."""

    source: str
    target: str
    name: str | None
    on: str | None
    reason: str

    def opinion(self, text: str) -> shapes.Opinion:
        """`text`, then the reason given, signed by whoever took the step."""
        return {"text": f"{text}{self.reason}" or None, "name": self.name, "date": self.on}


def moves(case: Case) -> list[Move]:
    """Every change of state on record, oldest first; read once for all papers of a case."""
    if "moves_read" not in vars(case):
        read_moves([case])
    read: list[Move] = vars(case)["moves_read"]
    return read


def read_moves(cases: list[Case]) -> None:
    """Read the `moves` of these cases in one query."""
    rows = Case.history.filter(id__in=[case.pk for case in cases]).order_by("history_id")
    found: dict[int, list[Move]] = {case.pk: [] for case in cases}
    before: dict[int, str] = {}
    for pk, state, name, moment, reason in rows.values_list(
        "id", "state", "history_user__name", "history_date", "history_change_reason"
    ):
        if state != before.get(pk):
            found[pk].append(Move(before.get(pk, ""), state, name, local_day(moment), (reason or "").strip()))
        before[pk] = state
    for case in cases:
        vars(case)["moves_read"] = found[case.pk]


def ground_of(case: Case) -> str:
    """The ground on which aid was refused or ended; nothing where only the words of the reason tell it."""
    return "" if case.end_ground == "other" else str(case.get_end_ground_display())


def reason_for(case: Case, state: str) -> str:
    """Ground and words of the decision that brought the case into this state; what says the other's words, alone."""
    decided = next((move for move in reversed(moves(case)) if move.target == state), None)
    spoken = decided.reason.strip().rstrip("。；;. ") if decided else ""
    return "：".join(without_repeating(ground_of(case), spoken))


TOLD = 0.8
"""A ground is told where so much of its characters stands in the reason, in their order."""


def without_repeating(ground: str, spoken: str) -> list[str]:
    """Ground and reason; one alone where it tells the other too, or the other is empty.

    另行委托律师 and 受援人已另行委托了律师 → the reason alone.
    """
    short, long = plain_name(ground), plain_name(spoken)
    if long in short:
        return [ground] if ground else []
    alike = sum(
        block.size for block in SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks()
    )
    return [spoken] if alike >= TOLD * len(short) else [ground, spoken]


def objection_body(case: Case) -> str | None:
    """The office above hears objections."""
    above = Office.objects.get_parent(case.office)
    return above.name if above else None
