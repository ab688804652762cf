"""Lists from a replica: two servers, the one of the tests and one that follows it."""

import csv
import gc
import io
import os
import time

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from core import replica
from core.models import AccessLog, FormToken
from tests.factories import ready_case, staff
from tests.postgres import replica_of

pytestmark = [pytest.mark.pg, pytest.mark.django_db(transaction=True, databases=["default", "replica"])]

LIST = reverse("cases:list")


class Follower:
    """The replica, with what a test does to it."""

    def __init__(self, server) -> None:
        self.server = server

    def run(self, command: str) -> None:
        with psycopg.connect(self.server.url, autocommit=True) as other:
            other.execute(command)

    def pause(self) -> None:
        """It replays nothing more."""
        self.catch_up()
        self.run("SELECT pg_wal_replay_pause()")
        self._until(lambda: self._state() == "paused")

    def _state(self) -> str:
        with psycopg.connect(self.server.url) as other:
            return other.execute("SELECT pg_get_wal_replay_pause_state()").fetchone()[0]

    def catch_up(self) -> None:
        position = replica.standing()
        goal = position.replayed + position.behind
        self._until(lambda: replica.standing().replayed >= goal)

    def resume(self) -> None:
        self.run("SELECT pg_wal_replay_resume()")
        self.catch_up()

    def _until(self, holds) -> None:
        deadline = time.monotonic() + 30
        while not holds():
            assert time.monotonic() < deadline
            time.sleep(0.02)


@pytest.fixture(scope="module", autouse=True)
def server(django_db_setup):
    """A copy of the tests' server with all its databases, which follows it; the site has it for its replica."""
    with replica_of(os.environ["TEST_DATABASE_URL"]) as server, pytest.MonkeyPatch.context() as patch:
        told = connection.settings_dict
        there = {
            "HOST": "",
            "OPTIONS": told["OPTIONS"] | {"host": server.host},
            "TEST": told["TEST"] | {"MIRROR": "default"},
        }
        patch.setitem(settings.DATABASES, replica.REPLICA, told | there)
        yield server
        connections[replica.REPLICA].close()
        del connections[replica.REPLICA]


@pytest.fixture
def follower(server, settings, monkeypatch):
    """It is up, and has all there is."""
    settings.DATABASE_ROUTERS = ["core.replica.ReplicaRouter"]
    settings.REPLICA_MAX_LAG_SECONDS = 3600
    monkeypatch.setattr(replica, "_down_until", 0.0)
    follower = Follower(server)
    follower.catch_up()
    yield follower
    follower.run("SELECT pg_wal_replay_resume()")


def asked(alias: str):
    return CaptureQueriesContext(connections[alias])


def of_cases(queries) -> list[str]:
    return [one["sql"] for one in queries if 'FROM "cases_' in one["sql"]]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def states(client: Client) -> list[str]:
    response = client.get(LIST)
    assert response.status_code == 200
    return [row.case.state for row in response.context["rows"]]


def submit(client: Client, case: Case) -> None:
    sent = client.post(
        reverse("cases:step", args=[case.pk, "submit"]), {"version": case.version, "reason": "材料齐全"}
    )
    assert sent.status_code == 302


def test_a_list_asks_the_replica_and_the_primary_only_who_asks(follower):
    case = ready_case()
    client = signed_in(case.handler)
    follower.catch_up()
    with asked("replica") as there, asked("default") as here:
        assert states(client) == ["draft"]
    assert of_cases(there)
    assert not of_cases(here)
    kept = ('FROM "accounts_', 'FROM "django_session"', 'FROM "law_tables_')
    assert not [one["sql"] for one in there if any(table in one["sql"] for table in kept)]


@pytest.mark.long
def test_every_long_list_and_the_home_page_ask_the_replica(follower):
    client = signed_in(staff("supervisor", ready_case().office))
    follower.catch_up()
    for name in (
        "work:home", "work:verified_this_year", "front_desk:visits", "front_desk:record_requests",
        "recoveries:queue", "assignments:firms", "assignments:offers",
    ):  # fmt: skip
        with asked("replica") as there, asked("default") as here:
            assert client.get(reverse(name)).status_code == 200
        assert len(there) > 1, name
        assert not of_cases(here), name


def test_the_page_of_a_case_and_its_forms_ask_the_primary(follower):
    case = ready_case()
    client = signed_in(case.handler)
    follower.catch_up()
    with asked("replica") as there:
        assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 200
        submit(client, case)
    assert len(there) == 0


def test_a_write_is_seen_by_its_author_at_once_and_by_others_when_the_replica_has_it(follower):
    case = ready_case()
    author, other = signed_in(case.handler), signed_in(staff("reviewer", case.office))
    follower.catch_up()
    follower.pause()
    submit(author, case)
    assert states(author) == ["review"]
    assert states(other) == ["draft"]
    follower.resume()
    with asked("replica") as there:
        assert states(author) == states(other) == ["review"]
    assert of_cases(there)


def test_the_lag_is_told_and_above_the_bound_the_primary_is_asked(follower, settings, capsys):
    case = ready_case()
    follower.pause()
    client = signed_in(case.handler)
    submit(client, case)
    call_command("replica")
    said = capsys.readouterr().out
    assert " 0 bytes" not in said
    assert "lists, home pages and exports are read from it" in said
    settings.REPLICA_MAX_LAG_SECONDS = 0
    with pytest.raises(
        CommandError, match=r"bytes of the log behind: more than 0 s, so everything is read from"
    ):
        call_command("replica")
    with asked("default") as here:
        assert states(signed_in(staff("reviewer", case.office))) == ["review"]
    assert of_cases(here)
    follower.resume()
    settings.REPLICA_MAX_LAG_SECONDS = 3600
    call_command("replica")
    assert "are read from it" in capsys.readouterr().out


def test_a_replica_that_stopped_costs_nobody_an_error(follower, server, caplog, monkeypatch):
    caplog.set_level("WARNING", logger="core.replica")
    case = ready_case()
    client = signed_in(case.handler)
    follower.catch_up()
    assert states(client) == ["draft"]
    server.stop()
    try:
        assert states(client) == ["draft"]
        assert "The replica is not asked for 5 s" in caplog.text
        assert states(client) == ["draft"]
        assert connections[replica.REPLICA].connection is None
        with pytest.raises(CommandError, match="It does not answer"):
            call_command("replica")
    finally:
        server.start()
    monkeypatch.setattr(replica, "_down_until", 0.0)
    follower.catch_up()
    with asked("replica") as there:
        assert states(client) == ["draft"]
    assert of_cases(there)


def breaks_off(server, after: int):
    """The replica stops between two queries of one page."""
    seen = []

    def execute(run, sql, params, many, context):
        seen.append(sql)
        if len(seen) == after:
            server.stop()
        return run(sql, params, many, context)

    return connections[replica.REPLICA].execute_wrapper(execute)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("fmt", ["", "csv", "xlsx"])
@pytest.mark.long
def test_one_that_breaks_off_in_the_middle_costs_nobody_an_error(follower, server, fmt):
    case = ready_case()
    client = signed_in(staff("supervisor", case.office))
    follower.catch_up()
    try:
        with breaks_off(server, after=3), asked("default") as here:
            response = client.get(reverse("cases:export", args=[fmt]) if fmt else LIST)
            content = response.getvalue()
    finally:
        server.start()
    assert response.status_code == 200
    assert of_cases(here)
    if fmt == "csv":
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [line[1] for line in lines] == ["状态", "登记", ""]
    assert AccessLog.objects.filter(kind="export").count() == (2 if fmt else 0)
    gc.collect()  # the sheet cut short, which says so as it goes


def test_what_is_read_in_a_transaction_or_after_a_write_is_asked_of_the_primary(follower):
    router = replica.ReplicaRouter()
    assert router.db_for_read(Case) == "default"
    token = replica._request.set(replica._Request(reads_replica=True))
    try:
        assert router.db_for_read(Case) == "replica"
        assert router.db_for_read(User) == "default"
        with transaction.atomic():
            assert router.db_for_read(Case) == "default"
        router.db_for_write(AccessLog)
        assert router.db_for_read(Case) == "replica"
        assert router.db_for_write(FormToken) == "default"
        assert router.db_for_read(Case) == "default"
    finally:
        replica._request.reset(token)


def test_a_forged_cookie_counts_for_nothing(follower, client):
    case = ready_case()
    client.force_login(case.handler)
    follower.catch_up()
    for forged in ("-1", "abc", "９".encode().decode("latin-1"), "9" * 30):
        client.cookies[replica.COOKIE] = forged
        with asked("replica") as there:
            assert states(client) == ["draft"]
        assert of_cases(there)


@pytest.mark.long
def test_a_server_that_follows_no_other_is_not_taken_for_a_replica(follower, monkeypatch):
    case = ready_case()
    told = connections[replica.REPLICA].settings_dict
    connections[replica.REPLICA].close()
    monkeypatch.setitem(told, "OPTIONS", connection.settings_dict["OPTIONS"])
    monkeypatch.setitem(told, "HOST", connection.settings_dict["HOST"])
    with asked("replica") as there:
        assert states(signed_in(case.handler)) == ["draft"]
    assert not of_cases(there)
    with pytest.raises(CommandError, match="follows no other"):
        call_command("replica")
    connections[replica.REPLICA].close()


def test_without_a_replica_nothing_is_asked_and_no_cookie_is_set(client, monkeypatch):
    monkeypatch.delitem(settings.DATABASES, replica.REPLICA)
    case = ready_case()
    client.force_login(case.handler)
    submit(client, case)
    assert replica.COOKIE not in client.cookies
    with pytest.raises(CommandError, match="REPLICA_URL is not set"):
        call_command("replica")
