"""Rates: by region and kind, and one with its record."""

from copy import copy
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import require
from core.form_page import form_page
from core.paging import numbered
from core.pills import panel
from core.resume import form_data
from core.views import get_or_post
from labour_law.rates import SERIES, WHOLE_COUNTRY
from law_tables.actions import keeps_rates_of, may_write, write_row
from law_tables.choices import entries, lies_in, name_of
from law_tables.current import faults
from law_tables.forms import RateFilter, RatePageForm, like
from law_tables.models import RateRow
from law_tables.permissions import can_keep_rates, can_look_up
from law_tables.queries import newest
from law_tables.rate_words import title_of
from law_tables.views.rows import end_page, record_of, row_or_404, strike_page

GROUPS_ON_A_PAGE = 6


@dataclass
class Province:
    """The rates of the whole country or of a province, with the regions and places in it."""

    code: str
    name: str
    rows: list[RateRow] = field(default_factory=list)


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """The rates that hold, have run out or are to come, province by province; with `all`, the former ones too."""
    require(can_look_up(request.user))
    rows = list(RateRow.objects.visible_to(request.user))
    form = RateFilter(request.GET, provinces=[(group.code, group.name) for group in _by_province(rows)])
    form.is_valid()
    wanted = form.cleaned_data
    if shown := panel(request, form):
        return shown
    kept = newest(rows, clock.today())
    found = [row for row in rows if wanted["all"] or row.pk in kept]
    for name in ("series", "confidence"):
        if value := wanted.get(name):
            found = [row for row in found if getattr(row, name) == value]
    region = wanted.get("region")
    groups = [group for group in _by_province(found) if not region or group.code == region]
    context = {
        "page": numbered(groups, request, size=GROUPS_ON_A_PAGE),
        "form": form,
        "pills": form.pills(),
        "newest": kept,
        "today": clock.today(),
        "may_add": can_keep_rates(request.user),
        "faults": faults(RateRow),
    }
    return render(request, "law_tables/rates.html", context)


def _by_province(rows: list[RateRow]) -> list[Province]:
    """The whole country first, then the provinces in the order of the list, and what lies in none of them."""
    outer = [row.code for row in entries("region") if row.parent == WHOLE_COUNTRY]
    of_region: dict[str, str] = {}
    found = {code: Province(code, name_of("region", code)) for code in (WHOLE_COUNTRY, *outer)}
    order: dict[str, int] = {series: place for place, series in enumerate(SERIES)}
    rows = sorted(rows, key=lambda row: row.valid_from, reverse=True)
    for row in sorted(
        rows,
        key=lambda row: (
            order.get(row.series, len(order)),
            row.region,
            row.grade,
            row.place,
            row.from_degrees,
        ),
    ):
        if row.region not in of_region:
            around = (code for code in outer if lies_in(row.region, code))
            of_region[row.region] = next(around, WHOLE_COUNTRY)
        found[of_region[row.region]].rows.append(row)
    return [group for group in found.values() if group.rows]


@require_safe
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """One rate, the others of its series there, and what was done to it."""
    row = row_or_404(request, RateRow, pk)
    others = RateRow.objects.in_force().filter(
        series=row.series,
        region=row.region,
        grade=row.grade,
        place=row.place,
        from_degrees=row.from_degrees,
    )
    context = {
        "row": row,
        "others": others.order_by("-valid_from"),
        "may_write": may_write(request.user, row),
        "acts": record_of(row),
    }
    return render(request, "law_tables/rate.html", context)


def _form(request: HttpRequest, row: RateRow, **kwargs: Any) -> RatePageForm:
    keeps = partial(keeps_rates_of, request.user)
    return RatePageForm(form_data(request), instance=row, keeps=keeps, **kwargs)


def _page(
    request: HttpRequest, form: RatePageForm, title: str, done_url: str, **context: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda: write_row(form.instance, actor=request.user, **form.change()),
        template="law_tables/rate_form.html",
        done_url=done_url,
        message=_("The rate is on record and counts at once."),
        context={"title": title, **context},
    )


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """A new rate; `like` names the one it follows."""
    require(can_keep_rates(request.user))
    before, asked = None, request.GET.get("like", "")
    if asked.isascii() and asked.isdigit():
        before = row_or_404(request, RateRow, int(asked[:18]))
    form = _form(request, RateRow(), initial=like(before) if before else {})
    return _page(request, form, _("New rate"), reverse("law_tables:rates"), before=before)


@get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands wrong in a rate."""
    row = row_or_404(request, RateRow, pk, to_write=True)
    form = _form(request, copy(row))
    return _page(request, form, _("Correct a rate"), reverse("law_tables:rate", args=[row.pk]), row=row)


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A rate that ends before another takes its place."""
    row = row_or_404(request, RateRow, pk, to_write=True)
    return end_page(request, row, title=_("End the rate"), note=_name(row))


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """A rate entered by mistake."""
    row = row_or_404(request, RateRow, pk, to_write=True)
    return strike_page(request, row, note=_name(row))


def _name(row: RateRow) -> str:
    return f"{title_of(row)} · {row.region_name}"
