"""The tables as they stand in the database now."""

from datetime import date
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.audit import record
from labour_law.codes import codes
from labour_law.rates import packaged_tables
from law_tables import current
from law_tables.models import CodeRow, HolidayYearRow, RateRow
from tests.factories import office, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def wage():
    return RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from=date(2025, 7, 1))


@pytest.fixture
def request_under_way():
    with current.held():
        yield


def wage_now():
    return current.tables().rates.find("minimum_wage_month", "shanghai", date(2026, 1, 1)).value


def set_value(row, value):
    row.value = Decimal(value)
    record(row, actor=None, reason="新标准")


def test_a_change_is_seen_at_once(wage):
    assert wage_now() == 2740
    set_value(wage, 2800)
    assert wage_now() == 2800


def test_a_row_struck_out_no_longer_counts(wage):
    wage.is_active = False
    record(wage, actor=None, reason="录错")
    assert wage_now() == 2690


def test_a_year_struck_out_is_not_known():
    year = HolidayYearRow.objects.get(year=2026)
    year.is_active = False
    record(year, actor=None, reason="录错")
    assert 2026 not in current.calendar().known_years


def test_a_code_struck_out_is_no_row_but_keeps_its_name():
    row = CodeRow.objects.get(table="channel", code="letter")
    row.is_active = False
    record(row, actor=None, reason="录错")
    assert "letter" not in {code.code for code in current.code_rows("channel")}
    assert "letter" in {code.code for code in current.content().names["channel"]}


@pytest.mark.usefixtures("request_under_way")
def test_a_change_is_seen_within_the_request_that_makes_it(wage):
    assert wage_now() == 2740
    set_value(wage, 2800)
    assert wage_now() == 2800


def roll_back(wage, value):
    with transaction.atomic():
        set_value(wage, value)
        assert wage_now() == value
        transaction.set_rollback(True)
    wage.refresh_from_db()


def test_a_change_rolled_back_leaves_nothing_behind(wage):
    roll_back(wage, 2800)
    assert wage_now() == 2740


@pytest.mark.usefixtures("request_under_way")
def test_nor_does_it_within_a_request(wage):
    roll_back(wage, 2800)
    assert wage_now() == 2740


def test_nor_where_the_next_change_gets_the_same_ids_at_the_same_time(wage):
    with clock.at(date(2026, 11, 23)):
        roll_back(wage, 2800)
        set_value(wage, 2900)
        assert wage_now() == 2900


def test_it_costs_one_small_query(wage, django_assert_num_queries):
    current.tables()
    with django_assert_num_queries(1):
        current.tables()


def test_it_costs_one_query_in_a_request(request_under_way, django_assert_num_queries):
    current.tables()
    with django_assert_num_queries(0):
        current.tables(), current.calendar(), current.code_rows("cause")


def test_the_next_request_asks_again(request_under_way, django_assert_num_queries):
    current.tables()
    current.request_ends()
    current.request_begins()
    with django_assert_num_queries(1):
        current.tables()


def test_the_same_tables_are_given_as_long_as_nothing_changes():
    assert current.tables() is current.tables()


def test_building_costs_the_same_whatever_the_number_of_rows(wage, django_assert_num_queries):
    set_value(wage, 2800)
    with django_assert_num_queries(4):
        current.tables()


def test_every_request_asks_once(client, django_assert_num_queries):
    """The signals of the server begin and end a request."""
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))
    client.force_login(staff("clerk", office()))
    with CaptureQueriesContext(connection) as first:
        client.get(reverse("front_desk:new_visit"))
    asked = [query for query in first if "historicalraterow" in query["sql"]]
    assert (len(asked), current._thread.keeps) == (1, False)


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_a_change_of_another_process_is_seen(wage, request_under_way):
    """Another connection writes and commits: the request under way keeps its tables, the next one sees the change."""
    assert wage_now() == 2740

    def write():
        with transaction.atomic():
            set_value(RateRow.objects.get(pk=wage.pk), 2800)
            current.tables()
        connection.close()

    thread = Thread(target=write)
    thread.start()
    thread.join()
    assert wage_now() == 2740
    current.request_begins()
    assert wage_now() == 2800


def test_a_database_not_migrated_yet_stands_aside_for_the_packaged_tables():
    """`migrate` checks the models, and with them the code lists, before it has made the tables what they should be."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE law_tables_historicalraterow RENAME COLUMN history_date TO former")
    assert current.tables() is packaged_tables()
    assert current.code_rows("cause") == codes("cause")
