"""The calculator pages: what is typed, what comes out, and what is said when it cannot."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from calculators.catalogue import CALCULATORS
from tests.calculators.examples import EXAMPLES
from tests.factories import office, staff

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true", "X-Background": "yes"}


def page(code: str) -> str:
    return reverse("calculators:page", args=[code])


def english(client):
    client.cookies["django_language"] = "en"


def test_the_index_leads_to_every_calculator(client, user):
    text = client.get(reverse("calculators:index")).content.decode()
    assert [code for code in CALCULATORS if f'href="{page(code)}"' not in text] == []


def test_everybody_signed_in_finds_it_in_the_navigation(client, user):
    nav = client.get(reverse("calculators:index")).context["nav"]
    assert [item["key"] for item in nav if item["current"]] == ["k"]
    assert len({item["key"] for item in nav}) == len(nav)


@pytest.mark.parametrize("code", CALCULATORS)
def test_an_empty_page_says_what_it_is_for_and_complains_of_nothing(client, user, code):
    answer = client.get(page(code))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert str(CALCULATORS[code].label) in text
    assert "本页不保存任何内容。" in text
    assert "error-summary" not in text


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_worked_example_comes_out(client, user, code):
    data, total = EXAMPLES[code]
    answer = client.post(page(code), data)
    assert answer.status_code == 200
    assert total in answer.content.decode()


@pytest.mark.parametrize("code", EXAMPLES)
def test_while_typing_only_the_result_is_answered(client, user, code):
    data, total = EXAMPLES[code]
    answer = client.post(page(code), data, headers=LIVE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert total in text
    assert "<html" not in text
    assert "<form" not in text


@pytest.mark.parametrize("code", EXAMPLES)
def test_nothing_typed_yet_is_no_reason_to_shout(client, user, code):
    answer = client.post(page(code), {}, headers=LIVE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "还需填写" in text
    assert "error" not in text
    assert client.post(page(code), {}).status_code == 422


def test_the_place_of_the_own_office_is_chosen_beforehand(client):
    district = office("金山区总工会", region="shanghai")
    client.force_login(staff("clerk", office("朱泾镇总工会", district)))
    text = client.get(page("severance")).content.decode()
    assert 'name="region" value="上海市"' in text
    assert '<option value="常州市区"></option>' in text


def test_the_region_of_an_office_may_be_a_class_of_places(client):
    client.force_login(staff("clerk", office("无锡市总工会", region="jiangsu_1")))
    assert 'name="region" value="江苏省一类地区"' in client.get(page("minimum_wage")).content.decode()
    for typed in ("jiangsu_1", "江苏省一类地区"):
        data = EXAMPLES["minimum_wage"][0] | {"region": typed, "monthly_wage": "2400"}
        # 3 months × (2,490 − 2,400)
        assert "270.00" in client.post(page("minimum_wage"), data).content.decode()


# --- what cannot be ---

BAD = [
    (
        "unpaid_wages",
        {"start": "2026-08-12", "end": "2026-05-01"},
        "end",
        "结束日期（2026年5月1日）早于开始日期（2026年8月12日）。",
        "The end (1 May 2026) is before the start (12 Aug 2026).",
    ),
    (
        "unpaid_wages",
        {"monthly_wage": "-6500"},
        "monthly_wage",
        "金额不能为负数。",
        "A sum cannot be negative.",
    ),
    (
        "unpaid_wages",
        {"monthly_wage": "0"},
        "monthly_wage",
        "金额必须大于零。",
        "The amount must be above zero.",
    ),
    (
        "unpaid_wages",
        {"monthly_wage": "viel"},
        "monthly_wage",
        "请填写金额，如 1234.50。",
        "Enter a sum like 1234.50.",
    ),
    (
        "unpaid_wages",
        {"region": "atlantis"},
        "region",
        "标准表中没有“atlantis”这个地区。",
        "There is no place atlantis in the tables.",
    ),
    (
        "overtime",
        {"days": "2025-10-01 8\n2025-10-02 25"},
        "days",
        "第2行：一天只有24小时",
        "Row 2: A day has 24 hours, not 25.",
    ),
    (
        "overtime",
        {"days": "2025-10-01 8\n2025-10-01 2"},
        "days",
        "2025年10月1日",
        "1 Oct 2025 stands there twice.",
    ),
    ("work_injury", {"grade": "11"}, "grade", "11", "Grades of disability go from 1 to 10, not to 11."),
    ("work_injury", {"leave_months": "25"}, "leave_months", "24", "The number is above 24."),
    (
        "notice_pay",
        {"cause": "expiry"},
        "cause",
        "expiry",
        "Select a valid choice. expiry is not one of the available choices.",
    ),
    ("annual_leave", {"years": "2025 1\n2025 2"}, "years", "2025", "The year 2025 stands there twice."),
    (
        "minimum_wage",
        {"hourly_wage": "20", "hours": "100"},
        "monthly_wage",
        "小时",
        "Give the wage of a month, or the wage of an hour and the hours, not both.",
    ),
    (
        "severance",
        {"hired": "yesterday"},
        "hired",
        "请按 2026-01-05 的格式填写日期。",
        "Enter a date like 2026-01-05.",
    ),
    (
        "heat_allowance",
        {"hot_days": "2009 400"},
        "hot_days",
        "第1行",
        "Row 1: The number is above 366.",
    ),
]


@pytest.mark.parametrize(("code", "change", "field", "chinese", "in_english"), BAD)
def test_what_cannot_be_is_told_at_its_field(client, user, code, change, field, chinese, in_english):
    data = EXAMPLES[code][0] | change
    answer = client.post(page(code), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert chinese in str(answer.context["form"].errors[field])
    english(client)
    answer = client.post(page(code), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[field] == [in_english]


@pytest.mark.parametrize(("code", "change", "field", "chinese", "in_english"), BAD)
def test_while_typing_it_is_told_calmly(client, user, code, change, field, chinese, in_english):
    english(client)
    answer = client.post(page(code), EXAMPLES[code][0] | change, headers=LIVE)
    assert answer.status_code == 200
    assert escape(in_english) in answer.content.decode()


def test_the_hot_season_of_another_place_is_chosen(client, user):
    data = EXAMPLES["heat_allowance"][0] | {"first_month": "5", "last_month": "10"}
    # 2018: 6 × 200; 2019: May 200, 5 × 300; 2020: 6 × 300
    assert "4,700.00" in client.post(page("heat_allowance"), data).content.decode()
    answer = client.post(page("heat_allowance"), data | {"last_month": "4"})
    assert list(answer.context["form"].errors) == ["last_month"]


def test_a_year_without_holidays_in_the_table_is_told(client, user):
    answer = client.post(
        page("unpaid_wages"), EXAMPLES["unpaid_wages"][0] | {"start": "2098-05-04", "end": "2098-05-06"}
    )
    assert answer.status_code == 422
    assert "2098" in answer.content.decode()


def test_rows_of_the_award_tell_what_is_wrong_with_them(client, user):
    english(client)
    data = EXAMPLES["final_award"][0] | {"items-0-amount": "viel", "items-1-kind": ""}
    answer = client.post(page("final_award"), data)
    assert answer.status_code == 422
    assert [(problem.label, problem.message) for problem in answer.context["form"].problems()] == [
        ("Item 1 · Sum", "Enter a sum like 1234.50."),
        ("Item 2 · Kind", "This field is required."),
    ]


def test_an_award_without_items_or_with_torn_rows_is_refused(client, user):
    facts = {"region": "shanghai", "on": "2026-11-23"}
    for rows in ({}, {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}, {"items-TOTAL_FORMS": "x"}):
        assert client.post(page("final_award"), facts | rows).status_code == 422
        assert client.post(page("final_award"), facts | rows, headers=LIVE).status_code == 200


@pytest.mark.parametrize(("on", "amount", "marked"), [("2026-11-23", "2,740", 0), ("2018-06-01", "2,420", 1)])
def test_an_award_shows_the_minimum_wage_it_goes_by_and_its_mark(client, user, on, amount, marked):
    english(client)
    text = client.post(page("final_award"), EXAMPLES["final_award"][0] | {"on": on}).content.decode()
    assert f"{amount} yuan a month" in text
    assert text.count("pill warn") == marked


@pytest.mark.parametrize(("left", "marked"), [("2026-06-30", 0), ("2016-06-30", 1)])
def test_a_page_marks_rates_from_memory_though_they_are_only_compared(client, user, left, marked):
    """The minimum and average wage of 2026 are verified, the average of 2015 is from memory."""
    english(client)
    text = client.post(page("severance"), EXAMPLES["severance"][0] | {"left": left}).content.decode()
    assert text.count(", only compared") == 4  # two rates, in the list and in the text to copy
    assert text.count("pill warn") == marked


def test_an_award_says_which_items_are_final(client, user):
    result = client.post(page("final_award"), EXAMPLES["final_award"][0]).context["outcome"].result
    assert [ruling.is_final for ruling in result.rulings] == [True, False]
    assert result.awards == 2


# --- rates no table has ---

RATE = "rate_average_wage_changzhou_0_2025-01-01"
IN_CHANGZHOU = EXAMPLES["severance"][0] | {"region": "changzhou", "monthly_wage": "45000"}


def test_a_missing_rate_is_asked_for(client, user):
    text = client.post(page("severance"), IN_CHANGZHOU).content.decode()
    assert f'name="{RATE}"' in text
    assert "常州市区职工月平均工资（2025年）" in text
    assert "暂计（缺少标准）" in text


def test_an_entered_rate_is_used_marked_and_kept_in_its_field(client, user):
    text = client.post(page("severance"), IN_CHANGZHOU | {RATE: "9000"}).content.decode()
    assert "324,000.00" in text
    assert "手工填写" in text
    assert "暂计（缺少标准）" not in text
    assert f'name="{RATE}" value="9000"' in text


def test_a_wrong_rate_is_told_at_its_field(client, user):
    answer = client.post(page("severance"), IN_CHANGZHOU | {RATE: "-9000"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [RATE]


def test_the_fields_asked_for_are_only_sent_again_when_they_change(client, user):
    first = client.post(page("severance"), IN_CHANGZHOU | {"asked": ""}, headers=LIVE).content.decode()
    assert 'id="asks" hx-swap-oob="true"' in first
    typing = client.post(page("severance"), IN_CHANGZHOU | {"asked": RATE, RATE: "90"}, headers=LIVE)
    assert 'id="asks"' not in typing.content.decode()
    moved = IN_CHANGZHOU | {"asked": RATE, "region": "shanghai"}
    last = client.post(page("severance"), moved, headers=LIVE).content.decode()
    assert 'id="asks" hx-swap-oob="true"' in last
    assert RATE not in last


def test_an_entered_rate_stays_while_it_is_not_asked_for(client, user):
    for change in ({"left": ""}, {"region": "shanghai"}):
        for headers in ({}, LIVE):
            sent = IN_CHANGZHOU | {"asked": RATE, RATE: "9,000<b>"} | change
            text = client.post(page("severance"), sent, headers=headers).content.decode()
            assert f'<input type="hidden" name="{RATE}" value="9,000&lt;b&gt;">' in text


# --- the rest of the house ---


def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client):
    for address in (reverse("calculators:index"), page("severance")):
        assert client.get(address).headers["Location"].startswith(reverse("account_login"))
    assert client.post(page("severance"), EXAMPLES["severance"][0], headers=LIVE).status_code == 401


def test_only_what_there_is_can_be_asked_for(client, user):
    assert client.get(page("lottery")).status_code == 404
    assert client.post(reverse("calculators:index")).status_code == 405
    for method in (client.put, client.delete, client.patch):
        assert method(page("severance")).status_code == 405
    assert client.head(page("severance")).status_code == 200


@pytest.mark.long
def test_whatever_is_typed_is_escaped(client, user):
    bad = "<script>alert(1)</script>\"'>"
    for code, (example, _total) in EXAMPLES.items():
        for name in example:
            if "FORMS" in name:
                continue
            for headers in ({}, LIVE):
                text = client.post(
                    page(code), example | {name: bad, "asked": bad}, headers=headers
                ).content.decode()
                assert "<script>alert" not in text
                assert "alert(1)</script>" not in text


def test_a_calculation_costs_the_same_few_queries_whatever_it_is(client, user):
    client.get(reverse("calculators:index"))
    whole, live = set(), set()
    for code, (example, _total) in EXAMPLES.items():
        data = example | {"form_token": ""}  # it is spent only where a rate is kept
        with CaptureQueriesContext(connection) as queries:
            client.post(page(code), data)
        whole.add(len(queries))
        with CaptureQueriesContext(connection) as queries:
            client.post(page(code), data, headers=LIVE)
        live.add(len(queries))
    assert (len(whole), len(live)) == (1, 1)
    assert max(live) <= max(whole) < 10


def test_nothing_is_saved(client, user):
    with CaptureQueriesContext(connection) as queries:
        client.post(page("severance"), EXAMPLES["severance"][0])
    changes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in changes if "django_session" not in sql] == []
