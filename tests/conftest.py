"""What every test stands on. Domain objects come from tests/factories.py."""

import gc
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import pytest_django
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client, override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from core.management.commands import migrate
from core.once import FIELD, new_token
from law_tables import current
from tests import template

# The same examples in every run, however slow the machine is; `--hypothesis-profile=default` looks for new ones.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

HERE = Path(__file__).parent
AS_EVERYBODY = (
    "security/test_matrix.py",
    "security/test_plans.py",
)
"""The tests that open every page as one person (`who`) after the other: in a quick run as a clerk."""
SAME_ON_BOTH = {
    "what a statute, a calculation, a paper or a text says": (
        "calculators/",
        "documents/test_arbitration.py",
        "documents/test_issue.py",
        "documents/test_needs.py",
        "documents/test_render.py",
        "documents/test_unprintable.py",
        "labour_law/",
        "test_docs.py",
        "test_settings.py",
        "test_translations.py",
        "work/test_demo.py",
    ),
    "what a form takes of what is typed, pasted or handed in; each that makes something is sent in test_sent_at_once.py": (
        "accounts/test_invitation.py",
        "accounts/test_sign_in.py",
        "cases/test_paste.py",
        "documents/test_uploads.py",
        "front_desk/test_identity.py",
        "law_tables/test_import_page.py",
        "law_tables/test_rate_import.py",
        "mediation/test_views.py",
        "security/test_forged_workings.py",
        "workings/test_again.py",
        "workings/test_entitlements.py",
        "workings/test_views.py",
    ),
    "who may do what, asked of one object after the other": (
        "cases/test_permissions.py",
        "documents/test_permissions.py",
        "security/test_addresses.py",
        "security/test_foreign_administrator.py",
        "security/test_head.py",
        "security/test_strangers_record.py",
    ),
    "which step leads where, what it asks for and sets, and the days it counts": (
        "cases/test_limitation.py",
        "cases/test_limits.py",
        "cases/test_workflow.py",
        "test_guards.py",
        "test_small_workflows.py",
        "test_step_bodies.py",
    ),
    "the same queries for other roles: every rule of the check is in test_conflicts.py": (
        "cases/test_conflict_pairs.py",
    ),
    "the seal over the record, row by row; that a database refuses what is not added is in core/test_append_only.py": (
        "seals/test_orphans.py",
        "seals/test_proof.py",
        "seals/test_seal.py",
    ),
    "what stands on one page, and who is refused it; all pages are opened in test_matrix.py and read in test_plans.py": (
        "accounts/test_admin.py",
        "accounts/test_people.py",
        "cases/test_case_edit.py",
        "cases/test_case_page.py",
        "cases/test_next_action.py",
        "cases/test_steps_view.py",
        "cases/test_timeline.py",
        "documents/test_downloads.py",
        "documents/test_outdated.py",
        "documents/test_views.py",
        "front_desk/test_intake.py",
        "law_tables/test_admin.py",
        "law_tables/test_faults.py",
        "law_tables/test_pages.py",
        "recoveries/test_views.py",
        "seals/test_views.py",
        "security/test_refused_attempts.py",
        "work/test_closing_reports.py",
    ),
}
"""What no database decides, by what decides it. A quick run has these tests on SQLite, the others on PostgreSQL."""

LONGEST = (
    "work/test_demo.py",
    "core/test_migrate.py",
    "recoveries/test_machine.py",
    "reports/test_ledger_machine.py",
    "security/test_matrix.py",
)
"""They begin first, so that no worker waits for another at the end."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--quick",
        action="store_true",
        help="each test once, on the database that decides it or else on SQLite; without those marked long; every page "
        "as a clerk",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the database at hand cannot show, and in a quick run what can wait.

    A test that commits has its rows removed afterwards; on SQLite that is a DELETE, which the tables of
    record refuse. So such a test is for PostgreSQL, and says so.
    """
    on_postgresql = connection.vendor == "postgresql"
    for item in items:
        database = item.get_closest_marker("django_db")
        if database and database.kwargs.get("transaction") and not item.get_closest_marker("pg"):
            raise pytest.UsageError(f"{item.nodeid} commits its rows: mark it `pg`")
    can_run = [item for item in items if on_postgresql or not item.get_closest_marker("pg")]
    if config.getoption("quick"):
        can_run = [item for item in can_run if not _can_wait(item, on_postgresql)]
    config.hook.pytest_deselected(items=list(set(items) - set(can_run)))
    items[:] = sorted(can_run, key=lambda item: not _is_of(item, LONGEST))


def _is_of(item: pytest.Item, paths: Iterable[str]) -> bool:
    return item.path.relative_to(HERE).as_posix().startswith(tuple(paths))


def _can_wait(item: pytest.Item, on_postgresql: bool) -> bool:
    """Is it long, is it asked as one more person, or does the other database have it?"""
    if item.get_closest_marker("long"):
        return True
    if _is_of(item, AS_EVERYBODY):
        return hasattr(item, "callspec") and item.callspec.params.get("who", "clerk") != "clerk"
    if _is_of(item, ["e2e"]):
        return False
    decides = item.get_closest_marker("pg") or (
        (item.get_closest_marker("django_db") or "db" in item.fixturenames)
        and not _is_of(item, chain(*SAME_ON_BOTH.values()))
    )
    return bool(decides) is not on_postgresql


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


class Copied(migrate.Command):
    """Stands in for `migrate` while the test database is made: it becomes a copy of one that was migrated once."""

    def handle(self, *args: Any, **options: Any) -> None:
        template.fill(connections[options["database"]])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_use_migrations: bool
) -> pytest.MonkeyPatch:
    patch = pytest.MonkeyPatch()
    if django_db_use_migrations and template.can_be_copied():
        patch.setattr(migrate, "Command", Copied)
    return patch


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_modify_db_settings: pytest.MonkeyPatch,
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
) -> None:
    """The tables of the law are read before a test counts queries."""
    django_db_modify_db_settings.undo()
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


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No entry is drawn for a second look by chance; tests of that set a share."""
    monkeypatch.setattr("recoveries.sampling.USUAL", 0)


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
