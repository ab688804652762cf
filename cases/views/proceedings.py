"""A proceeding before a commission or court, and splitting a case."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions.proceedings import extend_award, update_proceeding
from cases.actions.split import SPLITTABLE, split_case
from cases.addresses import case_url
from cases.forms.proceedings import ExtendForm, ProceedingForm, SplitForm
from cases.models import Case, Proceeding
from cases.permissions import can_handle, clerk_or_lawyer
from cases.views.form_page import PART, form_page
from cases.views.refusal import refuse
from core.errors import Problem
from core.once import once
from core.resume import form_data
from core.views import get_or_post


def _fetch(request: HttpRequest, pk: int) -> Proceeding:
    """A proceeding of a case the user works on; 404 where it is not seen, 403 where it is only seen."""
    proceedings = Proceeding.objects.visible_to(request.user).select_related("case__office")
    found = get_object_or_404(proceedings, pk=pk)
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    return found


@get_or_post
def proceeding(request: HttpRequest, pk: int) -> HttpResponse:
    """Docket, the day it was taken up, the hearing."""
    found = _fetch(request, pk)
    form = ProceedingForm(form_data(request), proceeding=found)
    return form_page(
        request,
        form,
        lambda: update_proceeding(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, "proceedings"),
        message=_("Saved."),
        context={"case": found.case, "title": str(found), "submit": _("Save")},
        template=PART,
        answers=found,
    )


@get_or_post
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """The commission or the court extended the limit to decide."""
    found = _fetch(request, pk)
    form = ExtendForm(form_data(request), initial={"seen_version": found.version})
    title = _("Limit to decide extended")
    return form_page(
        request,
        form,
        lambda: extend_award(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, "proceedings"),
        message=_("The last day is moved."),
        context={"case": found.case, "title": title, "submit": _("Extend")},
        template=PART,
        answers=found,
    )


@get_or_post
def split(request: HttpRequest, pk: int) -> HttpResponse:
    """Move those who go on into a linked case."""
    cases = Case.objects.visible_to(request.user).select_related("office")
    case = get_object_or_404(cases.prefetch_related("claimants__worker"), pk=pk)
    if not can_handle(case, request.user):
        raise PermissionDenied
    if case.state not in SPLITTABLE:
        messages.error(request, _("A case is split while it is being worked on, before it is settled."))
        return redirect("cases:detail", pk=case.pk)
    form = SplitForm(form_data(request), case=case)
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                new = split_case(case, actor=request.user, **form.cleaned_data)
                sent.answer = case_url(new.pk)
        except Problem as problem:
            refuse(form, problem, case)
        else:
            messages.success(request, _("Split off into %(number)s.") % {"number": new.number})
            return redirect(sent.answer)
    context = {"case": case, "form": form}
    return render(request, "cases/split.html", context, status=422 if request.method == "POST" else 200)
