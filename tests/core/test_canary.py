"""Lost and wrong keys are noticed, by name, before anything is done with them."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured

from core import canary
from core.crypto import encrypt, key_number, keyed_hash
from core.models import Canary

ROOT = Path(__file__).resolve().parents[2]
OTHER = "another-key-0123456789-abcdefghijklmnop"


def numbers():
    """Which keys have a text of their own."""
    return [key_number(row.token) for row in Canary.objects.filter(kind="encryption").order_by("pk")]


@pytest.mark.django_db
def test_the_first_migration_plants_a_hash_and_a_text_of_the_newest_key():
    assert Canary.objects.get(kind="hash").token == keyed_hash("gongyuan")
    assert numbers() == [0]
    canary.plant()
    assert Canary.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ENCRYPTION_KEYS", "HASH_KEY"])
def test_another_key_is_named(settings, name):
    setattr(settings, name, [OTHER] if name == "ENCRYPTION_KEYS" else OTHER)
    for proof in (canary.prove, canary.plant):
        with pytest.raises(ImproperlyConfigured, match=name):
            proof()
    (error,) = run_checks(tags=[Tags.database], databases=["default"])
    assert (error.id, name in error.msg) == ("gongyuan.E001", True)
    assert Canary.objects.count() == 2


@pytest.mark.django_db
def test_with_the_right_keys_the_check_is_silent():
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


@pytest.mark.django_db
def test_a_new_key_is_put_first_and_the_former_may_not_be_left_out(settings):
    former = list(settings.ENCRYPTION_KEYS)
    settings.ENCRYPTION_KEYS = [OTHER, *former]
    canary.plant()
    assert sorted(numbers()) == [0, 1]
    settings.ENCRYPTION_KEYS = [OTHER]
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        canary.prove()
    settings.ENCRYPTION_KEYS = former
    with pytest.raises(ImproperlyConfigured, match="ENCRYPTION_KEYS"):
        canary.prove()


@pytest.mark.django_db
def test_a_retired_key_may_be_left_out_and_the_newest_is_never_retired(settings):
    settings.ENCRYPTION_KEYS = [OTHER, *settings.ENCRYPTION_KEYS]
    canary.plant()
    canary.retire({0, 1})
    settings.ENCRYPTION_KEYS = [OTHER]
    canary.prove()
    assert numbers() == [0]


def test_weak_keys_are_named_by_the_check_before_deploying(settings):
    def found():
        return [each.msg for each in run_checks(tags=[Tags.security], include_deployment_checks=True)]

    assert "Weak: HASH_KEY." not in found()
    settings.HASH_KEY = "short"
    assert "Weak: HASH_KEY." in found()


# --- in a process of its own ---


@pytest.fixture
def elsewhere(tmp_path):
    """The environment of a process on a database that was written with the keys of the tests."""
    file = tmp_path / "db.sqlite3"
    rows = [("hash", keyed_hash("gongyuan")), ("encryption", encrypt("gongyuan"))]
    with sqlite3.connect(file) as database:
        database.execute(
            "CREATE TABLE core_canary (id INTEGER PRIMARY KEY, kind TEXT, token TEXT, made_at TEXT)"
        )
        database.executemany(
            "INSERT INTO core_canary (kind, token, made_at) VALUES (?, ?, '2026-01-05')", rows
        )
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{file}",
        "ENCRYPTION_KEYS": ",".join(configured.ENCRYPTION_KEYS),
    }


@pytest.mark.parametrize(
    "command", [["-c", "import config.wsgi"], ["manage.py", "expire_offers"]], ids=["server", "command"]
)
@pytest.mark.long
def test_neither_server_nor_command_starts_with_other_keys(elsewhere, command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=elsewhere | {"HASH_KEY": OTHER},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        done.stderr.strip()
        .splitlines()[-1]
        .startswith("django.core.exceptions.ImproperlyConfigured: HASH_KEY is not the one")
    )
