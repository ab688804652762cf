"""Claimants: added, pasted, changed, withdrawn; each with the own facts, consent and outcome."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.changes import claims_changed, open_for_change, parties_changed
from cases.actions.claims import new_claim
from cases.actions.parties import save_worker, take_worker
from cases.actions.turns import parties_in_turn
from cases.models import Case, Claimant, ClaimantOutcome, Worker
from cases.paste import PHONES, Row, phones_to_add, read_claimants
from cases.permissions import can_handle, clerk_or_lawyer
from cases.workflow import CaseState
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from core.pasted_sheet import Added, Sent

FACTS = ("job", "employed_from", "employed_to", "monthly_wage", "consent_on")


@transaction.atomic
def add_claimant(
    case: Case,
    *,
    actor: User,
    worker: Worker | None = None,
    person: dict[str, Any] | None = None,
    is_representative: bool = False,
    reason: str = "",
    **facts: Any,
) -> Claimant:
    """Add a worker on record, or the one `person` describes (see `take_worker`), with the facts of FACTS.

    One who had withdrawn takes part again. Raises `Problem` where the worker is a claimant already.
    """
    parties_in_turn([person or {}])
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    worker = worker or take_worker(actor=actor, office=case.office, reason=reason, **(person or {}))
    claimant = _new_claimant(case, worker, actor, reason, facts)
    if is_representative:
        _represent(case, claimant, actor, reason)
    parties_changed(case, actor=actor, reason=reason)
    return claimant


def _new_claimant(case: Case, worker: Worker, actor: User, reason: str, facts: dict[str, Any]) -> Claimant:
    same = Q(worker=worker) | Q(worker__id_hash=worker.id_hash, worker__id_hash__isnull=False)
    claimant = case.claimants.filter(same).first() or Claimant(case=case, worker=worker)
    if claimant.pk and claimant.is_active:
        raise Problem(_("%(name)s is a claimant in this case already.") % {"name": worker})
    if claimant.outcome == ClaimantOutcome.SPLIT:
        raise Problem(_("%(name)s was split off into another case.") % {"name": worker})
    claimant.outcome = ClaimantOutcome.OPEN
    _fill(claimant, facts)
    return _put_down(claimant, actor, reason)


def _put_down(claimant: Claimant, actor: User, reason: str) -> Claimant:
    try:
        with transaction.atomic():
            return record(claimant, actor=actor, reason=reason)
    except IntegrityError as error:
        message = _("%(name)s is a claimant in this case already.")
        raise Problem(message % {"name": claimant.worker}) from error


def _fill(claimant: Claimant, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        if name not in FACTS:
            raise TypeError(f"No such fact: {name}")
        setattr(claimant, name, value)
    if claimant.consent_on and claimant.consent_on > clock.today():
        raise Problem({"consent_on": _("This day has not come yet.")})
    start, end = claimant.employed_from, claimant.employed_to
    if start and end and end < start:
        raise Problem({"employed_to": _("Employment cannot end before it starts.")})
    try:
        claimant.clean_fields(exclude=["case", "worker"])
    except ValidationError as error:
        raise Problem(error) from error


def _represent(case: Case, claimant: Claimant, actor: User, reason: str) -> None:
    """Let this claimant, and no other, represent the group."""
    for other in case.claimants.select_for_update().filter(is_representative=True).exclude(pk=claimant.pk):
        other.is_representative = False
        record(other, actor=actor, reason=reason)
    if not claimant.is_representative:
        claimant.is_representative = True
        record(claimant, actor=actor, reason=reason)


@transaction.atomic
def update_claimant(
    claimant: Claimant,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    is_representative: bool | None = None,
    **facts: Any,
) -> Claimant:
    """Change the facts of FACTS, and who represents the group: naming one relieves the other."""
    case = open_for_change(claimant.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    fresh = lock(claimant, version=seen_version)
    if not fresh.is_active:
        raise Changed(_("This worker takes no part in the case any more."))
    _fill(fresh, facts)
    if is_representative is False:
        fresh.is_representative = False
    record(fresh, actor=actor, reason=reason)
    if is_representative:
        _represent(case, fresh, actor, reason)
    claims_changed(case, actor=actor)
    return fresh


@transaction.atomic
def set_consent(
    case: Case, *, actor: User, claimants: Iterable[Claimant], consent_on: dt.date, reason: str = ""
) -> list[Claimant]:
    """Put on record that these claimants signed their consent that day."""
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    if consent_on > clock.today():
        raise Problem({"consent_on": _("This day has not come yet.")})
    ids = {claimant.pk for claimant in claimants}
    found = [c for c in case.claimants.select_for_update().filter(pk__in=ids) if c.is_active]
    if not found or len(found) != len(ids):
        raise Problem({"claimants": _("Choose claimants of this case.")})
    for claimant in found:
        claimant.consent_on = consent_on
        record(claimant, actor=actor, reason=reason)
    return found


@transaction.atomic
def withdraw_claimant(
    claimant: Claimant, *, actor: User, reason: str, seen_version: int | None = None
) -> Claimant:
    """A claimant leaves the case. Claims without money are dropped; one that was paid in part stays."""
    case = open_for_change(claimant.case, actor=actor, reason=reason, permission=can_handle)
    fresh = lock(claimant, version=seen_version)
    if not fresh.is_active:
        raise Changed(_("This worker takes no part in the case any more."))
    if not reason.strip():
        raise Problem({"reason": _("Say why the worker leaves the case.")})
    if case.state != CaseState.DRAFT and len(case.active_claimants) == 1:
        raise Problem(_("This is the only claimant: withdraw the case instead."))
    fresh.outcome = ClaimantOutcome.WITHDRAWN
    fresh.is_representative = False
    record(fresh, actor=actor, reason=reason)
    for claim in case.claims.select_for_update().filter(claimant=fresh, is_active=True, received=0):
        claim.is_active = False
        record(claim, actor=actor, reason=reason)
    parties_changed(case, actor=actor, reason=reason)
    return fresh


@transaction.atomic
def paste_claimants(
    case: Case, *, actor: User, sent: Sent | str, reason: str = "", most: int | None = None
) -> Added:
    """Add the claimants of the right rows of a pasted table with their claims, at `most` so many; the others are left.

    A worker the actor finds on record keeps what is on record; only what is missing there is filled in. Raises
    `Problem` at `text` where no row is right.
    """
    parties_in_turn(row.values for row in read_claimants(sent, case, actor).right)
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    table = read_claimants(sent, case, actor)
    if not table.right:
        raise Problem({"text": table.problems})
    rows = table.right[:most]
    added = [_paste_row(case, row, actor, reason) for row in rows]
    parties_changed(case, actor=actor, reason=reason)
    return Added(added, table.sheet.rest(row.number for row in rows))


NEW_FROM_A_ROW = (
    "name",
    "id_number",
    "id_kind",
    "id_country",
    "phone",
    "phone2",
    "address",
    "household",
    "bank_name",
    "bank_account",
)


def _paste_row(case: Case, row: Row, actor: User, reason: str) -> Claimant:
    values = row.values
    person = {name: values[name] for name in NEW_FROM_A_ROW if values.get(name)}
    worker = row.worker
    if worker is None:
        worker = save_worker(None, actor=actor, office=case.office, reason=reason, **person)
    elif missing := _missing(worker, person):
        worker = save_worker(worker, actor=actor, office=case.office, reason=reason, **missing)
    facts = {name: values[name] for name in FACTS if values.get(name)}
    claimant = _new_claimant(case, worker, actor, reason, facts)
    for kind, claimed in row.claims.items():
        new_claim(claimant, actor=actor, reason=reason, kind=kind, claimed=claimed)
    return claimant


def _missing(worker: Worker, person: dict[str, Any]) -> dict[str, Any]:
    """What of the row is not on record yet; a bank goes with its account, a kind of document with its number, another
    telephone where there is room for it."""
    lacks = {name: value for name, value in person.items() if not getattr(worker, name)}
    missing = {name: value for name, value in lacks.items() if name not in PHONES}
    missing |= phones_to_add(worker, person)[0]
    if worker.bank_account:
        missing.pop("bank_name", None)
    if "id_number" in missing:
        missing |= {name: person.get(name, "") for name in ("id_kind", "id_country")}
    return missing
