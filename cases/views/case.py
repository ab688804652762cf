"""The case page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from cases.choices import limit_of
from cases.forms.case import NoteForm
from cases.limitation import BEFORE_FILING, limitation_of
from cases.models import Case
from cases.progress import stages
from cases.views.fetch import fetch_page, rights
from cases.views.limitation import worded
from cases.views.next_action import next_action
from cases.workflow import PERFORMANCE
from core import clock
from core.resume import form_data


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole case on one page; what the user may do next is its most visible part."""
    case = fetch_page(request, pk)
    counted = (clock.today() - case.accepted_on).days + 1 if case.accepted_on and not case.is_ended else None
    context = {
        "case": case,
        "can": rights(case, request.user),
        "stages": stages(case),
        "action": next_action(case, request.user),
        "day_number": counted,
        "deadlines": _deadlines(case),
        "limitation": _limitation(case),
        "can_close": case.state in PERFORMANCE,
        "note_form": NoteForm(form_data(request, reverse("cases:add_note", args=[case.pk]))),
    }
    return render(request, "cases/detail.html", context)


def _deadlines(case: Case) -> dict[str, list]:
    """Each deadline with the words of its statutory limit: those running by their last day, then those settled."""
    worded = [(deadline, limit_of(deadline.kind)) for deadline in case.deadlines.all()]
    return {
        "running": [pair for pair in worded if pair[0].state == "open"],
        "settled": [pair for pair in worded if pair[0].state != "open"],
    }


def _limitation(case: Case) -> dict[str, Any] | None:
    """The limitation with its reasoning, as long as it matters."""
    found = limitation_of(case) if case.state in BEFORE_FILING else None
    return worded(found, several=case.is_group) if found else None
