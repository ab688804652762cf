"""An administrator of one town tries, step by step, to get at another city: refused each time, and on record."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts import actions as people
from accounts.models import Membership, Office, User
from core.audit import record
from core.errors import Problem
from core.models import AccessLog
from law_tables.models import HolidayYearRow, RateRow
from lawyers import actions
from lawyers.models import Alliance, AllianceMember, Firm, FirmClient, FirmOffice, Lawyer
from tests.factories import CaseFactory, FirmFactory, LawyerFactory, UserFactory, firm_serving, office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return office("朱泾镇总工会", office("金山区总工会", is_window=False))


@pytest.fixture
def city():
    return office("钟楼区总工会")


@pytest.fixture
def administrator(town, client):
    user = staff("administrator", town)
    client.force_login(user)
    return user


@pytest.fixture
def own(town):
    return firm_serving(town, name="上海朱泾律师事务所")


@pytest.fixture
def foreign(city):
    return firm_serving(city, name="江苏运河律师事务所")


@pytest.fixture
def coordinator(foreign):
    return LawyerFactory(firm=foreign, name="方联", is_coordinator=True)


def url(model, page, *args):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=args)


def refused(client, address, data, status=403):
    """Is the form refused, and is that on record with who, what and from where? How many were up to now."""
    answer = client.post(address, data, REMOTE_ADDR="203.0.113.9")
    assert answer.status_code == status
    entry = AccessLog.objects.first()
    assert (entry.kind, entry.subject, entry.address) == ("refused", f"POST {address}", "203.0.113.9")
    assert str(entry.actor.pk) == client.session["_auth_user_id"]
    return AccessLog.objects.filter(case_id=None, office_id=None).count()


def firm_form(firm, *offices, **changes):
    rows = {f"service-{n}-office": each.pk for n, each in enumerate(offices)}
    counts = {"service-TOTAL_FORMS": len(offices), "service-INITIAL_FORMS": 0}
    return {"name": firm.name, "is_active": "on", "reason": "x"} | counts | rows | changes


def lawyer_form(lawyer, **changes):
    return {"firm": lawyer.firm_id, "name": lawyer.name, "is_active": "on", "reason": "x"} | changes


def alliance_form(**values):
    rows = {"members-TOTAL_FORMS": 0, "members-INITIAL_FORMS": 0}
    return {"name": "联盟", "founded_on": "2026-01-05", "reason": "x"} | rows | values


# --- the attack ---


def test_step_1_an_own_office_is_not_added_to_a_foreign_firm(client, administrator, town, foreign):
    assert refused(client, url(Firm, "change", foreign.pk), firm_form(foreign, town)) == 1
    with pytest.raises(PermissionDenied):
        actions.write(FirmOffice(firm=foreign, office=town), actor=administrator, reason="x")
    assert foreign.service.count() == 1


@pytest.mark.parametrize("step", ["invite", "reinvite", "close"])
@pytest.mark.parametrize("serves_both", [False, True])
def test_step_2_its_coordinator_is_not_invited_anew(
    client, administrator, town, coordinator, step, serves_both
):
    """Nor where the firm serves the own office too, as somebody above may have let it."""
    if serves_both:
        record(FirmOffice(firm=coordinator.firm, office=town), actor=None)
    assert (
        refused(client, url(Lawyer, "account", coordinator.pk, step), {"reason": "x", "username": "y"}) == 1
    )
    for of_lawyer in (actions.reinvite_lawyer, actions.close_lawyer_account):
        with pytest.raises(PermissionDenied):
            of_lawyer(lawyer=coordinator, actor=administrator, reason="x")
    for of_user in STEPS:
        with pytest.raises(PermissionDenied):
            of_user(user=coordinator.user, actor=administrator, reason="x")
    user = User.objects.get(pk=coordinator.user_id)
    assert (user.is_active, user.check_password("correct horse 9")) == (True, True)


def test_step_3_nobody_signs_in_as_her_and_that_citys_cases_stay_closed(
    client, administrator, town, city, foreign, coordinator
):
    case = CaseFactory(office=city)
    client.post(url(Firm, "change", foreign.pk), firm_form(foreign, town))
    client.post(url(Lawyer, "account", coordinator.pk, "reinvite"), {"reason": "x"})
    assert "invitation_link" not in client.session
    assert client.get(reverse("cases:detail", args=[case.pk])).status_code == 404
    assert [entry.kind for entry in AccessLog.objects.all()] == ["refused"] * 2


def test_a_lawyer_is_moved_to_another_firm_by_who_manages_both(client, administrator, own, foreign, town):
    mine, theirs = LawyerFactory(firm=own), LawyerFactory(firm=foreign)
    assert refused(client, url(Lawyer, "change", mine.pk), lawyer_form(mine, firm=foreign.pk)) == 1
    assert refused(client, url(Lawyer, "change", theirs.pk), lawyer_form(theirs, firm=own.pk)) == 2
    assert refused(client, url(Lawyer, "add"), {"firm": foreign.pk, "name": "卧底", "reason": "x"}) == 3
    for lawyer, firm in ((mine, foreign), (theirs, own)):
        lawyer.firm = firm
        with pytest.raises(PermissionDenied):
            actions.write(lawyer, actor=administrator, reason="x")
    assert (own.lawyers.get().pk, foreign.lawyers.get().pk) == (mine.pk, theirs.pk)
    second = firm_serving(town)
    client.post(url(Lawyer, "change", mine.pk), lawyer_form(mine, firm=second.pk))
    assert second.lawyers.get().pk == mine.pk


def test_a_lawyer_is_not_made_coordinator_of_a_foreign_firm(client, administrator, foreign):
    lawyer = LawyerFactory(firm=foreign)
    assert refused(client, url(Lawyer, "change", lawyer.pk), lawyer_form(lawyer, is_coordinator="on")) == 1


def test_a_foreign_firm_is_not_switched_off(client, administrator, foreign):
    assert refused(client, url(Firm, "change", foreign.pk), firm_form(foreign, is_active="")) == 1
    foreign.is_active = False
    with pytest.raises(PermissionDenied):
        actions.write(foreign, actor=administrator, reason="x")
    assert Firm.objects.get(pk=foreign.pk).is_active


def test_a_firm_that_serves_another_office_too_is_for_who_administers_both(
    client, administrator, own, town, city
):
    elsewhere = record(FirmOffice(firm=own, office=city), actor=None)
    assert refused(client, url(Firm, "change", own.pk), firm_form(own, name="改名律师事务所")) == 1
    record(Membership(user=administrator, office=city, role="administrator"), actor=None)
    client.post(url(Firm, "change", own.pk), firm_form(own, name="改名律师事务所"))
    assert Firm.objects.get(pk=own.pk).name == "改名律师事务所"
    assert elsewhere.office == city


def test_a_firm_that_serves_above_is_for_the_office_above(client, administrator, town):
    firm = firm_serving(Office.objects.get_parent(town))
    assert refused(client, url(Firm, "change", firm.pk), firm_form(firm)) == 1


def test_a_firm_that_serves_nobody_is_taken_by_nobody(client, administrator, town):
    firm = FirmFactory()
    assert refused(client, url(Firm, "change", firm.pk), firm_form(firm, town)) == 1


def test_an_own_firm_is_not_sent_to_serve_a_foreign_office(client, administrator, own, city):
    assert refused(client, url(Firm, "change", own.pk), firm_form(own, city)) == 1
    assert refused(client, url(Firm, "add"), firm_form(Firm(name="新律师事务所"), city)) == 2
    with pytest.raises(PermissionDenied):
        actions.found_firm(Firm(name="新所"), offices=[city], actor=administrator, reason="x")
    assert Firm.objects.count() == 1
    below = office("村工会", own.service.get().office)
    client.post(url(Firm, "change", own.pk), firm_form(own, below))
    assert own.service.count() == 2


def test_a_new_firm_serves_an_own_office(client, administrator, town):
    client.post(url(Firm, "add"), firm_form(Firm(name="新律师事务所")))
    with pytest.raises(Problem):
        actions.found_firm(Firm(name="新所"), offices=[], actor=administrator, reason="x")
    assert Firm.objects.count() == 0
    client.post(url(Firm, "add"), firm_form(Firm(name="新律师事务所"), town))
    assert Firm.objects.get().service.get().office == town


def test_clients_of_foreign_firms_are_neither_seen_nor_written(client, administrator, own, foreign):
    theirs = record(FirmClient(firm=foreign, employer_name="常州某公司"), actor=None)
    mine = record(FirmClient(firm=own, employer_name="上海某公司"), actor=None)
    form = {"employer_name": "某公司", "since": "2026-01-05", "reason": "x"}
    page = client.get(url(FirmClient, "changelist")).content.decode()
    assert ("上海某公司" in page, "常州某公司" in page) == (True, False)
    assert client.get(url(FirmClient, "history", theirs.pk)).status_code == 404
    assert refused(client, url(FirmClient, "add"), form | {"firm": foreign.pk}) == 1
    assert refused(client, url(FirmClient, "change", theirs.pk), form | {"firm": own.pk}, 404) == 2
    assert refused(client, url(FirmClient, "change", mine.pk), form | {"firm": foreign.pk}) == 3
    assert foreign.clients.get().employer_name == "常州某公司"


def test_alliances_of_foreign_offices_are_neither_seen_nor_written(
    client, administrator, own, foreign, town, city
):
    founded = {"founded_on": dt.date(2022, 6, 1)}
    theirs = record(Alliance(name="钟楼联盟", office=city, lead=foreign, **founded), actor=None)
    mine = record(Alliance(name="朱泾联盟", office=town, lead=own, **founded), actor=None)
    form = alliance_form(office=town.pk, lead=own.pk)
    assert refused(client, url(Alliance, "add"), form | {"office": city.pk}) == 1
    assert refused(client, url(Alliance, "add"), form | {"lead": foreign.pk}) == 2
    assert refused(client, url(Alliance, "change", theirs.pk), form, 404) == 3
    assert refused(client, url(Alliance, "change", mine.pk), form | {"office": city.pk}) == 4
    member = {"members-TOTAL_FORMS": 1, "members-0-firm": foreign.pk, "members-0-joined_on": "2026-01-05"}
    assert refused(client, url(Alliance, "change", mine.pk), form | member) == 5
    for row in (
        Alliance(name="x", office=city, lead=own, **founded),
        Alliance(name="x", office=town, lead=foreign, **founded),
        AllianceMember(alliance=theirs, firm=own),
        AllianceMember(alliance=mine, firm=foreign),
    ):
        with pytest.raises(PermissionDenied):
            actions.write(row, actor=administrator, reason="x")


def test_a_member_that_serves_the_office_no_more_can_still_leave_an_alliance(
    client, administrator, own, foreign, town
):
    mine = Alliance(name="朱泾联盟", office=town, lead=own, founded_on=dt.date(2022, 6, 1))
    row = AllianceMember(alliance=record(mine, actor=None), firm=foreign, joined_on=dt.date(2022, 6, 1))
    record(row, actor=None)
    values = {"id": row.pk, "firm": foreign.pk, "joined_on": "2022-06-01", "left_on": "2026-01-05"}
    rows = {"members-TOTAL_FORMS": 1, "members-INITIAL_FORMS": 1}
    form = (
        alliance_form(office=town.pk, lead=own.pk) | rows | {f"members-0-{k}": v for k, v in values.items()}
    )
    assert client.post(url(Alliance, "change", mine.pk), form).status_code == 302
    assert mine.members.get().left_on == dt.date(2026, 1, 5)


# --- people who also serve elsewhere ---

STEPS = {
    people.reinvite_user: "reinvite",
    people.deactivate_user: "close",
    people.reset_second_factor: "second-factor",
}


def person_steps_are_refused(client, administrator, person):
    for number, (action, name) in enumerate(STEPS.items(), start=1):
        assert refused(client, reverse("accounts:step", args=[person.pk, name]), {"reason": "x"}) == number
        with pytest.raises(PermissionDenied):
            action(user=User.objects.get(pk=person.pk), actor=administrator, reason="x")
    form = {"name": "x", "email": "mine@example.org", "phone": "", "reason": "x"}
    refused(client, reverse("accounts:change", args=[person.pk]), form)
    person = User.objects.get(pk=person.pk)
    assert (person.is_active, person.has_usable_password()) == (True, True)


@pytest.mark.parametrize("from_tomorrow", [False, True])
def test_who_serves_elsewhere_too_or_will_is_not_taken_over(client, administrator, town, city, from_tomorrow):
    person = staff("clerk", town)
    first = dt.date(2099, 1, 1) if from_tomorrow else dt.date(2020, 1, 1)
    record(Membership(user=person, office=city, role="supervisor", valid_from=first), actor=None)
    person_steps_are_refused(client, administrator, person)


def once_here(town):
    """A person whose role at the town has ended."""
    person = UserFactory()
    days = {"valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2021, 1, 1)}
    record(Membership(user=person, office=town, role="clerk", **days), actor=None)
    return person


def test_who_left_for_a_firm_elsewhere_is_not_taken_over(client, administrator, town, foreign):
    person = once_here(town)
    LawyerFactory(firm=foreign, user=person)
    person_steps_are_refused(client, administrator, person)


def test_who_left_and_serves_nowhere_is_managed_by_the_office_left(administrator, town):
    person = once_here(town)
    people.reinvite_user(user=person, actor=administrator, reason="x")
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_an_account_that_reaches_nothing_is_for_who_set_up_the_house(administrator):
    person = UserFactory()
    with pytest.raises(PermissionDenied):
        people.reinvite_user(user=person, actor=administrator, reason="x")
    people.reinvite_user(user=person, actor=UserFactory(is_superuser=True), reason="x")


@pytest.mark.parametrize("is_superuser", [False, True])
def test_a_lawyer_who_is_more_than_that_is_not_taken_over(client, administrator, own, city, is_superuser):
    user = UserFactory(is_superuser=is_superuser)
    if not is_superuser:
        record(
            Membership(user=user, office=city, role="supervisor", valid_from=dt.date(2020, 1, 1)), actor=None
        )
    lawyer = LawyerFactory(firm=own, user=user)
    assert refused(client, url(Lawyer, "account", lawyer.pk, "reinvite"), {"reason": "x"}) == 1
    page = client.get(url(Lawyer, "change", lawyer.pk)).content.decode()
    assert url(Lawyer, "account", lawyer.pk, "reinvite") not in page


# --- offices and tables of the law ---


def test_a_foreign_office_is_not_moved_under_the_own_one(client, administrator, town, city):
    form = {
        "name": "x",
        "kind": "town",
        "code": "钟楼",
        "number_prefix": "工援",
        "parent": town.pk,
        "reason": "x",
    }
    assert refused(client, url(Office, "change", city.pk), form, 404) == 1
    for parent in (town, None):
        with pytest.raises(PermissionDenied):
            people.place_office(
                Office.objects.get(pk=city.pk), parent=parent, actor=administrator, reason="x"
            )
    assert Office.objects.get(pk=city.pk).is_root()


def test_an_own_office_is_not_moved_under_a_foreign_one(client, administrator, town, city):
    below = office("村工会", town)
    form = {"name": "x", "kind": "town", "code": below.code, "number_prefix": "工援", "reason": "x"}
    assert refused(client, url(Office, "change", below.pk), form | {"parent": city.pk}) == 1
    for moved in (below, town):
        with pytest.raises(PermissionDenied):
            people.place_office(Office.objects.get(pk=moved.pk), parent=city, actor=administrator, reason="x")
    assert refused(client, url(Office, "add"), form | {"code": "新", "parent": city.pk}) == 2


def test_at_the_top_only_the_rates_of_own_regions_are_kept(client):
    shanghai, changzhou = (
        office("上海市总工会", region="shanghai"),
        office("常州市总工会", region="changzhou"),
    )
    keeper = staff("administrator", shanghai)
    client.force_login(keeper)
    values = {
        "series": "minimum_wage_month", "grade": "0", "valid_from": "2027-07-01", "value": "1", "unit": "yuan_month",
        "source": "x", "confidence": "verified", "is_active": "on", "reason": "x",
    }  # fmt: skip
    before = RateRow.objects.count()
    for number, region in enumerate(("changzhou", "jiangsu", "national"), start=1):
        assert refused(client, url(RateRow, "add"), values | {"region": region}) == number
    foreign = RateRow.objects.filter(region="jiangsu").first()
    assert refused(client, url(RateRow, "change", foreign.pk), values | {"region": "shanghai"}) == 4
    assert client.get(url(RateRow, "change", foreign.pk)).status_code == 200
    client.post(url(RateRow, "add"), values | {"region": "shanghai"})
    assert RateRow.objects.count() == before + 1
    assert changzhou.is_root()


@pytest.fixture
def regions():
    """Two unions at the top, each in a region, with a town below each; and one in no region, with a town."""
    shanghai, changzhou = (
        office("上海市总工会", region="shanghai"),
        office("常州市总工会", region="changzhou"),
    )
    zhu = office("朱泾镇总工会", shanghai)
    office("溧阳市总工会", changzhou, region="liyang")
    bare = office("某某市总工会")
    return {
        "上海": shanghai,
        "常州": changzhou,
        "朱泾": zhu,
        "某某": bare,
        "某某镇": office("某某镇总工会", bare),
    }


def region_form(at, region):
    return {
        "name": at.name, "kind": "town", "code": at.code, "number_prefix": "工援", "region": region, "reason": "x",
    }  # fmt: skip


@pytest.mark.parametrize("at", ["朱泾", "上海", "某某", "某某镇"])
@pytest.mark.parametrize("region", ["changzhou", "jiangsu", "liyang"])
def test_nobody_takes_away_the_tables_of_another_union_by_lying_there(client, regions, at, region):
    """Neither in the region itself, nor in one around it, nor in one within it."""
    keeper = staff("administrator", regions["常州"])
    taker = staff("administrator", regions[at])
    client.force_login(taker)
    page = url(Office, "change", regions[at].pk)
    assert region not in dict(client.get(page).context["adminform"].form.fields["region"].widget.choices())
    answer = client.post(page, region_form(regions[at], region))
    assert list(answer.context["adminform"].form.errors) == ["region"]
    forged = Office.objects.get(pk=regions[at].pk)
    forged.region = region
    with pytest.raises(PermissionDenied):
        people.place_office(forged, parent=Office.objects.get_parent(forged), actor=taker, reason="x")
    assert keeper.keeps_tables_of("changzhou")


def test_a_new_office_lies_within_the_region_of_the_one_above(client, regions):
    client.force_login(staff("administrator", regions["上海"]))
    form = region_form(Office(name="新镇总工会", code="新"), "changzhou") | {"parent": regions["上海"].pk}
    answer = client.post(url(Office, "add"), form)
    assert answer.context["adminform"].form.errors == {
        "region": ["该地区属于另一家工会。请选择上级单位所在地区之内的地区。"]
    }
    client.post(url(Office, "add"), form | {"region": "shanghai"})
    assert Office.objects.get(code="新").region == "shanghai"


@pytest.mark.parametrize(
    ("at", "region"), [("某某", "elsewhere"), ("某某镇", "elsewhere"), ("常州", "jintan")]
)
def test_where_nobody_else_lies_a_region_is_free(client, regions, at, region):
    """Also one that is not within that of the office above: Jintan and Liyang belong to Changzhou, and have rates of
    another class."""
    client.force_login(staff("administrator", regions[at]))
    page = url(Office, "change", regions[at].pk)
    client.post(page, region_form(regions[at], region))
    assert Office.objects.get(pk=regions[at].pk).region == region


def test_an_office_that_says_it_lies_elsewhere_does_not_count(client, regions):
    """It said so before it was refused; what else is written of it goes on."""
    town = regions["朱泾"]
    town.region = "changzhou"
    record(town, actor=None)
    office("村工会", Office.objects.get(pk=town.pk), region="changzhou")
    assert staff("administrator", regions["常州"]).keeps_tables_of("changzhou")
    assert not staff("administrator", regions["上海"]).keeps_tables_of("liyang")
    client.force_login(staff("administrator", town))
    client.post(url(Office, "change", town.pk), region_form(town, "changzhou") | {"phone": "021-57330001"})
    assert Office.objects.get(pk=town.pk).phone == "021-57330001"


def test_what_holds_in_the_whole_country_is_kept_by_who_administers_all_of_it(client, city):
    client.force_login(staff("administrator", office("上海市总工会")))
    year = HolidayYearRow.objects.first()
    page = url(HolidayYearRow, "change", year.pk)
    assert refused(client, page, {"announced": "on", "off": "2026-01-01", "reason": "x"}) == 1
    assert client.get(page).status_code == 200


# --- what stays open ---


def test_what_is_not_ones_own_is_shown_for_reading(client, administrator, foreign, coordinator):
    for model, row in ((Firm, foreign), (Lawyer, coordinator)):
        page = client.get(url(model, "change", row.pk))
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert client.get(url(model, "history", row.pk)).status_code == 200


def test_forms_offer_own_offices_and_firms_only(client, administrator, own, foreign, town, city):
    choices = client.get(url(Lawyer, "add")).context["adminform"].form.fields["firm"].queryset
    assert list(choices) == [own]
    (formset,) = client.get(url(Firm, "change", own.pk)).context["inline_admin_formsets"]
    assert list(formset.formset.empty_form.fields["office"].queryset) == [town]


def test_who_set_up_the_house_writes_everything(client, foreign, town, coordinator):
    client.force_login(UserFactory(is_superuser=True))
    client.post(url(Firm, "change", foreign.pk), firm_form(foreign, town))
    assert foreign.service.count() == 2
    client.post(url(Lawyer, "account", coordinator.pk, "reinvite"), {"reason": "x"})
    assert not User.objects.get(pk=coordinator.user_id).has_usable_password()
    client.post(url(Firm, "add"), firm_form(Firm(name="新律师事务所")))
    assert Firm.objects.filter(name="新律师事务所").exists()


def test_looking_leaves_no_trace_of_a_refusal(client, administrator, coordinator):
    assert client.get(url(Lawyer, "account", coordinator.pk, "reinvite")).status_code == 403
    assert client.post("/no/such/page/").status_code == 404
    assert client.post("/cases/%00/").status_code == 404
    assert AccessLog.objects.count() == 0


def test_a_visitor_leaves_no_row(client, foreign):
    client.post(url(Firm, "change", foreign.pk), firm_form(foreign))
    assert AccessLog.objects.count() == 0
