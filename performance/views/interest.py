"""Interest on delay: worked out up to a day, entered, struck out."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.addresses import case_url
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from cases.views.form_page import PART, form_page
from core import clock
from core.errors import attempt
from core.fields import DateField
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from performance.actions.interest import enter_interest, strike_interest
from performance.addresses import SECTION
from performance.delays import late_by
from performance.forms.interest import InterestForm
from performance.forms.undertakings import StrikeOutForm
from performance.models import INTEREST_COUNTS_AS_RECOVERED, InterestOnDelay


@get_or_post
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """What is due up to a day, line by line; the button "show" works it out up to another one, and saves nothing."""
    case = _whole(request, pk)
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    until = _until(request)
    late = late_by(case, until)
    form = InterestForm(form_data(request), late=late)
    shows = "show" in request.POST
    if (
        request.method == "POST"
        and not shows
        and form.is_valid()
        and attempt(form, _save, request, case, form)
    ):
        messages.success(request, _("The interest is on record."))
        return redirect(case_url(case.pk, SECTION))
    if shows:
        form = InterestForm(initial={"until": until}, late=late)
    context = {
        "case": case,
        "form": form,
        "until": until,
        "late": [(each, each.frozen(each.interest)) for each in late],
        "counts": INTEREST_COUNTS_AS_RECOVERED,
    }
    return render(request, "performance/interest.html", context, status=422 if form.errors else 200)


def _whole(request: HttpRequest, pk: int) -> Case:
    try:
        return Case.objects.visible_to(request.user).whole("receipts__lines", "remedies", pk=pk)
    except Case.DoesNotExist:
        raise Http404 from None


def _until(request: HttpRequest) -> dt.date:
    """The day that was typed, where it is one and has come; else today."""
    try:
        return DateField(not_in_future=True).clean(request.POST.get("until"))
    except ValidationError:
        return clock.today()


def _save(request: HttpRequest, case: Case, form: InterestForm) -> None:
    data = form.cleaned_data
    with once(request, case_url(case.pk, SECTION)):
        enter_interest(
            case,
            late=form.by_key[data["late"]],
            until=data["until"],
            by_hand=data["by_hand"],
            reason=data["reason"],
            actor=request.user,
        )


@require_safe
def working(request: HttpRequest, pk: int) -> HttpResponse:
    """How a sum on record came about."""
    found = _fetch(request, pk)
    context = {"case": found.case, "interest": found, "counts": INTEREST_COUNTS_AS_RECOVERED}
    return render(request, "performance/interest_working.html", context)


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was entered."""
    found = _fetch(request, pk)
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    form = StrikeOutForm(form_data(request), initial={"seen_version": found.version})
    return form_page(
        request,
        form,
        lambda: strike_interest(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, SECTION),
        message=_("Struck out; it stays on record."),
        context={
            "case": found.case,
            "title": _("Strike out the interest: %(what)s") % {"what": found},
            "submit": _("Strike out"),
        },
        template=PART,
        answers=found,
    )


def _fetch(request: HttpRequest, pk: int) -> InterestOnDelay:
    rows = InterestOnDelay.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("case__office", "claimant__worker", "claim__claimant__worker", "entered_by"),
        pk=pk,
    )
