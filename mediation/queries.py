"""Which instalments did not come in, told by the database, and the days on which they are awaited."""

import datetime as dt
from typing import Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from cases.queries.scope import case_scope
from cases.workflow import PERFORMANCE
from core import clock
from core.audit import AuditedQuerySet
from core.money import total


class InstalmentQuerySet(AuditedQuerySet):
    def in_force(self) -> Self:
        return self.filter(Q(agreement__in_force=True) | Q(award__in_force=True))

    def awaited(self) -> QuerySet:
        """Those of claimants who have not got all that is due by their day, in cases in which money is due; where the
        claim is named, all that is due for it.

        The same as `mediation.payments` says instalment by instalment, for many cases at once.
        """
        claims = apps.get_model("cases", "Claim").objects.filter(claimant=OuterRef("claimant")).order_by()
        in_force = self.model._default_manager.in_force()  # type: ignore[attr-defined]
        until_then = in_force.filter(due_on__lte=OuterRef("due_on")).order_by()
        to_claimant = until_then.filter(claimant=OuterRef("claimant"), claim__isnull=True).values("claimant")
        for_claim = until_then.filter(claim=OuterRef("claim")).values("claim")
        sums = {
            "to_claimant": Subquery(to_claimant.annotate(sum=total("amount")).values("sum")),
            "for_claim": Subquery(for_claim.annotate(sum=total("amount")).values("sum")),
            "came": Subquery(claims.values("claimant").annotate(sum=total("received")).values("sum")),
        }
        is_open = Exists(claims.filter(is_active=True, agreed__gt=F("received")))
        of_all = Q(is_open, claim__isnull=True, to_claimant__gt=F("came"))
        of_one = Q(claim__is_active=True, for_claim__gt=F("claim__received"))
        return self.in_force().filter(case__state__in=PERFORMANCE).alias(**sums).filter(of_all | of_one)

    def awaited_days(self) -> set[tuple[int, int, dt.date]]:
        """Case, its office and day of each."""
        rows = self.awaited().order_by().values_list("case", "case__office", "due_on")
        return set(rows.distinct())


class AwaitedPaymentQuerySet(QuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(case_scope(user, "case__"))

    def late(self) -> Self:
        """The days that have passed."""
        return self.filter(due_on__lt=clock.today())
