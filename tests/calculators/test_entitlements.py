"""The page that answers "what may I claim?": the facts of one employment, and all that follows from them."""

import dataclasses

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from calculators.catalogue import CALCULATORS
from calculators.entitlements import answer, said_again
from calculators.forms import EmploymentForm
from labour_law.entitlements.employment import Employment
from law_tables.current import tables
from tests.factories import office, staff

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true", "X-Background": "yes"}
HERE = "calculators:entitlements"
GONE = {
    "region": "上海",
    "as_of": "2026-11-23",
    "hired": "2023年3月1日",
    "left": "2026.6.30",
    "ended": "no_fault_changed",
    "monthly_wage": "7,000",
    "earlier_wages": "2025-12-31 6,000",
}
ALL = GONE | {
    "notice_given": "no",
    "contract": "late",
    "contract_on": "2023-06-01",
    "insured": "no",
    "unpaid_from": "2026-05-01",
    "days_a_week": "6",
    "hours_a_day": "8",
    "overtime_from": "2026-01-01",
    "leave_years": "2025 2",
    "heat_place": "outdoors",
    "injured_on": "2026-02-03",
    "grade": "9",
}


def worked_out(**data: str):
    form = EmploymentForm(data)
    return form, answer(form, tables())


def sums(found) -> dict[str, str]:
    return {entry.key: str(entry.total) for entry in found.entries}


def test_all_that_follows_is_worked_out_to_the_fen(user):
    """At 7,000 since January 2026, 6,000 before."""
    form, found = worked_out(**ALL)
    assert form.errors == {}
    assert sums(found) == {
        "unpaid_wages-1": "14000.00",
        "overtime-1": "11586.21",  # 18 Saturdays off by the calendar × 8 hours × 7,000 ÷ 174 × 2
        "double_wages-1": "12000.00",
        "severance-1": "22750.00",  # 3.5 × the mean of six months at 6,000 and six at 7,000
        "notice_pay-1": "7000.00",
        "annual_leave-1": "1793.10",  # 3 days × 6,500 ÷ 21.75 × 2
        "heat_allowance-1": "3900.00",  # 13 hot months at 300
        "work_injury-1": "218839.80",  # 9 × 60% of 12,577, and 6 + 6 months at 12,577
        "damages-1": "45500.00",  # twice N, where a grade forbids the dismissal
        "continued_wages-1": "33149.43",  # 4 months × 7,000, and 16 days of November × 7,000 ÷ 21.75
        "insurance_arrears-1": "0.00",
    }
    assert found.total == sum(
        entry.total for entry in found.entries if entry.key not in ("damages-1", "continued_wages-1")
    )


def test_what_is_only_possible_is_no_part_of_the_total(user):
    _form, found = worked_out(**GONE | {"ended": "at_fault"})
    assert sums(found) == {"damages-1": "45500.00", "continued_wages-1": "33149.43"}
    assert found.total == 0


@pytest.mark.parametrize("code", sorted(set(CALCULATORS) - {"social_insurance", "final_award"}))
def test_the_form_of_a_calculation_says_the_same_facts_again(user, code):
    needed = {
        "damages": {"ended": "unlawful"},
        "minimum_wage": {"earlier_wages": "2025-12-31 2,000"},
        "medical_subsidy": {"ended": "no_fault_illness"},
        "probation": {"probation_term": "under_3_years", "probation_to": "2023-08-31"},
        "sick_pay": {"sick_from": "2025-03-01", "sick_to": "2025-03-20", "sick_paid": "500"},
        "standstill": {"idle_from": "2025-03-01", "idle_to": "2025-05-20"},
    }
    _form, found = worked_out(**ALL | needed.get(code, {}))
    entries = [entry for entry in found.entries if entry.found.code == code]
    assert entries
    for entry in entries:
        assert entry.form.facts() == entry.found.facts
        assert said_again(type(entry.form), entry.found.facts) == {
            name: text for name, text in entry.form.data.items() if not name.startswith("rate_")
        }


def test_every_fact_of_an_employment_has_a_field_in_one_section():
    form = EmploymentForm({})
    names = [field.name for section in form.sections() for field in section.fields]
    assert sorted(names) == sorted(fact.name for fact in dataclasses.fields(Employment))


def test_a_rate_that_several_sums_need_is_asked_for_once_and_counts_for_all(user):
    elsewhere = {"region": "elsewhere", "notice_given": ""}
    form, found = worked_out(**GONE | elsewhere)
    assert not found.entries[0].can_be_claimed or found.entries[0].outcome.result.asks
    asked = form.asked
    assert len(asked) == len(set(asked)) > 0
    rates = {name: "9000" if "average" in name else "2000" for name in asked}
    form, found = worked_out(**GONE | elsewhere | rates)
    assert [entry.key for entry in found.entries] == ["severance-1", "notice_pay-1"]
    assert found.entries[0].can_be_claimed
    assert "entered" in {rate["confidence"] for rate in found.entries[0].frozen["rates"]}


ELSEWHERE = GONE | {"region": "elsewhere", "ended": "own_wish", "idle_from": "2026-06-01"}


def test_what_cannot_be_worked_out_without_a_rate_is_no_sum_of_nothing(client, user):
    """The shortfall to a minimum wage that no table has: not 0.00, and not "nothing is owed"."""
    text = client.post(reverse(HERE), ELSEWHERE | {"earlier_wages": ""}).content.decode()
    minimum = text[text.index("最低工资差额") : text.index("停工停产工资")]
    assert '<span class="num strong">–</span>' in minimum
    assert "填写标准后计算" in minimum
    assert "没有应付金额" not in text


def test_a_missing_rate_is_told_with_its_kind_and_its_days(user):
    _form, found = worked_out(**ELSEWHERE | {"idle_from": "2026-05-30", "left": "2026-06-30"})
    (idle,) = [entry for entry in found.entries if entry.found.code == "standstill"]
    told = [str(note["text"]["zh"]) for note in idle.frozen["notes"] if note["kind"] == "warning"]
    assert told == [
        "缺少2026年6月30日的标准（月最低工资标准），请填写；该期间未计入合计。",
        "缺少2026年6月30日的标准（停工停产，第一个周期后的生活费），请填写；该期间未计入合计。",
    ]


def test_a_minimum_wage_that_is_met_is_not_told(user):
    _form, found = worked_out(**GONE | {"ended": "own_wish"})
    assert found.entries == []


# --- the page ---


def test_the_page_lists_sum_last_day_and_proof(client, user):
    page = client.post(reverse(HERE), ALL)
    text = page.content.decode()
    assert page.status_code == 200
    for told in (
        "14,000.00",
        "2027年6月30日",
        "劳动者举证",
        "单位举证",
        "《劳动合同法》第47条",
        "社保征收机构",
    ):
        assert told in text


def test_a_limit_that_has_passed_is_said(client, user):
    text = client.post(reverse(HERE), ALL).content.decode()
    assert "期限已于2024年5月31日届满，除非曾经中断" in text


def test_the_limit_of_an_office_that_has_passed_is_no_plea(client, user):
    hurt = GONE | {"injured_on": "2024-02-03"}
    text = client.post(reverse(HERE), hurt).content.decode()
    assert "期限已于2025年2月5日届满，经办机构可能不予受理" in text
    assert "除非曾经中断" not in text


def test_while_typing_only_the_answer_is_sent_and_always_with_200(client, user):
    page = client.post(reverse(HERE), GONE | {"left": "2020-01-01"}, headers=LIVE)
    text = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in text
    assert "结束日期（2020年1月1日）早于开始日期" in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ended": ""}, "ended"),
        ({"left": ""}, "left"),
        ({"contract": "late"}, "contract_on"),
        ({"earlier_wages": "2025-12-31 6,000\n2025-12-31 5,000"}, "earlier_wages"),
        ({"earlier_wages": "6000"}, "earlier_wages"),
        ({"unpaid_from": "2026-13-01"}, "unpaid_from"),
        ({"hours_a_day": "30"}, "hours_a_day"),
        ({"monthly_wage": "-5"}, "monthly_wage"),
        ({"region": "亚特兰蒂斯"}, "region"),
        ({"leave_years": "2025 0\n2025 1"}, "leave_years"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(client, user, wrong, field):
    page = client.post(reverse(HERE), GONE | wrong)
    assert page.status_code == 422
    form = page.context["form"]
    assert list(form.errors) == [field]
    assert form[field].value() == (GONE | wrong).get(field)


def test_the_section_of_what_is_wrong_stands_open(client, user):
    form = client.post(reverse(HERE), GONE | {"contract_on": "morgen"}).context["form"]
    assert [section.code for section in form.sections() if section.is_open] == ["work", "contract"]


def test_a_year_without_a_holiday_table_spoils_one_sum_not_the_others(client, user):
    """Which days of 2028 will be worked, nobody has said yet."""
    later = {"as_of": "2028-03-01", "left": "2028-02-29", "days_a_week": "6"}
    page = client.post(reverse(HERE), GONE | later)
    assert page.status_code == 200
    entries = {entry.key: entry for entry in page.context["answer"].entries}
    problems = [problem for key, entry in entries.items() if "overtime" in key for problem in entry.problems]
    assert problems == ["节假日表中没有2027年的放假安排，请先补录该年度。"]
    assert entries["severance-1"].total > 0


def test_pay_without_work_and_a_long_probation_are_worked_out(user):
    """Hired on 2023-03-01 in Shanghai, 6,000 until the end of 2025.

    Ill in May 2024, the second year: 60 % of 6,000 = 3,600, less 2,000. Standstill from March 1 to April 30, 2025: 6,000,
    then 2,690 × 100 %. Probation of six months where two are lawful: 4 × 6,000.
    """
    without_work = {
        "sick_from": "2024-05-01",
        "sick_to": "2024-05-31",
        "sick_paid": "2000",
        "idle_from": "2025-03-01",
        "idle_to": "2025-04-30",
        "probation_term": "under_3_years",
        "probation_to": "2023-08-31",
    }
    form, found = worked_out(**GONE | {"ended": "own_wish"} | without_work)
    assert form.errors == {}
    assert sums(found) == {
        "sick_pay-1": "1600.00",
        "standstill-1": "8690.00",
        "probation-1": "24000.00",
        "severance-1": "22750.00",  # if wages not paid in full were the reason
    }
    assert found.total == 1600 + 8690 + 24000
    labels = {str(entry.label) for entry in found.entries}
    assert {"病假工资", "停工停产工资", "违法约定试用期赔偿金"} <= labels


def test_illness_and_age_at_the_end_are_asked_about(user):
    """Six months of the mean of 6,500 in Shanghai; the age of retirement was reached on 2024-07-02."""
    _form, found = worked_out(**GONE | {"ended": "no_fault_illness", "notice_given": "yes"})
    assert sums(found) == {"severance-1": "22750.00", "medical_subsidy-1": "39000.00"}
    assert found.total == 22750
    aged = {"ended": "retired", "born": "1964-07-02", "retires_as": "man"}
    _form, found = worked_out(**GONE | aged | {"pension": "no"})
    assert [(entry.key, entry.found.standing) for entry in found.entries] == [("severance-1", "possible")]
    assert worked_out(**GONE | aged | {"pension": "yes"})[1].entries == []


def test_what_the_worker_pays_for_insurance_is_said_in_the_working(user):
    """3,000 less 290 are 2,710 where 2,740 is due: June 2026 to November 2026, 30 a month."""
    form, found = worked_out(
        region="上海", as_of="2026-11-30", hired="2026-06-01", monthly_wage="3000", own_insurance="290"
    )
    assert form.errors == {}
    assert sums(found)["minimum_wage-1"] == "180.00"
    [note] = [one for one in found.entries[0].frozen["notes"] if one["code"] == "without_insurance"]
    assert "每月290.00元不计入" in note["text"]["zh"]


def test_a_sum_of_nothing_is_not_told(user):
    """A contract signed within the first month, and all of the leave taken."""
    _form, found = worked_out(
        **GONE
        | {"contract": "late", "contract_on": "2023-03-20", "leave_years": "2025 5", "ended": "own_wish"}
    )
    assert found.entries == []


def test_the_index_begins_with_the_question(client, user):
    text = client.get(reverse("calculators:index")).content.decode()
    assert text.index(f'href="{reverse(HERE)}"') < text.index(
        f'href="{reverse("calculators:page", args=["overtime"])}"'
    )


def test_in_english(client, user):
    client.cookies["django_language"] = "en"
    text = client.post(reverse(HERE), ALL).content.decode()
    assert "What may be claimed" in text
    assert "Apply for arbitration by 30 Jun 2027" in text


def test_the_number_of_queries_does_not_grow_with_what_follows(client):
    client.force_login(staff("clerk", office("朱泾镇总工会")))

    def queries(data):
        client.post(reverse(HERE), data)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.post(reverse(HERE), data)
        return len(asked)

    assert queries(GONE) == queries(ALL)


def test_facts_are_taken_from_what_a_browser_sends(user):
    data = MultiValueDict({name: [text] for name, text in GONE.items()})
    form = EmploymentForm(data)
    assert answer(form, tables()).entries
