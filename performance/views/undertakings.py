"""What the employer is to do beside paying: entered, ticked off with proof, struck out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_for
from cases.views.form_page import PART, form_page
from core.errors import attempt
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.actions import add_attachment, received_file
from documents.models import AttachmentKind
from documents.views.files import say_of_added
from performance.actions.undertakings import add_undertakings, strike_out, tick_off
from performance.addresses import SECTION
from performance.forms.undertakings import StrikeOutForm, TickOffForm, UndertakingForm
from performance.models import Undertaking


@get_or_post
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what is to be done, for one claimant or for several."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    form = UndertakingForm(form_data(request), case=case)
    return form_page(
        request,
        form,
        lambda: add_undertakings(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, SECTION),
        message=_("Entered; it is reminded of before it falls due."),
        context={"case": case, "title": _("To be done beside paying"), "submit": _("Enter")},
        template=PART,
    )


@get_or_post
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick it off with the day and the file that shows it."""
    found = _fetch(request, pk)
    form = TickOffForm(form_data(request), request.FILES or None, initial={"seen_version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _tick_off, request, found, form.cleaned_data)
    ):
        messages.success(request, _("Ticked off."))
        return redirect(case_url(found.case_id, SECTION))
    context = {"case": found.case, "form": form, "undertaking": found}
    return render(request, "performance/tick_off.html", context, status=422 if form.errors else 200)


def _tick_off(request: HttpRequest, found: Undertaking, data: dict[str, Any]) -> None:
    upload = data.pop("proof")
    with received_file(upload) as path, once(request, case_url(found.case_id, SECTION)):
        proof = add_attachment(
            found.case, actor=request.user, path=str(path), upload=upload, kind=AttachmentKind.PROOF
        )
        tick_off(found, actor=request.user, proof=proof, **data)
    say_of_added(request, [proof])


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why it is no longer to be done."""
    found = _fetch(request, pk)
    form = StrikeOutForm(form_data(request), initial={"seen_version": found.version})
    return form_page(
        request,
        form,
        lambda: strike_out(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, SECTION),
        message=_("Struck out; it stays on record."),
        context={
            "case": found.case,
            "title": _("Strike out: %(what)s") % {"what": found},
            "submit": _("Strike out"),
        },
        template=PART,
        answers=found,
    )


def _fetch(request: HttpRequest, pk: int) -> Undertaking:
    rows = Undertaking.objects.visible_to(request.user).select_related("case__office", "claimant__worker")
    found = get_object_or_404(rows, pk=pk)
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    return found
