"""The supervisor's desk: figures with the charts they make, the rows behind each, and how each is counted."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import require
from core.paging import keyset
from core.pills import panel
from core.replica import reads_replica
from lawyers.models import Alliance
from reports.dashboard import alliances, behind_url, charts, shown, tiles
from reports.figures import behind, figures
from reports.forms.period import ScopeForm
from reports.measures import MEASURES, UNITS, Counted
from reports.periods import presets
from reports.permissions import can_read
from reports.rows import line_of

ALLIANCES_SHOWN = 3


def scope_form(request: HttpRequest) -> ScopeForm:
    """What the address asks for, for who reads figures."""
    require(can_read(request.user))
    return ScopeForm(request.GET, user=request.user)


@reads_replica
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The figures of an office with all below it over a span of days."""
    form = scope_form(request)
    scope = form.scope
    if found := panel(request, form):
        return found
    of_office = Alliance.objects.filter(office__in=scope.offices).order_by("founded_on", "pk")
    context = {
        "form": form,
        "pills": [pill for pill in form.pills() if pill.label != str(form.fields["office"].label)],
        "scope": scope,
        "presets": [(one, scope.query(since=one.since, until=one.until)) for one in presets(clock.today())],
        "tiles": tiles(scope),
        "charts": list(charts(scope)),
        "alliances": alliances(scope, of_office[:ALLIANCES_SHOWN]),
        "query": scope.query(),
    }
    return render(request, "reports/dashboard.html", context)


@reads_replica
@require_safe
def rows_behind(request: HttpRequest, measure: str) -> HttpResponse:
    """The rows a figure was counted from, each with where it stands; of a rate, the figures it is made of."""
    if measure not in MEASURES:
        raise Http404
    form = scope_form(request)
    scope, asked = form.scope, MEASURES[measure]
    if form.errors:  # the figure of a wider scope would stand under this heading
        return redirect(f"{reverse('reports:dashboard')}?{request.GET.urlencode()}")
    context: dict[str, Any] = {
        "form": form,
        "pills": form.pills(),
        "scope": scope,
        "measure": asked,
        "unit": UNITS[asked.unit],
        "query": scope.query(),
    }
    found = figures([asked, *asked.parts], scope)
    context["value"] = shown(found[asked.key], asked.unit)
    if not isinstance(asked, Counted):
        context["parts"] = [
            (part, shown(found[part.key], part.unit), UNITS[part.unit], behind_url(part, scope))
            for part in asked.parts
        ]
    else:
        page = keyset(
            behind(asked, scope).select_related(*asked.source.shown), request, order=asked.source.order
        )
        context |= {"page": page, "lines": [line_of(asked, row) for row in page.items]}
    return render(request, "reports/behind.html", context)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """How each figure is counted."""
    require(can_read(request.user))
    listed = [(one, UNITS[one.unit]) for one in MEASURES.values()]
    return render(
        request, "reports/definitions.html", {"measures": listed, "title": _("How figures are counted")}
    )
