"""Who looks up the rates offices kept, and who puts them right."""

from typing import TYPE_CHECKING, Any

from accounts.permissions import has_role

if TYPE_CHECKING:
    from accounts.models import User

KEEPERS = ("clerk", "reviewer", "supervisor")


def can_see_kept(user: "User") -> bool:
    """Does the user see the kept rates of some office? Who works at one."""
    return bool(user.is_superuser or user.current_memberships)


def can_correct_kept(user: "User", rate: Any) -> bool:
    """May the user strike out or replace this rate? Who works on the cases of its office."""
    return bool(user.is_superuser or has_role(user, KEEPERS, rate.office))


def can_keep(user: "User", office: Any) -> bool:
    """Is what the user enters kept for this office? Of who works on its cases."""
    return bool(office is not None and has_role(user, KEEPERS, office))
