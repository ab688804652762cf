"""Build the demo in an empty database, or print its logins."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from cases.actions.deadlines import lapse_deadlines
from core import clock
from law_tables import current
from seals.actions import seal_day, verify_record
from work.demo import cast, history, zhonglou, zhujing


class Command(BaseCommand):
    help = "Tell the demo through the program's own actions, in an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the logins")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["logins"]:
            self.stdout.write(cast.logins_text())
            return
        if User.objects.filter(is_active=True).exists():
            raise CommandError("The database has people in it already; the demo is for an empty one.")
        with current.held():
            people = cast.build_cast()
            history.tell(people)
            zhujing.tell(people)
            zhonglou.tell(people)
            cast.fill_roster(
                people, clock.today() - dt.timedelta(days=14), clock.today() + dt.timedelta(days=7)
            )
        lapse_deadlines(actor=User.objects.system())
        seal_day(actor=User.objects.system())
        verify_record(actor=User.objects.system(), full=True)
        self.stdout.write("The demo is ready.")
