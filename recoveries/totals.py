"""Keeps what was verified on the cases each office opened in a year."""

from decimal import Decimal

from cases.models import Case, Claim
from core.money import total
from recoveries.models import VerifiedTotal


def add_verified(case: Case, amount: Decimal) -> None:
    """Add so many yuan (below nought: take away) to the total of the case's office and year; in the transaction of its
    claims."""
    office, year = case.office_id, case.opened_on.year
    VerifiedTotal.objects.bulk_create([VerifiedTotal(office_id=office, year=year)], ignore_conflicts=True)
    kept = VerifiedTotal.objects.select_for_update().get(office=office, year=year)
    kept.amount += amount
    kept.save()


def verified_by_year() -> dict[tuple[int, int], Decimal]:
    """Office and year → yuan verified on the claims of its cases opened that year, where there is any."""
    claims = Claim.objects.filter(verified__gt=0).order_by()
    rows = claims.values_list("case__office", "case__opened_on__year").annotate(sum=total("verified"))
    return {(office, year): amount for office, year, amount in rows}


def keep_all_totals() -> None:
    """Write all totals anew, after rows were written past the actions."""
    VerifiedTotal.objects.all().delete()
    rows = [
        VerifiedTotal(office_id=office, year=year, amount=amount)
        for (office, year), amount in verified_by_year().items()
    ]
    VerifiedTotal.objects.bulk_create(rows)
