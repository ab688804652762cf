"""One form on one page, posted to an action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases.forms.claimants import PasteForm
from cases.forms.row_sets import set_value
from cases.models import Case
from cases.paste import Table
from core.errors import Problem
from core.errors import show_problem as show_in_form
from core.once import once
from core.resume import form_data


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
) -> HttpResponse:
    """Show the form; posted and valid, call `act` once and go on to `done_url`. Refused: shown again, nothing lost."""
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, done_url):
                act()
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, message)
            return redirect(done_url)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "back_url": done_url, **context}, status=status)


def paste_page(
    request: HttpRequest,
    case: Case,
    read: Callable[[str], Table],
    add: Callable[..., list],
    *,
    template: str,
    done_url: str,
    message: str,
) -> HttpResponse:
    """A table out of a spreadsheet: `read` shows what it says and what is wrong with it, `add` then writes all of it.

    `message` tells how many (`count`) were added.
    """
    form = PasteForm(form_data(request), case=case)
    table = read(form.cleaned_data["text"]) if form.is_bound and form.is_valid() else None
    if table and not table.problems and request.POST.get("do") == "add":
        try:
            with once(request, done_url):
                added = add(case, actor=request.user, **form.change())
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, message % {"count": len(added)})
            return redirect(done_url)
    refused = request.method == "POST" and bool(form.errors or (table and table.problems))
    context = {"case": case, "form": form, "table": table, "back_url": done_url}
    return render(request, template, context, status=422 if refused else 200)
