"""Rates that offices looked up."""

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from core.audit import AuditedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class KeptRateQuerySet(AuditedQuerySet):
    def in_force(self) -> QuerySet:
        """Those not struck out."""
        return self.filter(struck_out_at=None)

    def of_office(self, office: Any) -> "KeptRateQuerySet":
        """Those of an office and of the offices above it, the newest first."""
        paths = [office.path[:end] for end in range(office.steplen, len(office.path) + 1, office.steplen)]
        return self.filter(office__path__in=paths)

    def visible_to(self, user: "User") -> QuerySet:
        """Those of the offices where the user works, of the ones above and of all below."""
        if user.is_superuser:
            return self
        near = Q(pk__in=())
        for membership in user.current_memberships:
            near |= Q(pk__in=self.of_office(membership.office).values("pk"))
            near |= Q(office__path__startswith=membership.office.path)
        return self.filter(near)
