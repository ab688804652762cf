"""Limits that run follow the table of holidays."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from cases.actions.deadlines import move_deadline, open_deadline, refresh_limits, settle_deadlines
from core import clock
from core.audit import record
from law_tables.models import HolidayYearRow
from tests.factories import CaseFactory, ClaimantFactory, ClaimFactory, UserFactory

pytestmark = pytest.mark.django_db

YEAR_2027 = {
    "year": "2027", "announced": "on", "off": "2027-01-01 – 2027-01-03\n2027-02-05 – 2027-02-11",
    "working": "2027-02-13", "triple": "2027-01-01", "source": "国办发明电〔2026〕8号", "confidence": "verified",
    "is_active": "on", "reason": "国务院通知已发布",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    with clock.at(dt.date(2026, 11, 23)):
        yield


@pytest.fixture
def case():
    return CaseFactory(state="mediation", number="沪工援〔2026〕测0001号", accepted_on=dt.date(2026, 11, 1))


@pytest.fixture
def keeper(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def limit(case, starts_on, kind="mediation"):
    """15 days of mediation from this day, or another limit."""
    return open_deadline(case, kind, actor=case.handler, starts_on=starts_on)


def add_2027(client):
    client.post(reverse("admin:law_tables_holidayyearrow_add"), YEAR_2027)


def as_it_stands(deadline):
    deadline.refresh_from_db()
    return deadline.due_on, deadline.provisional


def test_a_limit_ends_by_the_holidays_in_the_database(case):
    year = HolidayYearRow.objects.get(year=2026)
    year.off += "\n2026-12-08"
    record(year, actor=None, reason="test")
    assert limit(case, dt.date(2026, 11, 23)).due_on == dt.date(2026, 12, 9)


def test_a_provisional_limit_becomes_firm_with_the_holidays_of_its_year(client, case, keeper):
    deadline = limit(case, dt.date(2027, 1, 4))
    assert as_it_stands(deadline) == (dt.date(2027, 1, 19), True)
    add_2027(client)
    assert as_it_stands(deadline) == (dt.date(2027, 1, 19), False)
    written = deadline.history.first()
    assert (written.history_user, written.history_change_reason) == (keeper, "国务院通知已发布")


def test_it_moves_where_its_last_day_is_a_holiday(client, case, keeper):
    deadline = limit(case, dt.date(2027, 1, 22))
    assert as_it_stands(deadline) == (dt.date(2027, 2, 8), True)
    add_2027(client)
    assert as_it_stands(deadline) == (dt.date(2027, 2, 12), False)


def test_a_last_day_somebody_set_stays(client, case, keeper):
    deadline = limit(case, dt.date(2027, 1, 22))
    move_deadline(deadline, actor=case.handler, reason="双方同意", due_on=dt.date(2027, 2, 9))
    add_2027(client)
    assert as_it_stands(deadline) == (dt.date(2027, 2, 9), False)


def test_a_limit_that_was_met_stays(client, case, keeper):
    deadline = limit(case, dt.date(2027, 1, 22))
    settle_deadlines(case, ("mediation",), actor=case.handler, note="已调解")
    add_2027(client)
    assert as_it_stands(deadline) == (dt.date(2027, 2, 8), True)


def test_a_holiday_corrected_moves_the_limits_that_end_on_it(client, case, keeper):
    near, far = limit(case, dt.date(2026, 11, 23)), limit(case, dt.date(2026, 11, 23), "aid_decision")
    row = HolidayYearRow.objects.get(year=2026)
    form = {name: getattr(row, name) for name in ("off", "working", "triple", "source", "confidence")}
    form |= {"announced": "on", "is_active": "on", "reason": "更正", "off": f"{row.off}\n2026-12-08"}
    client.post(reverse("admin:law_tables_holidayyearrow_change", args=[row.pk]), form)
    assert as_it_stands(near) == (dt.date(2026, 12, 9), False)
    assert far.history.count() == 1


def test_the_limitation_becomes_firm_too(client, case, keeper):
    case.known_on = dt.date(2026, 2, 8)
    record(case, actor=case.handler)
    ClaimFactory(claimant=ClaimantFactory(case=case), kind="severance")
    refresh_limits(case, actor=case.handler)
    deadline = case.deadlines.get(kind="limitation")
    assert as_it_stands(deadline) == (dt.date(2027, 2, 8), True)
    add_2027(client)
    assert as_it_stands(deadline) == (dt.date(2027, 2, 12), False)


def test_holidays_that_came_with_an_upgrade_make_limits_firm_over_night(case):
    deadline = limit(case, dt.date(2027, 1, 22))
    values = {name: YEAR_2027[name] for name in ("year", "off", "working", "triple", "source", "confidence")}
    record(HolidayYearRow(**values), actor=None, reason="随程序提供")
    call_command("recount_deadlines")
    assert as_it_stands(deadline) == (dt.date(2027, 2, 12), False)
    call_command("recount_deadlines")
    assert deadline.history.count() == 2
