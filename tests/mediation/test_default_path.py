"""What the law opens to who was not paid in time, and why the rest is closed."""

import datetime as dt

import pytest

from core import clock
from core.audit import record
from mediation.default_path import due_now, open_sum, title_of, ways_of
from mediation.payments import payments_of
from tests.performance.scenes import APRIL, SIGNED, TODAY, D, awarded, claims, pay, settled, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def open_ones(case):
    return [way.code for way in ways_of(whole(case)) if way.is_open]


def why_not(case, code):
    return next(way.why_not for way in ways_of(whole(case)) if way.code == code)


def test_nothing_is_asked_for_before_it_is_late():
    case = settled()
    with clock.at(APRIL):
        assert open_ones(case) == ["confirmation"]
        assert why_not(case, "payment_order") == "没有逾期的款项。"
    with clock.at(dt.date(2026, 3, 25)):
        assert open_ones(case) == ["confirmation", "review"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 4, 9), ["payment_order", "confirmation"]),
        (dt.date(2026, 4, 10), ["payment_order"]),
    ],
)
def test_the_days_of_confirmation_end(day, expected):
    """30 days after 10 March are 9 April."""
    with clock.at(day):
        assert open_ones(settled()) == expected


def test_an_agreement_alone_is_not_enforced():
    case = settled()
    assert open_ones(case) == ["payment_order"]
    assert "本身不能申请强制执行" in why_not(case, "enforcement")
    assert title_of(whole(case)) is None


@pytest.mark.parametrize("kind", ["double_wage", "notice_pay", "social_insurance", "other"])
def test_a_payment_order_is_for_some_claims_alone(kind):
    case = settled()
    wages = claims(case)[0]
    wages.kind = kind
    record(wages, actor=None)
    assert "劳动报酬" in why_not(case, "payment_order")


def test_an_award_is_enforced_once_it_has_effect():
    case = awarded()
    assert open_ones(case) == ["enforcement"]
    assert "裁决和判决" in why_not(case, "payment_order")
    title = title_of(whole(case))
    assert (title.name, title.docket, title.effective_on) == ("仲裁裁决书", "12号", SIGNED)


def test_an_award_that_is_not_final_waits_for_the_days_to_sue():
    case = awarded(perform_by=dt.date(2026, 3, 20), is_final=False)
    with clock.at(dt.date(2026, 3, 24)):
        assert why_not(case, "enforcement") == "2026年3月26日起发生法律效力。"
    with clock.at(dt.date(2026, 3, 26)):
        assert open_ones(case) == ["enforcement"]


def test_once_all_is_paid_nothing_is_open():
    case = awarded()
    pay(case, TODAY, wages="3000", severance="6000")
    assert open_ones(case) == []
    assert why_not(case, "enforcement") == "没有逾期的款项。"


def test_by_the_clause_the_rest_is_asked_for_too():
    plain, called = settled(), settled(whole_rest_due=True)
    assert [open_sum(due_now(payments_of(whole(case)))) for case in (plain, called)] == [
        D("3000.00"),
        D("9000.00"),
    ]
    pay(called, TODAY, wages="3000")
    assert due_now(payments_of(whole(called))) == []


def test_a_legacy_payment_for_no_claim_in_particular_is_for_all_of_them():
    case = settled()
    for part in case.instalments.all():
        part.claim = None
        record(part, actor=None)
    assert open_ones(case) == ["payment_order"]
    severance = claims(case)[1]
    severance.kind = "double_wage"
    record(severance, actor=None)
    assert open_ones(case) == []


def test_the_last_day_to_enforce_counts_from_the_last_payment():
    """Two years after 1 April 2026 is a Saturday."""
    case = awarded()
    way = ways_of(whole(case))[-1]
    assert way.last_day == dt.date(2028, 4, 3)
