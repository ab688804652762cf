"""Keeps the days on which money is awaited as agreement, claims and the state of the case have them."""

import datetime as dt

from accounts.models import User
from cases.actions.steps import when_performed
from cases.models import Case
from mediation.models import AwaitedPayment, Instalment

BATCH = 1_000


def keep_awaited(case: Case) -> None:
    """Write the days of this case anew; in the transaction of whatever changed them."""
    wanted = Instalment.objects.filter(case=case).awaited_days()
    there = AwaitedPayment.objects.filter(case=case)
    known = set(there.values_list("case", "office", "due_on"))
    if gone := known - wanted:
        there.filter(due_on__in=[due_on for _case, _office, due_on in gone]).delete()
    _add(wanted - known)


def keep_all_awaited() -> None:
    """Write the days of all cases anew, after rows were written past the actions."""
    AwaitedPayment.objects.all().delete()
    _add(Instalment.objects.awaited_days())


def _add(days: set[tuple[int, int, dt.date]]) -> None:
    rows = (AwaitedPayment(case_id=case, office_id=office, due_on=on) for case, office, on in sorted(days))
    AwaitedPayment.objects.bulk_create(rows, batch_size=BATCH)


@when_performed
def keep_with_step(case: Case, actor: User, reason: str) -> None:
    """Money falls due, or is due no more."""
    keep_awaited(case)
