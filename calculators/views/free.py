"""The calculators by themselves, for a consultation without a case. Nothing is saved but the rates somebody looked up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.models import Office, User
from calculators.actions import keep_rates, to_keep
from calculators.catalogue import CALCULATORS, GROUPS
from calculators.entitlements import answer
from calculators.forms import CalculatorForm, EmploymentForm
from calculators.kept import kept_at
from calculators.permissions import can_keep, can_see_kept
from calculators.working import Outcome, work_out
from core.errors import Problem
from core.once import NOT_SAID, once
from core.resume import form_data, keep_for_later, let_go
from core.views import get_or_post
from labour_law.entitlements.proof import EMPLOYMENT
from law_tables.current import tables


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All calculators, by what they are about."""
    return render(
        request, "calculators/index.html", {"groups": GROUPS, "has_kept": can_see_kept(request.user)}
    )


@get_or_post
def page(request: HttpRequest, code: str) -> HttpResponse:
    """One calculator. What htmx posts while somebody types is answered with the result alone, and always with 200."""
    calculator = CALCULATORS.get(code)
    if calculator is None:
        raise Http404
    office = _office(request.user)
    form = calculator.form(form_data(request), initial={"region": _region(office)})
    outcome = work_out(calculator, form, tables(), kept_at(office)) if form.is_bound else Outcome()
    if _keep(request, office, [outcome.frozen] if outcome.frozen else []):
        return redirect(request.path)
    context = {"calculator": calculator, "outcome": outcome}
    return _answer(request, form, office, "page", "live", context)


@get_or_post
def entitlements(request: HttpRequest) -> HttpResponse:
    """What a worker may claim, all of it, from the facts of one employment. Facts that are right go on to the intake with
    `do=begin`."""
    office = _office(request.user)
    form = EmploymentForm(form_data(request), initial={"region": _region(office)})
    found = answer(form, tables(), kept_at(office))
    if request.POST.get("do") == "begin" and form.is_valid():
        return redirect("front_desk:intake", preserve_request=True)
    if _keep(request, office, [entry.frozen for entry in found.entries if entry.frozen]):
        return redirect(request.path)
    context = {"answer": found, "employment_proof": EMPLOYMENT}
    return _answer(request, form, office, "entitlements", "entitlements_live", context)


def _keep(request: HttpRequest, office: Office | None, workings: list[dict[str, Any]]) -> bool:
    """Keep for the office the rates that were entered with their source, once the form is sent by its button. Where there
    are new ones, the page comes back as it was sent."""
    if request.method == "GET" and getattr(request, "resumed", None):
        let_go(request)
    is_sent = request.method == "POST" and not request.htmx  # type: ignore[attr-defined]
    if not is_sent or office is None or not can_keep(request.user, office) or not to_keep(office, workings):
        return False
    try:
        with once(request, request.path):
            kept = keep_rates(office, workings, actor=request.user)
    except Problem as problem:
        for message in problem.messages:
            messages.warning(request, message)
        return False
    text = ngettext(
        "%(count)d rate is kept for %(office)s, with its source.",
        "%(count)d rates are kept for %(office)s, with their sources.",
        len(kept),
    )
    messages.success(request, text % {"count": len(kept), "office": office})
    sent = form_data(request) or QueryDict()
    keep_for_later(request, [(name, values) for name, values in sent.lists() if name not in NOT_SAID])
    return True


def _answer(
    request: HttpRequest,
    form: CalculatorForm,
    office: Office | None,
    page: str,
    live: str,
    found: dict[str, Any],
) -> HttpResponse:
    """The page, or what htmx puts into it."""
    kept_when = "sent" if can_keep(request.user, office) else "never"
    context = {"form": form, "kept_when": kept_when, **form.asks_shown(request.POST), **found}
    if request.htmx:  # type: ignore[attr-defined]
        # Without the request: the frame of the page, which asks the database, is not part of the answer.
        return HttpResponse(render_to_string(f"calculators/_{live}.html", context))
    refused = request.method == "POST" and not form.is_valid()
    return render(request, f"calculators/{page}.html", context, status=422 if refused else 200)


def _region(office: Office | None) -> str:
    """The region whose rates hold there."""
    return Office.objects.region_of(office) if office else ""


def _office(user: User) -> Office | None:
    """The office where the user works."""
    memberships = user.current_memberships
    return memberships[0].office if memberships else None
