"""What became of what was overpaid."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.form_page import form_page
from core.resume import form_data
from core.views import get_or_post
from recoveries.actions.extras import settle_overpaid
from recoveries.forms.receipts import SettleForm
from recoveries.models import ExtraKind, Receipt
from recoveries.permissions import can_record


@get_or_post
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say once what became of what was overpaid with a receipt."""
    receipt = get_object_or_404(
        Receipt.objects.visible_to(request.user).select_related("case__office"), pk=pk
    )
    if not can_record(receipt.case, request.user):
        raise PermissionDenied
    done_url = reverse("recoveries:detail", args=[pk])
    extra = receipt.extras.filter(kind=ExtraKind.OVERPAID).first()
    if extra is None or extra.settled_on is not None:
        messages.info(request, _("Of this receipt nothing overpaid waits to be settled."))
        return redirect(done_url)
    form = SettleForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: settle_overpaid(extra, actor=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        template="cases/form_page.html",
        done_url=done_url,
        message=_("What became of it is on record."),
        context={
            "case": receipt.case,
            "title": _("What became of what was overpaid"),
            "about": f"{extra} · {extra.note}",
        },
    )
