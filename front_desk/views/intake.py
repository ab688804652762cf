"""Intake: a whole case on one page, kept as a draft while it is typed."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from accounts.models import Office
from calculators.entitlements import answer
from calculators.forms import EmploymentForm
from cases.actions.steps import take_step
from cases.limitation import first_to_run_out
from cases.models import Case, Claim, Claimant, Employer, Visit, Worker
from cases.permissions import can_open
from cases.queries.visits import windows_of
from cases.views.limitation import worded
from core import clock
from core.errors import Problem
from core.once import FIELD, acted_on_at, once
from core.resume import form_data
from core.views import get_or_post
from front_desk.actions.intake import (
    discard_draft,
    discard_drafts_of,
    drafts_in_turn,
    open_case,
    save_draft,
)
from front_desk.forms.intake import IntakePage, left_out
from front_desk.models import IntakeDraft
from front_desk.permissions import can_edit_visit
from front_desk.queries import likely_duplicates
from labour_law.identifiers import mask_id
from law_tables.current import tables

NOT_KEPT = ("csrfmiddlewaretoken", "draft")
ON_ITS_WAY = dt.timedelta(seconds=30)
"""So long after a page was sent, what it kept by itself may still come in. Later, somebody has gone back to it."""


def _windows(request: HttpRequest) -> QuerySet[Office]:
    windows = windows_of(request.user)
    if not can_open(request.user) or not windows:
        raise PermissionDenied
    return windows


@get_or_post
def intake(request: HttpRequest) -> HttpResponse:
    """GET: the empty page, or one filled from a visit (`?visit=`). POST: open the case; with `do=begin`, which the page
    on what may be claimed hands on, the page begins with what was told there."""
    windows = _windows(request)
    visit = _visit(request)
    if visit and (begun := IntakeDraft.objects.filter(owner=request.user.pk, visit=visit).first()):
        return redirect("front_desk:intake_draft", begun.pk)
    data = form_data(request, request.path, reverse("front_desk:intake_autosave"))
    if data and data.get("do") == "begin":
        told = answer(EmploymentForm(data), tables())
        for sentence in left_out(told):
            messages.warning(request, sentence)
        return _show(request, IntakePage(None, user=request.user, windows=windows, told=told))
    page = IntakePage(data, user=request.user, windows=windows, visit=visit)
    if request.method == "POST" and page.is_valid():
        try:
            with once(request) as sent:
                discard_drafts_of(request.POST[FIELD], actor=request.user)
                case = open_case(actor=request.user, **page.data())
                if request.POST.get("do") == "submit":
                    take_step(case, "submit", actor=request.user)
                then = "cases:paste_claimants" if page.will_paste else "cases:detail"
                sent.answer = reverse(then, args=[case.pk])
        except Problem as problem:
            page.add_problem(problem)
        else:
            messages.success(
                request,
                _("The case is registered and submitted for review.")
                if request.POST.get("do") == "submit"
                else _("The case is registered. Submit it for review when nothing is missing."),
            )
            return redirect(sent.answer)
    return _show(request, page, status=422 if request.method == "POST" else 200)


@get_or_post
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: go on with a draft. POST: throw it away."""
    windows = _windows(request)
    kept = get_object_or_404(IntakeDraft, pk=pk, owner=request.user)
    if request.method == "POST":
        with once(request, reverse("front_desk:intake")):
            discard_draft(kept, actor=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("front_desk:intake")
    data = QueryDict(kept.data, mutable=True)
    data["draft"] = str(kept.pk)
    request.resumed = data  # type: ignore[attr-defined]
    page = IntakePage(data, user=request.user, windows=windows)
    context = _preview(page, request)
    page.quiet()
    return _show(request, page, preview=context)


@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """Keep what is typed so far, and answer with what follows from it: sums, limitation, likely duplicates.

    What a page had on its way while it was sent is not kept: 409.
    """
    page = IntakePage(request.POST, user=request.user, windows=_windows(request))
    page.is_valid()
    main = page.main.cleaned_data
    data = request.POST.copy()
    for name in NOT_KEPT:
        data.pop(name, None)
    with transaction.atomic():
        drafts_in_turn(request.user)
        sent_at = acted_on_at(request, reverse("front_desk:intake"))
        if sent_at and clock.now() - sent_at < ON_ITS_WAY:
            return HttpResponse(status=409)
        kept = save_draft(
            main.get("draft"),
            actor=request.user,
            data=data.urlencode(),
            title=_title(page),
            visit=main.get("visit"),
        )
    context = {**_preview(page, request), "draft": kept, "page": page, "oob": True}
    return render(request, "front_desk/_intake_live.html", context)


def _visit(request: HttpRequest) -> Visit | None:
    pk = request.GET.get("visit", "")
    if request.method == "POST" or not pk:
        return None
    visits = Visit.objects.visible_to(request.user).for_list()
    visit = get_object_or_404(visits, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)
    if not can_edit_visit(visit, request.user):
        raise PermissionDenied
    return visit


def _show(
    request: HttpRequest, page: IntakePage, *, status: int = 200, preview: dict[str, Any] | None = None
) -> HttpResponse:
    shown = str(page.main["draft"].value() or "")
    drafts = [
        kept
        for kept in IntakeDraft.objects.filter(owner=request.user.pk).defer("data")
        if str(kept.pk) != shown
    ]
    context = {"page": page, "drafts": drafts, **(preview or _preview(page, request))}
    return render(request, "front_desk/intake.html", context, status=status)


def _title(page: IntakePage) -> str:
    """Who it is about so far: names, else the numbers masked, and the employer."""
    people = [_called(form) for _number, form in page.workers.filled()]
    parties = [
        pgettext("list", ", ").join(name for name in people if name),
        (page.employer["name"].value() or "").strip(),
    ]
    return " · ".join(part for part in parties if part).replace("\x00", "")[:120]


def _called(row: Any) -> str:
    """The name in a row, else its number masked."""
    name, number = ((row[field].value() or "").strip() for field in ("name", "id_number"))
    return name or (mask_id(number) if number else "")


def _preview(page: IntakePage, request: HttpRequest) -> dict[str, Any]:
    """What the valid part of the page comes to: totals, limitation and likely duplicates."""
    if not page.main.is_bound:
        return {}
    page.is_valid()
    rows = [(n, form.cleaned_data) for n, form in page.workers.filled() if hasattr(form, "cleaned_data")]
    claims = [form.cleaned_data for _n, form in page.claims.filled() if hasattr(form, "cleaned_data")]
    sums = [amount for claim in claims for amount in claim.get("sums", {}).values()]
    office = page.main.cleaned_data.get("office")
    workers = [found for _n, row in rows if (found := _on_record(row, request, office))]
    employer = _employer(page.employer.cleaned_data, request) if page.employer.is_bound else None
    duplicates = likely_duplicates(workers, employer)
    visible = set(
        Case.objects.visible_to(request.user)
        .filter(pk__in=[case.pk for case in duplicates])
        .values_list("pk", flat=True)
    )
    confirmed = set(page.main.cleaned_data.get("not_duplicate") or [])
    return {
        "claimed": sum(sums, Decimal("0.00")),
        "people_count": len(rows),
        "limitation": _limitation(page.main.cleaned_data, rows, claims),
        "duplicates": [(case, case.pk in visible) for case in duplicates],
        "duplicate_ids": ",".join(str(case.pk) for case in duplicates),
        "confirmed": bool(duplicates) and {case.pk for case in duplicates} <= confirmed,
    }


def _on_record(row: dict[str, Any], request: HttpRequest, office: Office | None) -> Worker | None:
    return Worker.objects.on_record(
        request.user,
        office=office,
        known=row.get("known"),
        id_number=row.get("id_number", ""),
        id_kind=row.get("id_kind", ""),
        id_country=row.get("id_country", ""),
        name=row.get("name", ""),
        phone=row.get("phone", ""),
    )


def _employer(row: dict[str, Any], request: HttpRequest) -> Employer | None:
    """The one on record, else one unsaved as it was typed; None where it has no name yet."""
    name, code = row.get("name") or "", row.get("credit_code") or ""
    found = Employer.objects.on_record(request.user, known=row.get("known"), credit_code=code, name=name)
    if len(found) == 1:
        return found[0]
    return Employer(name=name, credit_code=code) if name else None


def _limitation(main: dict[str, Any], rows: list, claims: list) -> dict[str, Any] | None:
    """The limitation of the claims as they would be, none of them saved."""
    case = Case(known_on=main.get("known_on"), interrupted_on=main.get("interrupted_on"))
    found = []
    for number, row in rows:
        claimant = Claimant(worker=Worker(name=row.get("name", "")), employed_to=row.get("employed_to"))
        kinds = {c["kind"] for c in claims if c.get("kind") and number in c.get("sums", {})} or {""}
        found += [Claim(case=case, claimant=claimant, kind=kind) for kind in sorted(kinds)]
    answer = first_to_run_out(case, found)
    return worded(answer, several=len(rows) > 1) if answer else None
