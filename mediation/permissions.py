"""Who conducts a mediation round."""

from typing import Any

from accounts.models import User
from cases.permissions import clerk_or_lawyer


def can_conduct(round_: Any, user: User) -> bool:
    """Whoever works on the case."""
    return clerk_or_lawyer(round_.case, user)
