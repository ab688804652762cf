"""The closing reports of several cases, issued on one page and fetched as one file."""

import io
import zipfile
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core import clock
from core.errors import Problem, require
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.downloads import log_download
from documents.storage import FileDamaged, read_checked
from documents.views.serve import damaged
from work.actions import issue_reports
from work.forms import ReportsForm
from work.queries import reports


@get_or_post
def closing_reports(request: HttpRequest) -> HttpResponse:
    """Every case that waits for its report, with what is missing; those that are ticked are issued."""
    require("clerk" in request.user.roles)
    data = form_data(request)
    form = ReportsForm(data, cases=reports.waiting_for_report(request.user))
    refused: dict[int, str] = {}
    if request.method == "POST" and form.is_valid():
        here = reverse("work:closing_reports")
        try:
            outcome = issue_reports(
                form.cleaned_data["case"], actor=request.user, within=partial(once, request, here)
            )
        except Problem as problem:
            form.add_error(None, problem)
        else:
            refused = {case.pk: why for case, why in outcome.refused}
            if count := len(outcome.done):
                said = ngettext(
                    "%(count)d closing report issued.", "%(count)d closing reports issued.", count
                )
                messages.success(request, said % {"count": count})
                if not refused:
                    return redirect(here)
                request.form_token_is_spent = True  # type: ignore[attr-defined]
    rows, more = reports.reports(request.user)
    context = {
        "rows": [(row, refused.get(row.case.pk, ""), form.ticks(row)) for row in rows],
        "more": more,
        "at_once": reports.AT_ONCE,
        "form": form,
        "refused": [(row.case, refused[row.case.pk]) for row in rows if row.case.pk in refused],
        "issued": reports.issued_today(request.user),
    }
    wrong = request.method == "POST"
    return render(request, "work/closing_reports.html", context, status=422 if wrong else 200)


@require_safe
def issued_today(request: HttpRequest) -> HttpResponse:
    """The closing reports one issued today, each to the byte as it was issued, in one ZIP."""
    require("clerk" in request.user.roles)
    papers = reports.issued_today(request.user)
    if not papers:
        return redirect("work:closing_reports")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for paper in papers:
            try:
                pdf = read_checked(paper)
            except FileDamaged as damage:
                return damaged(request, paper, paper.download_name, damage)
            issued_at = timezone.localtime(paper.issued_at, timezone.get_default_timezone())
            archive.writestr(zipfile.ZipInfo(paper.download_name, issued_at.timetuple()[:6]), pdf)
    if request.method == "GET":
        for paper in papers:
            log_download(paper, actor=request.user, name=paper.download_name)
    name = _("Closing reports %(day)s.zip") % {"day": clock.today().isoformat()}
    return HttpResponse(
        content.getvalue(),
        content_type="application/zip",
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "Cache-Control": "private, no-store",
        },
    )
