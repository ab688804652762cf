"""The home page: what waits for the one who signed in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from cases.permissions import can_open
from front_desk.permissions import ANSWERING
from lawyers.permissions import lawyer_of
from work.items import Part, grouped
from work.queries.clerk import own_work
from work.queries.lawyer import lawyer_work
from work.queries.master_data import master_data
from work.queries.oversight import administration, record_requests, reviews, supervision
from work.queries.records import latest_access, latest_changes, record_findings
from work.queries.tiles import tiles_for


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The sign of the house, for browsers that ask for it by its old name (on pages of the admin site, on a PDF)."""
    return redirect(static("img/mark.svg"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """ "My work": all that waits for the user in all roles, by the days left."""
    user = request.user
    roles = user.roles
    parts: list[Part] = []
    if lawyer := lawyer_of(user):
        parts += lawyer_work(user, lawyer)
    if "clerk" in roles:
        parts += own_work(user)
    if "reviewer" in roles:
        parts += reviews(user)
    if roles & set(ANSWERING):
        parts += record_requests(user)
    if "supervisor" in roles:
        parts += supervision(user)
    if "administrator" in roles or user.is_superuser:
        parts += administration(user) + master_data(user)
    audits = "auditor" in roles
    context = {
        "tiles": tiles_for(user),
        "groups": grouped(parts),
        "has_work": bool(parts),
        "audits": audits,
        "record_findings": record_findings(user) if audits else 0,
        "changes": latest_changes(user) if audits else [],
        "accesses": latest_access(user) if audits else [],
        "can_open": can_open(user),
    }
    return render(request, "work/home.html", context)
