"""Some settle, the others go on: those who go on move into a linked case of their own."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.conflicts import check_conflicts
from cases.actions.deadlines import refresh_limits
from cases.actions.in_hand import count_in_hand
from cases.actions.numbers import next_number
from cases.causes import follow_claims
from cases.models import (
    Case,
    Claim,
    Claimant,
    ClaimantOutcome,
    CoRespondent,
    Deadline,
    DeadlineState,
    LimitationEvent,
    Proceeding,
)
from cases.permissions import can_handle
from cases.workflow import CaseState
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem

SPLITTABLE = (
    CaseState.ACCEPTED,
    CaseState.ASSIGNED,
    CaseState.MEDIATION,
    CaseState.ARBITRATION,
    CaseState.LITIGATION,
)

CASE_FIELDS = (
    "office",
    "visit",
    "employer",
    "channel",
    "cause",
    "cause_follows",
    "aid_form",
    "means_ground",
    "commission",
    "facts",
    "known_on",
    "interrupted_on",
    "applied_on",
    "handler",
    "submitted_on",
    "urgent_ground",
    "mediation_started_on",
)
CLAIMANT_FIELDS = (
    "worker",
    "is_representative",
    "job",
    "employed_from",
    "employed_to",
    "monthly_wage",
    "consent_on",
    "outcome",
)
CLAIM_FIELDS = ("kind", "period_from", "period_to", "known_on", "claimed", "agreed", "basis")
PROCEEDING_FIELDS = (
    "kind",
    "body",
    "docket",
    "filed_on",
    "accepted_on",
    "procedure",
    "heard_at",
    "decided_on",
    "served_on",
    "perform_by",
    "is_final",
    "result",
)
DEADLINE_FIELDS = ("kind", "starts_on", "due_on", "provisional", "critical", "label", "source", "watcher")


Take = Callable[[Case, Case, User, str], None]
"""The case, the new one, actor and reason."""

ALONG: list[Take] = []


def takes_along(take: Take) -> Take:
    """Have a function of an app above take along what hangs on the case there, in the same transaction."""
    ALONG.append(take)
    return take


TakeClaim = Callable[[Claim, Claim, User, str], None]
"""A claim, the one it goes on as, actor and reason."""

WITH_CLAIMS: list[TakeClaim] = []


def goes_on_with_claim(take: TakeClaim) -> TakeClaim:
    """The same for what hangs on a claim."""
    WITH_CLAIMS.append(take)
    return take


@transaction.atomic
def split_case(
    case: Case, *, claimant_ids: Iterable[int], actor: User, reason: str, seen_version: int | None = None
) -> Case:
    """Move claimants into a new case that stands where this one stands, with a number of its own.

    Employer, facts, lawyers, proceedings and running limits go along; here the claimants stay on record as split
    off. Refused for who has settled or has been paid, and where nobody would be left.
    """
    if not can_handle(case, actor):
        raise PermissionDenied
    case = lock(case, version=seen_version)
    if case.state not in SPLITTABLE:
        raise Problem(_("A case is split while it is being worked on, before it is settled."))
    if not reason.strip():
        raise Problem({"reason": _("Say why the case is split.")})
    active = [c for c in case.claimants.select_related("worker").prefetch_related("claims") if c.is_active]
    moving = _moving(active, set(claimant_ids))

    new = Case(
        parent=case,
        state=case.state,
        number=next_number(case),
        opened_on=clock.today(),
        accepted_on=clock.today(),
        **values_of(case, CASE_FIELDS),
    )
    record(new, actor=actor, reason=reason)
    count_in_hand(new)
    for claimant in moving:
        _move(claimant, new, actor, reason)
    _take_along(case, new, actor, reason)
    for take in ALONG:
        take(case, new, actor, reason)
    for each in (case, new):
        follow_claims(each, actor=actor)
        refresh_limits(each, actor=actor)
        check_conflicts(each, actor=actor)
    return new


def _moving(active: list[Claimant], chosen: set[int]) -> list[Claimant]:
    moving = [claimant for claimant in active if claimant.pk in chosen]
    if not chosen:
        raise Problem({"claimant_ids": _("Choose who goes on in a case of their own.")})
    if len(moving) != len(chosen):
        raise Changed
    if len(moving) == len(active):
        raise Problem({"claimant_ids": _("Somebody has to stay in this case.")})
    for claimant in moving:
        if claimant.outcome == ClaimantOutcome.SETTLED:
            raise Problem(
                {
                    "claimant_ids": _("%(name)s settles under the agreement on record.")
                    % {"name": str(claimant)}
                }
            )
        if any(claim.received for claim in claimant.claims.all()):
            raise Problem(
                {"claimant_ids": _("%(name)s has been paid in this case already.") % {"name": str(claimant)}}
            )
    return moving


def _move(claimant: Claimant, new: Case, actor: User, reason: str) -> None:
    moved = Claimant(case=new, **values_of(claimant, CLAIMANT_FIELDS))
    record(moved, actor=actor, reason=reason)
    for claim in claimant.claims.all():
        if not claim.is_active:
            continue
        gone_on = Claim(case=new, claimant=moved, **values_of(claim, CLAIM_FIELDS))
        record(gone_on, actor=actor, reason=reason)
        for take in WITH_CLAIMS:
            take(claim, gone_on, actor, reason)
        claim.is_active = False
        record(claim, actor=actor, reason=reason)
    claimant.outcome = ClaimantOutcome.SPLIT
    record(claimant, actor=actor, reason=reason)


def _take_along(case: Case, new: Case, actor: User, reason: str) -> None:
    """What both cases need: the employer's side, the proceedings, what interrupted the year, the limits that run."""
    for other in case.co_respondents.filter(is_active=True):
        values = values_of(other, ("employer", "capacity"))
        record(CoRespondent(case=new, **values), actor=actor, reason=reason)
    for proceeding in case.proceedings.all():
        values = values_of(proceeding, PROCEEDING_FIELDS)
        record(Proceeding(case=new, **values), actor=actor, reason=reason)
    for event in case.limitation_events.filter(is_active=True):
        values = values_of(event, ("kind", "on", "until", "proof"))
        record(LimitationEvent(case=new, **values), actor=actor, reason=reason)
    for deadline in case.deadlines.filter(state=DeadlineState.OPEN).exclude(kind="limitation"):
        values = values_of(deadline, DEADLINE_FIELDS)
        record(Deadline(case=new, **values), actor=actor, reason=reason)


def values_of(obj: Any, fields: tuple[str, ...]) -> dict[str, Any]:
    """The values of these fields, for the row that goes on."""
    return {name: getattr(obj, name) for name in fields}
