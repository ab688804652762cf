"""Second looks: what waits for one, what they showed, and how many an office takes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.permissions import can_administer, is_administrator
from core import clock
from core.errors import attempt, require
from core.form_page import form_page
from core.once import once
from core.paging import keyset
from core.replica import reads_replica
from core.resume import form_data
from core.views import get_or_post
from recoveries.actions.second_looks import answer, set_share
from recoveries.forms.second_looks import LookForm, ShareForm
from recoveries.models import LookResult, SecondLook
from recoveries.permissions import can_look_again, can_see_queue
from recoveries.sampling import share_of


@reads_replica
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """What was drawn, by result; without a choice what waits. With the figures of the year."""
    require(can_see_queue(request.user))
    wanted = request.GET.get("result", "")
    result = wanted if wanted in LookResult.values else None
    seen = SecondLook.objects.visible_to(request.user, by_row=True)
    rows = seen.filter(result=result) if result else seen.filter(result__isnull=True)
    page = keyset(
        rows.select_related("case", "receipt__verified_by", "checked_by"),
        request,
        order=("-drawn_at", "-id") if result else ("drawn_at", "id"),
    )
    begins = clock.start_of(clock.today().replace(month=1, day=1))
    context = {
        "page": page,
        "result": result or "",
        "results": [("", _("To be looked at")), *LookResult.choices],
        "figures": seen.figures(begins),
        "year": clock.today().year,
    }
    return render(request, "recoveries/second_looks.html", context)


@get_or_post
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry again beside its proof; POST says what it showed."""
    require(can_see_queue(request.user))
    found = get_object_or_404(
        SecondLook.objects.visible_to(request.user)
        .select_related(
            "case__office",
            "case__employer",
            "checked_by",
            "receipt__proof",
            "receipt__recorded_by",
            "receipt__verified_by",
            "receipt__reverses",
            "receipt__mends",
            "receipt__case__office",
        )
        .prefetch_related("receipt__lines__claim__claimant__worker"),
        pk=pk,
    )
    may_answer = can_look_again(found, request.user)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    form = LookForm(form_data(request), initial={"seen_version": found.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _answer, request, found, form.cleaned_data)
    ):
        return redirect("recoveries:second_looks")
    context = {"look": found, "receipt": found.receipt, "form": form, "may_answer": may_answer}
    return render(
        request, "recoveries/second_look.html", context, status=422 if request.method == "POST" else 200
    )


def _answer(request: HttpRequest, found: SecondLook, data: dict[str, Any]) -> None:
    with once(request, reverse("recoveries:second_looks")):
        followed = answer(found, actor=request.user, **data)
    if data["result"] == LookResult.IN_ORDER:
        messages.success(request, _("The entry is in order."))
    elif followed:
        messages.success(request, _("The fault is on record, and the reversal of the entry is asked for."))
    else:
        messages.warning(
            request, _("The fault is on record. A reversal is not open to this entry as it stands.")
        )


@get_or_post
def share(request: HttpRequest, office_pk: int) -> HttpResponse:
    """How many of a hundred verified entries the office looks at again."""
    require(is_administrator(request.user))
    office = get_object_or_404(Office.objects.visible_to(request.user, ("administrator",)), pk=office_pk)
    require(can_administer(request.user, office))
    form = ShareForm(form_data(request), initial={"percent": share_of(office)})
    return form_page(
        request,
        form,
        lambda: set_share(office, actor=request.user, **form.cleaned_data),
        template="accounts/office_form.html",
        done_url=reverse("accounts:office", args=[office.pk]),
        message=_("The share of second looks is set."),
        context={"office": office, "title": _("Second looks")},
    )
