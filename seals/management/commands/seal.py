"""Seal what came on record, and carry the root outside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.counting import counted
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
        failed = []
        try:
            publish()
        except OSError as error:
            failed.append(f"SEAL_FOLDER cannot be written ({error}); the next run writes what it lacks")
        try:
            if seal != before:
                mail(seal)
        except OSError as error:  # what a mail server refuses is one too
            failed.append(f"the note could not be mailed ({error}); pass on what --roots prints")
        if failed:
            raise CommandError(f"Seal {seal.number} is made, but " + "; ".join(failed))
        said = f"Seal {seal.number} of {seal.day}: {counted(seal.rows, 'row')}, root {seal.root}"
        self.stdout.write(f"Today is sealed already. {said}" if seal == before else said)
