"""Which cases a user may see: the one place that says so. What belongs to a case asks here."""

from typing import Any

from django.apps import apps
from django.db.models import Q

from accounts.permissions import office_ids
from lawyers.permissions import lawyer_of

ACTING = ("accepted", "completed")


def case_scope(user: Any, prefix: str = "") -> Q:
    """A condition for cases (or, with `prefix`, for rows that lead to a case).

    Staff see the cases of their own office and of those below; a lawyer sees cases he or she accepted, a firm
    coordinator those of the firm. Anybody else sees none.
    """
    if lawyer := lawyer_of(user):
        assignments = apps.get_model("cases", "Assignment").objects.filter(state__in=ACTING)
        if lawyer.is_coordinator:
            assignments = assignments.filter(firm_id=lawyer.firm_id)
        else:
            assignments = assignments.filter(lawyer=lawyer)
        return Q(**{f"{prefix}pk__in": assignments.values("case")})
    return Q(**{f"{prefix}office__in": office_ids(user)})
