"""Cases a user may see, and how lists fetch them."""

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet


class CaseQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> QuerySet:
        """See `cases.queries.scope.case_scope`."""
        return self.filter(case_scope(user, by_row=by_row))

    def for_page(self) -> QuerySet:
        """With everything the case page shows, in a fixed number of queries; workings without what is frozen in them."""
        claim = self.model._meta.get_field("claims").related_model
        claims = claim.objects.select_related("working").defer("working__frozen")
        deadline = self.model._meta.get_field("deadlines").related_model
        return self.select_related(
            "office", "employer", "handler", "visit", "parent", "closing_requested_by"
        ).prefetch_related(
            "claimants__worker",
            Prefetch("claims", claims),
            "claims__claimant__worker",
            "co_respondents__employer",
            "assignments__lawyer",
            "assignments__firm",
            "rounds__mediator",
            "agreements__terms__claim",
            "agreements__instalments",
            "proceedings",
            Prefetch("deadlines", deadline.objects.select_related("watcher")),
            "limitation_events",
            "notes__author",
            "conflict_checks",
        )

    def for_list(self) -> QuerySet:
        """With what one line of a list shows, without the long texts."""
        return self._as_lines("worker__name")

    def for_export(self) -> QuerySet:
        """With what one line of an export shows."""
        return self._as_lines("worker__name", "worker__id_number", "worker__phone")

    def _as_lines(self, *worker_fields: str) -> QuerySet:
        """Prefetched, not joined: a join would let the database start from the other table and sort."""
        claimant = self.model._meta.get_field("claimants").related_model
        claimants = claimant.objects.select_related("worker").only(
            "case", "outcome", "is_representative", *worker_fields
        )
        return self.defer("facts", "urgent_ground", "closing_summary").prefetch_related(
            "office", "employer", "handler", Prefetch("claimants", claimants)
        )
