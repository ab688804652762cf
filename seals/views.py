"""How the record stands, for auditors: what the last verification found, the seals, and the note of each."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.paging import keyset
from seals.findings import Finding
from seals.models import Seal, Verification
from seals.permissions import can_read_seals
from seals.roots import export, rows_by_table


def for_auditors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Everybody else is told that this is not for them: there is nothing here whose being there is a secret."""

    @require_safe
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not can_read_seals(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


@for_auditors
def record(request: HttpRequest) -> HttpResponse:
    """The verifications that tell how the record stands, with what they found, and the seals, newest first."""
    runs = Verification.objects.visible_to(request.user).that_tell()
    seals = Seal.objects.visible_to(request.user).defer("header")
    context = {
        "runs": [(run, [Finding.from_json(said) for said in run.findings]) for run in runs],
        "page": keyset(seals, request, order=("-number",)),
    }
    return render(request, "seals/record.html", context)


@for_auditors
def note(request: HttpRequest, number: int) -> HttpResponse:
    """The day's note: what was sealed, its root, and the one before. Made to be printed."""
    seals = Seal.objects.visible_to(request.user).select_related("sealed_by")
    seal = get_object_or_404(seals, number=number)
    return render(request, "seals/note.html", {"seal": seal, "tables": rows_by_table(seal)})


@for_auditors
def roots(request: HttpRequest) -> HttpResponse:
    """All roots as a file, a line of JSON for each: what `verify_record --against` reads."""
    headers = {"Content-Disposition": 'attachment; filename="roots.jsonl"'}
    return HttpResponse(export(), content_type="text/plain; charset=utf-8", headers=headers)
