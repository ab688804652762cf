"""Offers and assignments a user may see."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import office_ids
from core.audit import AuditedQuerySet
from lawyers.permissions import lawyer_of


class AssignmentQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """Staff see those of their offices' cases; a lawyer the own ones; a coordinator the firm's."""
        if lawyer := lawyer_of(user):
            mine = Q(firm_id=lawyer.firm_id) if lawyer.is_coordinator else Q(lawyer=lawyer)
            return self.filter(mine)
        return self.filter(case__office__in=office_ids(user))

    def live(self) -> QuerySet:
        return self.filter(state__in=("offered", "accepted"))
