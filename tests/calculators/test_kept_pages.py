"""The rates an office looked up, on their page: who sees them, who strikes one out or replaces it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from calculators.kept import kept_at
from calculators.models import KeptRate
from core.audit import record
from labour_law.entitlements.result import Ask
from tests.factories import office, staff

pytestmark = pytest.mark.django_db

ASK = Ask("average_wage", "changzhou", dt.date(2025, 1, 1), dt.date(2025, 12, 31))


@pytest.fixture
def city():
    return office("常州市总工会", region="changzhou")


@pytest.fixture
def clerk(city, client):
    user = staff("clerk", city)
    client.force_login(user)
    return user


def values(at, **changes):
    return {
        "office": at, "series": "average_wage", "region": "changzhou", "valid_from": ASK.start, "valid_to": ASK.end,
        "value": 9000, "unit": "yuan_month", "source": "统计局", **changes,
    }  # fmt: skip


@pytest.fixture
def kept(city, clerk):
    return record(KeptRate(**values(city)), actor=clerk, reason="计算")


def url(name, *args):
    return reverse(f"calculators:{name}", args=args)


def shown(client, **asked):
    return list(client.get(url("kept"), asked).context["rows"])


def test_the_page_shows_what_was_kept_by_whom_with_its_source(client, clerk, kept):
    (row,) = shown(client)
    assert (row, row.by.history_user, row.may_correct) == (kept, clerk, True)
    page = client.get(url("kept")).content.decode()
    assert "9,000" in page
    assert "统计局" in page


def test_a_rate_struck_out_is_offered_no_more_and_stays_on_record(client, city, clerk, kept):
    assert len(kept_at(city)(ASK)) == 1
    client.post(url("kept_strike", kept.pk), {"reason": "看错年份"})
    kept.refresh_from_db()
    assert (kept_at(city)(ASK), shown(client), shown(client, all="1")) == ([], [], [kept])
    written = kept.history.latest()
    assert (written.history_user, written.history_change_reason) == (clerk, "看错年份")
    assert client.post(url("kept_strike", kept.pk), {"reason": "又一次"}).status_code == 422


def test_another_figure_takes_its_place(client, city, clerk, kept):
    data = {"value": "9,100", "source": "统计局公报", "reason": "看错一位"}
    assert client.post(url("kept_replace", kept.pk), data).status_code == 302
    (offered,) = kept_at(city)(ASK)
    assert (offered.value, offered.source) == (9100, "统计局公报")
    assert KeptRate.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "很多"}, "value"),
        ({"source": " "}, "source"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_half_written(client, clerk, kept, changes, field):
    data = {"value": "9100", "source": "统计局", "reason": "看错一位", **changes}
    answer = client.post(url("kept_replace", kept.pk), data)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    kept.refresh_from_db()
    assert (kept.struck_out_at, KeptRate.objects.count()) == (None, 1)


def test_put_in_its_place_what_is_kept_already_is_refused(client, city, clerk, kept):
    record(KeptRate(**values(city, value=9100)), actor=clerk)
    data = {"value": "9100", "source": "统计局", "reason": "看错一位"}
    assert client.post(url("kept_replace", kept.pk), data).status_code == 422
    kept.refresh_from_db()
    assert kept.struck_out_at is None


def test_what_was_struck_out_may_be_kept_again(client, city, clerk, kept):
    with pytest.raises(IntegrityError), transaction.atomic():
        record(KeptRate(**values(city)), actor=clerk)
    client.post(url("kept_strike", kept.pk), {"reason": "看错年份"})
    assert record(KeptRate(**values(city)), actor=clerk).pk != kept.pk


@pytest.mark.parametrize(
    ("role", "may"),
    [("clerk", True), ("reviewer", True), ("supervisor", True), ("auditor", False), ("administrator", False)],
)
def test_who_works_on_the_cases_of_the_office_puts_it_right(client, city, kept, role, may):
    client.force_login(staff(role, city))
    assert [row.may_correct for row in shown(client)] == [may]
    for page in ("kept_strike", "kept_replace"):
        assert client.get(url(page, kept.pk)).status_code == (200 if may else 403)


def test_an_office_below_sees_it_and_does_not_touch_it_and_others_do_not_see_it(client, city, kept):
    client.force_login(staff("clerk", office("湖塘镇总工会", city)))
    assert [row.may_correct for row in shown(client)] == [False]
    assert client.get(url("kept_strike", kept.pk)).status_code == 403
    client.force_login(staff("clerk", office("上海市总工会")))
    assert shown(client) == []
    assert client.get(url("kept_strike", kept.pk)).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_whatever_the_number_of_rows(
    client, city, clerk, number, django_assert_max_num_queries
):
    for n in range(number):
        record(KeptRate(**values(city, value=9000 + n)), actor=clerk)
    with django_assert_max_num_queries(12):
        client.get(url("kept"))
