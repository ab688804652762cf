"""The first line of every view of a case: fetched with access checked, or 404."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.models import Case
from cases.permissions import Predicate


def fetch_case(request: HttpRequest, pk: int) -> Case:
    """A case this user sees, or 404."""
    return get_object_or_404(Case.objects.visible_to(request.user).select_related("office"), pk=pk)


def fetch_for(request: HttpRequest, pk: int, permission: Predicate) -> Case:
    """A case this user sees (else 404) and may do this with (else 403)."""
    case = fetch_case(request, pk)
    if not permission(case, request.user):
        raise PermissionDenied
    return case
