from typing import Any

from django.core.management.base import BaseCommand

from assignments.actions import expire_if_due
from assignments.models import Assignment
from core import clock
from core.counting import counted


class Command(BaseCommand):
    help = "Let the offers expire whose time to answer has run out. Run it every hour or so."

    def handle(self, *args: Any, **options: Any) -> None:
        due = Assignment.objects.offered().filter(expires_at__lt=clock.now()).select_related("case")
        expired = sum(expire_if_due(assignment) for assignment in due)
        self.stdout.write(f"{counted(expired, 'offer')} expired.")
