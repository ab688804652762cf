"""The facts of a case, its closing report, its notes and its deadlines."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions.case import edit_case, editable_facts, write_closing_report
from cases.actions.deadlines import finish_deadline, move_deadline
from cases.actions.notes import add_note, correct_note
from cases.choices import limit_of
from cases.forms.case import (
    CaseForm,
    ClosingReportForm,
    CorrectNoteForm,
    FinishDeadlineForm,
    MoveDeadlineForm,
    NoteForm,
)
from cases.models import Case, Deadline, Note
from cases.permissions import can_note, clerk_or_lawyer
from cases.sums import sums_of
from cases.views.fetch import fetch_case
from core.errors import attempt
from core.resume import form_data

form_view = require_http_methods(["GET", "POST"])


def _answer(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    action: Callable[..., Any],
    obj: Any,
    *,
    at: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Show the form, or take its action and lead back to the part of the case page it belongs to."""
    back = reverse("cases:detail", args=[case.pk]) + at
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, action, obj, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, done)
        return redirect(back)
    context |= {"case": case, "form": form, "back_url": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/form_page.html", context, status=status)


def _allow(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


@form_view
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Cause, form of aid, means, the facts, the days the limitation counts from, and the handler."""
    case = fetch_case(request, pk)
    names = editable_facts(case, request.user)
    _allow(bool(names))
    form = CaseForm(form_data(request), obj=case, fields=names)
    return _answer(
        request, case, form, edit_case, case, at="#facts", done=_("Saved."), title=_("Edit the case")
    )


@form_view
def closing_report(request: HttpRequest, pk: int) -> HttpResponse:
    """How the case was resolved, what was done, hours and subsidy."""
    case = fetch_case(request, pk)
    _allow(clerk_or_lawyer(case, request.user))
    initial = {
        "method": case.closing_method or METHODS.get(case.state, ""),
        "summary": case.closing_summary,
        "hours": case.hours_spent,
        "subsidy": case.subsidy,
    }
    form = ClosingReportForm(form_data(request), obj=case, initial=initial)
    return _answer(
        request,
        case,
        form,
        write_closing_report,
        case,
        at="#closing",
        done=_("The closing report is saved."),
        title=_("Closing report"),
        sums=sums_of(case),
    )


METHODS = {"settled": "mediated", "awarded": "award", "enforcement": "enforced"}
"""What the state suggests."""


@form_view
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    case = fetch_case(request, pk)
    _allow(can_note(case, request.user))
    form = NoteForm(form_data(request))
    return _answer(
        request, case, form, add_note, case, at="#notes", done=_("The note is saved."), title=_("Add a note")
    )


@form_view
def correct(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """The text of an own note."""
    case = fetch_case(request, pk)
    note = get_object_or_404(Note.objects.select_related("case__office"), pk=note_pk, case=case)
    _allow(note.author_id == request.user.pk and can_note(case, request.user))
    form = CorrectNoteForm(form_data(request), obj=note, initial={"text": note.text})
    return _answer(
        request,
        case,
        form,
        correct_note,
        note,
        at="#notes",
        done=_("The note is corrected."),
        title=_("Correct the note"),
    )


def _deadline(request: HttpRequest, case_pk: int, pk: int) -> Deadline:
    found = Deadline.objects.visible_to(request.user).select_related("case__office")
    deadline = get_object_or_404(found, pk=pk, case__pk=case_pk)
    _allow(clerk_or_lawyer(deadline.case, request.user))
    return deadline


@form_view
def finish(request: HttpRequest, pk: int, deadline_pk: int) -> HttpResponse:
    """A limit was met, or does not apply any more."""
    deadline = _deadline(request, pk, deadline_pk)
    form = FinishDeadlineForm(form_data(request), obj=deadline, initial={"met": "yes"})
    return _answer(
        request,
        deadline.case,
        form,
        finish_deadline,
        deadline,
        at="#deadlines",
        done=_("The deadline is settled."),
        title=_("Settle the deadline"),
        deadline=deadline,
        limit=limit_of(deadline.kind),
    )


@form_view
def move(request: HttpRequest, pk: int, deadline_pk: int) -> HttpResponse:
    """A limit gets another last day."""
    deadline = _deadline(request, pk, deadline_pk)
    form = MoveDeadlineForm(form_data(request), obj=deadline, initial={"due_on": deadline.due_on})
    return _answer(
        request,
        deadline.case,
        form,
        move_deadline,
        deadline,
        at="#deadlines",
        done=_("The deadline is moved."),
        title=_("Move the deadline"),
        deadline=deadline,
        limit=limit_of(deadline.kind),
    )
