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


@register.filter
def says_any(form: Any, names: str) -> bool:
    """Is something said in one of these folded fields (their names with spaces between) other than what stands there by
    itself, or wrong, so that the fold lies open?"""
    if form.is_bound:
        return any(form[name].errors or name in form.changed_data for name in names.split())
    usual = {name: (None, "", form.fields[name].initial) for name in names.split()}
    return any(form.initial.get(name) not in usual[name] for name in usual)


@register.simple_tag
def may_open_cases(user: User) -> bool:
    """May this user register a case?"""
    return can_open(user)
