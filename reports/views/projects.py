"""The projects of a year: the list of an office, each with its months, and what is set up and entered."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.models import Office
from core import clock
from core.errors import attempt, require
from core.export import export
from core.form_page import form_page
from core.models import Access, log_access
from core.once import once
from core.pills import panel
from core.replica import reads_replica
from core.resume import form_data
from core.views import get_or_post
from documents.actions import received_file
from documents.render import pdf, static_file
from documents.storage import FileDamaged, read_checked
from documents.views.serve import damaged, sent
from reports.actions.projects import correct, enter, hand_down, save_project
from reports.forms.projects import CorrectionForm, EntryForm, HandDownForm, ProjectForm, ProjectsForm
from reports.models import Project, ProjectEntry, RollUp
from reports.permissions import (
    can_enter,
    can_keep_project,
    can_read,
    can_see_projects,
    can_shape,
    can_shape_for,
    enters_projects,
)
from reports.project_sheet import (
    Line,
    cells,
    chart,
    header,
    month_lines,
    page_of,
    whole_year_url,
)
from reports.projects import standings

FORMATS = ("pdf", "xlsx")


def _lines(office: Office | None, year: int) -> list[Line]:
    found = Project.objects.of(office, year).select_related("office") if office else Project.objects.none()
    return [Line(standing) for standing in standings(list(found))]


@reads_replica
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The projects of an office in a year."""
    require(can_see_projects(request.user))
    form = ProjectsForm(request.GET, user=request.user)
    node, year = form.node, form.wanted_year
    if found := panel(request, form):
        return found
    lines = _lines(node, year)
    context = {
        "form": form,
        "pills": form.pills(),
        "node": node,
        "year": year,
        "lines": lines,
        "met": sum(line.standing.state in ("met", "over") for line in lines),
        "query": urlencode({"office": node.pk, "year": year} if node else {}),
        "formats": FORMATS,
        "reads": can_read(request.user),
        "may_set_up": can_shape(request.user),
    }
    return render(request, "reports/projects.html", context)


@require_safe
def projects_file(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The projects of an office in a year on one sheet, as PDF or XLSX."""
    require(can_see_projects(request.user))
    form = ProjectsForm(request.GET, user=request.user)
    node, year = form.node, form.wanted_year
    if fmt not in FORMATS or node is None:
        raise Http404
    with override("zh-hans"):
        lines = _lines(node, year)
        name = f"{node} {year}年实事项目"
        if request.method == "GET":
            log_access(request.user, Access.EXPORT, f"实事项目 ({fmt})", reason=name)
        if fmt == "xlsx":
            return export(cells(lines), header=header(), name=name, fmt=fmt)
        css = static_file("css/projects-paper.css").read_text(encoding="utf-8")
        context = {"lines": lines, "node": node, "year": year, "today": clock.today(), "stylesheet": css}
        made = pdf(render_to_string("reports/projects_paper.html", context))
    disposition = content_disposition_header(False, f"{name}.pdf")
    return HttpResponse(made, content_type="application/pdf", headers={"Content-Disposition": disposition})


def _visible(request: HttpRequest) -> QuerySet[Project]:
    return Project.objects.visible_to(request.user).select_related("office", "parent__office")


@reads_replica
@require_safe
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """A project with its months, its entries as they were corrected, and those handed down."""
    require(can_see_projects(request.user))
    found = get_object_or_404(_visible(request), pk=pk)
    children = found.children.filter(is_active=True).select_related("office").order_by("office__path")
    own, *below = standings([found, *children])
    reads = can_read(request.user)
    months = month_lines(found, linked=reads)
    may_enter = can_enter(found, request.user) and found.is_entered and found.is_active
    entries = found.entries.select_related("entered_by", "correction").order_by("month", "pk")
    seen_above = found.parent is not None and _visible(request).filter(pk=found.parent.pk).exists()
    context = {
        "project": found,
        "line": Line(own),
        "children": [Line(one) for one in below],
        "months": months,
        "picture": chart(found, months),
        "entries": entries,
        "whole_year": whole_year_url(found) if reads and own.done else "",
        "reads": reads,
        "seen_above": seen_above,
        "may_enter": may_enter,
        "may_keep": can_keep_project(found, request.user),
        "may_hand_down": can_shape_for(found.office, request.user) and found.is_active,
        "list_url": f"{reverse('reports:projects')}?{urlencode({'office': found.office_id, 'year': found.year})}",
    }
    return render(request, "reports/project.html", context)


# --- setting up ---


@get_or_post
def new_project(request: HttpRequest) -> HttpResponse:
    """A project more."""
    require(can_shape(request.user))
    initial = {"year": clock.today().year, "roll_up": RollUp.OWN, "is_active": True, "seen_version": 0}
    form = ProjectForm(form_data(request), user=request.user, initial=initial)
    return _project_page(request, form, _("New project"), reverse("reports:projects"))


@get_or_post
def change_project(request: HttpRequest, pk: int) -> HttpResponse:
    """A project is changed, or taken out of use."""
    require(can_shape(request.user))
    kept = get_object_or_404(_visible(request), pk=pk)
    require(can_keep_project(kept, request.user))
    names = ("number", "name", "unit", "measure", "roll_up", "is_active")
    initial = {name: getattr(kept, name) for name in names} | {
        "plan": f"{kept.plan.normalize():f}",
        "seen_version": kept.version,
    }
    form = ProjectForm(form_data(request), user=request.user, project=kept, initial=initial)
    return _project_page(request, form, str(kept), page_of(kept))


def _project_page(request: HttpRequest, form: ProjectForm, title: str, done_url: str) -> HttpResponse:
    def act() -> None:
        said = form.cleaned_data
        save_project(form.project(), actor=request.user, reason=said["reason"], version=said["seen_version"])

    return form_page(
        request,
        form,
        act,
        template="reports/project_form.html",
        done_url=done_url,
        message=_("The project is kept."),
        context={"title": title, "project": form.kept},
    )


@get_or_post
def hand_down_project(request: HttpRequest, pk: int) -> HttpResponse:
    """The project is handed down to an office below."""
    require(can_shape(request.user))
    above = get_object_or_404(_visible(request), pk=pk)
    require(can_shape_for(above.office, request.user))
    form = HandDownForm(form_data(request), project=above, initial={"roll_up": RollUp.OWN})

    def act() -> None:
        said = form.cleaned_data
        hand_down(
            above,
            actor=request.user,
            office=form.offices[said["office"]],
            plan=said["plan"],
            roll_up=said["roll_up"],
            reason=said["reason"],
        )

    return form_page(
        request,
        form,
        act,
        template="reports/project_form.html",
        done_url=page_of(above),
        message=_("The project is handed down."),
        context={
            "title": _("Hand down: %(name)s") % {"name": above},
            "project": above,
            "suffix": above.get_unit_display(),
        },
    )


# --- entering ---


@get_or_post
def enter_project(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done in a month."""
    require(enters_projects(request.user))
    found = get_object_or_404(_visible(request), pk=pk)
    require(can_enter(found, request.user))
    form = EntryForm(form_data(request), request.FILES or None, project=found)

    def act(**proof: Any) -> None:
        enter(found, actor=request.user, month=form.cleaned_data["month"], **proof)

    return _entry_page(request, form, found, act, _("Enter what was done: %(name)s") % {"name": found})


@get_or_post
def correct_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry is put right by a new one."""
    require(enters_projects(request.user))
    entry = get_object_or_404(
        ProjectEntry.objects.visible_to(request.user).select_related("project__office", "project__parent"),
        pk=pk,
    )
    require(can_enter(entry.project, request.user))
    form = CorrectionForm(form_data(request), request.FILES or None, initial=CorrectionForm.initial_of(entry))

    def act(**proof: Any) -> None:
        correct(entry, actor=request.user, reason=form.cleaned_data["reason"], **proof)

    return _entry_page(
        request, form, entry.project, act, _("Correct the entry: %(entry)s") % {"entry": entry}
    )


def _entry_page(request: HttpRequest, form: Any, found: Project, act: Any, title: str) -> HttpResponse:
    def save(amount: Any, reference: str, proof: Any, **said: Any) -> None:
        with received_file(proof) as path, once(request, page_of(found)):
            act(amount=amount, reference=reference, path=path, upload=proof)

    if request.method == "POST" and form.is_valid() and attempt(form, save, **form.cleaned_data):
        messages.success(request, _("The entry is kept."))
        return redirect(page_of(found))
    context = {
        "form": form,
        "title": title,
        "project": found,
        "suffix": found.get_unit_display(),
        "back_url": page_of(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/project_form.html", context, status=status)


@require_safe
def entry_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that proves an entry, as it came."""
    require(can_see_projects(request.user))
    entry = get_object_or_404(
        ProjectEntry.objects.visible_to(request.user).exclude(file="").select_related("project"), pk=pk
    )
    try:
        content = read_checked(entry)
    except FileDamaged as damage:
        return damaged(request, entry, entry.file_name, damage)
    if request.method == "GET":
        log_access(request.user, Access.DOWNLOAD, entry.file_name, obj=entry)
    return sent(content, entry.file_name, entry.content_type)
