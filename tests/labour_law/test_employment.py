"""What a worker may claim, from the facts of one employment."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from labour_law.calendar import Period
from labour_law.entitlements.annual_leave import LeaveYear
from labour_law.entitlements.causes import CAUSES, NOTICE_CAUSES
from labour_law.entitlements.continued_wages import continued_wages
from labour_law.entitlements.double_wages import double_wages
from labour_law.entitlements.employment import ENDINGS, Employment
from labour_law.entitlements.medical_subsidy import medical_subsidy
from labour_law.entitlements.minimum_wage import MinimumWage
from labour_law.entitlements.of_employment.claims import entitled
from labour_law.entitlements.of_employment.entitled import Entitled
from labour_law.entitlements.overtime import Overtime, overtime
from labour_law.entitlements.probation import probation
from labour_law.entitlements.proof import PROOF
from labour_law.entitlements.wage_history import EarlierWage
from labour_law.entitlements.work_injury import work_injury
from labour_law.errors import (
    InvalidAmount,
    InvalidCause,
    InvalidChoice,
    InvalidCount,
    InvalidPeriod,
    LabourLawError,
)
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
HIRED, LEFT, AS_OF = date(2023, 3, 1), date(2026, 6, 30), date(2026, 8, 3)
BASE: dict[str, Any] = {"region": "shanghai", "hired": HIRED, "monthly_wage": Decimal(6500), "as_of": AS_OF}
GONE: dict[str, Any] = {"left": LEFT, "ended": "expiry"}


def of(**facts: Any) -> list[Entitled]:
    return entitled(Employment(**BASE | facts), TABLES)


def codes(found: list[Entitled]) -> list[str]:
    return [one.code for one in found]


def only(code: str, **facts: Any) -> Entitled:
    [one] = [one for one in of(**facts) if one.code == code]
    return one


def test_an_employment_in_order_gives_nothing() -> None:
    assert of() == []


def test_everything_that_can_follow_says_what_proof_it_needs() -> None:
    found = of(
        left=LEFT,
        ended="no_fault_changed",
        notice_given=False,
        contract="never",
        unpaid_from=date(2026, 5, 1),
        days_a_week=Decimal(6),
        leave_years=(LeaveYear(year=2025),),
        heat_place="outdoors",
        injured_on=date(2026, 2, 3),
        grade=9,
        insured=False,
    )
    assert codes(found) == [
        "unpaid_wages",
        "overtime",
        "double_wages",
        "severance",
        "notice_pay",
        "annual_leave",
        "heat_allowance",
        "work_injury",
        "overtime",
        "damages",
        "continued_wages",
        "insurance_arrears",
    ]
    assert all(one.proof == PROOF[one.code] and one.proof for one in found)


# --- how the employment ended ---


@pytest.mark.parametrize("cause", sorted(CAUSES))
def test_an_end_that_gives_severance_gives_it(cause: str) -> None:
    one = only("severance", left=LEFT, ended=cause)
    assert one.standing == "owed"
    assert one.facts.cause == cause  # type: ignore[union-attr]


@pytest.mark.parametrize("ended", ENDINGS)
@pytest.mark.parametrize("notice", [True, False, None])
def test_a_month_in_lieu_of_notice_is_for_dismissal_without_fault_and_without_notice(
    ended: str, notice: bool | None
) -> None:
    """Where nobody asked, it is possible: that notice was given is for the employer to show."""
    found = [one for one in of(left=LEFT, ended=ended, notice_given=notice) if one.code == "notice_pay"]
    expected = {False: ["owed"], None: ["possible"], True: []}[notice] if ended in NOTICE_CAUSES else []
    assert [one.standing for one in found] == expected


def test_unlawful_dismissal_gives_twice_n_in_place_of_n() -> None:
    assert codes(of(left=LEFT, ended="unlawful")) == ["damages", "continued_wages"]


def test_for_an_alleged_fault_twice_n_depends_on_its_proof() -> None:
    found = of(left=LEFT, ended="at_fault")
    assert [(one.code, one.standing) for one in found] == [
        ("damages", "possible"),
        ("continued_wages", "possible"),
    ]
    assert all(one.why for one in found)


@pytest.mark.parametrize("ended", ["own_wish", "agreed_by_worker", "not_renewed_by_worker", "retired"])
def test_an_end_on_the_side_of_the_worker_gives_nothing(ended: str) -> None:
    assert of(left=LEFT, ended=ended) == []


@pytest.mark.parametrize(
    ("facts", "article"),
    [
        pytest.param({"ended": "no_fault_illness", "protected": True}, "劳动合同法 42", id="in treatment"),
        pytest.param({"ended": "redundancy", "protected": True}, "劳动合同法 42", id="redundancy"),
        pytest.param({"ended": "expiry", "protected": True}, "劳动合同法 45", id="the term goes on"),
        pytest.param({"ended": "no_fault_incompetent", "grade": 9}, "劳动合同法 42", id="hurt at work"),
        pytest.param({"ended": "expiry", "grade": 6}, "劳动合同法 45", id="hurt gravely, term"),
        pytest.param({"ended": "expiry", "grade": 7}, None, id="grades 7 to 10 end with the term"),
        pytest.param(
            {"ended": "expiry", "contract": "refused", "contract_on": date(2026, 7, 1)},
            "劳动合同法 14(2)",
            id="a contract without a fixed term was due",
        ),
        pytest.param({"ended": "agreed_by_employer", "protected": True}, None, id="agreed"),
        pytest.param({"ended": "closed", "protected": True}, None, id="the employer is gone"),
    ],
)
def test_an_end_that_the_law_forbids_may_have_been_unlawful(
    facts: dict[str, Any], article: str | None
) -> None:
    hurt = {"injured_on": date(2026, 2, 3)} if "grade" in facts else {}
    twice = [one for one in of(left=LEFT, **facts, **hurt) if one.code == "damages"]
    assert [(one.standing, one.article) for one in twice] == ([("possible", article)] if article else [])


def test_the_end_of_an_unlawful_dismissal_says_that_going_on_may_be_chosen() -> None:
    assert only("damages", left=LEFT, ended="unlawful").article == "劳动合同法 48"


def test_who_works_by_the_hour_has_no_second_wage_and_no_severance() -> None:
    gone = {"left": LEFT, "ended": "unlawful", "contract": "never", "insured": False}
    assert codes(of(**gone, part_time=True)) == ["insurance_arrears"]


def test_overtime_pay_counts_in_the_mean_of_severance_in_beijing_alone_and_never_in_that_of_leave() -> None:
    facts: dict[str, Any] = {
        **GONE,
        "mean": Decimal(9000),
        "mean_overtime": Decimal(2000),
        "leave_years": (LeaveYear(year=2025),),
    }
    for region, counts in (("shanghai", False), ("beijing", True)):
        claim: Any = only("severance", **facts, region=region).facts
        assert (claim.monthly_wage, claim.overtime, claim.overtime_in_base) == (7000, 2000, counts)
    leave: Any = only("annual_leave", **facts).facts
    assert leave.monthly_wage == 7000


@pytest.mark.parametrize(
    "fault",
    [
        {"unpaid_from": date(2026, 5, 1)},
        {"insured": False},
        {"days_a_week": Decimal(6)},
        {"monthly_wage": Decimal(2000)},
    ],
    ids=["wages", "insurance", "overtime", "minimum wage"],
)
@pytest.mark.parametrize("end", [{}, {"left": LEFT, "ended": "own_wish"}])
def test_over_the_employers_fault_n_is_possible(fault: dict[str, Any], end: dict[str, Any]) -> None:
    one = only("severance", **fault, **end)
    assert (one.standing, one.facts.cause) == ("possible", "forced_resignation")  # type: ignore[union-attr]
    assert one.facts.left == end.get("left", AS_OF)  # type: ignore[union-attr]


def test_wages_that_were_paid_after_all_are_no_fault() -> None:
    late = {"unpaid_from": date(2026, 5, 1), "unpaid_to": date(2026, 5, 31), "unpaid_paid": Decimal(6500)}
    assert codes(of(**late)) == ["unpaid_wages"]


def test_insurance_nobody_asked_about_is_no_fault() -> None:
    assert of(insured=None) == []


def test_the_mean_of_the_wages_counts_unless_another_is_given() -> None:
    raised = (EarlierWage(until=date(2025, 12, 31), monthly_wage=Decimal(5500)),)
    assert only("severance", **GONE, earlier_wages=raised).facts.monthly_wage == Decimal("6000.00")  # type: ignore[union-attr]
    given = only("severance", **GONE, earlier_wages=raised, mean=Decimal(7100))
    assert given.facts.monthly_wage == Decimal(7100)  # type: ignore[union-attr]


def test_the_month_before_the_end_decides_pay_in_lieu_of_notice() -> None:
    lowered = (EarlierWage(until=date(2026, 5, 31), monthly_wage=Decimal(8000)),)
    facts = {"left": LEFT, "ended": "no_fault_illness", "notice_given": False, "earlier_wages": lowered}
    assert only("notice_pay", **facts).facts.prior_month_wage == Decimal(8000)  # type: ignore[union-attr]


def test_a_raise_within_that_month_counts_by_its_days() -> None:
    """30 days of May at 4,000 and one at 5,550."""
    raised = (EarlierWage(until=date(2026, 5, 30), monthly_wage=Decimal(4000)),)
    facts = {"left": LEFT, "ended": "no_fault_illness", "notice_given": False, "earlier_wages": raised}
    pay: Any = only("notice_pay", **facts, monthly_wage=Decimal(5550)).facts
    assert pay.prior_month_wage == Decimal("4050.00")


# --- instead of damages, and beside severance ---


def test_who_asks_to_go_on_has_wages_since_an_unlawful_end() -> None:
    """July 2026 whole, and August 1 to 3: one working day, Monday the 3rd.

    6,500 + 1 × 6,500 ÷ 21.75 = 6,500 + 298.85 = 6,798.85
    """
    one = only("continued_wages", left=LEFT, ended="unlawful")
    assert (one.standing, one.article) == ("possible", "劳动合同法 48; 法释〔2025〕12号 18")
    assert continued_wages(one.facts, TABLES).total == Decimal("6798.85")  # type: ignore[arg-type]


def test_on_the_last_day_there_are_no_wages_since() -> None:
    assert codes(of(left=AS_OF, ended="unlawful")) == ["damages"]


@pytest.mark.parametrize(
    ("facts", "article"),
    [
        pytest.param({"ended": "no_fault_illness"}, "上海市劳动合同条例 44", id="Shanghai"),
        pytest.param(
            {"ended": "no_fault_illness", "region": "beijing"}, "劳部发〔1995〕309号 35", id="elsewhere"
        ),
        pytest.param(
            {"ended": "expiry", "treatment_over": True},
            "劳部发〔1996〕354号 22; 劳办发〔1997〕18号 2",
            id="the term ended",
        ),
        pytest.param({"ended": "expiry"}, None, id="the term ended without an illness"),
        pytest.param({"ended": "no_fault_changed", "treatment_over": True}, None, id="another ground"),
    ],
)
def test_an_end_over_an_illness_may_give_a_medical_subsidy(
    facts: dict[str, Any], article: str | None
) -> None:
    """Six months of the mean wage: 6 × 6,500 = 39,000."""
    found: list[Any] = [one for one in of(left=LEFT, **facts) if one.code == "medical_subsidy"]
    assert [(one.standing, one.article) for one in found] == ([("possible", article)] if article else [])
    assert [medical_subsidy(one.facts, TABLES).total for one in found] == [39000] * len(found)


# --- the age of retirement ---

AT_60: dict[str, Any] = {"retires_as": "man", "born": date(1964, 7, 2), "hired": date(2010, 3, 1)}
"""Reached on 2024-07-02, before the ages rose."""


@pytest.mark.parametrize(
    ("facts", "standings"),
    [
        pytest.param({"ended": "retired", "pension": True}, [], id="with a pension"),
        pytest.param(
            {"ended": "retired", "pension": False},
            [("severance", "possible", "劳动合同法实施条例 21")],
            id="without a pension",
        ),
        pytest.param(
            {"ended": "retired"}, [("severance", "possible", "劳动合同法实施条例 21")], id="not asked"
        ),
        pytest.param(
            {"ended": "expiry", "pension": True},
            [("severance", "possible", "劳动合同法 44(2)")],
            id="term, pension",
        ),
        pytest.param(
            {"ended": "expiry", "pension": False},
            [("severance", "possible", "劳动合同法实施条例 21")],
            id="term, no pension",
        ),
    ],
)
def test_past_the_age_of_retirement_severance_depends_on_the_pension(
    facts: dict[str, Any], standings: list[tuple[str, str, str]]
) -> None:
    found = of(**AT_60 | {"left": LEFT} | facts)
    assert [(one.code, one.standing, one.article) for one in found] == standings


def test_past_the_age_of_retirement_damages_are_only_possible() -> None:
    one = only("damages", **AT_60, left=LEFT, ended="unlawful", pension=True)
    assert (one.standing, one.article) == ("possible", "劳动合同法 44(2)")


def test_to_retire_a_worker_before_the_age_may_be_an_unlawful_end() -> None:
    """A man born on 1968-08-10: 60 years, and 11 months for 44 months of births begun since 1965, so 2029-07-10."""
    one = only("damages", born=date(1968, 8, 10), retires_as="man", left=LEFT, ended="retired")
    assert (one.standing, one.article) == ("possible", "劳动合同法实施条例 21; 劳动合同法 87")
    assert one.why is not None
    assert one.why.params == {"day": date(2029, 7, 10)}


@pytest.mark.parametrize(
    ("hired", "ended", "article"),
    [
        pytest.param(date(2011, 7, 1), "redundancy", "劳动合同法 42", id="fifteen years to the day"),
        pytest.param(date(2011, 7, 2), "redundancy", None, id="a day short of fifteen years"),
        pytest.param(date(2011, 7, 1), "expiry", "劳动合同法 45", id="the term goes on"),
    ],
)
def test_near_retirement_after_fifteen_years_a_worker_is_protected(
    hired: date, ended: str, article: str | None
) -> None:
    near: dict[str, Any] = {"born": date(1968, 8, 10), "retires_as": "man", "hired": hired}
    twice = [one.article for one in of(**near, left=LEFT, ended=ended) if one.code == "damages"]
    assert twice == ([article] if article else [])


def test_more_than_five_years_before_retirement_a_worker_is_not_protected() -> None:
    far: dict[str, Any] = {"born": date(1980, 1, 1), "retires_as": "man", "hired": date(2005, 1, 1)}
    assert "damages" not in codes(of(**far, left=LEFT, ended="redundancy"))


# --- pay without work, and probation ---


def test_pay_for_illness_and_for_a_standstill_end_with_the_employment_unless_a_day_is_given() -> None:
    for code, start, paid in (
        ("sick_pay", "sick_from", "sick_paid"),
        ("standstill", "idle_from", "idle_paid"),
    ):
        facts: Any = only(code, **GONE, **{start: date(2026, 4, 1), paid: Decimal(900)}).facts
        assert (facts.start, facts.end, facts.paid) == (date(2026, 4, 1), LEFT, 900)


@pytest.mark.parametrize(
    ("unpaid_to", "standing"),
    [(date(2026, 4, 30), "owed"), (date(2026, 5, 1), "possible"), (None, "possible")],
)
def test_days_for_which_wages_are_claimed_too_are_not_owed_twice(
    unpaid_to: date | None, standing: str
) -> None:
    ill: dict[str, Any] = {"sick_from": date(2026, 5, 1), "sick_to": date(2026, 5, 31)}
    assert only("sick_pay", **ill, unpaid_from=date(2026, 3, 1), unpaid_to=unpaid_to).standing == standing


@pytest.mark.parametrize("time", ["sick", "idle"])
def test_pay_withheld_without_work_is_a_fault_of_the_employer(time: str) -> None:
    days: dict[str, Any] = {f"{time}_from": date(2026, 5, 1), f"{time}_to": date(2026, 5, 31)}
    assert only("severance", **days).standing == "possible"
    assert "severance" not in codes(of(**days, **{f"{time}_paid": Decimal(9000)}))


def test_damages_for_a_probation_go_by_the_wage_after_it() -> None:
    """5,200 in probation until August 31, 2023, then 6,500; two months were lawful, so four are too many: 26,000."""
    one = only(
        "probation",
        probation_term="under_3_years",
        probation_to=date(2023, 8, 31),
        earlier_wages=(EarlierWage(until=date(2023, 8, 31), monthly_wage=Decimal(5200)),),
    )
    facts: Any = one.facts
    assert (facts.start, facts.end, facts.monthly_wage) == (HIRED, date(2023, 8, 31), 6500)
    assert probation(facts, TABLES).total == 26000
    assert one.limit is not None
    assert one.limit.last_day == date(2024, 9, 2)  # the day itself is a Saturday


def test_what_the_worker_pays_for_insurance_counts_where_the_minimum_wage_is_without_it() -> None:
    """Shanghai: 2,740 has to be left of 3,000; with 290 of insurance it is not (2,710), with 260 it is."""
    paid: dict[str, Any] = {"monthly_wage": Decimal(3000), "hired": date(2026, 6, 1)}
    assert codes(of(**paid, own_insurance=Decimal(290))) == ["minimum_wage", "severance"]
    assert codes(of(**paid, own_insurance=Decimal(260))) == []
    assert codes(of(**paid, own_insurance=Decimal(290), region="changzhou")) == []


# --- the contract ---


@pytest.mark.parametrize(
    ("contract", "on", "total"),
    [
        pytest.param("never", None, "71500.00", id="eleven months"),
        pytest.param("late", date(2023, 6, 1), "13000.00", id="April and May"),
        pytest.param("late", date(2023, 3, 20), "0.00", id="within the first month"),
        pytest.param("ran_out", date(2026, 2, 28), "19500.00", id="from the second month after it ran out"),
        pytest.param("refused", date(2026, 1, 1), "39000.00", id="from the day it was due, six months"),
    ],
)
def test_a_second_wage_is_owed_while_the_contract_is_missing(
    contract: str, on: date | None, total: str
) -> None:
    one = only("double_wages", **GONE, contract=contract, contract_on=on)
    assert double_wages(one.facts, TABLES).total == Decimal(total)  # type: ignore[arg-type]


@pytest.mark.parametrize("contract", ["", "signed"])
def test_with_a_contract_or_without_a_word_of_it_there_is_none(contract: str) -> None:
    assert codes(of(**GONE, contract=contract)) == ["severance"]


# --- hours ---


@pytest.mark.parametrize(
    ("pattern", "hours"),
    [
        pytest.param({"hours_a_day": 10}, (42, 0, 0), id="two hours on each of 21 working days"),
        pytest.param({"days_a_week": 6}, (0, 40, 0), id="five Saturdays"),
        pytest.param({"days_a_week": 7}, (0, 80, 0), id="five Saturdays and five Sundays"),
        pytest.param({"days_a_week": "5.5"}, (0, 20, 0), id="every second Saturday"),
        pytest.param({"days_a_week": 6, "hours_a_day": 12}, (84, 60, 0), id="twelve hours, six days"),
        pytest.param({"days_a_week": 5, "hours_a_day": 8}, None, id="as the law has it"),
        pytest.param({"days_a_week": 4, "hours_a_day": 6}, None, id="less"),
        pytest.param({"days_a_week": 6, "hours_a_day": 6}, None, id="six short days, 36 hours"),
        pytest.param({"days_a_week": 6, "hours_a_day": 7}, (0, 10, 0), id="two hours a week beyond forty"),
        pytest.param({"days_a_week": 4, "hours_a_day": 12}, ("67.2", 0, 0), id="four days of twelve"),
        pytest.param({"days_a_week": "3.5", "hours_a_day": 12}, ("58.8", 0, 0), id="every other day"),
    ],
)
def test_hours_follow_from_what_was_usually_worked(
    pattern: dict[str, Any], hours: tuple[Any, int, int] | None
) -> None:
    """In August 2025: 21 working days, five Saturdays, five Sundays, no holiday."""
    time = {"overtime_from": date(2025, 8, 1), "overtime_to": date(2025, 8, 31)}
    worked = {name: Decimal(value) for name, value in pattern.items()}
    found = [one for one in of(**time, **worked) if one.code == "overtime"]
    if hours is None:
        assert found == []
        return
    [one] = found
    facts: Any = one.facts
    assert (facts.weekday_hours, facts.rest_day_hours, facts.holiday_hours) == tuple(map(Decimal, hours))
    assert (facts.start, facts.end) == (date(2025, 8, 1), date(2025, 8, 31))


def test_holidays_count_where_they_were_worked_and_the_days_off_around_them_do_not() -> None:
    """October 1 to 8, 2025: four of them at 300 %; the other days off are taken as given."""
    time = {"overtime_from": date(2025, 10, 1), "overtime_to": date(2025, 10, 8), "days_a_week": Decimal(7)}
    facts: Any = only("overtime", **time, on_holidays=True).facts
    assert (facts.weekday_hours, facts.rest_day_hours, facts.holiday_hours) == (0, 0, 32)
    assert "overtime" not in codes(of(**time))


def test_each_wage_has_its_own_overtime_and_what_was_paid_is_taken_off_from_the_first_on() -> None:
    raised = (EarlierWage(until=date(2025, 8, 31), monthly_wage=Decimal(5220)),)
    time = {"overtime_from": date(2025, 8, 1), "overtime_to": date(2025, 9, 30), "days_a_week": Decimal(6)}
    found: list[Any] = [
        one.facts
        for one in of(**time, earlier_wages=raised, overtime_paid=Decimal(2500))
        if one.code == "overtime"
    ]
    # 40 hours × 5,220 ÷ 174 × 2 = 2,400, and 32 × 6,500 ÷ 174 × 2 = 2,390.80
    assert [(f.monthly_wage, f.start, f.end, f.paid) for f in found] == [
        (5220, date(2025, 8, 1), date(2025, 8, 31), 2400),
        (6500, date(2025, 9, 1), date(2025, 9, 30), 100),
    ]
    assert [overtime(f, TABLES).total for f in found] == [0, Decimal("2290.80")]


def test_overtime_from_before_the_records_that_are_kept_is_only_possible() -> None:
    found = [one for one in of(days_a_week=Decimal(6)) if one.code == "overtime"]
    assert [(one.standing, one.facts.start, one.facts.end) for one in found] == [  # type: ignore[union-attr]
        ("owed", date(2024, 8, 3), AS_OF),
        ("possible", HIRED, date(2024, 8, 2)),
    ]


def test_overtime_from_before_the_holiday_table_is_counted_from_its_first_year() -> None:
    found: list[Any] = [
        one for one in of(hired=date(1999, 5, 1), days_a_week=Decimal(6)) if one.code == "overtime"
    ]
    first = min(found, key=lambda one: one.facts.start)
    assert first.facts.start == date(min(TABLES.calendar.known_years), 1, 1)
    assert first.why.params == {"day": first.facts.start}


def test_a_wage_below_the_minimum_is_worked_out_apart_for_each_minimum_wage() -> None:
    """Shanghai: 2,690 until June 30, 2025, then 2,740."""
    time = {"overtime_from": date(2025, 6, 1), "overtime_to": date(2025, 7, 31), "days_a_week": Decimal(6)}
    found: list[Any] = [one.facts for one in of(**time, monthly_wage=Decimal(2000)) if one.code == "overtime"]
    assert [f.end for f in found] == [date(2025, 6, 30), date(2025, 7, 31)]
    assert [overtime(f, TABLES).lines[0].rate for f in found] == [2690, 2740]


# --- wages ---


def test_wages_not_paid_end_with_the_employment_unless_a_day_is_given() -> None:
    facts: Any = only("unpaid_wages", **GONE, unpaid_from=date(2026, 5, 1)).facts
    assert (facts.start, facts.end, facts.left) == (date(2026, 5, 1), LEFT, LEFT)
    facts = only("unpaid_wages", unpaid_from=date(2026, 5, 1), unpaid_paid=Decimal(3000)).facts
    assert (facts.end, facts.left, facts.paid) == (AS_OF, None, 3000)


def test_a_wage_below_the_minimum_is_looked_for_in_the_time_that_was_paid() -> None:
    found: list[Any] = [
        one.facts
        for one in of(monthly_wage=Decimal(2500), unpaid_from=date(2026, 1, 1), unpaid_to=date(2026, 3, 31))
        if one.code == "minimum_wage"
    ]
    assert [(f.start, f.end) for f in found] == [
        (HIRED, date(2025, 12, 31)),
        (date(2026, 4, 1), AS_OF),
    ]


def test_a_wage_that_meets_the_minimum_of_its_last_day_met_all_before() -> None:
    raised = (EarlierWage(until=date(2025, 6, 30), monthly_wage=Decimal(2690)),)
    assert of(monthly_wage=Decimal(2740), earlier_wages=raised) == []


def test_where_no_minimum_wage_is_known_the_sum_asks_for_it() -> None:
    assert codes(of(region="elsewhere")) == ["minimum_wage"]


# --- limits ---


@pytest.mark.parametrize(
    ("code", "facts", "last_day"),
    [
        ("unpaid_wages", {**GONE, "unpaid_from": date(2026, 5, 1)}, date(2027, 6, 30)),
        ("unpaid_wages", {"unpaid_from": date(2026, 5, 1)}, None),
        ("severance", GONE, date(2027, 6, 30)),
        ("double_wages", {**GONE, "contract": "never"}, date(2025, 2, 28)),
        ("double_wages", {**GONE, "contract": "late", "contract_on": date(2023, 6, 1)}, date(2024, 5, 31)),
        ("double_wages", {**GONE, "contract": "never", "hired": date(1995, 1, 1)}, date(2009, 12, 31)),
        ("annual_leave", {**GONE, "leave_years": (LeaveYear(year=2025),)}, date(2026, 12, 31)),
        ("annual_leave", {**GONE, "leave_years": (LeaveYear(year=2026),)}, date(2027, 6, 30)),
        ("insurance_arrears", {"insured": False}, "none"),
        ("heat_allowance", {"heat_place": "indoors"}, None),
        ("injury_recognition", {"injured_on": date(2026, 2, 3)}, date(2027, 2, 3)),
        ("insurance_arrears", {**GONE, "insured": False}, date(2028, 6, 30)),
    ],
)
def test_each_has_its_own_limit(code: str, facts: dict[str, Any], last_day: date | str | None) -> None:
    limit = only(code, **facts).limit
    if last_day == "none":
        assert limit is None
        return
    assert limit is not None
    assert limit.last_day == last_day
    assert isinstance(limit, Period) == (code in ("injury_recognition", "insurance_arrears"))


def test_an_injury_without_a_grade_has_to_be_recognised_first() -> None:
    [one] = of(injured_on=date(2026, 2, 3))
    assert (one.code, one.standing, one.facts) == ("injury_recognition", "elsewhere", None)
    graded: Any = only("work_injury", injured_on=date(2026, 2, 3), grade=9).facts
    assert (graded.monthly_wage, graded.leave_wage) == (6500, 6500)


def test_wages_during_leave_are_possible_before_the_grade() -> None:
    one = only("work_injury", injured_on=date(2026, 2, 3), leave_months=Decimal(5))
    assert one.standing == "possible"
    assert work_injury(one.facts, TABLES).total == Decimal("32500.00")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("insured", "standing", "total"),
    [(False, "owed", "238339.80"), (None, "possible", "238339.80"), (True, "owed", "94962.00")],
)
def test_of_an_insured_worker_the_employer_owes_leave_and_the_employment_subsidy(
    insured: bool | None, standing: str, total: str
) -> None:
    """Grade 9: grant 67,915.80 and medical subsidy 75,462 are the fund's."""
    one = only(
        "work_injury", **GONE, injured_on=date(2026, 2, 3), grade=9, leave_months=Decimal(3), insured=insured
    )
    assert one.standing == standing
    assert work_injury(one.facts, TABLES).total == Decimal(total)  # type: ignore[arg-type]


def test_leave_after_an_injury_and_unpaid_wages_of_the_same_days_are_told() -> None:
    hurt: dict[str, Any] = {
        "injured_on": date(2026, 2, 3),
        "grade": 9,
        "leave_months": Decimal(3),
        "insured": True,
    }
    assert only("work_injury", **hurt, unpaid_from=date(2026, 2, 3)).standing == "possible"
    assert only("work_injury", **hurt).standing == "owed"


def test_wages_below_the_minimum_are_raised_before_anything_follows_from_them() -> None:
    """Shanghai: 2,690 until June 30, 2025, then 2,740."""
    facts: dict[str, Any] = {
        "hired": date(2025, 3, 1),
        "monthly_wage": Decimal(2000),
        "contract": "never",
        "as_of": date(2026, 2, 28),
    }
    one = only("double_wages", **facts)
    assert double_wages(one.facts, TABLES).total == Decimal("29990.00")  # type: ignore[arg-type]


def test_where_the_year_may_be_counted_month_by_month_what_is_out_is_said() -> None:
    facts: dict[str, Any] = {"hired": date(2025, 3, 1), "contract": "never"}
    assert only("double_wages", **facts).why.params == {"day": date(2025, 8, 3)}  # type: ignore[union-attr]
    assert only("double_wages", **facts | {"as_of": date(2026, 3, 1)}).why is None


def test_what_is_owed_comes_first_and_what_is_sought_elsewhere_last() -> None:
    found = of(insured=False, injured_on=date(2026, 2, 3), unpaid_from=date(2026, 5, 1))
    assert [one.standing for one in found] == ["owed", "possible", "elsewhere", "elsewhere"]


# --- what cannot be ---


@pytest.mark.parametrize(
    ("facts", "kind", "field"),
    [
        ({"left": LEFT}, InvalidCause, "ended"),
        ({"left": LEFT, "ended": "eloped"}, InvalidCause, "ended"),
        ({"ended": "expiry"}, InvalidPeriod, "left"),
        ({"left": date(2023, 2, 1), "ended": "expiry"}, InvalidPeriod, "left"),
        ({"contract": "late"}, InvalidPeriod, "contract_on"),
        ({"contract": "late", "contract_on": date(2020, 1, 1)}, InvalidPeriod, "contract_on"),
        ({"contract": "oral"}, InvalidChoice, "contract"),
        (
            {"hired": date(2000, 1, 1), "contract": "refused", "contract_on": date(2005, 1, 1)},
            InvalidPeriod,
            "contract_on",
        ),
        ({"unpaid_to": date(2026, 5, 1)}, InvalidPeriod, "unpaid_from"),
        ({"sick_to": date(2026, 5, 1)}, InvalidPeriod, "sick_from"),
        ({"idle_from": date(2026, 5, 1), "idle_to": date(2026, 4, 1)}, InvalidPeriod, "idle_to"),
        ({"idle_from": date(2022, 5, 1)}, InvalidPeriod, "idle_from"),
        ({"sick_from": date(2026, 5, 1), "sick_to": date(2026, 12, 1)}, InvalidPeriod, "sick_to"),
        ({"probation_to": date(2023, 5, 1)}, InvalidChoice, "probation_term"),
        ({"probation_term": "longer"}, InvalidPeriod, "probation_to"),
        (
            {"probation_term": "weekly", "probation_to": date(2023, 5, 1)},
            InvalidChoice,
            "probation_term",
        ),
        ({"probation_term": "longer", "probation_to": date(2023, 2, 1)}, InvalidPeriod, "probation_to"),
        ({"own_insurance": Decimal(6500)}, InvalidAmount, "own_insurance"),
        ({"unpaid_from": date(2026, 5, 1), "unpaid_to": date(2026, 4, 1)}, InvalidPeriod, "unpaid_to"),
        (
            {**GONE, "unpaid_from": date(2026, 5, 1), "unpaid_to": date(2026, 7, 1)},
            InvalidPeriod,
            "unpaid_to",
        ),
        ({"unpaid_from": date(2026, 5, 1), "unpaid_to": date(2026, 12, 31)}, InvalidPeriod, "unpaid_to"),
        ({**GONE, "unpaid_from": date(2026, 7, 1)}, InvalidPeriod, "unpaid_from"),
        ({**GONE, "overtime_from": date(2026, 7, 1)}, InvalidPeriod, "overtime_from"),
        ({"overtime_to": date(2026, 12, 31)}, InvalidPeriod, "overtime_to"),
        ({"mean": Decimal(5000), "mean_overtime": Decimal(5000)}, InvalidAmount, "mean_overtime"),
        ({"unpaid_from": date(2022, 5, 1)}, InvalidPeriod, "unpaid_from"),
        ({"overtime_from": date(2026, 5, 1), "overtime_to": date(2026, 4, 1)}, InvalidPeriod, "overtime_to"),
        ({"first_worked": date(2024, 1, 1)}, InvalidPeriod, "hired"),
        ({"grade": 9}, InvalidPeriod, "injured_on"),
        ({"injured_on": date(2022, 1, 1)}, InvalidPeriod, "injured_on"),
        ({"heat_place": "underwater"}, InvalidChoice, "heat_place"),
        ({"days_a_week": Decimal(8)}, InvalidCount, "days_a_week"),
        ({"hours_a_day": Decimal(25)}, InvalidCount, "hours_a_day"),
        ({"leave_months": Decimal(25)}, InvalidCount, "leave_months"),
    ],
)
def test_what_cannot_be_is_told_at_its_fact(
    facts: dict[str, Any], kind: type[LabourLawError], field: str
) -> None:
    with pytest.raises(kind) as refused:
        of(**facts)
    assert refused.value.field == field


# --- work past the age of retirement, under a written agreement ---

RULES = "超龄劳动者基本权益保障暂行规定"
PAST = {"over_age": True, "hired": date(2026, 7, 1), "as_of": date(2026, 11, 3)}


def test_past_retirement_age_nothing_of_an_employment_is_owed() -> None:
    facts: dict[str, Any] = PAST | {
        "hired": date(2025, 7, 1),
        "left": date(2026, 10, 30),
        "ended": "no_fault_changed",
        "notice_given": False,
        "contract": "never",
        "leave_years": (LeaveYear(year=2026),),
        "insured": False,
    }
    found = of(**facts)

    assert {"double_wages", "severance", "notice_pay", "annual_leave"} <= set(codes(found))
    assert "insurance_arrears" not in codes(found)
    assert {one.standing for one in found} == {"possible"}
    assert {one.article for one in found} == {RULES}
    assert "owed" in {one.standing for one in of(**facts | {"over_age": False})}


def test_past_retirement_age_pay_and_cover_for_injuries_are_owed_and_each_says_by_what() -> None:
    facts = PAST | {
        "monthly_wage": Decimal(2000),
        "unpaid_from": date(2026, 10, 1),
        "injured_on": date(2026, 8, 3),
        "grade": 9,
        "insured": False,
    }
    found = of(**facts)

    assert [(one.code, one.standing, one.article) for one in found if one.standing == "owed"] == [
        ("unpaid_wages", "owed", RULES),
        ("minimum_wage", "owed", RULES),
        ("work_injury", "owed", RULES),
    ]


def test_past_retirement_age_the_minimum_wage_is_owed_from_the_day_of_the_rules() -> None:
    facts = PAST | {"hired": date(2026, 1, 1), "monthly_wage": Decimal(2000)}
    paid = only("minimum_wage", **facts).facts

    assert isinstance(paid, MinimumWage)
    assert paid.start == date(2026, 7, 1)
    assert of(**facts | {"as_of": date(2026, 6, 30)}) == []


def test_past_retirement_age_overtime_is_only_possible_and_counted_from_the_day_of_the_rules() -> None:
    facts = PAST | {"hired": date(2026, 1, 1), "days_a_week": Decimal(6)}
    worked = only("overtime", **facts)

    assert (worked.standing, worked.article) == ("possible", RULES)
    assert isinstance(worked.facts, Overtime)
    assert worked.facts.start == date(2026, 7, 1)
    assert of(**facts | {"as_of": date(2026, 6, 30)}) == []


def test_past_retirement_age_an_injury_before_the_rules_is_only_possible() -> None:
    facts = PAST | {"hired": date(2026, 1, 1), "injured_on": date(2026, 6, 30), "grade": 9, "insured": False}

    assert only("work_injury", **facts).standing == "possible"
