"""Files and papers a user may see."""

from typing import Self

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from lawyers.permissions import lawyer_of


class AttachmentQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))

    def in_use(self) -> Self:
        return self.filter(voided=False)


class PaperQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Papers of cases the user sees, and of visits to the user's offices; the audit record, which tells of other
        cases' conflicts and of network addresses, is for union staff alone.
        """
        of_cases = Q(visit__isnull=True) & case_scope(user, "case__")
        if lawyer_of(user):
            of_cases &= ~Q(kind="audit_record")
        return self.filter(of_cases | Q(visit__office__in=office_ids(user)))
