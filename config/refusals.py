"""Pages that say no, and what is put on record of it: who tried to write what, and whose it was."""

from typing import Any

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Membership, Office, User
from cases.models import Case
from config.access import PAGES
from core.models import Access, log_access, log_access_at
from core.throttle import Limit, Throttled, take

READS = ("GET", "HEAD", "OPTIONS")

MODELS = {
    "agreement": "mediation.Agreement",
    "alliance": "lawyers.Alliance",
    "case": "cases.Case",
    "duty": "accounts.Duty",
    "file": "documents.Attachment",
    "in_kind": "recoveries.InKind",
    "interest": "performance.InterestOnDelay",
    "kept": "calculators.KeptRate",
    "look": "recoveries.SecondLook",
    "old_ledger": "recoveries.OldLedger",
    "offer": "assignments.Assignment",
    "office": "accounts.Office",
    "paper": "documents.Paper",
    "proceeding": "cases.Proceeding",
    "project": "reports.Project",
    "receipt": "recoveries.Receipt",
    "remedy": "performance.Remedy",
    "report": "reports.PeriodReport",
    "request": "front_desk.RecordRequest",
    "role": "accounts.Membership",
    "round": "mediation.MediationRound",
    "sent_back": "recoveries.Receipt",
    "shape": "reports.ReportShape",
    "statement": "recoveries.Statement",
    "statement_line": "recoveries.StatementLine",
    "undertaking": "performance.Undertaking",
    "visit": "cases.Visit",
}
"""Kinds of things a page is about (`of` in the tables of `config.access`) that are of one case or one office."""

AT_ONE_OFFICE = Limit("refused-at-office", times=20, seconds=3600)
"""So many attempts of one user an hour stand in the record of an office; all of them in that of the own one."""


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Signed in, but not in a role that may do this."""
    _leave_trace(request)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such thing, or none that this user sees."""
    _leave_trace(request)
    return render(request, "404.html", status=404)


def _leave_trace(request: HttpRequest) -> None:
    """Put a refused attempt to write on record: for who looks after the user, and for whose it was.

    What the view had written is rolled back by now; this stays.
    """
    user = getattr(request, "user", None)
    if request.method in READS or not request.resolver_match or not user or not user.is_authenticated:
        return
    subject = f"{request.method} {request.path}"
    for thing in _aimed_at(request):
        case, office = whose(thing)
        if office and _is_stranger(user, office) and _has_room(user, office):
            case_ids, office_ids = ([case.pk], []) if case else ([], [office.pk])
            log_access_at(user, Access.REFUSED, subject, case_ids=case_ids, office_ids=office_ids)
    log_access(user, Access.REFUSED, subject)


def _aimed_at(request: HttpRequest) -> list[Any]:
    """What the address names, or the cases a view said were ticked (`request.ticked`)."""
    match = request.resolver_match
    assert match is not None
    if ticked := getattr(request, "ticked", None):
        return list(Case.objects.filter(pk__in=ticked).select_related("office")[: AT_ONE_OFFICE.times])
    page = PAGES.get(match.view_name)
    for name, value in match.kwargs.items():
        kind = page.of if page and name in ("pk", "object_id") else name.removesuffix("_pk")
        if kind in MODELS and str(value).isdecimal():
            return list(apps.get_model(MODELS[kind])._base_manager.filter(pk=value))
    return []


def whose(thing: Any) -> tuple[Case | None, Office | None]:
    """The case something belongs to, where it is of one, and the office; of a request, the office that is asked."""
    case = thing if isinstance(thing, Case) else getattr(thing, "case", None)
    if isinstance(case, Case):
        return case, case.office
    if isinstance(thing, Office):
        return None, thing
    office = getattr(thing, "known_at", None) or getattr(
        getattr(thing, "visit", None) or thing, "office", None
    )
    return None, office if isinstance(office, Office) else None


def _is_stranger(user: User, office: Office) -> bool:
    """Does whoever audits the office not read of this user anyway?"""
    return not Membership.objects.filter(user=user.pk, office__path__startswith=office.path).exists()


def _has_room(user: User, office: Office) -> bool:
    try:
        take((AT_ONE_OFFICE, (user.pk, office.pk)))
    except Throttled:
        return False
    return True
