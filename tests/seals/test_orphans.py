"""Files that no row names: taken away after a day, unless they may be what is left of a row that was done away with."""

import datetime as dt
import os
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from core import clock
from core.append_only import protect_history
from seals.actions import verify_record
from tests.seals.conftest import Scene, seal_on
from tests.tampering import rewrite

ROWS, PAST = "documents_attachment", "documents_historicalattachment"


def old_file(media: Path, name: str = "old") -> str:
    stored = default_storage.save(f"attachments/2026/11/{name}", ContentFile(b"x"))
    grow_old(media, stored)
    return stored


def grow_old(media: Path, *names: str) -> None:
    day_ago = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=25)).timestamp()
    for name in names:
        os.utime(media / name, (day_ago, day_ago))


def remove() -> str:
    out = StringIO()
    with clock.at(dt.datetime.now(dt.UTC)):
        call_command("remove_orphans", stdout=out, stderr=out)
    return out.getvalue()


def refusal() -> str:
    out = StringIO()
    with clock.at(dt.datetime.now(dt.UTC)), pytest.raises(CommandError, match="Nothing was removed"):
        call_command("remove_orphans", stdout=out, stderr=out)
    return out.getvalue()


def verify() -> int:
    return verify_record(actor=User.objects.system(), full=True).found


def test_files_no_row_knows_are_removed_after_a_day(scene: Scene, media: Path):
    old, new = old_file(media), default_storage.save("attachments/2026/11/new", ContentFile(b"x"))
    grow_old(media, *(file.file.name for file in scene.files))
    assert remove() == f"{old}\n"
    assert [default_storage.exists(name) for name in (old, new)] == [False, True]
    assert all(default_storage.exists(file.file.name) for file in scene.files)


def test_orphans_alone_do_not_keep_each_other(scene: Scene, media: Path):
    name = old_file(media)
    with clock.at(dt.datetime.now(dt.UTC)):
        seal_on(clock.today())
        assert verify() == 1
    assert remove() == f"{name}\n"


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM {table} WHERE id = %s",
        "UPDATE {table} SET file = 'attachments/2026/11/other' WHERE id = %s",
    ],
)
@pytest.mark.parametrize("was_verified", [True, False])
def test_the_file_of_a_row_done_away_with_stays(scene: Scene, media: Path, tampering: str, was_verified: Any):
    lost = scene.files[1]
    name = lost.file.name
    verify()
    for table in (ROWS, PAST):
        rewrite(table, tampering, [lost.pk])
    protect_history(connection.alias)
    grow_old(media, name)
    if was_verified:
        verify()
    kind = "removed" if "DELETE" in tampering else "changed"
    assert f"{ROWS} {lost.pk}: The row was {kind} after it was sealed." in refusal()
    assert default_storage.exists(name)


def test_whatever_else_was_found_keeps_them_until_all_is_right(scene: Scene, media: Path):
    name = old_file(media)
    rewrite("recoveries_receipt", "UPDATE {table} SET payer = 'x'")
    verify()
    protect_history(connection.alias)
    assert "recoveries_receipt" in refusal()
    rewrite("recoveries_receipt", "UPDATE {table} SET payer = %s", [scene.receipt.payer])
    protect_history(connection.alias)
    assert "recoveries_receipt" in refusal()
    assert verify() == 0
    assert remove() == f"{name}\n"


def test_where_there_is_nothing_to_remove_nothing_is_refused(scene: Scene):
    rewrite("recoveries_receipt", "UPDATE {table} SET payer = 'x'")
    verify()
    assert remove() == ""
