"""Rates no table has: offered where somebody has them unconfirmed, counted in what they are, kept with their source."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.models import Office
from calculators.actions import keep_rates
from calculators.catalogue import CALCULATORS
from calculators.kept import kept_at
from calculators.models import KeptRate
from calculators.working import work_out
from core.audit import record
from labour_law.entitlements.result import Ask
from law_tables.current import tables
from tests.calculators.examples import EXAMPLES
from tests.factories import LawyerFactory, UserFactory, office, staff

pytestmark = pytest.mark.django_db

MINIMUM = {"region": "天津", "start": "2026-03-01", "end": "2026-03-31", "monthly_wage": "2400"}
ASKED = "rate_minimum_wage_month_tianjin_0_2026-03-01"


def outcome_of(code, data, at=None):
    calculator = CALCULATORS[code]
    form = calculator.form(data)
    return form, work_out(calculator, form, tables(), kept_at(at))


def offers(form, name):
    return [code for code, _label in form.fields[f"{name}_offer"].choices if code]


def test_an_unconfirmed_rate_is_offered_marked_and_not_used():
    with override("en"):
        form, outcome = outcome_of("minimum_wage", MINIMUM)
        (_none, (_code, label)) = form.fields[f"{ASKED}_offer"].choices
    assert (outcome.is_complete, outcome.frozen["total"]) == (False, "0.00")
    assert label.startswith("2,510 yuan a month · 公开资料一处")
    assert label.endswith("Unconfirmed")


def test_confirmed_it_counts_and_keeps_its_source():
    form, _outcome = outcome_of("minimum_wage", MINIMUM)
    (code,) = offers(form, ASKED)
    _form, outcome = outcome_of("minimum_wage", MINIMUM | {f"{ASKED}_offer": code})
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "110.00")
    (rate,) = outcome.frozen["rates"]
    assert (rate["confidence"], rate["source"]) == ("entered", "公开资料一处（截至2026年1月），未见通知原文")


def test_what_is_typed_comes_before_what_is_offered():
    form, _outcome = outcome_of("minimum_wage", MINIMUM)
    (code,) = offers(form, ASKED)
    typed = MINIMUM | {f"{ASKED}_offer": code, ASKED: "2,600", f"{ASKED}_source": "津人社局发〔2026〕1号"}
    _form, outcome = outcome_of("minimum_wage", typed)
    assert outcome.frozen["total"] == "200.00"
    assert outcome.frozen["rates"][0]["source"] == "津人社局发〔2026〕1号"


def test_where_the_class_is_not_known_each_class_may_be_chosen():
    data = MINIMUM | {"region": "余姚"}
    name = "rate_minimum_wage_month_330281_0_2026-03-01"
    form, _outcome = outcome_of("minimum_wage", data)
    assert [code.split("|")[0] for code in offers(form, name)] == ["zhejiang_1", "zhejiang_2", "zhejiang_3"]
    _form, outcome = outcome_of("minimum_wage", data | {f"{name}_offer": offers(form, name)[1]})
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "30.00")


@pytest.mark.parametrize(
    ("place", "number", "likely", "sure"),
    [
        ("义乌", "330782", "zhejiang_2", "Unconfirmed"),
        ("苏州", "320500", "jiangsu_1", "From memory, please check"),
    ],
)
def test_a_class_nobody_confirmed_is_offered_first_marked_and_not_used(place, number, likely, sure):
    data = MINIMUM | {"region": place}
    name = f"rate_minimum_wage_month_{number}_0_2026-03-01"
    with override("en"):
        form, outcome = outcome_of("minimum_wage", data)
        (_none, (code, label), *others) = form.fields[f"{name}_offer"].choices
    assert (outcome.is_complete, outcome.frozen["total"], outcome.frozen["rates"]) == (False, "0.00", [])
    assert code.split("|")[0] == likely
    assert "likely the class of this place" in label
    assert f"; {sure})" in label
    assert [label for _code, label in others if "likely" in label] == []
    assert form[f"{name}_offer"].value() in (None, "")


def test_a_confirmed_class_counts_as_entered_and_says_its_source():
    """2,660 − 2,400"""
    data, name = MINIMUM | {"region": "苏州"}, "rate_minimum_wage_month_320500_0_2026-03-01"
    form, _outcome = outcome_of("minimum_wage", data)
    _form, outcome = outcome_of("minimum_wage", data | {f"{name}_offer": offers(form, name)[0]})
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "260.00")
    (rate,) = outcome.frozen["rates"]
    assert (rate["confidence"], rate["source"]) == ("entered", "苏人社规〔2025〕3号")


def test_a_class_two_sources_agree_on_is_taken_and_says_so():
    """Dongguan, class 2: the rate was read in the notice, the class was not. 2,080 − 2,000"""
    data = MINIMUM | {"region": "东莞", "monthly_wage": "2000"}
    _form, outcome = outcome_of("minimum_wage", data)
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "80.00")
    (rate,) = outcome.frozen["rates"]
    assert (rate["region"], rate["confidence"]) == ("guangdong_2", "two_sources")


def test_a_working_with_a_confirmed_rate_is_worked_out_again_from_its_inputs():
    form, _outcome = outcome_of("minimum_wage", MINIMUM)
    working = outcome_of("minimum_wage", MINIMUM | {f"{ASKED}_offer": offers(form, ASKED)[0]})[1].frozen
    again = {entry["name"]: entry["raw"] for entry in working["inputs"]}
    assert outcome_of("minimum_wage", again)[1].frozen["total"] == working["total"]


@pytest.mark.parametrize(
    "code", ["x", "kept", "kept|0|yuan_month|通知", "kept|9|yuan|通知", "kept|9|yuan_month|"]
)
def test_what_was_never_offered_cannot_be_confirmed(code):
    form, outcome = outcome_of("minimum_wage", MINIMUM | {f"{ASKED}_offer": code})
    assert list(form.errors) == [f"{ASKED}_offer"]
    assert not outcome.is_complete


INJURY = {
    "grade": "8",
    "monthly_wage": "8000",
    "region": "成都",
    "injured_on": "2025-03-02",
    "left": "2026-06-30",
}
MEDICAL = "rate_injury_medical_510100_8_2026-06-30"
EMPLOYMENT = "rate_injury_employment_510100_8_2026-06-30"
AVERAGE = "rate_average_wage_510100_0_2025-01-01"
BEFORE = "rate_average_wage_510100_0_2024-01-01"


def test_a_subsidy_may_be_entered_in_yuan_or_in_months_of_the_average_wage():
    """11 × 8,000 + 10 × 7,000 + 60,000"""
    entered = {
        BEFORE: "7000",
        AVERAGE: "7000",
        MEDICAL: "10",
        f"{MEDICAL}_unit": "months",
        EMPLOYMENT: "60000",
    }
    _form, outcome = outcome_of("work_injury", INJURY | entered)
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "218000.00")


@pytest.mark.parametrize(
    ("unit", "value", "more", "total"),
    [
        ("yuan_month", "180", {}, "720.00"),
        ("", "180", {}, "720.00"),
        ("yuan_day", "12", {"hot_days": "2024 40"}, "480.00"),
        ("yuan_hour", "1.5", {"hot_hours": "2024 300"}, "450.00"),
        (
            "percent_day",
            "12",
            {"hot_days": "2024 40", "rate_average_wage_heilongjiang_0_2023-01-01": "7250"},
            "1600.00",
        ),
    ],
)
def test_an_unknown_heat_rule_may_be_entered_as_it_is_counted(unit, value, more, total):
    name = "rate_heat_month_heilongjiang_0_2024-06-01"
    data = {"region": "哈尔滨", "start": "2024-01-01", "end": "2024-12-31", name: value, f"{name}_unit": unit}
    data = {key.replace("heilongjiang", "230100"): text for key, text in (data | more).items()}
    _form, outcome = outcome_of("heat_allowance", data)
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, total)


def test_a_heat_rule_is_offered_whole():
    data = {"region": "重庆", "start": "2024-01-01", "end": "2024-12-31", "hot_days": "2024 20 38\n2024 9 41"}
    name = "rate_heat_month_chongqing_0_2024-05-01"
    form, _outcome = outcome_of("heat_allowance", data)
    (code,) = offers(form, name)
    _form, outcome = outcome_of("heat_allowance", data | {f"{name}_offer": code})
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "190.00")


def test_the_place_is_told_at_its_field():
    data = {"region": "杭州", "start": "2024-01-01", "end": "2024-12-31"}
    form, _outcome = outcome_of("heat_allowance", data)
    assert list(form.errors) == ["place"]
    assert outcome_of("heat_allowance", data | {"place": "indoors"})[1].frozen["total"] == "800.00"


# --- kept for the office ---

CHANGZHOU = EXAMPLES["severance"][0] | {"region": "changzhou", "monthly_wage": "45000"}
RATE = "rate_average_wage_changzhou_0_2025-01-01"
ENTERED = {RATE: "9000", f"{RATE}_source": "常州市统计局 2026-05-20"}


@pytest.fixture
def city():
    return office("常州市总工会", region="changzhou")


@pytest.fixture
def clerk(city):
    return staff("clerk", city)


def kept(city, clerk, **changes):
    frozen = outcome_of("severance", CHANGZHOU | ENTERED | changes)[1].frozen
    return keep_rates(city, [frozen], actor=clerk, reason="计算")


def test_an_entered_rate_is_kept_with_its_source_and_on_record(city, clerk):
    (row,) = kept(city, clerk)
    assert (row.office, row.value, row.source) == (city, Decimal("9000.00"), "常州市统计局 2026-05-20")
    assert (row.valid_from, row.valid_to) == (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    written = row.history.get()
    assert (written.history_user, written.history_change_reason) == (clerk, "计算")


def test_the_same_is_kept_once_and_nothing_without_a_source(city, clerk):
    kept(city, clerk)
    assert kept(city, clerk) == []
    assert kept(city, clerk, **{f"{RATE}_source": ""}) == []
    assert KeptRate.objects.count() == 1


def test_what_the_tables_offer_anyway_is_not_kept(city, clerk):
    form, _outcome = outcome_of("minimum_wage", MINIMUM)
    frozen = outcome_of("minimum_wage", MINIMUM | {f"{ASKED}_offer": offers(form, ASKED)[0]})[1].frozen
    assert keep_rates(city, [frozen], actor=clerk) == []


def test_it_is_offered_at_the_office_and_below_and_nowhere_else(city, clerk):
    kept(city, clerk)
    town, other = office("湖塘镇总工会", city), office("上海市总工会")
    for at, found in ((city, 1), (town, 1), (other, 0), (None, 0)):
        form, outcome = outcome_of("severance", CHANGZHOU, at)
        assert len(form.fields.get(f"{RATE}_offer", form.fields[RATE]).choices if found else []) == 2 * found
        assert not outcome.is_complete
        if not found:
            assert f"{RATE}_offer" not in form.fields


def test_confirmed_next_time_it_counts_with_its_source(city, clerk):
    kept(city, clerk)
    form, _outcome = outcome_of("severance", CHANGZHOU, city)
    data = CHANGZHOU | {f"{RATE}_offer": offers(form, RATE)[0]}
    _form, outcome = outcome_of("severance", data, city)
    assert (outcome.is_complete, outcome.frozen["total"]) == (True, "324000.00")
    assert outcome.frozen["rates"][0]["source"] == "常州市统计局 2026-05-20"
    again = {entry["name"]: entry["raw"] for entry in outcome.frozen["inputs"]}
    assert outcome_of("severance", again)[1].frozen["total"] == "324000.00"  # wherever it is shown


@pytest.mark.parametrize(
    ("region", "year", "found"),
    [
        ("changzhou", 2025, 1),
        ("320404", 2025, 1),
        ("changzhou", 2024, 0),
        ("shanghai", 2025, 0),
        ("jiangsu", 2025, 0),
    ],
)
def test_it_answers_for_its_place_and_year(city, clerk, region, year, found):
    kept(city, clerk)
    ask = Ask("average_wage", region, dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert len(kept_at(city)(ask)) == found


def test_who_sees_what_was_kept(city, clerk):
    kept(city, clerk)
    town, other = office("湖塘镇总工会", city), office("上海市总工会")
    sees = {
        "own": clerk,
        "below": staff("clerk", town),
        "elsewhere": staff("clerk", other),
        "lawyer": LawyerFactory().user,
        "superuser": UserFactory(is_superuser=True),
    }
    seen = {who: KeptRate.objects.visible_to(user).count() for who, user in sees.items()}
    assert seen == {"own": 1, "below": 1, "elsewhere": 0, "lawyer": 0, "superuser": 1}


@pytest.mark.parametrize(
    "changes", [{"value": 0}, {"source": ""}, {"valid_to": dt.date(2024, 1, 1)}, {"grade": 0}]
)
def test_the_database_refuses_what_cannot_be_kept(city, clerk, changes):
    """The last is the same once more."""
    (row,) = kept(city, clerk)
    values = {
        f.name: getattr(row, f.name) for f in row._meta.concrete_fields if f.name not in ("id", "version")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        record(KeptRate(**values | changes), actor=clerk)
    assert Office.objects.count() == 1
