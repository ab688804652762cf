"""Take away what a process that was killed left behind."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from seals.files import old_orphans, why_orphans_stay


class Command(BaseCommand):
    help = "Remove stored files that no row names and that have been there for more than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        orphans = old_orphans()
        if orphans and (found := why_orphans_stay()):
            for finding in found:
                self.stderr.write(str(finding))
            raise CommandError(
                f"Nothing was removed. {len(orphans)} files without a row may be evidence: the record is not what was "
                "written. When that is cleared up and `verify_record --full` finds it right, run this again."
            )
        for name in orphans:
            default_storage.delete(name)
            self.stdout.write(name)
