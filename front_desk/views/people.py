"""The page of a person, and two records of one person made one."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.models import Case, Visit, Worker
from cases.views.form_page import form_page
from core.resume import form_data
from core.templatetags.gongyuan import DASH, day
from core.views import get_or_post
from documents.models import Paper
from front_desk.actions.joining import join_workers, undo_join
from front_desk.forms.joining import JoinForm
from front_desk.models import WorkerJoin
from front_desk.permissions import can_join_workers, can_open_people
from front_desk.queries import look_alikes

SHOWN = 50
"""So many cases, visits and papers of one person are listed, the newest first."""


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one person that the user may see: contacts, cases, visits, papers, and other records of him."""
    worker = get_object_or_404(Worker.objects.visible_to(request.user, [pk]), pk=pk)
    if not can_open_people(request.user):
        raise PermissionDenied
    claimants, attendances = worker.claims_in.values("case"), worker.attendances.values("visit")
    cases = Case.objects.visible_to(request.user, by_row=True).filter(pk__in=claimants)
    visits = Visit.objects.visible_to(request.user, by_row=True).filter(pk__in=attendances)
    own = Paper.objects.filter(claimant__in=list(worker.claims_in.values_list("pk", flat=True)))
    papers = own.visible_to(request.user).defer("data")  # type: ignore[attr-defined]
    may_join = can_join_workers(request.user)
    context = {
        "worker": worker,
        "cases": cases.select_related("office", "employer", "handler").order_by("-opened_on", "-pk")[:SHOWN],
        "visits": visits.select_related("office", "received_by").order_by("-visited_on", "-pk")[:SHOWN],
        "papers": papers.select_related("case").order_by("-pk")[:SHOWN],
        "former": _former_names(worker),
        "alike": look_alikes(worker, request.user) if may_join else [],
        "joins": worker.joins.select_related("joined"),
        "may_join": may_join,
    }
    return render(request, "front_desk/person.html", context)


def _former_names(worker: Worker) -> list[str]:
    names = worker.history.order_by("history_id").values_list("name", flat=True)
    return [name for name in dict.fromkeys(names) if name != worker.name]


@get_or_post
def join(request: HttpRequest, pk: int, twin_pk: int) -> HttpResponse:
    """Join another record with this one."""
    seen = Worker.objects.visible_to(request.user, [pk, twin_pk])
    kept, joined = get_object_or_404(seen, pk=pk), get_object_or_404(seen, pk=twin_pk)
    if not can_join_workers(request.user):
        raise PermissionDenied
    form = JoinForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: join_workers(kept, joined, actor=request.user, **form.cleaned_data),
        done_url=reverse("front_desk:person", args=[kept.pk]),
        message=_("The two records are one now."),
        context={"worker": kept, "joined": joined, "pairs": _side_by_side(kept, joined)},
        template="front_desk/person_join.html",
    )


def _side_by_side(kept: Worker, joined: Worker) -> list[tuple[str, str, str]]:
    """What the two records say, where one of them says something."""
    rows = []
    for name in (
        "name",
        "id_kind",
        "id_country",
        "phone",
        "phone2",
        "birth_date",
        "worker_type",
        "address",
        "household",
    ):
        said = [_said(row, name) for row in (kept, joined)]
        if any(said):
            label = str(Worker._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            rows.append((label, said[0] or DASH, said[1] or DASH))
    return rows


def _said(worker: Worker, name: str) -> str:
    value = getattr(worker, name)
    if isinstance(value, dt.date):
        return day(value)
    return str(getattr(worker, f"get_{name}_display", lambda: value)())


@get_or_post
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a joining."""
    found = get_object_or_404(
        WorkerJoin.objects.visible_to(request.user).select_related("kept", "joined"), pk=pk
    )
    if not can_join_workers(request.user):
        raise PermissionDenied
    form = JoinForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: undo_join(found, actor=request.user, **form.cleaned_data),
        done_url=reverse("front_desk:person", args=[found.kept_id]),
        message=_("The two records stand apart again."),
        context={"worker": found.kept, "joined": found.joined, "parting": True},
        template="front_desk/person_join.html",
    )
