"""Offering a case to a firm, and what the office does with an offer afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.actions import offer as make_offer
from assignments.actions import take_assignment_step
from assignments.conflicts import conflicts_by_firm
from assignments.forms import STEP_FORMS, OfferForm
from assignments.models import Assignment
from assignments.queries import firms_with_workload
from cases.addresses import case_url
from cases.models import Case
from cases.models.conflicts import ConflictRule
from cases.permissions import can_handle
from cases.views.case_or_404 import fetch_case
from cases.workflow import IN_HAND
from core.errors import Problem, show_problem
from core.once import once
from core.resume import form_data
from core.step_view import StepView
from core.views import get_or_post
from lawyers.models import Firm, Lawyer

SHOWN = 50
"""Firms listed at once; a search narrows them down."""


@get_or_post
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """First the firm, with its live numbers and what speaks against it; then the offer itself (`?firm=`)."""
    case = fetch_case(request, pk)
    if not can_handle(case, request.user):
        raise PermissionDenied
    if case.state not in IN_HAND:
        messages.error(request, _("Only an accepted case that has not ended is offered to a lawyer."))
        return redirect(case_url(case.pk, "people"))
    firms = Firm.objects.serving([case.office_id]).filter(is_active=True)
    chosen = request.GET.get("firm", "")
    if chosen:
        return _offer_to(request, case, _chosen(firms, chosen))
    return _choose(request, case, firms)


def _chosen(firms: QuerySet, pk: str) -> Firm:
    firm = firms_with_workload(firms).filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
    if firm is None:
        raise Http404
    return firm


def _choose(request: HttpRequest, case: Case, firms: QuerySet) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "")
    found = list(
        firms_with_workload(firms.matching(text)).prefetch_related("lawyers", "alliances__alliance")[
            : SHOWN + 1
        ]
    )
    shown = found[:SHOWN]
    against = conflicts_by_firm(case, shown)
    rows = [
        {"firm": firm, "conflicts": _in_words(against[firm.pk]), "only_lawyer": _only_lawyer(firm)}
        for firm in shown
    ]
    leads = not any(a.is_lead for a in case.assignments.all() if a.is_live)
    context = {"case": case, "rows": rows, "q": text, "more": len(found) > SHOWN, "leads": leads}
    return render(request, "assignments/offer_choose.html", context)


def _offer_to(request: HttpRequest, case: Case, firm: Firm) -> HttpResponse:
    conflicts = conflicts_by_firm(case, [firm])[firm.pk]
    form = OfferForm(form_data(request), case=case, firm=firm, has_conflict=bool(conflicts))
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, case_url(case.pk, "people")):
                make_offer(case, firm=firm, actor=request.user, **form.offer_data())
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("Offered to %(firm)s.") % {"firm": firm})
            return redirect(case_url(case.pk, "people"))
    context = {"case": case, "firm": firm, "form": form, "conflicts": _in_words(conflicts)}
    return render(
        request, "assignments/offer_case.html", context, status=422 if request.method == "POST" else 200
    )


def _only_lawyer(firm: Firm) -> Lawyer | None:
    """The lawyer of a firm that has but one; there is nothing to choose."""
    active = [lawyer for lawyer in firm.lawyers.all() if lawyer.is_active]
    return active[0] if len(active) == 1 else None


def _in_words(hits: list[Any]) -> list[dict[str, Any]]:
    return [{**hit, "label": ConflictRule(hit["rule"]).label} for hit in hits]


class AssignmentStepView(StepView):
    """A step of an offer, taken from the page of the offer."""

    model = Assignment
    take = staticmethod(take_assignment_step)
    step_forms = STEP_FORMS
    headline = "assignments/_headline.html"

    @staticmethod
    def done_url(assignment: Assignment) -> str:
        return reverse("assignments:offer", args=[assignment.pk])

    def visible(self) -> QuerySet:
        return (
            super()
            .visible()
            .select_related("case__office", "case__employer", "firm", "lawyer")
            .prefetch_related("case__claimants__worker", "case__co_respondents__employer")
        )


class CaseAssignmentStepView(AssignmentStepView):
    """The same, taken from the page of the case."""

    @staticmethod
    def done_url(assignment: Assignment) -> str:
        return case_url(assignment.case_id, "people")
