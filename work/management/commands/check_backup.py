"""Test an archive without restoring it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup import BackupError
from core.backup.archive import check_archive


class Command(BaseCommand):
    help = "Read an archive, compare it with its manifest and name what was changed. Nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)

    def handle(self, *args: Any, archive: Path, **options: Any) -> None:
        if not archive.is_file():
            raise CommandError(f"There is no archive {archive}.")
        try:
            manifest = check_archive(archive)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{archive} is whole: {manifest}.")
