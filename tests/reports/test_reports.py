"""Period reports: signed they never change, and what changes later is told in the next one."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from cases.models import VisitQuestion
from core import clock
from core.audit import record
from core.errors import Changed, Problem
from recoveries.models import Receipt
from reports.actions.period import save_shape, sign_report, write_narrative
from reports.models import PeriodReport, ReportShape
from reports.sheet import Sheet
from reports.tables import STANDARD, fingerprint, table_of
from seals.actions import seal_day
from seals.models import SealedRows
from seals.sealed_table import columns_of
from tests.factories import VisitQuestionFactory, staff
from tests.recoveries.reversing import reverse
from tests.reports.scene import MONTH, TODAY, Desk, day, desk, scope_of, told


@pytest.fixture
def here(db: None) -> Iterator[Desk]:
    with clock.at(TODAY):
        yield told(desk())


def signed(
    here: Desk, since: dt.date = MONTH[0], until: dt.date = MONTH[1], text: str = "十月"
) -> PeriodReport:
    table = table_of(scope_of(here, since, until))
    return sign_report(
        here.district,
        actor=here.supervisor,
        shape=None,
        since=since,
        until=until,
        narrative=text,
        version=0,
        table=table,
        seen=fingerprint(table, ""),
    )


def values(table: dict[str, Any], key: str) -> Any:
    return table[STANDARD.index(key)]


def take_back(here: Desk, on: str) -> None:
    with clock.at(day(on)):
        receipt = Receipt.objects.get(amount=Decimal("50.00"))
        reverse(receipt)


def test_a_signed_report_holds_who_when_and_a_fingerprint(here: Desk) -> None:
    report = signed(here)
    assert (report.signed_by, report.signed_at, report.narrative) == (here.supervisor, clock.now(), "十月")
    assert report.sha256 == fingerprint(report.table, "十月")
    assert values(report.table["total"], "recovered") == "300.00"


def test_a_signed_report_never_changes(here: Desk) -> None:
    report = signed(here)
    before = PeriodReport.objects.filter(pk=report.pk).values().get()
    take_back(here, "11-10")
    VisitQuestionFactory(visit=VisitQuestion.objects.filter(visit__visited_on=day("10-05")).first().visit)
    assert PeriodReport.objects.filter(pk=report.pk).values().get() == before
    with pytest.raises(Problem):
        write_narrative(
            here.district, actor=here.supervisor, shape=None, since=MONTH[0], until=MONTH[1],
            narrative="anders", version=report.version,
        )  # fmt: skip
    with pytest.raises(Problem):
        signed(here)
    for sql in ("UPDATE reports_periodreport SET narrative = 'x'", "DELETE FROM reports_periodreport"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_signed_report_is_in_the_seal_of_the_day_and_a_text_is_not(here: Desk) -> None:
    report = signed(here)
    write_narrative(
        here.district, actor=here.supervisor, shape=None, since=day("11-01"), until=day("11-30"), narrative="x", version=0
    )  # fmt: skip
    seal_day(actor=User.objects.system())
    rows = SealedRows.objects.get(table="reports_periodreport")
    assert list(rows.key_list) == [report.pk]
    assert {"table", "sha256", "narrative", "signed_at"} <= set(columns_of(PeriodReport))


def test_a_late_reversal_counts_in_the_next_report(here: Desk) -> None:
    signed(here)
    take_back(here, "11-10")
    table = table_of(scope_of(here, day("11-01"), day("11-20")))
    assert values(table["total"], "recovered") == "-50.00"
    assert table["corrections"] == []


def test_a_late_change_is_a_correction_in_the_next_report_once(here: Desk) -> None:
    october = signed(here)
    visit = VisitQuestion.objects.filter(visit__visited_on=day("10-05")).first().visit
    VisitQuestionFactory(visit=visit)
    november = table_of(scope_of(here, day("11-01"), day("11-20")))
    (correction,) = november["corrections"]
    assert correction["report"] == october.pk
    assert (values(correction["values"], "advice"), values(correction["values"], "accepted")) == (1, None)

    signed(here, day("11-01"), day("11-20"), "")
    assert table_of(scope_of(here, day("11-21"), day("11-22")))["corrections"] == []
    VisitQuestionFactory(visit=visit)
    (again,) = table_of(scope_of(here, day("11-21"), day("11-22")))["corrections"]
    assert values(again["values"], "advice") == 1


def test_cases_that_go_on_are_no_correction(here: Desk) -> None:
    signed(here)
    slow = here.cases["slow"]
    with clock.at(day("11-05")):
        slow = type(slow).objects.get(pk=slow.pk)
        slow.ended_on = day("11-05")
        record(slow, actor=here.clerk)
    assert table_of(scope_of(here, day("11-01"), day("11-20")))["corrections"] == []


def test_what_is_signed_is_what_was_seen(here: Desk) -> None:
    table = table_of(scope_of(here))
    with pytest.raises(Problem, match="数据已有变动"):
        sign_report(
            here.district, actor=here.supervisor, shape=None, since=MONTH[0], until=MONTH[1], narrative="",
            version=0, table=table, seen="other",
        )  # fmt: skip
    assert not PeriodReport.objects.exists()


def test_a_period_that_is_not_over_is_not_signed(here: Desk) -> None:
    with pytest.raises(Problem, match="尚未结束"):
        signed(here, day("11-01"), day("11-30"))


def test_only_a_supervisor_of_the_office_signs(here: Desk) -> None:
    table = table_of(scope_of(here))
    for user in (here.clerk, staff("auditor", here.district), staff("supervisor", here.towns[0])):
        with pytest.raises(PermissionDenied):
            sign_report(
                here.district, actor=user, shape=None, since=MONTH[0], until=MONTH[1], narrative="",
                version=0, table=table, seen=fingerprint(table, ""),
            )  # fmt: skip


def test_two_who_write_the_text_at_once_do_not_overwrite_each_other(here: Desk) -> None:
    said: dict[str, Any] = {"shape": None, "since": MONTH[0], "until": MONTH[1], "actor": here.supervisor}
    first = write_narrative(here.district, narrative="一", version=0, **said)
    for seen in (0, first.version + 1):
        with pytest.raises(Changed):
            write_narrative(here.district, narrative="二", version=seen, **said)
    assert write_narrative(here.district, narrative="三", version=first.version, **said).pk == first.pk


def test_a_shape_that_was_signed_in_keeps_its_columns(here: Desk) -> None:
    administrator = staff("administrator", here.district)
    shape = save_shape(
        ReportShape(office=here.district, name="简表", columns=["accepted", "recovered"]),
        actor=administrator,
        reason="x",
    )
    table = table_of(scope_of(here), shape)
    sign_report(
        here.district, actor=here.supervisor, shape=shape, since=MONTH[0], until=MONTH[1], narrative="",
        version=0, table=table, seen=fingerprint(table, ""),
    )  # fmt: skip
    shape.columns = ["accepted"]
    with pytest.raises(Problem):
        save_shape(shape, actor=administrator, reason="x", version=1)
    shape.columns, shape.is_active = ["accepted", "recovered"], False
    assert not save_shape(shape, actor=administrator, reason="x", version=1).is_active
    with pytest.raises(PermissionDenied):
        save_shape(shape, actor=staff("administrator", here.towns[0]), reason="x", version=2)


def test_a_sheet_shows_ten_thousands_beside_yuan(here: Desk) -> None:
    shown = Sheet(table_of(scope_of(here))).total().values[STANDARD.index("recovered")]
    assert (shown.text, shown.note) == ("0.03", "300.00")
