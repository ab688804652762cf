"""What the intake page shows at once of a worker and what it folds, and who is led to it."""

from typing import Any

from django import template

from accounts.models import User
from cases.permissions import can_open

register = template.Library()

FOLDED = (
    "job", "relation_type", "birth_date", "sex", "zone", "address", "household", "bank_name", "bank_account",
    "is_union_member",
)  # fmt: skip


@register.filter
def says_more(row: Any) -> bool:
    """Was something typed into a folded field, or is who came to a visit on record without what papers print, so that
    the fold lies open? What is on record needs no look."""
    if row.is_bound:
        return any(row[name].errors or row[name].value() for name in FOLDED)
    return bool(row["known"].value()) and not row["address"].value()


@register.simple_tag
def may_open_cases(user: User) -> bool:
    """May this user register a case?"""
    return can_open(user)
