"""Partitions of the histories and the access log, by year."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

from core import clock, partitions
from core.counting import counted


class Command(BaseCommand):
    help = "Makes the partitions of the years to come, on PostgreSQL, where the histories and the access log have any."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--begin", action="store_true", help="partition the tables that are not yet")
        what.add_argument("--end", action="store_true", help="make each of them one table again")
        parser.add_argument("--ahead", type=int, default=2, metavar="N", help="years to come (2)")

    def handle(self, *args: Any, begin: bool, end: bool, ahead: int, **options: Any) -> None:
        if connection.vendor != "postgresql":
            self.stdout.write("Only PostgreSQL has partitions; nothing was done.")
            return
        try:
            self._end() if end else self._make(ahead, anew=begin)
        except (partitions.NotNow, OperationalError) as error:
            raise CommandError(f"{error} What was done before stays; run it again.") from error

    def _make(self, ahead: int, *, anew: bool) -> None:
        if anew:
            there = partitions.partitioned(connection)
            fresh = [table for table in partitions.tables() if table not in there]
            for table in fresh:
                partitions.begin(connection, table)
                self.stdout.write(f"{table.name}: partitioned")
        there = partitions.partitioned(connection)
        if not there:
            self.stdout.write("No table is partitioned; --begin does it.")
            return
        upto = clock.today().year + ahead
        made = sum(len(partitions.make_ahead(connection, table, upto)) for table in there)
        self.stdout.write(
            f"{counted(made, 'partition')} made; {counted(len(there), 'table')} ready up to {upto}."
        )

    def _end(self) -> None:
        for table in partitions.partitioned(connection):
            partitions.end(connection, table)
            self.stdout.write(f"{table.name}: one table again")
