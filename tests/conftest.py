"""What every test stands on. Domain objects come from tests/factories.py."""

import gc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import pytest_django
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from core.once import FIELD, new_token
from law_tables import current

# The same examples in every run, however slow the machine is; `--hypothesis-profile=default` looks for new ones.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


SAME_ON_BOTH = (
    "calculators/",
    "documents/test_render.py",
    "labour_law/",
    "security/test_addresses.py",
    "security/test_forged_workings.py",
    "security/test_matrix.py",
    "test_docs.py",
    "test_settings.py",
    "test_translations.py",
    "work/test_demo.py",
)
"""Tests of what no database decides: statutes, forms, papers, texts, who may open which address. They run once."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what SQLite has shown already; on SQLite, what needs PostgreSQL.

    A test that commits has its rows removed afterwards; on SQLite that is a DELETE, which the tables of
    record refuse. So such a test is for PostgreSQL, and says so.
    """
    if connection.vendor == "postgresql":
        here = Path(__file__).parent
        left_out = [item for item in items if str(item.path.relative_to(here)).startswith(SAME_ON_BOTH)]
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
        return
    for item in items:
        database = item.get_closest_marker("django_db")
        if database and database.kwargs.get("transaction") and not item.get_closest_marker("pg"):
            raise pytest.UsageError(f"{item.nodeid} commits its rows: mark it `pg`")
    left_out = [item for item in items if item.get_closest_marker("pg")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("pg")]


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not walk all of it again and again (a third of the time)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def _forms_carry_their_token() -> Iterator[None]:
    """What a test posts carries the token the page would show, unless it brings a `form_token` of its own."""
    plain_login, plain_post = Client._login, Client.post

    def login(self: Any, user: Any, backend: Any = None) -> None:
        plain_login(self, user, backend)
        self.user = user

    def post(self: Any, path: str, data: Any = None, *args: Any, **kwargs: Any) -> Any:
        pk = self.user.pk if hasattr(self, "user") else self.session.get(SESSION_KEY)
        if pk and (data is None or (isinstance(data, dict) and FIELD not in data)):
            token = new_token(SimpleNamespace(pk=pk), unquote(urlsplit(str(path)).path))
            data = data.copy() if data else {}
            data[FIELD] = token
        return plain_post(self, path, data, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "_login", login)
        patch.setattr(Client, "post", post)
        yield


@pytest.fixture(scope="session", autouse=True)
def _files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Uploads and papers of the run, away from the real ones."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """The tables of the law are read before a test counts queries."""
    with django_db_blocker.unblock():
        current.tables()


@pytest.fixture(autouse=True)
def _flush_past_the_triggers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Rows that a test committed are truncated after it, which the tables of record refuse.

    So that one connection, which Django closes after the flush, is told to fire no triggers.
    """
    database = request.node.get_closest_marker("django_db")
    if not (database and database.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.fixture(autouse=True)
def _papers_as_html(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper says in HTML all it says in print, a hundred times faster; who looks at its pages is marked `pdf`."""
    if not request.node.get_closest_marker("pdf"):
        monkeypatch.setattr("documents.render.HTML", AsHtml)


class AsHtml:
    """Stands in for WeasyPrint's HTML."""

    def __init__(self, string: str, url_fetcher: object) -> None:
        self.string = string

    def write_pdf(self, **_: object) -> bytes:
        return self.string.encode()


@pytest.fixture(autouse=True)
def _fresh_process_state() -> None:
    """Neither rate limits nor a language chosen by the test before, nor a request it left open."""
    cache.clear()
    current.request_ends()
    translation.activate("zh-hans")
