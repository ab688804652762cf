"""Prove that the ledger, the sums on the claims and the totals agree."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from core.counting import counted
from recoveries.reconcile import differences, totals


class Command(BaseCommand):
    help = "Compare ledger, claims and totals; exit with an error on a difference of one fen."

    def handle(self, *args: Any, **options: Any) -> None:
        outermost = not connection.in_atomic_block
        with transaction.atomic():
            if connection.vendor == "postgresql" and outermost:  # one snapshot for all the figures
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = list(differences())
            sums = totals()
        for difference in found:
            self.stderr.write(str(difference))
        if found:
            raise CommandError(f"{counted(len(found), 'difference')} between ledger and sums.")
        self.stdout.write(
            f"Ledger, claims and totals agree: received {sums['lines_received']:,.2f}, "
            f"verified {sums['lines_verified']:,.2f} yuan."
        )
