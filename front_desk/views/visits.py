"""Visits: the list with its counts, one visit, registering and correcting."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.models import Duty
from cases.models import Visit
from cases.permissions import can_export, can_open
from cases.queries.visits import come_with, counts_of, visits_listed, windows_of
from core import clock
from core.errors import Problem
from core.export import FORMATS
from core.export_views import list_as_file
from core.once import once
from core.paging import AFTER, BEFORE, keyset
from core.pills import COUNTS, PANEL, panel
from core.replica import reads_replica
from core.resume import form_data
from core.saved_filters import filter_bar, keeps_filters
from core.timeline import acts
from core.views import get_or_post
from front_desk.actions.visits import correct_visit, record_visit
from front_desk.export import ORDER, VISITS, filters
from front_desk.forms.visits import VisitFilter, VisitPage
from front_desk.permissions import can_edit_visit
from front_desk.timeline import timeline_of_visit


@reads_replica
@keeps_filters(gettext_lazy("Visits"))
@require_safe
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits by day, the newest first. 件, 人次 and 人 come with a list that fits on its page; else they are counted
    after it, over the days asked for or this month."""
    form = filters(request.GET, request.user)
    visits = visits_listed(request.user, form.wanted)
    if shown := panel(request, form, periods=_periods()):
        return shown
    if COUNTS in request.GET and request.headers.get("HX-Request"):
        return render(request, "front_desk/_visit_counts.html", _counted(request, form))
    page = keyset(visits.for_lines(), request, order=ORDER)
    come_with(page.items)
    is_whole = not page.prev_url and not page.next_url
    context = {
        "form": form,
        **(
            _counted(request, form, page.items if is_whole else None)
            if is_whole or COUNTS in request.GET
            else {}
        ),
        "page": page,
        "pills": form.pills(),
        "bar": filter_bar(request),
        "periods": _periods(),
        "narrowed": any(form.cleaned_data.values()),
        "can_open": can_open(request.user),
        "exports": _exports(request) if can_export(request.user) else [],
    }
    return render(request, "front_desk/visits.html", context)


def _counted(request: HttpRequest, form: VisitFilter, whole: list[Any] | None = None) -> dict[str, Any]:
    """What the filters leave, counted; of this month where neither the whole list is at hand nor days are asked for."""
    wanted = form.wanted
    if whole is not None:
        return {"counts": counts_of(whole, wanted.kind), "of_month": False}
    of_month = not (wanted.since or wanted.until)
    if of_month:
        wanted = replace(wanted, since=clock.today().replace(day=1))
    return {"counts": visits_listed(request.user, wanted).counts(wanted.kind), "of_month": of_month}


def _periods() -> list[tuple[str, str]]:
    """Label and first day of the periods often asked for."""
    today = clock.today()
    periods = {
        _("Today"): today,
        _("This month"): today.replace(day=1),
        _("This year"): today.replace(month=1, day=1),
    }
    return [(label, since.isoformat()) for label, since in periods.items()]


def _exports(request: HttpRequest) -> list[tuple[str, str]]:
    params = request.GET.copy()
    for name in (AFTER, BEFORE, PANEL, COUNTS):
        params.pop(name, None)
    return [
        (fmt.upper(), f"{reverse('front_desk:export_visits', args=[fmt])}?{params.urlencode()}")
        for fmt in FORMATS
    ]


@reads_replica
@require_safe
def visit_export(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The visits the filters leave, a line for each question."""
    return list_as_file(request, VISITS, fmt)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit with its questions and its record."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).for_list(), pk=pk)
    context = {
        "visit": visit,
        "can_edit": can_edit_visit(visit, request.user),
        "acts": acts(timeline_of_visit(visit)),
    }
    return render(request, "front_desk/visit.html", context)


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Write a visit down."""
    windows = windows_of(request.user)
    if not can_open(request.user) or not windows:
        raise PermissionDenied
    page = VisitPage(form_data(request), windows=windows)
    if request.method == "POST" and page.is_valid():
        try:
            with once(request) as sent:
                visit = record_visit(actor=request.user, **page.data())
                sent.answer = reverse(
                    "front_desk:open_case" if "open_case" in request.POST else "front_desk:visit",
                    args=[visit.pk],
                )
        except Problem as problem:
            page.add_problem(problem)
        else:
            messages.success(request, _("The visit is on record."))
            return redirect(sent.answer)
    window = windows[0] if len(windows) == 1 else None
    on_duty = Duty.on_duty(window, clock.today()) if window else ""
    return _form_page(request, page, {"window": window, "on_duty": on_duty})


@get_or_post
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a visit."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).for_list(), pk=pk)
    if not can_edit_visit(visit, request.user):
        raise PermissionDenied
    page = VisitPage(form_data(request), windows=windows_of(request.user), visit=visit)
    if request.method == "POST" and page.is_valid():
        try:
            with once(request, reverse("front_desk:visit", args=[visit.pk])):
                correct_visit(visit, actor=request.user, **page.data())
        except Problem as problem:
            page.add_problem(problem)
        else:
            messages.success(request, _("The visit is corrected."))
            return redirect("front_desk:visit", visit.pk)
    return _form_page(request, page, {"visit": visit})


def _form_page(request: HttpRequest, page: VisitPage, context: dict[str, Any]) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "front_desk/visit_form.html", {"page": page, **context}, status=status)


@require_safe
def open_case(request: HttpRequest, pk: int) -> HttpResponse:
    """To the intake page with everything the visit says already in it."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    if not can_edit_visit(visit, request.user):
        raise PermissionDenied
    return redirect(f"{reverse('front_desk:intake')}?visit={visit.pk}")
