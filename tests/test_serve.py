"""What `script/server` sees to before it serves, in one process."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config import serve


def test_a_port_that_is_taken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(serve, "PORT", taken.getsockname()[1])
        with pytest.raises(SystemExit, match="is taken; choose another"):
            serve.main()


def test_it_migrates_only_what_the_database_does_not_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    settings.MIGRATION_MODULES = {}  # whatever the tests themselves do without
    called: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **how: called.append(name))
    named = dict.fromkeys(MigrationLoader(None).disk_migrations)
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda self: dict(named))
    serve._migrate()
    assert called == []
    named.popitem()
    serve._migrate()
    assert called == ["migrate"]
    assert "migrating the database" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("statements", "has"),
    [
        ([], False),
        (["CREATE TABLE accounts_user (is_active bool)"], False),
        (["CREATE TABLE accounts_user (is_active bool)", "INSERT INTO accounts_user VALUES (0)"], False),
        (["CREATE TABLE accounts_user (is_active bool)", "INSERT INTO accounts_user VALUES (1)"], True),
    ],
)
def test_the_demo_is_for_a_database_without_people(tmp_path: Path, statements: list[str], has: bool) -> None:
    database = tmp_path / "db.sqlite3"
    with sqlite3.connect(database) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    assert serve._has_users(database) is has


def test_a_database_that_is_not_there_has_no_people_and_is_not_made(tmp_path: Path) -> None:
    assert serve._has_users(tmp_path / "db.sqlite3") is False
    assert list(tmp_path.iterdir()) == []


def test_static_files_are_collected_when_one_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    monkeypatch.setattr("django.core.management.call_command", lambda name, **how: called.append(name))
    source = tmp_path / "a.css"
    source.write_text("a{}")
    monkeypatch.setattr(serve, "_may_have_changed", lambda: [source])
    serve._collect_static(tmp_path)
    assert called == ["collectstatic"]
    stamp = tmp_path / "staticfiles.json"
    stamp.write_text("{}")
    os.utime(source, (1, 1))
    serve._collect_static(tmp_path)
    assert called == ["collectstatic"]


def test_what_starts_does_not_import_what_a_start_does_not_need() -> None:
    """Each of them takes a tenth of a second and more."""
    heavy = ("pypinyin", "openpyxl", "weasyprint", "pypdf", "PIL")
    code = f"import sys, django; django.setup(); print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.check_output(
        [sys.executable, "-c", code],
        cwd=serve.ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test"},
        text=True,
    )
    assert said.strip() == "[]"
