"""The key of the archives: `BACKUP_KEY`, which no other key may be."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from config.environment import is_weak
from core.backup import BackupError


def _problem() -> str:
    key = settings.BACKUP_KEY
    if key in (settings.SECRET_KEY, settings.HASH_KEY, *settings.ENCRYPTION_KEYS):
        return "BACKUP_KEY is another key of this installation too: who finds one of them must not have both."
    return "BACKUP_KEY is weak: take a random one, see “Keys” in docs/operating.md." if is_weak(key) else ""


def backup_key() -> str:
    """The key archives are encrypted with; raises `BackupError` when it is missing, weak or used elsewhere."""
    if not settings.BACKUP_KEY:
        raise BackupError("BACKUP_KEY is not set: see docs/operating.md, “Backup and restore”.")
    if problem := _problem():
        raise BackupError(problem)
    return str(settings.BACKUP_KEY)


def check_backup_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a key for backups that is weak or does another job as well; none is fine until a backup is made."""
    problem = _problem() if settings.BACKUP_KEY else ""
    return [Error(problem, id="gongyuan.E002")] if problem else []
