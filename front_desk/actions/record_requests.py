"""Asking another office for its record of a worker, and the answer: shared, the two records become one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, User
from cases.actions.conflicts import recheck_cases_of
from cases.actions.parties import fill_from
from cases.actions.person_log import log_sharing, take_look_up
from cases.models import Claimant, VisitWorker, Worker
from cases.queries.parties import knowing_offices
from core.audit import Reason, lock, record
from core.errors import Changed, Problem
from core.fsm import perform
from front_desk.models import RecordRequest
from front_desk.permissions import can_ask_for_record

SHARED = Reason(gettext_lazy("Record shared by %(office)s"))
SHARED_SAYING = Reason(gettext_lazy("Record shared by %(office)s: %(reason)s"))
STANDING = ((Claimant, "case"), (VisitWorker, "visit"))
"""What a worker stands in, and by which name it is of an office."""


@transaction.atomic
def ask_for_record(apart: Worker, *, actor: User, reason: str) -> RecordRequest:
    """Ask the office that knows this person to share its record with the office that keeps `apart`.

    Raises `PermissionDenied`, `Changed` where nobody else has a record of the person any more, `Problem` at `reason`
    or where the record was asked for already; `Throttled` where asking would tell which office it is, after too many
    look-ups.
    """
    if not can_ask_for_record(apart, actor):
        raise PermissionDenied
    apart = lock(apart)
    worker = Worker.objects.shared().filter(id_hash=apart.id_hash).exclude(id_hash=None).first()
    known_at = knowing_offices([worker]).get(worker.pk) if worker else None
    if worker is None or known_at is None:
        raise Changed(_("No other office has a record of this person any more."))
    if not reason.strip():
        raise Problem({"reason": _("Say what the record is needed for.")})
    if not apart.elsewhere_told:
        take_look_up(actor)
        apart.elsewhere_told = True
        record(apart, actor=actor, reason=reason.strip())
    asked = RecordRequest(
        worker=worker,
        apart=apart,
        office=apart.kept_by,
        known_at=known_at,
        reason=reason.strip(),
        asked_by=actor,
    )
    try:
        with transaction.atomic():
            return record(asked, actor=actor, reason=reason.strip())
    except IntegrityError as error:
        raise Problem(_("This record was asked for already.")) from error


@transaction.atomic
def take_request_step(
    asked: RecordRequest, name: str, *, actor: User, reason: str = "", seen_version: int | None = None
) -> RecordRequest:
    """Share the record, refuse, or take the request back; `reason` is the answer the other side reads."""
    fresh = perform(
        asked, name, actor=actor, reason=reason, seen_version=seen_version, by=actor, answer=reason.strip()
    )
    if name == "allow":
        _join(fresh, actor, reason)
    return fresh


def _join(asked: RecordRequest, actor: User, reason: str) -> None:
    """Where the record kept apart stands, the shared one stands from now on. What the shared one lacks it takes over;
    what it says stays, and the other's own words stay in its history.
    """
    apart, worker = lock(asked.apart), lock(asked.worker)
    if apart.id_hash is None or apart.id_hash != worker.id_hash:
        raise Changed(_("The two records no longer name the same person."))
    log_sharing(worker, actor=actor, office=asked.office, reason=reason)
    office = asked.known_at
    reason = SHARED_SAYING(office=office, reason=reason) if reason.strip() else SHARED(office=office)
    if fill_from(worker, apart):
        record(worker, actor=actor, reason=reason)
    for model, root in STANDING:
        for row in _standing(model, root, asked, apart, worker):
            row.worker = worker
            record(row, actor=actor, reason=reason)
    _leave(apart, asked)
    record(apart, actor=actor, reason=reason)
    recheck_cases_of(worker=worker, actor=actor, reason=reason)


def _standing(model: Any, root: str, asked: RecordRequest, apart: Worker, worker: Worker) -> list[Any]:
    """The rows of the office that asked in which the record kept apart stands alone, locked. It is shared with no
    other office."""
    both = model.objects.filter(worker=worker).values(root)
    own = model.objects.select_for_update(of=("self",)).filter(
        **{"worker": apart, f"{root}__office": asked.office}
    )
    return list(own.exclude(**{f"{root}__in": both}))


def _leave(apart: Worker, asked: RecordRequest) -> None:
    """The record apart is found no more; where rows of another office stand on it, it is from now on that office's."""
    others = [
        model.objects.filter(worker=apart)
        .exclude(**{f"{root}__office": asked.office})
        .values_list(f"{root}__office")
        for model, root in STANDING
    ]
    keepers = Worker.objects.filter(id_hash=apart.id_hash).exclude(kept_by=None).values("kept_by")
    keeper = Office.objects.filter(Q(pk__in=others[0]) | Q(pk__in=others[1])).exclude(pk__in=keepers).first()
    if keeper:
        apart.kept_by = keeper
    else:
        apart.id_hash = None
