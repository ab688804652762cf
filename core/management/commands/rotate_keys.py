"""Encrypt personal data anew with the newest key, and say which older keys must stay."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core import canary
from core.counting import counted
from core.models import Access, log_access
from core.rotation import LOST, Result, rotate, still_needed


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", required=True, metavar="USER", help="user name of who runs it, for the record"
        )

    def handle(self, *args: Any, by: str, **options: Any) -> None:
        users = get_user_model()._default_manager
        actor = users.filter(username=by, is_active=True, is_superuser=True).first()
        if actor is None:
            raise CommandError(f"There is no superuser “{by}” who may sign in.")
        reason = f"manage.py rotate_keys, {getpass.getuser()}"
        log_access(actor, Access.KEYS, "begun", reason=reason)
        canary.plant()
        results = rotate()
        needed = still_needed(results)
        rewritten = sum(result.rewritten for result in results)
        for result in results:
            self._say(result)
        lines = [self._verdict(number, needed) for number in range(len(settings.ENCRYPTION_KEYS))]
        for line in lines:
            self.stdout.write(line)
        log_access(actor, Access.KEYS, f"done: {rewritten} rewritten. {' '.join(lines)}", reason=reason)
        canary.retire({number for number in range(len(settings.ENCRYPTION_KEYS)) if not needed[number]})
        if needed[LOST]:
            raise CommandError(
                f"ENCRYPTION_KEYS has no key for {counted(needed[LOST], 'value')}, which cannot be read."
            )

    def _say(self, result: Result) -> None:
        parts = [f"{result.rewritten} rewritten"] if result.rewritten else []
        for number, count in sorted(result.by_key.items()):
            if number:
                what = "no key fits" if number == LOST else f"need key {number + 1}"
                parts.append(f"{count} {what}" + ("" if result.may_be_rewritten else " (of the record)"))
        if parts:
            self.stdout.write(f"{result.name}: {', '.join(parts)}")

    def _verdict(self, number: int, needed: dict[int, int]) -> str:
        if number == 0:
            return "Key 1 is the newest."
        if needed[number]:
            return f"Key {number + 1} must stay: it is needed for {counted(needed[number], 'value')}."
        return f"Key {number + 1} may be taken out."
