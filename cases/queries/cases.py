"""Cases a user may see, and how lists fetch them."""

from typing import Any

from django.db.models import QuerySet

from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class CaseQuerySet(AuditedQuerySet):
    def visible_to(self, user: Any) -> QuerySet:
        """See `cases.queries.scope.case_scope`."""
        return self.filter(case_scope(user))

    def for_page(self) -> QuerySet:
        """With everything the case page shows, in a fixed number of queries."""
        return self.select_related(
            "office", "employer", "handler", "visit", "parent", "closing_requested_by"
        ).prefetch_related(
            "claimants__worker",
            "claims__claimant__worker",
            "co_respondents__employer",
            "assignments__lawyer",
            "assignments__firm",
            "rounds__mediator",
            "agreements__terms__claim",
            "agreements__instalments",
            "proceedings",
            "deadlines",
            "notes__author",
            "conflict_checks",
        )

    def for_list(self) -> QuerySet:
        """With what one line of a list shows."""
        return self.select_related("office", "employer", "handler").prefetch_related("claimants__worker")
