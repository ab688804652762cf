"""The first line of every view of a case: fetched with access checked, or 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.actions.case import editable_facts
from cases.models import Case
from cases.permissions import (
    can_decide,
    can_handle,
    can_note,
    can_supervise,
    can_unmask,
    clerk_or_lawyer,
    is_staff_of,
)

FOR_MONEY = ("receipts__lines__claim",)
"""What stands above this app and hangs on a case, fetched by name."""


def fetch_case(request: HttpRequest, pk: int) -> Case:
    """A case this user sees, or 404."""
    return get_object_or_404(Case.objects.visible_to(request.user).select_related("office"), pk=pk)


def fetch_page(request: HttpRequest, pk: int) -> Case:
    """The same with everything the case page shows."""
    cases = Case.objects.visible_to(request.user).for_page().prefetch_related(*FOR_MONEY)
    return get_object_or_404(cases, pk=pk)


def rights(case: Case, user: Any) -> dict[str, bool]:
    """`can` of the case page and its parts: which buttons this user sees."""
    return {
        "handle": can_handle(case, user),
        "work": clerk_or_lawyer(case, user),
        "decide": can_decide(case, user),
        "supervise": can_supervise(case, user),
        "see_conflicts": is_staff_of(case, user),
        "unmask": can_unmask(case, user),
        "edit": not case.is_ended and bool(editable_facts(case, user)),
        "note": case.state != "archived" and can_note(case, user),
    }
