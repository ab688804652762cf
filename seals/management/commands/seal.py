"""Seal what came on record, and carry the root outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from seals.actions import seal_day
from seals.models import Seal
from seals.roots import export, mail, publish


class Command(BaseCommand):
    help = "Seal the rows that came on record since the last seal. Run it every night, before midnight."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--roots", action="store_true", help="only print the roots of all seals")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["roots"]:
            self.stdout.write(export(), ending="")
            return
        before = Seal.objects.first()
        seal = seal_day(actor=User.objects.system())
        try:
            publish()
        except OSError as error:
            raise CommandError(f"Sealed, but SEAL_FOLDER cannot be written: {error}") from error
        if seal != before:
            mail(seal)
        self.stdout.write(f"Seal {seal.number} of {seal.day}: {seal.rows} rows, root {seal.root}")
