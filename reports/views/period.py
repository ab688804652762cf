"""Reports over a span of days: as known now, their text and signature, and those that were signed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from core.errors import Problem, require, show_problem
from core.export import export
from core.models import Access, log_access
from core.once import once
from core.paging import keyset
from core.pills import panel
from core.replica import reads_replica
from core.resume import form_data
from core.views import get_or_post
from documents.render import pdf, static_file
from reports.actions.period import sign_report, write_narrative
from reports.forms.period import NarrativeForm, PeriodForm
from reports.models import PeriodReport
from reports.permissions import can_read, can_sign
from reports.scope import Scope
from reports.sheet import Sheet
from reports.tables import fingerprint, table_of

FORMATS = ("pdf", "xlsx")
ORDER = ("-until", "-id")


def _form(request: HttpRequest) -> PeriodForm:
    require(can_read(request.user))
    return PeriodForm(request.GET, user=request.user)


def _kept(scope: Scope, shape: Any) -> PeriodReport | None:
    """The text of the report, or the report signed, if there is one."""
    of_office = PeriodReport.objects.of(scope.node, shape)
    return of_office.filter(since=scope.since, until=scope.until).select_related("signed_by").first()


@reads_replica
@require_safe
def period(request: HttpRequest) -> HttpResponse:
    """The report of an office over a span of days, as known now."""
    form = _form(request)
    scope, shape = form.scope, form.wanted_shape
    if found := panel(request, form):
        return found
    kept = _kept(scope, shape)
    context = {
        "form": form,
        "pills": form.pills(),
        "scope": scope,
        "sheet": Sheet(table_of(scope, shape), scope if shape is None or not shape.narrowing else None),
        "kept": kept,
        "narrative": kept.narrative if kept else "",
        "may_sign": can_sign(scope.node, request.user) and not (kept and kept.is_signed),
        "query": _query(scope, shape),
        "formats": FORMATS,
    }
    return render(request, "reports/period.html", context)


def _query(scope: Scope, shape: Any) -> str:
    return scope.query(shape=shape.pk if shape else "")


@get_or_post
def sign(request: HttpRequest) -> HttpResponse:
    """The text of a report, kept until the report is signed with it."""
    asked = _form(request)
    scope, shape = asked.scope, asked.wanted_shape
    require(can_sign(scope.node, request.user))
    kept = _kept(scope, shape)
    if kept and kept.is_signed:
        return redirect("reports:signed", kept.pk)
    table = table_of(scope, shape)
    initial = {
        "narrative": kept.narrative if kept else "",
        "seen_version": kept.version if kept else 0,
        "seen": fingerprint(table, ""),
    }
    form = NarrativeForm(form_data(request), initial=initial)
    back = f"{reverse('reports:period')}?{_query(scope, shape)}"
    if request.method == "POST" and form.is_valid():
        try:
            with once(request) as sent:
                report = _act(request, form, scope, shape, table)
                sent.answer = reverse("reports:signed", args=[report.pk]) if report.is_signed else back
        except Problem as problem:
            show_problem(form, problem)
            # What is signed has to be what was looked at: the figures shown again are those of now.
            form.data = form.data.copy()
            form.data["seen"] = fingerprint(table, "")
        else:
            messages.success(
                request, _("The report is signed.") if report.is_signed else _("The text is kept.")
            )
            return redirect(sent.answer)
    context = {"form": form, "scope": scope, "sheet": Sheet(table), "back_url": back}
    return render(request, "reports/sign.html", context, status=422 if request.method == "POST" else 200)


def _act(request: HttpRequest, form: Any, scope: Scope, shape: Any, table: dict[str, Any]) -> PeriodReport:
    said = {
        "actor": request.user,
        "shape": shape,
        "since": scope.since,
        "until": scope.until,
        "narrative": form.cleaned_data["narrative"],
        "version": form.cleaned_data["seen_version"],
    }
    if "sign" in request.POST:
        return sign_report(scope.node, table=table, seen=form.cleaned_data["seen"], **said)
    return write_narrative(scope.node, **said)


@require_safe
def period_file(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The report as known now, as PDF or XLSX."""
    form = _form(request)
    scope, shape = form.scope, form.wanted_shape
    kept = _kept(scope, shape)
    return _file(request, table_of(scope, shape), fmt, kept.narrative if kept else "", None)


@reads_replica
@require_safe
def signed_list(request: HttpRequest) -> HttpResponse:
    """The reports that were signed, the latest first."""
    require(can_read(request.user))
    found = PeriodReport.objects.visible_to(request.user).signed()
    page = keyset(found.select_related("office", "shape", "signed_by").defer("table"), request, order=ORDER)
    return render(request, "reports/signed_list.html", {"page": page})


def _signed(request: HttpRequest, pk: int) -> PeriodReport:
    require(can_read(request.user))
    found = (
        PeriodReport.objects.visible_to(request.user).signed().select_related("office", "shape", "signed_by")
    )
    return get_object_or_404(found, pk=pk)


@require_safe
def signed(request: HttpRequest, pk: int) -> HttpResponse:
    """A report as it was signed."""
    report = _signed(request, pk)
    context = {"report": report, "sheet": Sheet(report.table), "formats": FORMATS}
    context["is_whole"] = fingerprint(report.table, report.narrative) == report.sha256
    return render(request, "reports/signed.html", context)


@require_safe
def signed_file(request: HttpRequest, pk: int, fmt: str) -> HttpResponseBase:
    """A report as it was signed, as PDF or XLSX."""
    report = _signed(request, pk)
    return _file(request, report.table, fmt, report.narrative, report)


def _file(
    request: HttpRequest, table: dict[str, Any], fmt: str, narrative: str, report: PeriodReport | None
) -> HttpResponseBase:
    if fmt not in FORMATS:
        raise Http404
    with override("zh-hans"):
        sheet = Sheet(table)
        name = f"{table['office']} {sheet.name} {table['since']}–{table['until']}"
        if request.method == "GET":
            log_access(request.user, Access.EXPORT, f"{sheet.name} ({fmt})", reason=name)
        if fmt == "xlsx":
            return export(sheet.cells(narrative), header=sheet.header(), name=name, fmt=fmt)
        css = static_file("css/report-paper.css").read_text(encoding="utf-8")
        context = {"sheet": sheet, "narrative": narrative, "report": report, "stylesheet": css}
        made = pdf(render_to_string("reports/paper.html", context))
    disposition = content_disposition_header(False, f"{name}.pdf")
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})
