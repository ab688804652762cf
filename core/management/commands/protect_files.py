"""Close files, database and settings to other users of the machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.counting import counted
from core.private_files import close_to_others


class Command(BaseCommand):
    help = "Give folders 700 and files 600: files, database of SQLite, var/ and the file of the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        changed, refused = close_to_others()
        if changed:
            self.stdout.write(
                f"Closed to other users of this machine: {counted(changed, 'file or folder', 'files and folders')}."
            )
        for path in refused:
            self.stderr.write(f"{path} belongs to another user.")
        if refused:
            raise CommandError("Run this as the user that owns what is left.")
