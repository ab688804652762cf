"""What is read of a person goes on record wherever that person is known."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from cases.models import Case, Worker
from core.audit import automatic
from core.models import Access, log_access, log_access_at
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


def log_look_up(worker: Worker, *, actor: User, office: Office | None = None) -> None:
    """Somebody found by ID number that this worker, whom he may not see, is on record.

    With the cases and offices that know the worker, and once for those who look after the actor. `office` is where
    the number was written down; without it the number was only asked about.
    """
    cases, offices = _whereabouts(worker)
    if office is None:
        where = ", ".join(str(m.office) for m in actor.current_memberships)
        reason = automatic(_("Asked at %(office)s"), office=where)
    else:
        reason = automatic(_("Registered at %(office)s"), office=office)
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
    cases = dict(Case.objects.filter(claimants__worker=worker).order_by("pk").values_list("pk", "office"))
    visits = worker.attendances.exclude(visit__office__in=cases.values()).order_by("visit__office")
    return list(cases), list(visits.values_list("visit__office", flat=True).distinct())
