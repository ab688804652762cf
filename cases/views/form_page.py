"""One form about a case on one page, posted to an action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions import remember_columns
from cases.forms.claimants import PasteForm
from cases.forms.row_sets import set_value
from cases.models import Case
from cases.paste import Table
from cases.views.refusal import answer_again
from core.errors import Problem
from core.errors import show_problem as show_in_form
from core.form_page import form_page as any_form_page
from core.once import once
from core.pasted_sheet import Added, Sent, offers_by_column
from core.resume import form_data, keep_for_later, let_go
from core.sheet_files import Book

PART = "cases/part_form.html"
"""The template of a form about one thing of a case, which names what its button does."""


def show_problem(form: forms.Form, problem: Problem) -> None:
    """Put what an action refused at the fields it names, else at the top of the form.

    Where a number is on record under another name, the form learns whose it is: sent again, it means it.
    """
    show_in_form(form, problem)
    for error in (error for errors in getattr(problem, "error_dict", {}).values() for error in errors):
        if error.code == "other_name" and "known" in form.fields:
            set_value(form, "known", str(error.params["known"]))


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    done_url: str,
    message: Any,
    context: dict[str, Any],
    template: str = "cases/form_page.html",
    answers: Any = None,
) -> HttpResponse:
    """Show the form; posted and valid, call `act` once and go on to `done_url`. Refused: shown again, nothing lost.

    `answers` is the row whose `seen_version` the form carries: where it changed meanwhile, sending the form again
    answers it as it then stands.
    """

    def refuse(form: forms.Form, problem: Problem) -> None:
        if answers is not None:
            answer_again(form, problem, answers)
        show_problem(form, problem)

    return any_form_page(
        request,
        form,
        act,
        template=template,
        done_url=done_url,
        message=message,
        context=context,
        refuse=refuse,
    )


ROWS_AT_ONCE = 40
"""So many rows are added in one request; the page goes on by itself and shows how far it is."""


def paste_page(
    request: HttpRequest,
    case: Case,
    read: Callable[[Sent], Table],
    add: Callable[..., Added],
    *,
    kind: str,
    template: str,
    done_url: str,
    message: str,
) -> HttpResponse:
    """A table out of a spreadsheet: `read` shows what it says and what is wrong with it, `add` writes the right rows.

    Rows that are left stay on the page, also when somebody comes back to it. What the columns of this `kind` of table
    were said to be is remembered with the user. `message` tells how many rows (`count`) were added.
    """
    if "anew" in request.GET:
        let_go(request)
        return redirect(request.path)
    form = PasteForm(form_data(request), request.FILES or None, case=case)
    sent, book, table = None, Book(), None
    if form.is_bound and (form.is_valid() or form.pasted.strip()):
        remembered = request.user.pasted_columns.get(kind, {})
        sent, book = form.sent(remembered, lambda sent: read(sent).sheet)
        table = read(sent)
    do, before = form.data.get("do"), form.cleaned_data.get("added") or 0 if form.is_bound else 0
    total = max(
        (form.cleaned_data.get("total") or 0) if form.is_bound else 0,
        before + len(table.right if table else ()),
    )
    if request.method == "POST" and do == "add" and table and table.right and form.is_valid():
        count = before + len(table.right[:ROWS_AT_ONCE])
        try:
            with once(request) as acted:
                reason = form.change()["reason"]
                added = add(case, actor=request.user, sent=sent, reason=reason, most=ROWS_AT_ONCE)
                remember_columns(user=request.user, table=kind, choices=table.sheet.choices_made())
                acted.answer = request.path if added.rest else done_url
        except Problem as problem:
            show_problem(form, problem)
        else:
            is_going_on = len(table.right) > ROWS_AT_ONCE
            if not is_going_on:
                messages.success(request, message % {"count": count})
            if not added.rest:
                let_go(request)
                return redirect(done_url)
            left = {"added": count, "total": total} if is_going_on else {}
            going_on = "add" if is_going_on else "check"
            _keep(request, sent, table, book, added.rest, reason=reason, do=going_on, **left)
            return redirect(request.path)
    elif request.method == "POST" and table and sent and table.sheet.body:
        _keep(request, sent, table, book, sent.text, reason=form.data.get("reason", ""), do="check")
    context = {
        "case": case,
        "form": form,
        "table": table,
        "sent": sent,
        "book": book,
        "offers": offers_by_column(table.rows) if table else [],
        "is_going_on": request.method == "GET" and do == "add",
        "added": before,
        "total": total,
        "back_url": done_url,
    }
    refused = request.method == "POST" and bool(form.errors or (table and table.problems))
    return render(request, template, context, status=422 if refused else 200)


def _keep(request: HttpRequest, sent: Sent, table: Table, book: Book, text: str, **said: Any) -> None:
    """Keep the table with what was said of its columns and rows, and the other sheets, so that it is here again when somebody comes back."""
    chosen = {column.name: column.choice for column in table.sheet.columns}
    meant = {f"who-{row.number}": row.meant for row in table.rows if row.meant}
    taken = {f"row-{number}": choice for number, choice in sent.taken.items()}
    fields = {"text": text, **said, **chosen, **meant, **taken}
    kept = [(name, [str(value)]) for name, value in fields.items()]
    keep_for_later(request, kept + book.carried_fields(but_read=True))
