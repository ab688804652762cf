"""Visits a user may see."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.permissions import office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class VisitQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """Staff see the visits to their offices; a lawyer sees the visit a case of theirs came from."""
        if offices := office_ids(user):
            return self.filter(office__in=offices)
        return self.filter(pk__in=self._cases(user).values("visit"))

    def _cases(self, user: Any) -> QuerySet:
        case = self.model._meta.get_field("cases").related_model
        return case.objects.filter(case_scope(user), Q(visit__isnull=False))
