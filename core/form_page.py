"""One form on one page, posted to an action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import Problem, show_problem
from core.once import once


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    template: str,
    done_url: str,
    message: Any,
    context: dict[str, Any],
    refuse: Callable[[Any, Problem], None] = show_problem,
) -> HttpResponse:
    """Show the form; posted and valid, call `act` once and go on to `done_url`. Refused: shown again, nothing lost.

    `refuse` puts what the action refused into the form.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with once(request, done_url):
                act()
        except Problem as problem:
            refuse(form, problem)
        else:
            messages.success(request, message)
            return redirect(done_url)
    status = 422 if request.method == "POST" else 200
    return render(request, template, {"form": form, "back_url": done_url, **context}, status=status)
