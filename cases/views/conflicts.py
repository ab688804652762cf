"""The conflict check: run again, explained."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions.conflicts import check_conflicts, explain_conflict
from cases.addresses import case_url
from cases.forms.claimants import ReasonForm
from cases.permissions import can_handle_or_decide
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page
from core.once import once
from core.resume import form_data
from core.views import get_or_post


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the check now."""
    case = fetch_for(request, pk, can_handle_or_decide)
    done_url = case_url(case.pk, "conflicts")
    with once(request, done_url):
        result = check_conflicts(case, actor=request.user)
    if result.is_clear:
        messages.success(request, _("The conflict check is done: nothing stands in the way."))
    else:
        messages.warning(
            request, _("The conflict check found something: look at it and say why it may go on.")
        )
    return redirect(done_url)


@get_or_post
def explain(request: HttpRequest, pk: int, check_pk: int) -> HttpResponse:
    """Say why the case may go on."""
    case = fetch_for(request, pk, can_handle_or_decide)
    found = get_object_or_404(case.conflict_checks, pk=check_pk)
    form = ReasonForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: explain_conflict(found, actor=request.user, reason=form.cleaned_data["reason"]),
        template="cases/reason_form.html",
        done_url=case_url(case.pk, "conflicts"),
        message=_("Saved."),
        context={
            "case": case,
            "title": _("Why the case may go on"),
            "hits": found.hits,
            "button": _("Save"),
        },
    )
