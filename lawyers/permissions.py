"""Whose lawyer the user is."""

from typing import Any


def lawyer_of(user: Any) -> Any:
    """The user's lawyer profile or None; asked once per request."""
    if "_lawyer" not in user.__dict__:
        user._lawyer = getattr(user, "lawyer", None) if user.pk else None
    return user._lawyer
