"""Who looks up the tables of the law, and who keeps what holds in the whole country."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def can_look_up(user: "User") -> bool:
    """May the user look up the tables? Every administrator."""
    return bool(user.is_superuser or "administrator" in user.roles)


def can_keep_rates(user: "User") -> bool:
    """May the user write rates of some region?"""
    return bool(user.is_superuser or user.administers_a_top_office)


def can_keep_tables(user: "User") -> bool:
    """May the user write holidays and code lists, which hold in the whole country?"""
    return bool(user.keeps_tables)
