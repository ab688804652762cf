"""What the employer has still to do, for the user who looks after it."""

from typing import Self

from cases.queries.of_case import OfCaseQuerySet
from cases.workflow import PERFORMANCE
from core import clock


class UndertakingQuerySet(OfCaseQuerySet):
    def open(self) -> Self:
        """Neither done nor struck out, in cases in which it is due."""
        return self.filter(done_on__isnull=True, struck_out=False, case__state__in=PERFORMANCE)

    def late(self) -> Self:
        """Those of them whose last day has passed."""
        return self.open().filter(due_on__lt=clock.today())
