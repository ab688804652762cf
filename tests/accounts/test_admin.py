"""The admin site: master data, written with a reason."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Duty, Membership, Office, User
from cases.admin import When
from core import clock
from core.models import Access, AccessLog, log_access
from lawyers.models import Firm, FirmOffice
from tests.factories import LawyerFactory, UserFactory, firm_serving, office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return office("金山区总工会", is_window=False)


@pytest.fixture
def administrator(district):
    return staff("administrator", district)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


FIRM = {"name": "周氏律师事务所", "is_active": "on", "service-TOTAL_FORMS": "0", "service-INITIAL_FORMS": "0"}


@pytest.mark.parametrize("role", ["clerk", "reviewer", "supervisor"])
def test_only_administrators_and_auditors_get_in(client, district, role):
    client.force_login(staff(role, district))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_lawyers_and_staff_flags_do_not_get_in(client):
    client.force_login(LawyerFactory().user)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
    client.force_login(UserFactory(is_staff=True))
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_visitors_sign_in_at_the_one_door(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0] == f"{reverse('account_login')}?next=/admin/"


def test_every_page_of_master_data_opens(client, administrator, district):
    client.force_login(administrator)
    firm_serving(district)
    for model in admin.site._registry:
        if model._meta.app_label in ("accounts", "law_tables", "lawyers", "core"):
            assert client.get(url(model, "changelist")).status_code == 200
            assert client.get(url(model, "changelist"), {"q": "周"}).status_code == 200


def test_tables_of_libraries_are_not_shown():
    shown = {model._meta.app_label for model in admin.site._registry}
    assert shown & {"auth", "account", "mfa"} == set()


def test_auditors_see_the_access_log_and_nothing_else(client, district):
    auditor = staff("auditor", district)
    entry = log_access(auditor, "export", "案件列表")
    client.force_login(auditor)
    assert client.get(url(AccessLog, "changelist")).status_code == 200
    assert client.get(url(AccessLog, "change", entry.pk)).status_code == 200
    assert client.post(url(AccessLog, "change", entry.pk), {}).status_code == 403
    assert [client.get(url(m, "changelist")).status_code for m in (Office, User, Firm)] == [403] * 3


def test_a_firm_is_written_with_actor_reason_and_pinyin(client, administrator, district):
    client.force_login(administrator)
    rows = {"service-TOTAL_FORMS": "1", "service-0-office": district.pk}
    client.post(url(Firm, "add"), FIRM | rows | {"reason": "新加入"})
    firm = Firm.objects.get()
    assert firm.pinyin == "zhoushilvshishiwusuo"
    row = firm.history.get()
    assert (row.history_user, row.history_change_reason) == (administrator, "新加入")


def test_without_a_reason_nothing_is_written(client, administrator):
    client.force_login(administrator)
    response = client.post(url(Firm, "add"), FIRM)
    assert list(response.context["adminform"].form.errors) == ["reason"]
    assert Firm.objects.count() == 0


def test_rows_on_the_page_of_a_firm_are_on_record_too(client, administrator, district):
    client.force_login(administrator)
    rows = {"service-TOTAL_FORMS": "1", "service-0-office": district.pk}
    client.post(url(Firm, "add"), FIRM | rows | {"reason": "新加入"})
    assert FirmOffice.objects.get().history.get().history_user == administrator


def test_nothing_is_deleted(client, administrator, district):
    client.force_login(administrator)
    firm = firm_serving(district)
    assert client.get(url(Firm, "delete", firm.pk)).status_code == 403
    assert (
        client.post(
            url(Firm, "changelist"), {"action": "delete_selected", "_selected_action": firm.pk}
        ).status_code
        != 500
    )
    assert Firm.objects.count() == 1


def test_people_roles_and_duties_are_looked_up_here_and_written_on_their_pages(client, administrator):
    client.force_login(administrator)
    assert [client.get(url(m, "add")).status_code for m in (User, Membership, Duty)] == [403] * 3


# --- offices ---

OFFICE = {"name": "亭林镇总工会", "kind": "town", "code": "亭林", "number_prefix": "沪工援", "reason": "新设"}


def test_an_office_is_added_below_one_the_administrator_has(client, administrator, district):
    client.force_login(administrator)
    client.post(url(Office, "add"), OFFICE | {"parent": district.pk})
    town = Office.objects.get(code="亭林")
    assert Office.objects.get_parent(town) == district
    assert (town.history.get().history_user, town.history.get().history_change_reason) == (
        administrator,
        "新设",
    )


def test_an_office_at_the_top_is_for_who_set_up_the_house(client, administrator):
    client.force_login(administrator)
    response = client.post(url(Office, "add"), OFFICE)
    assert list(response.context["adminform"].form.errors) == ["parent"]
    client.force_login(UserFactory(is_superuser=True))
    client.post(url(Office, "add"), OFFICE)
    assert Office.objects.get(code="亭林").is_root()


def test_an_office_is_moved_with_a_reason(client, administrator, district):
    first = office("甲街道", parent=district, code="甲")
    second = office("乙街道", parent=district, code="乙")
    client.force_login(administrator)
    form = OFFICE | {"name": "乙街道", "code": "乙", "parent": first.pk, "reason": "合并"}
    client.post(url(Office, "change", second.pk), form)
    moved = Office.objects.get(pk=second.pk)
    assert Office.objects.get_parent(moved) == first
    assert moved.history.first().history_change_reason == "合并"
    assert Office.objects.find_problems() == ([], [], [], [], [])


def test_the_own_top_office_is_corrected_but_not_moved(client, administrator, district):
    client.force_login(administrator)
    elsewhere = office("外区总工会")
    form = OFFICE | {
        "kind": "district",
        "name": "金山区总工会机关",
        "code": district.code,
        "parent": elsewhere.pk,
    }
    client.post(url(Office, "change", district.pk), form)
    district.refresh_from_db()
    assert (district.name, district.is_root()) == ("金山区总工会机关", True)


def test_offices_of_others_are_not_found(client, administrator):
    client.force_login(administrator)
    assert client.get(url(Office, "change", office("外区总工会").pk)).status_code == 404


def test_the_record_of_master_data_says_who_changed_what_and_why(client, administrator):
    firm = firm_serving(office("朱泾镇总工会", parent=administrator.current_memberships[0].office))
    client.force_login(administrator)
    client.post(url(Firm, "change", firm.pk), FIRM | {"name": "新名律师事务所", "reason": "更名"})
    page = client.get(url(Firm, "history", firm.pk))
    act = page.context["acts"][0]
    assert (act.actor, act.reasons) == (administrator, ["更名"])
    assert "新名律师事务所" in page.content.decode()
    assert client.get(url(Firm, "history", 0)).status_code == 404
    (act,) = client.get(url(User, "history", administrator.pk)).context["acts"]
    assert administrator.password not in str(act)


def test_the_record_of_an_office_shows_its_words_and_not_its_place_in_the_table(
    client, administrator, district
):
    client.force_login(administrator)
    client.post(url(Office, "add"), OFFICE | {"parent": district.pk})
    (act,) = client.get(url(Office, "history", Office.objects.get(code="亭林").pk)).context["acts"]
    (entry,) = act.entries
    shown = {change.label for change in entry.changes}
    assert (act.reasons, "path" in shown, _("Office name") in shown) == (["新设"], False, True)


# --- the region whose rates hold ---


def test_an_office_takes_the_region_of_the_nearest_office_above(district, django_assert_num_queries):
    city = office("上海市总工会", region="shanghai")
    below = office("镇总工会", office("区总工会", city))
    inside = office("溧阳市总工会", office("常州市总工会", region="changzhou"), region="liyang")
    with django_assert_num_queries(1):
        assert Office.objects.region_of(below) == "shanghai"
    with django_assert_num_queries(0):
        assert Office.objects.region_of(inside) == "liyang"
    assert Office.objects.region_of(office("村工会", inside)) == "liyang"
    assert Office.objects.region_of(district) == ""


def test_the_region_of_an_office_is_one_of_the_list(client, administrator, district):
    client.force_login(administrator)
    form = OFFICE | {"code": district.code, "kind": "district"}
    client.post(url(Office, "change", district.pk), form | {"region": "shanghai"})
    district.refresh_from_db()
    assert district.region == "shanghai"
    response = client.post(url(Office, "change", district.pk), form | {"region": "atlantis"})
    assert list(response.context["adminform"].form.errors) == ["region"]
    client.post(url(Office, "change", district.pk), form | {"region": ""})
    district.refresh_from_db()
    assert district.region == ""


# --- the access log ---


def logged(*moments):
    for moment in moments:
        with clock.at(moment):
            log_access(None, Access.EXPORT, moment.isoformat())


def shown(client, **query):
    changes = client.get(url(AccessLog, "changelist"), query).context["cl"]
    (when,) = (spec for spec in changes.filter_specs if isinstance(spec, When))
    return [row.subject for row in changes.result_list], [value for value, _label in when.lookup_choices]


def test_the_access_log_is_read_by_year_month_and_day(client):
    client.force_login(UserFactory(is_superuser=True))
    days = dt.date(2025, 12, 31), dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 2, 28)
    logged(*days)
    old, first, second, last = (day.isoformat() for day in days)
    with clock.at(dt.date(2026, 2, 28)):
        assert shown(client) == ([last, second, first, old], ["2025", "2026"])
        assert shown(client, when="2026") == (
            [last, second, first],
            ["2025", "2026", "2026-01", "2026-02"],
        )
        found, choices = shown(client, when="2026-02")
        assert (found, len(choices)) == ([last, second], 3 + 28)
        assert shown(client, when=first)[0] == [first]
        assert shown(client, when="soon")[0] == [last, second, first, old]


def test_the_access_log_says_where_it_does_not_list_all(client, monkeypatch):
    monkeypatch.setattr("cases.admin.LATEST", 2)
    client.force_login(UserFactory(is_superuser=True))
    said = "只列出最近的 2 条"
    for day, is_said in ((1, False), (2, True), (3, True)):
        logged(dt.date(2026, 1, day))
        assert (said in client.get(url(AccessLog, "changelist")).text) is is_said
    assert shown(client, when="2026-01-01")[0] == ["2026-01-01"]
