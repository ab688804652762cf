"""The environment, read strictly: what cannot be understood is refused by name, never taken for something else."""

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SWITCHES = {
    "on": True,
    "true": True,
    "yes": True,
    "1": True,
    "off": False,
    "false": False,
    "no": False,
    "0": False,
}


KEY_LENGTH, KEY_CHARACTERS = 32, 12
"""At least so many characters, of which so many different ones."""
EXAMPLES = ("example", "changeme", "change-me", "insecure", "secret", "only-for-this-check")


def weak_keys(encryption_keys: list[str], hash_key: str) -> list[str]:
    """Names of the settings that hold a key which is short, monotonous, an example, or used twice."""
    found = {
        "ENCRYPTION_KEYS": any(map(is_weak, encryption_keys))
        or len(set(encryption_keys)) < len(encryption_keys),
        "HASH_KEY": is_weak(hash_key) or hash_key in encryption_keys,
    }
    return [name for name, weak in found.items() if weak]


def is_weak(key: str) -> bool:
    """Is this no key: short, monotonous, or taken from an example?"""
    return (
        len(key) < KEY_LENGTH
        or len(set(key)) < KEY_CHARACTERS
        or any(word in key.lower() for word in EXAMPLES)
    )


class Environment(environ.Env):
    """django-environ, with one message for whatever is wrong with a value."""

    def get_value(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, **options: Any) -> Any:
        if cast is bool and var in self.ENVIRON:
            word = self.ENVIRON[var].strip().lower()
            if word not in SWITCHES:
                raise ImproperlyConfigured(f"{var} must be on or off, not “{self.ENVIRON[var]}”.")
            return SWITCHES[word]
        try:
            return super().get_value(var, cast=cast, default=default, **options)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"{var} is not understood: “{self.ENVIRON.get(var)}”.") from error

    def url(self, var: str, parse: Any, default: str = "") -> dict[str, Any]:
        """Settings from a URL such as postgresql://…; `parse` is one of django-environ's `…_url_config`."""
        value = self.str(var, default=default)
        parsed: dict[str, Any] = parse(value) if "://" in value else {}
        if not (parsed.get("ENGINE") or parsed.get("BACKEND") or parsed.get("EMAIL_BACKEND")):
            raise ImproperlyConfigured(
                f"{var} is not understood: a URL such as scheme://host/name is expected."
            )
        return parsed
