"""Pages that change the employer's side of a case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.parties import save_employer
from cases.actions.respondents import (
    add_co_respondent,
    drop_co_respondent,
    link_employer,
    set_employer,
    unlink_employer,
)
from cases.addresses import case_url
from cases.forms.claimants import ReasonForm
from cases.forms.respondents import CaseEmployerForm, CoRespondentForm, EmployerLinkForm
from cases.models import Case, Employer, EmployerLink
from cases.permissions import can_handle
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page
from core.resume import form_data
from core.views import get_or_post


@get_or_post
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what is on record of the employer; with `?other=1`, or where there is none, name another one."""
    case = fetch_for(request, pk, can_handle)
    current = None if "other" in request.GET else case.employer
    form = CaseEmployerForm(form_data(request), case=case, employer=current)

    def act() -> Any:
        if current:
            return save_employer(current, actor=request.user, **form.correction())
        return set_employer(case, actor=request.user, **form.change())

    return form_page(
        request,
        form,
        act,
        template="cases/employer_form.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Saved."),
        context={"case": case, "employer": current},
    )


@get_or_post
def add_respondent(request: HttpRequest, pk: int) -> HttpResponse:
    """A platform, agency or contractor that answers beside the employer."""
    case = fetch_for(request, pk, can_handle)
    form = CoRespondentForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: add_co_respondent(case, actor=request.user, **form.change()),
        template="cases/employer_form.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Co-respondent added."),
        context={"case": case, "is_co_respondent": True},
    )


@get_or_post
def drop_respondent(request: HttpRequest, pk: int, respondent_pk: int) -> HttpResponse:
    """The claimants no longer turn against this one."""
    case = fetch_for(request, pk, can_handle)
    respondent = get_object_or_404(case.co_respondents.select_related("employer"), pk=respondent_pk)
    form = ReasonForm(form_data(request), case=case, version=respondent.version)
    return form_page(
        request,
        form,
        lambda: drop_co_respondent(respondent, actor=request.user, **form.change()),
        template="cases/reason_form.html",
        done_url=case_url(case.pk, "parties"),
        message=_("Saved."),
        context={
            "case": case,
            "title": _("%(name)s no longer answers") % {"name": respondent},
            "button": _("Take off the case"),
        },
    )


@get_or_post
def add_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A platform, agency, partner or parent the employer of the case hangs on."""
    case = fetch_for(request, pk, can_handle)
    current = _employer_of(case)
    form = EmployerLinkForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: link_employer(current, actor=request.user, **form.change()),
        done_url=_links_url(case),
        message=_("Saved."),
        context={"case": case, "title": _("Link %(name)s") % {"name": current}},
    )


@get_or_post
def end_link(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """The employer of the case and another hang together no more."""
    case = fetch_for(request, pk, can_handle)
    link = get_object_or_404(EmployerLink.objects.of([_employer_of(case).pk]), pk=link_pk)
    form = ReasonForm(form_data(request), case=case, version=link.version)
    return form_page(
        request,
        form,
        lambda: unlink_employer(link, actor=request.user, **form.change()),
        template="cases/reason_form.html",
        done_url=_links_url(case),
        message=_("Saved."),
        context={
            "case": case,
            "title": _("End the link"),
            "note": str(link),
            "button": _("End the link"),
        },
    )


def _employer_of(case: Case) -> Employer:
    if case.employer is None:
        raise Http404
    return case.employer


def _links_url(case: Case) -> str:
    return reverse("cases:edit_employer", args=[case.pk]) + "#links"
