"""Who may do what with a visit."""

from typing import Any

from accounts.models import User
from accounts.permissions import has_role


def can_edit_visit(visit: Any, user: User) -> bool:
    """A clerk of the window corrects its visits and opens cases from them."""
    return has_role(user, "clerk", visit.office)
