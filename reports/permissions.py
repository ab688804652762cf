"""Who reads figures, who signs reports, and who shapes them."""

from typing import Any

from accounts.models import User
from accounts.permissions import can_administer, has_role, has_role_anywhere, is_administrator, office_ids

READERS = ("supervisor", "auditor")
ENTER = ("supervisor", "administrator")


def can_read(user: User) -> bool:
    """Who supervises or audits an office reads the figures of it and of all below."""
    return has_role_anywhere(user, READERS)


def offices_read(user: User) -> list[int]:
    """The offices whose figures the user reads."""
    return office_ids(user, READERS)


def can_sign(office: Any, user: User) -> bool:
    """A supervisor of the office, or of one above it."""
    return has_role(user, "supervisor", office)


def can_shape(user: User) -> bool:
    """Who administers an office says which columns its reports have."""
    return is_administrator(user)


def can_shape_for(office: Any, user: User) -> bool:
    """Only for the offices one administers."""
    return can_administer(user, office)


def can_see_projects(user: User) -> bool:
    """Who reads figures, and who administers an office."""
    return can_read(user) or is_administrator(user)


def enters_projects(user: User) -> bool:
    """Does the user enter what was done, at any office?"""
    return user.is_superuser or has_role_anywhere(user, ENTER)


def can_enter(project: Any, user: User) -> bool:
    """Who supervises or administers the office, or one above it."""
    return user.is_superuser or has_role(user, ENTER, project.office)


def can_keep_project(project: Any, user: User) -> bool:
    """Who administers the office that set the project up: for one handed down, that of the project above."""
    return can_administer(user, project.parent.office if project.parent else project.office)
