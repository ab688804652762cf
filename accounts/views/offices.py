"""The tree of offices: who lies below whom, how many people, and one office with its record."""

from copy import copy
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions import place_office
from accounts.forms import OfficePageForm
from accounts.models import Membership, Office
from accounts.permissions import is_administrator
from accounts.queries import line_of
from core import clock
from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.timeline import Source, acts, read
from core.views import get_or_post


def _offices(request: HttpRequest) -> Any:
    require(is_administrator(request.user))
    return Office.objects.visible_to(request.user, ("administrator",))


@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """The offices the user administers, as they stand in the tree."""
    at_work = Membership.objects.in_force(clock.today()).filter(user__is_active=True)
    people = Count("memberships__user", filter=Q(memberships__in=at_work), distinct=True)
    rows = list(_offices(request).annotate(people=people).order_by("path"))
    regions: dict[str, str] = {}
    for row in rows:
        above = next((regions[p] for p in reversed(line_of(row.path)[:-1]) if p in regions), "")
        regions[row.path] = row.region or above
        row.holds_region = regions[row.path]
        row.indent = "　" * (row.depth - rows[0].depth)
    return render(request, "accounts/offices.html", {"rows": rows})


@require_safe
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """One office: what it is, who works there, and what was done to it."""
    shown = get_object_or_404(_offices(request), pk=pk)
    members = shown.memberships.in_force(clock.today()).select_related("user").order_by("role", "user__name")
    context = {
        "office": shown,
        "parent": Office.objects.get_parent(shown),
        "region": Office.objects.region_of(shown),
        "members": members,
        "below": Office.objects.get_children(shown).order_by("path"),
        "acts": acts(read([Source(Office, Q(id=shown.pk))], shown)),
    }
    return render(request, "accounts/office.html", context)


def _page(
    request: HttpRequest, form: OfficePageForm, title: str, done_url: str, **context: Any
) -> HttpResponse:
    def act() -> None:
        data = form.cleaned_data
        place_office(
            form.instance,
            parent=data["parent"],
            actor=request.user,
            reason=data["reason"],
            version=data["seen_version"],
        )

    return form_page(
        request,
        form,
        act,
        template="accounts/office_form.html",
        done_url=done_url,
        message=_("The office is on record."),
        context={"title": title, **context},
    )


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """One office more; `below` says under which."""
    found = _offices(request)
    asked = request.GET.get("below", "")
    below = found.filter(pk=int(asked[:18])).first() if asked.isascii() and asked.isdigit() else None
    initial = {"parent": below, "number_prefix": below.number_prefix} if below else {}
    form = OfficePageForm(form_data(request), instance=Office(), user=request.user, initial=initial)
    return _page(request, form, _("New office"), reverse("accounts:offices"))


@get_or_post
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """An office is renamed, moved, or given another region."""
    shown = get_object_or_404(_offices(request), pk=pk)
    form = OfficePageForm(form_data(request), instance=copy(shown), user=request.user)
    done_url = reverse("accounts:office", args=[shown.pk])
    return _page(request, form, _("Correct an office"), done_url, office=shown)
