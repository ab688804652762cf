"""Mediation rounds and the agreement they lead to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions.steps import take_step
from cases.addresses import case_url
from cases.models import Case
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_case
from cases.views.form_page import PART, form_page
from cases.views.refusal import refuse
from cases.workflow import CaseState
from core.errors import Problem
from core.once import once
from core.resume import form_data
from core.step_view import StepView
from core.views import get_or_post
from mediation.actions.agreements import AGREEABLE, record_agreement, sign_agreement
from mediation.actions.rounds import (
    FIELDS,
    correct_round,
    record_held_round,
    schedule_round,
    take_round_step,
)
from mediation.forms.agreement import MAX_ROWS, ROWS, AgreementForm, InstalmentFormSet, SignForm
from mediation.forms.rounds import STEP_FORMS, CorrectForm, HeldRoundForm, RoundForm
from mediation.instalments import Part
from mediation.models import Agreement, MediationRound

PREFIX = "pay"


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


@get_or_post
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the next round."""
    words = {"title": _("Schedule a round"), "submit": _("Schedule")}
    return _round_page(request, pk, RoundForm, schedule_round, _("The round is scheduled."), words)


@get_or_post
def record_held(request: HttpRequest, pk: int) -> HttpResponse:
    """A round that was held without having been set before, on one page."""
    words = {"title": _("Record a round held"), "submit": _("Put on record")}
    return _round_page(request, pk, HeldRoundForm, record_held_round, _("The round is on record."), words)


def _round_page(
    request: HttpRequest,
    pk: int,
    form_class: Callable[..., Form],
    act: Callable[..., MediationRound],
    message: str,
    words: dict[str, str],
) -> HttpResponse:
    """A round of a case in mediation, written down by whoever works on the case."""
    case = fetch_case(request, pk)
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    if case.state != CaseState.MEDIATION:
        messages.error(request, _("Rounds are held while the case is in mediation."))
        return redirect(case_url(case.pk, "mediation"))
    form = form_class(form_data(request), case=case, user=request.user)
    return form_page(
        request,
        form,
        lambda: act(case, actor=request.user, **form.cleaned_data),
        done_url=case_url(case.pk, "mediation"),
        message=message,
        context={"case": case, **words},
        template=PART,
        answers=case,
    )


class RoundStepView(StepView):
    model = MediationRound
    take = staticmethod(take_round_step)
    step_forms = STEP_FORMS
    headline = "mediation/_round_headline.html"

    @staticmethod
    def done_url(round_: MediationRound) -> str:
        return case_url(round_.case_id, "mediation")

    def visible(self) -> QuerySet:
        rounds = super().visible().select_related("case__office", "case__employer", "mediator")
        return rounds.prefetch_related("case__claimants__worker", "case__assignments__lawyer")


@get_or_post
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was written down of a held round."""
    rounds = MediationRound.objects.visible_to(request.user).select_related("case__office")
    round_ = get_object_or_404(rounds, pk=pk)
    if not clerk_or_lawyer(round_.case, request.user):
        raise PermissionDenied
    said = {name: getattr(round_, name) for name in FIELDS}
    form = CorrectForm(form_data(request), obj=round_, user=request.user, initial=said)
    title = _("Correct round %(number)d") % {"number": round_.number}
    return form_page(
        request,
        form,
        lambda: correct_round(round_, actor=request.user, **form.data_for_step()),
        done_url=case_url(round_.case_id, "mediation"),
        message=_("Corrected; the former text stays on record."),
        context={"case": round_.case, "title": title, "submit": _("Save")},
        template=PART,
        answers=round_,
    )


@get_or_post
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an agreement, or a changed one in place of the former.

    The button "fill" writes the planned payments into rows, to be changed one by one; nothing is saved by it.
    """
    case = _agreeable(request, pk)
    if not clerk_or_lawyer(case, request.user):
        raise PermissionDenied
    if case.state not in AGREEABLE:
        messages.error(request, _("An agreement is made in mediation, in arbitration or in court."))
        return redirect(case_url(case.pk, "mediation"))
    former = next((a for a in case.agreements.all() if a.in_force), None)
    data = form_data(request)
    form = AgreementForm(data, case=case, former=former)
    rows = _rows(data, case, former, form)
    status = _status(request)
    if "fill" in request.POST:
        planned = form.planned() if form.is_valid() and form.cleaned_data["plan"] != ROWS else []
        if len(planned) > MAX_ROWS:
            form.add_error("count", _("At most %(n)d payments can be written out.") % {"n": MAX_ROWS})
        elif planned:
            data, status = _filled(request.POST, planned), 200
            form = AgreementForm(data, case=case, former=former)
            rows = _rows(data, case, former, form)
    elif request.method == "POST" and _save(request, case, form, rows):
        return redirect(case_url(case.pk, "mediation"))
    context = {"case": case, "form": form, "rows": rows, "former": former}
    return render(request, "mediation/agreement.html", context, status=status)


def _agreeable(request: HttpRequest, pk: int) -> Case:
    related = (
        "claimants__worker",
        "claims__claimant__worker",
        "agreements__terms__claim",
        "agreements__instalments",
        "rounds",
    )
    cases = Case.objects.visible_to(request.user).select_related("office").prefetch_related(*related)
    return get_object_or_404(cases, pk=pk)


def _rows(data: Any, case: Case, former: Agreement | None, form: AgreementForm) -> Any:
    of = {"claimants": case.active_claimants, "claims": form.claims}
    kwargs = {"prefix": PREFIX, "form_kwargs": of}
    if data is not None and f"{PREFIX}-TOTAL_FORMS" in data:
        return InstalmentFormSet(data, **kwargs)
    own = former is not None and form["plan"].initial == ROWS
    said = former.instalments.all() if own and former else ()
    initial = [
        {"claimant": i.claimant_id, "due_on": i.due_on, "amount": i.amount, "claim": i.claim_id} for i in said
    ]
    return InstalmentFormSet(initial=initial, **kwargs)


def _filled(posted: QueryDict, planned: list[Any]) -> QueryDict:
    """What was posted, with the plan written out in rows."""
    data = posted.copy()
    data["plan"] = ROWS
    for key in [key for key in data if key.startswith(f"{PREFIX}-")]:
        del data[key]
    data[f"{PREFIX}-TOTAL_FORMS"], data[f"{PREFIX}-INITIAL_FORMS"] = str(len(planned)), "0"
    for index, (claimant, due_on, amount) in enumerate(planned):
        row = {"claimant": claimant, "due_on": due_on.isoformat(), "amount": amount}
        for name, value in row.items():
            data[f"{PREFIX}-{index}-{name}"] = str(value)
    return data


def _save(request: HttpRequest, case: Case, form: AgreementForm, rows: Any) -> bool:
    own = form.data.get("plan") == ROWS
    if not all([form.is_valid(), not own or rows.is_valid()]):
        return False
    if own:
        kept = [row.cleaned_data for row in rows if row.cleaned_data and not row.cleaned_data["DELETE"]]
        instalments = [Part(row["claimant"], row["due_on"], row["amount"], row.get("claim")) for row in kept]
    else:
        instalments = [Part(*planned) for planned in form.planned()]
    try:
        with once(request, case_url(case.pk, "mediation")):
            record_agreement(case, instalments=instalments, actor=request.user, **form.agreement_data())
            if request.POST.get("do") == "settle":
                take_step(case, "settle", actor=request.user)
    except Problem as problem:
        refuse(form, problem, case)
        return False
    signed = form.cleaned_data["signed_on"]
    messages.success(
        request,
        _("The agreement is on record, and the case is settled.")
        if request.POST.get("do") == "settle"
        else _("The agreement is on record.")
        if signed
        else _("The agreement is on record; enter the day of signature once both sides have signed."),
    )
    return True


@get_or_post
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the day the agreement was signed."""
    agreements = Agreement.objects.visible_to(request.user).select_related("case__office")
    found = get_object_or_404(agreements, pk=pk)
    if not clerk_or_lawyer(found.case, request.user):
        raise PermissionDenied
    form = SignForm(form_data(request), initial={"seen_version": found.version})
    return form_page(
        request,
        form,
        lambda: sign_agreement(found, actor=request.user, **form.cleaned_data),
        done_url=case_url(found.case_id, "mediation"),
        message=_("The signature is on record."),
        context={"case": found.case, "title": _("Enter the signature"), "submit": _("Save")},
        template=PART,
        answers=found,
    )
