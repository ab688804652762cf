"""Keeps how many cases each office has in hand."""

from django.db.models import Count, F

from cases.models import Case, InHandTotal
from cases.workflow import OPEN


def count_in_hand(case: Case, former: str = "") -> None:
    """Let the total of the office follow the case into its state, from a former one or as a new case; in the
    transaction in which it gets there."""
    change = (case.state in OPEN) - (former in OPEN)
    if change:
        InHandTotal.objects.bulk_create([InHandTotal(office_id=case.office_id)], ignore_conflicts=True)
        InHandTotal.objects.filter(office=case.office_id).update(number=F("number") + change)


def in_hand_by_office() -> dict[int, int]:
    """Office → its cases in hand, where there is any."""
    cases = Case.objects.filter(state__in=OPEN).order_by()
    return dict(cases.values_list("office").annotate(number=Count("pk")))


def keep_all_in_hand() -> None:
    """Write all totals anew, after rows were written past the actions."""
    InHandTotal.objects.all().delete()
    InHandTotal.objects.bulk_create(
        InHandTotal(office_id=office, number=number) for office, number in in_hand_by_office().items()
    )
