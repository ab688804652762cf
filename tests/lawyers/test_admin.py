"""Firms and lawyers in the admin site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lawyers.models import Firm
from tests.factories import firm_serving, office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(staff("administrator", office("金山区总工会")))
    return client


def test_a_firm_without_an_office_is_told_what_is_missing(page):
    values = {
        "name": "上海无所律师事务所",
        "is_active": "on",
        "reason": "新设",
        "service-TOTAL_FORMS": "1",
        "service-INITIAL_FORMS": "0",
        "service-MIN_NUM_FORMS": "1",
        "service-0-office": "",
    }
    answer = page.post(reverse("admin:lawyers_firm_add"), values)
    assert "请至少指定一个律所服务的工会。" in answer.text
    assert "至少一个" in answer.text
    assert not Firm.objects.exists()


def test_the_list_says_whom_a_firm_serves_in_as_many_queries_for_many(page):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            shown = page.get(reverse("admin:lawyers_firm_changelist"))
        return shown.text, len(captured)

    at = office("枫泾镇总工会")
    firm_serving(at)
    queries()
    text, one = queries()
    assert "枫泾镇总工会" in text
    for _number in range(20):
        firm_serving(at)
    assert queries()[1] == one
