from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from law_tables.actions import add_rates
from law_tables.rate_import import read_rates


class Command(BaseCommand):
    help = "Read rates from an XLSX or CSV file and say what would be added; --write adds them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="put the rates on record")
        parser.add_argument("--actor", default="", help="user name of who keeps these rates; needed to write")
        parser.add_argument("--reason", default="", help="why; kept on record; needed to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        found = read_rates(content)
        for row in found.rates:
            self.stdout.write(
                f"+ {row} · {row.value} {row.get_unit_display()} · {row.get_confidence_display()}"
            )
        self.stdout.write(f"{len(found.rates)} to add, {found.known} already there.")
        if found.problems:
            raise CommandError("Nothing was written:\n" + "\n".join(found.problems))
        if options["write"]:
            self._write(found.rates, options["actor"], options["reason"])

    def _write(self, rows: list[Any], actor: str, reason: str) -> None:
        user = get_user_model().objects.filter(username=actor, is_active=True).first()
        if user is None or not reason.strip():
            raise CommandError("Name who writes (--actor) and why (--reason).")
        try:
            add_rates(rows, actor=user, reason=reason)
        except PermissionDenied as error:
            raise CommandError(f"{actor} does not keep all of these rates.") from error
        self.stdout.write(f"{len(rows)} added.")
