"""Rows of the tables."""

from typing import Any

from core.audit import AuditedQuerySet


class TableQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any):
        """The law is the same for everybody."""
        return self

    def in_force(self):
        """The rows that count: those not struck out."""
        return self.filter(is_active=True)
