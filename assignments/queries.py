"""Offers and assignments a user may see, by what their states mean; how much firms and lawyers have in hand."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from accounts.permissions import office_ids
from assignments.states import ACTED, ACTING, LIVE, AssignmentState
from cases.queries.narrowing import Condition, narrowed
from core import clock
from core.audit import AuditedQuerySet
from core.lookups import among
from lawyers.permissions import lawyer_of

IN_OFFICE = "case__office_id"


class AssignmentQuerySet(AuditedQuerySet):
    def visible_to(self, user: User, *, by_row: bool = False) -> QuerySet:
        """Staff see those of their offices' cases (with `by_row` tested row by row); a lawyer the own ones; a
        coordinator the firm's."""
        if lawyer := lawyer_of(user):
            mine = Q(firm_id=lawyer.firm_id) if lawyer.is_coordinator else Q(lawyer=lawyer)
            return self.filter(mine)
        offices = office_ids(user)
        return self.filter(among(IN_OFFICE, offices) if by_row else Q(case__office__in=offices))

    def listed_for(self, user: User) -> QuerySet:
        """As `visible_to`, for a list read in the order in which they were offered; see `cases.queries.narrowing`."""
        if lawyer_of(user):
            return self.visible_to(user)
        here = Condition(
            among(IN_OFFICE, office_ids(user)), [self.visible_to(user).values_list("pk", flat=True)]
        )
        return narrowed(self, [here])[0]

    def offered(self) -> QuerySet:
        """Those not answered yet, in time or not."""
        return self.filter(state=AssignmentState.OFFERED)

    def answerable(self, at: Any = None) -> QuerySet:
        """Offers that may be answered, at a moment or now."""
        return self.offered().filter(expires_at__gte=at or clock.now())

    def accepted(self) -> QuerySet:
        """Those under which a lawyer acts now."""
        return self.filter(state=AssignmentState.ACCEPTED)

    def live(self) -> QuerySet:
        """See `assignments.states.LIVE`."""
        return self.filter(state__in=LIVE)

    def acting(self) -> QuerySet:
        """See `assignments.states.ACTING`."""
        return self.filter(state__in=ACTING)

    def acted(self) -> QuerySet:
        """See `assignments.states.ACTED`."""
        return self.filter(state__in=ACTED)


def firms_with_workload(firms: QuerySet) -> QuerySet:
    """The firms with `open_offers`, `cases_in_hand` and `last_answer` (a moment or None) of each."""
    here = _assignments(firms).filter(firm=OuterRef("pk"))
    answered = here.filter(answered_at__isnull=False).order_by("-answered_at")
    return firms.annotate(
        open_offers=_counted(here.offered(), "firm", "pk"),
        cases_in_hand=_counted(here.accepted(), "firm", "case"),
        last_answer=Subquery(answered.values("answered_at")[:1]),
    )


def lawyers_with_workload(lawyers: QuerySet) -> QuerySet:
    """The lawyers with `open_offers` and `cases_in_hand` of each."""
    here = _assignments(lawyers).filter(lawyer=OuterRef("pk"))
    return lawyers.annotate(
        open_offers=_counted(here.offered(), "lawyer", "pk"),
        cases_in_hand=_counted(here.accepted(), "lawyer", "case"),
    )


def _assignments(rows: QuerySet) -> Any:
    return rows.model._meta.get_field("assignments").related_model.objects


def _counted(here: QuerySet, by: str, what: str) -> Coalesce:
    """How many there are of each: only what stands in one state is looked at, however much there was before."""
    counted = here.order_by().values(by).annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
