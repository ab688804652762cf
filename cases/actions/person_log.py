"""What is read of a person goes on record wherever that person is known."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.models import Case, Claimant, VisitWorker, Worker
from core import throttle
from core.audit import automatic
from core.models import ASKED_AT, REGISTERED_AT, Access, log_access, log_access_at
from core.throttle import Limit, Tries
from labour_law.identifiers import mask_id


def log_reading(worker: Worker, subject: str, *, actor: User, case: Case, reason: str) -> None:
    """Somebody read a value of the worker in full, on behalf of `case`: with that case and with every other one."""
    log_access_at(actor, Access.UNMASK, subject, case_ids=[case.pk], reason=reason, obj=worker)
    cases, offices = _whereabouts(worker)
    asked = automatic(_("%(office)s: %(reason)s"), office=case.office, reason=reason)
    others = [pk for pk in cases if pk != case.pk]
    log_access_at(
        actor, Access.ELSEWHERE, subject, case_ids=others, office_ids=offices, reason=asked, obj=worker
    )


def log_printed(
    workers: Collection[Worker], subject: str, *, actor: User, office: Office, case_id: int | None = None
) -> None:
    """Somebody read a paper of this office, and of this case if of any, that prints the numbers of these workers in
    full: with every other case and office that knows one of them. Two queries, and one for each who is known there.
    """
    reason = automatic(_("%(office)s: %(reason)s"), office=office, reason=subject)
    for worker, (cases, offices) in _whereabouts_of(workers).items():
        log_access_at(
            actor,
            Access.ELSEWHERE,
            f"{worker} · {automatic(worker._meta.get_field('id_number').verbose_name)}",
            case_ids=[pk for pk in cases if pk != case_id],
            office_ids=[pk for pk in offices if pk != office.pk],
            reason=reason,
            obj=worker,
        )


LOOK_UPS = Limit("look-up-by-id", times=60, seconds=3600)
"""People the user has not met, asked about or registered: more than a busy window has in an hour."""


def take_look_up(actor: User) -> Tries:
    """Count somebody whom the actor has not met; raises `Throttled` after too many of them."""
    return throttle.take((LOOK_UPS, actor.pk))


def log_look_up(worker: Worker, *, actor: User, office: Office | None = None) -> None:
    """Somebody found by ID number that this worker, whom he may not see, is on record.

    With the cases and offices that know the worker, and once for those who look after the actor. `office` is where
    the number was written down; without it the number was only asked about.
    """
    cases, offices = _whereabouts(worker)
    if office is None:
        where = ", ".join(str(m.office) for m in actor.current_memberships)
        reason = ASKED_AT(office=where)
    else:
        reason = REGISTERED_AT(office=office)
    subject = mask_id(worker.id_number)
    log_access_at(
        actor, Access.LOOK_UP, subject, case_ids=cases, office_ids=offices, reason=reason, obj=worker
    )
    log_access(actor, Access.LOOK_UP, subject, reason=reason)


def log_sharing(worker: Worker, *, actor: User, office: Office, reason: str) -> None:
    """The record of the worker was shared with an office: with every case, and with every office that knows him."""
    cases, offices = _whereabouts(worker)
    log_access_at(
        actor,
        Access.SHARED,
        f"{worker} → {office}",
        case_ids=cases,
        office_ids=offices,
        reason=reason,
        obj=worker,
    )


def _whereabouts(worker: Worker) -> tuple[list[int], list[int]]:
    """The ids of the cases of the worker, and of the offices that know him by a visit alone."""
    return _whereabouts_of([worker])[worker]


def _whereabouts_of(workers: Collection[Worker]) -> dict[Worker, tuple[list[int], list[int]]]:
    """The same for many, in two queries."""
    cases: dict[int, dict[int, int]] = {worker.pk: {} for worker in workers}
    visits: dict[int, set[int]] = {worker.pk: set() for worker in workers}
    claimants = Claimant.objects.filter(worker__in=cases).order_by("case")
    for worker, case, office in claimants.values_list("worker", "case", "case__office"):
        cases[worker][case] = office
    for worker, office in VisitWorker.objects.filter(worker__in=cases).values_list("worker", "visit__office"):
        visits[worker].add(office)
    return {
        worker: (list(cases[worker.pk]), sorted(visits[worker.pk] - set(cases[worker.pk].values())))
        for worker in workers
    }
