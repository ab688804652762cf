"""Who reads how the record stands."""

from accounts.models import User
from accounts.permissions import has_role_anywhere


def can_read_seals(user: User) -> bool:
    """Auditors. Seals are of the whole house: they name tables and keys of every office, and nothing that is in them."""
    return has_role_anywhere(user, "auditor")
