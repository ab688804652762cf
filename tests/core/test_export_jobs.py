"""A long list is made as a file in the background: asked for, watched, stopped, fetched by who asked, and gone after a day."""

import datetime as dt
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, User
from core import clock, export_jobs
from core.audit import record
from core.export_jobs import ask_for, cancel, make
from core.models import AccessLog, Export
from tests.factories import AssignmentFactory, CaseFactory, LawyerFactory, VisitQuestionFactory, office, staff
from tests.template import ROOT, template

pytestmark = pytest.mark.django_db
CASES, VISITS = "cases:export", "front_desk:export_visits"


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three cases are long here, and each two lines are told."""
    monkeypatch.setattr("core.export_jobs.LONG", 2)
    monkeypatch.setattr("core.export_jobs.STEP", 2)


@pytest.fixture
def clerk() -> User:
    at = office()
    for _ in range(5):
        CaseFactory(office=at, state="review")
    return staff("clerk", at)


@pytest.fixture
def page(clerk: User) -> Client:
    return signed_in(clerk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def made(clerk: User) -> Export:
    job = ask_for(CASES, actor=clerk, query="state=review")
    make.call(job.pk)
    return Export.objects.get(pk=job.pk)


def ask_url(of: str = CASES, query: str = "") -> str:
    return f"{reverse('work:ask_export', args=[of])}?{query}"


def url(name: str, job: Export) -> str:
    return reverse(f"work:{name}", args=[job.pk])


def rows(content: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.rows]


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


# --- asking ---


def test_a_short_list_is_there_at_once(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.export_jobs.LONG", 5)
    answer = signed_in(clerk).get("/cases/export/xlsx/")
    assert len(rows(bytes_of(answer))) == 7
    assert Export.objects.count() == 0


def test_a_long_one_leads_to_where_it_is_asked_for(page: Client) -> None:
    answer = page.get("/cases/export/xlsx/?state=review&after=2026-01-05~7")
    assert (answer.status_code, answer["Location"]) == (302, ask_url(query="state=review"))
    assert AccessLog.objects.count() == 0
    assert "状态: 审查中" in page.get(answer["Location"]).content.decode()


def test_a_csv_is_sent_as_it_is_read_however_long(page: Client) -> None:
    assert page.get("/cases/export/csv/").status_code == 200


def test_who_asks_watches_and_fetches_it(
    page: Client, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(ask_url(query="state=review"))
    job = Export.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, url("export", job))
    assert (job.state, job.lines_in_all) == ("done", 6)
    shown = page.get(answer["Location"]).content.decode()
    assert url("export_file", job) in shown
    assert "hx-trigger" not in shown.partition('id="state"')[2].partition(">")[0]
    answer = page.get(url("export_file", job))
    content = bytes_of(answer)
    assert len(rows(content)) == 7
    assert "attachment" in answer["Content-Disposition"]
    assert hashlib.sha256(content).hexdigest() == job.sha256


def test_the_file_is_the_one_that_is_there_at_once(
    made: Export, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.export_jobs.LONG", 10)
    at_once = page.get("/cases/export/xlsx/?state=review")
    assert rows(bytes_of(page.get(url("export_file", made)))) == rows(bytes_of(at_once))


def test_visits_are_made_as_well(clerk: User) -> None:
    for _ in range(3):
        VisitQuestionFactory(visit__office=clerk.memberships.get().office)
    assert signed_in(clerk).get("/visits/export/xlsx/")["Location"] == ask_url(VISITS)
    job = ask_for(VISITS, actor=clerk, query="")
    make.call(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    assert len(rows(default_storage.open(job.file).read())) == job.lines_in_all + 1 == 4


def test_it_is_in_the_language_of_who_asks(clerk: User) -> None:
    client = signed_in(clerk)
    client.cookies["django_language"] = "en"
    client.post(ask_url())
    job = Export.objects.get()
    make.call(job.pk)
    job.refresh_from_db()
    assert rows(default_storage.open(job.file).read())[0][0] == "Case number"


def test_asking_and_fetching_are_on_record_with_the_filters(clerk: User, page: Client, made: Export) -> None:
    page.get(url("export_file", made))
    assert list(AccessLog.objects.order_by("pk").values_list("actor", "kind", "subject", "reason")) == [
        (clerk.pk, "export", "案件（XLSX）", "状态: 审查中"),
        (clerk.pk, "download", made.name, "状态: 审查中"),
    ]
    assert page.head(url("export_file", made)).status_code == 200
    assert AccessLog.objects.count() == 2


def test_asked_for_twice_it_is_made_once(clerk: User) -> None:
    first = ask_for(CASES, actor=clerk, query="state=review")
    assert ask_for(CASES, actor=clerk, query="state=review") == first
    assert ask_for(CASES, actor=clerk, query="") != first
    make.call(first.pk)
    assert ask_for(CASES, actor=clerk, query="state=review") != first
    assert AccessLog.objects.count() == 3


def test_the_database_takes_it_once_as_well(clerk: User) -> None:
    said = {"owner": clerk, "of": CASES, "key": "k", "language": "en"}
    Export.objects.create(**said, state="cancelled")
    Export.objects.create(**said)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(**said, state="running")
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.create(**said, state="done")


def test_who_may_not_take_lists_away_cannot_ask(clerk: User) -> None:
    administrator = staff("administrator", office("山阳镇总工会"))
    with pytest.raises(PermissionDenied):
        ask_for(CASES, actor=administrator, query="")
    assert signed_in(administrator).get(ask_url()).status_code == 403
    assert signed_in(clerk).get(ask_url("cases:list")).status_code == 404
    assert Export.objects.count() == 0


def test_an_old_page_is_told_and_asks_for_nothing(page: Client) -> None:
    answer = page.post(ask_url(), {"form_token": "x"})
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Export.objects.count() == 0


# --- making ---


def test_how_far_it_is_is_told_while_it_is_made(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []
    job = ask_for(CASES, actor=clerk, query="")
    client = signed_in(clerk)
    lines = export_jobs.LISTS[CASES].lines

    def watched(found: Any) -> Iterator[Any]:
        for line in lines(found):
            now = Export.objects.get(pk=job.pk)
            told.append((now.state, now.lines, now.lines_in_all))
            if len(told) == 4:
                shown = client.get(url("export", job)).content.decode()
                assert "共 6 行，已完成 2 行" in shown
                assert 'hx-trigger="every 2s"' in shown
            yield line

    monkeypatch.setitem(export_jobs.LISTS, CASES, _with(lines=watched))
    make.call(job.pk)
    assert told == [("running", n, 6) for n in (0, 0, 0, 2, 2, 4)]


def test_stopped_it_is_not_made(clerk: User, page: Client) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    assert page.post(url("stop_export", job))["Location"] == url("export", job)
    make.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file) == ("cancelled", "")
    assert ask_url() in page.get(url("export", job)).content.decode()


def test_stopped_while_it_is_made_it_ends_and_leaves_no_file(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    lines, written = export_jobs.LISTS[CASES].lines, []

    def stopped(found: Any) -> Iterator[Any]:
        for line in lines(found):
            written.append(line)
            if len(written) == 2:
                cancel(job, actor=clerk)
            yield line

    monkeypatch.setitem(export_jobs.LISTS, CASES, _with(lines=stopped))
    before = set(export_jobs._stored())
    make.call(job.pk)
    assert (Export.objects.get().state, len(written)) == ("cancelled", 3)
    assert set(export_jobs._stored()) == before


def test_nobody_else_stops_it(clerk: User, made: Export) -> None:
    with pytest.raises(PermissionDenied):
        cancel(made, actor=staff("clerk", office("山阳镇总工会")))


def test_one_that_is_ready_is_not_stopped(clerk: User, made: Export) -> None:
    cancel(made, actor=clerk)
    assert Export.objects.get().state == "done"


def test_what_fails_is_told(clerk: User, page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(found: Any) -> Iterator[Any]:
        yield ["x"]
        raise OSError("no space left")

    monkeypatch.setitem(export_jobs.LISTS, CASES, _with(lines=broken))
    job = ask_for(CASES, actor=clerk, query="")
    with pytest.raises(OSError, match="no space left"):
        make.call(job.pk)
    assert Export.objects.get().state == "failed"
    assert "文件未能生成" in page.get(url("export", job)).content.decode()


def test_a_second_worker_leaves_what_one_makes_alone(clerk: User) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    Export.objects.update(state="running")
    make.call(job.pk)
    assert Export.objects.get().state == "running"


def test_what_a_killed_worker_left_is_told_and_begun_anew(clerk: User, page: Client) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    Export.objects.update(state="running")
    with clock.at(clock.now() + Export.SILENT + dt.timedelta(seconds=1)):
        assert "文件未能生成" in page.get(url("export", job)).content.decode()
        anew = ask_for(CASES, actor=clerk, query="")
        make.call(anew.pk)
    assert dict(Export.objects.values_list("pk", "state")) == {job.pk: "failed", anew.pk: "done"}


def test_who_lost_the_role_meanwhile_gets_none(clerk: User) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    record(_ended(clerk), actor=None)
    with pytest.raises(PermissionDenied):
        make.call(job.pk)
    assert Export.objects.get().state == "failed"


IN_A_PROCESS_OF_ITS_OWN = """
import sys
import django
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command("migrate", "django_tasks_database", verbosity=0)
import config.urls
from django.contrib import admin
print("pages of the queue:", [name for name in admin.site._registry if "tasks" in name._meta.app_label])
from core.export_jobs import ask_for
from core.models import Export
from tests.factories import CaseFactory, office, staff
at = office()
CaseFactory(office=at)
ask_for("cases:export", actor=staff("clerk", at), query="")
print(Export.objects.get().state)
call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
job = Export.objects.get()
print(job.state, job.lines_in_all)
"""


def test_a_worker_of_its_own_makes_it_from_the_queue(tmp_path: Path) -> None:
    with template("sqlite3") as migrated:
        shutil.copyfile(migrated, tmp_path / "db.sqlite3")
    said = subprocess.run(
        [sys.executable, "-c", IN_A_PROCESS_OF_ITS_OWN, tmp_path],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings_test",
            "TEST_DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "TASKS_IN": "worker",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.splitlines() == ["pages of the queue: []", "waiting", "done 2"]


# --- fetching ---


def test_it_is_for_who_asked_alone(clerk: User, made: Export) -> None:
    other = signed_in(staff("supervisor", clerk.memberships.get().office))
    for name in ("export", "export_file"):
        assert other.get(url(name, made)).status_code == 404
    assert other.post(url("stop_export", made)).status_code == 404


def test_who_sees_less_or_more_than_before_does_not_get_it(clerk: User, page: Client, made: Export) -> None:
    record(Membership(user=clerk, office=office("山阳镇总工会"), role="clerk"), actor=None)
    assert page.get(url("export_file", made)).status_code == 403
    assert AccessLog.objects.filter(kind="download").count() == 0


def test_a_lawyer_who_has_other_cases_by_now_does_not_get_it() -> None:
    lawyer = LawyerFactory()
    for _ in range(3):
        AssignmentFactory(case=CaseFactory(), lawyer=lawyer, state="accepted")
    job = ask_for(CASES, actor=lawyer.user, query="")
    make.call(job.pk)
    assert signed_in(lawyer.user).get(url("export_file", job)).status_code == 200
    AssignmentFactory(case=CaseFactory(), lawyer=lawyer, state="accepted")
    assert signed_in(lawyer.user).get(url("export_file", job)).status_code == 403


def test_what_is_not_ready_leads_to_its_page(clerk: User, page: Client) -> None:
    job = ask_for(CASES, actor=clerk, query="")
    assert page.get(url("export_file", job))["Location"] == url("export", job)


def test_a_file_that_changed_is_not_handed_out(page: Client, made: Export) -> None:
    default_storage.delete(made.file)
    assert page.get(url("export_file", made))["Location"] == url("export", made)
    assert default_storage.save(made.file, BytesIO(b"other")) == made.file
    assert page.get(url("export_file", made))["Location"] == url("export", made)
    assert AccessLog.objects.filter(kind="download").count() == 0


def test_after_a_day_it_is_gone_and_so_is_a_file_without_a_row(page: Client, made: Export) -> None:
    left = default_storage.save("exports/left.xlsx", BytesIO(b"x"))
    call_command("forget_exports")
    assert default_storage.exists(made.file)
    assert default_storage.exists(left)
    with clock.at(clock.now() + Export.KEPT):
        assert page.get(url("export", made)).status_code == 404
        call_command("forget_exports")
    assert not default_storage.exists(made.file)
    assert not default_storage.exists(left)
    assert not Export.objects.exists()


# --- the pages ---


def test_the_number_of_queries_does_not_grow_with_the_files(page: Client, clerk: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(ask_url()).status_code == 200
        return len(captured)

    ask_for(CASES, actor=clerk, query="q=1")
    with_one = queries()
    for number in range(29):
        ask_for(CASES, actor=clerk, query=f"q={number}x")
    assert queries() == with_one


def _with(**changes: Any) -> Any:
    return replace(export_jobs.LISTS[CASES], **changes)


def _ended(user: User) -> Membership:
    membership = user.memberships.get()
    membership.valid_to = clock.today() - dt.timedelta(days=1)
    membership.valid_from = clock.today() - dt.timedelta(days=9)
    return membership
