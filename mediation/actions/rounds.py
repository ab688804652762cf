"""Mediation rounds: scheduled, held with both offers and an outcome, called off, corrected."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from cases.recusal import refuse_party
from cases.workflow import CaseState
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.fsm import perform
from mediation.models import MediationRound
from mediation.permissions import acting_for_a_party
from mediation.workflow import RoundState

FIELDS = ("outcome", "attendees", "minutes", "worker_offer", "employer_offer", "law_unclear")
"""What is written down of a round that was held."""


@transaction.atomic
def schedule_round(
    case: Case, *, scheduled_at: dt.datetime, place: str, mediator: User, actor: User, reason: str = ""
) -> MediationRound:
    """Fix time and place of the next round of a case in mediation; rounds count from 1 and keep their number.

    The mediator is nobody who acts for a party (劳动争议调解仲裁法 3, fairness).
    """
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case)
    refuse_party(case, mediator, field="mediator")
    if case.state != CaseState.MEDIATION:
        raise Problem(_("Rounds are held while the case is in mediation."))
    if timezone.localtime(scheduled_at).date() < (case.mediation_started_on or case.opened_on):
        raise Problem({"scheduled_at": _("Mediation had not started then.")})
    if case.rounds.filter(state=RoundState.SCHEDULED, scheduled_at=scheduled_at).exists():
        raise Problem({"scheduled_at": _("A round is scheduled for this time already.")})
    _check_mediator(case, mediator)
    last = case.rounds.aggregate(last=Max("number"))["last"] or 0
    round_ = MediationRound(
        case=case, number=last + 1, scheduled_at=scheduled_at, place=place, mediator=mediator
    )
    return record(round_, actor=actor, reason=reason)


@transaction.atomic
def record_held_round(
    case: Case,
    *,
    scheduled_at: dt.datetime,
    place: str,
    mediator: User,
    actor: User,
    reason: str = "",
    **said: Any,
) -> MediationRound:
    """A round that was held without having been set before: `said` as `RoundWorkflow.hold` takes it."""
    round_ = schedule_round(
        case, scheduled_at=scheduled_at, place=place, mediator=mediator, actor=actor, reason=reason
    )
    return take_round_step(round_, "hold", actor=actor, reason=reason, **said)


def take_round_step(
    round_: MediationRound,
    name: str,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    **data: Any,
) -> MediationRound:
    """Hold a round (`data` as `RoundWorkflow.hold` takes it; offers in yuan for all claimants) or call it off."""
    with transaction.atomic():
        case = lock(round_.case)
        if case.is_ended:
            raise Changed(_("The case has ended."))
        fresh = lock(round_, version=seen_version)
        if name == "hold":
            refuse_party(case, fresh.mediator, field="reason")
            if timezone.localtime(fresh.scheduled_at).date() > clock.today():
                raise Problem(_("The day of this round has not come yet; call it off and set another day."))
            _check_mediator(case, fresh.mediator)
            _check_offers(data.get("worker_offer"), data.get("employer_offer"))
        return perform(fresh, name, actor=actor, reason=reason, **data)


@transaction.atomic
def correct_round(
    round_: MediationRound, *, actor: User, reason: str, seen_version: int | None = None, **data: Any
) -> MediationRound:
    """Correct what was written down of a held round (`FIELDS`); the former text stays on record."""
    if not clerk_or_lawyer(round_.case, actor):
        raise PermissionDenied
    case = lock(round_.case)
    fresh = lock(round_, version=seen_version)
    if case.is_ended or fresh.state != RoundState.HELD:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why it is corrected.")})
    _check_offers(data.get("worker_offer"), data.get("employer_offer"))
    for name in FIELDS:
        setattr(fresh, name, data[name])
    return record(fresh, actor=actor, reason=reason)


def _check_mediator(case: Case, mediator: User) -> None:
    if User.objects.filter(acting_for_a_party(case), pk=mediator.pk).exists():
        message = _("%(name)s acts for a party, or is of the firm that does, and cannot mediate.")
        raise Problem({"mediator": message % {"name": mediator.name}})


def _check_offers(worker_offer: Decimal | None, employer_offer: Decimal | None) -> None:
    if worker_offer is not None and employer_offer is not None and employer_offer > worker_offer:
        raise Problem(
            {"employer_offer": _("The employer offers more than the workers ask: check both sums.")}
        )
