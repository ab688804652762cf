"""Who is meant: the record answers while a page is being typed."""

import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import User
from cases.actions.person_log import log_look_up, take_look_up
from cases.forms.parties import PERSON_NAMES, age_of, employer_row, household_by
from cases.models import Case, Employer, Worker
from cases.models.parties import IdentityKind, Sex
from cases.permissions import can_open
from cases.queries.parties import knowing_offices
from core.fields import identified
from front_desk.forms.lookups import MOST_OF_AN_ENTRY
from labour_law.company_entries import read_entry
from labour_law.countries import country_code
from labour_law.identity import Identity, IdKind

MOST = 8
SHOWN = 3
"""So many cases of a person are named beside the number."""

PREFIX = re.compile(r"[a-z]+-\d{1,3}")


@require_POST
def find_worker(request: HttpRequest) -> HttpResponse:
    """What an ID number says, and whose it is: fills the row it stands in.

    Of somebody whom only other offices know it tells one of these offices, and they find it in their log.
    """
    if not can_open(request.user):
        raise PermissionDenied
    prefix = request.POST.get("prefix", "")
    if not PREFIX.fullmatch(prefix):
        return HttpResponse(status=400)
    context: dict[str, Any] = {}
    try:
        said = _document(request, prefix)
        lacks_country = bool(said) and said.kind == IdKind.PASSPORT and not said.country
        worker, office = _whose(said, request.user) if said and not lacks_country else (None, None)
    except ValidationError as error:
        context["errors"] = error.messages
    else:
        if said:
            known = {"sex": said.sex, "birth_date": said.birth_date and said.birth_date.isoformat()}
            context |= {
                "worker": worker,
                "lacks_country": lacks_country,
                "perhaps": None if worker or lacks_country else _perhaps(said, request.user, prefix),
                "cases": _cases_of(worker, request.user) if worker else [],
                "office": office,
                "kind": IdentityKind(said.kind.value).label,
                "sex": Sex(said.sex).label if said.sex else "",
                "age": age_of(said.birth_date),
                "fill": _filling(prefix, _row_of(worker, said)),
                "force": _filling(prefix, {name: value for name, value in known.items() if value}),
            }
    return render(request, "front_desk/_found_worker.html", context)


def _cases_of(worker: Worker, user: User) -> list[Case]:
    """The newest cases of the person that the user sees, under way or not, against whomever."""
    seen = Case.objects.visible_to(user).filter(claimants__worker=worker)
    return list(seen.select_related("employer").order_by("-opened_on", "-pk")[:SHOWN])


def _document(request: HttpRequest, prefix: str) -> Identity | None:
    """The document in this row, checked; None without a number. Raises `ValidationError`."""
    names = ("id_number", "id_kind", "id_country")
    number, kind, country = (request.POST.get(f"{prefix}-{name}", "") for name in names)
    if not number.strip():
        return None
    kind = kind if kind in set(IdKind) else ""
    return identified(number[:60], kind, country=country_code(country[:60]))


def _whose(document: Identity, user: User) -> tuple[Worker | None, Any]:
    """The worker with this document if the user may see him, else the office that knows him, if any.

    Raises `Throttled` where the user has asked about too many strangers; documents of the own people do not count.
    """
    tries = take_look_up(user)
    records = Worker.objects.with_document(document)
    if worker := records.visible_to(user).order_by(F("kept_by").asc(nulls_first=True), "pk").first():
        tries.give_back()
        return worker, None
    elsewhere = records.shared().first()
    if elsewhere is None:
        return None, None
    log_look_up(elsewhere, actor=user)
    return None, knowing_offices([elsewhere]).get(elsewhere.pk)


def _perhaps(document: Identity, user: User, prefix: str) -> Worker | None:
    """Whom the user may choose: a passport of this number is on record there without its country."""
    if not document.country:
        return None
    records = Worker.objects.perhaps_with_passport(document.number, document.country)
    if worker := records.visible_to(user).first():
        worker.fill = _filling(prefix, _row_of(worker, document))
    return worker


def _row_of(worker: Worker | None, said: Identity) -> dict[str, Any]:
    """All but what the number itself says for certain; of nobody on record the registered residence it tells."""
    names = [name for name in PERSON_NAMES if name not in ("sex", "birth_date")]
    row = {name: getattr(worker, name) for name in names} | {"known": str(worker.pk)} if worker else {}
    return row | {"household": row.get("household") or household_by(said.kind.value, said.number)}


def _filling(prefix: str, values: dict[str, Any]) -> str:
    return json.dumps({f"{prefix}-{name}": value for name, value in values.items()})


@require_POST
def find_employer(request: HttpRequest) -> HttpResponse:
    """Employers whose name holds what is typed or whose code begins so, to choose from; the one with this very code
    fills the fields at once, as does an entry of the company register that is pasted for a name."""
    if not can_open(request.user):
        raise PermissionDenied
    name = request.POST.get("employer-name", "").strip()
    if entry := read_entry(name[:MOST_OF_AN_ENTRY]):
        return render(request, "front_desk/_found_employers.html", _of_entry(entry, request.user))
    text = name if len(name) > 1 else request.POST.get("employer-credit_code", "").strip()
    found = []
    if 1 < len(text) <= 120 and "\x00" not in text:
        found = list(Employer.objects.visible_to(request.user).matching(text).order_by("name", "pk")[:MOST])
    for employer in found:
        row = {key: value or "" for key, value in employer_row(employer).items()}
        employer.fill = _filling("employer", row | {"known": str(employer.pk)})
    code = request.POST.get("employer-credit_code", "").strip().upper()
    exact = next((employer for employer in found if code and employer.credit_code == code and not name), None)
    return render(request, "front_desk/_found_employers.html", {"employers": found, "exact": exact})


def _of_entry(entry: dict[str, str], user: User) -> dict[str, Any]:
    """What an entry of the company register says, and whether the company is on record; what is on record stays."""
    found = Employer.objects.visible_to(user).filter(credit_code=entry.get("credit_code") or None).first()
    row = {key: value or "" for key, value in employer_row(found).items()}
    said = (
        entry
        | {key: value for key, value in row.items() if value}
        | {"known": str(found.pk) if found else ""}
    )
    return {"entry": entry, "exact": found, "fill": _filling("employer", said)}
