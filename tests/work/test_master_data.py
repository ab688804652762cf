"""The home of an administrator: what is missing in the tables and on the roster, and where it is mended."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Duty, Office, User
from core import clock
from core.audit import record
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from tests.factories import UserFactory, office, staff
from work.queries.master_data import master_data

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


@pytest.fixture
def city() -> Office:
    return office("河北省总工会", is_window=False, region="hebei")


@pytest.fixture
def administrator(city: Office) -> User:
    return staff("administrator", city)


def lines(user: User) -> list[str]:
    """Where the action of each line leads."""
    user = User.objects.get(pk=user.pk)
    return [item.action_url for part in master_data(user) for item in part.items]


def holidays_of(year: int) -> str:
    return f"{reverse('law_tables:holidays_add')}?year={year}"


def roster_of(window: Office, on: dt.date) -> str:
    return reverse("accounts:roster_day", args=[window.pk, on])


def test_holidays_that_are_needed_next_quarter_are_asked_for(administrator: User) -> None:
    assert holidays_of(2027) in lines(administrator)
    with clock.at(dt.date(2026, 6, 1)):
        assert holidays_of(2027) not in lines(administrator)
    year = {
        "year": 2027,
        "off": "2027-01-01",
        "triple": "2027-01-01",
        "source": "x",
        "confidence": "verified",
    }
    record(HolidayYearRow(**year), actor=administrator)
    assert holidays_of(2027) not in lines(administrator)


def test_who_does_not_keep_them_alone_is_shown_the_calendar(administrator: User, city: Office) -> None:
    office("上海市总工会")
    assert reverse("law_tables:holidays") in lines(administrator)
    assert reverse("law_tables:holidays") not in lines(staff("administrator", office("镇总工会", city)))


def test_unconfirmed_rates_of_own_offices_are_to_be_checked(administrator: User) -> None:
    rows = RateRow.objects.in_force().filter(confidence="unconfirmed", region__startswith="hebei")
    wages = rows.filter(series="minimum_wage_month")
    asked = lines(administrator)
    assert {reverse("law_tables:rate_correct", args=[row.pk]) for row in wages} <= set(asked)
    elsewhere = RateRow.objects.in_force().filter(confidence="unconfirmed", region="tianjin").first()
    assert elsewhere is not None
    assert reverse("law_tables:rate_correct", args=[elsewhere.pk]) not in asked
    for row in rows:
        row.confidence = "verified"
        record(row, actor=administrator, reason="已核对原文")
    assert not [url for url in lines(administrator) if "/rates/" in url]


def test_a_region_struck_out_is_passed_over(administrator: User) -> None:
    asked = lines(administrator)
    office("某地总工会", Office.objects.get(), region="elsewhere")
    row = CodeRow.objects.get(table="region", code="elsewhere")
    row.is_active = False
    record(row, actor=administrator, reason="录错")
    assert {url for url in lines(administrator) if "/rates/" in url} == {
        url for url in asked if "/rates/" in url
    }


def test_working_days_without_anybody_on_duty_are_one_line_for_each_window(
    administrator: User, city: Office
) -> None:
    window = office("镇总工会", city)
    office("外地总工会")
    asked = [url for url in lines(administrator) if "/roster/" in url]
    assert asked == [roster_of(window, TODAY + dt.timedelta(days=1))]
    for n in range(1, 15):
        on = TODAY + dt.timedelta(days=n)
        record(Duty(office=window, on=on, kind="aid_worker", user=administrator), actor=None)
    assert [url for url in lines(administrator) if "/roster/" in url] == []


def test_there_is_no_line_where_nothing_is_to_do() -> None:
    administrator = staff("administrator", office("上海市总工会", is_window=False, region="shanghai"))
    with clock.at(dt.date(2026, 6, 1)):
        assert lines(administrator) == []


def test_who_set_up_the_house_is_told_too(city: Office) -> None:
    assert holidays_of(2027) in lines(UserFactory(is_superuser=True))
