"""Recording money on a case, and the supervisor's queue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import has_role
from cases.addresses import case_url
from cases.models import Case
from cases.sums import sums_of
from core.errors import Problem, attempt, show_problem
from core.fsm import steps_for
from core.money import total
from core.once import once
from core.paging import keyset
from core.replica import reads_replica
from core.resume import form_data
from core.step_view import StepView
from core.views import get_or_post
from documents.actions import add_attachment, received_file
from documents.models import Attachment, AttachmentKind
from documents.views.files import say_of_added
from recoveries.actions.receipts import PossibleDouble, attach_proof, record_receipt, take_receipt_step
from recoveries.excerpts import excerpt_of
from recoveries.forms.receipts import ProofForm, ReceiptForm
from recoveries.models import Receipt, StatementLine
from recoveries.permissions import can_keep_statements, can_record, can_see_queue
from recoveries.queries import STATEMENT_READERS
from recoveries.workflow import ReceiptState


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
    if request.method == "POST" and form.is_valid() and not form.wants_proposal:
        try:
            _save(request, case, form.cleaned_data, line, done_url)
        except PossibleDouble as problem:
            form.doubles = list(problem.doubles)
            show_problem(form, problem)
        except Problem as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The payment is recorded and waits for the supervisor."))
            return redirect(done_url)
    context = {"case": case, "form": form, "line": line}
    is_refused = form.errors and not form.wants_proposal
    return render(request, "recoveries/record.html", context, status=422 if is_refused else 200)


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
        proof = _put_on_record(request, case, path, upload)
        record_receipt(
            case,
            actor=request.user,
            received_on=data["received_on"],
            parts=data["parts"],
            method=data["method"],
            payer=data["payer"],
            proof=proof,
            note=data["note"],
            extras=data["extras"],
            extra_note=data["extra_note"],
            reference=data["reference"],
            account_end=data["account_end"],
            no_double=data["no_double"],
            statement_line=line,
        )
    say_of_added(request, [proof] if proof else [])


def _put_on_record(request: HttpRequest, case: Case, path: str | None, upload: Any) -> Attachment | None:
    if path is None:
        return None
    return add_attachment(case, actor=request.user, path=path, upload=upload, kind=AttachmentKind.PROOF)


@reads_replica
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Receipts by state; without a choice those that wait for a supervisor, oldest first."""
    if not can_see_queue(request.user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    if state not in ReceiptState.values:
        state = ReceiptState.RECORDED
    receipts = Receipt.objects.visible_to(request.user).filter(state=state)
    waiting = Receipt.objects.visible_to(request.user).to_verify().aggregate(sum=total("amount"))["sum"]
    page = keyset(
        receipts.select_related("case__office", "case__employer", "recorded_by", "verified_by", "proof"),
        request,
        order=("received_on", "id") if state == ReceiptState.RECORDED else ("-received_on", "-id"),
    )
    context = {"page": page, "state": state, "states": ReceiptState.choices, "waiting": waiting}
    return render(request, "recoveries/queue.html", context)


@get_or_post
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt beside its proof. POST adds the proof where there is none yet."""
    receipt = get_object_or_404(
        Receipt.objects.visible_to(request.user)
        .select_related(
            "case__office",
            "case__employer",
            "proof",
            "recorded_by",
            "verified_by",
            "reverses",
            "reversed_by",
            "statement_line__statement__office",
        )
        .prefetch_related("lines__claim__claimant__worker", "extras"),
        pk=pk,
    )
    may_attach = (
        receipt.state == ReceiptState.RECORDED
        and not receipt.proof_id
        and can_record(receipt.case, request.user)
    )
    if request.method == "POST" and not may_attach:
        raise PermissionDenied
    form = ProofForm(request.POST or None, request.FILES or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and attempt(form, _attach, request, receipt, form.cleaned_data)
    ):
        messages.success(request, _("The proof is attached."))
        return redirect("recoveries:detail", receipt.pk)
    context = {
        "receipt": receipt,
        "steps": steps_for(receipt, request.user),
        "form": form,
        "may_attach": may_attach,
        "can_see_line": _sees_line(receipt, request),
        "can_settle": receipt.reverses_id is None and can_record(receipt.case, request.user),
        "others": receipt.case.receipts.exclude(pk=receipt.pk),
        "sums": sums_of(receipt.case),
    }
    return render(request, "recoveries/detail.html", context, status=422 if form.errors else 200)


def _sees_line(receipt: Receipt, request: HttpRequest) -> bool:
    """May the user look at the row of the statement it was made of?"""
    line = receipt.statement_line
    return line is not None and has_role(request.user, STATEMENT_READERS, line.office)


def _attach(request: HttpRequest, receipt: Receipt, data: dict[str, Any]) -> None:
    done_url = reverse("recoveries:detail", args=[receipt.pk])
    with received_file(data["proof"]) as path, once(request, done_url):
        proof = _put_on_record(request, receipt.case, path, data["proof"])
        assert proof is not None
        attach_proof(receipt, actor=request.user, proof=proof)
    say_of_added(request, [proof])


def _after_step(receipt: Receipt) -> str:
    """On to the list the supervisor came from: what still waits."""
    return reverse("recoveries:queue")


class ReceiptStepView(StepView):
    model = Receipt
    take = staticmethod(take_receipt_step)
    done_url: Any = staticmethod(_after_step)
    headline = "recoveries/_headline.html"
