"""Recording money on a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.addresses import case_url
from cases.models import Case
from core.errors import Problem, show_problem
from core.once import once
from core.resume import form_data
from core.views import get_or_post
from documents.actions import add_attachment, received_file
from documents.models import Attachment, AttachmentKind
from documents.views.files import say_of_added
from recoveries.actions.receipts import PossibleDouble, record_receipt
from recoveries.excerpts import excerpt_of
from recoveries.forms.receipts import ReceiptForm
from recoveries.models import StatementLine
from recoveries.permissions import can_keep_statements, can_record

WORDS = ("note", "extras", "extra_note", "reference", "account_end", "no_double")
"""What a payment takes from its form as it stands there."""


@get_or_post
def record(request: HttpRequest, case_pk: int) -> HttpResponse:
    """Record a payment that came in for a case."""
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("office", "employer"), pk=case_pk
    )
    if not can_record(case, request.user):
        raise PermissionDenied
    if not case.takes_money:
        messages.error(request, _("Money is recorded on accepted cases that have not ended."))
        return redirect("cases:detail", case.pk)
    line = _line_asked_for(request)
    if line is not None and not line.is_open:
        messages.info(request, _("This row of the statement is posted or skipped already."))
        return redirect("recoveries:statement_line", line.pk)
    form = ReceiptForm(form_data(request), request.FILES or None, case=case, line=line)
    done_url = (
        reverse("recoveries:statement", args=[line.statement_id]) if line else case_url(case.pk, "money")
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and not form.wants_proposal
        and attempt_payment(form, _save, request, case, form.cleaned_data, line, done_url)
    ):
        messages.success(request, _("The payment is recorded and waits for the supervisor."))
        return redirect(done_url)
    context = {"case": case, "form": form, "line": line}
    return render(request, "recoveries/record.html", context, status=form.status)


def attempt_payment(form: ReceiptForm, save: Callable[..., None], *args: Any) -> bool:
    """Save, or show in the form why not; a payment that may be on the ledger already, with the receipts it looks like."""
    try:
        save(*args)
    except Problem as problem:
        if isinstance(problem, PossibleDouble):
            form.doubles = list(problem.doubles)
        show_problem(form, problem)
        return False
    return True


def _line_asked_for(request: HttpRequest) -> StatementLine | None:
    """The row of a bank statement that is to be posted, by the address of the page."""
    asked = request.GET.get("line", "")
    if not asked:
        return None
    lines = StatementLine.objects.visible_to(request.user).select_related("statement__office")
    line = get_object_or_404(lines, pk=asked if asked.isdecimal() else 0)
    if not can_keep_statements(line.office, request.user):
        raise PermissionDenied
    return line


def _save(
    request: HttpRequest, case: Case, data: dict[str, Any], line: StatementLine | None, done_url: str
) -> None:
    upload = data["proof"] or (excerpt_of(line) if line and data["excerpt"] else None)
    with received_file(upload) as path, once(request, done_url):
        proof = put_on_record(request, case, path, upload)
        record_receipt(
            case,
            actor=request.user,
            received_on=data["received_on"],
            parts=data["parts"],
            method=data["method"],
            payer=data["payer"],
            proof=proof,
            statement_line=line,
            **{name: data[name] for name in WORDS},
        )
    say_of_added(request, [proof] if proof else [])


def put_on_record(request: HttpRequest, case: Case, path: str | None, upload: Any) -> Attachment | None:
    """The proof that was handed in, if one was, among the files of the case."""
    if path is None:
        return None
    return add_attachment(case, actor=request.user, path=path, upload=upload, kind=AttachmentKind.PROOF)
