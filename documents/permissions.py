"""Who keeps the papers and files of a case."""

from typing import Any

from accounts.models import User
from accounts.permissions import has_role
from cases.permissions import WORKING_ROLES, clerk_or_lawyer


def can_keep_files(case: Any, user: User) -> bool:
    """Whoever works on the case, until it is archived."""
    return case.state != "archived" and clerk_or_lawyer(case, user)


def can_issue(paper: Any, user: User) -> bool:
    """Whoever keeps the papers; an auditor prints the audit record."""
    is_audit = paper.case_id and paper.kind == "audit_record"
    return can_keep(paper, user) or bool(is_audit and has_role(user, "auditor", paper.case.office))


def can_keep(paper: Any, user: User) -> bool:
    """Whoever works on the case or decides about it, or for a paper of a visit a clerk of the window; the
    papers of an archived case stand. The audit record is for union staff alone."""
    if not paper.case_id:
        return has_role(user, "clerk", paper.visit.office)
    if paper.case.state == "archived" and paper.kind != "audit_record":
        return False
    if paper.kind == "audit_record":
        return has_role(user, WORKING_ROLES, paper.case.office)
    return clerk_or_lawyer(paper.case, user) or has_role(user, "reviewer", paper.case.office)
