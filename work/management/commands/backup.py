"""Copy database and files into one encrypted archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.backup import BackupError
from core.backup.archive import write_archive
from core.backup.key import backup_key
from core.models import Access, log_operation


class Command(BaseCommand):
    help = "Copy database and files into one archive, encrypted with BACKUP_KEY. .env is not in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, help="a folder, or the name of the archive")

    def handle(self, *args: Any, target: Path, **options: Any) -> None:
        try:
            backup_key()
            log_operation(Access.BACKUP, target.name)
            path, manifest = write_archive(target)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        self.stdout.write(f"{path}: {manifest}.")
        wrong = [f"{name} is on record and missing from storage" for name in manifest.missing]
        wrong += [f"{name} is not the file on record (its SHA-256 is another)" for name in manifest.damaged]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError("The backup holds all there is, but these files were not right before it.")
