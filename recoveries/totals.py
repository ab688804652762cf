"""Keeps what was verified on the cases each office opened in a year, and what waits to be verified on its cases."""

from decimal import Decimal
from typing import Any

from cases.models import Case, Claim
from core.money import total
from recoveries.models import Receipt, VerifiedTotal, WaitingTotal


def add_verified(case: Case, amount: Decimal) -> None:
    """Add so many yuan (below nought: take away) to the total of the case's office and year; in the transaction of its
    claims."""
    _add(VerifiedTotal, amount, office_id=case.office_id, year=case.opened_on.year)


def add_waiting(case: Case, amount: Decimal) -> None:
    """The same with what waits at the case's office; in the transaction of its receipt."""
    _add(WaitingTotal, amount, office_id=case.office_id)


def _add(model: Any, amount: Decimal, **which: int) -> None:
    model.objects.bulk_create([model(**which)], ignore_conflicts=True)
    kept = model.objects.select_for_update().get(**which)
    kept.amount += amount
    kept.save()


def verified_by_year() -> dict[tuple[int, int], Decimal]:
    """Office and year → yuan verified on the claims of its cases opened that year, where there is any."""
    claims = Claim.objects.filter(verified__gt=0).order_by()
    rows = claims.values_list("case__office", "case__opened_on__year").annotate(sum=total("verified"))
    return {(office, year): amount for office, year, amount in rows}


def waiting_by_office() -> dict[int, Decimal]:
    """Office → yuan that came in on its cases and wait to be verified, where there is any; what is to be taken back
    is not among them."""
    receipts = Receipt.objects.to_verify().filter(reverses__isnull=True).order_by()
    return dict(receipts.values_list("case__office").annotate(sum=total("amount")))


def keep_all_totals() -> None:
    """Write all totals anew, after rows were written past the actions."""
    VerifiedTotal.objects.all().delete()
    VerifiedTotal.objects.bulk_create(
        VerifiedTotal(office_id=office, year=year, amount=amount)
        for (office, year), amount in verified_by_year().items()
    )
    WaitingTotal.objects.all().delete()
    WaitingTotal.objects.bulk_create(
        WaitingTotal(office_id=office, amount=amount) for office, amount in waiting_by_office().items()
    )
