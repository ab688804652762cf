"""The volunteer firms: who they are, and how much they have in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assignments.queries import firms_with_workload, lawyers_with_workload
from core.paging import keyset
from core.replica import reads_replica
from lawyers.models import Firm
from lawyers.permissions import lawyer_of


@reads_replica
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """The firms that serve the user's offices; a lawyer goes on to the own firm."""
    if lawyer := lawyer_of(request.user):
        return redirect("assignments:firm", pk=lawyer.firm_id)
    text = request.GET.get("q", "").replace("\x00", "")
    found = firms_with_workload(Firm.objects.visible_to(request.user).matching(text))
    page = keyset(found.prefetch_related("lawyers", "alliances__alliance"), request, order=("pinyin", "id"))
    return render(request, "assignments/firms.html", {"page": page, "q": text})


@require_safe
def firm(request: HttpRequest, pk: int) -> HttpResponse:
    """One firm with its lawyers, the offices it serves and the alliances it stands in."""
    found = get_object_or_404(
        firms_with_workload(Firm.objects.visible_to(request.user)).prefetch_related(
            "offices", "alliances__alliance__lead"
        ),
        pk=pk,
    )
    context = {"firm": found, "lawyers": lawyers_with_workload(found.lawyers.all())}
    return render(request, "assignments/firm.html", context)
