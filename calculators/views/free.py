"""The calculators by themselves, for a consultation without a case. Nothing is saved."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.models import Office, User
from calculators.catalogue import CALCULATORS, GROUPS
from calculators.entitlements import answer
from calculators.forms import CalculatorForm, EmploymentForm
from calculators.kept import kept_at
from calculators.permissions import can_see_kept
from calculators.working import Outcome, work_out
from core.resume import form_data
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
    return _answer(request, form, "page", "live", {"calculator": calculator, "outcome": outcome})


@get_or_post
def entitlements(request: HttpRequest) -> HttpResponse:
    """What a worker may claim, all of it, from the facts of one employment. Nothing is saved. Facts that are right go on
    to the intake with `do=begin`."""
    office = _office(request.user)
    form = EmploymentForm(form_data(request), initial={"region": _region(office)})
    found = answer(form, tables(), kept_at(office))
    if request.POST.get("do") == "begin" and form.is_valid():
        return redirect("front_desk:intake", preserve_request=True)
    context = {"answer": found, "employment_proof": EMPLOYMENT}
    return _answer(request, form, "entitlements", "entitlements_live", context)


def _answer(
    request: HttpRequest, form: CalculatorForm, page: str, live: str, found: dict[str, Any]
) -> HttpResponse:
    """The page, or what htmx puts into it."""
    context = {"form": form, **form.asks_shown(request.POST), **found}
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
