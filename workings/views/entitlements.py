"""What a claimant may claim, and the lines of it that become claims of the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from cases.addresses import case_url
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_for
from core.errors import Problem
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from labour_law.entitlements.proof import EMPLOYMENT
from law_tables.current import tables
from workings.actions import claim_entitlements
from workings.forms.entitlements import EntitlementsPage
from workings.queries import region_of


@get_or_post
def entitlements(request: HttpRequest, pk: int, claimant_pk: int) -> HttpResponse:
    """All that follows from the employment of a claimant, live as one types; what is chosen is claimed, with its
    working."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claimants = case.claimants.select_related("worker").prefetch_related("claims__working")
    claimant = get_object_or_404(claimants, pk=claimant_pk)
    claimant.case = case
    page = EntitlementsPage(claimant, region=region_of(case), tables=tables(), data=form_data(request))
    done_url = case_url(case.pk, "claims")
    status = 200
    if request.POST.get("do") == "save":
        status = 422
        if page.is_valid():
            try:
                with once(request, done_url):
                    claims = claim_entitlements(
                        claimant,
                        actor=request.user,
                        rows=page.chosen(),
                        seen=page.seen,
                        told=page.told(),
                        reason=page.change.cleaned_data.get("reason", ""),
                    )
            except Problem as problem:
                page.add_problem(problem)
            else:
                text = ngettext(
                    "Claimed with its working: %(count)d line.",
                    "Claimed with their workings: %(count)d lines.",
                    len(claims),
                )
                messages.success(request, text % {"count": len(claims)})
                return redirect(done_url)
    elif request.method == "POST" and not page.form.is_valid():
        status = 422
    context = {
        "case": case,
        "claimant": claimant,
        "page": page,
        "form": page.form,
        "worked": page.worked,
        "change": page.change,
        "answer": page.answer,
        "rows": page.rows,
        **page.worked.asks_shown(request.POST),
        "employment_proof": EMPLOYMENT,
        "back_url": done_url,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "calculators/_entitlements_live.html", context | {"form": page.worked})
    return render(request, "workings/entitlements.html", context, status=status)
