"""The days by which an award or a judgment is to be paid: by the period it names, or as somebody entered them."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.proceedings import when_period_changes
from cases.actions.steps import effective_on, when_performed
from cases.models import Case, Claim, Proceeding, ProceedingKind
from cases.permissions import clerk_or_lawyer
from cases.workflow import PERFORMANCE, CaseState
from core.audit import lock, record
from core.errors import Problem
from core.money import ZERO
from mediation.awaited import keep_awaited
from mediation.instalments import Part
from mediation.models import AwardSchedule, Instalment

DECIDES = (ProceedingKind.ARBITRATION, ProceedingKind.FIRST_INSTANCE, ProceedingKind.SECOND_INSTANCE)


def decision_of(case: Case) -> Proceeding | None:
    """The last award or judgment; None where nothing was decided."""
    decided = [p for p in case.proceedings.all() if p.kind in DECIDES and p.decided_on]
    return decided[-1] if decided else None


def due_by(proceeding: Proceeding) -> dt.date:
    """The last day to pay: that of the period the decision names, else the day it takes effect (法释〔2014〕8号 2)."""
    return proceeding.perform_by or effective_on(proceeding)


@when_performed
def schedule_with_decision(case: Case, actor: User, reason: str) -> None:
    """An award or a judgment sets a day for all it awards, and takes the agreement before it out of force."""
    decided = decision_of(case)
    if case.state != CaseState.AWARDED or decided is None or decided.schedules.exists():
        return
    _by_period(case, decided, actor, reason)
    keep_awaited(case)


@when_period_changes
def schedule_anew(proceeding: Proceeding, actor: User, reason: str) -> None:
    """Another period moves the day of payment, unless somebody entered the days."""
    current = AwardSchedule.objects.filter(proceeding=proceeding, in_force=True).first()
    if current and current.follows_period:
        _by_period(proceeding.case, proceeding, actor, reason)
        keep_awaited(proceeding.case)


@transaction.atomic
def set_award_days(
    case: Case, *, parts: Iterable[Part], actor: User, reason: str = "", seen_version: int | None = None
) -> AwardSchedule:
    """Enter the days and sums in which an award or a judgment is to be paid, in place of those before.

    `parts` are each for a claim and add up for every claim to what was awarded for it.
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case, version=seen_version)
    decided = decision_of(case)
    if case.state not in PERFORMANCE or decided is None:
        raise Problem(_("There is no award or judgment to be performed."))
    planned = list(parts)
    sums = _awarded(case)
    given = dict.fromkeys(sums, ZERO)
    for part in planned:
        if part.claim not in given or part.amount <= ZERO:
            raise Problem(_("Each payment is above zero and for a claim of the award."))
        if decided.decided_on and part.due_on < decided.decided_on:
            raise Problem(_("It cannot be due before it was decided."))
        given[part.claim] += part.amount
    wrong = [pk for pk, amount in given.items() if amount != sums[pk][1]]
    if wrong:
        claims = Claim.objects.select_related("claimant__worker").in_bulk(wrong)
        raise Problem(
            [
                _("%(claim)s: the payments come to %(planned)s, awarded are %(awarded)s.")
                % {
                    "claim": claims[pk],
                    "planned": f"{given[pk]:,.2f}",
                    "awarded": f"{sums[pk][1]:,.2f}",
                }
                for pk in wrong
            ]
        )
    schedule = _write(case, decided, planned, actor, reason, follows_period=False)
    keep_awaited(case)
    return schedule


def take_out_of_force(case: Case, *, actor: User, reason: str) -> None:
    """The days of payment in force so far, of a decision or an agreement, no longer hold."""
    for schedule in AwardSchedule.objects.select_for_update().filter(case=case, in_force=True):
        schedule.in_force = False
        record(schedule, actor=actor, reason=reason)


def write_instalments(parts: Iterable[Part], *, actor: User, reason: str, **of: Any) -> None:
    """Put planned payments on record; `of` is the case, and the agreement or the award they belong to."""
    for part in parts:
        row = Instalment(
            claimant_id=part.claimant, claim_id=part.claim, due_on=part.due_on, amount=part.amount, **of
        )
        record(row, actor=actor, reason=reason)


def _awarded(case: Case) -> dict[int, tuple[int, Decimal]]:
    """Claim id → claimant id and what was awarded, in yuan."""
    return {
        claim.pk: (claim.claimant_id, claim.agreed)
        for claim in case.claims.select_related("claimant")
        if claim.is_active and claim.claimant.is_active and claim.agreed
    }


def _by_period(case: Case, decided: Proceeding, actor: User, reason: str) -> None:
    sums, day = _awarded(case), due_by(decided)
    parts = [Part(claimant, day, amount, claim) for claim, (claimant, amount) in sums.items()]
    _write(case, decided, parts, actor, reason, follows_period=True)


def _write(
    case: Case, decided: Proceeding, parts: list[Part], actor: User, reason: str, *, follows_period: bool
) -> AwardSchedule:
    take_out_of_force(case, actor=actor, reason=reason)
    for agreement in case.agreements.select_for_update().filter(in_force=True):
        agreement.in_force = False
        record(agreement, actor=actor, reason=reason)
    schedule = AwardSchedule(case=case, proceeding=decided, follows_period=follows_period)
    record(schedule, actor=actor, reason=reason)
    write_instalments(parts, actor=actor, reason=reason, case=case, award=schedule)
    return schedule
