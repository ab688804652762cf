"""What was verified in a period, as it stood on any day: "as first reported" and "as now known".

An entry belongs to the period of its day (verified or received, as asked); a reversal is known from the day its
counter-entry was verified on, and then takes the sum out of the period the entry stands in. So the period as first
reported is that known on its last day, and what came to be known later is the difference. Interest, penalty and what was
overpaid go to no claim and are not in these sums. The ledger itself books a counter-entry in its own period (`booked`).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import clock
from core.lookups import moments
from core.money import total
from recoveries.models import Receipt, ReceiptLine
from recoveries.queries import counts_as_verified

Of = Q
"""Of which receipts: `Q(case=…)`, `Q(case__office__path__startswith=…)`."""


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both in it."""

    since: dt.date
    until: dt.date


def _in(period: Period, field: str, prefix: str = "") -> Q:
    """The day of an entry lies in the period: of a moment, by the bounds of its days."""
    if field == "received_on":
        return Q(**{f"{prefix}received_on__range": (period.since, period.until)})
    return moments(f"{prefix}verified_at", period.since, period.until)


def _known(day: dt.date, prefix: str = "") -> Q:
    """Verified on that day or before."""
    return counts_as_verified(prefix) & Q(**{f"{prefix}verified_at__lt": clock.end_of(day)})


def verified_sum(of: Of, period: Period, known_on: dt.date, *, by: str = "verified_at") -> Decimal:
    """The yuan verified in the period, as known at the end of a day; `by` is the day that places an entry in it."""
    known = Receipt.objects.filter(of, _known(known_on))
    entries, counters = known.filter(reverses__isnull=True), known.filter(reverses__isnull=False)
    return _sum(entries.filter(_in(period, by))) + _sum(counters.filter(_in(period, by, "reverses__")))


def booked(of: Of, period: Period) -> Decimal:
    """The yuan the ledger shows for the period: each entry and each counter-entry on the day it was verified."""
    return _sum(Receipt.objects.filter(of, counts_as_verified(), _in(period, "verified_at")))


def _sum(receipts: QuerySet) -> Decimal:
    """What of them went to claims."""
    lines = ReceiptLine.objects.filter(receipt__in=receipts.order_by())
    return lines.order_by().aggregate(sum=total("amount"))["sum"]


@dataclass(frozen=True)
class Standing:
    """A period as first reported, as it stood on a day, and as now known."""

    period: Period
    on: dt.date
    first: Decimal
    then: Decimal
    now: Decimal
    booked: Decimal

    @property
    def late(self) -> Decimal:
        """What came to be known after the period was first reported."""
        return self.now - self.first


def standing(of: Of, period: Period, on: dt.date, *, by: str = "verified_at") -> Standing:
    """All that is asked of a period, in one go."""
    first, then, now = (verified_sum(of, period, day, by=by) for day in (period.until, on, clock.today()))
    return Standing(period, on, first, then, now, booked(of, period))


def later_changes(of: Of, period: Period, *, by: str = "verified_at") -> QuerySet:
    """The entries that make the difference between as first reported and as now known, newest first."""
    later = counts_as_verified() & Q(verified_at__gte=clock.end_of(period.until))
    own = Q(reverses__isnull=True) & _in(period, by)
    taken_back = Q(reverses__isnull=False) & _in(period, by, "reverses__")
    counts = Exists(ReceiptLine.objects.filter(receipt=OuterRef("pk")))
    return Receipt.objects.filter(counts, of, later).filter(own | taken_back).order_by("-verified_at", "-pk")
