"""Requests for a worker's record: asked, listed, looked at and answered."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.addresses import case_url
from cases.models import Case, Visit, Worker
from cases.queries.parties import shared_elsewhere
from core.errors import Problem, show_problem
from core.fsm import steps_for
from core.once import once
from core.paging import keyset
from core.replica import reads_replica
from core.resume import form_data
from core.step_view import StepView
from core.views import get_or_post
from front_desk.actions.record_requests import ask_for_record, take_request_step
from front_desk.forms.record_requests import AskForm
from front_desk.models import RecordRequest
from front_desk.permissions import can_ask_for_record, can_read_requests
from front_desk.workflow import RequestState

SHOWN = 10
"""Cases of the own record beside a request."""


class Origin(NamedTuple):
    """The case or visit from which somebody asks, and where the worker stands on its page."""

    obj: Case | Visit
    url: str


def _came_from(request: HttpRequest, apart: Worker) -> Origin | None:
    """The case (`?case=`) or visit (`?visit=`) of the worker that leads here, if the user sees it."""

    def named(name: str, found: QuerySet) -> Any:
        pk = request.GET.get(name, "")
        return found.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 18 else None

    user = request.user
    if case := named("case", Case.objects.visible_to(user).filter(claimants__worker=apart)):
        return Origin(case, case_url(case.pk, "parties"))
    if visit := named("visit", Visit.objects.visible_to(user).filter(attendances__worker=apart)):
        return Origin(visit, reverse("front_desk:visit", args=[visit.pk]) + "#people")
    return None


@get_or_post
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the record of a worker whom this office keeps apart; with an open request, on to that."""
    apart = get_object_or_404(Worker.objects.visible_to(request.user).select_related("kept_by"), pk=pk)
    if not can_ask_for_record(apart, request.user):
        raise PermissionDenied
    waiting = apart.requests_made.filter(state=RequestState.ASKED).first()
    if waiting:
        return redirect("front_desk:record_request", waiting.pk)
    came_from = _came_from(request, apart)
    form = AskForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                asked = ask_for_record(apart, actor=request.user, **form.cleaned_data)
                sent.answer = (
                    came_from.url if came_from else reverse("front_desk:record_request", args=[asked.pk])
                )
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(
                request, _("The other office is asked. Go on meanwhile with the record of your own.")
            )
            return redirect(sent.answer)
    office = shared_elsewhere([apart]).get(apart.pk) if apart.elsewhere_told else None
    context = {
        "worker": apart,
        "office": office,
        "form": form,
        "came_from": came_from,
        "back_url": came_from.url if came_from else reverse("front_desk:record_requests"),
    }
    return render(request, "front_desk/record_ask.html", context, status=422 if form.errors else 200)


@reads_replica
@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """The requests from and to the user's offices by state, the newest first; those that wait without a choice."""
    if not can_read_requests(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    if state not in RequestState.values:
        state = RequestState.ASKED
    found = RecordRequest.objects.visible_to(request.user).filter(state=state).for_list()
    page = keyset(found, request, order=("-asked_at", "-id"))
    context = {"page": page, "state": state, "states": RequestState.choices}
    return render(request, "front_desk/record_requests.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, with what the office that asks wrote down; who keeps the record asked for sees that beside it."""
    asked = get_object_or_404(RecordRequest.objects.visible_to(request.user).for_list(), pk=pk)
    own = Worker.objects.visible_to(request.user).filter(pk=asked.worker_id).first()
    cases = Case.objects.visible_to(request.user).filter(claimants__worker=own).order_by("-opened_on", "-pk")
    context = {
        "asked": asked,
        "own": own,
        "own_cases": cases.distinct()[:SHOWN] if own else [],
        "steps": steps_for(asked, request.user),
    }
    return render(request, "front_desk/record_request.html", context)


class RequestStepView(StepView):
    model = RecordRequest
    take = staticmethod(take_request_step)
    headline = "front_desk/_record_request_headline.html"
    done_words: Mapping[str, Any] = {
        "allow": gettext_lazy("The record is shared with the office that asked."),
        "refuse": gettext_lazy("The request is refused. The office that asked reads your answer."),
        "withdraw": gettext_lazy("The request is taken back."),
    }

    @staticmethod
    def done_url(asked: RecordRequest) -> str:
        return reverse("front_desk:record_request", args=[asked.pk])

    def visible(self) -> QuerySet:
        return super().visible().for_list()

    def crumbs(self) -> list[tuple[str, object]]:
        return [
            (reverse("front_desk:record_requests"), _("Requests for records")),
            (self.done_url(self.obj), self.obj.apart),
        ]

    def effects(self) -> list[str]:
        if self.name != "allow":
            return []
        return [
            _("%(office)s sees the whole record from now on, and may change it.")
            % {"office": self.obj.office},
            _("What this record lacks it takes over from theirs; what it says stays."),
        ]
