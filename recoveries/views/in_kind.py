"""What was done instead of paying: recording it on a case, striking it out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from core.errors import attempt
from core.form_page import form_page
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.actions import add_attachment, received_file
from documents.models import AttachmentKind
from documents.views.files import say_of_added
from recoveries.actions.in_kind import record_in_kind, strike_in_kind
from recoveries.forms.in_kind import InKindForm, StrikeForm
from recoveries.models import InKind
from recoveries.permissions import can_record


@get_or_post
def add(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Record what was done instead of paying."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("office", "employer"), pk=case_pk
    )
    if not can_record(case, request.user):
        raise PermissionDenied
    if not case.takes_money:
        messages.error(request, _("Money is recorded on accepted cases that have not ended."))
        return redirect("cases:detail", case.pk)
    form = InKindForm(form_data(request), request.FILES or None, case=case)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _save, request, case, form.cleaned_data)
    ):
        messages.success(request, _("It is on record, beside the money."))
        return redirect(case_url(case.pk, "money"))
    context = {"case": case, "form": form}
    return render(request, "recoveries/in_kind.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, case: Case, data: dict[str, Any]) -> None:
    upload = data.pop("proof")
    with received_file(upload) as path, once(request, case_url(case.pk, "money")):
        proof = None
        if path is not None:
            proof = add_attachment(
                case, actor=request.user, path=path, upload=upload, kind=AttachmentKind.PROOF
            )
        record_in_kind(case, actor=request.user, proof=proof, **data)
    say_of_added(request, [proof] if proof else [])


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike out what was recorded by mistake."""
    item = get_object_or_404(InKind.objects.visible_to(request.user).select_related("case__office"), pk=pk)
    if not can_record(item.case, request.user):
        raise PermissionDenied
    form = StrikeForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: strike_in_kind(item, actor=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        template="cases/form_page.html",
        done_url=case_url(item.case_id, "money"),
        message=_("It is struck out, and stays on record."),
        context={"case": item.case, "title": _("Strike out"), "about": str(item)},
    )
