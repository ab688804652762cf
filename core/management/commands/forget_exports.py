from typing import Any

from django.core.management.base import BaseCommand

from core.counting import counted
from core.export_jobs import forget_old


class Command(BaseCommand):
    help = "Removes the files that were made of long lists and are no longer kept: after a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{counted(forget_old(), 'file')} removed.")
