"""Cases a user may see, and how lists fetch them."""

from typing import Any, Self

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet
from core.prefetch import Rows, prefetch_present

SEVERAL = (
    Rows("claimants", joined=("worker",)),
    Rows("claims", joined=("working",), left_out=("working__frozen",)),
    Rows("co_respondents", joined=("employer",)),
    Rows("assignments", joined=("lawyer", "firm")),
    Rows("rounds", joined=("mediator",)),
    "agreements__terms",
    "agreements__instalments",
    "award_schedules__instalments",
    "proceedings",
    Rows("deadlines", joined=("watcher",)),
    "limitation_events",
    "notes",
    "conflict_checks",
    "split_off",
)
"""What there may be several of in a case."""


class CaseQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> QuerySet:
        """See `cases.queries.scope.case_scope`."""
        return self.filter(case_scope(user, by_row=by_row))

    def for_page(self) -> QuerySet:
        """With everything the case page shows, in a fixed number of queries; workings without what is frozen in them."""
        several = [one.for_many(self.model) if isinstance(one, Rows) else one for one in SEVERAL]
        above = ("claims__claimant__worker", "agreements__terms__claim")
        return self._with_single().prefetch_related(*several, *above)

    def whole(self, *above: str | Prefetch, **which: Any) -> Any:
        """The one case like this, as `for_page` reads it and with the relations from `above`: what it has none of costs
        no query. Raises `DoesNotExist`.
        """
        case = self._with_single().get(**which)
        prefetch_present(case, *SEVERAL, *above)
        people = {claimant.pk: claimant for claimant in case.claimants.all()}
        claims = {claim.pk: claim for claim in case.claims.all()}
        for claim in claims.values():
            claim.claimant = people[claim.claimant_id]
        for term in (term for agreement in case.agreements.all() for term in agreement.terms.all()):
            term.claim = claims[term.claim_id]
        return case

    def _with_single(self) -> QuerySet:
        return self.select_related("office", "employer", "handler", "visit")

    def for_list(self) -> QuerySet:
        """With what one line of a list shows, without the long texts; prefetched, not joined: a join would let the
        database start from the other table and sort."""
        claimant = self.model._meta.get_field("claimants").related_model
        claimants = claimant.objects.select_related("worker").only(
            "case", "outcome", "is_representative", "worker__name"
        )
        rows = self.defer("facts", "urgent_ground", "closing_summary")
        return rows.prefetch_related("employer", "handler", Prefetch("claimants", claimants))


class InHandTotalQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the user's offices."""
        return self.filter(office__in=office_ids(user))
