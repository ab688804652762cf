"""A real server with a database of its own, and a browser with a page for each role.

The tests see what a user sees: they read through pages and `Server.manage`, never through the ORM.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import template
from tests.e2e.seed import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "var" / "e2e"
PATIENCE = 20_000
"""Milliseconds to wait for what a page should show, on a busy machine."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")


@dataclass
class Server:
    """Where the server answers, and how to run a command on its data."""

    url: str
    environment: dict[str, str]
    log: Path

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` beside the server; the caller looks at the exit code."""
        return self._python("manage.py", *arguments)

    def _python(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def must(self, *arguments: str) -> str:
        """What Python prints; it succeeds."""
        done = self._python(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, module: str, *arguments: str) -> str:
        """What a module of the tests prints that makes something on the server's data."""
        return self.must("-m", module, *arguments)


def _environment(home: Path, static: Path) -> dict[str, str]:
    """Of a server that keeps its data there; the keys are those of the tests, by which the template was made."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
        "SECRET_KEY": "browser" * 10,
        "DATABASE_URL": f"sqlite:///{home}/db.sqlite3",
        "MEDIA_ROOT": str(home / "files"),
        "STATIC_ROOT": str(static),
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "consolemail://",
    }


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Static files, and in `data` a database with the people of tests/e2e/seed.py: made by the worker that is first."""
    base = tmp_path_factory.getbasetemp()
    at = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "prepared"
    with template.in_turn(at.with_suffix(".lock")):
        if not at.exists():
            making = at.with_suffix(".making")
            (making / "data").mkdir(parents=True)
            with template.template("sqlite3") as migrated:
                shutil.copyfile(migrated, making / "data" / "db.sqlite3")
            server = Server("", _environment(making / "data", making / "static"), making / "log")
            server.must("manage.py", "collectstatic", "--no-input", "--verbosity", "0")
            server.run("tests.e2e.seed")
            making.rename(at)
    return at


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_it_answers(server: Server, process: subprocess.Popen) -> None:
    for _ in range(150):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.url}/account/login/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server does not answer:\n{server.log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Server]:
    """gunicorn as `script/server` runs it, on data of its own with the people of tests/e2e/seed.py."""
    home = tmp_path_factory.mktemp("server") / "data"
    shutil.copytree(prepared / "data", home)
    port = _free_port()
    environment = _environment(home, prepared / "static") | {"PORT": str(port)}
    server = Server(f"http://127.0.0.1:{port}", environment, home / "log")
    with server.log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        _wait_until_it_answers(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Without one the tests are skipped, in CI they fail."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        reason = "no Chromium on this machine: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        if server := item.funcargs.get("server"):
            report.sections.append(("server", server.log.read_text()[-4000:]))
    return report


@pytest.fixture
def open_page(
    browser: Browser, server: Server, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """`open_page(**context_options)`: a page in a session of its own; relative addresses go to the server.

    Whatever the browser reports as an error (a script, the content policy, the server's 500) fails the test. When a test
    fails, what its pages showed is left in var/e2e/.
    """
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(**options: object) -> Page:
        context = browser.new_context(
            base_url=server.url, locale="zh-CN", timezone_id="Asia/Shanghai", **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_policy(message) else None)
        page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 500 else None)
        return page

    yield open_page

    # A picture puts a style into the page, which the policy forbids: that is no error of the page.
    seen = list(errors)
    if request.node.stash.get(FAILED, False):
        _keep_pictures(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert seen == []


def _is_policy(message: object) -> bool:
    return message.type == "error" and "Content Security Policy" in message.text


def _file_name(test: str) -> str:
    return re.sub(r"[^\w-]+", "_", test)


def _keep_pictures(name: str, contexts: list[BrowserContext]) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, start=1):
        page.screenshot(path=PICTURES / f"{_file_name(name)}-{number}.png", full_page=True)


@pytest.fixture
def sign_in(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in("clerk", **context_options)`: a page on which that user of tests/e2e/seed.py has signed in."""

    def sign_in(username: str, **options: object) -> Page:
        page = open_page(**options)
        page.goto("/account/login/")
        page.fill("[name=login]", username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)
        return page

    return sign_in


@pytest.fixture
def clerk(sign_in: Callable[..., Page]) -> Page:
    return sign_in("clerk")


@pytest.fixture
def reviewer(sign_in: Callable[..., Page]) -> Page:
    return sign_in("reviewer")


@pytest.fixture
def supervisor(sign_in: Callable[..., Page]) -> Page:
    return sign_in("supervisor")


@pytest.fixture
def auditor(sign_in: Callable[..., Page]) -> Page:
    return sign_in("auditor")


@pytest.fixture
def administrator(sign_in: Callable[..., Page]) -> Page:
    return sign_in("administrator")


@pytest.fixture
def lawyer(sign_in: Callable[..., Page]) -> Page:
    return sign_in("lawyer")
