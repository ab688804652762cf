"""How far the replica is behind the primary."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from core.replica import REPLICA, standing


class Command(BaseCommand):
    help = "Says how far the replica is behind; exit code 1 where it is not read, since it is stopped or too far behind."

    def handle(self, *args: Any, **options: Any) -> None:
        if REPLICA not in settings.DATABASES:
            raise CommandError("There is no replica: REPLICA_URL is not set.")
        try:
            now = standing()
        except Error as error:
            raise CommandError(
                f"It does not answer, so everything is read from the primary: {error}"
            ) from error
        if now.lag is None:
            raise CommandError(
                "REPLICA_URL names a server that follows no other, or has replayed nothing yet."
            )
        said = f"{now.lag.total_seconds():.1f} s and {now.behind} bytes of the log behind"
        if not now.is_close:
            allowed = settings.REPLICA_MAX_LAG_SECONDS
            raise CommandError(f"{said}: more than {allowed} s, so everything is read from the primary.")
        self.stdout.write(f"{said}: lists, home pages and exports are read from it.")
