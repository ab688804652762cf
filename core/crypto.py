"""Personal data at rest: encrypted text with key rotation, and keyed hashes to find it by."""

import base64
import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=16)
def _one(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_one(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt with the newest key."""
    return _fernet(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt with whichever key fits; raises `cryptography.fernet.InvalidToken` when none does."""
    return _fernet(tuple(settings.ENCRYPTION_KEYS)).decrypt(token.encode()).decode()


def key_number(token: str) -> int | None:
    """Which of the keys it is encrypted with, 0 for the newest; None when none fits."""
    for number, key in enumerate(settings.ENCRYPTION_KEYS):
        try:
            _one(key).extract_timestamp(token.encode())
        except InvalidToken:
            continue
        return number
    return None


def reencrypt(token: str) -> str:
    """The same text, encrypted with the newest key; raises `cryptography.fernet.InvalidToken` when no key fits."""
    return _fernet(tuple(settings.ENCRYPTION_KEYS)).rotate(token.encode()).decode()


def keyed_hash(text: str) -> str:
    """A hash to search an encrypted value by; without HASH_KEY nobody can tell which value it is of."""
    return hmac.new(settings.HASH_KEY.encode(), text.strip().upper().encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that stands encrypted in the database and plain in Python. Empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value


class EncryptedJSONField(models.TextField):
    """A JSON value that stands encrypted in the database."""

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(json.dumps(value, ensure_ascii=False, sort_keys=True))

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return json.loads(decrypt(value))
