"""What the intake page shows at once of a worker and what it folds, and who is led to it."""

from typing import Any

from django import template

from accounts.models import User
from cases.permissions import can_open

register = template.Library()

FOLDED = ("job", "relation_type", "birth_date", "sex", "zone", "address", "is_union_member")


@register.filter
def says_more(row: Any) -> bool:
    """Was something typed into a folded field, so that the fold lies open? What is on record needs no look."""
    return row.is_bound and any(row[name].errors or row[name].value() for name in FOLDED)


@register.simple_tag
def may_open_cases(user: User) -> bool:
    """May this user register a case?"""
    return can_open(user)
