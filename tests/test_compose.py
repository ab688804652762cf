"""compose.yaml is not run by the tests: what it names is there, and the settings it gives start the program."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from tests.test_docs import OPERATING, variables_read
from tests.test_settings import COMPLETE, loading

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "compose.yaml").read_text()
SITE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = SITE["services"]
OURS = ("web", "migrate", "jobs")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::([?-])(\w*))?\}")
OF_LIBRARIES = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
GIVEN = {
    "SECRET_KEY": COMPLETE["SECRET_KEY"],
    "ENCRYPTION_KEYS": COMPLETE["ENCRYPTION_KEYS"],
    "HASH_KEY": COMPLETE["HASH_KEY"],
    "EMAIL_URL": COMPLETE["EMAIL_URL"],
    "ALLOWED_HOSTS": COMPLETE["ALLOWED_HOSTS"],
}


def filled(text: object) -> str:
    """As compose fills in the variables, where those that are required are given."""
    return VARIABLE.sub(
        lambda found: GIVEN.get(found[1]) or (found[3] if found[2] == "-" else "given"), str(text)
    )


def environment(service: str) -> dict[str, str]:
    return {name: filled(value) for name, value in SERVICES[service]["environment"].items()}


@pytest.mark.parametrize("service", OURS)
def test_the_program_reads_every_variable_it_is_given(service: str) -> None:
    read = variables_read(ROOT / "config/settings.py") | variables_read(ROOT / "gunicorn.conf.py")
    assert set(SERVICES[service]["environment"]) - read - OF_LIBRARIES == set()


@pytest.mark.parametrize("service", OURS)
def test_the_settings_of_a_service_start_the_program(service: str) -> None:
    # Without the bucket, whose library is in the image alone.
    values = {
        name: value
        for name, value in environment(service).items()
        if name not in ("S3_BUCKET", "S3_ENDPOINT")
    }
    assert loading(**{"ENV_FILE": COMPLETE["ENV_FILE"], **values}) == ""


def test_what_changes_tables_signs_in_as_their_owner_and_the_program_does_not() -> None:
    assert "gongyuan_owner" in environment("migrate")["DATABASE_URL"]
    for service in ("web", "jobs"):
        assert "//gongyuan_app:" in environment(service)["DATABASE_URL"]
        assert "@replica/" in environment(service)["REPLICA_URL"]


def test_every_variable_is_explained_where_the_site_is_described() -> None:
    explained = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", OPERATING))
    assert {found[1] for found in VARIABLE.finditer(TEXT)} - explained == set()


def test_no_image_names_a_registry() -> None:
    images = {service["image"] for service in SERVICES.values()}
    images |= set(re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.M))
    assert images == {"gongyuan", "nginx:stable", "postgres:17", "python:3.11-slim-bookworm"}


def test_whatever_a_service_names_is_there() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", {})) <= set(SERVICES)
        assert {config["source"] for config in service.get("configs", [])} <= set(SITE["configs"])
        named = {mount.partition(":")[0] for mount in service.get("volumes", []) if not mount.startswith("$")}
        assert named <= set(SITE["volumes"])
    assert SERVICES["migrate"]["command"][-1] in get_commands()


def test_the_image_has_the_packages_that_the_set_up_installs() -> None:
    listed = re.search(r"^packages=\((.*?)\)", (ROOT / "script/setup").read_text(), re.M)
    assert listed
    installed = re.search(r"--no-install-recommends \\\n\s*(.*?) \\", (ROOT / "Dockerfile").read_text())
    assert installed
    assert installed[1].split() == listed[1].split()
