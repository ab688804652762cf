"""The whole record of a case, on a page of its own."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from cases.forms.timeline import TimelineFilter
from cases.permissions import is_staff_of
from cases.timeline import timeline_for
from cases.views.case_or_404 import fetch_case
from core.pills import panel
from core.timeline import acts

PAGE = 50


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first, `?before=` a moment for what is older."""
    case = fetch_case(request, pk)
    form = TimelineFilter(request.GET, timeline_for(case, request.user))
    found = acts(form.matching())
    if shown := panel(request, form):
        return shown
    if before := _moment(request.GET.get("before", "")):
        found = [act for act in found if act.at < before]
    older = found[PAGE - 1].at.isoformat() if len(found) > PAGE else ""
    context = {
        "case": case,
        "form": form,
        "pills": form.pills(),
        "acts": found[:PAGE],
        "older": older,
        "with_address": is_staff_of(case, request.user),
    }
    return render(request, "cases/timeline.html", context)


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
