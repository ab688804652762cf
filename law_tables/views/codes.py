"""Code lists: which there are, the entries of one, and one entry with its record."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.errors import require
from core.form_page import form_page
from core.resume import form_data
from core.views import get_or_post
from labour_law.codes import OFFERED, is_class
from law_tables.actions import may_write, write_row
from law_tables.current import faults
from law_tables.forms import CodeForm
from law_tables.models import CodeList, CodeRow
from law_tables.permissions import can_keep_tables, can_look_up
from law_tables.views.rows import end_page, record_of, row_or_404, strike_page


@dataclass(frozen=True)
class ListOfCodes:
    table: str
    label: str
    running: int
    ended: int


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """The lists, with how many entries hold today and how many do no longer."""
    require(can_look_up(request.user))
    rows = list(CodeRow.objects.visible_to(request.user))
    found = []
    for table, label in CodeList.choices:
        of_table = [row for row in rows if row.table == table]
        running = len({row.code for row in of_table if _holds(row)})
        codes = len({row.code for row in of_table})
        found.append(ListOfCodes(table, str(label), running, codes - running))
    return render(request, "law_tables/codes.html", {"lists": found, "faults": faults(CodeRow)})


@require_safe
def entries(request: HttpRequest, table: str) -> HttpResponse:
    """The entries of a list in its order; with `all`, those that no longer hold too. Places by their number, which only say
    their class, are shown with `places` or where they are searched for."""
    require(can_look_up(request.user))
    rows = list(CodeRow.objects.visible_to(request.user).filter(table=_table(table)))
    shown_all = bool(request.GET.get("all"))
    q = request.GET.get("q", "").replace("\x00", "").strip()
    shown = [row for row in rows if shown_all or _holds(row)]
    if q:
        shown = [row for row in shown if q.lower() in f"{row.code} {row.zh} {row.en}".lower()]
    with_places = bool(q or request.GET.get("places"))
    numbers = sum(row.code.isdigit() for row in shown) if table == CodeList.REGION else 0
    if numbers and not with_places:
        shown = [row for row in shown if not row.code.isdigit()]
    names = {row.code: row for row in rows}
    for row in shown:
        row.above = names.get(row.parent)  # type: ignore[attr-defined]
        row.holds = _holds(row)  # type: ignore[attr-defined]
        row.is_only_offered = is_class(row.parent) and row.confidence in OFFERED  # type: ignore[attr-defined]
    context = {
        "table": table,
        "label": CodeList(table).label,
        "rows": shown,
        "q": q,
        "all": shown_all,
        "places": 0 if with_places else numbers,
        "hidden": 0 if shown_all else len(rows) - sum(_holds(row) for row in rows),
        "may_add": can_keep_tables(request.user),
        "faults": [fault for fault in faults(CodeRow) if fault.row.table == table],  # type: ignore[attr-defined]
    }
    return render(request, "law_tables/code_list.html", context)


def _holds(row: CodeRow) -> bool:
    today = clock.today()
    return row.is_active and row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)


def _table(table: str) -> str:
    if table not in CodeList.values:
        raise Http404
    return table


@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, and what was done to it."""
    row = row_or_404(request, CodeRow, pk)
    above = CodeRow.objects.filter(table=row.table, code=row.parent).last() if row.parent else None
    context = {
        "row": row,
        "above": above,
        "may_write": may_write(request.user, row),
        "acts": record_of(row),
    }
    return render(request, "law_tables/code.html", context)


def _page(request: HttpRequest, form: CodeForm, title: str, done_url: str, **context: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        lambda: write_row(form.instance, actor=request.user, **form.change()),
        template="law_tables/form.html",
        done_url=done_url,
        message=_("Saved."),
        context={"title": title, "button": _("Save"), **context},
    )


@get_or_post
def add(request: HttpRequest, table: str) -> HttpResponse:
    """An entry more."""
    require(can_keep_tables(request.user))
    form = CodeForm(form_data(request), instance=CodeRow(table=_table(table)))
    label = CodeList(table).label
    title = _("New entry · %(list)s") % {"list": label}
    return _page(request, form, title, reverse("law_tables:code_list", args=[table]), back=label)


@get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The names of an entry, its order, when it holds."""
    row = row_or_404(request, CodeRow, pk, to_write=True)
    form = CodeForm(form_data(request), instance=copy(row))
    done_url = reverse("law_tables:code", args=[row.pk])
    return _page(request, form, _("Correct an entry"), done_url, row=row, note=str(row))


@get_or_post
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry that forms no longer offer from a day on."""
    row = row_or_404(request, CodeRow, pk, to_write=True)
    return end_page(request, row, title=_("End the entry"), note=str(row))


@get_or_post
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry made by mistake."""
    row = row_or_404(request, CodeRow, pk, to_write=True)
    return strike_page(request, row, note=str(row))
