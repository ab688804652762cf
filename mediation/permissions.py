"""Who writes down a mediation round, and who may be its mediator."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from cases.permissions import clerk_or_lawyer
from core import clock


def can_conduct(round_: Any, user: User) -> bool:
    """Whoever works on the case."""
    return clerk_or_lawyer(round_.case, user)


def mediators(case: Any, actor: User) -> QuerySet[User]:
    """Who may be the mediator: a clerk of the office or of one above it, or the user; nobody who acts for a party."""
    clerks = User.objects.clerks_of([case.office], clock.today())
    chosen = clerks | User.objects.filter(pk=actor.pk, is_active=True)
    return chosen.exclude(acting_for_a_party(case))


def acting_for_a_party(case: Any) -> Q:
    """Users of the firms whose lawyers took the case at some time: agents of a party, and never its mediator."""
    return Q(lawyer__firm__in=case.assignments.acted().values("firm"))
