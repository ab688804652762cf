"""Close files, database and settings to other users of the machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.private_files import close_to_others


class Command(BaseCommand):
    help = "Give folders 700 and files 600: files, database of SQLite, var/ and the file of the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = close_to_others()
        except PermissionError as error:
            raise CommandError(f"{error.filename} belongs to another user: run this as that user.") from error
        if changed:
            self.stdout.write(f"Closed to other users of this machine: {changed} files and folders.")
