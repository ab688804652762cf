"""Pages that change the claimants of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.claimants import (
    add_claimant,
    paste_claimants,
    set_consent,
    update_claimant,
    withdraw_claimant,
)
from cases.actions.parties import save_worker
from cases.addresses import case_url
from cases.forms.claimants import (
    ClaimantForm,
    ConsentForm,
    NewClaimantForm,
    PersonForm,
    ReasonForm,
)
from cases.models import Case, Claimant
from cases.paste import read_claimants
from cases.permissions import can_handle, clerk_or_lawyer
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page, paste_page
from core.resume import form_data
from core.views import get_or_post


def _claimant(case: Case, pk: int) -> Claimant:
    return get_object_or_404(case.claimants.select_related("worker"), pk=pk)


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a worker, found on record by ID number or new."""
    case = fetch_for(request, pk, can_handle)
    form = NewClaimantForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: add_claimant(case, actor=request.user, **form.change()),
        template="cases/claimant_new.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Claimant added."),
        context={"case": case},
    )


@get_or_post
def edit(request: HttpRequest, pk: int, claimant_pk: int) -> HttpResponse:
    """Employment, consent, representation."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claimant = _claimant(case, claimant_pk)
    form = ClaimantForm(form_data(request), case=case, claimant=claimant)
    return form_page(
        request,
        form,
        lambda: update_claimant(claimant, actor=request.user, **form.change()),
        template="cases/claimant_edit.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Saved."),
        context={"case": case, "claimant": claimant},
    )


@get_or_post
def person(request: HttpRequest, pk: int, claimant_pk: int) -> HttpResponse:
    """The worker behind the claimant: name, numbers, address, bank; also after the case ended."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claimant = _claimant(case, claimant_pk)
    form = PersonForm(form_data(request), case=case, worker=claimant.worker)
    return form_page(
        request,
        form,
        lambda: save_worker(claimant.worker, actor=request.user, office=case.office, **form.change()),
        template="cases/claimant_person.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Saved."),
        context={"case": case, "claimant": claimant},
    )


@get_or_post
def withdraw(request: HttpRequest, pk: int, claimant_pk: int) -> HttpResponse:
    """A claimant leaves the case."""
    case = fetch_for(request, pk, can_handle)
    claimant = _claimant(case, claimant_pk)
    form = ReasonForm(form_data(request), case=case, version=claimant.version)
    return form_page(
        request,
        form,
        lambda: withdraw_claimant(claimant, actor=request.user, **form.change()),
        template="cases/reason_form.html",
        done_url=case_url(case.pk, "parties"),
        message=_("The claimant has left the case."),
        context={
            "case": case,
            "title": _("%(name)s leaves the case") % {"name": claimant.worker},
            "note": _("The claims without money received are dropped; everything stays on record."),
            "button": _("Withdraw the claimant"),
        },
    )


@get_or_post
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Consent of several claimants at once."""
    case = fetch_for(request, pk, can_handle)
    form = ConsentForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: set_consent(case, actor=request.user, **form.change()),
        template="cases/consent.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Saved."),
        context={"case": case},
    )


@get_or_post
def paste(request: HttpRequest, pk: int) -> HttpResponse:
    """Claimants out of a spreadsheet: looked at first, then added all at once."""
    case = fetch_for(request, pk, can_handle)
    return paste_page(
        request,
        case,
        lambda sent: read_claimants(sent, case, request.user),
        paste_claimants,
        kind="claimants",
        template="cases/claimants_paste.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Claimants added: %(count)d"),
    )
