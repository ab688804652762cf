from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.final_award import AwardItem, FinalAward, FinalAwardResult, final_award
from labour_law.entitlements.result import Ask
from labour_law.errors import InvalidAmount, UnknownRegion
from labour_law.rates import Rate, Tables, packaged_tables

TABLES = packaged_tables()
LIMIT = Decimal(32880)
"""12 × 2,740, Shanghai from 2025-07-01."""
FEN = Decimal("0.01")
MONEY = ("wages", "injury_medical", "severance", "damages")

items = st.builds(
    AwardItem,
    kind=st.sampled_from([*MONEY, "hours_leave_insurance", "other"]),
    amount=st.decimals(Decimal(0), 2 * LIMIT, places=2),
)


def work_out(*items: AwardItem, region: str = "shanghai", on: date = date(2026, 6, 1)) -> FinalAwardResult:
    return final_award(FinalAward(region=region, on=on, items=items), TABLES)


def item(kind: str, amount: Decimal | int = 0, name: str = "") -> AwardItem:
    return AwardItem(kind=kind, amount=Decimal(amount), name=name)


def codes(result: FinalAwardResult) -> list[str]:
    return [note.code for note in result.notes]


@pytest.mark.parametrize("kind", MONEY)
def test_exactly_twelve_minimum_wages_are_final_and_a_fen_more_is_not(kind: str) -> None:
    result = work_out(item(kind, LIMIT), item(kind, LIMIT + FEN))
    assert (result.limit, result.awards) == (LIMIT, 2)
    assert [ruling.is_final for ruling in result.rulings] == [True, False]
    assert {ruling.article for ruling in result.rulings} == {"劳动争议调解仲裁法 47(1)"}
    assert result.rulings[1].reason.params == {"amount": LIMIT + FEN, "limit": LIMIT}


def test_each_item_is_measured_by_itself() -> None:
    result = work_out(item("wages", LIMIT), item("severance", LIMIT), item("damages", LIMIT))
    assert (result.awards, codes(result)) == (1, ["by_award", "after_final"])


def test_state_standards_are_final_whatever_the_sum() -> None:
    [ruling] = work_out(item("hours_leave_insurance", 10**6)).rulings
    assert (ruling.is_final, ruling.article) == (True, "劳动争议调解仲裁法 47(2)")


def test_where_grants_after_an_injury_belong_is_from_memory_and_said() -> None:
    assert codes(work_out(item("hours_leave_insurance", 1)))[0] == "injury_grants"
    assert "injury_grants" not in codes(work_out(item("wages", 1)))


def test_the_minimum_wage_behind_the_line_is_told_with_its_mark() -> None:
    sure = work_out(item("wages", 1)).minimum
    assert sure is not None
    assert (sure.value, sure.confidence) == (2740, "verified")
    unsure = work_out(item("wages", 1), on=date(2018, 6, 1)).minimum
    assert unsure is not None
    assert (unsure.value, unsure.confidence) == (2420, "memory")
    assert work_out(item("other"), region="elsewhere").minimum is None


def test_any_other_dispute_is_not_final() -> None:
    result = work_out(item("other"))
    assert [ruling.is_final for ruling in result.rulings] == [False]
    assert (result.awards, codes(result)) == (1, ["by_award", "after_ordinary"])


def test_mixed_items_are_decided_in_two_awards() -> None:
    result = work_out(item("wages", 10000, "欠薪"), item("other", name="确认劳动关系"))
    assert result.awards == 2
    assert codes(result) == ["by_award", "two_awards", "after_final", "after_ordinary"]
    assert [ruling.item.name for ruling in result.rulings] == ["欠薪", "确认劳动关系"]


def test_no_items_no_award() -> None:
    result = work_out()
    assert (result.awards, result.rulings, result.notes) == (0, (), ())


@pytest.mark.parametrize(
    ("region", "on", "limit"),
    [
        ("shanghai", date(2025, 6, 30), 12 * 2690),
        ("shanghai", date(2025, 7, 1), 12 * 2740),
        ("changzhou", date(2025, 12, 31), 12 * 2490),
        ("changzhou", date(2026, 1, 1), 12 * 2660),
    ],
    ids=["the day before the rate changes", "the day it changes", "class 1 before", "class 1 after"],
)
def test_the_minimum_wage_of_the_day_and_the_region_counts(region: str, on: date, limit: int) -> None:
    assert work_out(item("wages", limit), region=region, on=on).limit == limit


def test_an_unknown_minimum_wage_is_asked_for() -> None:
    on = date(2026, 6, 1)
    facts = FinalAward(region="elsewhere", on=on, items=(item("wages", 100), item("other")))
    result = final_award(facts, TABLES)
    assert (result.limit, result.awards, codes(result)) == (None, 0, ["rate_unknown"])
    assert [ruling.item.kind for ruling in result.rulings] == ["other"]
    assert result.asks == (Ask("minimum_wage_month", "elsewhere", on, on),)
    entered = Rate(
        "minimum_wage_month", "elsewhere", on, Decimal(2000), "yuan_month", "录入", "entered", valid_to=on
    )
    again = final_award(facts, Tables(TABLES.rates.plus([entered]), TABLES.calendar))
    assert (again.limit, again.awards, again.asks) == (24000, 2, ())


def test_nothing_is_asked_where_the_limit_does_not_matter() -> None:
    result = work_out(item("other"), item("hours_leave_insurance"), region="elsewhere")
    assert (result.limit, result.asks, result.awards) == (None, (), 2)


def test_a_sum_below_zero_is_refused() -> None:
    with pytest.raises(InvalidAmount) as error:
        item("wages", -FEN)
    assert (error.value.code, error.value.field, error.value.params) == ("amount_negative", "amount", {})


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(UnknownRegion) as error:
        work_out(item("wages", 1), region="atlantis")
    assert (error.value.code, error.value.field) == ("region_unknown", "region")
    assert error.value.params == {"region": "atlantis"}


@given(st.lists(items, max_size=6))
def test_every_item_has_its_ruling_and_the_awards_fit_them(items: list[AwardItem]) -> None:
    result = work_out(*items)
    assert [ruling.item for ruling in result.rulings] == items
    assert result.awards == len({ruling.is_final for ruling in result.rulings})


@given(items, st.decimals(Decimal(0), LIMIT, places=2))
def test_a_smaller_sum_never_makes_a_final_item_ordinary(one: AwardItem, less: Decimal) -> None:
    smaller = AwardItem(kind=one.kind, amount=max(one.amount - less, Decimal(0)))
    before, after = work_out(one, smaller).rulings
    assert after.is_final or not before.is_final
