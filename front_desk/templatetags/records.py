"""Who of the people on a page is known elsewhere too, and how a request for that record stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template

from accounts.models import Office, User
from cases.queries.parties import shared_elsewhere
from front_desk.models import RecordRequest
from front_desk.permissions import can_ask_for_record, can_open_people
from front_desk.workflow import RequestState

register = template.Library()


@dataclass(frozen=True)
class Elsewhere:
    """The office that knows the person too (None where it is not told), the newest request for its record, and whether one may be made now."""

    office: Office | None
    request: RecordRequest | None
    can_ask: bool


@register.simple_tag
def find_elsewhere(rows: Iterable[Any], user: User) -> str:
    """Puts an `Elsewhere` on the worker of each row that stands apart. No query where none does, else four."""
    workers = [row.worker for row in rows]
    offices = shared_elsewhere(workers)
    if not offices:
        return ""
    made = RecordRequest.objects.filter(apart__in=list(offices)).order_by("pk")
    newest = {request.apart_id: request for request in made}
    for worker in workers:
        if office := offices.get(worker.pk):
            request = newest.get(worker.pk)
            is_open = request is not None and request.state == RequestState.ASKED
            can_ask = not is_open and can_ask_for_record(worker, user)
            worker.elsewhere = Elsewhere(office if worker.elsewhere_told else None, request, can_ask)
    return ""


@register.filter
def opens_people(user: User) -> bool:
    """Has this user pages of people?"""
    return can_open_people(user)
