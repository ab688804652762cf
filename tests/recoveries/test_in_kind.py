"""What was done instead of paying: beside the money, of no sum of a claim."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.sums import sums_of
from core import clock
from core.errors import Changed, Problem
from documents.actions import void_attachment
from recoveries.actions.in_kind import record_in_kind, strike_in_kind
from recoveries.actions.receipts import record_receipt
from recoveries.models import InKind
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, office, staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def case():
    case = CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")
    ClaimFactory(claimant=ClaimantFactory(case=case), claimed=Decimal("900.00"))
    return case


def do(case, kind="insurance", **kwargs):
    return record_in_kind(case, actor=case.handler, kind=kind, **({"done_on": clock.today()} | kwargs))


def test_social_insurance_paid_up_changes_no_sum(case):
    before = sums_of(case)
    item = do(case, value=Decimal("800.00"), claimant=case.claimants.get())
    assert (item.value, sums_of(case)) == (Decimal("800.00"), before)


def test_what_reached_the_fund_is_no_payment_any_more(case):
    with pytest.raises(Problem) as refused:
        record_receipt(
            case,
            actor=case.handler,
            received_on=clock.today(),
            parts={case.claims.get().pk: Decimal("1")},
            method="in_kind",
            payer="公司",
        )
    assert list(refused.value.message_dict) == ["method"]


@pytest.mark.parametrize(
    ("kwargs", "field"),
    [
        ({"done_on": dt.date(2999, 1, 1)}, "done_on"),
        ({"value": Decimal("0")}, "value"),
        ({"value": Decimal("1.005")}, "value"),
        ({"kind": "goods"}, "text"),
        ({"kind": "other", "text": " "}, "text"),
    ],
)
def test_bad_input_is_told_at_its_field(case, kwargs, field):
    with pytest.raises(Problem) as refused:
        do(case, **kwargs)
    assert list(refused.value.message_dict) == [field]
    assert not InKind.objects.exists()


def test_claimant_and_proof_are_of_the_case(case):
    other = ClaimantFactory(case=CaseFactory())
    for kwargs in ({"claimant": other}, {"proof": AttachmentFactory(case=other.case)}):
        with pytest.raises(Problem):
            do(case, **kwargs)


def test_a_mistake_is_struck_out_once_with_a_reason(case):
    item = do(case)
    with pytest.raises(Problem):
        strike_in_kind(item, actor=case.handler, reason=" ")
    assert strike_in_kind(item, actor=case.handler, reason="记错案件").struck_out
    with pytest.raises(Changed):
        strike_in_kind(item, actor=case.handler, reason="再划")
    assert item.history.first().history_change_reason == "记错案件"


def test_strangers_record_and_strike_nothing(case):
    stranger = staff("clerk", office())
    with pytest.raises(PermissionDenied):
        record_in_kind(case, actor=stranger, kind="reinstated", done_on=clock.today())
    with pytest.raises(PermissionDenied):
        strike_in_kind(do(case), actor=stranger, reason="x")


def test_its_proof_stays(case):
    item = do(case, proof=AttachmentFactory(case=case))
    with pytest.raises(Problem):
        void_attachment(item.proof, actor=case.handler, reason="x")


@pytest.mark.parametrize("change", ["value = 2", "kind = 'other'", "struck_out = false"])
def test_the_database_keeps_it_as_it_is(case, change):
    item = do(case, value=Decimal("1"))
    strike_in_kind(item, actor=case.handler, reason="x")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE recoveries_inkind SET {change} WHERE id = %s", [item.pk])


def test_the_page_records_it_with_its_proof_and_the_case_shows_it_apart(client, case):
    client.force_login(case.handler)
    url = reverse("recoveries:add_in_kind", args=[case.pk])
    fields = {"kind": "insurance", "done_on": clock.today().isoformat(), "value": "800"}
    assert client.post(url, fields | {"value": "-1"}).status_code == 422
    answer = client.post(url, fields | {"proof": SimpleUploadedFile("缴费.pdf", PDF)})
    item = InKind.objects.get()
    assert (answer.status_code, item.proof.file_name, item.claimant) == (302, "缴费.pdf", None)
    page = client.get(reverse("cases:detail", args=[case.pk])).content.decode()
    assert reverse("recoveries:strike_in_kind", args=[item.pk]) in page
    assert "800.00" in page
    answer = client.post(reverse("recoveries:strike_in_kind", args=[item.pk]), {"reason": "记错"})
    assert (answer.status_code, InKind.objects.get().struck_out) == (302, True)


def test_the_case_page_costs_the_same_with_one_and_with_thirty(client, case):
    client.force_login(case.handler)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            do(case, claimant=case.claimants.get())
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("cases:detail", args=[case.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_after_the_end_the_page_leads_back(client):
    closed = CaseFactory(state="closed", number="沪工援〔2026〕朱泾0007号")
    client.force_login(closed.handler)
    assert client.get(reverse("recoveries:add_in_kind", args=[closed.pk])).status_code == 302
