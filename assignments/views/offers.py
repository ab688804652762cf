"""Offers as the lawyers see them: names first, details after "no conflict"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from assignments.actions import expire_if_due
from assignments.forms import AcceptForm, DeclareForm
from assignments.models import Assignment
from assignments.states import AssignmentState
from assignments.workflow import has_declared_no_conflict
from cases.models import Case, ClaimKind
from cases.sums import claim_table
from core import clock
from core.fsm import may_take
from core.paging import keyset
from core.replica import reads_replica

ROWS = ("case__employer", "case__office", "firm", "lawyer")


@reads_replica
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """Offers that wait for an answer, the most urgent first; then those answered or over."""
    rows = Assignment.objects.select_related(*ROWS).prefetch_related("case__claimants__worker")
    past = rows.listed_for(request.user).exclude(state=AssignmentState.OFFERED, expires_at__gte=clock.now())  # type: ignore[attr-defined]
    context = {
        "waiting": rows.visible_to(request.user, by_row=True).answerable().order_by("expires_at", "pk"),  # type: ignore[attr-defined]
        "page": keyset(past, request, order=("-offered_at", "-id")),
    }
    return render(request, "assignments/offers.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One offer. Whoever accepted it goes on to the case."""
    offer = _fetch(request, pk)
    if request.method == "GET" and expire_if_due(offer):
        offer = _fetch(request, pk)
    if offer.is_acting:
        return redirect("cases:detail", pk=offer.case_id)
    answering = may_take(offer, "decline", request.user)
    declared = has_declared_no_conflict(offer)
    context = {
        "offer": offer,
        "case": offer.case,
        "claim_kinds": _kinds(offer.case),
        "answering": answering,
        "declare_form": DeclareForm(obj=offer, user=request.user) if answering and not declared else None,
    }
    if answering and declared:
        case = offer.case
        context |= {
            "accept_form": AcceptForm(obj=offer, user=request.user),
            "sums": claim_table(case),
            "attachments": case.attachments.filter(voided=False),
        }
    return render(request, "assignments/offer.html", context)


def _kinds(case: Case) -> list[str]:
    """What is claimed, without saying by whom or how much."""
    active = {claim.kind for claim in case.claims.all() if claim.is_active}
    return [str(kind.label) for kind in ClaimKind if kind in active]


def _fetch(request: HttpRequest, pk: int) -> Assignment:
    offers = Assignment.objects.visible_to(request.user).select_related(*ROWS, "case__handler")
    related = ("case__claimants__worker", "case__claims__claimant__worker", "case__co_respondents__employer")
    return get_object_or_404(offers.prefetch_related(*related), pk=pk)
