from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labour_law.entitlements.result import Entitlement
from labour_law.entitlements.social_insurance import SocialInsurance, social_insurance
from labour_law.errors import InvalidAmount, InvalidPeriod
from labour_law.rates import packaged_tables

TABLES = packaged_tables()
sums = st.decimals(Decimal(0), Decimal(10**7), places=2)


def work_out(**facts: object) -> Entitlement:
    return social_insurance(SocialInsurance(**{"can_be_made_up": False, **facts}), TABLES)


def told(result: Entitlement) -> list[tuple[str, str]]:
    return [(note.code, note.kind) for note in result.notes]


def test_a_loss_that_cannot_be_made_up_is_claimed() -> None:
    result = work_out(loss=Decimal("12345.67"))
    [line] = result.lines
    assert result.total == Decimal("12345.67")
    assert (line.quantity, line.unit, line.article) == (1, "item", "法释〔2020〕26号 1(5)")
    assert told(result) == [("evidence", "info")]


def test_a_loss_that_can_be_made_up_goes_to_the_authority() -> None:
    result = work_out(loss=Decimal(12345), can_be_made_up=True)
    assert (result.total, result.lines, told(result)) == (0, (), [("to_authority", "warning")])


def test_without_a_loss_there_is_only_the_way_to_the_authority() -> None:
    assert told(work_out(can_be_made_up=True)) == [("to_authority", "info")]
    assert told(work_out()) == []


def test_the_late_fee_is_told_but_not_in_the_sum() -> None:
    """20,000 × 0.05 % × 181 days, January 1 to June 30, 2026, = 1,810."""
    result = work_out(
        can_be_made_up=True,
        arrears=Decimal(20000),
        arrears_since=date(2026, 1, 1),
        as_of=date(2026, 6, 30),
    )
    note = result.notes[-1]
    assert (note.code, note.article) == ("late_fee", "社会保险法 86")
    assert note.text.params == {"amount": Decimal("1810.00"), "days": 181, "until": date(2026, 6, 30)}
    assert result.total == 0


def test_the_late_fee_counts_both_ends_and_february_29() -> None:
    """10,000 × 0.05 % = 5 a day; February 28 to March 1, 2024, are 3 days."""
    since = {"arrears": Decimal(10000), "arrears_since": date(2024, 2, 28)}
    assert work_out(**since, as_of=date(2024, 2, 28)).notes[0].text.params["amount"] == 5
    assert work_out(**since, as_of=date(2024, 3, 1)).notes[0].text.params["amount"] == 15


def test_the_late_fee_needs_all_three_facts() -> None:
    since, as_of = date(2026, 1, 1), date(2026, 6, 30)
    assert told(work_out(arrears=Decimal(1), arrears_since=since)) == []
    assert told(work_out(arrears=Decimal(1), as_of=as_of)) == []
    assert told(work_out(arrears_since=since, as_of=as_of)) == []


def test_a_signed_waiver_is_void_and_opens_the_way_to_severance() -> None:
    result = work_out(waiver_signed=True)
    assert (told(result), result.notes[0].article) == ([("waiver_void", "info")], "法释〔2025〕12号 19")


@pytest.mark.parametrize("field", ["loss", "arrears"])
def test_a_sum_below_zero_is_refused(field: str) -> None:
    with pytest.raises(InvalidAmount) as error:
        SocialInsurance(can_be_made_up=False, **{field: Decimal("-0.01")})
    assert (error.value.code, error.value.field, error.value.params) == ("amount_negative", field, {})


def test_a_fee_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidPeriod) as error:
        SocialInsurance(can_be_made_up=False, arrears_since=date(2026, 1, 2), as_of=date(2026, 1, 1))
    assert (error.value.code, error.value.field) == ("period_order", "as_of")
    assert error.value.params == {"start": date(2026, 1, 2), "end": date(2026, 1, 1)}


@given(sums, st.booleans(), st.booleans())
def test_the_sum_is_the_loss_or_nothing(loss: Decimal, made_up: bool, waiver: bool) -> None:
    result = work_out(loss=loss, can_be_made_up=made_up, waiver_signed=waiver)
    assert result.total == sum((line.amount for line in result.lines), Decimal(0))
    assert result.total == (0 if made_up else loss)
