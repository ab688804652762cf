"""The closing reports of several cases: one page says what each lacks, one press issues them, one file has them all."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Office, User
from cases.models import Case, Deadline
from core import clock
from core.audit import record
from core.models import AccessLog
from core.once import FIELD, new_token
from documents.models import Paper
from documents.storage import read_checked
from tests.factories import CaseFactory, ClaimantFactory, WorkerFactory, office, staff

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 18)
PAGE = "/closing-reports/"
ZIP = "/closing-reports/today/"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


@pytest.fixture
def window() -> Office:
    return office()


@pytest.fixture
def clerk(window: Office) -> User:
    return staff("clerk", window)


def closed(at: Office, name: str, handler: User, **kwargs: Any) -> Case:
    """Closed yesterday with all its report prints, its file to be handed in."""
    values = {
        "closing_method": "mediated",
        "closing_summary": "经调解，单位已付清。",
        "hours_spent": 6,
        "subsidy": 800,
        "ended_on": TODAY - dt.timedelta(1),
        **kwargs,
    }
    made = CaseFactory(office=at, handler=handler, number=f"号{name}", state="closed", **values)
    ClaimantFactory(case=made, worker=WorkerFactory(name=name))
    due = TODAY - dt.timedelta(1)
    record(Deadline(case=made, kind="archive", starts_on=TODAY, due_on=due), actor=None)
    return made


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def issued(*cases: Case) -> list[int]:
    """How many closing reports each case has."""
    return [Paper.objects.filter(case=made, kind="closing_report", state="issued").count() for made in cases]


def rows(answer: Any) -> dict[str, tuple[list[str], bool, str]]:
    """Whose case → what stays blank, whether it is ticked, why it was refused."""
    return {
        row.case.claimant_names: ([blank.label for blank in row.blanks], ticked, refusal)
        for row, refusal, ticked in answer.context["rows"]
    }


# --- what is offered ---


def test_two_equal_lines_lead_to_one_page_and_a_single_one_does_not(window: Office, clerk: User) -> None:
    closed(window, "甲", clerk)
    link = f'<a class="btn do" href="{PAGE}">'
    assert link not in sign_in(clerk).get("/").content.decode()
    closed(window, "乙", clerk)
    text = sign_in(clerk).get("/").content.decode()
    assert f"{link}出具结案报告：2 件一并办理</a>" in text


def test_each_case_says_what_it_lacks_and_only_a_whole_one_is_ticked(window: Office, clerk: User) -> None:
    closed(window, "甲", clerk)
    without_hours = closed(window, "乙", clerk, hours_spent=None)
    without_cause = closed(window, "丙", clerk, cause="")
    answer = sign_in(clerk).get(PAGE)
    assert rows(answer) == {
        "甲": ([], True, ""),
        "乙": (["办案工时"], False, ""),
        "丙": (["案由"], False, ""),
    }
    text = answer.content.decode()
    assert f'name="case" value="{without_hours.pk}"' in text
    assert f'name="case" value="{without_cause.pk}"' not in text
    assert f'href="/cases/{without_cause.pk}/edit/#id_cause"' in text


def test_only_what_waits_for_this_clerk_stands_there(window: Office, clerk: User) -> None:
    mine = closed(window, "甲", clerk)
    closed(window, "乙", staff("clerk", window))
    done = closed(window, "丙", clerk)
    sign_in(clerk).post(PAGE, {"case": [done.pk]})
    watched = closed(window, "丁", staff("clerk", window))
    deadline = watched.deadlines.get()
    deadline.watcher = clerk
    record(deadline, actor=None)
    found = [row.case for row, _why, _ticked in sign_in(clerk).get(PAGE).context["rows"]]
    assert found == [mine, watched]


def test_of_very_many_the_first_are_shown_and_it_is_said(
    window: Office, clerk: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr("work.queries.reports.AT_ONCE", 2)
    for name in "甲乙丙":
        closed(window, name, clerk)
    answer = sign_in(clerk).get(PAGE)
    assert list(rows(answer)) == ["甲", "乙"]
    assert "先列出前 2 件" in answer.content.decode()


def test_where_nothing_waits_the_page_says_so(clerk: User) -> None:
    assert "没有待出具的结案报告。" in sign_in(clerk).get(PAGE).content.decode()


# --- what one press does ---


def test_those_that_are_ticked_are_issued_and_the_others_are_not(window: Office, clerk: User) -> None:
    first, second, other = (closed(window, name, clerk) for name in "甲乙丙")
    answer = sign_in(clerk).post(PAGE, {"case": [first.pk, second.pk]}, follow=True)
    assert issued(first, second, other) == [1, 1, 0]
    text = answer.content.decode()
    assert "已出具结案报告 2 份。" in text
    assert list(rows(answer)) == ["丙"]
    assert [paper.case for paper in answer.context["issued"]] == [first, second]


def test_a_blank_that_may_be_filled_in_by_hand_does_not_forbid_it(window: Office, clerk: User) -> None:
    made = closed(window, "甲", clerk, hours_spent=None)
    sign_in(clerk).post(PAGE, {"case": [made.pk]})
    assert issued(made) == [1]


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"cause": ""}, "尚未填写：案由。"),
        ({"closing_summary": " "}, "结案报告尚未填写。"),
        ({"closing_summary": "已付清\U000f0000"}, "服务器的字体均不含“\U000f0000”（U+F0000）"),
    ],
)
def test_what_one_case_lacks_is_told_at_its_row_and_stops_no_other(
    window: Office, clerk: User, lacking: dict[str, str], said: str
) -> None:
    bad = closed(window, "甲", clerk, **lacking)
    good = closed(window, "乙", clerk)
    answer = sign_in(clerk).post(PAGE, {"case": [bad.pk, good.pk]})
    assert (answer.status_code, issued(bad, good)) == (422, [0, 1])
    _blanks, ticked, refusal = rows(answer)["甲"]
    assert ticked
    assert said in refusal
    assert [case for case, _why in answer.context["refused"]] == [bad]
    text = answer.content.decode()
    assert "已出具结案报告 1 份。" in text
    alone = reverse("documents:check", args=[bad.pk, "closing_report"])
    assert f'href="{alone}"' in text


@pytest.mark.parametrize("sent", [[], ["x"], ["0"]])
def test_bad_input_is_told_and_nothing_is_issued(window: Office, clerk: User, sent: list[str]) -> None:
    made = closed(window, "甲", clerk)
    answer = sign_in(clerk).post(PAGE, {"case": sent})
    assert (answer.status_code, issued(made)) == (422, [0])
    assert 'role="alert"' in answer.content.decode()


def test_one_issued_meanwhile_is_told_and_what_was_ticked_stays(window: Office, clerk: User) -> None:
    done, other = closed(window, "甲", clerk), closed(window, "乙", clerk)
    client = sign_in(clerk)
    client.post(PAGE, {"case": [done.pk]})
    answer = client.post(PAGE, {"case": [done.pk, other.pk]})
    assert (answer.status_code, issued(done, other)) == (422, [1, 0])
    assert "所选案件中有的已不再等待结案报告" in answer.content.decode()
    assert rows(answer)["乙"][1]


def test_sent_again_it_leads_on_and_issues_nothing_twice(window: Office, clerk: User) -> None:
    cases = [closed(window, name, clerk) for name in "甲乙"]
    data = {"case": [made.pk for made in cases], FIELD: new_token(clerk, PAGE)}
    client = sign_in(clerk)
    assert [client.post(PAGE, data)["Location"] for _ in range(2)] == [PAGE, PAGE]
    assert issued(*cases) == [1, 1]


def test_a_page_that_is_too_old_says_so_once(window: Office, clerk: User) -> None:
    cases = [closed(window, name, clerk) for name in "甲乙"]
    answer = sign_in(clerk).post(PAGE, {"case": [made.pk for made in cases], FIELD: "forged"})
    assert (answer.status_code, issued(*cases)) == (422, [0, 0])
    assert answer.context["refused"] == []
    assert len(answer.context["form"].non_field_errors()) == 1


# --- the download ---


def test_one_file_has_all_that_were_issued_today_and_each_is_on_record(window: Office, clerk: User) -> None:
    cases = [closed(window, name, clerk) for name in "甲乙"]
    client = sign_in(clerk)
    client.post(PAGE, {"case": [made.pk for made in cases]})
    papers = list(Paper.objects.order_by("pk"))
    answer = client.get(ZIP)
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == [paper.download_name for paper in papers]
        assert [archive.read(paper.download_name) for paper in papers] == [read_checked(p) for p in papers]
    assert sorted(AccessLog.objects.values_list("case_id", flat=True)) == [made.pk for made in cases]


def test_looking_at_its_head_is_no_download(window: Office, clerk: User) -> None:
    client = sign_in(clerk)
    client.post(PAGE, {"case": [closed(window, "甲", clerk).pk]})
    assert client.head(ZIP).status_code == 200
    assert not AccessLog.objects.exists()


def test_of_yesterday_of_others_and_of_what_was_voided_nothing_is_in_it(window: Office, clerk: User) -> None:
    with clock.at(TODAY - dt.timedelta(1)):
        sign_in(clerk).post(PAGE, {"case": [closed(window, "甲", clerk).pk]})
    other = staff("clerk", window)
    sign_in(other).post(PAGE, {"case": [closed(window, "乙", other).pk]})
    assert sign_in(clerk).get(ZIP)["Location"] == PAGE


def test_a_damaged_paper_is_not_handed_out(window: Office, clerk: User) -> None:
    client = sign_in(clerk)
    client.post(PAGE, {"case": [closed(window, "甲", clerk).pk]})
    path = Paper.objects.get().file.path
    with open(path, "ab") as file:
        file.write(b"x")
    assert client.get(ZIP).status_code == 409
    assert not AccessLog.objects.exists()


# --- who may ---


@pytest.mark.parametrize("role", ["reviewer", "supervisor", "auditor"])
def test_who_handles_no_cases_is_refused(window: Office, role: str) -> None:
    client = sign_in(staff(role, window))
    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]
    assert client.get(ZIP).status_code == 403


def test_a_case_of_another_office_is_not_issued(window: Office, clerk: User) -> None:
    foreign = closed(office("钟楼区总工会"), "乙", clerk)
    assert sign_in(clerk).post(PAGE, {"case": [foreign.pk]}).status_code == 422
    assert issued(foreign) == [0]


def test_twelve_cost_the_queries_of_two(window: Office, clerk: User) -> None:
    def queries() -> int:
        client = sign_in(clerk)
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    def split_off(name: str) -> None:
        closed(window, name, clerk, parent=CaseFactory(office=window, handler=clerk))

    for number in range(2):
        split_off(f"甲{number}")
    two = queries()
    for number in range(2, 12):
        split_off(f"甲{number}")
    assert queries() == two
