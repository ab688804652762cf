"""The pages of money: recording on a case, the supervisor's queue, one receipt beside its proof."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.audit import record
from core.once import new_token
from recoveries.actions.receipts import attach_proof, record_receipt, take_receipt_step
from recoveries.models import Receipt
from tests.documents.handed_in import picture
from tests.documents.scenes import settled_case
from tests.factories import AttachmentFactory, CaseFactory, ClaimantFactory, ClaimFactory, office, staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def case():
    return CaseFactory(state="settled", number="沪工援〔2026〕朱泾0001号")


@pytest.fixture
def claims(case):
    claimant = ClaimantFactory(case=case)
    return [
        ClaimFactory(claimant=claimant, kind=kind, claimed=Decimal("300.00"), agreed=Decimal("200.00"))
        for kind in ("wages", "severance")
    ]


@pytest.fixture
def supervisor(case):
    return staff("supervisor", case.office)


def payment(case, **fields):
    return {
        "received_on": clock.today().isoformat(),
        "amount": "100.00",
        "method": "transfer",
        "payer": "上海某某机械有限公司",
        **fields,
    }


def recorded(case, claim, amount="10.00", proof=True):
    receipt = record_receipt(
        case,
        actor=case.handler,
        received_on=clock.today(),
        parts={claim.pk: Decimal(amount)},
        method="cash",
        payer="某某公司",
        no_double="分笔支付",
    )
    return attach_proof(receipt, actor=case.handler, proof=AttachmentFactory(case=case)) if proof else receipt


def test_clerk_records_a_payment_with_its_proof(client, case, claims):
    client.force_login(case.handler)
    fields = payment(
        case,
        proof=SimpleUploadedFile("回单.pdf", PDF),
        **{f"part_{claims[0].pk}": "60", f"part_{claims[1].pk}": "40.00"},
    )
    answer = client.post(reverse("recoveries:record", args=[case.pk]), fields)
    receipt = Receipt.objects.get()
    assert answer.status_code == 302
    assert (receipt.amount, receipt.proof.file_name, receipt.proof.content_type) == (
        Decimal("100.00"),
        "回单.pdf",
        "application/pdf",
    )
    assert sorted(line.amount for line in receipt.lines.all()) == [Decimal("40.00"), Decimal("60.00")]


def test_a_form_sent_twice_makes_one_receipt_and_keeps_one_file(client, case, claims):
    client.force_login(case.handler)
    url = reverse("recoveries:record", args=[case.pk])
    token = new_token(case.handler, url)
    for _ in range(2):
        fields = payment(case, proof=SimpleUploadedFile("回单.pdf", PDF), **{f"part_{claims[0].pk}": "100"})
        assert client.post(url, fields | {"form_token": token}).status_code == 302
    assert (Receipt.objects.count(), case.attachments.count()) == (1, 1)


def test_parts_left_empty_are_proposed_and_nothing_is_written_yet(client, case, claims):
    client.force_login(case.handler)
    answer = client.post(reverse("recoveries:record", args=[case.pk]), payment(case))
    assert answer.status_code == 422
    assert [field.value() for _claim, _open, field in answer.context["form"].rows] == ["50.00", "50.00"]
    assert not Receipt.objects.exists()


def test_parts_left_empty_are_filled_when_the_payment_is_all_that_is_open(client, case, claims):
    client.force_login(case.handler)
    answer = client.post(reverse("recoveries:record", args=[case.pk]), payment(case, amount="400.00"))
    assert answer.status_code == 302
    assert [line.amount for line in Receipt.objects.get().lines.all()] == [
        Decimal("200.00"),
        Decimal("200.00"),
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.005"}, "amount"),
        ({"received_on": "2026-02-30"}, "received_on"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"payer": ""}, "payer"),
        ({"proof": SimpleUploadedFile("proof.pdf", b"<html>")}, "proof"),
        ({"proof": SimpleUploadedFile("proof.pdf", b"")}, "proof"),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(client, case, claims, fields, field):
    client.force_login(case.handler)
    answer = client.post(reverse("recoveries:record", args=[case.pk]), payment(case, note="首期款", **fields))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert answer.context["form"]["note"].value() == "首期款"
    assert not Receipt.objects.exists()
    assert not case.attachments.exists()


def test_parts_that_do_not_add_up_are_told_with_both_sums(client, case, claims):
    client.force_login(case.handler)
    fields = payment(case, **{f"part_{claims[0].pk}": "99.99"})
    answer = client.post(reverse("recoveries:record", args=[case.pk]), fields)
    assert answer.status_code == 422
    assert "99.99" in str(answer.context["form"].errors["amount"])
    assert not Receipt.objects.exists()


def test_payment_on_a_closed_case_leads_back_with_a_message(client):
    closed = CaseFactory(state="closed", number="沪工援〔2026〕朱泾0007号")
    client.force_login(closed.handler)
    answer = client.get(reverse("recoveries:record", args=[closed.pk]))
    assert answer.status_code == 302


def test_supervisor_verifies_from_the_page_beside_the_proof(client, case, claims, supervisor):
    receipt = recorded(case, claims[0])
    client.force_login(supervisor)
    page = client.get(reverse("recoveries:detail", args=[receipt.pk]))
    assert [step.name for step in page.context["steps"]] == ["verify", "send_back", "reject"]
    answer = client.post(
        reverse("recoveries:step", args=[receipt.pk, "verify"]), {"seen_version": receipt.version}
    )
    assert answer.status_code == 302
    assert Receipt.objects.get().state == "verified"


def test_rejecting_needs_a_reason(client, case, claims, supervisor):
    receipt = recorded(case, claims[0])
    client.force_login(supervisor)
    answer = client.post(
        reverse("recoveries:step", args=[receipt.pk, "reject"]), {"seen_version": receipt.version}
    )
    assert answer.status_code == 422
    assert "reason" in answer.context["form"].errors
    assert Receipt.objects.get().state == "recorded"


def test_second_supervisor_is_told_that_somebody_was_faster(client, case, claims, supervisor):
    receipt = recorded(case, claims[0])
    seen = receipt.version
    take_receipt_step(receipt, "verify", actor=supervisor)
    client.force_login(staff("supervisor", case.office))
    answer = client.post(
        reverse("recoveries:step", args=[receipt.pk, "reject"]), {"seen_version": seen, "reason": "不符"}
    )
    assert answer.status_code == 422
    assert Receipt.objects.get().state == "verified"


def test_proof_is_added_to_a_receipt_without_one_and_not_exchanged(client, case, claims):
    receipt = recorded(case, claims[0], proof=False)
    client.force_login(case.handler)
    url = reverse("recoveries:detail", args=[receipt.pk])
    assert client.post(url, {"proof": SimpleUploadedFile("回单.pdf", PDF)}).status_code == 302
    assert Receipt.objects.get().proof.title == "回单.pdf"
    assert client.post(url, {"proof": SimpleUploadedFile("另一张.pdf", PDF)}).status_code == 403


def test_proof_photographed_with_any_phone_is_shown_beside_the_sum(client, case, claims):
    receipt = recorded(case, claims[0], proof=False)
    client.force_login(case.handler)
    url = reverse("recoveries:detail", args=[receipt.pk])
    client.post(url, {"proof": SimpleUploadedFile("回单.heic", picture("HEIF"))})

    shown = reverse("documents:shown", args=[Receipt.objects.get().proof.pk])
    assert f'<img class="sheet" src="{shown}"' in client.get(url).content.decode()
    assert client.get(shown)["Content-Type"] == "image/jpeg"


def test_one_bank_slip_for_two_payments_is_told(client, case, claims):
    client.force_login(case.handler)
    told = []
    for name in ("回单.pdf", "第二笔回单.pdf"):
        fields = payment(
            case,
            proof=SimpleUploadedFile(name, PDF),
            no_double="一张回单两笔款",
            **{f"part_{claims[0].pk}": "100"},
        )
        answer = client.post(reverse("recoveries:record", args=[case.pk]), fields)
        told.append([str(message) for message in get_messages(answer.wsgi_request)])

    assert ["第二笔回单.pdf" in text and "“回单.pdf”" in text for text in told[1]][-2:] == [True, False]
    assert Receipt.objects.count() == 2


PAGES = [("recoveries:record", "case"), ("recoveries:detail", "receipt")]


@pytest.mark.parametrize(("name", "of"), PAGES)
def test_outsider_sees_nothing(client, case, claims, name, of):
    receipt = recorded(case, claims[0])
    client.force_login(staff("clerk", office()))
    assert client.get(reverse(name, args=[{"case": case, "receipt": receipt}[of].pk])).status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "auditor", "reviewer"])
def test_who_does_not_handle_the_case_records_nothing(client, case, claims, role):
    client.force_login(staff(role, case.office))
    assert client.get(reverse("recoveries:record", args=[case.pk])).status_code == 403


@pytest.mark.parametrize(
    ("role", "status"), [("supervisor", 200), ("auditor", 200), ("clerk", 403), ("reviewer", 403)]
)
def test_queue_is_for_supervisors_and_auditors(client, case, role, status):
    client.force_login(staff(role, case.office))
    assert client.get(reverse("recoveries:queue")).status_code == status


@pytest.mark.parametrize("step", ["verify", "reject"])
def test_auditor_and_recorder_take_no_step(client, case, claims, step):
    receipt = recorded(case, claims[0])
    for user in (staff("auditor", case.office), case.handler):
        client.force_login(user)
        answer = client.post(reverse("recoveries:step", args=[receipt.pk, step]), {"reason": "x"})
        assert answer.status_code == 403
    assert Receipt.objects.get().state == "recorded"


def test_unknown_step_is_not_found(client, case, claims, supervisor):
    client.force_login(supervisor)
    receipt = recorded(case, claims[0])
    assert client.get(reverse("recoveries:step", args=[receipt.pk, "forgive"])).status_code == 404


def test_queue_shows_only_the_own_offices_and_only_what_waits(client, case, claims, supervisor):
    mine = recorded(case, claims[0])
    done = recorded(case, claims[1])
    take_receipt_step(done, "verify", actor=supervisor)
    other = CaseFactory(state="settled", number="沪工援〔2026〕枫泾0001号")
    recorded(other, ClaimFactory(claimant=ClaimantFactory(case=other), agreed=Decimal("50.00")))
    client.force_login(supervisor)
    page = client.get(reverse("recoveries:queue"))
    assert page.context["page"].items == [mine]
    assert page.context["sums"] == {"count": 1, "incoming": Decimal("10.00"), "back": Decimal("0.00")}


def test_queue_costs_the_same_number_of_queries_with_1_and_30_receipts(client, case, claims, supervisor):
    client.force_login(supervisor)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            recorded(case, claims[0], "1.00")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("recoveries:queue")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_payment_starts_from_the_next_open_instalment(client):
    case = settled_case()
    client.force_login(case.handler)
    form = client.get(reverse("recoveries:record", args=[case.pk])).context["form"]
    assert (form["amount"].initial, form["received_on"].initial) == ("10000.00", clock.today())
    claim = case.claims.get()
    claim.received = Decimal("12000.00")
    record(claim, actor=None)
    form = client.get(reverse("recoveries:record", args=[case.pk])).context["form"]
    assert (form["amount"].initial, str(form.due.on)) == ("6000.50", "2026-04-30")


def test_without_a_schedule_no_sum_is_filled_in(client, case):
    client.force_login(case.handler)
    assert client.get(reverse("recoveries:record", args=[case.pk])).context["form"]["amount"].initial is None
