"""Fill a database with made-up cases, to measure with."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.models import Office
from cases.actions.in_hand import keep_all_in_hand
from cases.models import Case, Employer, Visit, Worker
from core.counting import counted
from law_tables import current
from mediation.awaited import keep_all_awaited
from recoveries.totals import keep_all_totals
from seals.models import Seal
from work.fill.cast import read_cast, set_up
from work.fill.parties import Parties
from work.fill.roads import Roads

BATCH = 1_000
WRITTEN = (Office, Case, Worker, Employer, Visit)
"""By the first history row of these it is told who wrote what is there."""


class Command(BaseCommand):
    help = (
        "Write made-up people, visits, cases, money and papers with their history, until there are so many cases. "
        "In an empty database, or in one that holds nothing else; what is there already is added to."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cases", type=int, required=True, help="how many cases there are to be in the end"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same data (1)")
        parser.add_argument(
            "--anywhere", action="store_true", help="also where neither DEMO nor DEBUG is on: in production"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, seed = options["cases"], options["seed"]
        reason = f"made up with seed {seed}"
        if not (options["anywhere"] or settings.DEMO or settings.DEBUG):
            raise CommandError(
                "This looks like production (DEMO and DEBUG are off). To fill it all the same: --anywhere"
            )
        if not 0 <= seed < 2**32 or wanted < 0:
            raise CommandError("Neither is negative, and a seed is below 2**32.")
        there = _there(reason)
        if wanted <= there:
            self.stdout.write(f"There are {counted(there, 'case')} already.")
            return
        started, worked = time.monotonic(), time.process_time()
        parties = Parties(seed)
        if not Office.objects.exists():
            with transaction.atomic():
                set_up(parties, reason)
        rows = self._tell(parties, reason, there, wanted, says_so=options["verbosity"] > 1)
        keep_all_awaited()
        keep_all_totals()
        keep_all_in_hand()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        taken, worked = time.monotonic() - started, time.process_time() - worked
        speed = (wanted - there) / taken * 60
        self.stdout.write(
            f"{counted(wanted - there, 'case')} written in {taken:.0f} s ({worked:.0f} s of work), "
            f"{speed:,.0f} a minute; {rows:,} rows."
        )

    def _tell(self, parties: Parties, reason: str, there: int, wanted: int, *, says_so: bool) -> int:
        rows = 0
        with current.held():
            roads = Roads(parties, read_cast(parties), reason)
            for first in range(there, wanted, BATCH):
                last = min(first + BATCH, wanted)
                for number in range(first, last):
                    roads.tell(number, (number - there + 1) / (wanted - there))
                with transaction.atomic():
                    rows += roads.book.write()
                if says_so:
                    self.stdout.write(f"{last:,} of {wanted:,} cases")
        return rows


def _there(reason: str) -> int:
    """How many cases there are; raises `CommandError` where anything was written by somebody else, or is sealed."""
    for model in WRITTEN:
        others = model.history.filter(history_type="+").exclude(history_change_reason=reason)  # type: ignore[attr-defined]
        if others.exists():
            raise CommandError(
                f"There are rows of {model._meta.db_table} that were not {reason}. Only an empty database is filled, "
                "or one that was filled with the same seed and holds nothing else."
            )
    if Seal.objects.exists():
        raise CommandError("The record is sealed: rows that tell of former days would not fit any more.")
    return Case.objects.count()
