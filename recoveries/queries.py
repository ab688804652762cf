"""Receipts a user may see, and the sums they make."""

from typing import Self

from django.db.models import Count, FilteredRelation, Q, QuerySet

from accounts.models import User
from accounts.permissions import office_ids
from cases.queries.scope import case_scope
from core.audit import AuditedQuerySet

STANDING = ("recorded", "verified")
"""States of receipts that count, or wait to."""
STATEMENT_READERS = ("clerk", "supervisor")


class ReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))

    def standing(self) -> Self:
        """What counts, or waits to: neither rejected nor reversed, and no counter-entry."""
        return self.filter(reverses=None, state__in=STANDING)

    def to_verify(self) -> QuerySet:
        """What waits for a supervisor, oldest first."""
        return self.filter(state="recorded").order_by("received_on", "pk")


class OfReceiptQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(case_scope(user, "case__"))


class StatementQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        """Those of the offices where the user keeps or supervises them."""
        return self.filter(office__in=office_ids(user, STATEMENT_READERS))

    def with_progress(self) -> QuerySet:
        """With how many rows there are (`in_all`), and how many of them are posted or skipped (`done`)."""
        is_posted = Q(lines__receipts__state__in=STANDING)
        return self.annotate(
            in_all=Count("lines", distinct=True),
            done=Count("lines", filter=is_posted | ~Q(lines__skipped_because=""), distinct=True),
        )


class StatementLineQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> QuerySet:
        return self.filter(statement__office__in=office_ids(user, STATEMENT_READERS))

    def told_apart(self) -> Self:
        """With the receipt that stands of each (`standing`), of which there is one at most."""
        return self.annotate(standing=FilteredRelation("receipts", condition=Q(receipts__state__in=STANDING)))

    def open(self) -> Self:
        return self.told_apart().filter(standing__isnull=True, skipped_because="")

    def posted(self) -> Self:
        return self.told_apart().filter(standing__isnull=False)

    def skipped(self) -> Self:
        return self.told_apart().filter(standing__isnull=True).exclude(skipped_because="")


class VerifiedTotalQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        """Those of the user's offices."""
        return self.filter(office__in=office_ids(user))
