"""Whose lawyer the user is; who writes which firms, lawyers, clients and alliances."""

from typing import Any

from accounts.models import User
from accounts.permissions import can_administer, can_manage_person


def lawyer_of(user: User) -> Any:
    """The user's lawyer profile or None; asked once per request."""
    kept = user.__dict__
    if "_lawyer" not in kept:
        kept["_lawyer"] = getattr(user, "lawyer", None) if user.pk else None
    return kept["_lawyer"]


def can_manage_firm(user: User, firm: Any) -> bool:
    """May the user write this firm, its lawyers and its clients? Who administers every office that it serves."""
    return bool(user.is_superuser) or type(firm).objects.managed_by(user).filter(pk=firm.pk).exists()


def can_manage_lawyer(user: User, lawyer: Any) -> bool:
    """May the user open and close the lawyer's account? Who manages the firm, and the account where there is one."""
    return can_manage_firm(user, lawyer.firm) and (
        lawyer.user is None or can_manage_person(user, lawyer.user)
    )


def can_write(user: User, row: Any) -> bool:
    """May the user write this row of master data, as it stands? Firms by their offices, alliances by theirs."""
    rules = {
        "firm": lambda: can_manage_firm(user, row),
        "firmoffice": lambda: can_manage_firm(user, row.firm) and can_administer(user, row.office),
        "lawyer": lambda: can_manage_firm(user, row.firm),
        "firmclient": lambda: can_manage_firm(user, row.firm),
        "alliance": lambda: can_administer(user, row.office),
        "alliancemember": lambda: can_administer(user, row.alliance.office),
    }
    return bool(rules[row._meta.model_name]())
