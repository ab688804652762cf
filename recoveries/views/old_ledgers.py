"""Old ledgers: taking one over, how far it is, what became of its rows, and its steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.errors import Problem, show_problem
from core.fsm import steps_for
from core.once import once
from core.paging import keyset
from core.pasted_sheet import offers_by_column
from core.resume import form_data, let_go
from core.sheet_files import Book
from core.step_view import StepView
from core.views import get_or_post
from recoveries.actions.old_ledgers import go_on as go_on_with
from recoveries.actions.old_ledgers import old_ledger_of, take_old_ledger_step, take_over
from recoveries.actions.statements import layout_of
from recoveries.forms.old_ledgers import OldLedgerForm
from recoveries.forms.tables import carried
from recoveries.models import OldLedger
from recoveries.old_ledger_doubles import refuse_doubles
from recoveries.old_ledger_table import (
    SHOWN,
    laid_out,
    layout_signature,
    layout_signatures,
    read_old_ledger,
)
from recoveries.permissions import can_import, can_see_old_ledgers, can_take_over
from recoveries.views.tables import keep_table, remember_columns
from recoveries.workflow import OldLedgerState

ON_A_PAGE = 50
"""So many rows of an old ledger."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The old ledgers of the own offices, the newest first."""
    if not can_see_old_ledgers(request.user):
        raise PermissionDenied
    ledgers = OldLedger.objects.visible_to(request.user).select_related("office", "imported_by")
    page = keyset(ledgers, request, order=("-id",))
    return render(
        request, "recoveries/old_ledgers.html", {"page": page, "can_import": can_import(request.user)}
    )


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """Take over an old ledger: looked at first, put right in place, then taken in as a whole."""
    if not can_import(request.user):
        raise PermissionDenied
    if "anew" in request.GET:
        let_go(request)
        return redirect(request.path)
    form = OldLedgerForm(form_data(request), request.FILES or None, user=request.user)
    sent, book, table, known = None, Book(), None, None
    if form.is_bound and (form.is_valid() or form.pasted.strip()):
        office = form.cleaned_data.get("office")
        remembered = layout_of(office, layout_signatures(form.pasted)) if office else {}
        sent, book = form.sent(remembered, laid_out)
        table = read_old_ledger(sent)
        origin = form.read_origin()
        if office:
            known = old_ledger_of(office, origin.sha256)
            refuse_doubles(office, [] if known else table.rows)
        if request.method == "POST" and table.sheet.body and office:
            if form.data.get("do") == "add" and not table.problems and form.is_valid():
                try:
                    with once(request) as acted:
                        ledger = take_over(
                            office,
                            actor=request.user,
                            origin=origin,
                            source=form.cleaned_data["source"],
                            rows=table.right,
                        )
                        remember_columns(request, office, table.sheet, layout_signature)
                        acted.answer = reverse("recoveries:old_ledger", args=[ledger.pk])
                except Problem as problem:
                    show_problem(form, problem)
                else:
                    let_go(request)
                    return redirect(acted.answer)
            keep_table(request, office, origin, sent, book, table.sheet, source=form.data.get("source", ""))
    context: dict[str, Any] = {
        "form": form,
        "table": table,
        "to_correct": table.to_correct if table else None,
        "sent": sent,
        "book": book,
        "known": known,
        "shown": SHOWN,
        "origin": carried(form.read_origin()) if table else "",
        "offers": offers_by_column(table.to_correct.rows) if table else [],
    }
    refused = request.method == "POST" and bool(form.errors or (table and table.problems))
    return render(request, "recoveries/import_old_ledger.html", context, status=422 if refused else 200)


def _ledger_or_404(request: HttpRequest, pk: int) -> OldLedger:
    ledgers = OldLedger.objects.visible_to(request.user)
    people = ("imported_by", "confirmed_by", "reversal_asked_by", "reversed_by")
    return get_object_or_404(ledgers.select_related("office", *people), pk=pk)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an old ledger says, by what rule it counts, how far it is taken in, and its rows."""
    ledger = _ledger_or_404(request, pk)
    is_running = ledger.state == OldLedgerState.TAKING_IN
    context = {
        "ledger": ledger,
        "is_running": is_running,
        "done": ledger.rows.count() if is_running else ledger.number_of_rows,
        "may_go_on": is_running and can_take_over(ledger.office, request.user),
        "steps": steps_for(ledger, request.user),
        "page": keyset(ledger.rows.all(), request, order=("row",), size=ON_A_PAGE),
    }
    return render(request, "recoveries/old_ledger.html", context)


@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the rest of what was cut off; where nothing is left, nothing is done."""
    ledger = _ledger_or_404(request, pk)
    if not can_take_over(ledger.office, request.user):
        raise PermissionDenied
    answer = reverse("recoveries:old_ledger", args=[pk])
    try:
        with once(request, answer):
            go_on_with(ledger, actor=request.user)
    except Problem as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.info(request, _("The rest of the rows is being taken in."))
    return redirect(answer)


class OldLedgerStepView(StepView):
    model = OldLedger
    take = staticmethod(take_old_ledger_step)
    done_url: Any = staticmethod(lambda ledger: reverse("recoveries:old_ledger", args=[ledger.pk]))
    headline = "recoveries/_old_headline.html"
    done_words = {
        "confirm": gettext_lazy("The old ledger is confirmed, and counts."),
        "withdraw": gettext_lazy("The old ledger is withdrawn. Its rows stay on record and never count."),
        "propose_reversal": gettext_lazy(
            "The reversal is asked for. The old ledger counts until another supervisor reverses it."
        ),
        "reverse": gettext_lazy("The old ledger is reversed. Its rows stay on record and count no longer."),
    }

    def visible(self) -> Any:
        return super().visible().select_related("office")
