"""The ledger as a file: a line for each part of a payment, in columns that stay what they are."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook

from core import clock
from core.models import AccessLog
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.export import HEADER, filters, found, lines
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, staff
from tests.recoveries.reversing import reverse as taken_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")
    ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("900.00"))
    return case


def pay(case, amount="100.00", **kwargs):
    return record_receipt(
        case,
        actor=case.handler,
        received_on=clock.today(),
        parts={case.claims.get().pk: Decimal(amount)},
        method="transfer",
        payer="=上海壬戌三有限公司",
        no_double="分笔",
        **kwargs,
    )


def rows_of(answer):
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [dict(zip(HEADER, row, strict=True)) for row in list(book.active.values)[1:]]


def test_the_columns_are_named_in_chinese_whatever_the_language_and_stay():
    assert HEADER[:3] == ("到账记录号", "案件编号", "机构")
    assert (len(HEADER), len(set(HEADER))) == (21, 21)


def test_claims_and_what_goes_to_none_stand_in_columns_of_their_own(client, case):
    supervisor = staff("supervisor", case.office)
    receipt = pay(case, extras={"interest": Decimal("5.50")}, reference="R1", account_end="8888")
    attach_proof(receipt, actor=case.handler, proof=AttachmentFactory(case=case))
    receipt = taken_back(take_receipt_step(receipt, "verify", actor=supervisor))
    client.force_login(supervisor)
    with override("en"):
        rows = rows_of(client.get(reverse("recoveries:export_ledger", args=["xlsx"])))
    assert [(row["款项性质"], row["计入到账金额"], row["不计入金额"], row["状态"]) for row in rows] == [
        ("请求", 100, None, "已冲正"),
        ("迟延履行利息", None, 5.5, "已冲正"),
        ("请求", -100, None, "已核定"),
        ("迟延履行利息", None, -5.5, "已核定"),
    ]
    assert rows[0]["付款人"] == "'=上海壬戌三有限公司"
    assert (rows[0]["银行流水号"], rows[0]["收款账号后四位"], rows[2]["冲正的记录号"]) == (
        "R1",
        "8888",
        receipt.pk,
    )
    assert AccessLog.objects.filter(actor=supervisor, kind="export").exists()


def test_it_is_narrowed_by_day_state_and_office_and_shows_only_the_own(client, case):
    pay(case)
    client.force_login(staff("supervisor", CaseFactory().office))
    url = reverse("recoveries:export_ledger", args=["xlsx"])
    assert rows_of(client.get(url)) == []
    client.force_login(staff("supervisor", case.office))
    today = clock.today().isoformat()
    for query, count in (
        ({"since": today, "until": today, "state": "recorded", "office": case.office_id}, 1),
        ({"until": "2020-01-01"}, 0),
        ({"state": "verified"}, 0),
    ):
        assert len(rows_of(client.get(url, query))) == count


def test_the_page_offers_both_formats(client, case):
    client.force_login(case.handler)
    page = client.get(reverse("recoveries:ledger")).content.decode()
    assert all(reverse("recoveries:export_ledger", args=[fmt]) in page for fmt in ("csv", "xlsx"))
    assert client.get(reverse("recoveries:export_ledger", args=["pdf"])).status_code == 404


def test_it_costs_the_same_for_one_payment_and_for_thirty(case):
    user = staff("supervisor", case.office)
    pay(case, "1.00")
    list(lines(found(filters({}, user), user)))
    counts = []
    for more in (1, 29):
        for _ in range(more):
            pay(case, "1.00")
        with CaptureQueriesContext(connection) as queries:
            list(lines(found(filters({}, user), user)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
