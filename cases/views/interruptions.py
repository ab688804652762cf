"""What interrupts or pauses the year to claim: entered, and struck out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.limitation import add_limitation_event, drop_limitation_event
from cases.addresses import case_url
from cases.forms.case import DropForm, LimitationEventForm
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import form_page
from core.resume import form_data
from core.views import get_or_post


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """An interruption or a pause."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    form = LimitationEventForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: add_limitation_event(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "deadlines"),
        message=_("The limitation is counted anew."),
        context={"case": case, "title": _("Enter an interruption or a pause")},
    )


@get_or_post
def drop(request: HttpRequest, pk: int, event_pk: int) -> HttpResponse:
    """One that counts no more."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    event = get_object_or_404(case.limitation_events, pk=event_pk)
    form = DropForm(form_data(request), obj=event)
    return form_page(
        request,
        form,
        lambda: drop_limitation_event(event, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "deadlines"),
        message=_("The limitation is counted anew."),
        context={"case": case, "title": _("Strike out: %(event)s") % {"event": event}, "about": event.proof},
    )
