"""Who may do what with a visit, and with a request for a worker's record."""

from typing import Any

from accounts.models import User
from accounts.permissions import STAFF_ROLES, has_role, has_role_anywhere
from cases.permissions import WORKING_ROLES

ANSWERING = ("reviewer", "supervisor")
"""Who decides whether an office shares what it keeps."""


def can_edit_visit(visit: Any, user: User) -> bool:
    """A clerk of the window corrects its visits and opens cases from them."""
    return has_role(user, "clerk", visit.office)


def can_ask_for_record(worker: Any, user: User) -> bool:
    """A clerk of the office that keeps a worker apart asks for the record of those who know the person."""
    return worker.kept_by is not None and has_role(user, "clerk", worker.kept_by)


def can_open_people(user: User) -> bool:
    """Staff in any role; which people and requests they see, the rows they stand in and their offices say."""
    return has_role_anywhere(user, STAFF_ROLES)


def can_join_workers(user: User) -> bool:
    """Whoever works with people at a window; which records, the rows they stand in say."""
    return has_role_anywhere(user, WORKING_ROLES)


can_read_requests = can_open_people


def can_answer_request(request: Any, user: User) -> bool:
    """Whoever decides at the office that knows the worker, or above it (so also above both); never who asked."""
    return has_role(user, ANSWERING, request.known_at) and user.pk != request.asked_by_id


def can_withdraw_request(request: Any, user: User) -> bool:
    """The clerks of the office that asked."""
    return has_role(user, "clerk", request.office)
