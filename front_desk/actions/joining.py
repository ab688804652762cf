"""Two records of one person become one, with a reason; what was done can be taken back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import office_ids
from cases.actions.conflicts import recheck_cases_of
from cases.actions.parties import document_hash, fill_from
from cases.likeness import have_two_documents
from cases.models import Case, Claimant, VisitWorker, Worker
from cases.permissions import WORKING_ROLES
from core import clock
from core.audit import lock, record
from core.errors import Changed, Problem
from front_desk.models import WorkerJoin
from front_desk.permissions import can_join_workers

DOCUMENT = frozenset({"id_kind", "id_number", "id_country"})
"""What is taken over, and goes back, together."""


@transaction.atomic
def join_workers(kept: Worker, joined: Worker, *, actor: User, reason: str) -> WorkerJoin:
    """Let everything that stands at `joined` stand at `kept`, which takes over what it lacks and keeps what it says.

    Raises `Problem` at `reason`, or where the two cannot be one: two ID numbers, records kept by different offices, both
    in one case, or `joined` in cases or visits of offices the actor does not work for. Raises `PermissionDenied`.
    """
    kept, joined = _locked(kept, joined)
    if not can_join_workers(actor) or not _works_with(actor, kept, joined):
        raise PermissionDenied
    if not reason.strip():
        raise Problem({"reason": _("Say how you know that this is one person.")})
    _refuse_unfit(kept, joined, actor)
    filled = fill_from(kept, joined)
    if {"id_number", "id_country"} & set(filled):
        kept.id_hash = joined.id_hash
    joined.id_hash = None
    record(joined, actor=actor, reason=reason)
    record(kept, actor=actor, reason=reason)
    join = WorkerJoin(
        kept=kept,
        joined=joined,
        reason=reason.strip(),
        filled=filled,
        moved=_move(kept, joined, actor, reason),
    )
    record(join, actor=actor, reason=reason)
    recheck_cases_of(worker=kept, actor=actor, reason=reason)
    return join


@transaction.atomic
def undo_join(join: WorkerJoin, *, actor: User, reason: str) -> WorkerJoin:
    """Part the two records again: the rows that were moved go back, and so do the values taken over.

    What was written down at the record kept since then stays there. Raises `Changed` where it was done already,
    `Problem` at `reason`, or where a row that was moved is of an office the actor does not work for; `PermissionDenied`.
    """
    join = lock(join)
    kept, joined = _locked(join.kept, join.joined)
    if not can_join_workers(actor) or not _works_with(actor, kept):
        raise PermissionDenied
    if join.undone_at:
        raise Changed
    if not reason.strip():
        raise Problem({"reason": _("Say why these are two people.")})
    attendances = [*join.moved["attendances"], *join.moved["struck"]]
    if _is_elsewhere(actor, Q(pk__in=join.moved["claimants"]), Q(pk__in=attendances)):
        raise Problem(
            _(
                "The joined record stood in cases or visits of other offices. Somebody above all of them can take it back."
            )
        )
    back = {name for name in join.filled if getattr(kept, name) == getattr(joined, name)}
    if not back.issuperset(DOCUMENT & set(join.filled)):
        back -= DOCUMENT
    for name in back:
        setattr(kept, name, Worker._meta.get_field(name).get_default())
    kept.id_hash, joined.id_hash = document_hash(kept), document_hash(joined)
    record(kept, actor=actor, reason=reason)
    record(joined, actor=actor, reason=reason)
    for model, name in ((Claimant, "claimants"), (VisitWorker, "attendances")):
        for row in model.objects.select_for_update().filter(pk__in=join.moved[name], worker=kept):
            row.worker = joined
            record(row, actor=actor, reason=reason)
    for row in VisitWorker.objects.select_for_update().filter(pk__in=join.moved["struck"], is_active=False):
        row.is_active = True
        record(row, actor=actor, reason=reason)
    join.undone_at = clock.now()
    record(join, actor=actor, reason=reason)
    recheck_cases_of(worker=kept, actor=actor, reason=reason)
    recheck_cases_of(worker=joined, actor=actor, reason=reason)
    return join


def _locked(one: Worker, other: Worker) -> tuple[Worker, Worker]:
    """Both rows, locked in the order of their ids, so that two who join them at once do not wait for each other."""
    rows = {worker.pk: lock(worker) for worker in sorted((one, other), key=lambda worker: worker.pk)}
    return rows[one.pk], rows[other.pk]


def _works_with(actor: User, *workers: Worker) -> bool:
    """Does each of them stand in a case or a visit of an office the actor works for? An auditor only reads."""
    offices = office_ids(actor, WORKING_ROLES)
    at_work = Q(claims_in__case__office__in=offices) | Q(attendances__visit__office__in=offices)
    ids = {worker.pk for worker in workers}
    return Worker.objects.filter(at_work, pk__in=ids).distinct().count() == len(ids)


def _is_elsewhere(actor: User, claimants: Q, attendances: Q) -> bool:
    """Is one of these rows of an office the actor does not work for?"""
    offices = office_ids(actor, WORKING_ROLES)
    return (
        Claimant.objects.filter(claimants).exclude(case__office__in=offices).exists()
        or VisitWorker.objects.filter(attendances).exclude(visit__office__in=offices).exists()
    )


def _refuse_unfit(kept: Worker, joined: Worker, actor: User) -> None:
    if kept.pk == joined.pk:
        raise Problem(_("This is one record already."))
    if have_two_documents(kept, joined):
        raise Problem(_("The two records have different ID numbers. Correct the wrong one first."))
    if kept.kept_by_id != joined.kept_by_id:
        raise Problem(_("One of the records is kept apart by an office: ask for the other record instead."))
    if _is_elsewhere(actor, Q(worker=joined), Q(worker=joined)):
        raise Problem(
            _(
                "The other record stands in cases or visits you do not see. Somebody above both offices can join them."
            )
        )
    both = Case.objects.filter(claimants__worker=kept).filter(claimants__worker=joined).first()
    if both:
        raise Problem(_("Both take part in %(case)s. Let one of them leave it first.") % {"case": both})


def _move(kept: Worker, joined: Worker, actor: User, reason: str) -> dict[str, list[int]]:
    """The ids of what was moved; a visit that names both counts the person once from now on."""
    moved: dict[str, list[int]] = {"claimants": [], "attendances": [], "struck": []}
    for claimant in Claimant.objects.select_for_update().filter(worker=joined):
        _give(claimant, kept, actor, reason)
        moved["claimants"].append(claimant.pk)
    both = set(VisitWorker.objects.filter(worker=kept).values_list("visit", flat=True))
    for attendance in VisitWorker.objects.select_for_update().filter(worker=joined):
        if attendance.visit_id not in both:
            _give(attendance, kept, actor, reason)
            moved["attendances"].append(attendance.pk)
        elif attendance.is_active:
            attendance.is_active = False
            record(attendance, actor=actor, reason=reason)
            moved["struck"].append(attendance.pk)
    return moved


def _give(row: Any, worker: Worker, actor: User, reason: str) -> None:
    row.worker = worker
    record(row, actor=actor, reason=reason)
