"""The frozen working: plain JSON, complete, in both languages."""

import datetime as dt
import json
from decimal import Decimal

import pytest
from django.utils import translation

from calculators import explain
from calculators.catalogue import CALCULATORS, for_claim
from calculators.templatetags.calculators import as_text
from calculators.working import work_out
from cases.models import ClaimKind
from law_tables.current import tables
from tests.calculators.examples import EXAMPLES

pytestmark = pytest.mark.django_db

WITH_TOTAL = [code for code in EXAMPLES if code != "final_award"]

KEYS = {"version", "calculator", "inputs", "lines", "notes", "rates", "asks", "total", "tables_on"}
OF_INPUT = {"name", "label", "value", "raw"}
OF_LINE = {"label", "start", "end", "quantity", "unit", "rate", "divisor", "factor", "amount", "article", "source", "confidence"}  # fmt: skip
OF_NOTE = {"code", "text", "article", "kind"}
OF_RATE = {
    "series",
    "region",
    "grade",
    "valid_from",
    "valid_to",
    "value",
    "unit",
    "source",
    "confidence",
    "place",
    "use",
}


def outcome_of(code, data):
    calculator = CALCULATORS[code]
    form = calculator.form(data)
    return form, work_out(calculator, form, tables())


def frozen(code, **changes):
    form, outcome = outcome_of(code, {**EXAMPLES[code][0], **changes})
    assert form.errors == {}
    return outcome.frozen


def check_shape(working):
    assert json.loads(json.dumps(working)) == working
    assert set(working) == KEYS
    assert working["version"] == 1
    for rows, keys in (("inputs", OF_INPUT), ("lines", OF_LINE), ("notes", OF_NOTE), ("rates", OF_RATE)):
        assert {frozenset(row) for row in working[rows]} <= {frozenset(keys)}
    texts = [row[name] for row in working["inputs"] for name in ("label", "value")]
    texts += [row["label"] for row in working["lines"]] + [row["text"] for row in working["notes"]]
    for text in [*texts, *working["asks"]]:
        assert set(text) == {"zh", "en"}
        assert text["zh"]
        assert text["en"]
    for line in working["lines"]:
        for name in ("quantity", "rate", "divisor", "factor", "amount"):
            Decimal(line[name])
        for name in ("start", "end"):
            assert line[name] is None or dt.date.fromisoformat(line[name])
        assert line["article"]
        assert line["confidence"] in ("verified", "two_sources", "memory", "entered")
    for rate in working["rates"]:
        assert rate["use"] in ("applied", "compared")
        Decimal(rate["value"])
        dt.date.fromisoformat(rate["valid_from"])
    dt.datetime.fromisoformat(working["tables_on"])
    assert sum(Decimal(line["amount"]) for line in working["lines"]) == Decimal(working["total"])


@pytest.mark.parametrize("code", WITH_TOTAL)
def test_a_working_is_json_of_one_shape_and_its_lines_add_up(code):
    working = frozen(code)
    check_shape(working)
    assert working["calculator"] == code
    assert f"{Decimal(working['total']):,}" == EXAMPLES[code][1]


@pytest.mark.parametrize("code", WITH_TOTAL)
def test_each_line_is_what_it_says(code):
    for line in frozen(code)["lines"]:
        quantity, rate, divisor, factor = (
            Decimal(line[n]) for n in ("quantity", "rate", "divisor", "factor")
        )
        assert abs(quantity * rate / divisor * factor - Decimal(line["amount"])) <= Decimal("0.005")


@pytest.mark.parametrize("code", WITH_TOTAL)
def test_what_was_entered_gives_the_same_working_again(code):
    working = frozen(code)
    again = {entry["name"]: entry["raw"] for entry in working["inputs"]}
    assert outcome_of(code, again)[1].frozen == working


def test_the_language_of_the_page_does_not_matter_to_what_is_frozen():
    with translation.override("en"):
        english = frozen("severance")
    with translation.override("zh-hans"):
        assert frozen("severance") == english


def test_days_and_sums_are_written_as_each_language_writes_them():
    entries = {entry["name"]: entry["value"] for entry in frozen("severance")["inputs"]}
    assert entries["hired"] == {"zh": "2008年3月15日", "en": "15 Mar 2008"}
    assert entries["monthly_wage"] == {"zh": "9,200.00元", "en": "9,200.00 yuan"}
    assert entries["region"] == {"zh": "上海市", "en": "Shanghai"}


def test_days_inside_a_note_are_written_as_each_language_writes_them():
    working = frozen("notice_pay", left="2025-06-30", as_of="2026-11-23")
    note = next(note for note in working["notes"] if note["code"] == "limitation_run_out")
    assert "30 Jun 2026" in note["text"]["en"]
    assert "2026年6月30日" in note["text"]["zh"]


def test_a_formula_reads_like_one():
    lines = frozen("unpaid_wages")["lines"]
    with translation.override("en"):
        assert [explain.formula(line).replace("\u00a0", " ") for line in lines] == [
            "3 months × 6,500.00",
            "8 days × 6,500.00 ÷ 21.75",
        ]
        assert [explain.period(line) for line in lines] == [
            "1 May 2026 to 31 Jul 2026",
            "1 Aug 2026 to 12 Aug 2026",
        ]
        overtime = frozen("overtime")["lines"][1]
        assert explain.formula(overtime).replace("\u00a0", " ") == "16 hours × 5,220.00 ÷ 174 × 200%"


def test_a_rate_says_since_when_it_holds_and_in_what():
    rates = frozen("minimum_wage")["rates"]
    with translation.override("en"):
        assert [explain.rate_text(rate) for rate in rates] == [
            "Minimum wage, monthly, Shanghai, from 1 Jul 2023: 2,690 yuan a month",
            "Minimum wage, monthly, Shanghai, from 1 Jul 2025: 2,740 yuan a month",
        ]
    with translation.override("zh-hans"):
        assert explain.rate_text(rates[1]) == "上海市月最低工资标准，自2025年7月1日起：2,740元/月"


def used(working):
    return [(rate["series"], rate["value"], rate["use"]) for rate in working["rates"]]


def test_a_rate_that_only_decides_is_frozen_too():
    """Shanghai, average of 2015: 5,939, three times 17,817, so that no cap applies."""
    working = frozen("severance", hired="2010-07-01", left="2016-06-30", monthly_wage="17817")
    assert used(working) == [("minimum_wage_month", "2190", "compared"), ("average_wage", "5939", "compared")]
    assert "rate_from_memory" in [note["code"] for note in working["notes"]]
    capped = frozen("severance", hired="2010-07-01", left="2016-06-30", monthly_wage="17817.01")
    assert used(capped) == [("average_wage", "5939", "applied"), ("minimum_wage_month", "2190", "compared")]
    assert [line["confidence"] for line in capped["lines"]] == ["memory"]


def test_both_rates_of_a_line_are_frozen_once():
    working = frozen("work_injury", left="2026-06-30")
    assert used(working) == [
        ("injury_disability", "7", "applied"),
        ("injury_medical", "3", "applied"),
        ("average_wage", "12577", "applied"),
        ("injury_employment", "3", "applied"),
    ]


def test_the_text_to_paste_names_the_rates_and_what_they_were_used_for():
    with translation.override("en"):
        text = as_text(frozen("severance", hired="2010-07-01", left="2016-06-30", monthly_wage="17817"))
    last = text.splitlines()[-1]
    assert last.startswith(
        "- Average monthly wage, Shanghai, from 1 Jan 2015: 5,939 yuan a month, only compared · "
    )
    assert last.endswith(" · From memory, please check")


def test_the_text_to_paste_holds_facts_lines_total_and_articles():
    with translation.override("zh-hans"):
        text = as_text(frozen("unpaid_wages"))
    assert text.splitlines()[0] == "欠薪"
    assert "月工资：6,500.00元" in text
    assert "8天 × 6,500.00 ÷ 21.75 = 2,390.80" in text
    assert "合计：21,890.80元" in text
    assert "《劳动合同法》第30条第1款" in text


# --- rates no table has ---

CHANGZHOU = {"region": "changzhou", "monthly_wage": "45000"}
RATE = "rate_average_wage_changzhou_0_2025-01-01"


def test_a_missing_rate_is_asked_for_and_the_sum_is_not_complete():
    form, outcome = outcome_of("severance", EXAMPLES["severance"][0] | CHANGZHOU)
    assert not outcome.is_complete
    assert form.asked == (RATE,)
    assert outcome.frozen["asks"] == [
        {
            "zh": "常州市区职工月平均工资（2025年）",
            "en": "Average monthly wage, Changzhou (urban districts), the year 2025",
        }
    ]


def test_an_entered_rate_is_used_and_marked():
    _form, outcome = outcome_of("severance", EXAMPLES["severance"][0] | CHANGZHOU | {RATE: "9,000"})
    assert outcome.is_complete
    # 3 × 9,000 × 12, the wage being above three times the average
    assert outcome.frozen["total"] == "324000.00"
    assert {line["confidence"] for line in outcome.frozen["lines"]} == {"entered"}
    assert [(rate["value"], rate["confidence"], rate["use"]) for rate in outcome.frozen["rates"]] == [
        ("9000", "entered", "applied"),
        ("2660", "two_sources", "compared"),
    ]
    check_shape(outcome.frozen)


def test_an_entered_rate_comes_back_with_the_inputs():
    working = outcome_of("severance", EXAMPLES["severance"][0] | CHANGZHOU | {RATE: "9000"})[1].frozen
    again = {entry["name"]: entry["raw"] for entry in working["inputs"]}
    assert outcome_of("severance", again)[1].frozen == working


@pytest.mark.parametrize("typed", ["-1", "0", "neuntausend", "9000.001"])
def test_a_rate_that_cannot_be_is_told_at_its_field(typed):
    form, outcome = outcome_of("severance", EXAMPLES["severance"][0] | CHANGZHOU | {RATE: typed})
    assert list(form.errors) == [RATE]
    assert not outcome.is_complete


def test_a_rate_nobody_asked_for_is_not_used():
    data = EXAMPLES["severance"][0] | {
        "monthly_wage": "45000",
        "rate_average_wage_shanghai_0_2025-01-01": "1",
    }
    assert (
        outcome_of("severance", data)[1].frozen["total"]
        == outcome_of("severance", EXAMPLES["severance"][0] | {"monthly_wage": "45000"})[1].frozen["total"]
    )


@pytest.mark.parametrize("code", WITH_TOTAL)
@pytest.mark.parametrize("region", ["elsewhere", "liyang", "jintan", "changzhou"])
def test_every_place_is_worked_out_or_asks(code, region):
    if "region" not in CALCULATORS[code].form.base_fields:
        return
    form, outcome = outcome_of(code, EXAMPLES[code][0] | {"region": region})
    assert form.errors == {}
    check_shape(outcome.frozen)
    entered = dict.fromkeys(form.asked, "3000")
    for _round in range(3):  # an entered rate may lead to another one
        form, outcome = outcome_of(code, EXAMPLES[code][0] | {"region": region} | entered)
        entered = dict.fromkeys(form.asked, "3000")
    assert outcome.is_complete
    check_shape(outcome.frozen)


# --- rubbish ---

RUBBISH = (
    "", "\x00", "x" * 3000, "-1", "0", "1e5", "NaN", "999999999999.99", "1900-01-01", "2100-12-31", "2003-05-01 8",
    "1900 0\n2100 366", "٣", "elsewhere", "yes",
)  # fmt: skip


@pytest.mark.parametrize("code", EXAMPLES)
@pytest.mark.long
def test_whatever_stands_in_a_field_there_is_an_answer(code):
    for name in CALCULATORS[code].form.base_fields:
        for typed in RUBBISH:
            form, outcome = outcome_of(code, EXAMPLES[code][0] | {name: typed})
            assert form.is_valid() == (outcome.result is not None)


# --- which calculator for which claim ---


def test_every_kind_of_claim_has_its_calculators():
    found = {kind: [calculator.code for calculator in for_claim(kind)] for kind in ClaimKind.values}
    assert found == {
        "wages": ["unpaid_wages", "minimum_wage", "sick_pay", "standstill", "continued_wages"],
        "overtime": ["overtime"],
        "double_wage": ["double_wages"],
        "severance": ["severance"],
        "notice_pay": ["notice_pay"],
        "damages": ["damages"],
        "probation": ["probation"],
        "medical_subsidy": ["medical_subsidy"],
        "annual_leave": ["annual_leave"],
        "heat_allowance": ["heat_allowance"],
        "work_injury": ["work_injury"],
        "social_insurance": ["social_insurance"],
        "other": [],
    }


@pytest.mark.parametrize("code", CALCULATORS)
def test_a_form_has_a_field_for_every_fact(code):
    calculator = CALCULATORS[code]
    facts = set(calculator.facts.__dataclass_fields__) - {"items"}
    assert facts == set(calculator.form.base_fields)
