"""Which instalments did not come in, told by the database."""

from typing import Self

from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from cases.workflow import PERFORMANCE
from core import clock
from core.audit import AuditedQuerySet
from core.money import total


class InstalmentQuerySet(AuditedQuerySet):
    def in_force(self) -> Self:
        return self.filter(agreement__in_force=True)

    def late(self) -> QuerySet:
        """Those whose last day has passed, of claimants who have not got all that was due by that day.

        The same as `mediation.payments` says instalment by instalment, for many cases at once.
        """
        claims = apps.get_model("cases", "Claim").objects.filter(claimant=OuterRef("claimant")).order_by()
        passed = self.in_force().filter(due_on__lt=clock.today())
        until_then = passed.filter(claimant=OuterRef("claimant"), due_on__lte=OuterRef("due_on"))
        due = until_then.order_by().values("claimant")
        sums = {
            "due": Subquery(due.annotate(sum=total("amount")).values("sum")),
            "came": Subquery(claims.values("claimant").annotate(sum=total("received")).values("sum")),
        }
        is_open = Exists(claims.filter(is_active=True, agreed__gt=F("received")))
        return passed.filter(is_open, case__state__in=PERFORMANCE).alias(**sums).filter(due__gt=F("came"))
