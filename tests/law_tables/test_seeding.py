"""The tables that come with the program, put into the database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import get_args

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from core.audit import record
from labour_law.calendar import packaged_years
from labour_law.codes import CodeTable, codes
from labour_law.rates import SERIES, packaged_rates, packaged_tables
from law_tables import current
from law_tables.models import CodeList, CodeRow, HolidayYearRow, RateRow
from law_tables.seeding import add_missing_rows
from law_tables.series import UNITS, Series
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MODELS = (RateRow, HolidayYearRow, CodeRow)


def everything():
    """All rows and all history."""
    return [(list(m.objects.values()), list(m.history.values())) for m in MODELS]


def wage_of_2025() -> RateRow:
    return RateRow.objects.get(series="minimum_wage_month", region="shanghai", valid_from=date(2025, 7, 1))


def test_the_choices_are_those_of_the_law():
    assert (tuple(Series.values), tuple(CodeList.values)) == (SERIES, get_args(CodeTable))
    assert {(row.series, row.unit) for row in packaged_rates()} <= {
        (series, unit) for series, units in UNITS.items() for unit in units
    }


def test_every_packaged_rate_comes_back_the_same():
    assert sorted((row.rate for row in RateRow.objects.all()), key=repr) == sorted(
        (replace(rate, value=rate.value.quantize(Decimal("0.01"))) for rate in packaged_rates()), key=repr
    )


def test_every_packaged_year_comes_back_the_same():
    assert [row.holiday_year for row in HolidayYearRow.objects.order_by("year")] == packaged_years()


@pytest.mark.parametrize("table", get_args(CodeTable))
def test_every_packaged_code_comes_back_the_same_and_in_order(table):
    assert [row.entry for row in CodeRow.objects.filter(table=table)] == codes(table)


def test_the_current_tables_are_the_packaged_ones():
    assert current.tables().rates.rows == packaged_tables().rates.rows
    assert current.calendar().known_years == packaged_tables().calendar.known_years
    assert current.code_rows("region") == codes("region")


@pytest.mark.parametrize("model", MODELS)
def test_every_packaged_row_is_one_an_administrator_could_have_entered(model):
    for row in model.objects.all():
        row.full_clean()


def test_what_is_added_is_on_record():
    row = wage_of_2025()
    written = row.history.get()
    assert (written.history_type, written.history_user, written.version) == ("+", None, 1)
    assert written.history_change_reason == _("Shipped with the program")


def test_adding_again_adds_nothing(django_assert_max_num_queries):
    before = everything()
    with django_assert_max_num_queries(6):
        add_missing_rows()
    assert everything() == before


def test_an_upgrade_leaves_a_changed_row_alone():
    row = wage_of_2025()
    row.value, row.valid_from = Decimal("2800"), date(2025, 8, 1)
    record(row, actor=UserFactory(), reason="更正")
    before = everything()
    add_missing_rows()
    assert everything() == before


def test_an_upgrade_leaves_a_row_alone_that_was_struck_out():
    row = wage_of_2025()
    row.is_active = False
    record(row, actor=UserFactory(), reason="录错")
    before = everything()
    add_missing_rows()
    assert everything() == before


def shipped_next(monkeypatch, **changes):
    """What a later version ships besides: a minimum wage of Shanghai."""
    rate = replace(wage_of_2025().rate, valid_from=date(2027, 7, 1), **changes)
    monkeypatch.setattr("law_tables.seeding.packaged_rates", lambda: [*packaged_rates(), rate])
    return rate


def test_an_upgrade_brings_new_rows(monkeypatch):
    rate = shipped_next(monkeypatch)
    add_missing_rows()
    assert RateRow.objects.get(valid_from=rate.valid_from, series=rate.series).rate == rate
    assert rate in current.tables().rates.rows


def test_a_new_row_that_contradicts_one_entered_here_is_left_out(monkeypatch, caplog):
    entered = RateRow.of(
        replace(wage_of_2025().rate, valid_from=date(2027, 1, 1), valid_to=date(2027, 12, 31))
    )
    record(entered, actor=UserFactory(), reason="新标准")
    shipped_next(monkeypatch)
    before = everything()
    with caplog.at_level("WARNING"):
        add_missing_rows()
    assert everything() == before
    assert "minimum_wage_month, shanghai: two rows hold on 2027-07-01" in caplog.text


@pytest.mark.pg
@pytest.mark.django_db(transaction=True)
def test_the_rows_are_back_after_the_database_was_emptied():
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        call_command("flush", interactive=False, verbosity=0)
        cursor.execute("SET session_replication_role = origin")
    assert RateRow.objects.count() == len(packaged_rates())
    assert current.tables().rates.rows == packaged_tables().rates.rows


def test_shipped_minimum_wages_of_before_are_told_to_be_without_insurance():
    """The migration, on rows as they were shipped without the column; one of another source is left alone."""
    migration = import_module("law_tables.migrations.0003_pay_without_work")
    own = RateRow.objects.filter(series="minimum_wage_month", region="shanghai").latest("valid_from")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE law_tables_raterow SET excludes_insurance = %s", [False])
        cursor.execute("UPDATE law_tables_raterow SET source = %s WHERE id = %s", ["沪府〔2026〕1号", own.pk])
    then = MigrationLoader(connection).project_state(("law_tables", "0003_pay_without_work")).apps
    migration.say_what_is_excluded(then, None)
    changed = RateRow.objects.filter(excludes_insurance=True)
    assert {(row.series, row.region) for row in changed} == {
        ("minimum_wage_month", "shanghai"),
        ("minimum_wage_month", "beijing"),
    }
    assert own not in changed
    written = changed[0].history.latest()
    assert (written.history_type, written.excludes_insurance, written.version) == (
        "~",
        True,
        changed[0].version,
    )


def say_what_was_found():
    then = MigrationLoader(connection).project_state(("law_tables", "0004_sources_found")).apps
    import_module("law_tables.migrations.0004_sources_found").say_what_was_found(then, None)


def as_shipped_before():
    """The rows the migration changes, as they were before it."""
    written(
        """UPDATE law_tables_coderow SET source = '行政区划与最低工资地区分类', confidence = 'memory'
        WHERE "table" = 'region' AND code IN ('changzhou', 'jintan', 'liyang')""",
        """UPDATE law_tables_coderow SET valid_from = '2018-08-01'
        WHERE "table" = 'region' AND code = 'jintan' AND valid_from = '2021-08-01'""",
        """UPDATE law_tables_raterow SET confidence = 'memory', note = ''
        WHERE series LIKE 'standstill%%' AND region NOT IN ('national', 'guangdong')""",
        """UPDATE law_tables_raterow SET source = '浙江省企业工资支付管理办法'
        WHERE series = 'standstill_after' AND region = 'zhejiang'""",
    )


def written(*statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, [])


def said():
    """What regions and shares say, as they are shipped today."""
    regions = CodeRow.objects.filter(table="region", code__in=("changzhou", "jintan", "liyang"))
    shares = RateRow.objects.filter(series__startswith="standstill_")
    return {
        *regions.values_list("code", "parent", "valid_from", "source", "confidence"),
        *shares.values_list("series", "region", "value", "source", "confidence"),
    }


def test_rows_shipped_from_memory_say_the_sources_found_since():
    today = said()
    as_shipped_before()
    assert said() != today
    say_what_was_found()
    assert said() == today
    jintan = CodeRow.objects.get(table="region", code="jintan", valid_from=date(2021, 8, 1))
    latest = jintan.history.latest()
    assert (latest.history_type, latest.valid_from, latest.version) == (
        "~",
        date(2021, 8, 1),
        jintan.version,
    )
    add_missing_rows()
    assert said() == today


def test_a_shipped_row_that_somebody_changed_is_left_alone():
    as_shipped_before()
    written(
        "UPDATE law_tables_coderow SET source = '常人社发〔2026〕1号' WHERE code = 'changzhou'",
        "UPDATE law_tables_raterow SET source = '京人社发〔2026〕9号' WHERE series = 'standstill_after' AND region = 'beijing'",
    )
    say_what_was_found()
    assert CodeRow.objects.get(table="region", code="changzhou").confidence == "memory"
    assert RateRow.objects.get(series="standstill_after", region="beijing").confidence == "memory"
