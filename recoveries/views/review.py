"""The supervisor's desk: the queue, one receipt beside its proof, and the steps."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from accounts.permissions import has_role, has_role_anywhere
from cases.sums import sums_of
from core.errors import attempt, require
from core.fsm import steps_for
from core.once import once, remember
from core.paging import keyset
from core.pills import panel
from core.replica import reads_replica
from core.resume import form_data
from core.step_view import StepView
from core.views import get_or_post
from documents.actions import received_file
from documents.views.files import say_of_added
from recoveries.actions.receipts import attach_proof, take_receipt_step
from recoveries.actions.together import verify_together
from recoveries.forms.receipts import ProofForm
from recoveries.forms.review import FaultForm, TickedForm
from recoveries.models import OldLedger, Receipt
from recoveries.opened import opened_by
from recoveries.permissions import can_mend, can_record, can_see_queue, can_verify
from recoveries.queries import STATEMENT_READERS
from recoveries.queue import Queue
from recoveries.views.receipts import put_on_record
from recoveries.workflow import ReceiptState

DECISIONS = ("verify", "send_back", "reject")
"""After these the next of the queue opens."""


@reads_replica
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Receipts by state; without a choice those that wait for a supervisor, the longest first."""
    require(can_see_queue(request.user))
    asked = Queue(request.user, request.GET)
    return panel(request, asked.form) or _queue_page(request, asked)


def _queue_page(
    request: HttpRequest, asked: Queue, refused: Sequence[tuple[Receipt, str]] = (), problem: str = ""
) -> HttpResponse:
    rows = asked.rows.select_related(
        "case__office", "case__employer", "recorded_by", "verified_by", "proof", "reverses", "mends"
    )
    ticks = asked.waits and has_role_anywhere(request.user, "supervisor")
    if ticks:
        rows = rows.prefetch_related("case__rounds", "case__assignments")
    page = keyset(rows, request, order=asked.order)
    if ticks:
        opened = opened_by(request.user, page.items)
        for receipt in page.items:
            receipt.is_mine_to_verify = can_verify(receipt, request.user)
            receipt.is_opened = receipt.pk in opened
    context = {
        "old_waiting": OldLedger.objects.visible_to(request.user).waiting().count(),
        "ticks": ticks,
        "refused": refused,
        "problem": problem,
        "page": page,
        "queue": asked,
        "form": asked.form,
        "pills": asked.form.pills(),
        "states": ReceiptState.choices,
        "sums": asked.rows.waiting_sums() if asked.waits else None,
    }
    status = 422 if refused or problem else 200
    return render(request, "recoveries/queue.html", context, status=status)


@get_or_post
def together(request: HttpRequest) -> HttpResponse:
    """Verify the entries that were ticked; what was refused is said with its reason."""
    require(has_role_anywhere(request.user, "supervisor"))
    asked = Queue(request.user, request.GET)
    url = reverse("recoveries:queue") + asked.query
    if request.method != "POST":
        return redirect(url)
    form = TickedForm(form_data(request))
    if not form.is_valid():
        return _queue_page(request, asked, problem=str(next(iter(form.errors.values()))[0]))
    seen = Receipt.objects.visible_to(request.user).filter(pk__in=form.seen_versions)
    receipts = list(seen.select_related("case__office", "proof").order_by("recorded_at", "pk"))
    aimed_at = Receipt.objects.filter(pk__in=form.seen_versions)
    request.ticked = list(aimed_at.values_list("case", flat=True))  # type: ignore[attr-defined]
    if len(receipts) < len(form.seen_versions):
        raise Http404
    outcome = verify_together(receipts, actor=request.user, seen_versions=form.seen_versions)
    if outcome.done:
        remember(request, url)
        count = len(outcome.done)
        said = ngettext("%(n)d entry is verified.", "%(n)d entries are verified.", count)
        messages.success(request, said % {"n": count})
    if not outcome.refused:
        return redirect(url)
    request.form_token_is_spent = bool(outcome.done)  # type: ignore[attr-defined]
    return _queue_page(request, asked, refused=outcome.refused)


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
            "mends",
            "mended_by",
            "statement_line__statement__office",
        )
        .prefetch_related("lines__claim__claimant__worker", "counter_entries", "extras"),
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
    asked = Queue(request.user, request.GET) if can_see_queue(request.user) else None
    context = {
        "receipt": receipt,
        "steps": steps_for(receipt, request.user),
        "form": form,
        "may_attach": may_attach,
        "may_mend": receipt.is_to_mend and can_mend(receipt, request.user),
        "can_see_line": _sees_line(receipt, request),
        "can_settle": receipt.reverses_id is None and can_record(receipt.case, request.user),
        "others": receipt.case.receipts.exclude(pk=receipt.pk),
        "sums": sums_of(receipt.case),
        "queue": asked,
        "next": asked.after(receipt) if asked else None,
    }
    return render(request, "recoveries/detail.html", context, status=422 if form.errors else 200)


def _sees_line(receipt: Receipt, request: HttpRequest) -> bool:
    """May the user look at the row of the statement it was made of?"""
    line = receipt.statement_line
    return line is not None and has_role(request.user, STATEMENT_READERS, line.office)


def _attach(request: HttpRequest, receipt: Receipt, data: dict[str, Any]) -> None:
    done_url = reverse("recoveries:detail", args=[receipt.pk])
    with received_file(data["proof"]) as path, once(request, done_url):
        proof = put_on_record(request, receipt.case, path, data["proof"])
        assert proof is not None
        attach_proof(receipt, actor=request.user, proof=proof)
    say_of_added(request, [proof])


def _after_step(receipt: Receipt) -> str:
    """On to the next of the queue, as it was chosen, where there is one; who sees no queue stays with the receipt."""
    asked: Queue | None = getattr(receipt, "queue", None)
    if asked is None:
        return reverse("recoveries:detail", args=[receipt.pk])
    coming = asked.after(receipt)
    if coming is None:
        return reverse("recoveries:queue") + asked.query
    return reverse("recoveries:detail", args=[coming.pk]) + asked.query


class ReceiptStepView(StepView):
    model = Receipt
    take = staticmethod(take_receipt_step)
    done_url: Any = staticmethod(_after_step)
    headline = "recoveries/_headline.html"
    step_forms = {"send_back": FaultForm, "ask_reversal": FaultForm}
    done_words = {
        "ask_reversal": gettext_lazy("The reversal is asked for and waits for another person to verify it."),
    }

    def visible(self) -> Any:
        return super().visible().select_related("case__office", "reverses", "mends")

    def find(self) -> Any:
        if self.name in DECISIONS and can_see_queue(self.user):
            self.obj.queue = Queue(self.user, self.request.GET)
        return super().find()

    def effects(self) -> list[str]:
        if self.name == "ask_reversal":
            return [
                _("A counter-entry is written and waits. The sum stands until another person verifies it."),
                _("It counts for the day on which it is verified."),
            ]
        if self.name == "send_back" and self.obj.reverses_id is None:
            return [_("Whoever recorded it finds it in “my work” and records it anew or strikes it out.")]
        if self.name == "send_back":
            return [_("The receipt it was to reverse stands.")]
        return []

    def back_url(self) -> str:
        asked: Queue | None = getattr(self.obj, "queue", None)
        return reverse("recoveries:detail", args=[self.obj.pk]) + (asked.query if asked else "")

    def crumbs(self) -> list[tuple[str, object]]:
        return [(self.back_url(), self.obj)]
