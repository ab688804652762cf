"""Nothing the program keeps on the disk is for other users of the machine."""

import os
import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from core.private_files import check_private_files, close_to_others, open_to_others
from front_desk.models import IntakeDraft
from tests.factories import UserFactory


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An installation of its own: a folder of files, a database of SQLite beside it, settings in a file."""
    (tmp_path / "files").mkdir(0o700)
    (tmp_path / "db.sqlite3").touch(0o600)
    (tmp_path / "env").touch(0o600)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}
    monkeypatch.setattr(settings, "DATABASES", {"default": database})
    with override_settings(MEDIA_ROOT=tmp_path / "files", BASE_DIR=tmp_path, ENV_FILE=str(tmp_path / "env")):
        yield tmp_path


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_what_is_stored_is_for_the_program_alone(home):
    old = os.umask(0o000)
    try:
        name = default_storage.save("papers/2026/11/notice.pdf", ContentFile(b"310116198506150017"))
    finally:
        os.umask(old)
    folders = [home / "files" / part for part in ("papers", "papers/2026", "papers/2026/11")]
    assert [mode(folder) for folder in folders] == ["0o700"] * 3
    assert mode(home / "files" / name) == "0o600"


def test_the_process_writes_for_itself_alone(tmp_path):
    (tmp_path / "new").touch()
    assert mode(tmp_path / "new") == "0o600"


def test_a_closed_installation_gives_no_warning(home):
    assert check_private_files(None) == []


@pytest.mark.parametrize("name", ["files", "db.sqlite3", "db.sqlite3-wal", "env", "var"])
def test_each_place_open_to_others_is_named(home, name):
    path = home / name
    path.mkdir(exist_ok=True) if name in ("files", "var") else path.touch()
    path.chmod(0o750 if path.is_dir() else 0o640)
    (warning,) = check_private_files(None)
    assert (warning.id, str(path) in warning.msg) == ("gongyuan.W003", True)


def test_what_lies_below_a_closed_folder_is_reached_by_nobody(home):
    (home / "files" / "old.pdf").touch()
    (home / "files" / "old.pdf").chmod(0o644)
    assert list(open_to_others()) == []


def test_an_older_installation_is_closed(home):
    (home / "files").chmod(0o755)
    (home / "files/papers").mkdir()
    (home / "files/papers").chmod(0o755)
    (home / "files/papers/old.pdf").touch()
    (home / "files/papers/old.pdf").chmod(0o644)
    (home / "files/link").symlink_to("papers/old.pdf")
    (home / "db.sqlite3").chmod(0o644)
    assert len(list(open_to_others())) == 4
    call_command("protect_files", verbosity=0)
    assert list(open_to_others()) == []
    assert [
        mode(home / name) for name in ("files", "files/papers", "files/papers/old.pdf", "db.sqlite3")
    ] == [
        "0o700",
        "0o700",
        "0o600",
        "0o600",
    ]
    assert close_to_others() == (0, [])


def test_what_belongs_to_another_user_is_named_and_the_rest_closed(home, monkeypatch):
    for name in ("env", "db.sqlite3"):
        (home / name).chmod(0o640)

    def chmod(path: Path, wanted: int) -> None:
        if path.name == "env":
            raise PermissionError
        os.chmod(path, wanted)

    monkeypatch.setattr(Path, "chmod", chmod)  # whoever runs the tests may be root, whom nothing is refused
    with pytest.raises(CommandError, match="Run this as the user"):
        call_command("protect_files", verbosity=0)
    assert list(open_to_others()) == [home / "env"]


@pytest.mark.django_db
def test_the_title_of_a_draft_is_encrypted():
    IntakeDraft.objects.create(
        owner=UserFactory(), data="worker=周建国", title="周建国 · 上海某某机械有限公司"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT title || data FROM front_desk_intakedraft")
        (kept,) = cursor.fetchone()
    assert "周建国" not in kept
    assert IntakeDraft.objects.get().title == "周建国 · 上海某某机械有限公司"
