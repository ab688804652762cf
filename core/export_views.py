"""The pages of lists that are taken away: the file itself, and of a long one how far it is."""

import hashlib
import logging
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import Problem, show_problem
from core.export import FORMATS, XLSX_TYPE, export
from core.export_jobs import LISTS, ask_for, cancel, is_long, may_fetch
from core.models import Access, Export, log_access
from core.once import once
from core.resume import form_data
from core.saved_filters import asked
from core.views import get_or_post

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)


def list_as_file(request: HttpRequest, of: str, fmt: str) -> HttpResponseBase:
    """The whole list as the address narrows it, on record with its filters; one that is too long for an XLSX leads to
    where it is made in the background."""
    if fmt not in FORMATS:
        raise Http404
    listed, user = LISTS[of], _user(request)
    if not listed.may(user):
        raise PermissionDenied
    form = listed.form(request.GET, user)
    found = listed.found(form, user)
    if fmt == "xlsx" and is_long(found):
        return redirect(f"{reverse('work:ask_export', args=[of])}?{asked(request.GET)}")
    if request.method == "GET":
        subject, said = listed.on_record(form, fmt)
        log_access(user, Access.EXPORT, subject, reason=said)
    return export(listed.lines(found), header=listed.header(), name=listed.name(), fmt=fmt)


@get_or_post
def ask(request: HttpRequest, of: str) -> HttpResponse:
    """Have a long list made as a file: its filters are the query string of this page as of the list."""
    if of not in LISTS:
        raise Http404
    listed, user = LISTS[of], _user(request)
    if not listed.may(user):
        raise PermissionDenied
    form = forms.Form(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                job = ask_for(of, actor=user, query=asked(request.GET))
                sent.answer = reverse("work:export", args=[job.pk])
        except Problem as problem:
            show_problem(form, problem)
        else:
            return redirect(sent.answer)
    context = {
        "form": form,
        "filters": listed.form(request.GET, user).in_words(),
        "jobs": Export.objects.visible_to(user).filter(of=of),
    }
    return render(request, "work/ask_export.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a file is; the page asks again by itself, or is loaded again."""
    job = _job_or_404(request, pk)
    again = f"{reverse('work:ask_export', args=[job.of])}?{job.query}"
    return render(request, "work/export.html", {"job": job, "again": again})


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not have it made after all."""
    job = _job_or_404(request, pk)
    answer = reverse("work:export", args=[pk])
    with once(request, answer):
        cancel(job, actor=_user(request))
    return redirect(answer)


@require_safe
def fetch(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file, on record. It is not handed out where it is no longer what was made."""
    job, user = _job_or_404(request, pk), _user(request)
    if job.state != Export.State.DONE:
        return redirect("work:export", pk)
    if not may_fetch(job, user):
        raise PermissionDenied
    try:
        file = default_storage.open(job.file, "rb")
    except FileNotFoundError:
        file = None
    if file is None or hashlib.file_digest(file, "sha256").hexdigest() != job.sha256:
        log.error("export %s: %s is not what was stored", pk, job.file)
        messages.error(
            request, _("The file is not what was stored, so it is not handed out. Have it made again.")
        )
        return redirect("work:export", pk)
    if request.method == "GET":
        log_access(user, Access.DOWNLOAD, job.name, reason=job.said)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=job.name,
        content_type=XLSX_TYPE,
        headers={"Cache-Control": "private, no-store"},
    )


def _user(request: HttpRequest) -> "User":
    """Who is signed in; these pages are never public."""
    return request.user  # type: ignore[return-value]


def _job_or_404(request: HttpRequest, pk: int) -> Export:
    return get_object_or_404(Export.objects.visible_to(request.user), pk=pk)
