"""Notes on a case."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from cases.actions.notes import add_note, correct_note
from cases.addresses import case_url
from cases.forms.case import CorrectNoteForm, NoteForm
from cases.models import Note
from cases.permissions import can_note
from cases.views.case_or_404 import fetch_case, fetch_for
from cases.views.form_page import form_page
from core.resume import form_data
from core.views import get_or_post


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note."""
    case = fetch_for(request, pk, can_note)
    form = NoteForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: add_note(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "notes"),
        message=_("The note is saved."),
        context={"case": case, "title": _("Add a note")},
    )


@get_or_post
def correct(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """The text of an own note."""
    case = fetch_case(request, pk)
    note = get_object_or_404(Note.objects.select_related("case__office"), pk=note_pk, case=case)
    if note.author_id != request.user.pk or not can_note(case, request.user):
        raise PermissionDenied
    form = CorrectNoteForm(form_data(request), obj=note, initial={"text": note.text})
    return form_page(
        request,
        form,
        lambda: correct_note(note, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "notes"),
        message=_("The note is corrected."),
        context={"case": case, "title": _("Correct the note")},
    )
