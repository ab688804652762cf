"""Limits that run."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import User
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from labour_law.periods import LAPSING


class DeadlineQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))

    def running(self) -> QuerySet:
        return self.filter(state="open")

    def lapsed(self, on: dt.date) -> QuerySet:
        """Past the last day of what only lapses, and not yet ended by the nightly run."""
        return self.running().filter(due_on__lt=on, kind__in=LAPSING)

    def in_force(self, on: dt.date) -> QuerySet:
        """Running, ahead or late; without what has lapsed."""
        return self.running().exclude(due_on__lt=on, kind__in=LAPSING)

    def overdue(self, on: dt.date) -> QuerySet:
        return self.running().filter(due_on__lt=on).exclude(kind__in=LAPSING)
