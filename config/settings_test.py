"""Settings of the test suite: the real ones, on values of its own whatever `.env` and the shell hold.

`TEST_DATABASE_URL` names the database server; without it the tests run on SQLite in memory.
"""

import os

os.environ.update(
    ENV_FILE=os.devnull,
    SECRET_KEY="tests" * 10,
    ENCRYPTION_KEYS="tests-new-0123456789-abcdefghijklmnop,tests-old-0123456789-abcdefghijklmnop",
    HASH_KEY="tests-hash-0123456789-abcdefghijklmnop",
    BACKUP_KEY="tests-of-backups-0123456789-abcdefghijklmnopqrstuvwxyz",
    DATABASE_URL=os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:"),
    REPLICA_URL="",
    DATABASE_POOL="0",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    DEBUG="off",
    DEMO="off",
    HTTPS="off",
    REQUIRE_SECOND_FACTOR="off",
    S3_BUCKET="",
    DATABASE_APP_USER="",
    SEAL_FOLDER="",
    SEAL_MAIL_TO="",
    EMAIL_URL="memorymail://",
    CACHE_URL="locmemcache://",
    LOG_LEVEL="ERROR",
)

from config.settings import *  # noqa: F403
from config.settings import MIDDLEWARE, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

MIDDLEWARE = [*MIDDLEWARE, "tests.watch.OnceWatch"]
MEDIA_ROOT = os.devnull  # tests/conftest.py gives each run a directory
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
