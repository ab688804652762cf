"""Limits that run."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import User
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class DeadlineQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))

    def running(self) -> QuerySet:
        return self.filter(state="open")

    def overdue(self, on: dt.date) -> QuerySet:
        return self.running().filter(due_on__lt=on)
