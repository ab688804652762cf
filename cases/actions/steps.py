"""`take_step`: every step of the case workflow, with all that follows from it, in one transaction."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.deadlines import (
    deadlines_of_step,
    decision_starts_on,
    open_deadline,
    resume_deadlines,
)
from cases.actions.in_hand import count_in_hand
from cases.actions.numbers import next_number
from cases.causes import follow_claims
from cases.choices import SUPPLEMENT
from cases.models import Case, Claim, ClaimantOutcome, Procedure, Proceeding, ProceedingKind
from cases.recusal import refuse_party
from cases.workflow import ENDED, IMPARTIAL, PERFORMANCE
from core import clock
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from core.fsm import label_of, may_take, perform_locked, transitions_of
from labour_law.periods import due, shifted
from law_tables import current

LABELS = {name: Reason(label_of(Case, name)) for name in transitions_of(Case)}
"""The step that ended a limit."""

Data = dict[str, Any]
SETTLE_THE_CAUSE = ("submit", "accept", "accept_urgently")
"""Steps before which a case without a cause of action gets the one that follows from its claims."""

STARTS_BY_FACTS = ("submit", "start_mediation", "reopen", "reconsider")
"""Steps after which the limits that facts start are brought in line with them."""

Starts = dict[str, dt.date | None]
"""The day each limit a step opens counts from, where it is not today; None where it does not run at all."""


def take_step(
    case: Case, name: str, *, actor: User, reason: str = "", seen_version: int | None = None, **data: Any
) -> Case:
    """Take the step `name` on the case and do all that follows from it.

    What each step needs in `data` is said at its function below, or is a parameter of its method in
    `cases.workflow`. Returns the fresh case. Raises `Changed`, `Blocked`, `Problem` or `PermissionDenied`;
    then nothing at all was written.
    """
    with transaction.atomic():
        case = lock(case, version=seen_version)
        if not may_take(case, name, actor):
            _refuse(case, name)
        if name in IMPARTIAL:
            refuse_party(case, actor, reason=reason, field="reason")
        former, meta = case.state, transitions_of(Case)[name].get_transition(case.state)
        starts: Starts = {}
        if before := BEFORE.get(name):
            data, starts = before(case, actor, reason, data)
        if name in SETTLE_THE_CAUSE:
            follow_claims(case, actor=actor)
        case = perform_locked(case, name, actor=actor, reason=reason, **data)
        count_in_hand(case, former)
        days = {kind: starts.get(kind, clock.today()) for kind in meta.custom["opens"]}
        deadlines_of_step(
            case,
            settles=meta.custom["settles"],
            starts={kind: day for kind, day in days.items() if day},
            note=LABELS[name](),
            reason=reason,
            with_facts=name in STARTS_BY_FACTS,
            actor=actor,
        )
        if case.state in ENDED:
            for follows in WHEN_ENDED:
                follows(case, actor, reason)
        if former in PERFORMANCE or case.state in PERFORMANCE:
            for follows in WHEN_PERFORMED:
                follows(case, actor, reason)
        if name in AFTER:
            AFTER[name](case, actor, reason)
        return case


def _refuse(case: Case, name: str) -> None:
    if transitions_of(Case)[name].has_transition(case.state):
        raise PermissionDenied
    raise Changed


Follows = Callable[[Case, User, str], None]

WHEN_ENDED: list[Follows] = []


def when_ended(follows: Follows) -> Follows:
    """Have a function of an app above run once a case has ended, in the transaction of the step."""
    WHEN_ENDED.append(follows)
    return follows


WHEN_PERFORMED: list[Follows] = []


def when_performed(follows: Follows) -> Follows:
    """The same after each step into, within or out of the states in which money is due (`PERFORMANCE`)."""
    WHEN_PERFORMED.append(follows)
    return follows


# --- what comes before a step, in the same transaction: returns its data and the days its deadlines count from ---

Before = Callable[[Case, User, str, Data], tuple[Data, Starts]]


def _with_number(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    """A case gets its number with its first acceptance and keeps it."""
    return {**data, "number": case.number or next_number(case)}, {}


def _filing(kind: str) -> Before:
    """`body` (commission or court), `filed_on`, `docket`: open a record of the proceedings."""

    def before(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
        filed_on = data["filed_on"]
        if filed_on > clock.today():
            raise Problem({"filed_on": _("This day has not come yet.")})
        again = kind == ProceedingKind.FIRST_INSTANCE and case.proceedings.filter(kind=kind).exists()
        proceeding = Proceeding(
            case=case,
            kind=ProceedingKind.SECOND_INSTANCE if again else kind,
            body=data["body"],
            docket=data.get("docket", ""),
            filed_on=filed_on,
        )
        record(proceeding, actor=actor, reason=reason)
        return {}, {"arbitration_acceptance": filed_on}

    return before


def _decision(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    """`sums` (claim id → yuan), `decided_on`, `served_on`, `perform_by`, `docket`, `is_final`, `result`: award or
    judgment."""
    decided_on, served_on = data["decided_on"], data["served_on"]
    if served_on < decided_on:
        raise Problem({"served_on": _("It cannot be served before it was decided.")})
    if served_on > clock.today():
        raise Problem({"served_on": _("This day has not come yet.")})
    proceeding = case.proceedings.order_by("pk").last()
    if proceeding is None or decided_on < proceeding.filed_on:
        raise Problem({"decided_on": _("It cannot be decided before it was filed.")})
    perform_by = data.get("perform_by")
    if perform_by and perform_by < decided_on:
        raise Problem({"perform_by": _("It cannot be due before it was decided.")})
    for field in ("decided_on", "served_on", "result"):
        setattr(proceeding, field, data[field])
    proceeding.perform_by = perform_by
    proceeding.docket = data.get("docket") or proceeding.docket
    proceeding.is_final = data.get("is_final", False)
    record(proceeding, actor=actor, reason=reason)
    set_agreed_sums(case, data["sums"], actor=actor, reason=reason, outcome=ClaimantOutcome.AWARDED)
    takes_effect = effective_on(proceeding)
    return {}, {
        "suit_after_award": served_on,
        "set_aside": served_on if proceeding.is_final else None,
        "appeal": served_on if _can_be_appealed(proceeding) else None,
        "enforcement": perform_by or takes_effect if any(data["sums"].values()) else None,
        "retrial": takes_effect,
    }


def _can_be_appealed(proceeding: Proceeding) -> bool:
    """A judgment of first instance, but not one in small claims (民事诉讼法 165, 171)."""
    return proceeding.kind == ProceedingKind.FIRST_INSTANCE and proceeding.procedure != Procedure.SMALL


def effective_on(proceeding: Proceeding) -> dt.date:
    """The day an award or judgment takes effect, if nobody goes on: a final award when it is made (劳动争议调解仲裁法 47),
    another the day after the last to sue (50), a judgment the day after the last to appeal (民事诉讼法 158), and one that
    cannot be appealed when it is served."""
    assert proceeding.served_on
    assert proceeding.decided_on
    if proceeding.kind == ProceedingKind.ARBITRATION:
        if proceeding.is_final:
            return proceeding.decided_on
        kind = "suit_after_award"
    elif _can_be_appealed(proceeding):
        kind = "appeal"
    else:
        return proceeding.served_on
    return shifted(due(kind, proceeding.served_on, current.calendar()).last_day, 1)


def set_agreed_sums(
    case: Case, sums: dict[int, Decimal], *, actor: User, reason: str, outcome: str
) -> dict[int, Claim]:
    """Write what was agreed or awarded for each claim (claim id → yuan) and the outcome of its claimant.

    A sum below what has come in already is refused: the receipt is reversed first.
    """
    claims = {claim.pk: claim for claim in case.claims.select_for_update().filter(is_active=True)}
    if unknown := set(sums) - set(claims):
        raise Problem(_("No such claim in this case: %(ids)s") % {"ids": sorted(unknown)})
    for pk, amount in sums.items():
        claim = claims[pk]
        if amount < claim.received:
            raise Problem(
                _("%(claim)s: %(received)s has come in already, more than %(amount)s.")
                % {"claim": claim, "received": claim.received, "amount": amount}
            )
        if claim.agreed != amount:
            claim.agreed = amount
            record(claim, actor=actor, reason=reason)
    totals: dict[int, Decimal] = {}
    for pk, amount in sums.items():
        totals[claims[pk].claimant_id] = totals.get(claims[pk].claimant_id, Decimal(0)) + amount
    for claimant in case.claimants.select_for_update().filter(pk__in=totals):
        ended = ClaimantOutcome.DISMISSED if not totals[claimant.pk] and outcome == "awarded" else outcome
        if claimant.is_active and claimant.outcome != ended:
            claimant.outcome = ended
            record(claimant, actor=actor, reason=reason)
    return claims


def _supplement(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    """`due_on`: the day by which the missing papers are to come (补正); the reason lists them."""
    if data["due_on"] < clock.today():
        raise Problem({"due_on": _("This day has passed.")})
    open_deadline(case, SUPPLEMENT, actor=actor, due_on=data["due_on"])
    return {}, {}


def _closing(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    return {"requested_by": actor}, {}


def _settlement(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    """The days to have it confirmed count from the signature, the two years to enforce it from the last instalment
    (民事诉讼法 250(2))."""
    agreement = case.agreements.filter(replaced_by__isnull=True).first()
    if agreement is None or agreement.signed_on is None:
        return data, {}
    signed_on = agreement.signed_on
    last = max((part.due_on for part in agreement.instalments.all()), default=signed_on)
    return data, {"judicial_confirmation": signed_on, "arbitration_review": signed_on, "enforcement": last}


def _application(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    """The seven days count from the receipt of the application (法律援助法 43), or from when it was completed."""
    return data, {"aid_decision": decision_starts_on(case)}


def _reopening(case: Case, actor: User, reason: str, data: Data) -> tuple[Data, Starts]:
    resume_deadlines(case, ended_on=case.ended_on, actor=actor, reason=reason)
    return data, {}


BEFORE: dict[str, Before] = {
    "submit": _application,
    "reopen": _reopening,
    "accept": _with_number,
    "accept_urgently": _with_number,
    "return_for_completion": _supplement,
    "file_arbitration": _filing(ProceedingKind.ARBITRATION),
    "file_suit": _filing(ProceedingKind.FIRST_INSTANCE),
    "enforce": _filing(ProceedingKind.ENFORCEMENT),
    "award": _decision,
    "judge": _decision,
    "settle": _settlement,
    "request_closing": _closing,
}


# --- what comes after a step ---


def _take_up_lawyers(case: Case, actor: User, reason: str) -> None:
    """Mediation failed in a case that never had a lawyer: the clock to appoint one starts anew."""
    if not case.assignments.accepted().exists():
        open_deadline(case, "aid_appointment", actor=actor)


AFTER: dict[str, Follows] = {
    "fail_mediation": _take_up_lawyers,
}
