"""What is copied is of one moment, and nobody waits for it."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from accounts.models import User
from core.backup.tables import rows, snapshot
from tests.factories import UserFactory


@pytest.mark.django_db
@pytest.mark.skipif("postgresql" in settings.DATABASES["default"]["ENGINE"], reason="how SQLite does it")
def test_on_sqlite_a_snapshot_stands_still_while_others_write(tmp_path):
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as other:
        other.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (id integer); INSERT INTO t VALUES (1)")
        reader = DatabaseWrapper({**connection.settings_dict, **settings.DATABASES["default"], "NAME": path})
        with closing(reader), snapshot(reader), reader.cursor() as cursor:
            assert cursor.execute("SELECT count(*) FROM t").fetchone() == (1,)
            with other:
                other.execute("INSERT INTO t VALUES (2)")
            assert cursor.execute("SELECT count(*) FROM t").fetchone() == (1,)


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_on_postgresql_a_snapshot_stands_still_while_others_write():
    UserFactory(username="before")

    def meanwhile() -> None:
        UserFactory(username="meanwhile")
        connection.close()

    def names() -> set[str]:
        place = [field.column for field in User._meta.concrete_fields].index("username")
        return {row[place] for row in rows(connection, User)}

    with snapshot(connection):
        assert names() == {"before"}
        writer = threading.Thread(target=meanwhile)
        writer.start()
        writer.join()
        assert names() == {"before"}
    assert names() == {"before", "meanwhile"}
