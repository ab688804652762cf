"""Lost or wrong keys are noticed before anything is read or written with them.

Beside the data stands a known text, encrypted with each key that is in use, and its keyed hash. The first connection of
a process to the database compares them with the settings.
"""

from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

from config.environment import weak_keys
from core.crypto import decrypt, encrypt, key_number, keyed_hash
from core.models import Canary

TEXT = "gongyuan"

_proven: set[str] = set()
"""The databases for which this process has compared the keys."""


def prove(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Are there data to compare the keys with?

    Raises `ImproperlyConfigured`, which names the setting, when the keys are not those of the data.
    """
    if Canary._meta.db_table not in connections[using].introspection.table_names():
        return False
    if wrong := _wrong(Canary.objects.using(using).all()):
        raise ImproperlyConfigured(" ".join(wrong))
    _proven.add(using)
    return True


def prove_once(connection: Any, **kwargs: object) -> None:
    """On the first connection of the process: whatever it is about to do stops where the keys are wrong."""
    if connection.alias == DEFAULT_DB_ALIAS and connection.alias not in _proven:
        prove()


def plant(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Write what is missing: the hash once, and a text for a newest key that has none yet. Raises as `prove` does."""
    if not prove(using):
        return
    rows = Canary.objects.using(using)
    if not rows.filter(kind=Canary.Kind.HASH).exists():
        rows.create(kind=Canary.Kind.HASH, token=keyed_hash(TEXT))
    texts = rows.filter(kind=Canary.Kind.ENCRYPTION).values_list("token", flat=True)
    if 0 not in {key_number(token) for token in texts}:
        rows.create(kind=Canary.Kind.ENCRYPTION, token=encrypt(TEXT))


def retire(unneeded: set[int]) -> None:
    """The older keys of these numbers are needed by nothing any more: the program starts without them."""
    for row in Canary.objects.filter(kind=Canary.Kind.ENCRYPTION):
        if key_number(row.token) in unneeded - {0}:
            row.delete()


def _wrong(rows: QuerySet[Canary]) -> list[str]:
    found = []
    encrypted = [row.token for row in rows if row.kind == Canary.Kind.ENCRYPTION]
    if not all(map(_opens, encrypted)):
        found.append(
            "ENCRYPTION_KEYS lacks a key with which personal data are encrypted. Put it back, after the newest; "
            "“manage.py rotate_keys” says which keys are still needed."
        )
    if any(row.kind == Canary.Kind.HASH and row.token != keyed_hash(TEXT) for row in rows):
        found.append(
            "HASH_KEY is not the one by which ID numbers were stored. Put the former one back; it never changes."
        )
    return found


def _opens(token: str) -> bool:
    try:
        return decrypt(token) == TEXT
    except InvalidToken:
        return False


@register(Tags.database)
def check_keys(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """`check --database default` names what is wrong with the keys."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        try:
            prove(alias)
        except ImproperlyConfigured as error:
            found.append(Error(str(error), id="gongyuan.E001"))
    return found


@register(Tags.security, deploy=True)
def check_strength(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """`check --deploy` names weak keys; without DEMO and DEBUG they stop the start."""
    names = weak_keys(settings.ENCRYPTION_KEYS, settings.HASH_KEY)
    return [Warning(f"Weak: {', '.join(names)}.", id="gongyuan.W001")] if names else []
