"""Fill an empty installation from an archive, and prove what came of it."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import clock
from core.backup import BackupError
from core.backup.restoring import restore_archive
from core.models import Access, log_operation

PROOFS: dict[str, dict[str, Any]] = {"reconcile": {}, "verify_record": {"full": True}}
"""Commands that end with an error where something is wrong, and their options."""


class Command(BaseCommand):
    help = "Fill an empty installation (migrated, without people, cases and files) from an archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        if not archive.is_file():
            raise CommandError(f"There is no archive {archive}. Nothing was restored.")
        try:
            manifest = restore_archive(archive)
        except (BackupError, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from error
        log_operation(Access.RESTORE, archive.name)
        self.stdout.write(f"Restored: {manifest}.")
        with clock.at(dt.datetime.fromisoformat(manifest.made_at)):
            for name, asked in PROOFS.items():
                call_command(name, **asked, stdout=self.stdout, stderr=self.stderr)
