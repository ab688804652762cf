from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from cases.actions.deadlines import HOLIDAYS_KNOWN, lapse_deadlines, recount_deadlines
from core.counting import counted


class Command(BaseCommand):
    help = (
        "Make provisional deadlines firm once the holidays of their year are known, and end those that have lapsed. "
        "Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        moved = recount_deadlines(actor=User.objects.system(), reason=HOLIDAYS_KNOWN())
        lapsed = lapse_deadlines(actor=User.objects.system())
        self.stdout.write(f"{counted(moved, 'deadline')} counted anew, {lapsed:,} lapsed.")
