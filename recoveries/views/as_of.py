"""What was verified in a period, as first reported, as it stood on a day, and as now known: of an office, of a case."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Office
from cases.models import Case
from cases.queries.scope import case_scope
from core.errors import require
from core.lookups import among
from core.replica import reads_replica
from recoveries.as_of import later_changes, standing
from recoveries.forms.as_of import AsOfForm, OfficeAsOfForm
from recoveries.permissions import can_see_queue
from recoveries.queue import REVIEWING

CHANGES = 50
"""Later changes that are listed."""


@reads_replica
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Of an office with all below, or of all that the user sees."""
    require(can_see_queue(request.user))
    offices = Office.objects.visible_to(request.user, REVIEWING).order_by("path")
    form = OfficeAsOfForm(request.GET, offices=offices)
    of = case_scope(request.user, "case__", by_row=True)
    if form.is_valid() and (chosen := form.cleaned_data["office"]):
        below = Office.objects.filter(path__startswith=chosen.path)
        of &= among("case__office_id", list(below.values_list("pk", flat=True)))
    return _page(request, form, of)


@require_safe
def case(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Of one case."""
    found = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    return _page(request, AsOfForm(request.GET), Q(case=found), found)


def _page(request: HttpRequest, form: AsOfForm, of: Q, of_case: Case | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "case": of_case}
    if not form.is_valid():
        return render(request, "recoveries/as_of.html", context, status=422)
    by = form.cleaned_data["by"]
    later = later_changes(of, form.period, by=by).select_related("case").prefetch_related("lines")
    changes = list(later[: CHANGES + 1])
    context |= {
        "standing": standing(of, form.period, form.cleaned_data["on"], by=by),
        "changes": changes[:CHANGES],
        "has_more": len(changes) > CHANGES,
    }
    return render(request, "recoveries/as_of.html", context)
