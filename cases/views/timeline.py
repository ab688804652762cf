"""The record of a case: the latest of it on the case page, all of it on a page of its own."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from cases.forms.timeline import TimelineFilter
from cases.permissions import is_staff_of
from cases.timeline import timeline_of
from cases.views.case_or_404 import fetch_case
from core.models import Access
from core.pills import panel
from core.timeline import acts

LATEST = 8
PAGE = 50
STAFF_ONLY = ("cases.conflictcheck", Access.LOOK_UP, Access.ELSEWHERE, Access.SHARED)
"""Kinds of things a lawyer does not read in the record: they tell of other cases."""


@require_safe
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first, `?before=` a moment for what is older; asked for by htmx, the latest few alone."""
    case = fetch_case(request, pk)
    is_staff = is_staff_of(case, request.user)
    entries = [e for e in timeline_of(case) if is_staff or not {e.thing, e.kind} & {*STAFF_ONLY}]
    form = TimelineFilter(request.GET, entries)
    found = acts(form.matching())
    if shown := panel(request, form):
        return shown
    if request.headers.get("HX-Request"):
        return render(request, "cases/_acts.html", {"acts": found[:LATEST]})
    if before := _moment(request.GET.get("before", "")):
        found = [act for act in found if act.at < before]
    older = found[PAGE - 1].at.isoformat() if len(found) > PAGE else ""
    context = {
        "case": case,
        "form": form,
        "pills": form.pills(),
        "acts": found[:PAGE],
        "older": older,
        "with_address": is_staff,
    }
    return render(request, "cases/timeline.html", context)


def _moment(text: str) -> dt.datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None
