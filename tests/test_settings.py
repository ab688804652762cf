"""Settings fail loudly and by name."""

import os
import subprocess
import sys

import pytest

COMPLETE: dict[str, str] = {
    "ENV_FILE": os.devnull,
    "SECRET_KEY": "s" * 60,
    "ENCRYPTION_KEYS": "Nw3vQ-0pXy7Lz_k5RtB2mHs8UcJ4dGfA",
    "HASH_KEY": "hT6_wE1rYq9-oPz3KxVb7nMj2LsCg5Da",
    "DATABASE_URL": "sqlite://:memory:",
    "ALLOWED_HOSTS": "gongyuan.example.org",
    "EMAIL_URL": "smtp://mail.example.org",
}


def loading(**changes: str | None) -> str:
    """What loading the settings says last: nothing when all is well."""
    values = {name: value for name, value in (COMPLETE | changes).items() if value is not None}
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={"PATH": os.environ["PATH"], **values},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else ""


def test_complete_settings_load() -> None:
    assert loading() == ""


def test_everything_missing_is_named_at_once() -> None:
    said = loading(SECRET_KEY=None, HASH_KEY="", EMAIL_URL=None)
    assert "Missing in the environment: SECRET_KEY, HASH_KEY, EMAIL_URL." in said


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"ENCRYPTION_KEYS": "one"}, "ENCRYPTION_KEYS"),
        ({"ENCRYPTION_KEYS": COMPLETE["ENCRYPTION_KEYS"] + ",short"}, "ENCRYPTION_KEYS"),
        ({"HASH_KEY": "abcabc" * 10}, "HASH_KEY"),
        ({"HASH_KEY": "change-me-" + str(COMPLETE["HASH_KEY"])}, "HASH_KEY"),
        ({"HASH_KEY": COMPLETE["ENCRYPTION_KEYS"]}, "HASH_KEY"),
        ({"ENCRYPTION_KEYS": "one", "HASH_KEY": "two"}, "ENCRYPTION_KEYS, HASH_KEY"),
    ],
)
def test_weak_keys_are_refused_by_name_but_for_the_demo(changes: dict[str, str], named: str) -> None:
    assert f"Too weak for personal data: {named}." in loading(**changes)
    if named == "HASH_KEY":
        return
    assert loading(**changes, DEMO="on") == loading(**changes, DEBUG="on") == ""


def test_the_demo_needs_no_mail_server() -> None:
    assert loading(EMAIL_URL=None, DEMO="on") == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS", "onn"),
        ("DATABASE_URL", "gongyuan"),
        ("UPLOAD_MAX_BYTES", "ten"),
        ("EMAIL_URL", "mail.example.org"),
        ("S3_BUCKET", "files"),
        ("DATABASE_POOL", "4"),  # of SQLite
        ("REPLICA_URL", "replica.example.org"),
        ("REPLICA_URL", "postgresql://gongyuan@replica/gongyuan"),  # of SQLite
    ],
)
def test_a_value_that_makes_no_sense_is_refused_by_its_name(name: str, value: str) -> None:
    said = loading(**{name: value})
    assert said.startswith("django.core.exceptions.ImproperlyConfigured: ")
    assert name in said


def test_a_replica_of_postgresql_is_asked_by_a_router() -> None:
    primary, replica = (f"postgresql://gongyuan@{host}/gongyuan" for host in ("primary", "replica"))
    assert loading(DATABASE_URL=primary, REPLICA_URL=replica) == ""
    assert "REPLICA_URL is for PostgreSQL" in loading(
        DATABASE_URL=primary, REPLICA_URL="sqlite:///other.sqlite3"
    )
