"""Old ledgers: what a sheet says is what is taken in, nothing counts before two people say so, nothing is ever removed."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core import clock
from core.errors import Changed, Problem
from core.pasted_sheet import Sent
from recoveries.actions import old_ledgers
from recoveries.actions.old_ledgers import go_on, take_old_ledger_step, take_over, take_piece, take_rows
from recoveries.actions.statements import Origin
from recoveries.models import OldCase, OldLedger, OldLedgerRows, StatementLayout
from recoveries.old_ledger_table import MOST_ROWS, SHOWN, read_old_ledger
from recoveries.reconcile import differences, totals
from tests.factories import CaseFactory, OldCaseFactory, OldLedgerFactory, UserFactory, office, staff
from tests.tampering import rewrite

pytestmark = pytest.mark.django_db

HEAD = "案号,姓名,人数,用人单位,案由,援助方式,受理日期,结案日期,结果,请求金额,调解金额,到账金额,到账日期\n"
ROWS = (
    HEAD
    + "旧1号,张三等3人,,某厂,追索劳动报酬纠纷,调解,2023-03-05,2023-04-01,调解,300,250,200.50,2023-03-20\n"
    + "旧2号,李四,,某店,别的,劳动仲裁代理,2023-05-05,2024-01-09,裁决,,,1000,\n"
    + "旧3号,王五,2,某厂,,咨询,2023-12-31,2023-12-31,,,,,\n"
    + "合计,,,,,,,,,300,250,1200.50,\n"
)
YEAR = (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.fixture
def at():
    return office()


@pytest.fixture
def clerk(at):
    return staff("clerk", at)


@pytest.fixture
def supervisor(at):
    return staff("supervisor", at)


def begun(at, actor, text=ROWS, sha256="a" * 64, **kwargs):
    rows = read_old_ledger(Sent(text)).rows
    return take_over(
        at,
        **(
            {"actor": actor, "origin": Origin("台账.csv", sha256), "source": "张某登记", "rows": rows}
            | kwargs
        ),
    )


def taken(at, actor, *args, **kwargs):
    ledger = begun(at, actor, *args, **kwargs)
    take_rows.func(ledger.pk)
    return OldLedger.objects.get(pk=ledger.pk)


def recovered(*span):
    return sum(OldCase.objects.counting().received_in(*span).values_list("received", flat=True))


# --- reading ---


def test_a_row_becomes_a_case_and_the_footer_none():
    table = read_old_ledger(Sent(ROWS))
    assert table.problems == []
    first, second, third = (row.values for row in table.rows)
    assert (first["people"], first["aid"], first["outcome"]) == (3, "mediation", "settled")
    assert (first["received"], first["received_on"]) == (Decimal("200.50"), dt.date(2023, 3, 20))
    assert first["cause"]
    assert first["cause_words"] == "追索劳动报酬纠纷"
    assert (second["cause"], second["cause_words"], second["aid"]) == ("", "别的", "arbitration")
    assert (second["received_on"], second["agreed"]) == (dt.date(2024, 1, 9), None)
    assert (third["people"], third["aid"], third["outcome"], third["received_on"]) == (2, "advice", "", None)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("到账金额", "一些"),
        ("请求金额", "一些"),
        ("到账金额", "-5"),
        ("到账金额", "999"),  # more than was agreed
        ("受理日期", "2999-01-01"),
        ("受理日期", ""),
        ("受理日期", "昨天"),
        ("结案日期", "2999-01-01"),
        ("结案日期", ""),
        ("结案日期", "2023-03-04"),
        ("到账日期", "2999-01-01"),
        ("人数", "好几个"),
        ("人数", "0"),
        ("援助方式", "仲裁、诉讼"),
        ("援助方式", "某种"),
        ("结果", "仲裁调解"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(column, text):
    names, cells = (line.split(",") for line in ROWS.splitlines()[:2])
    cells[names.index(column)] = text
    (read,) = read_old_ledger(Sent("\n".join(("\t".join(names), "\t".join(cells))))).rows
    assert len(read.problems) == 1
    (wrong,) = [cell for cell in read.cells if cell.problems]
    assert wrong.column.heading == column
    assert column not in ("援助方式", "结果") or wrong.readings


def test_a_row_nobody_is_named_in_and_a_day_without_a_sum_are_asked_about():
    rows = read_old_ledger(
        Sent(
            "案号,受理日期,结案日期,到账金额,到账日期\n,2023-1-1,2023-1-2,,\n旧1,2023-1-1,2023-1-2,0,2023-1-3\n"
        )
    ).rows
    assert [row.wrong for row in rows] == [{"number"}, {"received_on"}]


@pytest.mark.parametrize(
    "row", ["旧1号,张三,,某厂,,,2023-03-05,2023-04-01,,,,1,", ",张三,,某厂,,,2023-3-5,2023-4-1,,,,5,"]
)
def test_the_same_case_twice_in_a_sheet_is_refused(row):
    text = f"{HEAD}{row}\n{row}\n"
    assert [bool(read.problems) for read in read_old_ledger(Sent(text)).rows] == [False, True]


def test_without_a_needed_column_or_any_that_says_which_case_the_sheet_is_not_read():
    assert read_old_ledger(Sent("案号,受理日期,到账金额\n旧1,2023-1-1,5")).sheet.problems
    assert read_old_ledger(Sent("受理日期,结案日期,到账金额\n2023-1-1,2023-1-2,5")).sheet.problems
    assert read_old_ledger(Sent("")).sheet.problems


def test_more_rows_than_are_taken_at_a_time_are_refused_not_cut():
    rows = "".join(f"旧{n},2023-1-1,2023-1-2\n" for n in range(MOST_ROWS + 1))
    assert read_old_ledger(Sent("案号,受理日期,结案日期\n" + rows)).sheet.problems


def test_sums_in_ten_thousands_are_read_in_yuan():
    (row,) = read_old_ledger(
        Sent("案号,受理日期,结案日期,挽回经济损失（万元）\n旧1,2023-1-1,2023-1-2,1.25")
    ).rows
    assert row.values["received"] == Decimal("12500.00")


# --- taking in ---


@settings(max_examples=20, deadline=None)
@given(
    sums=st.lists(st.integers(0, 10**9), min_size=1, max_size=12),
    piece=st.integers(1, 5),
    reversed_in_the_end=st.booleans(),
)
def test_what_is_taken_in_is_the_sum_of_the_sheet_and_reversed_leaves_what_was(
    sums, piece, reversed_in_the_end
):
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(old_ledgers, "PIECE", piece)
        at = office()
        before = recovered(*YEAR), totals()
        rows = "".join(f"旧{n},2023-01-05,2023-02-05,{fen / 100:.2f}\n" for n, fen in enumerate(sums))
        ledger = taken(at, staff("clerk", at), text="案号,受理日期,结案日期,到账金额\n" + rows)
        assert recovered(*YEAR) == before[0]
        due = Decimal(sum(sums)) / 100
        assert (ledger.received, ledger.rows.count(), ledger.state) == (due, len(sums), "waiting")
        take_old_ledger_step(ledger, "confirm", actor=staff("supervisor", at))
        assert recovered(*YEAR) == before[0] + due
        if reversed_in_the_end:
            take_old_ledger_step(ledger, "propose_reversal", actor=staff("clerk", at), reason="x")
            assert recovered(*YEAR) == before[0] + due
            take_old_ledger_step(ledger, "reverse", actor=staff("supervisor", at), reason="x")
            assert (recovered(*YEAR), totals()) == before
            assert ledger.rows.count() == len(sums)
        assert list(differences()) == []
        transaction.set_rollback(True)


def test_cut_off_half_way_nothing_counts_and_it_goes_on_where_it_stopped(at, clerk, monkeypatch):
    monkeypatch.setattr(old_ledgers, "PIECE", 2)
    ledger = begun(at, clerk)
    assert take_piece(ledger)
    assert (ledger.rows.count(), OldLedger.objects.get().state) == (2, "taking_in")
    assert list(differences()) == []
    assert not OldCase.objects.counting().exists()
    with pytest.raises(Changed):
        take_old_ledger_step(ledger, "confirm", actor=staff("supervisor", at))
    take_rows.func(ledger.pk)
    assert [case.number for case in ledger.rows.order_by("row")] == ["旧1号", "旧2号", "旧3号"]
    assert not take_piece(ledger)
    assert not OldLedgerRows.objects.exists()
    assert list(differences()) == []


def test_a_piece_that_fails_leaves_nothing_of_itself(at, clerk, monkeypatch):
    monkeypatch.setattr(old_ledgers, "PIECE", 2)
    ledger = begun(at, clerk)

    def fail(*args, **kwargs):
        raise OSError("cut off")

    take_piece(ledger)
    with monkeypatch.context() as patch:
        patch.setattr(old_ledgers, "perform_locked", fail)
        with pytest.raises(OSError, match="cut off"):
            take_rows.func(ledger.pk)
    assert (ledger.rows.count(), OldLedger.objects.get().state) == (2, "taking_in")
    take_rows.func(ledger.pk)
    assert OldLedger.objects.get().state == "waiting"


def test_what_is_withdrawn_half_way_takes_in_no_more_and_may_be_taken_in_again(at, clerk, monkeypatch):
    monkeypatch.setattr(old_ledgers, "PIECE", 1)
    ledger = begun(at, clerk)
    take_piece(ledger)
    take_old_ledger_step(ledger, "withdraw", actor=clerk, reason="x")
    assert not take_piece(ledger)
    assert (ledger.rows.count(), OldLedgerRows.objects.exists()) == (1, False)
    assert taken(at, clerk).state == "waiting"
    assert list(differences()) == []


def test_the_same_file_or_case_is_taken_over_once_until_it_is_reversed(at, clerk, supervisor):
    ledger = taken(at, clerk)
    for kwargs in ({}, {"sha256": "b" * 64}):
        with pytest.raises(Problem):
            begun(at, clerk, **kwargs)
    elsewhere = office()
    assert taken(elsewhere, staff("clerk", elsewhere)).number_of_rows == 3
    take_old_ledger_step(ledger, "confirm", actor=supervisor)
    take_old_ledger_step(ledger, "propose_reversal", actor=clerk, reason="x")
    take_old_ledger_step(ledger, "reverse", actor=supervisor, reason="x")
    assert taken(at, clerk).number_of_rows == 3


def test_another_one_waits_until_the_first_is_there(at, clerk):
    first = begun(at, clerk)
    with pytest.raises(Problem, match=r"台账\.csv"):
        begun(at, clerk, text=ROWS.replace("旧", "老"), sha256="b" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        OldLedgerFactory(office=at, state="taking_in")
    take_rows.func(first.pk)
    assert begun(at, clerk, text=ROWS.replace("旧", "老"), sha256="b" * 64).number_of_rows == 3


def test_a_case_without_a_number_is_known_by_worker_employer_day_and_sum(at, clerk):
    OldCaseFactory(ledger__office=at, employer="某厂")
    text = "姓名,单位,受理日期,结案日期,到账金额\n李四,某厂,2023-03-01,2023-06-01,{}\n"
    with pytest.raises(Problem):
        begun(at, clerk, text=text.format("100"))
    assert begun(at, clerk, text=text.format("100.01")).number_of_rows == 1


def test_a_case_of_the_program_is_not_taken_over_beside_itself(at, clerk):
    CaseFactory(office=at, number="旧2号")
    with pytest.raises(Problem, match="李四"):
        begun(at, clerk)
    assert not OldLedger.objects.exists()


def test_a_row_that_is_wrong_an_empty_sheet_and_no_source_are_refused(at, clerk):
    for kwargs in ({"text": ROWS.replace("200.50", "一些")}, {"rows": []}, {"source": " "}):
        with pytest.raises(Problem):
            begun(at, clerk, **kwargs)
    assert not OldLedger.objects.exists()


# --- two people ---


def test_who_takes_over_and_who_decides(at, clerk, supervisor):
    for stranger in (supervisor, staff("auditor", at), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            begun(at, stranger)
    ledger = taken(at, clerk)
    with pytest.raises(PermissionDenied):
        go_on(ledger, actor=supervisor)
    for stranger in (clerk, staff("auditor", at), staff("supervisor", office())):
        with pytest.raises(PermissionDenied):
            take_old_ledger_step(ledger, "confirm", actor=stranger)
    take_old_ledger_step(ledger, "confirm", actor=supervisor)
    take_old_ledger_step(ledger, "propose_reversal", actor=supervisor, reason="x")
    with pytest.raises(PermissionDenied):
        take_old_ledger_step(ledger, "reverse", actor=supervisor, reason="x")
    kept = take_old_ledger_step(ledger, "keep", actor=supervisor)
    assert (kept.state, kept.reversal_asked_by, kept.counts) == ("confirmed", None, True)
    with pytest.raises(Changed):
        take_old_ledger_step(ledger, "reverse", actor=staff("supervisor", at), reason="x")


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "confirmed"},
        {"confirmed_by": "importer", "confirmed_at": "now", "state": "confirmed"},
        {"state": "reversal_asked", "confirmed_by": "other", "confirmed_at": "now"},
        {"reversed_by": "other", "reversed_at": "now"},
        {"number_of_rows": 0},
    ],
)
def test_the_database_refuses_a_ledger_that_one_person_alone_let_count(fields):
    importer, other = UserFactory(), UserFactory()
    said = {"importer": importer, "other": other, "now": clock.now()}
    values = {name: said.get(value, value) for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        OldLedgerFactory(imported_by=importer, **values)


def test_an_old_case_is_never_changed_and_a_ledger_in_its_steps_alone():
    OldCaseFactory()
    for sql in (
        "UPDATE recoveries_oldcase SET received = 1",
        "UPDATE recoveries_oldcase SET number = 'x'",
        "DELETE FROM recoveries_oldcase",
        "UPDATE recoveries_oldledger SET received = 1",
        "UPDATE recoveries_oldledger SET source = 'x'",
        "UPDATE recoveries_oldledger SET state = 'reversed'",
        "DELETE FROM recoveries_oldledger",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


# --- counting ---


def test_each_counts_by_its_day_and_what_was_known_on_a_day_stays(at, clerk, supervisor):
    day = dt.date(2026, 3, 1)
    with clock.at(day):
        ledger = taken(at, clerk)
    with clock.at(day + dt.timedelta(10)):
        take_old_ledger_step(ledger, "confirm", actor=supervisor)
    rows = OldCase.objects.counting()
    assert [len(rows.accepted_in(*YEAR)), len(rows.concluded_in(*YEAR)), len(rows.received_in(*YEAR))] == [
        3,
        2,
        1,
    ]
    assert recovered(*YEAR) == Decimal("200.50")
    with clock.at(day + dt.timedelta(20)):
        take_old_ledger_step(ledger, "propose_reversal", actor=clerk, reason="x")
        take_old_ledger_step(ledger, "reverse", actor=supervisor, reason="x")
    known = [OldCase.objects.known_on(day + dt.timedelta(n)).count() for n in (0, 9, 10, 19, 20)]
    assert known == [0, 0, 3, 3, 0]
    assert recovered(*YEAR) == 0


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("oldcase", "received = received + 0.01", "received of old ledger"),
        ("oldcase", "claimed = 5", "claimed of old ledger"),
        ("oldcase", "agreed = 500", "agreed of old ledger"),
        ("oldcase", "people = 2", "2 people there, 1 taken in"),
        ("oldledger", "number_of_rows = 2", "1 rows there, 2 taken in"),
        ("oldledger", "state = 'taking_in'", "none is left"),
        ("oldcase", "number = '旧9号'", "旧9号 is a case of the program"),
    ],
)
def test_reconcile_finds_what_was_changed_past_the_program(at, table, change, told):
    CaseFactory(office=at, number="旧9号")
    case = OldCaseFactory(ledger__office=at)
    assert list(differences()) == []
    rewrite(f"recoveries_{table}", f"UPDATE {{table}} SET {change}")
    (found,) = map(str, differences())
    assert told in found
    assert str(case.ledger_id) in found


def test_reconcile_finds_a_case_taken_over_twice_and_rows_left_behind(at):
    first, second = (OldCaseFactory(ledger__office=at, number=number) for number in ("旧1", "旧2"))
    OldCaseFactory(ledger__number_of_rows=1, number="旧1")
    rewrite("recoveries_oldcase", "UPDATE {table} SET number = '旧1' WHERE id = %s", [second.pk])
    OldLedgerRows.objects.create(ledger=first.ledger, rows=[])
    assert set(map(str, differences())) == {
        f"old ledger {first.ledger_id}: rows wait to be taken in, and it does not take any",
        f"old ledger {second.ledger_id}: 旧1 is taken over 2 times",
    }


# --- the pages ---

ADD = "/money/old-ledgers/new/"


@pytest.fixture
def page(client, clerk):
    client.force_login(clerk)
    return client


def sent(at, **fields):
    return {"office": str(at.pk), "source": "张某登记", "do": "check", **fields}


def workbook(*lines, title="台账"):
    book, file = Workbook(), BytesIO()
    book.active.title = title
    for line in lines:
        book.active.append(line)
    book.save(file)
    return SimpleUploadedFile("2023.xlsx", file.getvalue())


def test_a_file_is_looked_at_mended_in_place_and_then_taken_in(page, at, django_capture_on_commit_callbacks):
    header = ["案号", "受理日期", "结案日期", "到账金额"]
    upload = workbook(
        header, ["旧1", "2023-03-01", "2023-04-01", "一些"], ["旧2", "2023-03-02", "2023-04-02", 7.5]
    )
    answer = page.post(ADD, sent(at, file=upload))
    assert (answer.status_code, len(answer.context["table"].wrong)) == (422, 1)
    assert not OldLedger.objects.exists()
    kept = {"text": answer.context["sent"].text, "origin": answer.context["origin"]}
    answer = page.post(ADD, sent(at, **kept, **{"cell-2-3": "12.50"}))
    assert (answer.status_code, answer.context["table"].totals["received"]) == (200, Decimal("20.00"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(ADD, sent(at, **kept, **{"cell-2-3": "12.50", "do": "add"}))
    ledger = OldLedger.objects.get()
    assert answer.url == reverse("recoveries:old_ledger", args=[ledger.pk])
    assert (ledger.name, ledger.state, ledger.rows.count()) == ("2023.xlsx", "waiting", 2)
    shown = page.get(answer.url).content.decode()
    assert "旧2" in shown


def test_the_page_is_shown_again_as_it_was_left(page, at):
    page.post(ADD, sent(at, text=ROWS.replace("200.50", "一些")))
    assert len(page.get(ADD).context["table"].wrong) == 1
    assert page.get(ADD + "?anew=1").status_code == 302
    assert page.get(ADD).context["table"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ROWS, "source": ""},
        {"text": ROWS.replace("200.50", "一些")},
        {"text": ROWS.replace("2023-03-05", "2999-03-05")},
        {"text": ""},
        {"text": HEAD},
        {"text": ROWS, "office": "0"},
        {"text": "x" * 600_001},
        {"file": SimpleUploadedFile("台账.xlsx", b"PK\x03\x04cut")},
        {"file": SimpleUploadedFile("台账.xls", b"\xd0\xcf\x11\xe0")},
        {"file": SimpleUploadedFile("台账.csv", b"")},
        {"file": SimpleUploadedFile("台账.pdf", b"%PDF-1.4\x00\xff")},
    ],
)
def test_bad_input_is_told_and_nothing_is_half_written(page, at, fields):
    answer = page.post(ADD, sent(at, **({"do": "add"} | fields)))
    assert answer.status_code == 422
    assert not OldLedger.objects.exists()
    assert not OldCase.objects.exists()


def test_the_same_file_is_named_before_it_is_taken_in_again(page, at, clerk):
    text = "案号,受理日期,结案日期\n旧1,2023-03-01,2023-04-01\n"
    first = page.post(ADD, sent(at, text=text, do="add"))
    assert first.status_code == 302
    answer = page.post(ADD, sent(at, text=text))
    assert answer.context["known"] == OldLedger.objects.get()
    assert page.post(ADD, sent(at, text=text, do="add")).status_code == 422


def test_a_sheet_of_many_wrong_rows_shows_the_first_of_them(page, at):
    rows = "".join(f"旧{n},2023-1-1,2023-1-2,一些\n" for n in range(SHOWN + 20))
    answer = page.post(ADD, sent(at, text="案号,受理日期,结案日期,到账金额\n" + rows))
    assert answer.content.decode().count('name="cell-') == SHOWN * 4


def test_what_a_column_was_said_to_be_is_remembered_for_the_office(page, at, client):
    text = "案号,受理日期,结案日期,进了多少\n旧1,2023-03-01,2023-04-01,5\n"
    assert page.post(ADD, sent(at, text=text)).status_code == 422
    assert page.post(ADD, sent(at, text=text, do="add", **{"column-3": "received"})).status_code == 302
    assert StatementLayout.objects.get().columns == {"进了多少": "received"}
    client.force_login(staff("clerk", at))
    answer = client.post(ADD, sent(at, text=text.replace("旧1", "旧2")))
    assert (answer.status_code, answer.context["table"].totals["received"]) == (200, 5)


def test_what_was_cut_off_goes_on_by_its_button(
    page, at, clerk, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(old_ledgers, "PIECE", 2)
    ledger = begun(at, clerk)
    take_piece(ledger)
    url = reverse("recoveries:old_ledger", args=[ledger.pk])
    shown = page.get(url)
    assert (shown.context["done"], b"<progress" in shown.content) == (2, True)
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(url + "go-on/").status_code == 302
    assert (ledger.rows.count(), OldLedger.objects.get().state) == (3, "waiting")


def test_the_steps_by_their_pages(client, at, clerk, supervisor):
    ledger = taken(at, clerk)
    url = reverse("recoveries:old_ledger", args=[ledger.pk])
    client.force_login(supervisor)
    assert f"{url}confirm/" in client.get(url).content.decode()
    assert client.get("/money/").context["old_waiting"] == 1
    assert client.post(f"{url}confirm/", {}).status_code == 302
    client.force_login(clerk)
    assert client.post(f"{url}propose-reversal/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}propose-reversal/", {"reason": "重复"}).status_code == 302
    assert client.get(f"{url}reverse/").status_code == 403
    client.force_login(supervisor)
    assert client.post(f"{url}reverse/", {"reason": "重复"}).status_code == 302
    assert client.get(url).status_code == 200
    assert OldLedger.objects.get().state == "reversed"


def test_an_old_ledger_costs_the_same_with_1_row_and_with_30(client, at, supervisor):
    client.force_login(supervisor)
    ledger = OldLedgerFactory(office=at, number_of_rows=31)
    url = reverse("recoveries:old_ledger", args=[ledger.pk])
    counts = []
    for more in (1, 30):
        for _ in range(more):
            OldCaseFactory(ledger=ledger)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_costs_the_same_with_1_and_with_15_and_shows_the_own_ones(client, at, supervisor):
    client.force_login(supervisor)
    OldLedgerFactory()
    counts = []
    for more in (1, 14):
        for _ in range(more):
            OldLedgerFactory(office=at)
        client.get("/money/old-ledgers/")
        with CaptureQueriesContext(connection) as queries:
            shown = client.get("/money/old-ledgers/")
        counts.append((len(queries), len(shown.context["page"].items)))
    assert counts == [(counts[0][0], 1), (counts[0][0], 15)]


def test_checking_costs_the_same_for_one_row_and_for_thirty(page, at):
    counts = []
    for many in (1, 30):
        rows = "".join(f"旧{n},2023-1-1,2023-1-2,5\n" for n in range(many))
        form = sent(at, text="案号,受理日期,结案日期,到账金额\n" + rows)
        page.post(ADD, form)
        with CaptureQueriesContext(connection) as queries:
            assert page.post(ADD, form).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
