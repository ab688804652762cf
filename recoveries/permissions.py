"""Who records money and who verifies it: never the same person."""

from typing import Any

from accounts.models import User
from accounts.permissions import has_role, has_role_anywhere
from cases.permissions import can_supervise, clerk_or_lawyer
from recoveries.queries import STATEMENT_READERS


def can_record(case: Any, user: User) -> bool:
    """Handlers and lawyers record money on a case that waits for it."""
    return clerk_or_lawyer(case, user)


def can_keep_statements(office: Any, user: User) -> bool:
    """Clerks of the office take in its bank statements and post what came in."""
    return has_role(user, "clerk", office)


def can_import(user: User) -> bool:
    """Who takes in bank statements of any office."""
    return has_role_anywhere(user, "clerk")


def can_see_statements(user: User) -> bool:
    """Who reads bank statements of any office."""
    return has_role_anywhere(user, STATEMENT_READERS)


def can_see_queue(user: User) -> bool:
    """Who verifies money anywhere, and who audits it."""
    return has_role_anywhere(user, ("supervisor", "auditor"))


def can_verify(receipt: Any, user: User) -> bool:
    """A supervisor who did not record it."""
    return can_supervise(receipt.case, user) and user.pk != receipt.recorded_by_id
