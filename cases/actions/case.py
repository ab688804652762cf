"""The facts of a case, who handles it, and its closing report."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import has_role
from cases.actions.changes import claims_changed, parties_changed
from cases.actions.deadlines import refresh_decision
from cases.causes import cause_from_claims
from cases.models import Case
from cases.permissions import can_reassign, clerk_or_lawyer
from cases.workflow import PERFORMANCE, CaseState
from core import clock
from core.audit import lock, record
from core.errors import Problem

FACTS = (
    "cause",
    "aid_form",
    "means_ground",
    "commission",
    "facts",
    "known_on",
    "interrupted_on",
    "channel",
    "applied_on",
)


def editable_facts(case: Case, user: User) -> tuple[str, ...]:
    """The fields this user may change: the facts for who works on the case, the handler for clerks and supervisors.

    While its closing is reviewed a case keeps its handler, who else could pass it on and then approve.
    """
    facts = FACTS if clerk_or_lawyer(case, user) else ()
    may_reassign = can_reassign(case, user) and case.state != CaseState.CLOSING
    return (*facts, "handler") if may_reassign else facts


@transaction.atomic
def edit_case(
    case: Case, *, actor: User, reason: str = "", seen_version: int | None = None, **facts: Any
) -> Case:
    """Write the facts given (names of `FACTS`, and `handler`); the limitation is counted anew, and
    a new handler is checked for conflicts. An empty cause follows from the claims again.

    From review on a change says why. Raises `Problem` where the case has ended, `Changed` where it moved on.
    """
    if not facts or set(facts) - set(editable_facts(case, actor)):
        raise PermissionDenied
    fresh = lock(case, version=seen_version)
    stands = {name: getattr(fresh, name) for name in facts}
    if fresh.cause_follows and "cause" in facts:
        stands["cause"] = ""
    changed = {name: value for name, value in facts.items() if stands[name] != value}
    if not changed:
        return fresh
    if fresh.is_ended:
        raise Problem(_("This case has ended; its facts stand as they are."))
    if fresh.state != CaseState.DRAFT and not reason.strip():
        raise Problem({"reason": _("The case is past its draft: say why this changes.")})
    if "handler" in changed and not has_role(changed["handler"], "clerk", fresh.office):
        raise Problem({"handler": _("Only a clerk of this office can handle the case.")})
    if (applied_on := changed.get("applied_on")) and applied_on > clock.today():
        raise Problem({"applied_on": _("This day has not come yet.")})
    for name, value in changed.items():
        setattr(fresh, name, value)
    if "cause" in changed:
        fresh.cause_follows = not fresh.cause
        fresh.cause = fresh.cause or cause_from_claims(fresh)
    record(fresh, actor=actor, reason=reason)
    if "applied_on" in changed:
        refresh_decision(fresh, actor=actor)
    if "handler" in changed:
        parties_changed(fresh, actor=actor, reason=reason)
    else:
        claims_changed(fresh, actor=actor)
    return fresh


@transaction.atomic
def write_closing_report(
    case: Case,
    *,
    actor: User,
    reason: str = "",
    seen_version: int | None = None,
    method: str,
    summary: str,
    hours: Decimal | None = None,
    subsidy: Decimal | None = None,
) -> Case:
    """What came of the case, the hours spent and the subsidy in yuan; asked for before closing is requested."""
    if not clerk_or_lawyer(case, actor):
        raise PermissionDenied
    fresh = lock(case, version=seen_version)
    if fresh.state not in PERFORMANCE:
        raise Problem(_("The closing report is written between the result and the request to close."))
    if not summary.strip():
        raise Problem({"summary": _("Say what was done and what came of it.")})
    fresh.closing_method, fresh.closing_summary = method, summary
    fresh.hours_spent, fresh.subsidy = hours, subsidy
    return record(fresh, actor=actor, reason=reason)
