"""Bank statements: taking one in, what of it is posted, and one row with the cases it was probably paid for."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from cases.workflow import IN_HAND
from core.errors import Problem, show_problem
from core.form_page import form_page
from core.once import once
from core.paging import keyset
from core.pasted_sheet import offers_by_column
from core.resume import form_data, let_go
from core.sheet_files import Book
from core.views import get_or_post
from recoveries.actions.statements import (
    add_statement,
    layout_of,
    reopen_line,
    skip_line,
    statement_of,
)
from recoveries.forms.statements import SkipForm, StatementForm
from recoveries.forms.tables import carried
from recoveries.matching import matches
from recoveries.models import Statement, StatementLine
from recoveries.permissions import can_import, can_keep_statements, can_see_statements
from recoveries.statement_table import (
    account_end_of,
    laid_out,
    read_statement,
    signature,
    signatures,
)
from recoveries.views.tables import keep_table, remember_columns

SHOWN = 20
"""So many rows stand on a page."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The statements of the own offices, the newest first, with how far each is done."""
    if not can_see_statements(request.user):
        raise PermissionDenied
    page = keyset(
        Statement.objects.visible_to(request.user).select_related("office", "recorded_by"),
        request,
        order=("-id",),
    )
    counted = Statement.objects.filter(pk__in=[statement.pk for statement in page.items]).with_progress()
    progress = {statement.pk: statement for statement in counted}
    rows = [(statement, progress[statement.pk]) for statement in page.items]
    context = {"page": page, "rows": rows, "can_import": can_import(request.user)}
    return render(request, "recoveries/statements.html", context)


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """Take in a statement: looked at first, put right in place, then put on record in whole."""
    if not can_import(request.user):
        raise PermissionDenied
    if "anew" in request.GET:
        let_go(request)
        return redirect(request.path)
    form = StatementForm(form_data(request), request.FILES or None, user=request.user)
    sent, book, table, office, known = None, Book(), None, None, None
    account_end = form.data.get("account_end", "")
    if form.is_bound and (form.is_valid() or form.pasted.strip()):
        office = form.cleaned_data.get("office")
        remembered = layout_of(office, signatures(form.pasted)) if office else {}
        sent, book = form.sent(remembered, laid_out)
        table = read_statement(sent)
        account_end = account_end or account_end_of(table.sheet)
        origin = form.read_origin()
        known = statement_of(office, origin.sha256) if office else None
        if request.method == "POST" and table.sheet.body and office:
            if form.data.get("do") == "add" and not table.problems and form.is_valid():
                if not account_end:
                    form.add_error("account_end", _("Say which account this is of: its last 4 digits."))
                else:
                    try:
                        with once(request) as acted:
                            statement, left_out = add_statement(
                                office,
                                actor=request.user,
                                origin=origin,
                                account_end=account_end,
                                rows=table.right,
                            )
                            remember_columns(request, office, table.sheet, signature)
                            acted.answer = reverse("recoveries:statement", args=[statement.pk])
                    except Problem as problem:
                        show_problem(form, problem)
                    else:
                        let_go(request)
                        _say(request, statement, left_out)
                        return redirect(acted.answer)
            keep_table(request, office, origin, sent, book, table.sheet, account_end=account_end)
    context: dict[str, Any] = {
        "form": form,
        "table": table,
        "sent": sent,
        "book": book,
        "known": known,
        "account_end": account_end,
        "origin": carried(form.read_origin()) if table else "",
        "offers": offers_by_column(table.rows) if table else [],
    }
    refused = request.method == "POST" and bool(form.errors or (table and table.problems))
    return render(request, "recoveries/import_statement.html", context, status=422 if refused else 200)


def _say(request: HttpRequest, statement: Statement, left_out: int) -> None:
    count = statement.lines.count()
    words = ngettext("%(n)d sum that came in is on record.", "%(n)d sums that came in are on record.", count)
    messages.success(request, words % {"n": count})
    if left_out:
        words = ngettext(
            "%(n)d row is on an earlier statement and is left out.",
            "%(n)d rows are on earlier statements and are left out.",
            left_out,
        )
        messages.info(request, words % {"n": left_out})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a statement: those to be posted with the case each was probably paid for, or those done."""
    statement = get_object_or_404(
        Statement.objects.visible_to(request.user).select_related("office", "recorded_by"), pk=pk
    )
    shown = request.GET.get("show", "open")
    lines = {
        "open": statement.lines.open(),
        "posted": statement.lines.posted(),
        "skipped": statement.lines.skipped(),
    }
    if shown not in lines:
        shown = "open"
    page = keyset(
        lines[shown].prefetch_related("receipts__case"), request, order=("number", "id"), size=SHOWN
    )
    found = matches(page.items, request.user) if shown == "open" else {}
    standing = {
        line.pk: next((r for r in line.receipts.all() if r.state in ("recorded", "verified")), None)
        for line in page.items
    }
    context = {
        "statement": statement,
        "progress": Statement.objects.filter(pk=pk).with_progress().get(),
        "page": page,
        "rows": [(line, next(iter(found.get(line.pk, ())), None), standing[line.pk]) for line in page.items],
        "shown": shown,
        "tabs": [("open", _("To be posted")), ("posted", _("Posted")), ("skipped", _("Skipped"))],
    }
    return render(request, "recoveries/statement.html", context)


def _line_or_404(request: HttpRequest, pk: int) -> StatementLine:
    return get_object_or_404(
        StatementLine.objects.visible_to(request.user).select_related("statement__office"), pk=pk
    )


@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One row, and the cases it was probably paid for; each is confirmed on the form of a payment."""
    found = _line_or_404(request, pk)
    receipt = found.receipts.standing().visible_to(request.user).select_related("case").first()
    is_open = found.is_open
    asked = request.GET.get("case", "").strip()
    cases = Case.objects.visible_to(request.user).filter(state__in=IN_HAND)
    context = {
        "line": found,
        "asked": asked,
        "other": cases.filter(number=asked).first() if asked and is_open else None,
        "receipt": receipt,
        "is_open": is_open,
        "matches": matches([found], request.user)[found.pk] if is_open else [],
        "may": can_keep_statements(found.office, request.user),
    }
    return render(request, "recoveries/statement_line.html", context)


@get_or_post
def skip(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a row is of no case."""
    found = _line_or_404(request, pk)
    if not can_keep_statements(found.office, request.user):
        raise PermissionDenied
    form = SkipForm(form_data(request))
    return form_page(
        request,
        form,
        lambda: skip_line(found, actor=request.user, **form.cleaned_data),  # type: ignore[arg-type]
        template="recoveries/skip_line.html",
        done_url=reverse("recoveries:statement", args=[found.statement_id]),
        message=_("The row is skipped; it may be taken up again."),
        context={"line": found},
    )


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again what was skipped."""
    found = _line_or_404(request, pk)
    if not can_keep_statements(found.office, request.user):
        raise PermissionDenied
    answer = reverse("recoveries:statement_line", args=[pk])
    try:
        with once(request, answer):
            reopen_line(found, actor=request.user)
    except Problem as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect(answer)
