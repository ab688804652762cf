"""The facts of a case, and its closing report."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cases.actions.case import edit_case, editable_facts, write_closing_report
from cases.actions.steps import take_step
from cases.addresses import case_url
from cases.closing import draft_summary
from cases.forms.case import CaseForm, ClosingReportForm
from cases.permissions import clerk_or_lawyer
from cases.sums import sums_of
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page
from core.resume import form_data
from core.views import get_or_post

METHODS = {"settled": "mediated", "awarded": "award", "enforcement": "enforced"}
"""State of the case → how it was resolved, as the form suggests it."""


@get_or_post
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Cause, form of aid, means, the facts, the days the limitation counts from, and the handler."""
    case = fetch_for(request, pk, lambda case, user: bool(editable_facts(case, user)))
    form = CaseForm(form_data(request), obj=case, fields=editable_facts(case, request.user))
    return form_page(
        request,
        form,
        lambda: edit_case(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "facts"),
        message=_("Saved."),
        context={"case": case, "title": _("Edit the case")},
    )


@get_or_post
def closing_report(request: HttpRequest, pk: int) -> HttpResponse:
    """How the case was resolved, what was done, hours and subsidy."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    initial = {
        "method": case.closing_method or METHODS.get(case.state, ""),
        "summary": case.closing_summary or draft_summary(case),
        "hours": case.hours_spent,
        "subsidy": case.subsidy,
    }
    form = ClosingReportForm(form_data(request), obj=case, initial=initial)
    and_request = request.POST.get("do") == "request"

    def act() -> None:
        written = write_closing_report(case, actor=request.user, **form.cleaned_data)
        if and_request:
            take_step(written, "request_closing", actor=request.user)

    return form_page(
        request,
        form,
        act,
        done_url=case_url(case.pk, "closing"),
        message=_("Closing is requested.") if and_request else _("The closing report is saved."),
        context={
            "case": case,
            "title": _("Closing report"),
            "sums": sums_of(case),
            "also": [("request", _("Save and request closing"))],
        },
    )
