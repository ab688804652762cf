"""Recording money on a case."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from core.errors import attempt
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.actions import add_attachment, received_file
from documents.models import Attachment, AttachmentKind
from documents.views.files import say_of_added
from recoveries.actions.receipts import record_receipt
from recoveries.forms.receipts import ReceiptForm
from recoveries.permissions import can_record


@get_or_post
def record(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Record a payment that came in for a case."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("office", "employer"), pk=case_pk
    )
    if not can_record(case, request.user):
        raise PermissionDenied
    if not case.takes_money:
        messages.error(request, _("Money is recorded on accepted cases that have not ended."))
        return redirect("cases:detail", case.pk)
    form = ReceiptForm(form_data(request), request.FILES or None, case=case)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _save, request, case, form.cleaned_data)
    ):
        messages.success(request, _("The payment is recorded and waits for the supervisor."))
        return redirect(case_url(case.pk, "money"))
    context = {"case": case, "form": form}
    return render(request, "recoveries/record.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, case: Case, data: dict[str, Any]) -> None:
    upload = data["proof"]
    with received_file(upload) as path, once(request, case_url(case.pk, "money")):
        proof = put_on_record(request, case, path, upload)
        record_receipt(
            case,
            actor=request.user,
            received_on=data["received_on"],
            parts=data["parts"],
            method=data["method"],
            payer=data["payer"],
            proof=proof,
            note=data["note"],
        )
    say_of_added(request, [proof] if proof else [])


def put_on_record(request: HttpRequest, case: Case, path: str | None, upload: Any) -> Attachment | None:
    """The proof that was handed in, if one was, among the files of the case."""
    if path is None:
        return None
    return add_attachment(case, actor=request.user, path=path, upload=upload, kind=AttachmentKind.PROOF)
