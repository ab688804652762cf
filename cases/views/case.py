"""The case page."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import User
from cases.actions.case import editable_facts
from cases.addresses import WHOLE
from cases.choices import limit_of
from cases.forms.case import NoteForm
from cases.limitation import BEFORE_FILING, limitation_of
from cases.models import Case
from cases.permissions import (
    can_decide,
    can_handle,
    can_note,
    can_supervise,
    can_unmask,
    clerk_or_lawyer,
    is_staff_of,
)
from cases.progress import stages
from cases.views.limitation import worded
from cases.views.next_action import next_action
from cases.workflow import PERFORMANCE
from core import clock
from core.resume import form_data

FROM_ABOVE = ("receipts", "in_kind__claimant__worker", "undertakings__proof", "remedies", "interest_on_delay")
"""What stands above this app and hangs on a case, fetched by name."""


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The case on one page; what the user may do next is its most visible part. Sections further down come when they are
    scrolled to (`cases.views.sections`), or at once with `?whole`."""
    try:
        case = Case.objects.visible_to(request.user).whole(*FROM_ABOVE, pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None
    note_form = NoteForm(form_data(request, reverse("cases:add_note", args=[case.pk])))
    whole = WHOLE in request.GET or note_form.is_bound
    if whole:
        prefetch_related_objects([case], "notes__author")
    counted = (clock.today() - case.accepted_on).days + 1 if case.accepted_on and not case.is_ended else None
    context = {
        "case": case,
        "whole": whole,
        "can": rights(case, request.user),
        "stages": stages(case),
        "action": next_action(case, request.user),
        "day_number": counted,
        "deadlines": _deadlines(case),
        "limitation": _limitation(case),
        "can_close": case.state in PERFORMANCE,
        "note_form": note_form,
    }
    return render(request, "cases/detail.html", context)


def _deadlines(case: Case) -> dict[str, list]:
    """Each deadline with the words of its statutory limit: those running by their last day, then those settled."""
    worded = [(deadline, limit_of(deadline.kind)) for deadline in case.deadlines.all()]
    return {
        "running": [pair for pair in worded if pair[0].is_running],
        "settled": [pair for pair in worded if not pair[0].is_running],
    }


def _limitation(case: Case) -> dict[str, Any] | None:
    """The limitation with its reasoning, as long as it matters."""
    found = limitation_of(case) if case.state in BEFORE_FILING else None
    if found is None:
        return None
    running = any(d.kind == "limitation" and d.state == "open" for d in case.deadlines.all())
    return {**worded(found, several=case.is_group), "has_deadline": running}


def rights(case: Case, user: User) -> dict[str, bool]:
    """`can` of the case page and its parts: which buttons this user sees."""
    return {
        "handle": can_handle(case, user),
        "work": clerk_or_lawyer(case, user),
        "decide": can_decide(case, user),
        "supervise": can_supervise(case, user),
        "see_conflicts": is_staff_of(case, user),
        "unmask": can_unmask(case, user),
        "edit": not case.is_ended and bool(editable_facts(case, user)),
        "note": case.state != "archived" and can_note(case, user),
    }
