"""Claims: added one by one or pasted, edited, dropped. Sums agreed and received are written elsewhere."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.changes import claims_changed, open_for_change
from cases.models import Case, Claim, Claimant
from cases.paste import read_claims
from cases.permissions import clerk_or_lawyer
from core.audit import lock, record
from core.errors import Changed, Problem
from core.money import ZERO
from core.pasted_sheet import Added, Sent


def new_claim(
    claimant: Claimant,
    *,
    actor: User,
    reason: str,
    kind: str,
    claimed: Decimal,
    period_from: dt.date | None = None,
    period_to: dt.date | None = None,
    known_on: dt.date | None = None,
    basis: str = "",
) -> Claim:
    """Write one claim of a claimant, inside the transaction of the caller."""
    claim = Claim(
        case_id=claimant.case_id,
        claimant=claimant,
        kind=kind,
        claimed=claimed,
        period_from=period_from,
        period_to=period_to,
        known_on=known_on,
        basis=basis,
    )
    return record(checked(claim), actor=actor, reason=reason)


def checked(claim: Claim) -> Claim:
    """What the fields and the constraints of a claim say against it, as a `Problem` at its fields."""
    try:
        claim.clean_fields(exclude=["case", "claimant", "working"])
        claim.validate_constraints()
    except ValidationError as error:
        raise Problem(error) from error
    return claim


@transaction.atomic
def add_claim(
    case: Case,
    *,
    actor: User,
    claimant: Claimant,
    kind: str,
    claimed: Decimal,
    reason: str = "",
    **facts: Any,
) -> Claim:
    """A claimant claims one thing more; `facts` are period_from, period_to, known_on and basis."""
    case = open_for_change(case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    claimant = lock(claimant)
    if claimant.case_id != case.pk or not claimant.is_active:
        raise Problem({"claimant": _("This worker takes no part in the case.")})
    told_apart = {name: value for name, value in facts.items() if name != "known_on"}
    _refuse_twin(claimant, kind=kind, claimed=claimed, **told_apart)
    claim = new_claim(claimant, actor=actor, reason=reason, kind=kind, claimed=claimed, **facts)
    claims_changed(case, actor=actor)
    return claim


def _refuse_twin(claimant: Claimant, **facts: Any) -> None:
    """The same claim, to the fen and the day, is the same one entered twice."""
    if claimant.claims.filter(is_active=True, **facts).exists():
        raise Problem({"kind": _("This very claim is on record already.")})


@transaction.atomic
def edit_claim(
    claim: Claim, *, actor: User, reason: str = "", seen_version: int | None = None, **facts: Any
) -> Claim:
    """Change kind, claimed sum, period or basis. The claimed sum cannot fall below what came in.

    Another sum than the one worked out needs a reason, which stays with the claim. Another kind has not been
    worked out: the claim lets go of its working, which stays on record.
    """
    case = open_for_change(claim.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    fresh = lock_upheld(claim, seen_version)
    if facts.get("kind", fresh.kind) != fresh.kind:
        fresh.working, fresh.override_reason = None, ""
    if (claimed := facts.get("claimed", fresh.claimed)) != fresh.claimed:
        put_claimed(fresh, claimed, reason)
    for name in ("kind", "period_from", "period_to", "known_on", "basis"):
        setattr(fresh, name, facts.get(name, getattr(fresh, name)))
    record(checked(fresh), actor=actor, reason=reason)
    claims_changed(case, actor=actor)
    return fresh


def lock_upheld(claim: Claim, seen_version: int | None) -> Claim:
    """The claim, locked, unless it was dropped or changed since the page showed it."""
    fresh = lock(claim, version=seen_version)
    if not fresh.is_active:
        raise Changed(_("This claim was dropped meanwhile."))
    return fresh


def put_claimed(claim: Claim, claimed: Decimal, reason: str) -> None:
    """Claim this sum, in yuan: not less than came in, and with a reason where another was worked out."""
    if claimed < claim.received:
        message = _("%(sum)s yuan have come in already.") % {"sum": f"{claim.received:,.2f}"}
        raise Problem({"claimed": message})
    is_other = claim.working is not None and claimed != claim.working.total
    if is_other and not reason.strip():
        raise Problem({"reason": _("Say why another sum is claimed than the one worked out.")})
    claim.override_reason = reason.strip() if is_other else ""
    claim.claimed = claimed


@transaction.atomic
def drop_claim(claim: Claim, *, actor: User, reason: str, seen_version: int | None = None) -> Claim:
    """Give a claim up. It stays on record, struck out; one with money received is not dropped."""
    case = open_for_change(claim.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    fresh = lock_upheld(claim, seen_version)
    if not reason.strip():
        raise Problem({"reason": _("Say why the claim is dropped.")})
    if fresh.received > ZERO:
        raise Problem(_("Money has come in for this claim: reverse the receipt first."))
    fresh.is_active = False
    record(fresh, actor=actor, reason=reason)
    claims_changed(case, actor=actor)
    return fresh


@transaction.atomic
def paste_claims(
    case: Case, *, actor: User, sent: Sent | str, reason: str = "", most: int | None = None
) -> Added:
    """Add the claims of the right rows of a pasted table, of at `most` so many rows; the others are left.

    Raises `Problem` at `text` where no row is right.
    """
    case = open_for_change(case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    table = read_claims(sent, case)
    if not table.right:
        raise Problem({"text": table.problems})
    rows = table.right[:most]
    claims = [
        new_claim(row.claimant, actor=actor, reason=reason, kind=kind, claimed=claimed)
        for row in rows
        if row.claimant
        for kind, claimed in row.claims.items()
    ]
    claims_changed(case, actor=actor)
    return Added(claims, table.sheet.rest(row.number for row in rows))
