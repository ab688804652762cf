"""The supervisor's desk: the queue by age and size, one entry after the other, what is sent back and mended."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from recoveries.actions.receipts import record_receipt, take_receipt_step
from recoveries.models import Receipt
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, office, staff
from tests.recoveries.reversing import ask_reversal
from tests.recoveries.scene import owed, paid

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
QUEUE = "/money/"


@pytest.fixture
def here():
    return office("朱泾镇总工会")


@pytest.fixture
def supervisor(here):
    return staff("supervisor", here)


def shown(client, query=""):
    return client.get(QUEUE + query).context["page"].items


def page(receipt, query=""):
    return reverse("recoveries:detail", args=[receipt.pk]) + query


# --- the queue ---


def test_queue_is_ordered_by_age_or_by_size_either_way(client, here, supervisor):
    claim = owed(here)
    old, large, new = paid(claim, "5.00", 9), paid(claim, "70.00", 5), paid(claim, "6.00", 1)
    client.force_login(supervisor)
    assert shown(client) == [old, large, new]
    assert [receipt.days_waiting for receipt in shown(client)] == [9, 5, 1]
    assert shown(client, "?sort=newest") == [new, large, old]
    assert shown(client, "?sort=largest") == [large, new, old]
    assert shown(client, "?sort=smallest") == [old, new, large]


@pytest.mark.parametrize(
    ("band", "sums"),
    [
        ("0-1000", ["999.99"]),
        ("1000-10000", ["1000.00", "9999.99"]),
        ("10000-100000", ["10000.00", "99999.99"]),
        ("100000-", ["100000.00"]),
        ("1-2", ["999.99", "1000.00", "9999.99", "10000.00", "99999.99", "100000.00"]),
    ],
)
def test_queue_is_narrowed_by_size_and_its_total_is_that_of_what_is_left(
    client, here, supervisor, band, sums
):
    claim = owed(here)
    for amount in ("999.99", "1000.00", "9999.99", "10000.00", "99999.99", "100000.00"):
        paid(claim, amount)
    client.force_login(supervisor)
    answer = client.get(f"{QUEUE}?size={band}&sort=smallest")
    assert [str(receipt.amount) for receipt in answer.context["page"].items] == sums
    assert answer.context["sums"]["incoming"] == sum(map(Decimal, sums))
    assert answer.context["sums"]["count"] == len(sums)


def test_a_counter_entry_is_as_large_as_what_it_takes_back_and_no_income(client, here, supervisor):
    claim = owed(here)
    receipt = take_receipt_step(paid(claim, "5000.00"), "verify", actor=supervisor)
    counter = ask_reversal(receipt)
    client.force_login(supervisor)
    answer = client.get(f"{QUEUE}?size=1000-10000")
    assert answer.context["page"].items == [counter]
    assert answer.context["sums"] == {"count": 1, "incoming": Decimal(0), "back": Decimal("-5000.00")}


def test_queue_is_narrowed_by_an_office_of_the_own_ones(client, here):
    district = staff("supervisor", here)
    one = paid(owed(here))
    client.force_login(district)
    assert shown(client, f"?office={here.pk}") == [one]
    elsewhere = office("枫泾镇总工会")
    paid(owed(elsewhere, "沪工援〔2026〕枫泾0001号"))
    answer = client.get(f"{QUEUE}?office={elsewhere.pk}")
    assert answer.context["page"].items == [one]
    assert "office" in answer.context["form"].errors


def test_pages_of_the_queue_neither_repeat_nor_leave_out(client, here, supervisor):
    claim = owed(here)
    receipts = [paid(claim, f"{100 - n}.00", n) for n in range(25)]
    client.force_login(supervisor)
    for sort in ("age", "newest", "largest", "smallest"):
        first = client.get(f"{QUEUE}?sort={sort}").context["page"]
        second = client.get(QUEUE + first.next_url).context["page"]
        assert {r.pk for r in first.items + second.items} == {r.pk for r in receipts}
        assert (len(first.items), len(second.items)) == (20, 5)


def test_filtered_queue_costs_the_same_with_1_and_30_entries(client, here, supervisor):
    claim = owed(here)
    client.force_login(supervisor)
    counts = []
    for more in (1, 29):
        for _ in range(more):
            paid(claim, "1.00")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{QUEUE}?office={here.pk}&size=0-1000&sort=largest")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- one after the other ---


def test_after_each_decision_the_next_opens_in_the_order_and_filter_chosen(client, here, supervisor):
    claim = owed(here)
    small, mid, large = paid(claim, "10.00", 1), paid(claim, "20.00", 9), paid(claim, "30.00", 5)
    paid(claim, "2000.00")
    query = "?size=0-1000&sort=largest"
    client.force_login(supervisor)
    assert client.get(page(large, query)).context["next"] == mid

    def decide(receipt, step, **data):
        url = reverse("recoveries:step", args=[receipt.pk, step]) + query
        return client.post(url, {"seen_version": receipt.version, **data})["Location"]

    assert decide(large, "verify") == page(mid, query)
    assert decide(mid, "send-back", fault="sum") == page(small, query)
    assert decide(small, "verify") == QUEUE + query


def test_the_next_is_one_the_user_may_decide_on(client, here, supervisor):
    claim = owed(here)
    mine = CaseFactory(office=here, state="settled", number="沪工援〔2026〕朱泾0002号", handler=supervisor)
    own = ClaimFactory(claimant=ClaimantFactory(case=mine), claimed=Decimal(90), agreed=Decimal(90))
    first = paid(claim, "1.00", 9)
    with clock.at(clock.today() - dt.timedelta(days=5)):
        record_receipt(
            mine,
            actor=staff("clerk", here),
            received_on=clock.today(),
            parts={own.pk: Decimal(5)},
            method="cash",
            payer="x",
        )
    last = paid(claim, "1.00", 1)
    client.force_login(supervisor)
    assert client.get(page(first)).context["next"] == last
    assert client.get(page(last)).context["next"] == first


def test_leaving_a_step_leads_back_to_the_entry_and_not_on(client, here, supervisor):
    claim = owed(here)
    first, _second = paid(claim, "1.00", 9), paid(claim, "1.00", 1)
    client.force_login(supervisor)
    answer = client.get(reverse("recoveries:step", args=[first.pk, "send-back"]) + "?sort=newest")
    assert answer.context["back_url"] == page(first, "?sort=newest")


def test_a_clerk_who_asks_for_a_reversal_stays_with_the_receipt(client, here, supervisor):
    receipt = take_receipt_step(paid(owed(here)), "verify", actor=supervisor)
    client.force_login(receipt.recorded_by)
    url = reverse("recoveries:step", args=[receipt.pk, "ask-reversal"])
    answer = client.post(url, {"seen_version": receipt.version, "fault": "double", "reason": "重复"})
    assert answer["Location"] == page(receipt)
    counter = receipt.counter_entries.get()
    assert (counter.ground, counter.note) == ("double", "重复")
    text = client.get(page(receipt)).content.decode()
    assert page(counter) in text


# --- sent back and mended ---


@pytest.mark.parametrize(
    ("data", "field"),
    [({}, "fault"), ({"fault": "weather"}, "fault"), ({"fault": "other"}, "reason")],
)
def test_sending_back_needs_its_code_or_words(client, here, supervisor, data, field):
    receipt = paid(owed(here))
    client.force_login(supervisor)
    url = reverse("recoveries:step", args=[receipt.pk, "send-back"])
    answer = client.post(url, {"seen_version": receipt.version, **data})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Receipt.objects.get().state == "recorded"


def sent_back(claim, supervisor, fault="sum"):
    return take_receipt_step(paid(claim), "send_back", actor=supervisor, fault=fault, reason="回单为90元")


def mending(receipt):
    return reverse("recoveries:mend", args=[receipt.pk])


def anew(claim, amount="90.00", **fields):
    return {
        "received_on": clock.today().isoformat(),
        "amount": amount,
        f"part_{claim.pk}": amount,
        "method": "transfer",
        "payer": "某某公司",
        **fields,
    }


def test_what_was_sent_back_is_mended_from_its_own_words(client, here, supervisor):
    claim = owed(here)
    receipt = sent_back(claim, supervisor)
    client.force_login(receipt.recorded_by)
    assert mending(receipt) in client.get(page(receipt)).content.decode()
    form = client.get(mending(receipt)).context["form"]
    assert (form["amount"].value(), form[f"part_{claim.pk}"].value(), form["payer"].value()) == (
        "100.00",
        "100.00",
        "某某公司",
    )

    assert client.post(mending(receipt), anew(claim)).status_code == 302

    mended = Receipt.objects.get(mends=receipt)
    assert (mended.amount, mended.proof, mended.state) == (Decimal("90.00"), receipt.proof, "recorded")
    client.force_login(supervisor)
    assert shown(client) == [mended]
    assert page(receipt) in client.get(page(mended)).content.decode()


def test_a_better_proof_is_asked_for_where_it_could_not_be_read(client, here, supervisor):
    claim = owed(here)
    receipt = sent_back(claim, supervisor, "unreadable")
    client.force_login(receipt.recorded_by)
    answer = client.post(mending(receipt), anew(claim, "100.00"))
    assert answer.status_code == 422
    assert "proof" in answer.context["form"].errors
    proof = SimpleUploadedFile("清晰回单.pdf", PDF)
    assert client.post(mending(receipt), anew(claim, "100.00", proof=proof)).status_code == 302
    mended = Receipt.objects.get(mends=receipt)
    assert (mended.proof.file_name, mended.proof == receipt.proof) == ("清晰回单.pdf", False)


def test_what_is_mended_already_leads_back(client, here, supervisor):
    claim = owed(here)
    receipt = sent_back(claim, supervisor)
    client.force_login(receipt.recorded_by)
    client.post(mending(receipt), anew(claim))
    answer = client.get(mending(receipt))
    assert (answer.status_code, answer["Location"]) == (302, page(receipt))
    assert Receipt.objects.filter(mends=receipt).count() == 1


def test_who_does_not_record_money_on_the_case_mends_nothing(client, here, supervisor):
    receipt = sent_back(owed(here), supervisor)
    client.force_login(supervisor)
    assert client.get(mending(receipt)).status_code == 403
    client.force_login(staff("clerk", office()))
    assert client.get(mending(receipt)).status_code == 404


def test_the_page_of_an_entry_costs_the_same_with_1_and_30_in_the_queue(client, here, supervisor):
    claim = owed(here)
    receipt = paid(claim)
    paid(claim, "1.00")
    client.force_login(supervisor)
    counts = []
    for more in (0, 29):
        for _ in range(more):
            paid(claim, "1.00")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(receipt)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
