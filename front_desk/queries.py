"""What is known already when a case is about to be opened, and what offices ask of each other."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.conflicts import against
from cases.likeness import (
    GRADES,
    MAYBE,
    Likeness,
    company,
    compared_keys,
    employer_as,
    have_two_documents,
    may_be_one_passport,
    perhaps_hashes,
    phones_of,
    same_company,
    same_person,
    worker_as,
)
from cases.models import Case, Claimant, Evidence, NameKey, NameKeyKind, VisitWorker, Worker
from cases.queries.scope import case_scope
from core import clock
from core.audit import AuditedQuerySet
from core.lookups import among

LOOKED_AT, SHOWN = 50, 10
"""So many records of like name or telephone are compared, and shown."""

LIKELY = dt.timedelta(days=366)
"""Within a year the same worker with the same employer is likely the same matter."""


def likely_duplicates(workers: Iterable[Any], employer: Any) -> list[Case]:
    """Cases of any office, opened within a year, of one of these workers with this employer, or one like it as the
    conflict check compares them; newest first. The employer need not be saved.

    A draft that was thrown away is none.
    """
    ids = [worker.pk for worker in workers if worker.pk]
    if employer is None or not ids:
        return []
    this = employer_as(employer) if employer.pk else company(employer.name, employer.credit_code or "")
    cases = (
        Case.objects.filter(claimants__worker__in=ids, opened_on__gte=clock.today() - LIKELY)
        .exclude(state="withdrawn", number=None)
        .select_related("office", "employer")
        .prefetch_related(
            "co_respondents__employer",
            Prefetch("employer__keys", compared_keys()),
            Prefetch("co_respondents__employer__keys", compared_keys()),
        )
        .distinct()
        .order_by("-opened_on", "-pk")
    )
    return [
        case
        for case in cases
        if any(other.pk == employer.pk or same_company(this, employer_as(other)) for other in against(case))
    ]


class RecordRequestQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Staff of the office that asks, and of the one that is asked."""
        offices = office_ids(user)
        return self.filter(Q(office__in=offices) | Q(known_at__in=offices))

    def to_answer(self, user: User, roles: Iterable[str]) -> QuerySet:
        """Those that wait for somebody in one of these roles, the oldest first."""
        return self.asked_of(office_ids(user, roles)).exclude(asked_by=user)

    def asked_of(self, offices: Any) -> QuerySet:
        """Those that wait for one of these offices, the oldest first."""
        return self.filter(known_at__in=offices, state="asked").order_by("asked_at", "pk")

    def for_list(self) -> QuerySet:
        """With what one line of a list shows."""
        return self.select_related("worker", "apart", "office", "known_at", "asked_by", "answered_by")


class WorkerJoinQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Whoever sees the record that was kept: told of each joining by the cases and visits of that one person."""
        claimants = Claimant.objects.filter(case_scope(user, "case__", by_row=True), worker=OuterRef("kept"))
        seen = Q(Exists(claimants))
        if offices := office_ids(user):
            here = among("visit__office_id", offices)
            seen |= Q(Exists(VisitWorker.objects.filter(here, worker=OuterRef("kept"))))
        return self.filter(seen)


def look_alikes(worker: Worker, user: User) -> list[tuple[Worker, Likeness]]:
    """Other records the user sees that may mean the same person: one telephone and a like name, or one name and no
    two ID numbers, one passport number where a country is not on record; the surest first, ten at most.
    """
    names = [key.key for key in worker.keys.filter(kind=NameKeyKind.WHOLE)]
    phones = list(phones_of(worker))
    named = NameKey.objects.filter(kind=NameKeyKind.WHOLE, key__in=names, worker__isnull=False)
    ways = (Q(phone__in=phones), Q(phone2__in=phones), Q(id_hash__in=perhaps_hashes(worker)))
    # Each by its own index: of them all at once a database may read the whole table.
    found_by = [Worker.objects.filter(way).values_list("pk", flat=True) for way in ways]
    ids = {*named.order_by().values_list("worker", flat=True).union(*found_by)} - {worker.pk}
    others = (
        Worker.objects.filter(pk__in=ids)
        .visible_to(user, ids)
        .prefetch_related(Prefetch("keys", compared_keys()))
        .order_by("pk")[:LOOKED_AT]
    )
    this = worker_as(worker)
    found = []
    for other in others:
        likeness = same_person(this, worker_as(other))
        if not likeness and may_be_one_passport(worker, other):
            likeness = Likeness(MAYBE, (Evidence.DOCUMENT,))
        if likeness and not have_two_documents(worker, other):
            found.append((other, likeness))
    return sorted(found, key=lambda pair: GRADES.index(pair[1].grade))[:SHOWN]
