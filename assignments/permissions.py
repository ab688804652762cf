"""Who may answer an offer, and who may take it back."""

from typing import Any

from accounts.models import User
from accounts.permissions import has_role
from lawyers.permissions import lawyer_of


def can_answer(assignment: Any, user: User) -> bool:
    """The lawyer who was asked, or a coordinator of the firm that was asked."""
    lawyer = lawyer_of(user)
    if lawyer is None or not lawyer.is_active or lawyer.firm_id != assignment.firm_id:
        return False
    return lawyer.is_coordinator or assignment.lawyer_id == lawyer.pk


def is_by_workflow(assignment: Any, user: User) -> bool:
    """Taken by the program itself: an offer's time ran out, or its case ended."""
    return user.username == "system"


def can_manage(assignment: Any, user: User) -> bool:
    """A clerk of the case's office; or the program, when time ran out or the case ended."""
    return has_role(user, "clerk", assignment.case.office) or is_by_workflow(assignment, user)
