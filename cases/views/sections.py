"""The parts of the case page that come when they are scrolled to or opened; on the whole page they stand in their place."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.addresses import case_url
from cases.forms.case import NoteForm
from cases.models import Case
from cases.views.case import rights
from cases.views.case_or_404 import fetch_case


@dataclass(frozen=True)
class Section:
    """Its template, and what that reads of the case; with `of_whole` all that belongs to it."""

    template: str
    reads: tuple[str, ...] = ()
    of_whole: bool = False


SECTIONS = {
    "mediation": Section("mediation/_mediation.html", of_whole=True),
    "papers": Section("documents/_papers.html", of_whole=True),
    "files": Section("documents/_attachments.html"),
    "notes": Section("cases/_notes.html", ("notes__author",)),
    "calendar": Section("cases/_calendar.html", ("deadlines",)),
    "timeline": Section("cases/_timeline.html"),
}
"""By their anchors."""


@require_safe
def section(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of them for the page that is open; anybody else is led to it on the whole page."""
    shown = SECTIONS.get(name)
    if shown is None:
        raise Http404
    if not request.headers.get("HX-Request"):
        return redirect(case_url(fetch_case(request, pk).pk, name, whole=True))
    case = _whole(request, pk) if shown.of_whole else fetch_case(request, pk)
    prefetch_related_objects([case], *shown.reads)
    context = {"case": case, "can": rights(case, request.user), "note_form": NoteForm()}
    return render(request, shown.template, context)


def _whole(request: HttpRequest, pk: int) -> Case:
    try:
        return Case.objects.visible_to(request.user).whole(pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None
