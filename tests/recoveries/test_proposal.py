"""How a payment is proposed to be shared out: by the day it fell due, then in proportion, to the fen."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from core.money import ZERO
from mediation.payments import Payment
from recoveries.proposal import propose
from recoveries.split import still_open

DAY = dt.date(2026, 3, 31)


def claim(pk, claimant, open_sum):
    return SimpleNamespace(pk=pk, claimant_id=claimant, claimed=Decimal(open_sum), agreed=None, received=ZERO)


def due(claimant, on, amount, paid="0", claim=None):
    instalment = SimpleNamespace(
        claimant_id=claimant, claim_id=claim, due_on=on, amount=Decimal(amount), pk=0
    )
    return Payment(instalment, Decimal(paid))


def test_what_is_due_first_gets_all_of_it_first():
    claims = [claim(1, 10, "100"), claim(2, 20, "100")]
    dues = [due(20, DAY, "60"), due(10, DAY + dt.timedelta(30), "100"), due(20, DAY + dt.timedelta(30), "40")]
    found = propose(Decimal("50"), claims, dues)
    assert (found.parts, found.by_day) == ({2: Decimal("50")}, [(DAY, Decimal("50"))])


def test_of_one_day_everybody_gets_in_proportion():
    claims = [claim(1, 10, "100"), claim(2, 20, "100")]
    found = propose(Decimal("30"), claims, [due(10, DAY, "20"), due(20, DAY, "40")])
    assert found.parts == {1: Decimal("10"), 2: Decimal("20")}


def test_what_is_due_for_a_claim_goes_to_that_claim_before_others_of_the_day():
    claims = [claim(1, 10, "100"), claim(2, 10, "100")]
    dues = [due(10, DAY, "50"), due(10, DAY, "30", claim=2), due(10, DAY, "7", claim=99)]
    assert propose(Decimal("30"), claims, dues).parts == {2: Decimal("30")}
    found = propose(Decimal("80"), claims, dues)
    assert (sum(found.parts.values()), found.by_day) == (Decimal("80"), [(DAY, Decimal("80"))])
    assert found.parts == {1: Decimal("29.41"), 2: Decimal("50.59")}


def test_what_is_due_to_one_goes_to_the_claims_of_that_one_in_proportion():
    claims = [claim(1, 10, "100"), claim(2, 10, "300"), claim(3, 20, "500")]
    found = propose(Decimal("40"), claims, [due(10, DAY, "40")])
    assert found.parts == {1: Decimal("10"), 2: Decimal("30")}


def test_what_is_due_to_nobody_goes_in_proportion_and_the_rest_is_left_over():
    claims = [claim(1, 10, "100"), claim(2, 20, "300")]
    found = propose(Decimal("500.01"), claims, [])
    assert (found.parts, found.in_proportion, found.surplus) == (
        {1: Decimal("100"), 2: Decimal("300")},
        Decimal("400"),
        Decimal("100.01"),
    )
    assert len(found.told) == 2


def test_what_is_paid_of_an_instalment_is_not_due_again():
    claims = [claim(1, 10, "100"), claim(2, 20, "100")]
    found = propose(Decimal("10"), claims, [due(10, DAY, "50", paid="50"), due(20, DAY, "50")])
    assert found.parts == {2: Decimal("10")}


FEN = st.integers(0, 10_000_000).map(lambda fen: Decimal(fen) / 100)


@given(
    amount=FEN,
    open_sums=st.lists(st.tuples(st.integers(1, 3), FEN), max_size=6),
    dues=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3), FEN), max_size=8),
)
def test_no_fen_is_made_or_lost_and_no_claim_gets_more_than_is_open(amount, open_sums, dues):
    claims = [claim(pk, claimant, open_sum) for pk, (claimant, open_sum) in enumerate(open_sums)]
    found = propose(amount, claims, [due(who, DAY + dt.timedelta(day), sum_) for who, day, sum_ in dues])
    assert sum(found.parts.values(), found.surplus) == amount
    assert sum((part for _day, part in found.by_day), found.in_proportion + found.surplus) == amount
    by_pk = {one.pk: still_open(one) for one in claims}
    assert all(ZERO < part <= by_pk[pk] for pk, part in found.parts.items())
    assert not found.surplus or sum(found.parts.values(), ZERO) == sum(by_pk.values(), ZERO)
