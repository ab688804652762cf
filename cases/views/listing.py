"""The list of cases and its export."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.export import CASES
from cases.forms.listing import CaseFilterForm
from cases.permissions import can_export, can_open
from cases.queries.case_rows import case_rows, summed
from cases.queries.listing import ORDER, cases_listed
from cases.queries.search import is_whole_number
from core.export import FORMATS
from core.export_views import list_as_file
from core.paging import AFTER, BEFORE, keyset
from core.pills import PANEL, panel
from core.replica import reads_replica
from core.saved_filters import filter_bar, keeps_filters


@reads_replica
@keeps_filters(gettext_lazy("Cases"))
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases the user may see, the newest first, as the address narrows them.

    A whole case number that is found leads straight to its case.
    """
    form = CaseFilterForm(request.GET, user=request.user)
    wanted = form.wanted
    if shown := panel(request, form):
        return shown
    page = keyset(cases_listed(request.user, wanted).for_list(), request, order=ORDER)
    if len(page.items) == 1 and is_whole_number(wanted.q):
        return redirect("cases:detail", page.items[0].pk)
    rows = case_rows(page.items)
    params = request.GET.copy()
    for name in (AFTER, BEFORE, PANEL):
        params.pop(name, None)
    exports = [
        (fmt.upper(), f"{reverse('cases:export', args=[fmt])}?{params.urlencode()}") for fmt in FORMATS
    ]
    context = {
        "form": form,
        "pills": form.pills(),
        "bar": filter_bar(request),
        "tabs": list(form.tabs()),
        "page": page,
        "rows": rows,
        "total": summed(row.figures for row in rows),
        "is_whole": not page.prev_url and not page.next_url,
        "exports": exports if can_export(request.user) else [],
        "can_open": can_open(request.user),
    }
    return render(request, "cases/list.html", context)


@reads_replica
@require_safe
def case_export(request: HttpRequest, fmt: str) -> HttpResponseBase:
    """The whole list as the address narrows it, with a total."""
    return list_as_file(request, CASES, fmt)
