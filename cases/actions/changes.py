"""What every change of parties and claims has in common: who, when, with which reason, and what follows."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.conflicts import check_conflicts
from cases.actions.deadlines import refresh_limits
from cases.causes import follow_claims
from cases.models import Case
from cases.permissions import Predicate
from cases.workflow import CaseState as S
from core.audit import lock
from core.errors import Problem

CHANGEABLE = (
    S.DRAFT,
    S.REVIEW,
    S.ACCEPTED,
    S.ASSIGNED,
    S.MEDIATION,
    S.ARBITRATION,
    S.LITIGATION,
)
"""Parties and claims are still in the making; after a settlement or an award they stand."""


def open_for_change(case: Case, *, actor: User, reason: str, permission: Predicate) -> Case:
    """The case, locked, when its parties and claims may be changed.

    Raises `PermissionDenied`, or `Problem` where the case has gone too far or a reason is missing: from review
    on every change says why.
    """
    if not permission(case, actor):
        raise PermissionDenied
    fresh = lock(case)
    if fresh.state not in CHANGEABLE:
        raise Problem(
            _("Parties and claims stand as they are: the case is “%(state)s”.")
            % {"state": fresh.get_state_display()}
        )
    if fresh.state != S.DRAFT and not reason.strip():
        raise Problem({"reason": _("The case is past its draft: say why this changes.")})
    return fresh


def claims_changed(case: Case, *, actor: User) -> None:
    """Let the cause follow the claims, and count anew the limits that facts start; a draft has none on record yet."""
    follow_claims(case, actor=actor)
    if case.state != S.DRAFT:
        refresh_limits(case, actor=actor)


def parties_changed(case: Case, *, actor: User, reason: str) -> None:
    """Check for conflicts again, and count the limits anew."""
    check_conflicts(case, actor=actor, reason=reason)
    claims_changed(case, actor=actor)
