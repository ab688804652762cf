"""The list of cases taken away: what the user sees and no more, masked, with a total, and on record."""

import csv
import io
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import Office, User
from core.models import AccessLog
from tests.factories import (
    AssignmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    LawyerFactory,
    UserFactory,
    WorkerFactory,
    office,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def window() -> Office:
    return office()


def fetch(user: User, address: str = "csv/") -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/cases/export/{address}")


def lines(user: User, query: str = "") -> list[list[str]]:
    response = fetch(user, f"csv/{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def case(at: Office, worker: str = "周建国", claimed: str = "1000.10", **kwargs: Any) -> Any:
    made = CaseFactory(office=at, **kwargs)
    person = WorkerFactory(name=worker, phone="13812345678")
    ClaimFactory(claimant=ClaimantFactory(case=made, worker=person), claimed=Decimal(claimed))
    return made


def test_one_line_per_case_masked_with_a_total(window: Office) -> None:
    made = case(window, number="沪工援〔2026〕朱泾0001号", employer=EmployerFactory(name="=cmd|calc"))
    number = made.claimants.get().worker.id_number
    head, row, total = lines(staff("clerk", window))
    assert len(head) == len(row) == len(total)
    assert (row[0], row[5], row[6], row[7], row[8], row[9], row[13]) == (
        "沪工援〔2026〕朱泾0001号", "周建国", "1", f"{number[:6]}********{number[-4:]}", "138****5678", "'=cmd|calc", "1000.10",
    )  # fmt: skip
    assert (total[6], total[13], total[16]) == ("1", "1000.10", "0.00")


def test_the_total_adds_up_over_all_rows(window: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.export.CHUNK", 2)
    for n in range(5):
        CaseFactory(office=window)
        ClaimFactory(
            claimant=ClaimantFactory(case=CaseFactory(office=window)), claimed=Decimal(f"{n + 1}.01")
        )
    _, *rows, total = lines(staff("clerk", window))
    assert (len(rows), total[6], total[13]) == (10, "5", "15.05")


def test_a_group_is_told_in_short_by_who_represents_it(window: Office) -> None:
    group = case(window, worker="周建国")
    ClaimantFactory(case=group, worker=WorkerFactory(name="李娜"), is_representative=True)
    left = case(window, worker="王芳")
    ClaimantFactory(case=left, worker=WorkerFactory(name="陈走"), outcome="withdrawn")
    nobody = CaseFactory(office=window)
    _, *rows, total = lines(staff("clerk", window))
    assert {row[5]: (row[6], row[7] != "", row[8]) for row in rows} == {
        group.claimant_names: ("2", False, ""),
        "王芳": ("1", True, "138****5678"),
        "": ("0", False, ""),
    }
    assert group.claimant_names.startswith("李娜")
    assert (total[6], {row[0] for row in rows}) == ("3", {str(group), str(left), str(nobody)})


def test_every_word_is_as_the_page_has_it(window: Office) -> None:
    nameless = EmployerFactory(name="王老板", known_by="boss", credit_code=None)
    made = case(
        window, employer=nameless, cause="wages", state="mediation", number="沪工援〔2026〕朱泾0001号"
    )
    empty = CaseFactory(office=window, employer=None, cause="")
    by_number = {row[0]: row for row in lines(staff("clerk", window))}
    row, blank = by_number[str(made)], by_number[str(empty)]
    assert row[1:5] == [
        made.get_state_display(),
        made.opened_on.isoformat(),
        made.office.name,
        made.handler.name,
    ]
    assert row[9:12] == [str(nameless), "", made.cause_name]
    assert (blank[1], blank[9:13], blank[13:17]) == (empty.get_state_display(), [""] * 4, ["0.00"] * 4)


def test_the_number_of_queries_does_not_grow(
    window: Office,
) -> None:
    clerk = staff("clerk", window)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            lines(clerk)
        return len(captured)

    case(window)
    with_one = queries()
    for _ in range(29):
        case(window, employer=EmployerFactory())
    assert queries() == with_one


def test_only_what_the_user_sees_and_asked_for(window: Office) -> None:
    elsewhere = office("钟楼区总工会")
    case(elsewhere, worker="陈外")
    case(window, worker="周建国", state="mediation")
    case(window, worker="李娜")
    clerk = staff("clerk", window)
    assert sorted(row[5] for row in lines(clerk)[1:-1]) == ["周建国", "李娜"]
    assert [row[5] for row in lines(clerk, "?state=mediation")[1:-1]] == ["周建国"]
    assert lines(clerk, f"?office={elsewhere.pk}&q=陈")[1:-1] == []


def test_a_lawyer_takes_the_own_cases(window: Office) -> None:
    lawyer = LawyerFactory()
    case(window, worker="李娜")
    AssignmentFactory(case=case(window), lawyer=lawyer, state="accepted")
    assert [row[5] for row in lines(lawyer.user)[1:-1]] == ["周建国"]


def test_xlsx_has_the_same_lines(window: Office) -> None:
    case(window)
    response = fetch(staff("clerk", window), "xlsx/")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert [sheet.cell(2, 6).value, sheet.cell(2, 14).value, sheet.cell(3, 14).value] == [
        "周建国",
        1000.1,
        1000.1,
    ]


def test_an_export_is_on_record_with_its_filters(window: Office) -> None:
    clerk = staff("clerk", window)
    lines(clerk, "?state=mediation&q=%E5%91%A8")
    entry = AccessLog.objects.get()
    assert (entry.actor, entry.kind) == (clerk, "export")
    assert "CSV" in entry.subject
    assert "周" in entry.reason


def test_the_states_of_a_tab_are_on_record_too(window: Office) -> None:
    fetch(staff("clerk", window), "csv/?state=review&handler=me")
    assert AccessLog.objects.get().reason == "状态: 审查中; 承办人: 我"


def test_a_long_filter_text_is_kept_whole(window: Office) -> None:
    query = (
        "?"
        + "&".join(f"state={state}" for state in ("draft", "review", "mediation", "closed"))
        + "&q="
        + "9" * 100
    )
    fetch(staff("clerk", window), f"csv/{query}")
    assert AccessLog.objects.get().reason.count("; ") == 4


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor", "auditor"])
def test_staff_may_export(window: Office, role: str) -> None:
    assert fetch(staff(role, window)).status_code == 200


def test_others_may_not(window: Office) -> None:
    assert fetch(staff("administrator", window)).status_code == 403
    assert fetch(UserFactory()).status_code == 403
    assert AccessLog.objects.count() == 0


def test_addresses(window: Office) -> None:
    assert Client().get("/cases/export/csv/").status_code == 302
    assert fetch(staff("clerk", window), "pdf/").status_code == 404
    client = Client()
    client.force_login(staff("clerk", window))
    assert client.post("/cases/export/csv/").status_code == 405
