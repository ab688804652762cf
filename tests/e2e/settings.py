"""Settings of the server that the browser tests talk to: the real ones, with passwords that cost no time to check."""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
