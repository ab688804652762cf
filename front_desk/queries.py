"""What is known already when a case is about to be opened."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from cases.models import Case
from core import clock

LIKELY = dt.timedelta(days=366)
"""Within a year the same worker with the same employer is likely the same matter."""


def likely_duplicates(workers: Iterable[Any], employer: Any) -> list[Case]:
    """Cases of any office, opened within a year, of one of these workers with this employer; newest first.

    A draft that was thrown away is none.
    """
    if employer is None or employer.pk is None:
        return []
    ids = [worker.pk for worker in workers if worker.pk]
    cases = Case.objects.filter(
        claimants__worker__in=ids, employer=employer, opened_on__gte=clock.today() - LIKELY
    )
    discarded = {"state": "withdrawn", "number": None}
    return list(cases.exclude(**discarded).select_related("office").distinct().order_by("-opened_on", "-pk"))
