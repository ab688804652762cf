"""The tables in the admin site: who keeps them, what is refused, what is on record."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.audit import record
from law_tables import current
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from tests.factories import LawyerFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return office("上海市总工会", is_window=False)


@pytest.fixture
def keeper(city, client):
    """An administrator of an office at the top, signed in."""
    user = staff("administrator", city)
    client.force_login(user)
    return user


def url(model, page, *args):
    return reverse(f"admin:law_tables_{model._meta.model_name}_{page}", args=args)


def errors(response):
    """Field → messages of a form sent back."""
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


WAGE = {
    "series": "minimum_wage_month", "region": "shanghai", "grade": "0", "valid_from": "2027-07-01", "valid_to": "",
    "value": "2850", "unit": "yuan_month", "source": "沪人社规〔2027〕1号", "confidence": "verified", "note": "",
    "is_active": "on", "reason": "新标准",
}  # fmt: skip
YEAR = {
    "year": "2027", "announced": "on", "off": "2027-01-01 – 2027-01-03\n2027-02-05至2027-02-11", "working": "2027-02-14",
    "triple": "2027-01-01\n2027-02-05", "source": "国办发明电〔2026〕8号", "confidence": "verified", "is_active": "on",
    "reason": "国务院通知已发布",
}  # fmt: skip
CODE = {
    "table": "channel", "code": "mini_app", "zh": "小程序", "en": "Mini app", "parent": "", "position": "3",
    "valid_from": "2026-01-01", "valid_to": "", "source": "统计口径", "confidence": "verified", "is_active": "on",
    "reason": "新渠道",
}  # fmt: skip
FORMS = {RateRow: WAGE, HolidayYearRow: YEAR, CodeRow: CODE}


def looks_and_writes(client, user):
    """May this user look at a table, and add and change its rows? As found for each table."""
    client.force_login(user)
    found = set()
    for model, form in FORMS.items():
        row = model.objects.first()
        before = model.history.count()
        pages = [url(model, "changelist"), url(model, "change", row.pk), url(model, "history", row.pk)]
        looks = {client.get(page).status_code == 200 for page in pages}
        form_shown = client.get(url(model, "add")).status_code == 200
        client.post(url(model, "add"), form)
        client.post(url(model, "change", row.pk), stored(row) | {"reason": "更正"})
        found.add((*looks, form_shown, model.history.count() - before))
    return found


def stored(row):
    """The form of a row as it stands."""
    names = FORMS[type(row)].keys() - {"reason", "is_active"}
    return {name: "" if getattr(row, name) is None else str(getattr(row, name)) for name in names} | {
        "is_active": "on"
    }


@pytest.mark.parametrize(
    ("role", "at_the_top", "expected"),
    [
        ("administrator", True, (True, True, 2)),
        ("administrator", False, (True, False, 0)),
        ("auditor", True, (False, False, 0)),
        ("clerk", True, (False, False, 0)),
        ("reviewer", True, (False, False, 0)),
        ("supervisor", True, (False, False, 0)),
    ],
)
def test_who_keeps_the_tables(client, city, role, at_the_top, expected):
    at = city if at_the_top else office("朱泾镇总工会", city)
    assert looks_and_writes(client, staff(role, at)) == {expected}


def test_who_set_up_the_house_keeps_them_and_outsiders_do_not(client):
    assert looks_and_writes(client, UserFactory(is_superuser=True)) == {(True, True, 2)}
    assert looks_and_writes(client, LawyerFactory().user) == {(False, False, 0)}
    assert looks_and_writes(client, UserFactory()) == {(False, False, 0)}


def test_nothing_is_deleted(client, keeper):
    for model in FORMS:
        assert client.post(url(model, "delete", model.objects.first().pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_a_row_is_written_with_actor_and_reason_and_counts_at_once(client, keeper, model):
    client.post(url(model, "add"), FORMS[model])
    row = model.objects.latest("pk")
    written = row.history.get()
    assert (written.history_user, written.history_change_reason) == (keeper, FORMS[model]["reason"])
    assert {
        RateRow: lambda: row.rate in current.tables().rates.rows,
        HolidayYearRow: lambda: 2027 in current.calendar().known_years,
        CodeRow: lambda: "mini_app" in {code.code for code in current.code_rows("channel")},
    }[model]()


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model.__name__)
def test_without_a_reason_nothing_is_written(client, keeper, model):
    before = model.objects.count()
    response = client.post(url(model, "add"), FORMS[model] | {"reason": ""})
    assert (list(errors(response)), model.objects.count()) == (["reason"], before)


def test_the_record_shows_before_and_after(client, keeper):
    row = HolidayYearRow.objects.get(year=2026)
    working = row.working.replace("2026-10-10", "2026-10-11")
    client.post(
        url(HolidayYearRow, "change", row.pk), stored(row) | {"working": working, "reason": "录错一天"}
    )
    (changed, shipped) = client.get(url(HolidayYearRow, "history", row.pk)).context["acts"]
    ((change,),) = [entry.changes for entry in changed.entries]
    assert (changed.actor, changed.reasons) == (keeper, ["录错一天"])
    assert (change.before.split()[-1], change.after.split()[-1]) == ("2026-10-10", "2026-10-11")
    assert (shipped.actor, shipped.reasons) == (None, [_("Shipped with the program")])


def test_a_row_entered_by_mistake_is_struck_out(client, keeper):
    row = RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from=date(2025, 7, 1))
    client.post(url(RateRow, "change", row.pk), stored(row) | {"is_active": "", "reason": "录错"})
    found = current.tables().rates.find("minimum_wage_month", "shanghai", date(2026, 1, 1))
    assert (RateRow.objects.get(pk=row.pk).is_active, found.value) == (False, 2690)


# --- rates ---


def refused(client, model, **changes):
    """What the form says of these values: field → messages in English; nothing was written."""
    before = model.objects.count()
    client.cookies["django_language"] = "en"
    response = client.post(url(model, "add"), FORMS[model] | changes)
    assert model.objects.count() == before
    return errors(response)


def test_a_rate_that_begins_on_the_day_of_another_is_refused(client, keeper):
    assert refused(client, RateRow, valid_from="2025-07-01") == {
        "valid_from": ["Minimum wage, monthly, Shanghai: two rows hold on 2025-07-01."]
    }


def test_a_rate_that_begins_before_another_has_ended_is_refused(client, keeper):
    ended = RateRow.of(current.tables().rates.find("heat_month", "shanghai", date(2026, 7, 1)))
    ended.valid_from, ended.valid_to = date(2029, 6, 1), date(2029, 9, 30)
    record(ended, actor=None)
    changes = {"series": "heat_month", "valid_from": "2029-09-30"}
    assert list(refused(client, RateRow, **changes)) == ["valid_from"]
    client.post(url(RateRow, "add"), WAGE | changes | {"valid_from": "2029-10-01"})
    assert RateRow.objects.filter(valid_from=date(2029, 10, 1)).exists()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"valid_to": "2027-06-30"}, "valid_to"),
        ({"value": "0"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "2850.005"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"unit": "months"}, "unit"),
        ({"grade": "1"}, "grade"),
        ({"series": "injury_disability", "unit": "months"}, "grade"),
        ({"series": "injury_disability", "unit": "months", "grade": "11"}, "grade"),
        ({"region": "atlantis"}, "region"),
        ({"confidence": "entered"}, "confidence"),
        ({"source": ""}, "source"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_at_its_field(client, keeper, changes, expected):
    assert list(refused(client, RateRow, **changes)) == [expected]


def test_rates_are_found_by_series_and_region_newest_first(client, keeper):
    page = client.get(url(RateRow, "changelist"), {"series": "minimum_wage_month", "region": "shanghai"})
    rows = list(page.context["cl"].result_list)
    assert {(row.series, row.region) for row in rows} == {("minimum_wage_month", "shanghai")}
    assert [row.valid_from for row in rows] == sorted((row.valid_from for row in rows), reverse=True)


def test_the_list_costs_the_same_whatever_the_number_of_rows(client, keeper, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        client.get(url(RateRow, "changelist"))


# --- holidays ---


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"off": "2027-01-01\nsoon"},
            {"off": ["Line 2 (soon): Write a day or a span like 2026-02-15 – 2026-02-23."]},
        ),
        (
            {"off": "2027-01-01\n2026-05-01", "triple": ""},
            {"off": ["2026-05-01 does not belong to the notice of this year."]},
        ),
        (
            {"working": "2027-02-15"},
            {"working": ["2027-02-15 is no weekend of this year that was made a working day."]},
        ),
        (
            {"working": "2027-02-07"},
            {"working": ["2027-02-07 is no weekend of this year that was made a working day."]},
        ),
        (
            {"triple": "2027-01-04"},
            {"triple": ["2027-01-04 is paid at 300 % but is no day off of this year."]},
        ),
        ({"off": "", "triple": ""}, {"off": ["The notice is out: enter its days off."]}),
        ({"announced": ""}, {"announced": ["Days off are entered once the notice is out."]}),
    ],
)
def test_holidays_that_cannot_be_are_refused_at_their_field(client, keeper, changes, expected):
    assert refused(client, HolidayYearRow, **changes) == expected


@pytest.mark.parametrize("year", ["", "0", "27", "9999", "99999", "MMXXVII"])
def test_a_year_is_one_of_the_calendar(client, keeper, year):
    assert list(refused(client, HolidayYearRow, year=year)) == ["year"]


def test_a_notice_may_begin_in_the_december_before(client, keeper):
    client.post(url(HolidayYearRow, "add"), YEAR | {"off": YEAR["off"].replace("2027-01-01", "2026-12-31")})
    assert HolidayYearRow.objects.get(year=2027).off.startswith("2026-12-31 – 2027-01-03")


def test_a_year_is_there_once(client, keeper):
    found = refused(client, HolidayYearRow, year="2026", off="2026-01-01", working="", triple="")
    assert found == {"year": ["This year is in the table: change its row."]}


def test_days_of_a_year_are_kept_in_one_way_of_writing(client, keeper):
    client.post(url(HolidayYearRow, "add"), YEAR)
    assert HolidayYearRow.objects.get(year=2027).off == "2027-01-01 – 2027-01-03\n2027-02-05 – 2027-02-11"


# --- code lists ---


def test_a_code_is_never_changed_and_a_name_may_be(client, keeper):
    row = CodeRow.objects.get(table="channel", code="letter")
    client.post(
        url(CodeRow, "change", row.pk), stored(row) | {"code": "post", "zh": "来信", "reason": "更名"}
    )
    row.refresh_from_db()
    assert (row.code, row.zh) == ("letter", "来信")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": "Mini App"}, ["code"]),
        ({"parent": "nowhere"}, ["parent"]),
        ({"parent": "mini_app"}, ["parent"]),
        ({"parent": "nowhere", "is_active": "", "valid_from": ""}, ["valid_from"]),
        ({"valid_to": "2025-12-31"}, ["__all__"]),
        ({"code": "letter", "valid_from": "1995-01-01"}, ["valid_from"]),
    ],
)
def test_a_code_that_cannot_be_is_refused(client, keeper, changes, expected):
    assert list(refused(client, CodeRow, **changes)) == expected


def test_two_rows_of_a_code_cannot_begin_on_the_same_day(client, keeper):
    """Jintan was in class 2 from 1995 on, and is in class 1 from 2021-08-01 on."""
    row = CodeRow.objects.get(table="region", code="jintan", parent="jiangsu_1")
    response = client.post(
        url(CodeRow, "change", row.pk), stored(row) | {"valid_from": "1995-01-01", "reason": "x"}
    )
    assert list(errors(response)) == ["valid_from"]


def test_an_entry_cannot_begin_before_the_one_before_it_has_ended(client, keeper):
    row = CodeRow.objects.get(table="channel", code="letter")
    client.post(url(CodeRow, "change", row.pk), stored(row) | {"valid_to": "2026-12-31", "reason": "x"})
    assert list(refused(client, CodeRow, code="letter", valid_from="2026-06-01")) == ["valid_from"]
    assert list(refused(client, CodeRow, code="letter", valid_from="2026-12-31")) == ["valid_from"]


def test_regions_cannot_lie_in_each_other(client, keeper):
    row = CodeRow.objects.get(table="region", code="jiangsu")
    response = client.post(
        url(CodeRow, "change", row.pk), stored(row) | {"parent": "changzhou", "reason": "x"}
    )
    assert list(errors(response)) == ["parent"]


def test_a_region_others_lie_in_is_not_struck_out(client, keeper):
    row = CodeRow.objects.get(table="region", code="jiangsu")
    response = client.post(url(CodeRow, "change", row.pk), stored(row) | {"is_active": "", "reason": "x"})
    assert list(errors(response)) == ["is_active"]
