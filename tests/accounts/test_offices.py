"""The pages of offices: the tree, one office, and what an administrator may do with it."""

import pytest
from django.urls import reverse

from accounts.models import Office
from tests.factories import office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return office("上海市总工会", is_window=False, region="shanghai")


@pytest.fixture
def town(city):
    return office("朱泾镇总工会", office("金山区总工会", city, is_window=False))


@pytest.fixture
def administrator(city, client):
    user = staff("administrator", city)
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"accounts:{name}", args=args)


def typed(at, **changes):
    parent = Office.objects.get_parent(at) if at.pk else None
    return {
        "name": at.name, "kind": "town", "code": at.code, "number_prefix": "沪工援", "parent": parent.pk if parent else "",
        "region": at.region, "reason": "更正", **changes,
    }  # fmt: skip


def test_the_tree_shows_people_and_whose_rates_hold(client, administrator, town):
    staff("clerk", town)
    staff("clerk", office("常州市总工会"))
    rows = client.get(url("offices")).context["rows"]
    assert [(row.name, row.people, row.holds_region) for row in rows] == [
        ("上海市总工会", 1, "shanghai"),
        ("金山区总工会", 0, "shanghai"),
        ("朱泾镇总工会", 1, "shanghai"),
    ]


@pytest.mark.parametrize(
    ("telephone", "kept"),
    [("（021）5731 2345－801", "021-57312345-801"), ("12351", "12351"), ("+86 139 1234 5678", "13912345678")],
)
def test_the_telephone_of_an_office_is_kept_in_one_spelling(client, administrator, town, telephone, kept):
    seen = client.get(url("office_change", town.pk)).context["form"]["seen_version"].value()
    sent = typed(town, phone=telephone, seen_version=seen)
    assert client.post(url("office_change", town.pk), sent).status_code == 302
    town.refresh_from_db()
    assert town.phone == kept


@pytest.mark.parametrize("number", [1, 30])
def test_the_tree_costs_the_same_whatever_its_size(
    client, administrator, city, number, django_assert_max_num_queries
):
    for n in range(number):
        office(f"第{n}镇总工会", city)
    with django_assert_max_num_queries(12):
        client.get(url("offices"))


def test_a_new_office_is_placed_below_another_with_actor_and_reason(client, administrator, town):
    form = client.get(url("office_add"), {"below": town.pk}).context["form"]
    assert form["parent"].value() == town.pk
    new = Office(name="村工会", code="村")
    answer = client.post(url("office_add"), typed(new, parent=town.pk, reason="新设"))
    made = Office.objects.get(code="村")
    written = made.history.latest()
    assert (answer.status_code, Office.objects.get_parent(made)) == (302, town)
    assert (written.history_user, written.history_change_reason) == (administrator, "新设")


def test_who_was_slower_does_not_put_back_what_another_corrected(client, administrator, town):
    seen = client.get(url("office_change", town.pk)).context["form"]["seen_version"].value()
    first = typed(town, phone="021-57310001", seen_version=seen)
    assert client.post(url("office_change", town.pk), first).status_code == 302
    second = typed(town, phone="", address="人民路 1 号", seen_version=seen)
    answer = client.post(url("office_change", town.pk), second)
    assert (answer.status_code, answer.context["form"].non_field_errors().as_data()[0].code) == (
        422,
        "changed",
    )
    assert 'value="人民路 1 号"' in answer.content.decode()
    town.refresh_from_db()
    assert (town.phone, town.address) == ("021-57310001", "")
    seen = client.get(url("office_change", town.pk)).context["form"]["seen_version"].value()
    assert client.post(url("office_change", town.pk), second | {"seen_version": seen}).status_code == 302


@pytest.mark.parametrize(
    ("place", "code"), [("金山区", "310116"), ("上海市金山区", "310116"), ("上海市", "shanghai"), ("", "")]
)
def test_an_office_lies_in_any_place_by_name(client, administrator, town, place, code):
    assert client.post(url("office_change", town.pk), typed(town, region=place)).status_code == 302
    town.refresh_from_db()
    assert (town.region, Office.objects.region_of(town)) == (code, code or "shanghai")


@pytest.mark.parametrize("place", ["亚特兰蒂斯", "鼓楼区", "999999"])
def test_a_place_that_is_none_or_several_is_refused_at_its_field(client, administrator, town, place):
    answer = client.post(url("office_change", town.pk), typed(town, region=place, name="新名"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["region"])
    assert 'value="新名"' in answer.content.decode()
    assert Office.objects.get(pk=town.pk).name == "朱泾镇总工会"


def test_an_office_of_another_union_keeps_its_district_to_itself(client, administrator, town):
    """A district lies in its city, whatever way it is written."""
    office("常州市总工会", region="changzhou")
    answer = client.post(url("office_change", town.pk), typed(town, region="钟楼区"))
    assert list(answer.context["form"].errors) == ["region"]


def test_rates_are_kept_by_who_administers_all_that_lies_there(city):
    office("钟楼区总工会", office("常州市总工会"), region="320404")
    assert staff("administrator", city).keeps_tables_of("shanghai")
    assert not staff("administrator", city).keeps_tables_of("changzhou")
    assert not staff("administrator", city).keeps_tables_of("jiangsu")
    assert not staff("administrator", city).keeps_tables_of("320404")


def test_the_rates_of_a_district_are_not_kept_by_a_union_elsewhere(city):
    """Of a district where no office lies, the city around it is another union's."""
    changzhou = office("常州市总工会", region="changzhou")
    assert not staff("administrator", city).keeps_tables_of("320404")
    assert staff("administrator", changzhou).keeps_tables_of("320404")
    assert staff("administrator", city).keeps_tables_of("310116")


def test_an_office_is_moved_and_its_page_tells_the_record(client, administrator, city, town):
    client.post(url("office_change", town.pk), typed(town, parent=city.pk, reason="区划调整"))
    page = client.get(url("office", town.pk))
    assert page.context["parent"] == city
    assert "区划调整" in [reason for act in page.context["acts"] for reason in act.reasons]


def test_an_office_of_others_is_not_there_and_a_clerk_does_not_come_in(client, administrator, town):
    foreign = office("常州市总工会")
    assert client.get(url("office", foreign.pk)).status_code == 404
    assert client.get(url("office_change", foreign.pk)).status_code == 404
    client.force_login(staff("clerk", town))
    assert {client.get(url(page)).status_code for page in ("offices", "office_add")} == {403}


def test_the_people_and_the_master_data_lead_to_each_other(client, administrator):
    page = client.get(url("people")).content.decode()
    assert url("offices") in page
    assert reverse("law_tables:rates") in page
