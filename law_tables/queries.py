"""Rows of the tables."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from core.audit import AuditedQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class TableQuerySet(AuditedQuerySet):
    def visible_to(self, user: "User") -> QuerySet:
        """The law is the same for everybody."""
        return self

    def in_force(self) -> QuerySet:
        """The rows that count: those not struck out."""
        return self.filter(is_active=True)


def newest(rates: Iterable[Any], day: date) -> set[int]:
    """The keys of the rows that hold on a day, have ended with none in their place, or are still to come."""
    latest: dict[Any, Any] = {}
    found = set()
    for row in rates:
        if row.is_active and row.valid_from > day:
            found.add(row.pk)
        elif row.is_active:
            key = row.rate.key
            if key not in latest or latest[key].valid_from < row.valid_from:
                latest[key] = row
    return found | {row.pk for row in latest.values()}
