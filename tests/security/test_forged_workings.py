"""What a forged form can do to a sum that is worked out: nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from cases.models import Claim
from core import clock
from tests.factories import ClaimantFactory, ClaimFactory
from workings.actions import versions_of
from workings.models import Working

pytestmark = pytest.mark.django_db

FACTS = {
    "hired": "2008-03-15",
    "left": "2026-06-30",
    "monthly_wage": "9200",
    "region": "shanghai",
    "cause": "no_fault_changed",
    "as_of": "2026-11-23",
}
EMPLOYMENT = {name: text for name, text in FACTS.items() if name != "cause"} | {
    "ended": "no_fault_changed",
    "shown": "severance-1=170200.00",
    "take": "severance-1",
}
RUBBISH = ("a\x00b", "NaN", "1e999999", "-1", "9" * 5000, "9999-12-31", "<b>=1+1")


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def claim(client):
    claimant = ClaimantFactory(employed_from=dt.date(2008, 3, 15), monthly_wage=Decimal("9200.00"))
    claim = ClaimFactory(claimant=claimant, kind="severance", claimed=Decimal("100.00"))
    client.force_login(claim.case.handler)
    return claim


def group_of(claim):
    common = ("region", "cause", "as_of")
    row = f"rows-{claim.claimant_id}"
    facts = {f"common-{name}" if name in common else f"{row}-{name}": text for name, text in FACTS.items()}
    return facts | {f"{row}-take": "on", f"{row}-seen_version": str(claim.version), "text": ""}


def pages(claim):
    """The address of each form that saves a working, with what it sends."""
    case, who = claim.case_id, claim.claimant_id
    return {
        reverse("workings:work_out", args=[case, claim.pk, "severance"]): FACTS | {"seen_version": "1"},
        reverse("workings:work_out_new", args=[case, who, "severance"]): FACTS,
        reverse("workings:work_out_group", args=[case, "severance"]): group_of(claim),
        reverse("workings:entitlements", args=[case, who]): EMPLOYMENT | {"seen": versions_of([claim])},
    }


FORGED = {
    "frozen": '{"total": "1.00"}',
    "total": "1.00",
    "claimed": "1.00",
    "working": "1",
    "claimant": "1",
    "asked": "rate_average_wage_shanghai_0_2025-01-01",
    "rate_average_wage_shanghai_0_2025-01-01": "1.00",
    "rate_minimum_wage_month_shanghai_0_2025-07-01": "99999.00",
    "common-rate_average_wage_shanghai_0_2025-01-01": "1.00",
}


def test_only_the_facts_count_and_no_rate_that_was_not_asked_for(client, claim):
    for address, sent in pages(claim).items():
        with transaction.atomic():
            before = Working.objects.count()
            assert client.post(address, sent | FORGED | {"do": "save", "reason": "x"}).status_code == 302
            saved = Working.objects.first()
            assert (Working.objects.count() - before, saved.total) == (1, Decimal("170200.00"))
            assert [rate for rate in saved.frozen["rates"] if rate["confidence"] == "entered"] == []
            transaction.set_rollback(True)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["sent", "live"])
@pytest.mark.long
def test_rubbish_in_any_field_is_told_and_writes_nothing(client, claim, headers):
    """Sent with "check": the forms are the same, and one that is taken by chance saves nothing either."""
    for address, sent in pages(claim).items():
        for name in [*sent, "reason", "do"]:
            for text in RUBBISH:
                data = {"do": "check", "reason": "x"} | sent | {name: text}
                assert client.post(address, data, headers=headers).status_code in (200, 422), (name, text)
    assert Working.objects.count() == 0


def test_rows_of_nobody_are_no_part_of_a_group(client, claim):
    address = reverse("workings:work_out_group", args=[claim.case_id, "severance"])
    stranger = ClaimantFactory()
    for who in (stranger.pk, "x", "9" * 40, ""):
        others = {f"rows-{who}-take": "on", f"rows-{who}-monthly_wage": "1", f"rows-{who}-seen_version": "0"}
        answer = client.post(address, group_of(claim) | others | {"do": "save", "reason": "x"})
        assert (who, answer.status_code) == (who, 422)
    assert (Working.objects.count(), Claim.objects.filter(claimant=stranger).count()) == (0, 0)
