"""Notes on a case: written by whoever works on it, corrected by their author alone."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.models import Case, Note
from cases.permissions import can_note
from cases.workflow import CaseState
from core.audit import lock, record
from core.errors import Problem


@transaction.atomic
def add_note(case: Case, *, actor: User, reason: str = "", text: str) -> Note:
    """Write a note, seen by everybody who sees the case."""
    if not can_note(case, actor):
        raise PermissionDenied
    if lock(case).state == CaseState.ARCHIVED:
        raise Problem(_("The case is archived; nothing is added to it."))
    if not text.strip():
        raise Problem({"text": _("The note is empty.")})
    return record(Note(case=case, author=actor, text=text.strip()), actor=actor, reason=reason)


@transaction.atomic
def correct_note(note: Note, *, actor: User, reason: str, seen_version: int | None = None, text: str) -> Note:
    """Change the text of an own note; the former one stays on record, with the reason."""
    if note.author_id != actor.pk or not can_note(note.case, actor):
        raise PermissionDenied
    fresh = lock(note, version=seen_version)
    if fresh.case.state == CaseState.ARCHIVED:
        raise Problem(_("The case is archived; nothing is added to it."))
    if not reason.strip():
        raise Problem({"reason": _("Say why the note changes.")})
    if not text.strip():
        raise Problem({"text": _("The note is empty.")})
    fresh.text = text.strip()
    return record(fresh, actor=actor, reason=reason)
