"""The case page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cases.progress import stages
from cases.views.fetch import fetch_page, rights
from cases.views.next_action import next_action
from core import clock


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole case on one page; what the user may do next is its most visible part."""
    case = fetch_page(request, pk)
    day = (clock.today() - case.accepted_on).days + 1 if case.accepted_on and not case.is_ended else None
    context = {
        "case": case,
        "can": rights(case, request.user),
        "stages": stages(case),
        "action": next_action(case, request.user),
        "day_number": day,
    }
    return render(request, "cases/detail.html", context)
