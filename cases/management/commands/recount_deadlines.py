from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.deadlines import lapse_deadlines, recount_deadlines


class Command(BaseCommand):
    help = (
        "Make provisional deadlines firm once the holidays of their year are known, and end those that have lapsed. "
        "Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        reason = _("The holidays of the year are known now.")
        counted = recount_deadlines(actor=User.objects.system(), reason=reason)
        lapsed = lapse_deadlines(actor=User.objects.system())
        self.stdout.write(f"{counted} deadlines counted anew, {lapsed} lapsed.")
