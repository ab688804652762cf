"""Which reports and shapes a user sees."""

import datetime as dt
from typing import Any, Self

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from accounts.queries import line_of
from core.audit import AuditedQuerySet

SEEN_BY = ("supervisor", "auditor")


class PeriodReportQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Those of the offices whose figures the user reads."""
        return self.filter(office__in=office_ids(user, SEEN_BY))

    def signed(self) -> Self:
        """What is frozen."""
        return self.filter(signed_at__isnull=False)

    def of(self, office: Any, shape: Any) -> Self:
        """Those of one office in one shape; None is the union's usual table."""
        return self.filter(office=office, shape=shape)

    def before(self, day: dt.date) -> Self:
        """Signed ones of spans that ended before this day, the latest first."""
        return self.signed().filter(until__lt=day).order_by("-until", "-pk")


class ReportShapeQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Who reads the figures of an office uses its shapes and those of the offices above."""
        held = {m.office.path for m in user.current_memberships if m.role in SEEN_BY}
        above = {path for one in held for path in line_of(one)}
        return self.filter(Q(office__in=office_ids(user, SEEN_BY)) | Q(office__path__in=above))

    def managed_by(self, user: User) -> QuerySet:
        """Those of the offices the user administers."""
        return self if user.is_superuser else self.filter(office__in=office_ids(user, ["administrator"]))


KEEP_PROJECTS = (*SEEN_BY, "administrator")


class ProjectQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Those of the offices the user supervises, audits or administers, and of all below."""
        return self if user.is_superuser else self.filter(office__in=office_ids(user, KEEP_PROJECTS))

    def of(self, office: Any, year: int) -> Self:
        """Those in use of one office and year, as they are numbered."""
        return self.filter(office=office, year=year, is_active=True).order_by("number", "pk")


class ProjectEntryQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Those of the projects the user sees."""
        return self if user.is_superuser else self.filter(project__office__in=office_ids(user, KEEP_PROJECTS))

    def current(self) -> Self:
        """Those that hold: not corrected."""
        return self.filter(correction=None)
