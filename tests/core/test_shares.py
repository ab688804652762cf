"""One payment shared out over claims: to the fen, and never more than is open."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shares import propose_split

fen = st.integers(min_value=0, max_value=10_000_000).map(lambda n: Decimal(n) / 100)
open_sums = st.lists(fen, min_size=1, max_size=12).map(lambda sums: dict(enumerate(sums)))


def test_split_is_in_proportion_100_over_300_and_100_gives_75_and_25():
    parts = propose_split(Decimal("100.00"), {1: Decimal("300.00"), 2: Decimal("100.00")})
    assert parts == {1: Decimal("75.00"), 2: Decimal("25.00")}


def test_split_rounds_to_the_fen_10_over_three_equal_claims_gives_3_33_3_34_3_33():
    parts = propose_split(Decimal("10.00"), dict.fromkeys((1, 2, 3), Decimal("10.00")))
    assert parts == {1: Decimal("3.33"), 2: Decimal("3.34"), 3: Decimal("3.33")}


def test_split_of_all_that_is_open_pays_every_claim_in_full():
    sums = {1: Decimal("0.01"), 2: Decimal("21890.80"), 3: Decimal("0.02")}
    assert propose_split(Decimal("21890.83"), sums) == sums


def test_split_leaves_out_claims_that_get_nothing():
    assert propose_split(Decimal("0.01"), {1: Decimal("1.00"), 2: Decimal("0.00")}) == {1: Decimal("0.01")}


def test_split_of_more_than_is_open_is_refused():
    with pytest.raises(ValueError, match="more than what is open"):
        propose_split(Decimal("1.01"), {1: Decimal("1.00")})


@given(open_sums, st.data())
def test_parts_add_up_and_no_part_exceeds_what_is_open(sums, data):
    total = sum(sums.values(), Decimal(0))
    amount = Decimal(data.draw(st.integers(min_value=0, max_value=int(total * 100)))) / 100
    parts = propose_split(amount, sums)
    assert sum(parts.values(), Decimal(0)) == amount
    assert all(Decimal(0) < part <= sums[key] for key, part in parts.items())
