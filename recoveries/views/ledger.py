"""The ledger as a file: which part of it, and taking it away."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.permissions import can_export
from core.export import FORMATS
from core.export_views import list_as_file
from core.replica import reads_replica
from recoveries.export import LEDGER, filters


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Say of which days, state and office the ledger is wanted."""
    if not can_export(request.user):
        raise PermissionDenied
    form = filters(request.GET, request.user)
    exports = [(fmt.upper(), reverse(LEDGER, args=[fmt])) for fmt in FORMATS]
    return render(request, "recoveries/ledger.html", {"form": form, "exports": exports})


@reads_replica
@require_safe
def export(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The ledger as the address narrows it."""
    return list_as_file(request, LEDGER, fmt)
