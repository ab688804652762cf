"""Who may do what with a case: one predicate per verb, over the roles at the case's office.

Seeing is `visible_to` alone. Each predicate takes `(case, user)`, the order the state machine uses.
"""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.permissions import STAFF_ROLES, has_role, has_role_anywhere, has_role_over
from lawyers.permissions import lawyer_of

Predicate = Callable[[Any, User], bool]


WORKING_ROLES = ("clerk", "reviewer", "supervisor")
"""Those who work on cases or decide about them; an auditor only reads."""


def role(*roles: str) -> Predicate:
    """A predicate: the user holds one of the roles at the case's office or above it."""
    return lambda case, user: has_role_over(user, roles, case)


def is_case_lawyer(case: Any, user: User) -> bool:
    """The user is a lawyer who accepted this case and still acts in it."""
    lawyer = lawyer_of(user)
    return lawyer is not None and any(
        assignment.lawyer_id == lawyer.pk and assignment.is_accepted for assignment in case.assignments.all()
    )


def clerk_or_lawyer(case: Any, user: User) -> bool:
    """Whoever works on the case: a clerk of its office, or a lawyer who acts in it."""
    return can_handle(case, user) or is_case_lawyer(case, user)


def can_confirm_appointment(case: Any, user: User) -> bool:
    """Also the coordinator who accepted for a lawyer of the firm."""
    lawyer = lawyer_of(user)
    return clerk_or_lawyer(case, user) or (
        lawyer is not None
        and lawyer.is_coordinator
        and any(a.firm_id == lawyer.firm_id and a.is_accepted for a in case.assignments.all())
    )


can_handle = role("clerk")
can_decide = role("reviewer")
can_supervise = role("supervisor")
can_handle_or_decide = role("clerk", "reviewer")
can_reassign = role("clerk", "supervisor")


def works_on(case: Any, user: User) -> bool:
    """Whoever works on the case or decides about it; an auditor and a coordinator only read."""
    return has_role(user, WORKING_ROLES, case.office) or is_case_lawyer(case, user)


can_note = works_on
can_unmask = works_on
"""Read a whole ID number, with a reason."""


def can_approve_closing(case: Any, user: User) -> bool:
    """A supervisor who is neither the handler nor the one who asked for closing."""
    return can_supervise(case, user) and user.pk not in (case.handler_id, case.closing_requested_by_id)


def can_open(user: User) -> bool:
    """May the user register visits and open cases anywhere?"""
    return has_role_anywhere(user, "clerk")


def can_edit_party(party: Any, user: User) -> bool:
    """Clerks keep the record of workers and employers; a lawyer that of the parties of cases he or she acts in."""
    if can_open(user):
        return True
    lawyer = lawyer_of(user)
    if not party or lawyer is None:
        return False
    acts_in = lawyer.assignments.accepted().values("case")
    if party.is_person:
        return party.claims_in.filter(case__in=acts_in).exists()
    answers = party.co_respondent_in.filter(case__in=acts_in, is_active=True)
    return party.cases.filter(pk__in=acts_in).exists() or answers.exists()


def can_export(user: User) -> bool:
    """Staff take away lists of what they see; so do lawyers, of their own cases."""
    return lawyer_of(user) is not None or has_role_anywhere(user, STAFF_ROLES)


def is_staff_of(case: Any, user: User) -> bool:
    """Union staff in any role at the case's office: conflicts name other cases, which are none of a lawyer's."""
    return has_role(user, STAFF_ROLES, case.office)
