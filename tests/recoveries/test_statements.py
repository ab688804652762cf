"""A bank statement taken in, its rows matched and confirmed one by one: nothing is posted twice, nothing half-written."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from core.audit import record
from core.errors import Changed, Problem
from core.pasted_sheet import Sent
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.actions.statements import Origin, add_statement, reopen_line, skip_line
from recoveries.matching import matches
from recoveries.models import Receipt, Statement, StatementLayout, StatementLine
from recoveries.reconcile import differences
from recoveries.statement_table import read_statement
from tests.documents.scenes import settled_case
from tests.factories import (
    AttachmentFactory,
    CaseFactory,
    ClaimantFactory,
    ClaimFactory,
    EmployerFactory,
    StatementFactory,
    StatementLineFactory,
    office,
    staff,
)
from tests.recoveries.reversing import reverse as taken_back
from tests.tampering import rewrite

pytestmark = pytest.mark.django_db
HEAD = "交易日期,对方户名,收入金额,支出金额,附言,流水号\n"
ROWS = (
    HEAD
    + "2026-03-05,上海壬戌三有限公司,100.00,,首期,R1\n2026-03-06,某某公司,7.50,,会费,R2\n2026-03-06,银行,,1.00,手续费,R3\n"
)


@pytest.fixture
def case():
    case = CaseFactory(
        state="settled",
        number="沪工援〔2026〕朱泾0001号",
        employer=EmployerFactory(name="壬戌三（上海）有限公司"),
    )
    ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("900.00"), agreed=Decimal("100.00"))
    return case


@pytest.fixture
def line(case):
    return StatementLineFactory(statement__office=case.office, reference="R1", purpose="首期")


def take_in(case, text=ROWS, sha256="a" * 64, **kwargs):
    return add_statement(
        case.office,
        **(
            {
                "actor": case.handler,
                "origin": Origin("3月.csv", sha256),
                "account_end": "8888",
                "rows": read_statement(Sent(text)).rows,
            }
            | kwargs
        ),
    )


def post(case, line, **kwargs):
    values = {
        "received_on": line.came_on,
        "parts": {case.claims.get().pk: line.amount},
        "method": "transfer",
        "payer": line.payer,
        "statement_line": line,
    }
    return record_receipt(case, actor=case.handler, **(values | kwargs))


def test_what_came_in_becomes_rows_and_what_went_out_does_not(case):
    statement, left_out = take_in(case)
    assert (left_out, [(row.number, row.payer, row.amount) for row in statement.lines.all()]) == (
        0,
        [(2, "上海壬戌三有限公司", Decimal("100.00")), (3, "某某公司", Decimal("7.50"))],
    )


def test_the_same_file_is_taken_in_once_by_an_office(case):
    take_in(case)
    with pytest.raises(Problem, match=r"3月\.csv"):
        take_in(case, text=ROWS.replace("R1", "R9"))
    assert Statement.objects.count() == 1


def test_rows_of_an_earlier_statement_of_the_account_are_left_out(case):
    take_in(case)
    statement, left_out = take_in(case, text=ROWS + "2026-03-07,某某公司,9,,,R4\n", sha256="b" * 64)
    assert (left_out, [row.reference for row in statement.lines.all()]) == (2, ["R4"])
    with pytest.raises(Problem):
        take_in(case, text=ROWS + "\n", sha256="c" * 64)
    other, left_out = take_in(case, sha256="d" * 64, account_end="1111")
    assert (left_out, other.lines.count()) == (0, 2)


def test_only_clerks_of_the_office_take_in_skip_and_post(case, line):
    for stranger in (staff("supervisor", case.office), staff("clerk", office())):
        with pytest.raises(PermissionDenied):
            take_in(case, actor=stranger)
        with pytest.raises(PermissionDenied):
            skip_line(line, actor=stranger, reason="x")
        with pytest.raises(PermissionDenied):
            reopen_line(line, actor=stranger)


def test_a_posted_row_names_its_receipt_and_is_posted_once(case, line):
    receipt = post(case, line)
    assert (receipt.reference, receipt.account_end, line.is_open) == ("R1", "8888", False)
    with pytest.raises(Changed):
        post(case, line, no_double="再记")
    with pytest.raises(Changed):
        skip_line(line, actor=case.handler, reason="x")


def test_a_row_is_posted_whole_and_on_its_day(case, line):
    with pytest.raises(Problem) as refused:
        post(case, line, parts={case.claims.get().pk: Decimal("99.99")})
    assert list(refused.value.message_dict) == ["amount"]
    with pytest.raises(Problem) as refused:
        post(case, line, received_on=line.came_on - dt.timedelta(1))
    assert list(refused.value.message_dict) == ["received_on"]
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("step", ["reject", "reverse"])
def test_a_row_is_open_again_when_its_receipt_no_longer_stands(case, line, step):
    supervisor = staff("supervisor", case.office)
    receipt = post(case, line, proof=AttachmentFactory(case=case))
    if step == "reject":
        take_receipt_step(receipt, "reject", actor=supervisor, reason="误记")
    else:
        taken_back(take_receipt_step(receipt, "verify", actor=supervisor))
    assert line.is_open
    assert post(case, line).state == "recorded"
    assert list(differences()) == []


def test_a_skipped_row_says_why_and_may_be_taken_up_again(case, line):
    with pytest.raises(Problem):
        skip_line(line, actor=case.handler, reason=" ")
    assert skip_line(line, actor=case.handler, reason="会费").skipped_because == "会费"
    with pytest.raises(Changed):
        post(case, line)
    assert reopen_line(line, actor=case.handler).is_open
    with pytest.raises(Changed):
        reopen_line(line, actor=case.handler)


def test_the_database_refuses_a_row_posted_twice_and_keeps_it_as_it_is(case, line):
    first = post(case, line)
    twin = Receipt(
        case=case,
        received_on=clock.today(),
        amount=1,
        payer="x",
        recorded_by=case.handler,
        statement_line=first.statement_line,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        record(twin, actor=case.handler)
    for change in ("amount = 2", "payer = 'x'", "reference = 'x'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE recoveries_statementline SET {change}")


def test_progress_counts_what_is_posted_or_skipped_once(case):
    statement, _ = take_in(case)
    first, second = statement.lines.all()
    supervisor = staff("supervisor", case.office)
    take_receipt_step(post(case, first), "reject", actor=supervisor, reason="误记")
    post(case, first)
    skip_line(second, actor=case.handler, reason="会费")
    counted = Statement.objects.with_progress().get()
    assert (counted.done, counted.in_all) == (2, 2)
    lines = StatementLine.objects
    assert [list(lines.posted()), list(lines.skipped()), list(lines.open())] == [[first], [second], []]


def test_reconcile_finds_a_posting_of_another_sum_and_one_of_a_skipped_row(case, line):
    receipt = post(case, line)
    rewrite("recoveries_statementline", "UPDATE {table} SET amount = 100.01, skipped_because = 'x'")
    assert [str(found) for found in differences()] == [
        f"receipt {receipt.pk} by its statement: ledger 100.01, shown 100.00",
        f"receipt {receipt.pk} of a row that was skipped: ledger 100.00, shown 0.00",
    ]


# --- matching ---


def row(case, **fields):
    return StatementLineFactory(statement__office=case.office, **fields)


def test_a_payer_called_like_the_employer_and_an_exact_sum_come_first(case, line):
    ClaimFactory(
        claimant=ClaimantFactory(case=CaseFactory(state="settled", office=case.office, number="另一件"))
    )
    (best, *_) = matches([line], case.handler)[line.pk]
    assert (best.case, best.score) == (case, 7)
    assert best.why[:2] == [
        "付款人与用人单位名称相同（地名和组织形式除外）",
        "正好等于案件未付总额",
    ]


def test_an_instalment_is_found_by_sum_and_day_whoever_pays():
    case = settled_case()
    due = case.agreements.get(in_force=True).instalments.order_by("due_on").first()
    line = row(case, payer="某财务公司", amount=due.amount, came_on=due.due_on)
    (best,) = matches([line], case.handler)[line.pk]
    assert best.case == case
    line = row(case, payer="某财务公司", amount=due.amount + 1, came_on=due.due_on)
    assert matches([line], case.handler)[line.pk] == []


def test_a_case_of_another_office_is_not_proposed(case):
    line = row(CaseFactory(), payer="上海壬戌三有限公司")
    assert matches([line], staff("clerk", line.statement.office))[line.pk] == []


def test_a_row_that_names_a_worker_is_of_the_case(case):
    worker = case.claimants.get().worker.name
    line = row(case, payer="某人", amount=Decimal("50"), purpose=f"{worker}工资")
    other = row(case, payer="壬戌三（上海）有限公司", amount=Decimal("99.50"))
    found = matches([line, other], case.handler)
    assert worker in found[line.pk][0].why[0]
    assert "100.00" in found[other.pk][0].why[1]


def test_matching_costs_the_same_for_one_row_and_for_thirty(case):
    lines = [row(case) for _ in range(30)]
    matches(lines, case.handler)
    counts = []
    for some in (lines[:1], lines):
        with CaptureQueriesContext(connection) as queries:
            matches(some, case.handler)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- the pages ---


@pytest.fixture
def clerk(client, case):
    client.force_login(case.handler)
    return client


ADD = "/money/statements/new/"


def sent(case, **fields):
    return {"office": str(case.office_id), "account_end": "8888", "do": "check", **fields}


def test_a_file_is_looked_at_and_then_taken_in(clerk, case):
    upload = SimpleUploadedFile("3月.csv", ROWS.encode("gb18030"))
    page = clerk.post(ADD, sent(case, file=upload))
    assert (page.status_code, len(page.context["table"].right)) == (200, 2)
    assert not Statement.objects.exists()
    answer = clerk.post(
        ADD, sent(case, text=page.context["sent"].text, origin=page.context["origin"], do="add")
    )
    statement = Statement.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("recoveries:statement", args=[statement.pk]))
    assert statement.name == "3月.csv"
    again = clerk.post(ADD, sent(case, file=SimpleUploadedFile("改名.csv", ROWS.encode("gb18030"))))
    assert again.context["known"] == statement


@pytest.mark.parametrize(
    "fields",
    [
        {"text": ROWS, "account_end": "12"},
        {"text": ROWS, "account_end": ""},
        {"text": ROWS.replace("100.00", "一些"), "do": "add"},
        {"text": ROWS.replace("2026-03-05", "2999-03-05"), "do": "add"},
        {"text": "", "do": "add"},
        {"text": HEAD, "do": "add"},
        {"text": ROWS, "office": "0"},
        {"file": SimpleUploadedFile("流水.xlsx", b"PK\x03\x04cut"), "do": "add"},
        {"file": SimpleUploadedFile("流水.csv", b""), "do": "add"},
    ],
)
def test_bad_input_is_told_and_nothing_is_half_written(clerk, case, fields):
    answer = clerk.post(ADD, sent(case, **({"do": "add"} | fields)))
    assert answer.status_code == 422
    assert not Statement.objects.exists()
    assert not StatementLine.objects.exists()


def test_what_a_column_was_said_to_be_is_remembered_for_the_office(clerk, case):
    text = "交易日期,对方户名,进了多少\n2026-03-05,某公司,100"
    assert clerk.post(ADD, sent(case, text=text)).status_code == 422
    assert clerk.post(ADD, sent(case, text=text, do="add", **{"column-2": "income"})).status_code == 302
    assert StatementLayout.objects.get().columns == {"进了多少": "income"}
    clerk.force_login(staff("clerk", case.office))
    page = clerk.post(ADD, sent(case, text=text.replace("100", "200")))
    assert (page.status_code, len(page.context["table"].right)) == (200, 1)


def test_a_row_is_confirmed_on_the_form_of_a_payment_with_its_excerpt_as_proof(clerk, case, line):
    page = clerk.get(reverse("recoveries:statement_line", args=[line.pk])).content.decode()
    url = f"{reverse('recoveries:record', args=[case.pk])}?line={line.pk}"
    assert url in page
    form = clerk.get(url).context["form"]
    assert (form["amount"].value(), form["payer"].value(), form["note"].value()) == (
        Decimal("100.00"),
        line.payer,
        "首期",
    )
    answer = clerk.post(url, {"method": "transfer", "amount": "7", "payer": "别人", "excerpt": "on"})
    receipt = Receipt.objects.get()
    assert answer.url == reverse("recoveries:statement", args=[line.statement_id])
    assert (receipt.amount, receipt.payer, receipt.statement_line) == (line.amount, line.payer, line)
    row = list(load_workbook(BytesIO(receipt.proof.file.open().read())).active.values)[1]
    assert row[1:3] == (line.payer, 100)
    assert clerk.get(url).status_code == 302
    page = clerk.get(reverse("recoveries:detail", args=[receipt.pk])).content.decode()
    assert reverse("recoveries:statement_line", args=[line.pk]) in page


def test_another_case_is_found_by_its_number(clerk, case):
    line = StatementLineFactory(statement__office=case.office, payer="某人", amount=Decimal("3"))
    url = reverse("recoveries:statement_line", args=[line.pk])
    assert clerk.get(url, {"case": case.number}).context["other"] == case
    assert clerk.get(url, {"case": "没有"}).context["other"] is None


def test_skipping_asks_why_and_is_taken_back(clerk, line):
    url = reverse("recoveries:skip_line", args=[line.pk])
    assert clerk.post(url, {"reason": ""}).status_code == 422
    assert clerk.post(url, {"reason": "会费"}).status_code == 302
    assert StatementLine.objects.get().skipped_because == "会费"
    assert clerk.post(reverse("recoveries:reopen_line", args=[line.pk])).status_code == 302
    assert StatementLine.objects.get().is_open


@pytest.mark.parametrize("asked", ["x", "0", "999999"])
def test_a_row_that_is_not_there_or_not_ones_own_is_not_posted(clerk, case, asked):
    foreign = StatementLineFactory()
    for number in (asked, foreign.pk):
        url = f"{reverse('recoveries:record', args=[case.pk])}?line={number}"
        assert clerk.get(url).status_code == 404


@pytest.mark.parametrize("show", ["open", "posted", "skipped", "nonsense"])
def test_a_statement_costs_the_same_with_1_row_and_with_20(client, case, show):
    client.force_login(staff("supervisor", case.office))
    claim = case.claims.get()
    claim.agreed = Decimal("9000")
    record(claim, actor=None)
    statement = StatementFactory(office=case.office)
    url = reverse("recoveries:statement", args=[statement.pk])
    counts = []
    for more in (1, 19):
        for number in range(more):
            line = StatementLineFactory(statement=statement, reference=f"{more}-{number}")
            if show == "posted":
                post(case, line, no_double="分笔")
            if show == "skipped":
                skip_line(line, actor=case.handler, reason="x")
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url, {"show": show}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_shows_the_own_statements_with_their_progress(client, case):
    take_in(case)
    StatementFactory()
    client.force_login(staff("supervisor", case.office))
    page = client.get("/money/statements/")
    assert [(row.name, counted.done, counted.in_all) for row, counted in page.context["rows"]] == [
        ("3月.csv", 0, 2)
    ]
