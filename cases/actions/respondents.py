"""The employer's side of a case: the employer, those who answer beside it, and how they hang together."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.changes import open_for_change, parties_changed
from cases.actions.conflicts import recheck_cases_of
from cases.actions.parties import take_employer
from cases.actions.turns import parties_in_turn
from cases.models import Case, CoRespondent, Employer, EmployerLink, EmployerLinkKind
from cases.permissions import can_handle, can_open
from cases.queries.parties import employers_met
from core.audit import lock, record
from core.errors import Changed, Problem


@transaction.atomic
def set_employer(
    case: Case, *, actor: User, reason: str = "", seen_version: int | None = None, **employer: Any
) -> Case:
    """Name the employer of the case: one on record, or a new one (see `take_employer`)."""
    parties_in_turn(employers=[employer])
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    if seen_version is not None and seen_version != case.version:
        raise Changed
    found = _taken(actor, reason, employer)
    if case.co_respondents.filter(employer=found, is_active=True).exists():
        raise Problem({"name": _("%(name)s answers beside the employer already.") % {"name": found}})
    case.employer = found
    record(case, actor=actor, reason=reason)
    parties_changed(case, actor=actor, reason=reason)
    return case


def _taken(actor: User, reason: str, employer: dict[str, Any]) -> Employer:
    found = take_employer(actor=actor, reason=reason, **employer)
    if found is None:
        raise Problem({"name": _("Enter the name.")})
    return found


@transaction.atomic
def add_co_respondent(
    case: Case, *, actor: User, capacity: str = "", link: str = "", reason: str = "", **employer: Any
) -> CoRespondent:
    """Let a platform, agency or contractor answer beside the employer.

    With `link` (a kind of `EmployerLinkKind`) the employer is put on record as hanging on it, in every case.
    """
    parties_in_turn(employers=[employer])
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    found = _taken(actor, reason, employer)
    if found.pk == case.employer_id:
        raise Problem({"name": _("%(name)s is the employer of this case.") % {"name": found}})
    respondent = case.co_respondents.filter(employer=found).first() or CoRespondent(case=case, employer=found)
    if respondent.pk and respondent.is_active:
        raise Problem({"name": _("%(name)s answers beside the employer already.") % {"name": found}})
    respondent.capacity, respondent.is_active = capacity, True
    record(respondent, actor=actor, reason=reason)
    linked = _link(case.employer, found, link, actor, reason) if link and case.employer else None
    parties_changed(case, actor=actor, reason=reason)
    if linked:
        _recheck_ends(linked, actor, reason)
    return respondent


@transaction.atomic
def drop_co_respondent(
    respondent: CoRespondent, *, actor: User, reason: str, seen_version: int | None = None
) -> CoRespondent:
    """The claimants no longer turn against this one. The link between the employers stays."""
    case = open_for_change(respondent.case, actor=actor, reason=reason, permission=can_handle)
    fresh = lock(respondent, version=seen_version)
    if not fresh.is_active:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why it no longer answers.")})
    fresh.is_active = False
    record(fresh, actor=actor, reason=reason)
    parties_changed(case, actor=actor, reason=reason)
    return fresh


@transaction.atomic
def link_employer(
    employer: Employer, *, actor: User, kind: str, reason: str = "", **related: Any
) -> EmployerLink:
    """Put on record that the employer hangs on another one, in every case: `kind` of `EmployerLinkKind`.

    The other one is on record, or new (see `take_employer`). The cases of both are checked for conflicts again.
    Raises `PermissionDenied` (also for an employer the actor has not met), or `Problem` at `name` or `kind`.
    """
    if not can_open(actor) or not employers_met(actor, [employer.pk]):
        raise PermissionDenied
    if kind not in EmployerLinkKind:
        raise Problem({"kind": _("Choose how the two are linked.")})
    parties_in_turn(employers=[related])
    found = _taken(actor, reason, related)
    if found.pk == employer.pk:
        raise Problem({"name": _("An employer is not linked to itself.")})
    link = _link(employer, found, kind, actor, reason)
    if link is None:
        raise Problem({"name": _("This link is on record already.")})
    _recheck_ends(link, actor, reason)
    return link


@transaction.atomic
def unlink_employer(
    link: EmployerLink, *, actor: User, reason: str, seen_version: int | None = None
) -> EmployerLink:
    """The two hang together no more, for somebody who has met one of them. It stays on record; the cases of both are
    checked for conflicts again.
    """
    if not can_open(actor) or not employers_met(actor, [link.employer_id, link.related_id]):
        raise PermissionDenied
    fresh = lock(link, version=seen_version)
    if not fresh.is_active:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why the two are linked no more.")})
    fresh.is_active = False
    record(fresh, actor=actor, reason=reason)
    _recheck_ends(fresh, actor, reason)
    return fresh


def _link(employer: Employer, related: Employer, kind: str, actor: User, reason: str) -> EmployerLink | None:
    """The link written down, or taken up again; None where it holds already."""
    lock(employer)
    ends = {"employer": employer, "related": related, "kind": kind}
    link = EmployerLink.objects.filter(**ends).first() or EmployerLink(**ends)
    if link.pk and link.is_active:
        return None
    link.is_active = True
    return record(link, actor=actor, reason=reason)


def _recheck_ends(link: EmployerLink, actor: User, reason: str) -> None:
    for end in (link.employer, link.related):
        recheck_cases_of(employer=end, actor=actor, reason=reason)
