"""Rows written by hand in the database: told by name to administrators, left out, and no page falls over them."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from core import clock
from labour_law.errors import InvalidTable
from law_tables import current
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from tests.calculators.examples import EXAMPLES
from tests.factories import CaseFactory, office, staff

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield
    current.changed()


@pytest.fixture
def city():
    return office("上海市总工会", is_window=False, region="shanghai")


@pytest.fixture
def administrator(client, city):
    user = staff("administrator", city)
    client.force_login(user)
    return user


def by_hand(row, **values):
    """Write to a row as a database tool does; the row as it stands then."""
    columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {columns} WHERE id = %s", [*values.values(), row.pk])
    current.changed()
    return type(row).objects.get(pk=row.pk)


def wage(begins="2025-07-01"):
    return RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from=begins)


def overlap():
    """The minimum wage before the present one goes on after that began."""
    return by_hand(wage("2023-07-01"), valid_to="2026-12-31")


def strange_unit():
    return by_hand(wage(), unit="yuan_hour")


def strange_series():
    return by_hand(RateRow.objects.filter(series="average_wage", region="shanghai")[0], series="lottery")


def strange_confidence():
    return by_hand(wage(), confidence="sure")


def unreadable_year():
    return by_hand(HolidayYearRow.objects.get(year=2026), off="春节放八天")


def contradicting_year():
    row = HolidayYearRow.objects.get(year=2026)
    return by_hand(row, working=row.off)


def circle_of_regions():
    return by_hand(CodeRow.objects.get(table="region", code="hebei"), parent="hebei_1")


def code_twice():
    """Another row of the same channel a day later, while the first goes on."""
    first = CodeRow.objects.filter(table="channel")[0]
    names = [
        connection.ops.quote_name(field.column)
        for field in CodeRow._meta.concrete_fields
        if not field.primary_key
    ]
    taken = ", ".join("%s" if "valid_from" in name else name for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {CodeRow._meta.db_table} ({', '.join(names)}) "
            f"SELECT {taken} FROM {CodeRow._meta.db_table} WHERE id = %s",
            [first.valid_from + dt.timedelta(days=1), first.pk],
        )
    return by_hand(first, valid_to="2030-01-01")


FAULTS = [
    overlap, strange_unit, strange_series, strange_confidence, unreadable_year, contradicting_year,
    circle_of_regions, code_twice,
]  # fmt: skip
OF_TABLE = {
    "raterow": "law_tables:rates",
    "holidayyearrow": "law_tables:holiday_year",
    "coderow": "law_tables:code_list",
}


def page_of_table(row):
    args = {"holidayyearrow": lambda: [row.pk], "coderow": lambda: [row.table]}
    name = row._meta.model_name
    return reverse(OF_TABLE[name], args=args.get(name, list)())


def page_of_row(row):
    names = {"raterow": "rate", "holidayyearrow": "holiday_year", "coderow": "code"}
    return reverse(f"law_tables:{names[row._meta.model_name]}", args=[row.pk])


@pytest.mark.parametrize("fault", FAULTS)
def test_the_row_is_told_by_name_with_its_link(client, administrator, fault):
    row = fault()
    told = [one for one in current.faults() if one.row == row]
    assert len(told) == 1
    home = client.get(reverse("work:home"), follow=True)
    table = client.get(page_of_table(row))
    for page in (home, table):
        text = page.content.decode()
        assert page.status_code == 200
        assert f'href="{page_of_row(row)}"' in text
    assert "数据有误" in home.content.decode()
    assert "不作数" in table.content.decode()
    assert client.get(page_of_row(row)).status_code == 200


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.long
def test_no_page_falls_over_it(client, city, fault):
    """Neither of those that work with the tables, nor of those that put them right."""
    fault()
    clerk = staff("clerk", office("朱泾镇总工会", region="shanghai"))
    case = CaseFactory(office=clerk.current_memberships[0].office, handler=clerk)
    client.force_login(clerk)
    answers = {
        code: client.post(reverse("calculators:page", args=[code]), example)
        for code, (example, _sum) in EXAMPLES.items()
    }
    assert {code for code, answer in answers.items() if answer.status_code not in (200, 422)} == set()
    pages = [
        reverse("work:home"),
        reverse("calculators:entitlements"),
        reverse("front_desk:intake"),
        reverse("cases:detail", args=[case.pk]),
    ]
    assert {client.get(page, follow=True).status_code for page in pages} == {200}
    client.force_login(staff("administrator", city))
    pages = [reverse(f"law_tables:{name}") for name in ("rates", "holidays", "codes")]
    pages += [
        reverse(f"admin:law_tables_{name}_changelist") for name in ("raterow", "holidayyearrow", "coderow")
    ]
    assert {client.get(page, follow=True).status_code for page in pages} == {200}


def test_who_needs_what_is_out_of_order_is_told_in_words_and_the_rest_is_worked_out(client, city):
    overlap()
    client.force_login(staff("clerk", city))
    refused = client.post(reverse("calculators:page", args=["minimum_wage"]), EXAMPLES["minimum_wage"][0])
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "标准表有误：月最低工资标准，上海市。须由管理员更正" in text
    elsewhere = EXAMPLES["minimum_wage"][0] | {"region": "常州", "monthly_wage": "2300"}
    assert client.post(reverse("calculators:page", args=["minimum_wage"]), elsewhere).status_code == 200
    heat = client.post(reverse("calculators:page", args=["heat_allowance"]), EXAMPLES["heat_allowance"][0])
    assert EXAMPLES["heat_allowance"][1] in heat.content.decode()


def test_no_older_rate_stands_in_for_one_that_is_out_of_order(city):
    strange_unit()
    with pytest.raises(InvalidTable):
        current.tables().rates.find("minimum_wage_month", "310116", TODAY)
    assert current.tables().rates.find("minimum_wage_hour", "310116", TODAY).value == 25


def test_a_year_that_cannot_be_read_is_unknown(city):
    unreadable_year()
    assert 2026 not in current.calendar().known_years
    assert 2025 in current.calendar().known_years


@pytest.mark.parametrize("fault", [overlap, strange_unit, unreadable_year])
def test_struck_out_it_is_told_no_more(administrator, fault):
    row = fault()
    assert current.faults()
    by_hand(row, is_active=False)
    assert current.faults() == []


def test_who_is_no_administrator_is_not_told(client, city):
    overlap()
    client.force_login(staff("clerk", city))
    assert "数据有误" not in client.get(reverse("work:home"), follow=True).content.decode()


# --- the admin site refuses what the pages refuse ---


def changed(client, row, **values):
    """What the admin form of a row sends, with some of it changed; how the row stands afterwards."""
    url = reverse(f"admin:law_tables_{row._meta.model_name}_change", args=[row.pk])
    form = client.get(url).context["adminform"].form
    said = {name: form[name].value() for name in form.fields}
    said = {
        name: "on" if value is True else value for name, value in said.items() if value not in (None, False)
    }
    answer = client.post(url, said | {"reason": "手工"} | values)
    return answer, type(row).objects.get(pk=row.pk)


def test_the_admin_site_refuses_rows_that_cannot_count(admin_client):
    wage = RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from="2023-07-01")
    answer, after = changed(admin_client, wage, valid_to="2026-12-31")
    assert (answer.status_code, after.valid_to) == (200, wage.valid_to)
    answer, after = changed(admin_client, wage, unit="yuan_hour")
    assert (answer.status_code, after.unit) == (200, "yuan_month")
    year = HolidayYearRow.objects.get(year=2026)
    answer, after = changed(admin_client, year, off="春节放八天")
    assert (answer.status_code, after.off) == (200, year.off)
    region = CodeRow.objects.get(table="region", code="hebei")
    answer, after = changed(admin_client, region, parent="hebei_1")
    assert (answer.status_code, after.parent) == (200, "national")
    assert current.faults() == []
