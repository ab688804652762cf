"""Pages on which the sum of a claim is worked out, overridden, and looked at again."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.actions import remember_columns
from calculators.catalogue import CALCULATORS, Calculator, for_claim
from calculators.kept import kept_at
from calculators.working import Outcome
from calculators.working import work_out as work_out_form
from cases.actions.changes import CHANGEABLE
from cases.addresses import case_url
from cases.models import Case, Claim, Claimant
from cases.permissions import clerk_or_lawyer
from cases.views.case_or_404 import fetch_case, fetch_for
from cases.views.form_page import form_page, show_problem
from core.errors import Problem
from core.once import once
from core.pasted_sheet import offers_by_column
from core.resume import form_data
from core.views import get_or_post
from law_tables.current import tables
from workings.actions import Worked, override_claim, work_out_claim, work_out_group, work_out_new_claim
from workings.forms.claim import (
    NewWorkOutForm,
    OverrideForm,
    WorkOutForm,
    differences,
    filled_in,
    show_hints,
    unsure_wages,
)
from workings.forms.group import GroupForm
from workings.models import Working
from workings.queries import award_items, case_facts, known_facts, region_of, worked_anew


@get_or_post
def work_out(request: HttpRequest, pk: int, claim_pk: int, code: str) -> HttpResponse:
    """The sum of a claim, live as one types, saved with its working."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claims = case.claims.select_related("claimant__worker", "working")
    claim = get_object_or_404(claims, pk=claim_pk, is_active=True)
    calculator = _calculator(code, claim.kind)
    return _calculation(
        request,
        case,
        calculator,
        claim.claimant,
        claim,
        lambda **data: work_out_claim(claim, actor=request.user, **data),
    )


@get_or_post
def work_out_new(request: HttpRequest, pk: int, claimant_pk: int, code: str) -> HttpResponse:
    """The sum of something a claimant does not claim yet. Posted with `do=work-out`, as the form for a new claim and
    another calculation do, the page begins with what was typed there."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claimant = get_object_or_404(case.claimants.select_related("worker"), pk=claimant_pk)
    calculator = _calculator(code)

    def add(**data: Any) -> Claim:
        kind = calculator.claim_kinds[0]
        return work_out_new_claim(case, actor=request.user, claimant=claimant, kind=kind, **data)

    return _calculation(request, case, calculator, claimant, None, add)


def _calculator(code: str, kind: str | None = None) -> Calculator:
    """The calculator of this code where it works out claims (of this kind), else 404."""
    calculator = CALCULATORS.get(code)
    if calculator is None or not (kind in calculator.claim_kinds if kind else calculator.claim_kinds):
        raise Http404
    return calculator


def _calculation(
    request: HttpRequest,
    case: Case,
    calculator: Calculator,
    claimant: Claimant,
    claim: Claim | None,
    save: Callable[..., Claim],
) -> HttpResponse:
    typed = _typed_before(request)
    data = None if typed else form_data(request)
    change = (
        WorkOutForm(data, case=case, claim=claim)
        if claim
        else NewWorkOutForm(data, case=case, calculator=calculator, initial=typed)
    )
    known = known_facts(calculator, claimant, region_of(case), claim)
    typed = {name: text for name, text in typed.items() if name in calculator.form.base_fields}
    form = calculator.form(data, initial=known | typed)
    worked = form if form.is_bound else filled_in(form)
    outcome = work_out_form(calculator, worked, tables(), kept_at(case.office))
    says = case_facts(claimant, claim)
    show_hints(form, differences(worked, says) | unsure_wages(calculator, worked, says))
    context = {
        "case": case,
        "calculator": calculator,
        "others": [c for c in for_claim(calculator.claim_kinds[0]) if c != calculator],
        "claimant": claimant,
        "claim": claim,
        "form": form,
        "worked": worked,
        "change": change,
        "outcome": outcome,
        **worked.asks_shown(request.POST),
        "back_url": case_url(case.pk, "claims"),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "calculators/_live.html", context)
    saving = request.POST.get("do") == "save"
    if saving and change.is_valid() and outcome.frozen:
        try:
            with once(request, context["back_url"]):
                saved = save(frozen=outcome.frozen, **change.change())
        except Problem as problem:
            show_problem(change, problem)
        else:
            messages.success(request, _saved(saved.claimed))
            return redirect(case_url(case.pk, "claims"))
    refused = request.method == "POST" and form.is_bound and (saving or not form.is_valid())
    return render(request, "workings/work_out.html", context, status=422 if refused else 200)


def _typed_before(request: HttpRequest) -> dict[str, str]:
    """What was typed on the page that leads here; the period of a claim is also that of a calculation."""
    if request.POST.get("do") != "work-out":
        return {}
    sent = request.POST.dict()
    period = {"start": sent.get("period_from", ""), "end": sent.get("period_to", "")}
    return {name: text for name, text in (period | sent).items() if text}


def _saved(total: Decimal) -> str:
    return _("Saved with the working: %(sum)s yuan.") % {"sum": f"{total:,.2f}"}


@get_or_post
def override(request: HttpRequest, pk: int, claim_pk: int) -> HttpResponse:
    """Another sum than the one worked out, with the reason for it."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    claims = case.claims.select_related("claimant__worker", "working").defer("working__frozen")
    claim = get_object_or_404(claims, pk=claim_pk, is_active=True, working__isnull=False)
    form = OverrideForm(form_data(request), case=case, claim=claim)
    return form_page(
        request,
        form,
        lambda: override_claim(claim, actor=request.user, **form.change()),
        template="workings/override.html",
        done_url=case_url(case.pk, "claims"),
        message=_("Saved."),
        context={
            "case": case,
            "claim": claim,
            "title": _("Claim another sum"),
            "about": f"{claim.get_kind_display()} · {claim.claimant}",
        },
    )


@require_safe
def final_award(request: HttpRequest, pk: int) -> HttpResponse:
    """Which claims an award would settle for good: the calculator for it, with the claims of the case. Nothing is
    saved."""
    case = fetch_case(request, pk)
    calculator = CALCULATORS["final_award"]
    claims = case.claims.select_related("claimant__worker")
    form = calculator.form(initial={"region": region_of(case), "items": award_items(claims)})
    context = {
        "calculator": calculator,
        "form": form,
        "outcome": Outcome(),
        "back_url": case_url(case.pk, "claims"),
        "back_label": case,
    }
    return render(request, "calculators/page.html", context)


@require_safe
def working(request: HttpRequest, pk: int, working_pk: int) -> HttpResponse:
    """How a sum was worked out that day, beside what today's tables would give."""
    case = fetch_case(request, pk)
    found = case.workings.select_related("claim__claimant__worker", "worked_out_by")
    shown = get_object_or_404(found, pk=working_pk)
    is_present = shown.claim.working_id == shown.pk
    may_change = case.state in CHANGEABLE and clerk_or_lawyer(case, request.user)
    context = {
        "case": case,
        "shown": shown,
        "claim": shown.claim,
        "is_present": is_present,
        "can_change": is_present and shown.claim.is_active and may_change,
        "anew": worked_anew(shown, tables()),
        "workings": _others(case, shown),
        "back_url": case_url(case.pk, "claims"),
    }
    return render(request, "workings/working.html", context)


def _others(case: Case, shown: Working) -> list[Working]:
    """All workings of the claim, the newest first, where there are several."""
    workings = case.workings.filter(claim=shown.claim_id).select_related("worked_out_by").defer("frozen")
    return list(workings) if len(workings) > 1 else []


@get_or_post
def work_out_all(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The same calculation for all claimants, each with the own facts, typed or pasted; saved all at once."""
    case = fetch_for(request, pk, clerk_or_lawyer)
    calculator = _calculator(code)
    claims = Prefetch("claims", Claim.objects.select_related("working"))
    claimants = case.claimants.select_related("worker").prefetch_related(claims)
    group = GroupForm(
        calculator,
        case,
        [claimant for claimant in claimants if claimant.is_active],
        region=region_of(case),
        tables=tables(),
        data=form_data(request),
        files=request.FILES or None,
        remembered=request.user.pasted_columns.get(KIND_OF_TABLE),
    )
    context = {
        "case": case,
        "calculator": calculator,
        "group": group,
        "back_url": case_url(case.pk, "claims"),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "workings/_work_out_group_live.html", _asked(request, context))
    do = request.POST.get("do")
    status = 200
    if do in ("fill", "leave-out") or "sheet" in request.POST:
        pasted, context["book"] = group.pasted, group.book
        if pasted.problems:
            context["table"], context["offers"], status = pasted, offers_by_column(pasted.rows), 422
        if pasted.right:
            remember_columns(user=request.user, table=KIND_OF_TABLE, choices=pasted.sheet.choices_made())
            context["filled"] = len(pasted.right)
            context["group"] = group.with_pasted()
        context["table_text"] = context["group"].change["text"].value() if pasted.right else group.sent.text
    elif do == "save":
        status = 422
        if group.is_valid():
            try:
                with once(request, context["back_url"]):
                    claimed = _save_group(request, case, group)
            except Problem as problem:
                group.add_problem(problem)
            else:
                messages.success(
                    request, _("Saved with their workings: %(count)d claims.") % {"count": len(claimed)}
                )
                return redirect(case_url(case.pk, "claims"))
    context["saving"] = do == "save"
    return render(request, "workings/work_out_group.html", _asked(request, context), status=status)


KIND_OF_TABLE = "workings"


def _save_group(request: HttpRequest, case: Case, group: GroupForm) -> list[Claim]:
    rows = [
        (
            row.claimant.pk,
            Worked(row.claimant, row.outcome.frozen, row.head.cleaned_data.get("seen_version", -1)),
        )
        for row in group.taken
    ]
    reason = group.change.cleaned_data["reason"]
    return work_out_group(case, actor=request.user, kind=group.kind, rows=rows, reason=reason)


def _asked(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """With which rates were asked for, and whether those are others than the page shows."""
    return {**context, **context["group"].common.asks_shown(request.POST)}
