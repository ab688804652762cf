"""What is known already when a case is about to be opened, and what offices ask of each other."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.models import Case
from core import clock
from core.audit import AuditedQuerySet

LIKELY = dt.timedelta(days=366)
"""Within a year the same worker with the same employer is likely the same matter."""


def likely_duplicates(workers: Iterable[Any], employer: Any) -> list[Case]:
    """Cases of any office, opened within a year, of one of these workers with this employer; newest first.

    A draft that was thrown away is none.
    """
    if employer is None or employer.pk is None:
        return []
    ids = [worker.pk for worker in workers if worker.pk]
    cases = Case.objects.filter(
        claimants__worker__in=ids, employer=employer, opened_on__gte=clock.today() - LIKELY
    )
    discarded = {"state": "withdrawn", "number": None}
    return list(cases.exclude(**discarded).select_related("office").distinct().order_by("-opened_on", "-pk"))


class RecordRequestQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Staff of the office that asks, and of the one that is asked."""
        offices = office_ids(user)
        return self.filter(Q(office__in=offices) | Q(known_at__in=offices))

    def to_answer(self, user: User, roles: Iterable[str]) -> QuerySet:
        """Those that wait for somebody in one of these roles, the oldest first."""
        waiting = self.filter(known_at__in=office_ids(user, roles), state="asked")
        return waiting.exclude(asked_by=user).order_by("asked_at", "pk")

    def for_list(self) -> QuerySet:
        """With what one line of a list shows."""
        return self.select_related("worker", "apart", "office", "known_at", "asked_by", "answered_by")
