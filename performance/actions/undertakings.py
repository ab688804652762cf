"""What the employer is to do beside paying: entered for claimants, ticked off with proof, struck out with a reason."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Claimant
from cases.permissions import clerk_or_lawyer
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.file_kinds import PICTURES
from documents.models import Attachment
from performance.models import Undertaking, UndertakingKind

SHOWS = frozenset({*PICTURES, "application/pdf"})
"""What a proof is: a picture or a PDF, which nobody changes by opening it."""


@transaction.atomic
def add_undertakings(
    case: Case,
    *,
    claimants: Iterable[Claimant],
    kind: str,
    due_on: dt.date,
    text: str = "",
    actor: User,
    reason: str = "",
) -> list[Undertaking]:
    """Enter the same undertaking for each of these claimants; what is of no named kind is said in words."""
    case = _at_work(case, actor)
    chosen = list(claimants)
    active = {claimant.pk for claimant in case.claimants.all() if claimant.is_active}
    if not chosen or not {claimant.pk for claimant in chosen} <= active:
        raise Problem({"claimants": _("Choose for whom.")})
    if kind == UndertakingKind.OTHER and not text.strip():
        raise Problem({"text": _("Say what is to be done.")})
    made = []
    for claimant in chosen:
        row = Undertaking(case=case, claimant=claimant, kind=kind, text=text.strip(), due_on=due_on)
        made.append(record(row, actor=actor, reason=reason))
    return made


@transaction.atomic
def tick_off(
    undertaking: Undertaking,
    *,
    done_on: dt.date,
    proof: Attachment,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
) -> Undertaking:
    """It was done on that day, as the file shows."""
    fresh = _open(undertaking, actor, seen_version)
    if done_on > clock.today():
        raise Problem({"done_on": _("This day has not come yet.")})
    if proof.case_id != fresh.case_id or proof.voided:
        raise Problem({"proof": _("This file belongs to another case.")})
    if proof.content_type not in SHOWS:
        raise Problem({"proof": _("The proof is a picture or a PDF.")})
    fresh.done_on, fresh.proof = done_on, proof
    return record(fresh, actor=actor, reason=reason)


@transaction.atomic
def strike_out(
    undertaking: Undertaking, *, actor: User, reason: str, seen_version: int | None = None
) -> Undertaking:
    """It is no longer to be done: the worker does without, or another agreement says so."""
    fresh = _open(undertaking, actor, seen_version)
    if not reason.strip():
        raise Problem({"reason": _("Say why it is struck out.")})
    fresh.struck_out = True
    return record(fresh, actor=actor, reason=reason)


def _at_work(case: Case, actor: User) -> Case:
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    case = lock(case)
    if case.is_ended:
        raise Changed(_("The case has ended."))
    return case


def _open(undertaking: Undertaking, actor: User, seen_version: int | None) -> Undertaking:
    _at_work(undertaking.case, actor)
    fresh = lock(undertaking, version=seen_version)
    if not fresh.is_open:
        raise Changed
    return fresh
