"""N, the month in lieu of notice, and 2N. Wages in yuan; both days of a period count."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.causes import CAUSES, NOTICE_CAUSES
from labour_law.entitlements.result import Ask, Entitlement
from labour_law.entitlements.service import day_after
from labour_law.entitlements.severance import (
    Damages,
    NoticePay,
    Severance,
    damages,
    notice_pay,
    severance,
)
from labour_law.errors import InvalidAmount, InvalidCause, InvalidPeriod, UnknownRegion
from labour_law.money import round_fen
from labour_law.rates import Rate, Tables, packaged_tables

TABLES = packaged_tables()
D = Decimal


def facts(hired: date, left: date, wage: str | int = 9200, region: str = "shanghai", **more) -> Severance:  # type: ignore[no-untyped-def]
    cause = more.pop("cause", "forced_resignation")
    return Severance(hired=hired, left=left, monthly_wage=D(wage), region=region, cause=cause, **more)


def months(hired: date, left: date, **more) -> Decimal:  # type: ignore[no-untyped-def]
    """Months of wages owed."""
    answer = severance(facts(hired, left, **more), TABLES)
    return sum((line.quantity for line in answer.lines), D(0))


def codes(answer: Entitlement) -> list[str]:
    return [note.code for note in answer.notes]


def test_2008_03_15_to_2026_06_30_is_18_5_months_of_9200_170200() -> None:
    answer = severance(facts(date(2008, 3, 15), date(2026, 6, 30)), TABLES)
    (line,) = answer.lines
    assert (answer.total, line.quantity, line.rate, line.amount) == (
        D("170200.00"),
        D("18.5"),
        D(9200),
        D("170200.00"),
    )
    assert (line.article, line.start, line.end) == ("劳动合同法 47", date(2008, 3, 15), date(2026, 6, 30))
    assert (answer.notes, answer.asks) == ((), ())


def test_plus_one_the_wage_of_the_month_before_170200_and_9600_is_179800() -> None:
    n = severance(facts(date(2008, 3, 15), date(2026, 6, 30), cause="no_fault_changed"), TABLES)
    plus = notice_pay(
        NoticePay(prior_month_wage=D(9600), left=date(2026, 6, 30), cause="no_fault_changed"), TABLES
    )
    assert n.total + plus.total == D("179800.00")


def test_2n_is_340400() -> None:
    answer = damages(
        Damages(hired=date(2008, 3, 15), left=date(2026, 6, 30), monthly_wage=D(9200), region="shanghai"),
        TABLES,
    )
    (line,) = answer.lines
    assert (answer.total, line.quantity, line.factor) == (D("340400.00"), D("18.5"), D(2))
    assert codes(answer) == ["replaces_severance"]


@pytest.mark.parametrize(
    ("hired", "left", "owed"),
    [
        (date(2026, 3, 10), date(2026, 3, 10), "0.5"),  # hired and left on the same day
        (date(2026, 1, 1), date(2026, 5, 31), "0.5"),  # 5 months
        (date(2026, 1, 1), date(2026, 6, 29), "0.5"),  # a day short of 6 months
        (date(2026, 1, 1), date(2026, 6, 30), "1"),  # exactly 6 months
        (date(2026, 1, 1), date(2026, 7, 1), "1"),
        (date(2025, 1, 1), date(2025, 12, 30), "1"),
        (date(2025, 1, 1), date(2025, 12, 31), "1"),  # exactly a year
        (date(2025, 1, 1), date(2026, 1, 1), "1.5"),  # a year and a day
        (date(2025, 1, 15), date(2026, 7, 14), "2"),  # a year and 6 months
        (date(2024, 2, 29), date(2025, 2, 27), "1"),  # a day short of a year
        (date(2024, 2, 29), date(2025, 2, 28), "1"),  # Feb 29: the year is full with the last of February
        (date(2024, 2, 29), date(2025, 3, 1), "1.5"),
        (date(2024, 2, 29), date(2028, 2, 28), "4"),
        (date(2024, 2, 29), date(2028, 2, 29), "4.5"),
        (date(2020, 8, 31), date(2021, 2, 27), "0.5"),
        (date(2020, 8, 31), date(2021, 2, 28), "1"),  # 6 months from Aug 31: full with the last of February
        (date(2014, 7, 1), date(2026, 6, 30), "12"),
        (date(2014, 7, 1), date(2026, 7, 1), "12.5"),  # 12 years and a day: no limit below the ceiling
        (date(2008, 1, 1), date(2026, 6, 29), "18.5"),
    ],
)
def test_months_owed_by_length_of_service(hired: date, left: date, owed: str) -> None:
    assert months(hired, left) == D(owed)


# Shanghai, average wage of 2025: 12,577; three times 37,731.


def test_exactly_three_times_the_average_is_not_above_it() -> None:
    answer = severance(facts(date(2010, 7, 1), date(2026, 6, 30), 37731), TABLES)
    assert (answer.total, codes(answer)) == (D("603696.00"), [])  # 16 × 37,731


def test_a_fen_above_three_times_the_average_caps_the_wage_and_the_years_at_12() -> None:
    answer = severance(facts(date(2010, 7, 1), date(2026, 6, 30), "37731.01"), TABLES)
    (line,) = answer.lines
    assert (answer.total, line.quantity, line.rate) == (D("452772.00"), D(12), D(37731))  # 12 × 37,731
    assert codes(answer) == ["cap_applied"]
    assert (line.source, line.confidence) == (line.table_rates[0].source, "verified")


def compared(answer: Entitlement) -> list[tuple[str, Decimal]]:
    return [(rate.series, rate.value) for rate in answer.compared]


def test_what_a_wage_is_compared_with_is_told_though_it_changes_nothing() -> None:
    answer = severance(facts(date(2010, 7, 1), date(2026, 6, 30), 37731), TABLES)
    assert compared(answer) == [("minimum_wage_month", D(2740)), ("average_wage", D(12577))]
    assert answer.lines[0].table_rates == ()
    twice = damages(
        Damages(hired=date(2010, 7, 1), left=date(2026, 6, 30), monthly_wage=D(37731), region="shanghai"),
        TABLES,
    )
    assert twice.compared == answer.compared
    old = severance(facts(date(2005, 7, 1), date(2016, 6, 30)), TABLES)
    assert compared(old) == [("minimum_wage_month", D(2190)), ("average_wage", D(5939))]


@pytest.mark.parametrize(("wage", "said"), [("6570", False), ("6570.01", True), ("17817", True)])
def test_an_average_wage_from_memory_that_decides_is_said(wage: str, said: bool) -> None:
    """Average of 2015, from memory: 5,939, three times 17,817. A wage up to 3 × 2,190 is under any cap there can be."""
    answer = severance(facts(date(2010, 7, 1), date(2016, 6, 30), wage), TABLES)
    assert codes(answer) == (["rate_from_memory"] if said else [])
    assert all("5939" in str(note.text) for note in answer.notes)


@pytest.mark.parametrize(
    ("left", "owed"), [(date(2026, 6, 29), "12"), (date(2026, 6, 30), "12"), (date(2026, 7, 1), "12")]
)
def test_above_the_ceiling_12_years_and_a_day_are_12(left: date, owed: str) -> None:
    assert months(date(2014, 7, 1), left, wage=40000) == D(owed)


def test_above_the_ceiling_fewer_than_12_years_count_as_they_are() -> None:
    assert months(date(2020, 1, 1), date(2026, 6, 30), wage=40000) == D("6.5") + D("0.5")


def test_the_average_of_the_year_before_the_end_counts_on_both_sides_of_new_year() -> None:
    last_of_2025 = severance(facts(date(2020, 1, 1), date(2025, 12, 31), 40000), TABLES)
    first_of_2026 = severance(facts(date(2020, 1, 1), date(2026, 1, 1), 40000), TABLES)
    assert [line.rate for line in last_of_2025.lines] == [3 * D(12434)]
    assert [line.rate for line in first_of_2026.lines] == [3 * D(12577)]


def test_an_average_not_yet_published_is_that_of_the_last_year_known_and_says_so() -> None:
    answer = severance(facts(date(2020, 1, 1), date(2027, 3, 31), 40000), TABLES)
    assert [line.rate for line in answer.lines] == [3 * D(12577)]
    assert codes(answer) == ["cap_applied", "average_unpublished"]
    assert answer.notes[1].text.params == {"year": "2026", "used": "2025"}


def test_where_the_cap_cannot_bite_an_unpublished_average_is_nobodys_worry() -> None:
    assert codes(severance(facts(date(2020, 1, 1), date(2027, 3, 31)), TABLES)) == []


def test_a_wage_below_the_minimum_counts_as_the_minimum_2740() -> None:
    answer = severance(facts(date(2024, 6, 30), date(2026, 6, 29), 2000), TABLES)
    assert (answer.total, codes(answer)) == (
        D("5480.00"),
        ["below_minimum_wage", "without_insurance"],
    )  # 2 × 2,740


def test_the_minimum_is_that_of_the_last_day() -> None:
    before = severance(facts(date(2024, 7, 1), date(2025, 6, 30), 2000), TABLES)
    after = severance(facts(date(2024, 7, 2), date(2025, 7, 1), 2000), TABLES)
    assert (before.total, after.total) == (D("2690.00"), D("2740.00"))


def test_overtime_counts_in_the_base_only_when_asked_for() -> None:
    without = facts(date(2025, 1, 1), date(2025, 12, 31), 5000, overtime=D(800))
    assert severance(without, TABLES).total == D("5000.00")
    assert severance(replace(without, overtime_in_base=True), TABLES).total == D("5800.00")


def test_rounds_half_up_once_8333_33_by_1_5_is_12500_00() -> None:
    answer = severance(facts(date(2025, 1, 1), date(2026, 1, 1), "8333.33"), TABLES)
    assert answer.total == D("12500.00")  # 12,499.995


# Before 2008


def test_shanghai_before_2008_1y_9m_is_2_and_since_then_18y_6m_is_19() -> None:
    answer = severance(facts(date(2006, 3, 15), date(2026, 6, 30)), TABLES)
    assert [(line.quantity, line.start, line.end) for line in answer.lines] == [
        (D(2), date(2006, 3, 15), date(2007, 12, 31)),
        (D(19), date(2008, 1, 1), date(2026, 6, 30)),
    ]
    assert answer.total == D("193200.00")  # 21 × 9,200


@pytest.mark.parametrize(
    ("hired", "owed"),
    [
        (date(2007, 7, 2), 0),  # a day short of 6 months: nothing
        (date(2007, 7, 1), 1),  # exactly 6 months
        (date(2007, 1, 1), 1),
        (date(2006, 12, 31), 1),  # a year and a day
        (date(2006, 7, 1), 2),
    ],
)
def test_shanghai_before_2008_rounds_at_six_months(hired: date, owed: int) -> None:
    assert months(hired, date(2008, 12, 31)) == owed + 1


@pytest.mark.parametrize(
    ("cause", "owed"),
    [
        ("agreed_by_employer", 12),
        ("forced_resignation", 12),
        ("no_fault_incompetent", 12),
        ("no_fault_illness", 15),
        ("redundancy", 15),
        ("expiry", 0),  # an expired contract gave nothing then
    ],
)
def test_shanghai_before_2008_twelve_months_at_most_for_some_causes(cause: str, owed: int) -> None:
    assert months(date(1993, 1, 1), date(2008, 12, 31), cause=cause) == owed + 1


def test_elsewhere_before_2008_a_year_begun_is_a_year_from_memory() -> None:
    answer = severance(facts(date(2007, 12, 1), date(2026, 12, 31), region="changzhou", wage=7000), TABLES)
    assert [line.quantity for line in answer.lines] == [D(1), D(19)]
    assert [line.confidence for line in answer.lines] == ["memory", "verified"]
    assert "before_2008" in codes(answer)


def test_judgment_2023_jing_03_min_zhong_20285_a_closed_employer_owes_nothing_for_service_before_2008() -> (
    None
):
    """28,600: 13 months of 2,200, the minimum wage in Beijing then, counted from 2008-01-01 though the work began
    before. The days are made up; the judgment, as published, gives the start of the count, months and sum."""
    beijing = Rate("minimum_wage_month", "elsewhere", date(2019, 7, 1), D(2200), "yuan_month", "", "entered")
    tables = Tables(TABLES.rates.plus([beijing]), TABLES.calendar)
    answer = severance(
        facts(date(1996, 5, 1), date(2020, 9, 30), 1800, region="elsewhere", cause="closed"), tables
    )
    (line,) = answer.lines
    assert (answer.total, line.quantity, line.start) == (D("28600.00"), D(13), date(2008, 1, 1))
    (note,) = [note for note in answer.notes if note.code == "new_since_2008"]
    assert "（2023）京03民终20285号" in str(note.text)


@pytest.mark.parametrize(
    ("cause", "region", "before"),
    [
        ("closed", "elsewhere", 0),
        ("bankrupt", "elsewhere", 0),
        ("closed", "changzhou", 0),
        ("bankrupt", "jiangsu", 0),
        ("closed", "shanghai", 2),  # 上海市劳动合同条例 37(3), 42(6)
        ("bankrupt", "shanghai", 2),
        ("redundancy", "changzhou", 2),
        ("forced_resignation", "elsewhere", 2),
        ("expiry", "shanghai", 0),
    ],
)
def test_what_the_years_before_2008_give_by_the_end_and_the_place(
    cause: str, region: str, before: int
) -> None:
    """A year and nine months before 2008, two years since."""
    assert months(date(2006, 4, 1), date(2009, 12, 31), cause=cause, region=region) == before + 2


@pytest.mark.parametrize("cause", ["closed", "bankrupt"])
def test_a_closed_employer_owes_nothing_for_an_employment_that_ended_before_2008(cause: str) -> None:
    answer = severance(facts(date(2001, 1, 1), date(2007, 6, 30), cause=cause, region="changzhou"), TABLES)
    assert (answer.total, codes(answer)) == (0, ["new_since_2008"])


@pytest.mark.parametrize(
    ("paid", "n", "twice"),
    [
        ("0", "170200.00", "340400.00"),
        ("0.01", "170199.99", "340399.99"),
        ("100000", "70200.00", "240400.00"),
        ("170200", "0.00", "170200.00"),  # N was paid in full
        ("200000", "0.00", "140400.00"),
        ("400000", "0.00", "0.00"),
    ],
)
def test_severance_that_was_paid_is_taken_off_n_and_2n(paid: str, n: str, twice: str) -> None:
    """18.5 months of 9,200: 170,200."""
    once = facts(date(2008, 3, 15), date(2026, 6, 30), paid=D(paid))
    unlawful = Damages(
        hired=once.hired, left=once.left, monthly_wage=D(9200), region="shanghai", paid=D(paid)
    )
    assert (severance(once, TABLES).total, damages(unlawful, TABLES).total) == (D(n), D(twice))


def test_what_was_paid_is_a_line_of_its_own_and_more_than_is_owed_is_said() -> None:
    unlawful = Damages(
        hired=date(2008, 3, 15),
        left=date(2026, 6, 30),
        monthly_wage=D(9200),
        region="shanghai",
        paid=D(400000),
    )
    answer = damages(unlawful, TABLES)
    assert [line.amount for line in answer.lines] == [D("340400.00"), D("-340400.00")]
    assert codes(answer) == ["replaces_severance", "paid_in_full"]


def test_a_payment_below_zero_is_refused() -> None:
    with pytest.raises(InvalidAmount) as error:
        facts(date(2008, 3, 15), date(2026, 6, 30), paid=D("-0.01"))
    assert (error.value.code, error.value.field) == ("amount_negative", "paid")


@pytest.mark.parametrize(
    ("left", "told"), [(date(2026, 3, 9), False), (date(2026, 3, 10), True), (date(2026, 12, 31), True)]
)
def test_an_end_after_the_age_of_retirement_is_warned_of(left: date, told: bool) -> None:
    """A woman whose age was 50, born on 1975-10-10: five months later, on 2026-03-10."""
    answer = severance(facts(date(2010, 1, 1), left, born=date(1975, 10, 10), retires_as="woman_50"), TABLES)
    day = date(2026, 3, 10)
    assert [n.text.params["day"] for n in answer.notes if n.code == "retirement_reached"] == [day] * told


@pytest.mark.parametrize("known", [{"born": date(1950, 1, 1)}, {"retires_as": "man"}])
def test_without_birth_and_group_nothing_is_said_of_retirement(known: dict[str, object]) -> None:
    assert codes(severance(facts(date(2010, 1, 1), date(2026, 6, 30), **known), TABLES)) == []


def test_damages_count_the_years_before_2008_whatever_the_end_was_called() -> None:
    """2N for an unlawful end, from the first day (实施条例 25)."""
    twice = Damages(hired=date(2006, 1, 1), left=date(2009, 12, 31), monthly_wage=D(5000), region="changzhou")
    assert damages(twice, TABLES).total == D("40000.00")


def test_the_cap_is_for_the_part_since_2008_only() -> None:
    answer = severance(facts(date(2006, 1, 1), date(2026, 6, 30), 40000), TABLES)
    assert [(line.quantity, line.rate) for line in answer.lines] == [(D(2), D(40000)), (D(12), D(37731))]
    assert (answer.lines[0].confidence, codes(answer)) == ("memory", ["cap_applied", "before_2008"])
    sure = severance(facts(date(2006, 1, 1), date(2026, 6, 30), 37731), TABLES)
    assert (sure.lines[0].confidence, codes(sure)) == ("verified", [])


def test_employment_that_ended_before_2008() -> None:
    answer = severance(facts(date(2006, 1, 1), date(2007, 6, 30)), TABLES)
    assert (answer.total, len(answer.lines)) == (D("18400.00"), 1)  # 1.5 years: 2 × 9,200


def test_before_2008_too_the_minimum_wage_is_the_least_that_counts() -> None:
    """2 and 19 months of 2,740, not 2 of 2,000."""
    answer = severance(facts(date(2006, 3, 15), date(2026, 6, 30), 2000), TABLES)
    assert [(line.quantity, line.rate) for line in answer.lines] == [(D(2), D(2740)), (D(19), D(2740))]
    assert codes(answer) == ["below_minimum_wage", "without_insurance", "before_2008"]
    assert [line.confidence for line in answer.lines] == ["memory", "verified"]
    elsewhere = severance(facts(date(2006, 3, 15), date(2026, 6, 29), 2000, region="changzhou"), TABLES)
    assert [(line.rate, line.confidence) for line in elsewhere.lines] == [
        (D(2660), "memory"),
        (D(2660), "two_sources"),  # the rate is verified, the class of Changzhou is not
    ]


@pytest.mark.parametrize(
    ("cause", "article"),
    [
        ("agreed_by_employer", "违反和解除劳动合同的经济补偿办法 5"),
        ("no_fault_illness", "违反和解除劳动合同的经济补偿办法 6"),
        ("no_fault_incompetent", "违反和解除劳动合同的经济补偿办法 7"),
        ("no_fault_changed", "违反和解除劳动合同的经济补偿办法 8"),
        ("redundancy", "违反和解除劳动合同的经济补偿办法 9"),
        ("forced_resignation", "法释〔2001〕14号 15"),
    ],
)
def test_elsewhere_each_cause_has_its_article_of_then(cause: str, article: str) -> None:
    answer = severance(facts(date(2006, 3, 15), date(2026, 6, 29), region="changzhou", cause=cause), TABLES)
    assert answer.lines[0].article == article


def test_elsewhere_the_rules_of_then_are_named_though_all_of_it_was_before_2008() -> None:
    ended = {"left": date(2007, 6, 30), "region": "changzhou"}
    assert codes(severance(facts(date(2006, 1, 1), **ended), TABLES)) == ["before_2008"]
    with pytest.raises(UnknownRegion):
        severance(facts(date(2006, 1, 1), date(2007, 6, 30), region="atlantis"), TABLES)


def test_2n_counts_from_the_first_day_by_one_rule() -> None:
    answer = damages(
        Damages(hired=date(2007, 9, 1), left=date(2026, 6, 30), monthly_wage=D(9200), region="shanghai"),
        TABLES,
    )
    assert [line.quantity for line in answer.lines] == [D(19)]  # 18 years 10 months


# Rates nobody knows


def test_changzhou_up_to_three_times_the_minimum_needs_no_average() -> None:
    answer = severance(facts(date(2024, 1, 1), date(2026, 6, 29), 7980, region="changzhou"), TABLES)
    assert (answer.total, answer.asks) == (D("19950.00"), ())  # 2.5 × 7,980; 3 × 2,660 = 7,980


def test_changzhou_above_it_asks_for_the_average_of_the_year_before_and_takes_what_is_entered() -> None:
    above = facts(date(2024, 1, 1), date(2026, 6, 29), 30000, region="changzhou")
    answer = severance(above, TABLES)
    ask = Ask("average_wage", "changzhou", date(2025, 1, 1), date(2025, 12, 31))
    assert (answer.asks, answer.is_complete, codes(answer)) == ((ask,), False, ["rate_unknown"])
    entered = Rate(
        "average_wage",
        "changzhou",
        ask.start,
        D(9000),
        "yuan_month",
        "统计局公布",
        "entered",
        valid_to=ask.end,
    )
    tables = Tables(TABLES.rates.plus([entered]), TABLES.calendar)
    answer = severance(above, tables)
    (line,) = answer.lines
    assert (answer.total, line.confidence, answer.asks) == (D("67500.00"), "entered", ())  # 2.5 × 27,000


def test_a_rate_that_is_missing_does_not_claim_that_days_are() -> None:
    """The sum stands; only the comparison with the rate is left out."""
    answer = severance(facts(date(2024, 1, 1), date(2026, 6, 29), region="elsewhere"), TABLES)
    assert answer.total == D("23000.00")  # 2.5 × 9,200
    assert [str(note.text) for note in answer.notes] == [
        "The minimum wage of 2026-06-29 is not known here: enter it. The wage was not compared with it.",
        "The average wage of 2025 is not known here: enter it. The cap at three times that wage was not applied.",
    ]


def test_elsewhere_asks_for_the_minimum_wage_too() -> None:
    answer = severance(facts(date(2024, 1, 1), date(2026, 6, 30), region="elsewhere"), TABLES)
    assert [ask.series for ask in answer.asks] == ["minimum_wage_month", "average_wage"]


# Limitation


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        (date(2026, 5, 30), []),
        (date(2026, 6, 15), ["limitation_soon"]),
        (date(2026, 6, 30), ["limitation_soon"]),
        (date(2026, 7, 1), ["limitation_run_out"]),
    ],
)
def test_one_year_from_the_last_day(as_of: date, code: list[str]) -> None:
    assert codes(severance(facts(date(2020, 1, 1), date(2025, 6, 30), as_of=as_of), TABLES)) == code


# Bad input


def test_end_before_start() -> None:
    with pytest.raises(InvalidPeriod) as caught:
        facts(date(2026, 3, 2), date(2026, 3, 1))
    assert (caught.value.code, caught.value.field) == ("period_order", "left")


@pytest.mark.parametrize(
    ("wage", "code"), [("-1", "amount_negative"), ("0", "amount_not_positive"), ("NaN", "amount_not_finite")]
)
def test_a_wage_that_cannot_be(wage: str, code: str) -> None:
    with pytest.raises(InvalidAmount) as caught:
        facts(date(2026, 1, 1), date(2026, 3, 1), wage)
    assert (caught.value.code, caught.value.field) == (code, "monthly_wage")


def test_negative_overtime() -> None:
    with pytest.raises(InvalidAmount) as caught:
        facts(date(2026, 1, 1), date(2026, 3, 1), overtime=D(-1))
    assert caught.value.field == "overtime"


def test_a_cause_nobody_knows() -> None:
    with pytest.raises(InvalidCause) as caught:
        facts(date(2026, 1, 1), date(2026, 3, 1), cause="quarrel")
    assert (caught.value.code, caught.value.field) == ("cause_unknown", "cause")


@pytest.mark.parametrize("cause", sorted(set(CAUSES) - NOTICE_CAUSES))
def test_no_notice_is_owed_but_under_article_40(cause: str) -> None:
    with pytest.raises(InvalidCause) as caught:
        NoticePay(prior_month_wage=D(9600), left=date(2026, 6, 30), cause=cause)  # type: ignore[arg-type]
    assert (caught.value.code, caught.value.field) == ("cause_gives_nothing", "cause")


def test_unknown_region() -> None:
    with pytest.raises(UnknownRegion) as caught:
        severance(facts(date(2026, 1, 1), date(2026, 3, 1), region="atlantis"), TABLES)
    assert caught.value.field == "region"


# Properties

days = st.dates(date(1990, 1, 1), date(2026, 12, 31))
wages = st.decimals(D("0.01"), D("99999.99"), places=2)
causes = st.sampled_from(sorted(CAUSES))
regions = st.sampled_from(["shanghai", "changzhou", "elsewhere"])


@given(days, st.integers(0, 15000), wages, causes, regions)
def test_the_total_is_the_sum_of_its_lines_and_never_negative(
    hired: date, length: int, wage: Decimal, cause: str, region: str
) -> None:
    answer = severance(facts(hired, hired + timedelta(length), str(wage), region, cause=cause), TABLES)
    assert answer.total == sum((line.amount for line in answer.lines), D("0.00")) >= 0
    assert all(line.amount == round_fen(line.quantity * line.rate) for line in answer.lines)


@given(days, st.integers(0, 12000), st.integers(0, 400), wages)
def test_longer_service_never_gives_less(hired: date, length: int, more: int, wage: Decimal) -> None:
    """On the same last day, so that the bounds are the same."""
    left = hired + timedelta(length)
    shorter = severance(facts(hired, left, str(wage), cause="redundancy"), TABLES)
    longer = severance(facts(hired - timedelta(more), left, str(wage), cause="redundancy"), TABLES)
    assert longer.total >= shorter.total


@given(st.dates(date(2015, 1, 1), date(2026, 12, 31)), st.integers(0, 4000), wages, wages)
def test_a_higher_wage_never_gives_less_up_to_12_years(
    hired: date, length: int, one: Decimal, other: Decimal
) -> None:
    """Beyond twelve years it may: the cap on the years comes with the cap on the wage."""
    low, high = sorted((one, other))
    left = hired + timedelta(length)
    assert (
        severance(facts(hired, left, str(high)), TABLES).total
        >= severance(facts(hired, left, str(low)), TABLES).total
    )


@given(st.dates(date(2008, 1, 1), date(2026, 12, 31)), st.integers(0, 6000))
def test_months_owed_follow_the_count_of_full_months(hired: date, length: int) -> None:
    """Against a slow count: month after month until the next would end after the last day."""
    left = hired + timedelta(length)
    full = 0
    while day_after(hired, full + 1) <= left + timedelta(1):
        full += 1
    beyond = day_after(hired, full) <= left
    years, rest = divmod(full, 12)
    assert months(hired, left) == years + (1 if rest >= 6 else D("0.5") if rest or beyond else 0)


@given(days, st.integers(0, 8000), wages)
def test_2n_is_twice_n_where_all_of_it_is_since_2008(hired: date, length: int, wage: Decimal) -> None:
    hired = max(hired, date(2008, 1, 1))
    left = hired + timedelta(length)
    n = severance(facts(hired, left, str(wage)), TABLES)
    two_n = damages(Damages(hired=hired, left=left, monthly_wage=wage, region="shanghai"), TABLES)
    assert abs(two_n.total - 2 * n.total) <= D("0.01")  # each is rounded once


@pytest.mark.parametrize(
    ("left", "total", "said"),
    [
        (date(2007, 12, 31), "0.00", ["not_in_force"]),
        (date(2008, 1, 1), "36800.00", ["replaces_severance"]),  # 2 years × 9,200 × 2
    ],
)
def test_2n_is_owed_for_an_end_since_2008(left: date, total: str, said: list[str]) -> None:
    answer = damages(
        Damages(hired=date(2006, 1, 2), left=left, monthly_wage=D(9200), region="shanghai"), TABLES
    )
    assert (str(answer.total), codes(answer)[-1:]) == (total, said)


def test_a_claim_is_not_made_before_the_first_day_but_may_be_made_before_the_last() -> None:
    hired, left = date(2020, 3, 2), date(2026, 6, 30)
    for make in (
        lambda day: facts(hired, left, as_of=day),
        lambda day: Damages(hired=hired, left=left, monthly_wage=D(9200), region="shanghai", as_of=day),
    ):
        with pytest.raises(InvalidPeriod) as caught:
            make(date(2020, 3, 1))
        assert (caught.value.code, caught.value.field) == ("period_order", "as_of")
        make(hired)
    early = severance(facts(hired, left, as_of=date(2026, 6, 1)), TABLES)
    assert codes(early) == []
