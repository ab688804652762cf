"""Sums of the ledger that are kept, so that a page need not add it up."""

from django.db import models
from django.db.models import Q

from accounts.models import Office
from core.money import ZERO, MoneyField
from recoveries.queries import TotalQuerySet


class VerifiedTotal(models.Model):
    """What was verified on the cases an office opened in a year, in yuan: so a page need not add up their claims.

    Derived from the claims by `recoveries.actions`, hence without history; `recoveries.reconcile` holds it to them.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    amount = MoneyField(default=ZERO)

    objects = TotalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="verified_total_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="verified_total_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.year}: {self.amount:,.2f}"


class WaitingTotal(models.Model):
    """What waits to be verified on the cases of an office, in yuan: so a page need not add up its receipts.

    Derived from the receipts by `recoveries.actions`, hence without history; `recoveries.reconcile` holds it to them.
    """

    office = models.OneToOneField(Office, models.CASCADE, related_name="+")
    amount = MoneyField(default=ZERO)

    objects = TotalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="waiting_total_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.office}: {self.amount:,.2f}"
