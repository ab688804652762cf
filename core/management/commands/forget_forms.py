from typing import Any

from django.core.management.base import BaseCommand

from core.counting import counted
from core.once import KEPT, forget_old


class Command(BaseCommand):
    help = f"Removes what is kept of forms acted on more than {KEPT.days} days ago, so that none is acted on twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"{counted(forget_old(), 'form')} forgotten, acted on more than {KEPT.days} days ago."
        )
