"""Mending a receipt that was sent back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import require
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.actions import received_file
from documents.views.files import say_of_added
from recoveries.actions.mending import mend as mend_receipt
from recoveries.excerpts import excerpt_of
from recoveries.forms.mending import MendForm
from recoveries.models import Receipt
from recoveries.permissions import can_mend
from recoveries.views.receipts import WORDS, attempt_payment, put_on_record


@get_or_post
def mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a payment anew, from what was sent back."""
    sent_back = get_object_or_404(
        Receipt.objects.visible_to(request.user)
        .select_related(
            "case__office", "case__employer", "proof", "verified_by", "statement_line__statement__office"
        )
        .prefetch_related("lines", "extras"),
        pk=pk,
    )
    require(can_mend(sent_back, request.user))
    if not sent_back.is_to_mend:
        messages.error(request, _("There is nothing to mend in this receipt, or somebody was faster."))
        return redirect("recoveries:detail", sent_back.pk)
    form = MendForm(form_data(request), request.FILES or None, sent_back=sent_back)
    if (
        request.method == "POST"
        and form.is_valid()
        and not form.wants_proposal
        and attempt_payment(form, _save, request, sent_back, form.cleaned_data)
    ):
        messages.success(request, _("The payment is recorded anew and waits for the supervisor."))
        return redirect("recoveries:detail", sent_back.pk)
    context = {"case": sent_back.case, "form": form, "line": sent_back.statement_line, "sent_back": sent_back}
    return render(request, "recoveries/mend.html", context, status=form.status)


def _save(request: HttpRequest, sent_back: Receipt, data: dict[str, Any]) -> None:
    line = sent_back.statement_line
    replaced = data["proof"] or not sent_back.proof
    upload = (data["proof"] or (excerpt_of(line) if line and data["excerpt"] else None)) if replaced else None
    done_url = reverse("recoveries:detail", args=[sent_back.pk])
    with received_file(upload) as path, once(request, done_url):
        proof = put_on_record(request, sent_back.case, path, upload)
        mend_receipt(
            sent_back,
            actor=request.user,
            received_on=data["received_on"],
            parts=data["parts"],
            method=data["method"],
            payer=data["payer"],
            proof=proof or sent_back.proof,
            statement_line=line,
            **{name: data[name] for name in WORDS},
        )
    say_of_added(request, [proof] if proof else [])
