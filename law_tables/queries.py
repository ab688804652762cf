"""Rows of the tables."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.audit import AuditedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class TableQuerySet(AuditedQuerySet):
    def visible_to(self, user: "User") -> QuerySet:
        """The law is the same for everybody."""
        return self

    def in_force(self) -> QuerySet:
        """The rows that count: those not struck out."""
        return self.filter(is_active=True)
