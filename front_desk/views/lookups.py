"""Who is meant: the record answers while a page is being typed."""

import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.models import User
from cases.forms.parties import PERSON_NAMES, age_of, employer_row
from cases.models import Employer, Worker
from cases.models.parties import Sex
from cases.permissions import can_open
from core.fields import IdNumberField
from labour_law.identifiers import validate_id_number

MOST = 8
PREFIX = re.compile(r"[a-z]+-\d{1,3}")


@require_POST
def find_worker(request: HttpRequest) -> HttpResponse:
    """What an ID number says, and whose it is: fills the row it stands in."""
    if not can_open(request.user):
        raise PermissionDenied
    prefix = request.POST.get("prefix", "")
    if not PREFIX.fullmatch(prefix):
        return HttpResponse(status=400)
    context: dict[str, Any] = {}
    try:
        number = IdNumberField(required=False).clean(request.POST.get(f"{prefix}-id_number", ""))
    except ValidationError as error:
        context["errors"] = error.messages
    else:
        if number:
            said = validate_id_number(number)
            worker = Worker.objects.with_id_number(number).first()
            context |= {
                "worker": worker,
                "sex": Sex(said.sex).label,
                "age": age_of(said.birth_date),
                "fill": _filling(prefix, _row_of(worker, request.user) if worker else {}),
                "force": _filling(prefix, {"sex": said.sex, "birth_date": said.birth_date.isoformat()}),
            }
    return render(request, "front_desk/_found_worker.html", context)


def _row_of(worker: Worker, user: User) -> dict[str, Any]:
    """All but what the number itself says. Of somebody this user has not met, only the name: what is left blank
    keeps what is on record, and a number tried out gives away no telephone and no address."""
    met = Worker.objects.visible_to(user).filter(pk=worker.pk).exists()
    names = [name for name in PERSON_NAMES if name not in ("sex", "birth_date")] if met else ["name"]
    return {name: getattr(worker, name) for name in names} | {"known": str(worker.pk)}


def _filling(prefix: str, values: dict[str, Any]) -> str:
    return json.dumps({f"{prefix}-{name}": value for name, value in values.items()})


@require_POST
def find_employer(request: HttpRequest) -> HttpResponse:
    """Employers whose name holds what is typed or whose code begins so, to choose from."""
    if not can_open(request.user):
        raise PermissionDenied
    name = request.POST.get("employer-name", "").strip()
    text = name if len(name) > 1 else request.POST.get("employer-credit_code", "").strip()
    found = []
    if 1 < len(text) <= 120 and "\x00" not in text:
        found = list(Employer.objects.visible_to(request.user).matching(text).order_by("name", "pk")[:MOST])
    for employer in found:
        row = {key: value or "" for key, value in employer_row(employer).items()}
        employer.fill = _filling("employer", row | {"known": str(employer.pk)})
    return render(request, "front_desk/_found_employers.html", {"employers": found})
