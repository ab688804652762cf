"""The same money twice: caught when it is recorded, gone past with a reason, never by the same number of a transfer."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.audit import record
from core.errors import Problem
from recoveries.actions.receipts import PossibleDouble, record_receipt, take_receipt_step
from recoveries.models import Receipt
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, office, staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def owed(at=None, number="沪工援〔2026〕朱泾0001号"):
    case = CaseFactory(state="settled", number=number, **({"office": at} if at else {}))
    ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("900.00"))
    return case


@pytest.fixture
def case():
    return owed()


def pay(case, amount="100.00", **kwargs):
    values = {"received_on": clock.today(), "method": "transfer", "payer": "上海壬戌三有限公司"}
    return record_receipt(
        case, actor=case.handler, parts={case.claims.get().pk: Decimal(amount)}, **(values | kwargs)
    )


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({}, {"payer": "壬戌三（上海）有限公司"}, "付款人、日期、金额相同"),
        ({"reference": "2026-1"}, {"reference": "2026-1", "amount": "7"}, "银行流水号相同"),
        (
            {"reference": "2026-1", "account_end": "1234"},
            {"reference": "2026-1", "amount": "7"},
            "银行流水号相同",
        ),
    ],
)
def test_what_may_be_the_same_payment_is_told_and_needs_a_reason(case, first, second, why):
    receipt = pay(case, **first)
    with pytest.raises(PossibleDouble) as told:
        pay(case, **second)
    assert [(double.receipt, double.why, double.is_seen) for double in told.value.doubles] == [
        (receipt, [why], True)
    ]
    again = pay(case, no_double="同日第二笔", **second)
    assert again.no_double == "同日第二笔"


@pytest.mark.parametrize(
    "second",
    [
        {"amount": "100.01"},
        {"payer": "上海甲子建筑有限公司"},
        {"amount": "7", "reference": "2026-1", "account_end": "9999"},
        {"amount": "7", "reference": "2026-2", "account_end": "1234"},
    ],
)
def test_another_payment_is_none_and_asks_no_reason(case, second):
    pay(case, reference="2026-1", account_end="1234")
    assert pay(case, **second).no_double is None


def test_the_same_slip_is_known_by_its_content_whatever_it_is_called(case):
    pay(case, proof=AttachmentFactory(case=case, sha256="a" * 64))
    other = owed(case.office, "沪工援〔2026〕朱泾0002号")
    with pytest.raises(PossibleDouble) as told:
        pay(other, "7", proof=AttachmentFactory(case=other, sha256="a" * 64))
    assert [double.why for double in told.value.doubles] == [["凭证文件相同"]]


def test_a_case_of_another_office_is_not_named(case):
    pay(case)
    other = owed(office(), "沪工援〔2026〕枫泾0001号")
    with pytest.raises(PossibleDouble) as told:
        pay(other)
    assert [double.where for double in told.value.doubles] == ["在其他机构的一件案件中"]
    assert str(case.number) not in str(told.value)


def test_the_same_transfer_is_refused_whatever_the_reason_until_the_first_is_rejected(case):
    first = pay(case, reference="2026-1", account_end="1234")
    with pytest.raises(Problem) as refused:
        pay(case, "7", reference="2026-1", account_end="1234", no_double="另一笔")
    assert list(refused.value.message_dict) == ["reference"]
    take_receipt_step(first, "reject", actor=staff("supervisor", case.office), reason="误记")
    assert pay(case, "7", reference="2026-1", account_end="1234").reference == "2026-1"


def test_the_database_refuses_the_same_transfer_twice(case):
    first = pay(case, reference="2026-1", account_end="1234")
    twin = Receipt(
        case=case,
        received_on=clock.today(),
        amount=1,
        payer="x",
        recorded_by=case.handler,
        reference=first.reference,
        account_end=first.account_end,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        record(twin, actor=case.handler)


@pytest.mark.parametrize("end", ["123", "12345", "12a4"])
def test_an_account_is_known_by_its_last_four_digits(case, end):
    with pytest.raises(Problem) as refused:
        pay(case, account_end=end)
    assert list(refused.value.message_dict) == ["account_end"]


def form_of(case, **fields):
    return {
        "received_on": clock.today().isoformat(),
        "amount": "100.00",
        "method": "transfer",
        "payer": "上海壬戌三有限公司",
        **fields,
    }


def test_the_page_links_what_it_may_be_and_keeps_what_was_typed(client, case):
    receipt = pay(case)
    client.force_login(case.handler)
    url = reverse("recoveries:record", args=[case.pk])
    answer = client.post(url, form_of(case, note="二期", proof=SimpleUploadedFile("回单.pdf", PDF)))
    assert (answer.status_code, answer.context["form"]["note"].value()) == (422, "二期")
    assert reverse("recoveries:detail", args=[receipt.pk]) in answer.content.decode()
    assert not case.attachments.exists()
    assert client.post(url, form_of(case, no_double="二期同额")).status_code == 302
    page = client.get(reverse("recoveries:detail", args=[Receipt.objects.latest("pk").pk]))
    assert "二期同额" in page.content.decode()


def test_looking_costs_the_same_with_one_double_and_with_thirty(case):
    counts = []
    pay(case, "1.00")
    with pytest.raises(PossibleDouble):
        pay(case, "1.00")
    for more in (1, 29):
        for number in range(more):
            pay(case, "1.00", no_double="分笔", reference=f"2026-{more}-{number}")
        with CaptureQueriesContext(connection) as queries, pytest.raises(PossibleDouble):
            pay(case, "1.00")
        counts.append(len(queries))
    assert counts[0] == counts[1]
