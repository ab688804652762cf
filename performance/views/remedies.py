"""Applications on default: made, and what came of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from cases.views.form_page import PART, form_page
from core.resume import form_data
from core.views import get_or_post
from mediation.default_path import way_of
from performance.actions.remedies import apply_for, go_on_with
from performance.addresses import SECTION
from performance.forms.remedies import ApplyForm, GoOnForm
from performance.models import Remedy, RemedyKind


@get_or_post
def apply(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """An application was made; where the law does not open it, the case page says why."""
    if kind not in RemedyKind.values:
        raise Http404
    try:
        case = Case.objects.visible_to(request.user).whole("remedies", pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    way = way_of(case, kind)
    if request.method == "GET" and not way.is_open:
        messages.error(request, way.why_not)
        return redirect(case_url(case.pk, SECTION))
    form = ApplyForm(form_data(request))
    title = _("Application made: %(what)s") % {"what": RemedyKind(kind).label}
    return form_page(
        request,
        form,
        lambda: apply_for(case, kind=kind, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, SECTION),
        message=_("The application is on record; its limit runs."),
        context={"case": case, "title": title, "submit": _("Enter")},
        template=PART,
    )


@get_or_post
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Taken up, served, ended."""
    found = get_object_or_404(Remedy.objects.visible_to(request.user).select_related("case__office"), pk=pk)
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    form = GoOnForm(form_data(request), remedy=found)
    return form_page(
        request,
        form,
        lambda: go_on_with(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, SECTION),
        message=_("Saved."),
        context={"case": found.case, "title": str(found), "submit": _("Save")},
        template=PART,
        answers=found,
    )
