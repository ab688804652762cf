"""Roles by office: the two questions every other permission is made of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings

from core import clock
from core.prepared import Prepared

if TYPE_CHECKING:
    from accounts.models import User

STAFF_ROLES = ("clerk", "reviewer", "supervisor", "auditor")
ROSTER_WRITERS = ("clerk", "supervisor", "administrator")
ROSTER_READERS = (*ROSTER_WRITERS, "reviewer", "auditor")


LAST = "Z"
"""Nothing comes after it in the path of an office."""


def _below(path: Any, last: Any) -> Any:
    offices: Any = apps.get_model("accounts", "Office")
    return offices.objects.filter(path__gte=path, path__lte=last).values_list("pk", flat=True)


BELOW = Prepared(_below)
"""The office with this path and all below, in the order of the tree."""


def has_role(user: "User", roles: str | Iterable[str], office: Any) -> bool:
    """Does the user hold one of the roles at this office or at one above it?"""
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(
        membership.role in wanted and office.path.startswith(membership.office.path)
        for membership in getattr(user, "current_memberships", ())
    )


def has_role_over(user: "User", roles: tuple[str, ...], row: Any) -> bool:
    """The same at the office of a row, which is not read where the role is held at that very office."""
    held = [m for m in getattr(user, "current_memberships", ()) if m.role in roles]
    return any(m.office_id == row.office_id or row.office.path.startswith(m.office.path) for m in held)


def has_role_anywhere(user: "User", roles: str | Iterable[str]) -> bool:
    """Does the user hold one of the roles at any office?"""
    wanted = {roles} if isinstance(roles, str) else set(roles)
    return any(membership.role in wanted for membership in getattr(user, "current_memberships", ()))


def office_ids(user: "User", roles: Iterable[str] = STAFF_ROLES) -> list[int]:
    """The offices the user sees in one of the roles: the own nodes and all below. Cached on the user."""
    own = {m.office.path: m.office for m in getattr(user, "current_memberships", ()) if m.role in roles}
    if not own:
        return []
    cache: dict[frozenset[str], list[int]] = user.__dict__.setdefault("_office_ids", {})
    key = frozenset(own)
    if key not in cache:
        below = {pk: None for path in sorted(own) for pk in BELOW(path=path, last=path.ljust(255, LAST))}
        cache[key] = list(below)
    return cache[key]


def can_administer(user: "User", office: Any) -> bool:
    """May the user appoint people at this office? The office's administrators, and whoever set up the house."""
    return user.is_superuser or has_role(user, "administrator", office)


def is_administrator(user: "User") -> bool:
    """May the user appoint people anywhere?"""
    return user.is_superuser or has_role_anywhere(user, "administrator")


def offices_of(person: Any) -> set[Any]:
    """The offices an account reaches: by roles of today and of days to come, and through the firm of a lawyer.

    Of an account that reaches none any more, those of the roles it held.
    """
    held = person.memberships.select_related("office")
    reached = {m.office for m in held.not_over(clock.today())}
    if lawyer := getattr(person, "lawyer", None):
        reached |= {service.office for service in lawyer.firm.service.select_related("office")}
    return reached or {m.office for m in held}


def can_manage_person(user: "User", person: Any) -> bool:
    """May the user change, close or re-invite this account? Only who administers every office it reaches."""
    if user == person or user.is_superuser or person.is_superuser:
        return user != person and user.is_superuser
    offices = offices_of(person)
    return bool(offices) and all(can_administer(user, office) for office in offices)


def can_edit_roster(user: "User", office: Any) -> bool:
    """May the user say who is on duty at this window?"""
    return user.is_superuser or has_role(user, ROSTER_WRITERS, office)


def has_roster(user: "User") -> bool:
    """Does the user read the duty roster of some window?"""
    return user.is_superuser or has_role_anywhere(user, ROSTER_READERS)


def must_use_second_factor(user: "User") -> bool:
    """Supervisors and administrators sign in with a second factor where the settings ask for it."""
    return settings.REQUIRE_SECOND_FACTOR and (
        user.is_superuser or has_role_anywhere(user, ("supervisor", "administrator"))
    )
