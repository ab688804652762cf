"""Roles by office: the two questions every other permission is made of."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

STAFF_ROLES = ("clerk", "reviewer", "supervisor", "auditor")


def has_role(user: Any, roles: str | Iterable[str], office: Any) -> bool:
    """Does the user hold one of the roles at this office or at one above it?"""
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(
        membership.role in wanted and office.path.startswith(membership.office.path)
        for membership in getattr(user, "current_memberships", ())
    )


def has_role_anywhere(user: Any, roles: str | Iterable[str]) -> bool:
    """Does the user hold one of the roles at any office?"""
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(membership.role in wanted for membership in getattr(user, "current_memberships", ()))


def office_ids(user: Any, roles: Iterable[str] = STAFF_ROLES) -> list[int]:
    """The offices the user sees in one of the roles: the own nodes and all below. Cached on the user."""
    key = tuple(sorted(roles))
    cache = user.__dict__.setdefault("_office_ids", {})
    if key not in cache:
        own = [m.office for m in getattr(user, "current_memberships", ()) if m.role in key]
        below = Q()
        for office in own:
            below |= Q(path__startswith=office.path)
        cache[key] = list(type(own[0]).objects.filter(below).values_list("pk", flat=True)) if own else []
    return cache[key]
