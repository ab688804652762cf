"""The duty roster: gaps, people expected at two places, and the week before as a pattern."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.models import Duty, DutyKind
from accounts.views.roster import roster_days
from core import clock
from core.errors import Problem
from tests.factories import LawyerFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2026, 11, 23)
LAST_MONDAY = dt.date(2026, 11, 16)
SATURDAY = dt.date(2026, 11, 28)
KIND = DutyKind.AID_WORKER


@pytest.fixture(autouse=True)
def _today():
    with clock.at(MONDAY):
        yield


@pytest.fixture
def district():
    return office("金山区总工会", is_window=False)


@pytest.fixture
def window(district):
    return office("朱泾镇总工会", parent=district)


@pytest.fixture
def clerk(window):
    return staff("clerk", window, name="沈玉芳")


def put(window, on, user, actor, kind=KIND, reason=""):
    return actions.set_duty(office=window, on=on, kind=kind, user=user, actor=actor, reason=reason)


def test_a_day_is_filled_by_a_clerk_of_the_window(window, clerk):
    put(window, MONDAY, clerk, clerk)
    assert Duty.on_duty(window, MONDAY) == f"沈玉芳（{KIND.label}）"


def test_somebody_else_takes_over_and_the_change_stays_on_record(window, clerk):
    put(window, MONDAY, clerk, clerk)
    duty = put(window, MONDAY, staff("clerk", window, name="周建国"), clerk, reason="病假")
    assert Duty.on_duty(window, MONDAY) == f"周建国（{KIND.label}）"
    assert [row.user.name for row in duty.history.all()] == ["周建国", "沈玉芳"]


def test_somebody_is_taken_off(window, clerk):
    put(window, MONDAY, clerk, clerk)
    put(window, MONDAY, None, clerk)
    assert Duty.on_duty(window, MONDAY) == ""


def test_what_does_not_change_is_not_written(window, clerk):
    put(window, MONDAY, clerk, clerk)
    duty = put(window, MONDAY, clerk, clerk)
    assert duty.history.count() == 1
    assert put(window, SATURDAY, None, clerk) is None


def test_a_past_day_needs_a_reason(window, clerk):
    with pytest.raises(Problem) as refused:
        put(window, LAST_MONDAY, clerk, clerk)
    assert list(refused.value.message_dict) == ["reason"]
    put(window, LAST_MONDAY, clerk, clerk, reason="补登")
    assert Duty.objects.get().history.get().history_change_reason == "补登"


def test_people_of_the_district_and_of_the_window_may_be_on_duty_and_nobody_else(window, district, clerk):
    guide = staff("reviewer", district)
    put(window, MONDAY, guide, clerk)
    for stranger in (staff("clerk", office("外镇总工会")), UserFactory(), LawyerFactory().user):
        with pytest.raises(Problem):
            put(window, MONDAY, stranger, clerk)


def test_an_office_without_a_window_has_no_roster(district):
    administrator = staff("administrator", district)
    with pytest.raises(Problem):
        put(district, MONDAY, administrator, administrator)


@pytest.mark.parametrize(("role", "may"), [("clerk", True), ("supervisor", True), ("administrator", True), ("reviewer", False), ("auditor", False)])  # fmt: skip
def test_who_keeps_the_roster(window, role, may):
    user = staff(role, window)
    if may:
        put(window, MONDAY, user, user)
    else:
        with pytest.raises(PermissionDenied):
            put(window, MONDAY, user, user)


# --- gaps and doubles ---


def test_gaps_are_counted_on_working_days_only(window, clerk):
    put(window, MONDAY, clerk, clerk)
    days = roster_days(window, MONDAY, SATURDAY)
    assert [day.gaps for day in days] == [2, 3, 3, 3, 3, 0]


def test_a_working_saturday_is_expected_to_be_filled(window):
    assert roster_days(window, dt.date(2026, 2, 14), dt.date(2026, 2, 14))[0].gaps == 3


def test_a_year_without_announced_holidays_counts_monday_to_friday_and_says_so(client, window, clerk):
    client.force_login(clerk)
    page = client.get(reverse("accounts:roster"), {"month": "2099-10"})
    assert page.context["calendar_known"] is False
    assert roster_days(window, dt.date(2099, 10, 1), dt.date(2099, 10, 1))[0].gaps == 3


def test_one_person_at_two_windows_on_one_day_is_pointed_out(client, window, district, clerk):
    other = office("亭林镇总工会", parent=district)
    guide = staff("administrator", district, name="两处人")
    put(window, MONDAY, guide, guide)
    put(other, MONDAY, guide, guide)
    put(other, SATURDAY, guide, guide)
    day = roster_days(window, MONDAY, MONDAY)[0]
    assert [place.elsewhere for place in day.places if place.user] == [["亭林镇总工会"]]
    client.force_login(clerk)
    assert client.get(reverse("accounts:roster")).context["doubles"] == 1


def test_two_duties_at_the_same_window_are_no_double(window, clerk):
    for kind in DutyKind:
        put(window, MONDAY, clerk, clerk, kind=kind)
    assert [place.elsewhere for place in roster_days(window, MONDAY, MONDAY)[0].places] == [[], [], []]


# --- copying a week ---


def fill_last_week(window, user, days=5):
    for n in range(days):
        put(window, LAST_MONDAY + dt.timedelta(days=n), user, user, reason="补登")


def test_the_week_before_fills_the_gaps(window, clerk):
    fill_last_week(window, clerk)
    other = staff("clerk", window)
    put(window, MONDAY, other, clerk)
    assert actions.copy_week(office=window, monday=MONDAY, actor=clerk) == 4
    assert [d.user for d in Duty.objects.filter(on__gte=MONDAY).order_by("on")] == [other] + [clerk] * 4


def test_days_off_and_days_passed_are_not_filled(window, clerk):
    golden_week = dt.date(2026, 10, 5)
    with clock.at(dt.date(2026, 9, 28)):
        for n in range(5):
            put(window, dt.date(2026, 9, 28) + dt.timedelta(days=n), clerk, clerk)
        assert actions.copy_week(office=window, monday=golden_week, actor=clerk) == 2
    with clock.at(dt.date(2026, 11, 26)):
        fill_last_week(window, clerk)
        assert actions.copy_week(office=window, monday=MONDAY, actor=clerk) == 2


def test_who_has_left_is_not_copied(window, clerk, district):
    leaver = staff("clerk", window)
    fill_last_week(window, leaver)
    actions.deactivate_user(user=leaver, actor=staff("administrator", district), reason="离职")
    assert actions.copy_week(office=window, monday=MONDAY, actor=clerk) == 0


# --- pages ---


def test_the_day_is_filled_on_its_page(client, window, clerk):
    client.force_login(clerk)
    url = reverse("accounts:roster_day", args=[window.pk, MONDAY])
    response = client.post(url, {KIND.value: clerk.pk})
    assert response.headers["Location"] == f"/people/roster/?office={window.pk}&month=2026-11#d2026-11-23"
    assert Duty.objects.get().user == clerk
    assert client.get(url).context["form"][KIND.value].value() == clerk.pk


def test_a_past_day_asks_for_the_reason_on_its_page(client, window, clerk):
    client.force_login(clerk)
    url = reverse("accounts:roster_day", args=[window.pk, LAST_MONDAY])
    response = client.post(url, {KIND.value: clerk.pk})
    assert list(response.context["form"].errors) == ["reason"]
    assert client.post(url, {KIND.value: clerk.pk, "reason": "补登"}).status_code == 302


def test_the_week_is_copied_by_its_button(client, window, clerk):
    fill_last_week(window, clerk)
    client.force_login(clerk)
    assert client.post(reverse("accounts:roster_copy", args=[window.pk, MONDAY])).status_code == 302
    assert Duty.objects.filter(on__gte=MONDAY).count() == 5
    assert client.get(reverse("accounts:roster_copy", args=[window.pk, MONDAY])).status_code == 405


def test_rosters_of_others_are_not_found(client, window):
    client.force_login(staff("clerk", office("外镇总工会")))
    urls = [
        reverse("accounts:roster") + f"?office={window.pk}",
        reverse("accounts:roster") + "?office=x",
        reverse("accounts:roster_day", args=[window.pk, MONDAY]),
    ]
    assert [client.get(url).status_code for url in urls] == [404] * 3
    assert client.post(reverse("accounts:roster_copy", args=[window.pk, MONDAY])).status_code == 404


def test_who_only_reads_the_roster_does_not_fill_it(client, window):
    client.force_login(staff("auditor", window))
    assert client.get(reverse("accounts:roster")).context["may_edit"] is False
    assert client.get(reverse("accounts:roster_day", args=[window.pk, MONDAY])).status_code == 403
    assert client.post(reverse("accounts:roster_copy", args=[window.pk, MONDAY])).status_code == 403


def test_lawyers_have_no_roster(client, window):
    client.force_login(LawyerFactory().user)
    assert client.get(reverse("accounts:roster")).status_code == 403


@pytest.mark.parametrize("month", ["2026-13", "x", "0001-01", "9999-12", ""])
def test_a_month_that_makes_no_sense_is_this_month(client, clerk, month):
    client.force_login(clerk)
    page = client.get(reverse("accounts:roster"), {"month": month})
    assert page.context["month"] == dt.date(2026, 11, 1)


def test_an_impossible_day_is_no_page(client, window, clerk):
    client.force_login(clerk)
    assert client.get(f"/people/roster/{window.pk}/2026-02-30/").status_code == 404


def test_a_full_month_costs_as_many_queries_as_one_day(client, window, clerk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("accounts:roster")).status_code == 200
        return len(captured)

    client.force_login(clerk)
    put(window, MONDAY, clerk, clerk)
    few = queries()
    for n in range(1, 6):
        for kind in DutyKind:
            put(window, MONDAY + dt.timedelta(days=n), staff("clerk", window), clerk, kind=kind)
    assert queries() == few
