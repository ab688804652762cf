"""Pages that change the claims of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.actions.claims import add_claim, drop_claim, edit_claim, paste_claims
from cases.addresses import case_url
from cases.forms.claimants import ReasonForm
from cases.forms.claims import EditClaimForm, NewClaimForm
from cases.models import Case, Claim
from cases.paste import read_claims
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page, paste_page
from core.resume import form_data
from core.views import get_or_post


def _claim(case: Case, pk: int) -> Claim:
    claims = case.claims.select_related("claimant__worker", "working").defer("working__frozen")
    return get_object_or_404(claims, pk=pk)


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more claim of a claimant."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    initial = {"claimant": request.GET.get("claimant")}
    form = NewClaimForm(form_data(request), case=case, initial=initial)
    if request.POST.get("do") == "work-out" and (calculator := form.calculator):
        claimant = form.cleaned_data["claimant"]
        return redirect(
            "workings:work_out_new", case.pk, claimant.pk, calculator.code, preserve_request=True
        )  # posted on to that page, which begins with what was typed here
    return form_page(
        request,
        form,
        lambda: add_claim(case, actor=request.user, **form.change()),
        template="cases/claim_form.html",
        done_url=case_url(case.pk, "claims"),
        message=_("Claim added."),
        context={"case": case},
    )


@get_or_post
def edit(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Kind, sum, period and basis of a claim."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claim = _claim(case, claim_pk)
    form = EditClaimForm(form_data(request), case=case, claim=claim)
    return form_page(
        request,
        form,
        lambda: edit_claim(claim, actor=request.user, **form.change()),
        template="cases/claim_form.html",
        done_url=case_url(case.pk, "claims"),
        message=_("Saved."),
        context={"case": case, "claim": claim},
    )


@get_or_post
def drop(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """A claim is given up."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claim = _claim(case, claim_pk)
    form = ReasonForm(form_data(request), case=case, version=claim.version)
    return form_page(
        request,
        form,
        lambda: drop_claim(claim, actor=request.user, **form.change()),
        template="cases/reason_form.html",
        done_url=case_url(case.pk, "claims"),
        message=_("The claim was dropped."),
        context={
            "case": case,
            "title": _("Drop the claim: %(claim)s") % {"claim": claim},
            "note": _("It stays on record, struck out, and counts no more."),
            "button": _("Drop the claim"),
        },
    )


@get_or_post
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Claims out of a spreadsheet: looked at first, then added all at once."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    return paste_page(
        request,
        case,
        lambda sent: read_claims(sent, case),
        paste_claims,
        kind="claims",
        template="cases/claims_paste.html",
        done_url=case_url(case.pk, "claims"),
        message=_("Claims added: %(count)d"),
    )
