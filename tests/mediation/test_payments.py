"""Which instalments came in: what a claimant gets covers the earliest days first."""

import datetime as dt
import itertools
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from mediation.instalments import Part, over_claims, plan
from mediation.payments import called_in, open_dues, payments

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _today():
    with clock.at(TODAY):
        yield


def part(pk, days, amount, claimant=1, claim=None):
    due_on = TODAY + dt.timedelta(days=days)
    amount = Decimal(amount)
    return SimpleNamespace(pk=pk, due_on=due_on, amount=amount, claimant_id=claimant, claim_id=claim)


def told(parts, **received):
    found = payments(parts, {int(name[1:]): Decimal(sum_) for name, sum_ in received.items()})
    return [(payment.instalment.pk, str(payment.open), payment.days_late) for payment in found]


TWO = [part(2, 8, "24000.00"), part(1, -27, "24000.00")]


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ("0.00", [(1, "24000.00", 27), (2, "24000.00", 0)]),
        ("23999.99", [(1, "0.01", 27), (2, "24000.00", 0)]),
        ("24000.00", [(1, "0.00", 0), (2, "24000.00", 0)]),
        ("30000.00", [(1, "0.00", 0), (2, "18000.00", 0)]),
        ("48000.00", [(1, "0.00", 0), (2, "0.00", 0)]),
    ],
)
def test_money_covers_the_earliest_day_first(received, expected):
    assert told(TWO, c1=received) == expected


def test_the_last_day_itself_is_not_late():
    assert told([part(1, 0, "10.00")]) == [(1, "10.00", 0)]
    assert told([part(1, -1, "10.00")]) == [(1, "10.00", 1)]


def test_what_one_worker_got_covers_nothing_of_another():
    parts = [part(1, -1, "10.00", 1), part(2, -1, "10.00", 2)]
    assert told(parts, c1="20.00") == [(1, "0.00", 0), (2, "10.00", 1)]


def test_what_came_for_one_claim_covers_nothing_of_another():
    parts = [part(1, -1, "10.00", claim=7), part(2, -1, "10.00", claim=8), part(3, 3, "5.00", claim=7)]
    found = payments(parts, {1: Decimal("12.00")}, {7: Decimal("12.00")})
    assert [(p.instalment.pk, str(p.open)) for p in found] == [(1, "0.00"), (2, "10.00"), (3, "3.00")]


def test_by_the_clause_the_rest_of_who_was_not_paid_in_time_falls_due():
    parts = [part(1, -1, "10.00"), part(2, 30, "10.00"), part(3, -1, "5.00", 2), part(4, 30, "5.00", 2)]
    found = called_in(payments(parts, {2: Decimal("5.00")}))
    assert [(p.instalment.pk, p.is_late, p.is_called, p.is_due) for p in found] == [
        (1, True, False, True),
        (3, False, False, False),
        (2, False, True, True),
        (4, False, False, False),
    ]


SUMS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 10**6)), min_size=1, max_size=6)


@given(SUMS, st.integers(1, 12))
def test_payments_are_shared_out_over_claims_to_the_fen(sums, count):
    claims = {n: (claimant, Decimal(fen) / 100) for n, (claimant, fen) in enumerate(sums, 1)}
    totals = {}
    for claimant, amount in claims.values():
        totals[claimant] = totals.get(claimant, Decimal(0)) + amount
    planned = [Part(*row) for row in plan(totals, TODAY, count)]
    shared = over_claims(planned, claims)
    for claim, (claimant, amount) in claims.items():
        own = [p for p in shared if p.claim == claim]
        assert sum(p.amount for p in own) == amount
        assert {p.claimant for p in own} <= {claimant}
    assert all(p.amount > 0 for p in shared)
    by_day = {}
    for p in shared:
        by_day[p.claimant, p.due_on] = by_day.get((p.claimant, p.due_on), 0) + p.amount
    assert by_day == {(p.claimant, p.due_on): p.amount for p in planned}


def test_what_was_said_to_be_for_a_claim_stays_with_it():
    claims = {7: (1, Decimal("10.00")), 8: (1, Decimal("5.00"))}
    first, then = TODAY, TODAY + dt.timedelta(1)
    parts = [Part(1, then, Decimal("10.00")), Part(1, first, Decimal("5.00"), 8)]
    assert over_claims(parts, claims) == [
        Part(1, first, Decimal("5.00"), 8),
        Part(1, then, Decimal("10.00"), 7),
    ]


def test_dues_add_up_what_is_open_by_day():
    parts = [part(1, -1, "10.00", 1), part(2, -1, "15.00", 2), part(3, 5, "1.00", 1)]
    dues = open_dues(payments(parts, {1: Decimal("4.00")}))
    assert [(due.days_late, due.open, due.people) for due in dues] == [
        (1, Decimal("21.00"), 2),
        (0, Decimal("1.00"), 1),
    ]


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.integers(1, 10**7), st.integers(1, 3)), max_size=12),
    st.integers(0, 10**8),
)
def test_what_is_open_and_what_is_paid_is_what_was_due(rows, fen):
    parts = [
        part(n, days, Decimal(amount) / 100, claimant) for n, (days, amount, claimant) in enumerate(rows)
    ]
    received = {claimant: Decimal(fen) / 100 for claimant in (1, 2, 3)}
    found = payments(parts, received)
    for claimant in received:
        own = [p for p in found if p.instalment.claimant_id == claimant]
        due = sum(p.instalment.amount for p in own)
        assert sum(p.paid for p in own) == min(due, received[claimant])
        assert all(later.paid == 0 for first, later in itertools.pairwise(own) if first.open)
