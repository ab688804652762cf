"""Firms and lawyers in the admin site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Office
from lawyers.models import Firm
from tests.factories import LawyerFactory, firm_serving, office, staff

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


@pytest.mark.parametrize("model", ["firm", "lawyer"])
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("+86 139 1234 5678", "13912345678"), ("021 57312345 转 8", "021-57312345-8"), ("12", None)],
)
def test_the_telephone_of_a_firm_and_of_a_lawyer_is_kept_in_one_spelling(page, model, typed, kept):
    at = office("枫泾镇总工会", parent=Office.objects.get(name="金山区总工会"))
    firm = firm_serving(at)
    row = firm if model == "firm" else LawyerFactory(firm=firm)
    url = reverse(f"admin:lawyers_{model}_change", args=[row.pk])
    form = page.get(url).context["adminform"].form
    data = {name: form.initial[name] for name in form.fields if form.initial.get(name)}
    rows = {"service-TOTAL_FORMS": "0", "service-INITIAL_FORMS": "0"}
    answer = page.post(url, {**data, **rows, "phone": typed, "reason": "换号"})
    row.refresh_from_db()
    if kept:
        assert (answer.status_code, row.phone) == (302, kept)
    else:
        assert "phone" in answer.context["adminform"].form.errors


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
