"""Rates out of a spreadsheet: looked at first, put right in place, then added."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from core.errors import Problem, require, show_problem
from core.export import export
from core.once import once
from core.pasted_sheet import offers_by_column
from core.resume import form_data, keep_for_later, let_go
from core.sheet_files import Book
from core.sheet_form import TableForm
from core.views import get_or_post
from law_tables.actions import add_rates, keeps_rates_of
from law_tables.forms import SeenForm
from law_tables.permissions import can_keep_rates
from law_tables.rate_import import COLUMNS, RateTable, laid_out, read_table


class RatesForm(TableForm):
    """Rates in a table; a reason is asked when they are added."""

    reason = SeenForm.base_fields["reason"]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        self.require_rows()
        return cleaned


@require_safe
def empty_form(request: HttpRequest) -> HttpResponseBase:
    """The columns with nothing below them, to fill in."""
    require(can_keep_rates(request.user))
    header = [str(label) for label in COLUMNS.values()]
    return export([], header=header, name=_("Rates"), fmt="xlsx")


@get_or_post
def paste(request: HttpRequest) -> HttpResponse:
    """What a table says row by row; what is right is added, what is wrong stays here to be put right."""
    require(can_keep_rates(request.user))
    if "anew" in request.GET:
        let_go(request)
        return redirect(request.path)
    form = RatesForm(form_data(request), request.FILES or None)
    sent, book, table = None, Book(), None
    if form.is_bound and (form.is_valid() or form.pasted.strip()):
        sent, book = form.sent({}, laid_out)
        table = read_table(sent, partial(keeps_rates_of, request.user))
    if request.method == "POST" and table and sent and table.sheet.body:
        reason = form.data.get("reason", "")
        if form.data.get("do") == "add" and table.rates and form.is_valid():
            try:
                with once(request, request.path):
                    add_rates(table.rates, actor=request.user, reason=reason)
            except Problem as problem:
                show_problem(form, problem)
            else:
                words = ngettext("%(n)d rate added.", "%(n)d rates added.", len(table.rates))
                messages.success(request, words % {"n": len(table.rates)})
                done = [line.number for line in table.rows if not line.problems]
                if rest := table.sheet.rest(done):
                    _keep(request, table, book, rest, reason)
                    return redirect(request.path)
                let_go(request)
                return redirect("law_tables:rates")
        _keep(request, table, book, sent.text, reason)
    context = {
        "form": form,
        "table": table,
        "sent": sent,
        "book": book,
        "offers": offers_by_column(table.rows) if table else [],
    }
    refused = request.method == "POST" and bool(form.errors or (table and table.problems))
    return render(request, "law_tables/import.html", context, status=422 if refused else 200)


def _keep(request: HttpRequest, table: RateTable, book: Book, text: str, reason: str) -> None:
    """Keep the table with its columns and the other sheets, so that it is here again when somebody comes back."""
    fields = {"text": text, "do": "check", "reason": reason}
    fields |= {column.name: column.choice for column in table.sheet.columns}
    kept = [(name, [value]) for name, value in fields.items()]
    keep_for_later(request, kept + book.carried_fields(but_read=True))
