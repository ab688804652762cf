"""Sums of claims worked out: stored with the whole working, overridden with a reason, for a group all at once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from calculators.actions import keep_rates
from calculators.catalogue import for_claim
from cases.actions.changes import claims_changed, open_for_change
from cases.actions.claimants import update_claimant
from cases.actions.claims import checked, lock_upheld, new_claim, put_claimed
from cases.actions.split import goes_on_with_claim, values_of
from cases.models import Case, Claim, Claimant
from cases.permissions import clerk_or_lawyer
from core.audit import lock, record
from core.errors import Changed, Problem
from core.fields import MAX_SUM, MoneyFormField
from core.row_problems import RowProblems
from law_tables.wording import citation
from workings.models import Working
from workings.queries import period_of

ALONG_FIELDS = ("calculator", "frozen", "total", "worked_out_by", "worked_out_at")

Frozen = dict[str, Any]
"""A working as `calculators.working` freezes it."""


@transaction.atomic
def work_out_claim(
    claim: Claim,
    *,
    actor: User,
    frozen: Frozen | None,
    reason: str = "",
    seen_version: int | None = None,
) -> Claim:
    """Claim what was worked out. An override ends; an empty period and basis are filled in; rates that were entered with
    their source are kept for the office.

    Raises `Problem` where the working is incomplete (or None), comes to nothing, or to less than came in.
    """
    case = open_for_change(claim.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    fresh = lock_upheld(claim, seen_version)
    _put_working(fresh, frozen, actor, reason)
    claims_changed(case, actor=actor)
    return fresh


@transaction.atomic
def work_out_new_claim(
    case: Case,
    *,
    actor: User,
    claimant: Claimant,
    kind: str,
    frozen: Frozen | None,
    reason: str = "",
    **facts: Any,
) -> Claim:
    """A claimant claims one thing more, and its sum is worked out. The same worked out again is no other claim.

    `facts` are period_from, period_to, known_on and basis; what is empty of them is filled in from the working.
    """
    case = open_for_change(case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    if frozen and _is_claimed(claimant, kind, frozen):
        raise Problem(_("This worker claims this already: edit the claim instead."))
    claim = _new_claim(case, claimant, kind, frozen, actor, reason, **facts)
    claims_changed(case, actor=actor)
    return claim


@transaction.atomic
def override_claim(
    claim: Claim, *, actor: User, claimed: Decimal, reason: str, seen_version: int | None = None
) -> Claim:
    """Claim another sum, in yuan, than the one worked out, and say why; claiming the latter again ends that."""
    case = open_for_change(claim.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    fresh = lock_upheld(claim, seen_version)
    if fresh.working is None:
        raise Problem(_("The sum of this claim has not been worked out."))
    if claimed == fresh.claimed == fresh.working.total:
        raise Problem({"claimed": _("This is the sum that was worked out.")})
    if not reason.strip():
        raise Problem({"reason": _("Say why another sum is claimed than the one worked out.")})
    put_claimed(fresh, claimed, reason)
    record(checked(fresh), actor=actor, reason=reason)
    claims_changed(case, actor=actor)
    return fresh


@dataclass(frozen=True)
class Worked:
    """What was worked out for one claimant of a group.

    `seen_version` is that of the claim of this kind the page showed, 0 where it showed none.
    """

    claimant: Claimant
    frozen: Frozen | None
    seen_version: int | None = None


@transaction.atomic
def work_out_group(
    case: Case, *, actor: User, kind: str, rows: Iterable[tuple[int, Worked]], reason: str = ""
) -> list[Claim]:
    """Claim for each claimant what was worked out, all or none: in the upheld claim of that kind, else in a new one.

    `rows` are numbered as in the page; what is wrong with one is told at `rows-<number>`.
    """
    case = open_for_change(case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    upheld: dict[int, list[Claim]] = {}
    for claim in case.claims.select_for_update(of=("self",)).filter(kind=kind, is_active=True):
        upheld.setdefault(claim.claimant_id, []).append(claim)
    problems, claims = RowProblems(), []
    for number, row in rows:
        with problems.at(f"rows-{number}"):
            claims.append(_put_row(case, kind, row, upheld.get(row.claimant.pk, []), actor, reason))
    problems.raise_if_any()
    if not claims:
        raise Problem(_("Work out the sum of at least one claimant."))
    claims_changed(case, actor=actor)
    return claims


@dataclass(frozen=True)
class Entitlement:
    """One entitlement chosen to be claimed. `claim`: the claim whose sum it becomes, None for one more."""

    kind: str
    frozen: Frozen | None
    claim: Claim | None = None
    known_on: dt.date | None = None


@transaction.atomic
def claim_entitlements(
    claimant: Claimant,
    *,
    actor: User,
    rows: Iterable[tuple[str, Entitlement]],
    seen: str,
    told: Mapping[str, Any],
    reason: str = "",
) -> list[Claim]:
    """Claim for a claimant each entitlement chosen, all or none. What the record lacks of the employment (see
    `cases.actions.claimants.FACTS`) is filled in from what was `told`.

    `seen` are the `versions_of` the claims the page showed. What is wrong with a row is told at its key.
    """
    case = open_for_change(claimant.case, actor=actor, reason=reason, permission=clerk_or_lawyer)
    claimant = lock(claimant)
    upheld = claimant.claims.select_for_update(of=("self",)).filter(is_active=True)
    locked = {claim.pk: claim for claim in upheld}
    if versions_of(locked.values()) != seen:
        raise Changed
    problems, claims = RowProblems(), []
    for key, row in rows:
        with problems.at(key):
            if row.claim is None:
                claims.append(
                    _new_claim(case, claimant, row.kind, row.frozen, actor, reason, known_on=row.known_on)
                )
            else:
                claims.append(_put_working(locked[row.claim.pk], row.frozen, actor, reason))
    problems.raise_if_any()
    if not claims:
        raise Problem(_("Choose at least one line to claim."))
    if lacking := {name: value for name, value in told.items() if value and getattr(claimant, name) is None}:
        update_claimant(claimant, actor=actor, reason=reason, **lacking)
    else:
        claims_changed(case, actor=actor)
    return claims


def versions_of(claims: Iterable[Claim]) -> str:
    """The claims of a claimant as a page saw them: 12:3,15:1."""
    return ",".join(f"{claim.pk}:{claim.version}" for claim in sorted(claims, key=lambda claim: claim.pk))


@goes_on_with_claim
def take_working_along(claim: Claim, gone_on: Claim, actor: User, reason: str) -> None:
    """How the sum was worked out, by whom and when, and why another sum is claimed."""
    if claim.working is None:
        return
    working = Working(case_id=gone_on.case_id, claim=gone_on, **values_of(claim.working, ALONG_FIELDS))
    gone_on.working = record(working, actor=actor, reason=reason)
    gone_on.override_reason = claim.override_reason
    record(gone_on, actor=actor, reason=reason)


def _put_row(case: Case, kind: str, row: Worked, upheld: list[Claim], actor: User, reason: str) -> Claim:
    if len(upheld) > 1:
        raise Problem(_("There are several claims of this kind: work them out one by one."))
    claim = upheld[0] if upheld else None
    if row.seen_version is not None and row.seen_version != (claim.version if claim else 0):
        raise Changed
    if claim is None:
        return _new_claim(case, row.claimant, kind, row.frozen, actor, reason)
    return _put_working(claim, row.frozen, actor, reason)


def _new_claim(
    case: Case, claimant: Claimant, kind: str, frozen: Frozen | None, actor: User, reason: str, **facts: Any
) -> Claim:
    claimant = lock(claimant)
    if claimant.case_id != case.pk or not claimant.is_active:
        raise Problem({"claimant": _("This worker takes no part in the case.")})
    total = _total(frozen, kind)
    claim = new_claim(claimant, actor=actor, reason=reason, kind=kind, claimed=total, **facts)
    return _put_working(claim, frozen, actor, reason)


def _is_claimed(claimant: Claimant, kind: str, frozen: Frozen) -> bool:
    """Whether a claim of this kind was worked out from the same facts, as when a page is sent twice."""
    upheld = claimant.claims.filter(kind=kind, is_active=True, working__calculator=frozen["calculator"])
    return any(
        claim.working.frozen["inputs"] == frozen["inputs"] for claim in upheld.select_related("working")
    )


def _put_working(claim: Claim, frozen: Frozen | None, actor: User, reason: str) -> Claim:
    """Store the working and claim its total, inside the transaction of the caller."""
    total = _total(frozen, claim.kind)
    assert frozen is not None
    working = Working(
        case_id=claim.case_id,
        claim=claim,
        calculator=frozen["calculator"],
        frozen=frozen,
        total=total,
        worked_out_by=actor,
    )
    claim.working = record(working, actor=actor, reason=reason)
    put_claimed(claim, total, reason)
    if not claim.period_from and not claim.period_to:
        claim.period_from, claim.period_to = period_of(frozen)
    claim.basis = claim.basis or _basis(frozen)
    keep_rates(claim.case.office, [frozen], actor=actor, reason=reason)
    return record(checked(claim), actor=actor, reason=reason)


def _total(frozen: Frozen | None, kind: str) -> Decimal:
    """The total of a working of a claim of this kind, in yuan. Raises `Problem` where it is no sum to claim."""
    if frozen is None or frozen["asks"]:
        raise Problem(_("A rate is missing: the sum is not worked out yet."))
    if frozen["calculator"] not in [calculator.code for calculator in for_claim(kind)]:
        raise Problem(_("This calculation is not for this kind of claim."))
    total = Decimal(frozen["total"])
    if total != sum(Decimal(line["amount"]) for line in frozen["lines"]):
        raise ValueError("The lines of the working do not add up to its total.")
    if total > MAX_SUM:
        raise Problem(MoneyFormField.default_error_messages["too_large"])
    if not total:
        raise Problem(_("By this working nothing is owed, so there is nothing to claim."))
    return total


def _basis(frozen: Frozen) -> str:
    """The articles of the lines, in Chinese as papers are."""
    with override("zh-hans"):
        return "、".join(dict.fromkeys(citation(line["article"]) for line in frozen["lines"]))
