"""The employer's side of a case: the employer, those who answer beside it, and how they hang together."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.changes import open_for_change, parties_changed
from cases.actions.parties import take_employer
from cases.models import Case, CoRespondent, Employer, EmployerLink
from cases.permissions import can_handle
from core.audit import lock, record
from core.errors import Changed, Problem


@transaction.atomic
def set_employer(
    case: Case, *, actor: Any, reason: str = "", seen_version: int | None = None, **employer: Any
) -> Case:
    """Name the employer of the case: one on record, or a new one (see `take_employer`)."""
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


def _taken(actor: Any, reason: str, employer: dict[str, Any]) -> Employer:
    found = take_employer(actor=actor, reason=reason, **employer)
    if found is None:
        raise Problem({"name": _("Enter the name.")})
    return found


@transaction.atomic
def add_co_respondent(
    case: Case, *, actor: Any, capacity: str = "", link: str = "", reason: str = "", **employer: Any
) -> CoRespondent:
    """Let a platform, agency or contractor answer beside the employer.

    With `link` (a kind of `EmployerLinkKind`) the employer is put on record as hanging on it, in every case.
    """
    case = open_for_change(case, actor=actor, reason=reason, permission=can_handle)
    found = _taken(actor, reason, employer)
    if found.pk == case.employer_id:
        raise Problem({"name": _("%(name)s is the employer of this case.") % {"name": found}})
    respondent = case.co_respondents.filter(employer=found).first() or CoRespondent(case=case, employer=found)
    if respondent.pk and respondent.is_active:
        raise Problem({"name": _("%(name)s answers beside the employer already.") % {"name": found}})
    respondent.capacity, respondent.is_active = capacity, True
    record(respondent, actor=actor, reason=reason)
    if link and case.employer:
        _link(case.employer, found, link, actor, reason)
    parties_changed(case, actor=actor, reason=reason)
    return respondent


def _link(employer: Employer, related: Employer, kind: str, actor: Any, reason: str) -> None:
    if not EmployerLink.objects.filter(employer=employer, related=related, kind=kind).exists():
        record(EmployerLink(employer=employer, related=related, kind=kind), actor=actor, reason=reason)


@transaction.atomic
def drop_co_respondent(
    respondent: CoRespondent, *, actor: Any, reason: str, seen_version: int | None = None
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
