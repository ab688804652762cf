"""Take away what a process that was killed left behind."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand

from seals.files import old_orphans


class Command(BaseCommand):
    help = "Remove stored files that no row names and that have been there for more than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in old_orphans():
            default_storage.delete(name)
            self.stdout.write(name)
