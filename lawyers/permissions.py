"""Whose lawyer the user is."""

from typing import Any

from accounts.permissions import has_role


def lawyer_of(user: Any) -> Any:
    """The user's lawyer profile or None; asked once per request."""
    if "_lawyer" not in user.__dict__:
        user._lawyer = getattr(user, "lawyer", None) if user.pk else None
    return user._lawyer


def can_manage_lawyer(user: Any, lawyer: Any) -> bool:
    """May the user open and close the lawyer's account? Who administers an office that the firm serves."""
    return user.is_superuser or any(
        has_role(user, "administrator", service.office)
        for service in lawyer.firm.service.select_related("office")
    )
