"""What was verified in a period, as first reported, as it stood on a day, and as now known."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from recoveries.actions.receipts import take_receipt_step
from recoveries.as_of import Period, booked, later_changes, standing, verified_sum
from tests.factories import office, staff
from tests.recoveries.reversing import ask_reversal
from tests.recoveries.scene import owed, paid

pytestmark = pytest.mark.django_db

HERE = ZoneInfo("Asia/Shanghai")
MARCH = Period(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
APRIL = Period(dt.date(2026, 4, 1), dt.date(2026, 4, 30))
NOW = dt.date(2026, 6, 15)


def on(month, day):
    return clock.at(dt.datetime(2026, month, day, 12, tzinfo=HERE))


@pytest.fixture(autouse=True)
def now():
    with clock.at(NOW):
        yield


@pytest.fixture
def here():
    return office("朱泾镇总工会")


@pytest.fixture
def claim(here):
    """In March 100 and 40 are verified, and 7 received; 7 are verified and 40 reversed in April; in May 3 more come."""
    supervisor = staff("supervisor", here)
    with on(2, 1):
        claim = owed(here)

    def verify(receipt):
        return take_receipt_step(receipt, "verify", actor=supervisor)

    with on(3, 10):
        verify(paid(claim, "100.00"))
        forty = verify(paid(claim, "40.00"))
        seven = paid(claim, "7.00")
    with on(4, 2):
        verify(seven)
    with on(4, 20):
        counter = ask_reversal(forty)
    with on(4, 22):
        verify(counter)
    with on(5, 5):
        verify(paid(claim, "3.00"))
    return claim


def of(claim):
    return Q(case=claim.case_id)


def known(claim, period, month, day, by="verified_at"):
    return f"{verified_sum(of(claim), period, dt.date(2026, month, day), by=by):.2f}"


def test_a_reversal_is_known_from_its_day_on_and_not_before(claim):
    assert [known(claim, MARCH, *day) for day in ((3, 9), (3, 10), (3, 31), (4, 21), (4, 22), (6, 1))] == [
        "0.00",
        "140.00",
        "140.00",
        "140.00",
        "100.00",
        "100.00",
    ]


def test_by_the_day_it_came_in_what_is_verified_late_is_known_late(claim):
    days = ((3, 31), (4, 1), (4, 2), (4, 22))
    assert [known(claim, MARCH, *day, by="received_on") for day in days] == [
        "140.00",
        "140.00",
        "147.00",
        "107.00",
    ]


def test_first_reported_and_now_known_differ_by_what_is_listed(claim):
    stood = standing(of(claim), MARCH, dt.date(2026, 4, 10))
    assert [f"{s:.2f}" for s in (stood.first, stood.then, stood.now, stood.late)] == [
        "140.00",
        "140.00",
        "100.00",
        "-40.00",
    ]
    for by in ("verified_at", "received_on"):
        stood = standing(of(claim), MARCH, NOW, by=by)
        changes = later_changes(of(claim), MARCH, by=by)
        assert sum((receipt.amount for receipt in changes), Decimal(0)) == stood.late


def test_a_reversal_is_booked_in_its_own_period(claim):
    assert [f"{booked(of(claim), period):.2f}" for period in (MARCH, APRIL)] == ["140.00", "-33.00"]


def test_periods_add_up_to_what_the_claims_have(claim):
    year = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    fresh = type(claim).objects.get(pk=claim.pk)
    assert verified_sum(of(claim), year, NOW) == booked(of(claim), year) == fresh.verified


def test_a_day_ends_at_midnight_here(here):
    supervisor = staff("supervisor", here)
    with on(3, 1):
        claim = owed(here)
    with clock.at(dt.datetime(2026, 3, 31, 23, 59, tzinfo=HERE)):
        take_receipt_step(paid(claim, "1.00"), "verify", actor=supervisor)
    with clock.at(dt.datetime(2026, 4, 1, 0, 0, tzinfo=HERE)):
        take_receipt_step(paid(claim, "2.00"), "verify", actor=supervisor)
    assert known(claim, MARCH, 3, 31) == "1.00"
    assert known(claim, MARCH, 6, 1) == "1.00"
    assert known(claim, APRIL, 6, 1) == "2.00"


# --- pages ---

QUERY = "?since=2026-03-01&until=2026-03-31&on=2026-04-10"


def test_the_page_of_an_office_answers_for_any_day(client, here, claim):
    other = owed(office("枫泾镇总工会"), "沪工援〔2026〕枫泾0001号")
    with on(3, 12):
        take_receipt_step(paid(other, "999.00"), "verify", actor=staff("supervisor", other.case.office))
    client.force_login(staff("supervisor", here))
    url = reverse("recoveries:as_of")
    for query in (QUERY, f"{QUERY}&office={here.pk}"):
        stood = client.get(url + query).context["standing"]
        assert (stood.first, stood.now) == (Decimal(140), Decimal(100))
    refused = client.get(f"{url}{QUERY}&office={other.case.office_id}")
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["office"])


def test_without_a_choice_it_is_the_last_month_as_it_stands_today(client, here, claim):
    client.force_login(staff("auditor", here))
    stood = client.get(reverse("recoveries:as_of")).context["standing"]
    assert (stood.period, stood.on, stood.now) == (
        Period(dt.date(2026, 5, 1), dt.date(2026, 5, 31)),
        NOW,
        3,
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?since=2026-03-32", "since"),
        ("?since=2026-04-01&until=2026-03-01", "until"),
        ("?on=2026-07-01", "on"),
        ("?by=weather", "by"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(client, here, query, field):
    client.force_login(staff("supervisor", here))
    answer = client.get(reverse("recoveries:as_of") + query)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_whoever_sees_the_case_asks_it_of_the_case_and_nobody_else(client, here, claim):
    url = reverse("recoveries:case_as_of", args=[claim.case_id]) + QUERY
    client.force_login(claim.case.handler)
    stood = client.get(url).context["standing"]
    assert (stood.first, stood.then, stood.now) == (140, 140, 100)
    client.force_login(staff("clerk", office("枫泾镇总工会")))
    assert client.get(url).status_code == 404
    assert client.get(reverse("recoveries:as_of")).status_code == 403


def test_the_page_costs_the_same_with_few_and_many_entries(client, here, claim):
    client.force_login(staff("supervisor", here))
    counts = []
    for more in (0, 20):
        with on(4, 25):
            for _ in range(more):
                take_receipt_step(paid(claim, "1.00"), "verify", actor=staff("supervisor", here))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("recoveries:as_of") + QUERY + "&by=received_on")
        counts.append(len(queries))
    assert counts[0] == counts[1]
