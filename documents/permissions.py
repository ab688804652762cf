"""Who keeps the files of a case."""

from typing import Any

from cases.permissions import clerk_or_lawyer


def can_keep_files(case: Any, user: Any) -> bool:
    """Whoever works on the case, until it is archived."""
    return case.state != "archived" and clerk_or_lawyer(case, user)
