"""Cases a user may see, and how lists fetch them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from core.prefetch import prefetch_present


class CaseQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> QuerySet:
        """See `cases.queries.scope.case_scope`."""
        return self.filter(case_scope(user, by_row=by_row))

    def for_page(self) -> QuerySet:
        """With everything the case page shows, in a fixed number of queries; workings without what is frozen in them."""
        return self._with_single().prefetch_related(*self._with_several(), "claims__claimant__worker")

    def whole(self, *above: str | Prefetch, **which: Any) -> Any:
        """The one case like this, as `for_page` reads it and with the relations from `above`: what it has none of costs
        no query. Raises `DoesNotExist`.
        """
        case = self._with_single().get(**which)
        prefetch_present(case, *self._with_several(), *above)
        people = {claimant.pk: claimant for claimant in case.claimants.all()}
        for claim in case.claims.all():
            claim.claimant = people[claim.claimant_id]
        return case

    def _with_single(self) -> QuerySet:
        return self.select_related("office", "employer", "handler", "visit", "parent", "closing_requested_by")

    def _with_several(self) -> list[str | Prefetch]:
        claim = self.model._meta.get_field("claims").related_model
        claims = claim.objects.select_related("working").defer("working__frozen")
        deadline = self.model._meta.get_field("deadlines").related_model
        return [
            "claimants__worker",
            Prefetch("claims", claims),
            "co_respondents__employer",
            "assignments__lawyer",
            "assignments__firm",
            "rounds__mediator",
            "agreements__terms__claim",
            "agreements__instalments",
            "award_schedules__instalments",
            "proceedings",
            Prefetch("deadlines", deadline.objects.select_related("watcher")),
            "limitation_events",
            "notes__author",
            "conflict_checks",
        ]

    def for_list(self) -> QuerySet:
        """With what one line of a list shows, without the long texts."""
        return self._as_lines()

    def for_lines(self) -> QuerySet:
        """As `for_list`, for a few cases that are fetched by their keys: there a join is cheaper."""
        return self._as_lines(joined=True)

    def _as_lines(self, *, joined: bool = False) -> QuerySet:
        """In a list prefetched, not joined: a join would let the database start from the other table and sort."""
        claimant = self.model._meta.get_field("claimants").related_model
        claimants = claimant.objects.select_related("worker").only(
            "case", "outcome", "is_representative", "worker__name"
        )
        single = ("office", "employer", "handler")
        rows = self.select_related(*single) if joined else self.prefetch_related(*single)
        return rows.defer("facts", "urgent_ground", "closing_summary").prefetch_related(
            Prefetch("claimants", claimants)
        )
