"""What the intake page shows at once of a worker, and what it folds."""

from typing import Any

from django import template

register = template.Library()

FOLDED = ("job", "relation_type", "birth_date", "sex", "zone", "address", "is_union_member")


@register.filter
def says_more(row: Any) -> bool:
    """Does a folded field hold something, or an error, so that the fold lies open?"""
    return any(row[name].errors or row[name].value() not in (None, "", False) for name in FOLDED)
