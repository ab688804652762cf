"""Receipts a user may see, and the sums they make."""

from typing import Self

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class ReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))

    def standing(self) -> Self:
        """What counts, or waits to: neither rejected nor reversed, and no counter-entry."""
        return self.filter(reverses=None, state__in=("recorded", "verified"))

    def to_verify(self) -> QuerySet:
        """What waits for a supervisor, oldest first."""
        return self.filter(state="recorded").order_by("received_on", "pk")


class OfReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))


class VerifiedTotalQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the user's offices."""
        return self.filter(office__in=office_ids(user))
