"""What belongs to a case is seen by whoever sees the case."""

from django.db.models import QuerySet

from accounts.models import User
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class OfCaseQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """See `cases.queries.scope.case_scope`."""
        return self.filter(case_scope(user, "case__"))
